"""What the centre shows: the map, or a picture in its own pixels for what has no position."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.session.session import Session
from app.session.shown_hits import PICTURE
from app.widgets.main_window import MainWindow
from msa_core.names import visible
from msa_core.records import TileHit


class PicturePane(QObject):
    """A hit without a position and a picture that is described are shown at full size; all else is on the map."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window = window
        self._session = session

    @Slot(int)
    def show_chosen(self, number: int) -> None:
        shown, picture = self._session.shown, self._session.picture
        hit = shown.hits[number] if number >= 0 else None
        if hit is not None and _is_unplaced(hit):
            self._show(hit)
        elif hit is None and shown.origin == PICTURE and picture.path:
            self.show_dropped(picture.path)
        else:
            self._window.map_area.show_map()

    @Slot()
    def show_whole(self) -> None:
        """The raster of the chosen place as a whole, wherever it lies."""
        number = self._session.shown.selected
        if number >= 0:
            self._show(self._session.shown.hits[number])

    @Slot(str)
    def show_dropped(self, path: str) -> None:
        self._window.map_area.show_picture(path, visible(Path(path).name))

    def _show(self, hit: TileHit) -> None:
        tile = hit.tile
        self._window.map_area.show_picture(tile.path, visible(tile.source), tile.pixel_bbox)
        self._window.overlays.tell_again()


def _is_unplaced(hit: TileHit) -> bool:
    return not hit.tile.footprint_lonlat and bool(hit.tile.path)
