"""What a question is to be like: places found, and what lies at a spot or in a box of the map."""

from __future__ import annotations

from pathlib import PurePosixPath

from PySide6.QtCore import QObject, Signal, Slot

from app.map.canvas.drawing import Corners, folded
from app.models.question.conditions import Picture
from app.session.session import Session
from app.translation import numeral, tr
from msa_core.addresses import is_address
from msa_core.errors import UsageError
from msa_core.names import visible
from msa_core.records import Tile
from msa_core.retrieval.query.parsing import POSITIVE_WEIGHT, SPOT, TILE, parse_spot, parse_term
from msa_core.retrieval.query.picture_window import path_with_window

MAX_EXAMPLES = 20


class Examples(QObject):
    """Makes chips of them, and asks for places like them alone.

    Signals:
        box_wanted: a function that takes the corners, in degrees, of the box to be drawn on the map.
        search_wanted: the question is to be asked.
    """

    box_wanted = Signal(object)
    search_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._asking = session.search.asking

    # Places found

    @Slot(object)
    def search_like(self, numbers: tuple[int, ...]) -> None:
        """Search for places that resemble some of the places shown, and nothing else."""
        found = self._of_hits(numbers)
        if found:
            self._asking.use_pictures(found)
            self.search_wanted.emit()

    @Slot(object)
    def add(self, numbers: tuple[int, ...]) -> None:
        """Places shown as examples beside what is asked already."""
        for picture in self._of_hits(numbers):
            self._asking.add(picture)

    @Slot()
    def add_chosen(self) -> None:
        """The chosen places as examples."""
        shown = self._session.shown
        self.add(shown.chosen or ((shown.selected,) if shown.selected >= 0 else ()))

    def _of_hits(self, numbers: tuple[int, ...]) -> tuple[Picture, ...]:
        hits = self._session.shown.hits
        known = tuple(number for number in numbers if 0 <= number < len(hits))
        if not known:
            self._say(tr("Choose a place first: click one in the list or on the map."), "info")
        if len(numbers) > MAX_EXAMPLES:
            sentence = tr(
                "{all} places are too many examples for one question: take {most} at most.",
                all=numeral(len(numbers)),
                most=MAX_EXAMPLES,
            )
            self._say(sentence, "warn")
            return ()
        return tuple(example_of(hits[number].tile) for number in known)

    # Spots and boxes

    @Slot(float, float)
    def search_spot(self, lon: float, lat: float) -> None:
        """Search for places like what lies at a spot, and like nothing else."""
        self._asking.use_pictures((_spot(lon, lat),))
        self.search_wanted.emit()

    @Slot(float, float)
    def add_spot(self, lon: float, lat: float) -> None:
        """What lies at a spot as an example beside what is asked already."""
        self._asking.add(_spot(lon, lat))

    @Slot()
    def draw_box(self) -> None:
        """Let a box be drawn on the map: what lies in it is an example."""
        self.box_wanted.emit(self._take_corners)

    def _take_corners(self, corners: Corners) -> None:
        lons, lats = zip(*corners, strict=True)
        west, south, east, north = folded((min(lons), min(lats), max(lons), max(lats)))
        self._asking.add(_spot(west, south, east, north))

    def _say(self, sentence: str, kind: str) -> None:
        self._session.search.message_posted.emit(kind, sentence, "")


def example_of(tile: Tile) -> Picture:
    """A place found as an example: its raster's own pixels where they can be read, else its embedding in the index."""
    window = path_with_window(tile.path, tile.pixel_bbox) if tile.path else ""
    if window and (is_address(tile.path) or _is_there(window)):
        return Picture(window)
    name = PurePosixPath(visible(tile.source)).stem
    called = name if tile.path else f"{name} {tile.pixel_bbox[0]}"
    return Picture(tile.id, kind=TILE, called=called)


def _is_there(window: str) -> bool:
    """Whether the raster that is named is where it was; else what the index holds of it stays."""
    try:
        parse_term("image", window, POSITIVE_WEIGHT)
    except UsageError:
        return False
    return True


def _spot(*degrees: float) -> Picture:
    return Picture(parse_spot(",".join(f"{number:.7f}" for number in degrees)), kind=SPOT)
