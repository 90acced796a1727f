"""What is not searched as it lies there: footprints hatched by reason, with a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.painting.crowd import CROWD, paint_crowd
from app.map.painting.layer import Layer, polygon
from app.map.projection.geometry import Projection, one_in_each_cell, ring_bounds, rings_on_map
from app.translation import tr
from msa_core.records import Ring

BELOW_TOOLS_PX = 58
LEGEND_PX, LINE_PX, SWATCH_PX = 12, 20, 18
MIN_SIDE_PX = 9.0
MAX_HATCHED, CROWDED_PX = 2000, 48.0
"""With more in view, those below this size are squares, too: hatchings would only cover each other."""


@dataclass(frozen=True, slots=True)
class Hatch:
    """How one reason is drawn."""

    words: str
    colour: str
    pattern: Qt.BrushStyle


@dataclass(frozen=True, slots=True)
class HatchedFootprint:
    """One footprint with its reason."""

    rings: tuple[Ring, ...]
    hatch: Hatch


@dataclass(slots=True)
class _Shape:
    xy: np.ndarray
    box: tuple[float, float, float, float]
    hatch: Hatch


class CoverageLayer(Layer):
    """Hidden until it is switched on."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._footprints: tuple[HatchedFootprint, ...] = ()
        self._shapes: list[_Shape] = []
        self._hatches: list[Hatch] = []
        self._boxes, self._kinds = np.zeros((0, 4)), np.zeros(0, dtype=np.intp)
        self.setVisible(False)

    def set_footprints(self, footprints: Sequence[HatchedFootprint]) -> None:
        """Hatch these footprints and no others."""
        self._footprints = tuple(footprints)
        self._project()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        self._project()

    def _project(self) -> None:
        self._shapes = [
            _Shape(xy, ring_bounds(xy), footprint.hatch)
            for footprint in self._footprints
            for xy in rings_on_map(self.projection, footprint.rings)
        ]
        self._boxes = np.array([shape.box for shape in self._shapes], dtype=np.float64).reshape(-1, 4)
        self._hatches = list(dict.fromkeys(shape.hatch for shape in self._shapes))
        numbers = {hatch: number for number, hatch in enumerate(self._hatches)}
        self._kinds = np.array([numbers[shape.hatch] for shape in self._shapes], dtype=np.intp)
        self.update()

    @property
    def hatches(self) -> list[Hatch]:
        """The reasons on the map, each once, as the legend lists them."""
        return self._hatches

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        (west, south, east, north), b, units = self.view.bounds, self._boxes, self.view.units_per_px
        seen = (b[:, 2] >= west) & (b[:, 0] <= east) & (b[:, 3] >= south) & (b[:, 1] <= north)
        sides = np.maximum(b[:, 2] - b[:, 0], b[:, 3] - b[:, 1]) / units
        small = seen & (sides < MIN_SIDE_PX)
        if np.count_nonzero(seen & ~small) > MAX_HATCHED:
            small = seen & (sides < CROWDED_PX)
        for number in np.flatnonzero(seen & ~small).tolist():
            self._paint_shape(painter, self._shapes[number])
        for kind, hatch in enumerate(self.hatches):
            self._paint_small(painter, b[small & (self._kinds == kind)], hatch)
        self._paint_legend(painter)

    def _paint_shape(self, painter: QPainter, shape: _Shape) -> None:
        colour = QColor(shape.hatch.colour)
        painter.setPen(QPen(colour, 1.6))
        wash = QColor(colour)
        wash.setAlpha(38)
        outline = polygon(self.view.to_view(shape.xy))
        for brush in (QBrush(wash), QBrush(colour, shape.hatch.pattern)):
            painter.setBrush(brush)
            painter.drawPolygon(outline)

    def _paint_small(self, painter: QPainter, boxes: np.ndarray, hatch: Hatch) -> None:
        """Those too small for a hatching, as squares; of many on one spot one is drawn."""
        if not len(boxes):
            return
        middles = one_in_each_cell(self.view.to_view((boxes[:, :2] + boxes[:, 2:]) / 2))
        if len(middles) > CROWD:
            paint_crowd(painter, middles, self.view.width_px, self.view.height_px, QColor(hatch.colour))
            return
        painter.setPen(QPen(QColor(hatch.colour), 1.6))
        painter.setBrush(QColor(hatch.colour))
        half, side = MIN_SIDE_PX / 2, MIN_SIDE_PX
        painter.drawRects([QRectF(x - half, y - half, side, side) for x, y in middles.tolist()])

    def _paint_legend(self, painter: QPainter) -> None:
        """At the top left: what each hatching means."""
        hatches = self.hatches
        if not hatches:
            return
        font = QFont(painter.font())
        font.setPixelSize(LEGEND_PX)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(tr(hatch.words)) for hatch in hatches) + SWATCH_PX + 28
        box = QRectF(12, BELOW_TOOLS_PX, width, LINE_PX * len(hatches) + 12)
        painter.setPen(QPen(self.ink.grid, 1))
        painter.setBrush(self.ink.halo)
        painter.drawRoundedRect(box, 6, 6)
        for number, hatch in enumerate(hatches):
            top = box.top() + 6 + LINE_PX * number
            swatch = QRectF(box.left() + 10, top + 4, SWATCH_PX, LEGEND_PX)
            colour = QColor(hatch.colour)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(QBrush(colour, hatch.pattern))
            painter.drawRect(swatch)
            painter.setPen(self.ink.label)
            painter.drawText(QPointF(swatch.right() + 8, top + LEGEND_PX + 2), tr(hatch.words))
