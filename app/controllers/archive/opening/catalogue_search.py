"""Between the dialog that searches STAC catalogues, and the session."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.map.canvas.drawing import Corners, folded
from app.session.session import Session
from app.widgets.frame.dialogs.servers.catalogue_dialog import CatalogueDialog
from app.widgets.frame.main_window import MainWindow
from msa_core.stac_search import StacSearch


class CatalogueSearch(QObject):
    """Opens the dialog, and what was found in it.

    Signals:
        box_wanted: a function that takes the corners, in degrees, of the box to be drawn on the map.
    """

    box_wanted = Signal(object)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self._address = ""
        self.dialog: CatalogueDialog | None = None
        self._is_drawing = False
        window.drawing.kind_changed.connect(self._come_back)

    @Slot()
    def open_dialog(self) -> None:
        """Ask what is wanted; the address typed last is there again."""
        if self._is_drawing:
            self._window.drawing.cancel()  # which brings back the dialog that waits for a box
            return
        dialog = CatalogueDialog(self._window, self._address)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        catalogues = self._session.catalogues
        dialog.search_asked.connect(self._find)
        dialog.stop_asked.connect(catalogues.stop)
        dialog.view_asked.connect(self._give_view)
        dialog.drawing_asked.connect(self._draw)
        dialog.open_asked.connect(catalogues.open)
        catalogues.found.connect(dialog.show_found)
        catalogues.failed.connect(dialog.refuse)
        catalogues.progressed.connect(dialog.show_progress)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None

    @Slot(object)
    def _find(self, wanted: StacSearch) -> None:
        self._address = wanted.catalogues[0]
        self._session.catalogues.find(wanted)

    @Slot()
    def _give_view(self) -> None:
        if self.dialog is not None:
            self.dialog.set_box(*self._window.canvas.view_lonlat())

    @Slot()
    def _draw(self) -> None:
        """The dialog makes room for the map until a box is drawn, or given up."""
        if self.dialog is not None:
            self.dialog.hide()
            self.box_wanted.emit(self._take_corners)
            self._is_drawing = True

    def _take_corners(self, corners: Corners) -> None:
        if self.dialog is not None:
            lons, lats = zip(*corners, strict=True)
            west, south, east, north = folded((min(lons), min(lats), max(lons), max(lats)))
            self.dialog.set_box(west, south, east, north)

    @Slot(str)
    def _come_back(self, kind: str) -> None:
        if not kind and self._is_drawing:
            self._is_drawing = False
            # What was drawn is told after this.
            QTimer.singleShot(0, self, lambda: self.dialog.open() if self.dialog is not None else None)
