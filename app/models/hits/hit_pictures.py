"""Small pictures of hits: the rasters' own pixels as they are read, and what the index keeps until then."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from app.translation import mark
from msa_core.pictures.thumbnails import decode_thumbnail
from msa_core.records import Tile

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

THUMBNAIL_PX = 256
MAX_PICTURES = 500
"""Thumbnails kept, 0.2 MB each; the list may be far longer."""
MISSING = mark("missing")
KEPT = mark("Thumbnail of the index: the raster cannot be read")


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Pixels of a tile: RGB (h, w, 3) uint8, and bool (h, w), True where there is data.

    ``is_kept``: it is the small picture of the index; ``problem``: why the raster's own pixels are not shown instead.
    """

    rgb: np.ndarray
    valid: np.ndarray
    is_kept: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ThumbnailRequest:
    """A small picture of a tile, its longer side ``size_px``; the one asked for last is read first."""

    tile: Tile
    size_px: int = THUMBNAIL_PX
    turn: int = field(default_factory=itertools.count().__next__, compare=False)

    @property
    def key(self) -> tuple[object, ...]:
        return ("thumbnail", self.tile.id)

    @property
    def path(self) -> str:
        return self.tile.path

    @property
    def priority(self) -> float:
        return 1 + min(0.9, self.turn * 1e-7)

    def work(self, open_raster: Callable[[str], RasterReader]) -> Thumbnail:
        """Read; runs on a thread of the pixels lane. Raises SourceError."""
        x0, y0, x1, y1 = self.tile.pixel_bbox
        scale = self.size_px / max(x1 - x0, y1 - y0)
        shape = (max(1, round((y1 - y0) * scale)), max(1, round((x1 - x0) * scale)))
        return Thumbnail(*open_raster(self.tile.path).read(self.tile.pixel_bbox, shape))


class HitPictures:
    """The pictures of tiles by id, the latest :data:`MAX_PICTURES` of them."""

    def __init__(self) -> None:
        self._read: OrderedDict[str, Thumbnail | str] = OrderedDict()
        self._kept: OrderedDict[str, Thumbnail] = OrderedDict()
        self._asked: set[str] = set()

    def keep_only(self, tile_ids: Container[str]) -> None:
        """Forget the pictures of all other tiles."""
        self._read = OrderedDict((tile, found) for tile, found in self._read.items() if tile in tile_ids)
        self._kept = OrderedDict((tile, found) for tile, found in self._kept.items() if tile in tile_ids)
        self._asked = set(self._read)

    def store(self, tile_id: str, picture: Thumbnail | str) -> None:
        """Take what was read of a raster, or why nothing was."""
        self._read[tile_id] = picture
        if isinstance(picture, Thumbnail):
            self._kept.pop(tile_id, None)
        if len(self._read) > MAX_PICTURES:
            # Asked for again when its row is painted again.
            self._asked.discard(self._read.popitem(last=False)[0])

    def store_kept(self, tile_id: str, data: bytes) -> bool:
        """Take the WebP that the index keeps; False when it is damaged, or no longer needed."""
        rgb = decode_thumbnail(data)
        if rgb is None or isinstance(self._read.get(tile_id), Thumbnail):
            return False
        self._kept[tile_id] = Thumbnail(rgb, np.ones(rgb.shape[:2], bool), is_kept=True)
        if len(self._kept) > MAX_PICTURES:
            self._kept.popitem(last=False)
        return True

    def of(self, tile_id: str) -> Thumbnail | str | None:
        """The raster's own pixels, else what the index keeps, else why there is nothing; None: not yet."""
        picture, kept = self._read.get(tile_id), self._kept.get(tile_id)
        if isinstance(picture, Thumbnail) or kept is None:
            return picture
        return kept if picture is None else replace(kept, problem=picture)

    def is_offline(self, tile_id: str) -> bool:
        """Whether only what the index keeps can be shown."""
        picture = self.of(tile_id)
        return isinstance(picture, Thumbnail) and bool(picture.problem)

    def is_wanted(self, tile_id: str) -> bool:
        """Whether a picture is to be asked for: once, unless it was forgotten since."""
        if tile_id in self._read:
            self._read.move_to_end(tile_id)
            if tile_id in self._kept:  # forgotten together
                self._kept.move_to_end(tile_id)
            return False
        if tile_id in self._asked:
            return False
        self._asked.add(tile_id)
        return True
