"""Putting a question together: what the button offers, what is dropped on the box, and asking it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.controllers.calls import call, passing_menu
from app.controllers.question.example_chips import Examples
from app.jobs.pixels_lane import PixelsLane
from app.map.canvas.drawing import AREA, BOX, Corners
from app.models.asked_of_map.area_request import AreaRequest
from app.models.question.conditions import (
    Area,
    Box,
    Clouds,
    Condition,
    Dates,
    Ground,
    HitCount,
    LowestScore,
    Picture,
    Platform,
    Raster,
    Words,
    spots_of,
)
from app.models.question.dragged import dropped_hits, dropped_rasters
from app.models.question.file_kinds import is_area_file
from app.models.words.foreign_words import embeddings_by, words_refused
from app.models.words.plain_text import plain_caption
from app.session.session import Session
from app.translation import mark, tr, tr_n
from app.widgets.frame.around_map.drop_zone import dropped_files
from app.widgets.frame.main_window import MainWindow
from app.widgets.question.chip_popover import ChipPopover
from app.widgets.question.chips import Chip
from msa_core.config import PICTURE_SUFFIXES
from msa_core.errors import UsageError
from msa_core.records import SourceFacts
from msa_core.retrieval.query.parsing import NEGATIVE_WEIGHT, POSITIVE_WEIGHT, SPOT

PICTURE_FILTER = mark("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.jp2);;All files (*)")
AREA_FILTER = mark("Areas (*.geojson *.json *.gpkg *.kml *.wkt);;All files (*)")
DATABASE_SUFFIXES = (".gpkg", ".kmz")
"""Endings of what may hold areas, beside those that hold nothing else."""
USUAL_SCORE = 0.2
Taker = Callable[[Corners], None]


class QueryBuilding(QObject):
    """The steps between the query box and the question that is asked.

    Attributes:
        examples: what it is to be like, of the places and the map shown.
    """

    def __init__(self, window: MainWindow, session: Session, lane: PixelsLane) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._asking = session.search.asking
        self._lane = lane
        self.popover: ChipPopover | None = None
        self._taker: Taker | None = None
        self.examples = Examples(session)
        self.examples.search_wanted.connect(self.search)
        self.examples.box_wanted.connect(self.draw_for)

    # Asking

    @Slot()
    def search(self) -> None:
        """Ask what stands in the query box."""
        self._asking.edit_words(self._window.search_bar.text)
        try:
            asked = self._asking.question(self._window.canvas.view_lonlat())
        except UsageError as error:
            self._session.search.message_posted.emit("warn", str(error), "")
            return
        self._session.search.start(asked.query, asked.k, asked.listing)

    @Slot(str)
    def search_for(self, words: str) -> None:
        """Put words into the query box and search; what narrows the search stays."""
        self._asking.set_words(words)
        self.search()

    @Slot()
    def stop(self) -> None:
        """Esc: give up what is being drawn, else what is being waited for."""
        if not (self._window.drawing.cancel() or self._window.canvas.cancel_band()):
            self._session.stop()

    # Chips

    @Slot(int, object)
    def open_chip(self, row: int, chip: Chip) -> None:
        """Change a chip."""
        popover = self._open(chip, chip.condition, is_new=False)
        popover.accepted.connect(lambda condition: self._asking.change(row, condition))
        popover.removed.connect(lambda: self._asking.remove(row))

    def add_with(self, condition: Condition) -> None:
        """Let a new chip be filled in; it is there once that is done."""
        popover = self._open(self._window.search_bar.box.add, condition, is_new=True)
        popover.accepted.connect(self._asking.add)

    def _open(self, anchor: QWidget, condition: Condition, is_new: bool) -> ChipPopover:
        if isinstance(condition, Platform):
            names = sorted({taken.platform for taken in self._taken() if taken.platform})
        else:
            names = [info.name for info in self._session.archive.listing.rasters]
        popover = ChipPopover(self._window, condition, names, is_new)
        popover.refused.connect(
            lambda sentence: self._session.search.message_posted.emit("warn", sentence, "")
        )
        popover.search_requested.connect(self.search)
        popover.open_below(anchor)
        self.popover = popover
        return popover

    @Slot()
    def open_menu(self) -> None:
        """What can be added."""
        button = self._window.search_bar.box.add
        self.menu().popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def menu(self) -> QMenu:
        """The entries of the button, each of which adds a chip."""
        menu, add = passing_menu(self._window), self.add_with
        self._fill_terms(menu)
        menu.addSeparator()
        menu.addAction(tr("What the map shows")).triggered.connect(call(self._asking.add, Box()))
        menu.addAction(tr("A box drawn on the map")).triggered.connect(call(self.draw, BOX))
        menu.addAction(tr("An area drawn on the map")).triggered.connect(call(self.draw, AREA))
        menu.addAction(tr("An area from a file …")).triggered.connect(call(self.choose_area))
        menu.addSeparator()
        menu.addAction(tr("Dates …")).triggered.connect(call(add, Dates(None, None)))
        menu.addAction(tr("Rasters …")).triggered.connect(call(add, Raster("")))
        taken = self._taken()
        if any(facts.cloud_percent is not None for facts in taken):
            menu.addAction(tr("Cloud cover …")).triggered.connect(call(add, Clouds(None)))
        if any(facts.platform for facts in taken):
            menu.addAction(tr("Platform …")).triggered.connect(call(add, Platform("")))
        menu.addAction(tr("Ground size …")).triggered.connect(call(add, Ground(None, None)))
        menu.addSeparator()
        menu.addAction(tr("Lowest score …")).triggered.connect(call(add, LowestScore(USUAL_SCORE)))
        menu.addAction(tr("Number of places …")).triggered.connect(call(add, HitCount(100)))
        return menu

    def _fill_terms(self, menu: QMenu) -> None:
        """What is looked for; words and pictures are grey where no model here reads them."""
        add, index = self.add_with, self._session.archive.index
        origin = "" if index is None else index.origin
        if origin:
            menu.addAction(plain_caption(embeddings_by(origin))).setEnabled(False)
        for words, chosen in (
            (tr("Words …"), call(add, Words("", POSITIVE_WEIGHT))),
            (tr("Without …"), call(add, Words("", NEGATIVE_WEIGHT))),
            (tr("Like a picture …"), call(self.choose_picture)),
        ):
            action = menu.addAction(words)
            action.setEnabled(not origin)
            action.triggered.connect(chosen)
        menu.addSeparator()
        count = len(self._session.shown.chosen)
        several = tr_n(count, "Like the %n place chosen", "Like the %n places chosen")
        like = menu.addAction(several if count > 1 else tr("Like the place chosen"))
        like.triggered.connect(call(self.examples.add_chosen))
        like.setEnabled(self._session.shown.selected >= 0)
        for words, chosen in (
            (tr("Like a spot …"), call(add, Picture("", kind=SPOT))),
            (tr("Like what lies in a box drawn on the map"), call(self.examples.draw_box)),
        ):
            action = menu.addAction(words)
            action.setEnabled(index is not None)
            action.triggered.connect(chosen)

    def _taken(self) -> list[SourceFacts]:
        """What the open index keeps of its rasters."""
        index = self._session.archive.index
        return [] if index is None else [source.taken for source in index.sources if source.taken is not None]

    @Slot(object)
    def narrow_to(self, patterns: tuple[str, ...]) -> None:
        """Only these rasters from now on, in place of others that the question names."""
        self._asking.narrow_to(patterns)

    # Pictures, places and areas

    @Slot()
    def choose_picture(self) -> None:
        """A picture to be like, from a dialog."""
        file, _ = QFileDialog.getOpenFileName(
            self._window, tr("Places like this picture"), "", tr(PICTURE_FILTER)
        )
        if file:
            self._add_picture(file)

    @Slot()
    def choose_area(self) -> None:
        """A file with an area, from a dialog."""
        file, _ = QFileDialog.getOpenFileName(
            self._window, tr("Search inside the area of a file"), "", tr(AREA_FILTER)
        )
        if file:
            self.add_area(file)

    @Slot(str)
    def add_area(self, file: str) -> None:
        """The area in a file."""
        self._lane.run(AreaRequest(file))

    @Slot(object, object)
    def take_area_read(self, request: object, value: object) -> None:
        """An area was read."""
        if isinstance(request, AreaRequest) and isinstance(value, Area):
            self._asking.add(value)

    @Slot(object, str)
    def take_failure(self, request: object, sentence: str) -> None:
        """An area could not be read."""
        if isinstance(request, AreaRequest):
            self._say(sentence)

    def _say(self, sentence: str, kind: str = "warn") -> None:
        self._session.search.message_posted.emit(kind, sentence, "")

    # What is drawn and dropped

    def draw(self, kind: str, taker: Taker | None = None) -> None:
        """Let a box or an area be drawn on the map; ``taker`` gets its corners in degrees, None: it becomes a chip."""
        self._window.drawing.begin(kind)
        self._taker = taker

    @Slot(object)
    def draw_for(self, taker: Taker) -> None:
        """Let a box be drawn on the map for something else than the question."""
        self.draw(BOX, taker)

    @Slot(str)
    def forget_taker(self, kind: str) -> None:
        """Something else is drawn now, for the question."""
        if kind:
            self._taker = None

    @Slot(object)
    def show_limits(self, conditions: tuple[Condition, ...]) -> None:
        """Box and area of the question on the map, and where its examples lie."""
        box = next((found.bounds for found in conditions if isinstance(found, Box)), None)
        area = next((found.wkt for found in conditions if isinstance(found, Area)), None)
        self._window.canvas.asked.set_limits(box, area)
        self._window.canvas.asked.set_examples(*spots_of(conditions))

    @Slot(object)
    def take_box(self, bounds: tuple[float, float, float, float]) -> None:
        """A box drawn on the map."""
        taker, self._taker = self._taker, None
        if taker is None:
            self._asking.add(Box(bounds))
        else:
            west, south, east, north = bounds
            taker(((west, south), (east if west <= east else east + 360, north)))

    @Slot(object)
    def take_area(self, corners: tuple[tuple[float, float], ...]) -> None:
        """An area drawn on the map, its corners in degrees."""
        taker, self._taker = self._taker, None
        if taker is not None:
            taker(corners)
        else:
            self._lane.run(AreaRequest(ring_wkt(corners), tr("a drawn area")))

    @Slot(object)
    def take_drop(self, data: QMimeData) -> None:
        """What fell on the box: files, places found, rasters of the archive."""
        numbers = dropped_hits(data)
        for pattern in dropped_rasters(data):
            self._asking.add(Raster(pattern))
        if numbers:
            self.examples.add(tuple(numbers))
        elif data.hasUrls():
            self.take_files(dropped_files(data))

    def take_files(self, files: list[str]) -> None:
        """Files dropped on the box: each becomes a chip, or a sentence says why not."""
        for file in files:
            path = Path(file)
            name = self._raster_named(file)
            if name is not None:
                self._asking.add(Raster(name))
            elif is_area_file(path) or path.suffix.lower() in DATABASE_SUFFIXES:
                self.add_area(file)
            elif path.is_file() and (path.suffix.lower() in PICTURE_SUFFIXES or _is_raster(path)):
                self._add_picture(file)
            else:
                wrong = (
                    tr("{file} is a folder", file=path.name)
                    if path.is_dir()
                    else tr("{file} is nothing that a question can be made of", file=path.name)
                )
                self._say(
                    tr(
                        "{wrong}: drop a picture, a GeoTIFF, an area (GeoJSON, GeoPackage, KML) "
                        "or a raster of the open archive on the box.",
                        wrong=wrong,
                    )
                )

    def _add_picture(self, file: str) -> None:
        """A picture to be like, where a model here reads it as the index was made."""
        index = self._session.archive.index
        if index is not None and index.origin:
            self._window.search_bar.hint.say(words_refused(index.origin))
        else:
            self._asking.add(Picture(file))

    def _raster_named(self, file: str) -> str | None:
        """The name within the archive of a file that is open, else None."""
        found = (info.name for info in self._session.archive.listing.rasters if Path(info.path) == Path(file))
        return next(found, None)


def ring_wkt(corners: Corners) -> str:
    """The area within corners in degrees, as WKT."""
    ring = ", ".join(f"{lon:.9f} {lat:.9f}" for lon, lat in (*corners, corners[0]))
    return f"POLYGON(({ring}))"


def _is_raster(path: Path) -> bool:
    return path.suffix.lower() in (".tif", ".tiff", ".jp2", ".vrt", ".img", ".gtif", ".j2k")


"""Endings of what is taken for a picture to be like; others say so when they are asked."""
