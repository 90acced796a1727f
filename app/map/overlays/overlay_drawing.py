"""An overlay made into a picture, away from the window's thread: splines, range and colours of one choice."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.map.overlays.overlay import OverlayChoice, density, reach
from app.map.painting.pixmaps import image_from_rgba
from msa_core.colours import diverging_rgba
from msa_core.records import Explanation

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader


@dataclass(frozen=True, slots=True)
class DrawnOverlay:
    """An overlay's colours, and the value that its strongest colours stand for."""

    image: QImage
    reach: float


# Told apart by identity: arrays have no single answer to whether they are equal.
@dataclass(frozen=True, slots=True, eq=False)
class OverlayRequest:
    """One choice of an explanation, to be drawn on a lane's thread.

    Attributes:
        is_common: one range for all words of the scale, instead of the word's own.
    """

    explanation: Explanation
    choice: OverlayChoice
    is_common: bool

    @property
    def key(self) -> Hashable:
        return ("overlay",)

    @property
    def priority(self) -> float:
        return 1.0

    def work(self, _open_raster: Callable[[str], RasterReader]) -> DrawnOverlay:
        """Draw. Raises KeyError when the explanation has no such heatmap."""
        limit = reach(self.explanation, self.choice, self.is_common)
        values = density(self.explanation, self.choice)
        return DrawnOverlay(image_from_rgba(diverging_rgba(values, limit)), limit)
