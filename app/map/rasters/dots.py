"""Rasters too small to see, as dots; of very many a picture is made off the window's thread and moves with the map."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from app.map.painting.crowd import CELL_PX, CROWD, paint_crowd
from app.map.painting.layer import Ink
from app.map.projection.geometry import Viewport, contains, one_in_each_cell
from app.map.rasters.footprint_grid import Footprints
from msa_core.records import Bounds

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

DOT_PX = 8.0
MARGIN = 0.5
"""The picture reaches so far beyond the view on each side, as a share of it."""
MAX_STRETCH = 2.0
"""It is drawn larger or smaller up to this factor while the next one is made."""


def paint_dots(painter: QPainter, middles: np.ndarray, view: Viewport, ink: Ink) -> None:
    """Dots at points (n, 2) in view coordinates; very many as filled squares."""
    middles = one_in_each_cell(middles) if len(middles) > CROWD else middles
    if len(middles) > CROWD:
        paint_crowd(painter, middles, view.width_px, view.height_px, ink.accent)
        return
    accent = QColor(ink.accent)
    accent.setAlpha(210)
    ratio = painter.device().devicePixelRatioF()
    for colour, width in ((ink.halo, DOT_PX + 2.0), (accent, DOT_PX)):
        dot, half = _dot(colour.rgba(), width, ratio), math.ceil(width) / 2
        for x, y in (middles - half).tolist():
            painter.drawPixmap(QPointF(x, y), dot)


@functools.lru_cache(maxsize=16)
def _dot(rgba: int, width_px: float, ratio: float) -> QPixmap:
    """A round dot, drawn once: Qt takes many times as long for a circle as for a picture."""
    side = math.ceil(width_px)
    out = QPixmap(math.ceil(side * ratio), math.ceil(side * ratio))
    out.setDevicePixelRatio(ratio)
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(rgba))
    painter.drawEllipse(QPointF(side / 2, side / 2), width_px / 2, width_px / 2)
    painter.end()
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class DotsPicture:
    """What was made for a view: the points themselves where they are few, else a picture of squares."""

    request: DotsRequest
    box: Bounds
    points_xy: np.ndarray
    image: QImage | None

    def covers(self, view: Viewport) -> bool:
        """Whether it can stand in for ``view``, if not in full sharpness."""
        stretch = self.request.view.units_per_px / view.units_per_px
        return contains(self.box, view.bounds) and 1 / MAX_STRETCH < stretch < MAX_STRETCH

    def paint(self, painter: QPainter, view: Viewport, ink: Ink) -> None:
        """Where it lies on the map."""
        if self.image is None:
            points = view.to_view(self.points_xy)
            paint_dots(painter, points[_within(points, view)], view, ink)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(QRectF(*view.box_to_view(self.box)), self.image)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DotsRequest:
    """Dots of all rasters smaller than ``max_side_px`` in a view and around it; work for the pixels lane.

    Attributes:
        layer: whose dots they are.
        footprints: of all rasters; ``is_drawn`` says which are to be drawn, bool (n,).
        view: the view they are for.
        colour: of the squares.
        edition: grows with every change of what is to be drawn.
    """

    layer: str
    footprints: Footprints
    is_drawn: np.ndarray
    view: Viewport
    max_side_px: float
    colour: QColor
    edition: int

    @property
    def key(self) -> Hashable:
        return ("dots", self.layer)

    @property
    def priority(self) -> float:
        # Before pictures of rasters: without dots the map is empty.
        return 4.0

    def work(self, _open_raster: Callable[[str], RasterReader]) -> DotsPicture:
        """Runs on a thread of the pixels lane."""
        view = self.view
        wide, high = round(view.width_px * (1 + 2 * MARGIN)), round(view.height_px * (1 + 2 * MARGIN))
        wide, high = (-(-side // CELL_PX) * CELL_PX for side in (wide, high))
        west = view.center_x - wide / 2 * view.units_per_px
        north = view.center_y + high / 2 * view.units_per_px
        box = (west, north - high * view.units_per_px, west + wide * view.units_per_px, north)
        numbers = self.footprints.in_view(box)
        small = self.footprints.sides[numbers] < self.max_side_px * view.units_per_px
        numbers = numbers[small & self.is_drawn[numbers]]
        boxes = self.footprints.boxes[numbers]
        points_xy = (boxes[:, :2] + boxes[:, 2:]) / 2
        pixels = (points_xy - (west, north)) / (view.units_per_px, -view.units_per_px)
        if np.count_nonzero(_within(view.to_view(points_xy), view)) <= CROWD:
            # Dots that would cover each other are one, as everywhere.
            keep = one_in_each_cell(pixels)
            points = keep * (view.units_per_px, -view.units_per_px) + (west, north)
            return DotsPicture(request=self, box=box, points_xy=points, image=None)
        cells = np.floor(pixels / CELL_PX).astype(np.int64)
        rows, columns = high // CELL_PX, wide // CELL_PX
        inside = (cells >= 0).all(axis=1) & (cells[:, 0] < columns) & (cells[:, 1] < rows)
        filled = np.zeros((rows, columns), dtype=np.uint32)
        filled[cells[inside, 1], cells[inside, 0]] = self.colour.rgba()
        image = QImage(filled.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32)
        image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # which owns its memory
        return DotsPicture(request=self, box=box, points_xy=points_xy[:0], image=image)


class Dots:
    """The picture of the dots of very many rasters, and which one is being made. Of fewer it has nothing to do."""

    def __init__(self, layer: str, footprints: Footprints, is_drawn: np.ndarray) -> None:
        self._layer = layer
        self._footprints, self._is_drawn = footprints, is_drawn
        self._picture: DotsPicture | None = None
        self._asked: DotsRequest | None = None
        self._edition = 0

    def outdate(self) -> None:
        """Others are to be drawn, or in another colour; until they come the old ones stay."""
        self._edition += 1

    def covers(self, view: Viewport) -> bool:
        """Whether there is something to show in a view."""
        return not self._footprints.are_many or (self._picture is not None and self._picture.covers(view))

    def are_sharp(self, view: Viewport, max_side_px: float) -> bool:
        """Whether what is shown in a view is what would be made for it."""
        if not self._footprints.are_many:
            return True
        if self._picture is None or not self._picture.covers(view):
            return False
        made = self._picture.request
        return (made.edition, made.view.units_per_px, made.max_side_px) == (
            self._edition, view.units_per_px, max_side_px,
        )  # fmt: skip

    def request_for(self, view: Viewport, max_side_px: float, colour: QColor) -> DotsRequest | None:
        """What is to be asked for a view; None while another one is being made."""
        if self._asked is not None or not self._footprints.are_many:
            return None
        self._asked = DotsRequest(
            layer=self._layer,
            footprints=self._footprints,
            is_drawn=self._is_drawn.copy(),
            view=view,
            max_side_px=max_side_px,
            colour=colour,
            edition=self._edition,
        )
        return self._asked

    def give_up(self, request: DotsRequest) -> None:
        """One could not be made: the next view asks again."""
        if request is self._asked:
            self._asked = None

    def take(self, picture: DotsPicture) -> bool:
        """One was made; that of other rasters is dropped: whether it was this one's."""
        is_mine = picture.request is self._asked
        if is_mine:
            self._asked, self._picture = None, picture
        return is_mine

    def paint(self, painter: QPainter, view: Viewport, ink: Ink) -> None:
        """What there is."""
        if self._picture is not None:
            self._picture.paint(painter, view, ink)


def _within(points: np.ndarray, view: Viewport) -> np.ndarray:
    """Which points (n, 2) are seen, if only with half of their dot."""
    low, high = -DOT_PX, np.array([view.width_px, view.height_px]) + DOT_PX
    return np.all((points >= low) & (points <= high), axis=1)
