"""Saved searches: saving, asking and naming them from the page at the left."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Slot

from app.controllers.calls import call, passing_menu
from app.controllers.question.counting import Counting
from app.controllers.question.query_building import QueryBuilding
from app.models.question.conditions import Area
from app.models.question.searches_model import SearchesModel
from app.session.search.saved_searches import name_of
from app.session.session import Session
from app.translation import tr
from app.widgets.frame.main_window import MainWindow
from app.widgets.frame.pages.searches_panel import SearchesPanel


class SearchKeeping(QObject):
    """Owns the page, and puts a saved search into the query box."""

    def __init__(
        self, window: MainWindow, session: Session, building: QueryBuilding, counting: Counting
    ) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._building = building
        self._counting = counting
        self.model = SearchesModel()
        self.panel = SearchesPanel(self.model)
        window.left.add_page(tr("Searches"), self.panel)

    @Slot()
    def save(self) -> None:
        """Save the question that was answered last, and let its name be typed."""
        search = self._session.search
        answer = search.answer
        if answer is None:
            sentence = tr("There is no question to save yet: search first.")
            self._session.message_posted.emit("info", sentence, "")
            return
        self._window.left.show_page(self.panel)
        area = next((found.name for found in answer.conditions if isinstance(found, Area)), "")
        row = self._session.saved.save(answer, name_of(answer.asked), area)
        self.panel.rename(row)

    @Slot(int)
    def ask(self, row: int) -> None:
        """Put one into the box, and ask it."""
        searches = self._session.project.searches
        if 0 <= row < len(searches):
            self._session.search.asking.take(searches[row].asked, searches[row].area_name)
            self._building.search()

    @Slot(int)
    def compare_models(self, row: int) -> None:
        """Ask it of the indexes that other models made of these rasters."""
        searches = self._session.project.searches
        if 0 <= row < len(searches):
            self._session.comparison.compare(searches[row])

    @Slot(int, QPoint)
    def open_menu(self, row: int, at: QPoint) -> None:
        """What can be done with a row."""
        menu = passing_menu(self.panel)
        menu.addAction(tr("Search")).triggered.connect(call(self.ask, row))
        menu.addAction(tr("Rename")).triggered.connect(call(self.panel.rename, row))
        self._counting.fill(menu.addMenu(tr("Count all searches over areas")))
        menu.addAction(tr("Compare models")).triggered.connect(call(self.compare_models, row))
        menu.addSeparator()
        menu.addAction(tr("Delete")).triggered.connect(call(self._session.saved.delete, row))
        menu.popup(at)
