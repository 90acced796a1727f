"""Which pictures of a raster are needed for a view, and how one is made."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from app.map.painting.pixmaps import image_from_rgba
from app.map.projection.geometry import Viewport, contains, intersection
from msa_core.raster.pixels.in_steps import InSteps
from msa_core.records import Bounds

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

SMALL_OVERVIEW_PX = 128
OVERVIEW_PX = 384
MARKER_PX = 9.0
DETAIL_MARGIN = 0.15
MAX_SIDE_PX = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderRequest:
    """A picture of one raster in map coordinates; ``key`` names the place a newer request takes over.

    Attributes:
        path: the file.
        crs: the map CRS.
        box: map bounds of the picture.
        width_px, height_px: its size in device pixels.
        side: which side of the antimeridian, of a raster that lies on both.
        overview: True for the coarse picture of all that lies on that side.
        serial: grows with every view: what is on screen now goes before what was.
        steps: of a giant without overviews, where its reading stands; the coarse picture is filled from the start, the
            fine one appears block by block above it.
    """

    path: str
    crs: str
    box: Bounds
    width_px: int
    height_px: int
    side: int
    overview: bool
    serial: int = field(default=0, compare=False)
    steps: InSteps = field(default_factory=InSteps, compare=False)

    @property
    def key(self) -> tuple[object, ...]:
        return ("render", self.path, self.side, self.overview)

    @property
    def priority(self) -> float:
        # Between thumbnails (1) and corners (5); the newest view first, coarse before fine.
        return 2.0 + 1e-6 * (2 * self.serial + self.overview)

    def work(self, open_raster: Callable[[str], RasterReader]) -> QImage:
        """Read and warp, a step at a time; runs on a thread of the pixels lane. Raises SourceError."""
        from msa_core.raster.draw import warp

        reader = open_raster(self.path)
        return image_from_rgba(
            warp.render(reader, self.crs, self.box, self.width_px, self.height_px, self.steps)
        )


@dataclass(slots=True)
class Patch:
    """A picture that has come, and where it lies.

    Attributes:
        rest: of a giant of which only a part was read so far: what is to be asked for more of it.
        is_fair: whether it is good enough below a finer one.
    """

    image: QImage
    box: Bounds
    rest: RenderRequest | None = None
    is_fair: bool = True

    @classmethod
    def answering(cls, request: RenderRequest, image: QImage) -> Patch:
        """What came for a request, as its steps stand now: the next one may be read on a thread at any time."""
        steps = request.steps
        return cls(image, request.box, None if steps.is_whole else request, steps.is_fair)

    @property
    def units_per_px(self) -> float:
        """Map units per pixel of the picture."""
        return (self.box[2] - self.box[0]) / self.image.width()

    @property
    def is_whole(self) -> bool:
        """Whether nothing more of it will come."""
        return self.rest is None

    def go_on(self, serial: int) -> list[RenderRequest]:
        """What is to be asked for its next step."""
        return [] if self.rest is None else [replace(self.rest, serial=serial)]


@dataclass(slots=True, kw_only=True)
class MapRaster:
    """A raster on the map; one that crosses the antimeridian is two of them, one a side."""

    path: str
    index: int
    ring_xy: np.ndarray
    box: Bounds
    shown: bool = True
    failed: bool = False
    overview: Patch | None = None
    detail: Patch | None = None

    @property
    def has_picture(self) -> bool:
        """Whether there is anything of it to draw."""
        return self.overview is not None or self.detail is not None

    def side_px(self, view: Viewport) -> float:
        """Its longer side on screen, in logical pixels."""
        west, south, east, north = self.box
        return max(east - west, north - south) / view.units_per_px

    def missing(self, view: Viewport, pixel_ratio: float, crs: str, serial: int = 0) -> list[RenderRequest]:
        """What must be drawn for it to look right in ``view``: nothing, coarse, fine or both."""
        seen = intersection(self.box, view.bounds)
        side_px = self.side_px(view)
        if not self.shown or self.failed or seen is None or side_px < MARKER_PX:
            return []
        wanted = []
        overview_px = OVERVIEW_PX if side_px > SMALL_OVERVIEW_PX else SMALL_OVERVIEW_PX
        if self.overview is None or self._overview_side() < overview_px:
            wanted.append(self._ask_overview(overview_px, crs, serial))
        fine = view.units_per_px / pixel_ratio
        if self.overview is not None and self.overview.units_per_px <= fine * 1.05:
            return wanted or self.overview.go_on(serial)
        if self.overview is not None and not wanted and not self.overview.is_fair:
            wanted += self.overview.go_on(serial)
        detail = self.detail
        if detail is not None and 0.5 < detail.units_per_px / fine < 1.05 and contains(detail.box, seen):
            wanted += detail.go_on(serial)
        elif self.overview is not None or side_px * pixel_ratio > overview_px:
            wanted.append(self._ask_detail(view, fine, crs, serial))
        return wanted

    def _overview_side(self) -> int:
        assert self.overview is not None
        return max(self.overview.image.width(), self.overview.image.height())

    def _ask_overview(self, side_px: int, crs: str, serial: int) -> RenderRequest:
        west, south, east, north = self.box
        units = max(east - west, north - south) / side_px
        width, height = max(1, round((east - west) / units)), max(1, round((north - south) / units))
        return RenderRequest(
            path=self.path,
            crs=crs,
            box=self.box,
            width_px=width,
            height_px=height,
            side=self.index,
            overview=True,
            serial=serial,
        )

    def _ask_detail(self, view: Viewport, fine: float, crs: str, serial: int) -> RenderRequest:
        """The visible part and a margin, on the grid of the screen's pixels so that it is drawn 1:1."""
        west, south, east, north = view.bounds
        margin_x, margin_y = (east - west) * DETAIL_MARGIN, (north - south) * DETAIL_MARGIN
        around = (west - margin_x, south - margin_y, east + margin_x, north + margin_y)
        part = intersection(self.box, around) or self.box
        x0, x1 = math.floor((part[0] - west) / fine), math.ceil((part[2] - west) / fine)
        y0, y1 = math.floor((north - part[3]) / fine), math.ceil((north - part[1]) / fine)
        x1, y1 = min(x1, x0 + MAX_SIDE_PX), min(y1, y0 + MAX_SIDE_PX)
        box = (west + x0 * fine, north - y1 * fine, west + x1 * fine, north - y0 * fine)
        return RenderRequest(
            path=self.path,
            crs=crs,
            box=box,
            width_px=x1 - x0,
            height_px=y1 - y0,
            side=self.index,
            overview=False,
            serial=serial,
            steps=InSteps(fills=False),
        )
