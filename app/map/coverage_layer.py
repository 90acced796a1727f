"""What is not searched as it lies there: footprints hatched by reason, with a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.geometry import Projection, ring_bounds, rings_on_map
from app.map.layer import Layer, polygon
from msa_core.records import Ring

BELOW_TOOLS_PX = 58
LEGEND_PX, LINE_PX, SWATCH_PX = 12, 20, 18
SMALLEST_PX = 9.0


@dataclass(frozen=True, slots=True)
class Hatch:
    """How one reason is drawn."""

    words: str
    colour: str
    pattern: Qt.BrushStyle


@dataclass(frozen=True, slots=True)
class HatchedPlace:
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
        self._places: tuple[HatchedPlace, ...] = ()
        self._shapes: list[_Shape] = []
        self.setVisible(False)

    def set_places(self, places: Sequence[HatchedPlace]) -> None:
        """Hatch these footprints and no others."""
        self._places = tuple(places)
        self._place()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        self._place()

    def _place(self) -> None:
        self._shapes = [
            _Shape(xy, ring_bounds(xy), place.hatch)
            for place in self._places
            for xy in rings_on_map(self.projection, place.rings)
        ]
        self.update()

    @property
    def hatches(self) -> list[Hatch]:
        """The reasons on the map, each once, as the legend lists them."""
        return list(dict.fromkeys(shape.hatch for shape in self._shapes))

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        west, south, east, north = self.view.bounds
        for shape in self._shapes:
            if shape.box[2] < west or shape.box[0] > east or shape.box[3] < south or shape.box[1] > north:
                continue
            self._paint_shape(painter, shape)
        self._paint_legend(painter)

    def _paint_shape(self, painter: QPainter, shape: _Shape) -> None:
        colour = QColor(shape.hatch.colour)
        x, y, width, height = self.view.box_to_view(shape.box)
        painter.setPen(QPen(colour, 1.6))
        if max(width, height) < SMALLEST_PX:
            painter.setBrush(colour)
            side = SMALLEST_PX
            painter.drawRect(QRectF(x + (width - side) / 2, y + (height - side) / 2, side, side))
            return
        wash = QColor(colour)
        wash.setAlpha(38)
        outline = polygon(self.view.to_view(shape.xy))
        for brush in (QBrush(wash), QBrush(colour, shape.hatch.pattern)):
            painter.setBrush(brush)
            painter.drawPolygon(outline)

    def _paint_legend(self, painter: QPainter) -> None:
        """At the top left: what each hatching means."""
        hatches = self.hatches
        if not hatches:
            return
        font = QFont(painter.font())
        font.setPixelSize(LEGEND_PX)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(hatch.words) for hatch in hatches) + SWATCH_PX + 28
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
            painter.drawText(QPointF(swatch.right() + 8, top + LEGEND_PX + 2), hatch.words)
