"""The drawer's pages, filled only while they are seen: sorting a hundred thousand hits nobody looks at is wasted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.models.hit_table_model import HitTableModel
from app.session.session import Session
from app.settings import Settings
from app.widgets.hit_table import HitTable
from app.widgets.main_window import MainWindow


class DrawerPages(QObject):
    """Owns the table of hits and keeps it in step with list and map."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._settings = settings
        self.model = HitTableModel()
        self.table = HitTable(self.model)
        if settings.table_columns:
            self.table.set_columns(settings.table_columns)
        window.drawer.add_page("Table", self.table)
        window.actions_.drawer.setEnabled(True)

    @Slot()
    def refresh(self) -> None:
        """Other hits are shown, or the drawer was opened."""
        if not self._window.drawer.isVisible():
            return
        if self.model.hits() is not self._session.shown.hits:
            self.model.set_hits(self._session.shown.hits)
        self.table.set_chosen(self._session.shown.chosen)

    @Slot(object)
    def show_chosen(self, numbers: tuple[int, ...]) -> None:
        """Select in the table what is chosen in list or map."""
        if self.table.isVisible():
            self.table.set_chosen(numbers)

    @Slot(object)
    def remember_columns(self, names: tuple[str, ...]) -> None:
        """Show the same columns next time."""
        self._settings.table_columns = list(names)
