"""Whole pictures and parts of them, read on the pixels lane: in the file's own pixels, without a map."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.map.painting.pixmaps import image_from_rgb
from msa_core.raster.pixels.in_steps import InSteps
from msa_core.records import PixelBox

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

OVERVIEW_PX = 1024


@dataclass(frozen=True, slots=True)
class WholePicture:
    """A picture as a whole, reduced, and how large it is."""

    image: QImage
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class WholeRequest:
    """All of a picture, its longer side at most ``OVERVIEW_PX``; a giant without overviews is read in steps."""

    path: str
    steps: InSteps = field(default_factory=InSteps, compare=False)

    @property
    def key(self) -> Hashable:
        return ("whole picture",)

    @property
    def priority(self) -> float:
        # The rest of a giant after the part of it that is looked at.
        return 6.0 if self.steps.is_begun else 7.0

    def work(self, open_raster: Callable[[str], RasterReader]) -> WholePicture:
        """Read. Raises SourceError."""
        reader = open_raster(self.path)
        width, height = reader.info.width_px, reader.info.height_px
        scale = min(1.0, OVERVIEW_PX / max(width, height))
        shape = (max(1, round(height * scale)), max(1, round(width * scale)))
        return WholePicture(_read(reader, (0, 0, width, height), shape, self.steps), width, height)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailRequest:
    """A part of a picture, of ``width_px`` x ``height_px`` as it is drawn."""

    path: str
    box: PixelBox
    width_px: int
    height_px: int
    steps: InSteps = field(default_factory=lambda: InSteps(fills=False), compare=False)

    @property
    def key(self) -> Hashable:
        return ("part of a picture",)

    @property
    def priority(self) -> float:
        return 6.5

    def work(self, open_raster: Callable[[str], RasterReader]) -> QImage:
        """Read. Raises SourceError."""
        reader = open_raster(self.path)
        return _read(reader, self.box, (self.height_px, self.width_px), self.steps)


def _read(reader: RasterReader, box: PixelBox, shape: tuple[int, int], steps: InSteps) -> QImage:
    """The next step of a window, or all of it."""
    return image_from_rgb(*(steps.read(reader, box, shape) or reader.read(box, shape, quick=True)))
