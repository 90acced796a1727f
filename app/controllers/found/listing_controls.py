"""How places are listed: rows or grid, order; and copied."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from app.models.hits.hit_columns import as_table
from app.models.hits.hits_model import HitsModel
from app.session.session import Session
from app.settings import Settings
from app.widgets.frame.main_window import MainWindow


class ListingControls(QObject):
    """The choices above the list, remembered where they are a matter of taste."""

    def __init__(
        self, window: MainWindow, session: Session, settings: Settings, hits: HitsModel, similar: HitsModel
    ) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._settings = settings
        self._hits = hits
        self._similar = similar

    def restore(self) -> None:
        """As it was left."""
        self.set_grid(self._settings.grid)
        self._window.hits.options.set_order(self._settings.order)
        self._hits.set_order(self._settings.order)

    @Slot(bool)
    def set_grid(self, grid: bool) -> None:
        """Rows or a grid of pictures."""
        self._settings.grid = grid
        self._window.hits.set_grid(grid)

    @Slot(str)
    def set_order(self, order: str) -> None:
        """Sort the list; what is chosen stays so and in sight."""
        self._settings.order = order
        self._hits.set_order(order)
        self._window.hits.list.set_current(self._session.shown.selected)

    @Slot()
    def copy(self) -> None:
        """Put the chosen places on the clipboard, as lines of a table that a spreadsheet takes."""
        shown = self._session.shown
        chosen = [shown.hits[number] for number in shown.chosen]
        if chosen:
            QGuiApplication.clipboard().setText(as_table(chosen))
