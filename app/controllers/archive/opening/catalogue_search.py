"""Between the dialog that searches STAC catalogues, and the session."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot

from app.session.session import Session
from app.widgets.frame.dialogs.servers.catalogue_dialog import CatalogueDialog
from app.widgets.frame.main_window import MainWindow
from msa_core.stac_search import StacSearch


class CatalogueSearch(QObject):
    """Opens the dialog, and what was found in it."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self._address = ""
        self.dialog: CatalogueDialog | None = None

    @Slot()
    def open_dialog(self) -> None:
        """Ask what is wanted; the address typed last is there again."""
        dialog = CatalogueDialog(self._window, self._address)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        catalogues = self._session.catalogues
        dialog.search_asked.connect(self._find)
        dialog.stop_asked.connect(catalogues.stop)
        dialog.view_asked.connect(self._give_view)
        dialog.open_asked.connect(self._session.archive.open_found)
        catalogues.found.connect(dialog.show_found)
        catalogues.failed.connect(dialog.refuse)
        catalogues.progressed.connect(dialog.show_progress)
        self.dialog = dialog
        dialog.open()

    @Slot(object)
    def _find(self, wanted: StacSearch) -> None:
        self._address = wanted.catalogues[0]
        self._session.catalogues.find(wanted)

    @Slot()
    def _give_view(self) -> None:
        if self.dialog is not None:
            self.dialog.set_box(*self._window.canvas.view_lonlat())
