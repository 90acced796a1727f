"""Pictures for training and evaluation from rasters, read as indexing reads them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.errors import SourceError
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.stretch import Stretch
from msa_core.training.data.datasets.annotations import bounds_of_rings
from msa_core.training.data.datasets.folders import PICTURE_SUFFIXES
from msa_core.training.data.datasets.sources import PictureSource
from msa_core.training.data.datasets.windows import split_window
from msa_core.training.data.splits import EARTH, Place

LONGEST_SIDE_PX = 512
_OPEN_READERS = 8


class RasterPictures(PictureSource):
    """Reads GeoTIFFs, and parts of them, with their raster's stretch; ordinary picture files with Pillow.

    Used from several threads: each keeps a few rasters open, and all share the stretches, measured once a raster.

    Args:
        longest_side_px: a larger part of a raster is read reduced to this, by the reader's own averaging.
    """

    def __init__(self, longest_side_px: int = LONGEST_SIDE_PX) -> None:
        self._longest_side_px = longest_side_px
        self._stretches: dict[Path, Stretch] = {}
        self._local = threading.local()

    def __reduce__(self) -> tuple[Any, ...]:
        # Open rasters stay in their thread and process.
        return type(self), (self._longest_side_px,)

    def load(self, path: Path) -> np.ndarray:
        """The picture, or the part of a raster that the path means, uint8 (H, W, 3). Raises SourceError."""
        file, box = split_window(path)
        if box is None and file.suffix.lower() in PICTURE_SUFFIXES:
            return super().load(path)
        reader = self._reader(file)
        box = box or (0, 0, reader.info.width_px, reader.info.height_px)
        width, height = box[2] - box[0], box[3] - box[1]
        scale = min(1.0, self._longest_side_px / max(width, height))
        size = max(1, round(height * scale)), max(1, round(width * scale))
        rgb, valid = reader.read(box, size)
        if not valid.any():
            raise SourceError(path, "there is no data in that part of the raster.")
        self._stretches.setdefault(file, reader.stretch)
        return rgb

    def place(self, path: Path) -> Place | None:
        """Ground bounds of a raster or a part of one; pixels of it where it has no position; None for pictures."""
        file, box = split_window(path)
        if box is None and file.suffix.lower() in PICTURE_SUFFIXES:
            return None
        bounds = bounds_of_rings(self._reader(file).georef.footprint_lonlat(box))
        return Place(EARTH, bounds) if bounds is not None else super().place(path)

    def _reader(self, file: Path) -> RasterReader:
        """This thread's reader of a raster; the one used longest ago is closed for a new one."""
        readers: OrderedDict[Path, RasterReader] = self._local.__dict__.setdefault("readers", OrderedDict())
        reader = readers.get(file)
        if reader is None:
            reader = readers[file] = RasterReader(file, stretch=self._stretches.get(file))
            if len(readers) > _OPEN_READERS:
                readers.popitem(last=False)[1].close()
        readers.move_to_end(file)
        return reader
