"""Saved searches over areas: where the areas come from, the table in the drawer, and what is done with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from app.controllers.calls import call, passing_menu
from app.controllers.question.query_building import AREA_FILTER, QueryBuilding, ring_wkt
from app.jobs.files_lane import FilesLane
from app.jobs.pixels_lane import PixelsLane
from app.map.canvas.drawing import AREA, Corners
from app.models.asked_of_map.area_request import AreasRequest, SharedArea
from app.models.asked_of_map.count_table_model import CountTableModel
from app.models.question.conditions import Area, Box
from app.models.words.plain_text import plain_caption
from app.session.session import Session
from app.settings import Settings
from app.translation import tr
from app.widgets.frame.main_window import MainWindow
from app.widgets.frame.pages.counts_page import CountsPage
from msa_core.messages import Search
from msa_core.records import Bounds
from msa_core.retrieval.query.saved.project_file import NamedArea


class Counting(QObject):
    """Owns the page, which is in the drawer once there is something to count."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        building: QueryBuilding,
        lane: PixelsLane,
    ) -> None:
        super().__init__()
        self._window, self._session, self._settings = window, session, settings
        self._building, self._lane = building, lane
        self._counts = session.area_counts
        self._files: FilesLane | None = None
        self._wanted: Search | None = None
        self.model = CountTableModel()
        self.page = CountsPage(self.model)

    # Where areas come from

    def fill(self, menu: QMenu) -> None:
        """The entries that add areas."""
        menu.addAction(tr("Areas from files …")).triggered.connect(call(self.choose))
        menu.addAction(tr("An area drawn on the map")).triggered.connect(call(self.draw))
        of_question = menu.addAction(tr("The area of the question"))
        of_question.setEnabled(self._asked_area() is not None)
        of_question.triggered.connect(call(self.add_asked))
        if self._counts.areas:
            menu.addSeparator()
            menu.addAction(tr("Show the table")).triggered.connect(call(self.open))

    @Slot(QPoint)
    def open_menu(self, at: QPoint) -> None:
        """What can be added to the table."""
        menu = passing_menu(self._window)
        self.fill(menu)
        menu.popup(at)

    @Slot(int, QPoint)
    def open_column_menu(self, column: int, at: QPoint) -> None:
        """What can be done with an area."""
        menu = passing_menu(self._window)
        name = self._counts.areas[column].name
        menu.addAction(plain_caption(tr("Remove “{name}”", name=name))).triggered.connect(
            call(self._counts.remove, (column,))
        )
        everything = tuple(range(len(self._counts.areas)))
        menu.addAction(tr("Remove all areas")).triggered.connect(call(self._counts.remove, everything))
        menu.popup(at)

    def choose(self) -> None:
        """Each area of the files of a dialog."""
        files, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Count in each area of these files"), "", tr(AREA_FILTER)
        )
        self.add_files(files)

    def add_files(self, files: list[str]) -> None:
        """Each area of these files."""
        for file in files:
            self._lane.run(AreasRequest(file))

    def draw(self) -> None:
        """Let an area be drawn, which becomes a column."""
        self._building.draw(AREA, self._take_corners)

    def _take_corners(self, corners: Corners) -> None:
        names = {area.name for area in self._counts.areas}
        numbered = (tr("drawn area {number}", number=number) for number in range(1, len(names) + 2))
        self._lane.run(AreasRequest(ring_wkt(corners), next(name for name in numbered if name not in names)))

    def add_asked(self) -> None:
        """The area, or the box, that the question in the query box is narrowed to."""
        found = self._asked_area()
        if isinstance(found, Area):
            self._add((found,))
        elif found is not None:
            self._lane.run(
                AreasRequest(wkt_of(found.bounds or self._window.canvas.view_lonlat()), tr("a box"))
            )

    def _asked_area(self) -> Area | Box | None:
        chips = self._session.search.asking.conditions
        return next((chip for chip in chips if isinstance(chip, Area | Box)), None)

    @Slot(object, object)
    def take_answer(self, request: object, value: object) -> None:
        """Areas were read, or what two have in common."""
        if isinstance(request, AreasRequest) and isinstance(value, tuple):
            self._add(value)
        elif isinstance(request, SharedArea) and self._wanted is not None:
            asked, self._wanted = self._wanted, None
            if isinstance(value, Area):
                self._ask(replace(asked, query=replace(asked.query, area=value.wkt)), value.name)
            else:
                self._say("info", tr("Nothing lies in both: {name}.", name=request.name))

    @Slot(object, str)
    def take_failure(self, request: object, sentence: str) -> None:
        """Areas could not be read."""
        if isinstance(request, AreasRequest | SharedArea):
            self._say("warn", sentence)

    def _add(self, areas: tuple[Area, ...]) -> None:
        self._counts.add([NamedArea(area.name, area.wkt) for area in areas])
        if not self._session.project.searches:
            self._say("info", tr("Save a search first (Ctrl+D): it is counted in these areas then."))
        elif self._session.archive.index is None:
            self._say("info", tr("Nothing is indexed yet: searches are counted in these areas once it is."))
        self.open()

    # What is shown

    @Slot()
    def open(self) -> None:
        """Show the table."""
        self._place_page()
        self._window.actions_.drawer.setChecked(True)
        self._window.drawer.open_page(self.page)

    def _place_page(self) -> None:
        self._window.drawer.add_page(tr("Counts"), self.page)

    @Slot()
    def show(self) -> None:
        """Other searches, areas or counts."""
        names = [search.name for search in self._session.project.searches]
        areas = [area.name for area in self._counts.areas]
        if areas:
            self._place_page()
        self.model.set_table(names, areas, self._counts.counts())
        if not self._counts.is_counting:
            self.show_counting(0, 0)

    @Slot(int, int)
    def show_counting(self, done: int, everything: int) -> None:
        """How far counting is."""
        can_count = self._session.archive.index is not None
        self.page.set_counting(done, everything, self._counts.is_complete or not can_count)

    # What is done with it

    @Slot(int, int)
    def ask(self, row: int, column: int) -> None:
        """Search as a saved search does, in one of the areas."""
        search = self._session.project.searches[row]
        if column < 0:
            self._ask(search.asked, search.area_name)
            return
        area = self._counts.areas[column]
        if search.asked.query.area is None:
            self._ask(replace(search.asked, query=replace(search.asked.query, area=area.wkt)), area.name)
        else:
            self._wanted = search.asked
            name = tr("{one} and {other}", one=search.area_name or tr("its area"), other=area.name)
            self._lane.run(SharedArea(search.asked.query.area, area.wkt, name))

    def _ask(self, asked: Search, area_name: str) -> None:
        self._session.search.asking.take(asked, area_name)
        self._building.search()

    @Slot()
    def copy(self) -> None:
        """The whole table, as a spreadsheet takes it."""
        from msa_core.retrieval.exports.told.count_table import as_pasted

        QGuiApplication.clipboard().setText(as_pasted(self._lines()))

    @Slot()
    def save(self) -> None:
        """The whole table, as ``msa searches --out`` writes it."""
        start = str(Path(self._settings.export_folder or Path.home()) / "counts.csv")
        file, _ = QFileDialog.getSaveFileName(self._window, tr("Save the table"), start, tr("CSV (*.csv)"))
        if file:
            self.save_as(Path(file))

    def save_as(self, file: Path) -> None:
        """Write the table on a thread of its own."""
        from msa_core.files import write_whole
        from msa_core.retrieval.exports.told.count_table import as_csv

        data = as_csv(self._lines())
        self._settings.export_folder = str(file.absolute().parent)
        if self._files is None:
            self._files = FilesLane(self)
            self._files.finished.connect(
                lambda name, _: self._say("good", tr("The table was saved: {file}", file=name))
            )
            self._files.failed.connect(lambda _, sentence: self._say("bad", sentence))
        self._files.run(str(file), lambda: write_whole(file, data))

    def _lines(self) -> list[list[str]]:
        from msa_core.retrieval.exports.told.count_table import table_of

        searches, order = self._session.project.searches, self.model.order()
        counts = self._counts.counts()
        columns = range(len(self._counts.areas))
        sorted_counts = {
            (place, column): counts[row, column]
            for place, row in enumerate(order)
            for column in columns
            if (row, column) in counts
        }
        names = [searches[row].name for row in order]
        return table_of(names, [area.name for area in self._counts.areas], sorted_counts)

    def _say(self, kind: str, sentence: str) -> None:
        self._session.message_posted.emit(kind, sentence, "")

    def close(self) -> None:
        """Wait until everything is written."""
        if self._files is not None:
            self._files.close()


def wkt_of(bounds: Bounds) -> str:
    """A box in degrees as WKT; across 180 it goes on beyond it."""
    west, south, east, north = bounds
    east = east + 360.0 if east < west else east
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    corners = ", ".join(f"{lon!r} {lat!r}" for lon, lat in ring)
    return f"POLYGON(({corners}))"
