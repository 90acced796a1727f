"""Pictures for training and evaluation, read as indexing and queries read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from msa_core.config import PICTURE_SUFFIXES
from msa_core.errors import SourceError
from msa_core.lonlat import bounds_of_rings
from msa_core.pictures.decoding import MAX_PX
from msa_core.pictures.plain import read_plain
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.reader_pool import ReaderPool
from msa_core.records import PixelBox
from msa_core.training.data.datasets.sources import PictureSource
from msa_core.training.data.datasets.windows import split_window
from msa_core.training.data.splits import EARTH, Location

MAX_SIDE_PX = 512
_GIANT_SIDE_PX = 2048
_OPEN_READERS = 8


class RasterPictures(PictureSource):
    """Reads pictures, rasters, and parts of them with the one reader of the program: the same bytes, the same pixels.

    So 16 bits are stretched, what is transparent is neutral grey, and a turned photograph stands upright.

    Used from several threads: each keeps a few rasters open, and all share the stretches, measured once a raster.

    Args:
        longest_side_px: a larger part of a raster is read reduced to this, by the reader's own averaging. Picture
            files are read at their own size, giant ones reduced to 2,048 pixels.
    """

    def __init__(self, longest_side_px: int = MAX_SIDE_PX) -> None:
        self._longest_side_px = longest_side_px
        self._pool = ReaderPool(_OPEN_READERS)

    def __reduce__(self) -> tuple[Any, ...]:
        # Open rasters stay in their thread and process.
        return type(self), (self._longest_side_px,)

    def load(self, path: Path) -> np.ndarray:
        """The picture, or the part of a raster that the path means, uint8 (H, W, 3). Raises SourceError."""
        file, box = split_window(path)
        if box is None and file.suffix.lower() in PICTURE_SUFFIXES:
            return read_picture(file)
        rgb = _read(path, self._pool.reader(file), box, self._longest_side_px)
        self._pool.share_stretches()
        return rgb

    def locate(self, path: Path) -> Location | None:
        """Ground bounds of a raster or a part of one; pixels of it where it has no position; None for pictures."""
        file, box = split_window(path)
        if box is None and file.suffix.lower() in PICTURE_SUFFIXES:
            return None
        bounds = bounds_of_rings(self._pool.reader(file).georef.footprint_lonlat(box))
        return Location(EARTH, bounds) if bounds is not None else super().locate(path)


def read_picture(file: Path) -> np.ndarray:
    """A picture file at its own size, uint8 (H, W, 3); a giant one reduced. Raises SourceError.

    With Pillow where that gives the same pixels, as it takes a seventh of the time.
    """
    try:
        return read_plain(file)
    except SourceError:
        pass  # of another kind, or damaged: the reader says so
    with RasterReader(file) as reader:
        width, height = reader.info.width_px, reader.info.height_px
        is_giant = width * height > MAX_PX
        return _read(file, reader, None, _GIANT_SIDE_PX if is_giant else max(width, height))


def _read(path: Path, reader: RasterReader, box: PixelBox | None, longest_side_px: int) -> np.ndarray:
    box = box or (0, 0, reader.info.width_px, reader.info.height_px)
    width, height = box[2] - box[0], box[3] - box[1]
    scale = min(1.0, longest_side_px / max(width, height))
    rgb, valid = reader.read(box, (max(1, round(height * scale)), max(1, round(width * scale))))
    if not valid.any():
        raise SourceError(path, "There is no data in it: nothing but nodata or transparency.")
    return rgb
