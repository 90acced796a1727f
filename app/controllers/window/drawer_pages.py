"""The drawer's pages, filled only while they are seen: sorting a hundred thousand hits nobody looks at is wasted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.models.hits.hit_table_model import HitTableModel
from app.session.session import Session
from app.settings import Settings
from app.translation import tr
from app.widgets.frame.main_window import MainWindow
from app.widgets.places.histogram_page import ALL, HistogramPage
from app.widgets.places.places_table import HitTable
from msa_core.colours import ScoreScale


class DrawerPages(QObject):
    """Owns the table of hits and the large histogram, and keeps them in step with list and map."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._settings = settings
        self.model = HitTableModel()
        self.table = HitTable(self.model)
        if settings.table_columns:
            self.table.set_columns(settings.table_columns)
        self.histogram = HistogramPage()
        window.drawer.add_page(tr("Table"), self.table)
        window.drawer.add_page(tr("Histogram"), self.histogram)
        window.actions_.drawer.setEnabled(True)

    @Slot()
    def refresh(self) -> None:
        """Other hits are shown, or the drawer was opened."""
        if not self._window.drawer.isVisible():
            return
        if self._window.drawer.pages.currentWidget() is self.histogram:
            self._refresh_histogram()
            return
        if self.model.hits() is not self._session.shown.hits:
            self.model.set_hits(self._session.shown.hits)
        self.table.set_chosen(self._session.shown.chosen)

    @Slot()
    def refresh_histogram(self) -> None:
        """The cut was moved, another query was answered, or another grouping chosen."""
        if self.histogram.isVisible():
            self._refresh_histogram()

    def _refresh_histogram(self) -> None:
        shown, search = self._session.shown, self._session.search
        self._session.grouped.set_query(search.result.query if search.result is not None else None)
        self.histogram.set_scale(shown.scale)
        if self.histogram.grouping != ALL:
            self._session.grouped.ask(self.histogram.grouping)

    @Slot(object)
    def show_cut(self, scale: ScoreScale) -> None:
        """The cut was moved: nothing has to be asked again."""
        if self.histogram.isVisible():
            self.histogram.set_scale(scale)

    @Slot(object)
    def show_chosen(self, numbers: tuple[int, ...]) -> None:
        """Select in the table what is chosen in list or map."""
        if self.table.isVisible():
            self.table.set_chosen(numbers)

    @Slot(object)
    def show_votes(self, votes: dict[str, str]) -> None:
        """The column of what was said of places."""
        self.model.set_reviews(votes)

    @Slot(object)
    def remember_columns(self, names: tuple[str, ...]) -> None:
        """Show the same columns next time."""
        self._settings.table_columns = list(names)
