"""What is not searched as it lies there: footprints hatched by reason, with a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.painting.crowd import CROWD, paint_crowd
from app.map.painting.layer import seen_ring
from app.map.projection.geometry import Projection, Viewport, one_in_each_cell
from app.map.rasters.dots import Dots, DotsPicture, DotsRequest
from app.map.rasters.placed_layer import PlacedLayer
from app.map.rasters.placing import NOTHING, Each, Placed, PlaceRequest
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


class CoverageLayer(PlacedLayer):
    """Hidden until it is switched on. Of very many footprints the small ones are dots, a picture for each reason."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._footprints: Sequence[HatchedFootprint] = ()
        self._hatches: list[Hatch] = []
        self._max_dot_px = MIN_SIDE_PX
        self._take_placed(NOTHING)
        self.setVisible(False)

    def set_footprints(self, footprints: Sequence[HatchedFootprint]) -> None:
        """Hatch these footprints and no others."""
        self._footprints = footprints
        self._find()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        self._take_placed(NOTHING)
        self._find()

    def set_view(self, view: Viewport) -> None:
        super().set_view(view)
        if self.isVisible():
            self._ask_dots()

    def _find(self) -> None:
        self._place(
            PlaceRequest(
                layer="coverage",
                projection=self.projection,
                rings_lonlat=Each(self._footprints, "rings"),
                marks=Each(self._footprints, "hatch"),
            )
        )

    def _take_placed(self, placed: Placed) -> None:
        self._placed, self._boxes = placed, placed.footprints.boxes
        self._hatches = [mark for mark in placed.marks if isinstance(mark, Hatch)]
        self._kind_of = placed.mark_of[placed.rings.owners]
        self._dots = [
            Dots(f"coverage {kind}", placed.footprints, self._kind_of == kind)
            for kind in range(len(self._hatches))
        ]
        self._ask_dots()
        self.update()

    def _ask_dots(self) -> None:
        for hatch, dots in zip(self._hatches, self._dots, strict=True):
            if not dots.are_sharp(self.view, self._max_dot_px):
                request = dots.request_for(self.view, self._max_dot_px, QColor(hatch.colour))
                if request is not None:
                    self.render_wanted.emit(request)

    @Slot(object, object)
    def on_rendered(self, request: object, answer: object) -> None:
        """Take an answer of the pixels lane; those that other layers asked for are not its own."""
        if isinstance(request, PlaceRequest) and isinstance(answer, Placed):
            self._on_placed(request, answer)
        elif isinstance(answer, DotsPicture) and any(dots.take(answer) for dots in self._dots):
            self._ask_dots()  # the map may have moved on meanwhile
            self.update()

    @Slot(object, str)
    def on_failed(self, request: object, _sentence: str) -> None:
        """What could not be made is asked for again by the next view."""
        if isinstance(request, DotsRequest):
            for dots in self._dots:
                dots.give_up(request)
        elif request is self._placing:
            self._placing = None

    @property
    def is_settled(self) -> bool:
        """Whether what is seen is what there is."""
        return not self.is_placing and all(dots.are_sharp(self.view, self._max_dot_px) for dots in self._dots)

    @property
    def hatches(self) -> list[Hatch]:
        """The reasons on the map, each once, as the legend lists them."""
        return self._hatches

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if self._placed.footprints.are_many:
            self._paint_many(painter)
        else:
            self._paint_few(painter)
        self._paint_legend(painter)

    def _paint_few(self, painter: QPainter) -> None:
        (west, south, east, north), b, units = self.view.bounds, self._boxes, self.view.units_per_px
        seen = (b[:, 2] >= west) & (b[:, 0] <= east) & (b[:, 3] >= south) & (b[:, 1] <= north)
        sides = np.maximum(b[:, 2] - b[:, 0], b[:, 3] - b[:, 1]) / units
        small = seen & (sides < MIN_SIDE_PX)
        if np.count_nonzero(seen & ~small) > MAX_HATCHED:
            small = seen & (sides < CROWDED_PX)
        for number in np.flatnonzero(seen & ~small).tolist():
            self._paint_shape(painter, number)
        for kind, hatch in enumerate(self.hatches):
            self._paint_small(painter, b[small & (self._kind_of == kind)], hatch)

    def _paint_many(self, painter: QPainter) -> None:
        footprints, units = self._placed.footprints, self.view.units_per_px
        numbers = footprints.in_view(self.view.bounds, MIN_SIDE_PX * units)
        least_px = MIN_SIDE_PX if len(numbers) <= MAX_HATCHED else CROWDED_PX
        if least_px != self._max_dot_px:
            self._max_dot_px = least_px
            self._ask_dots()
        for number in numbers[footprints.sides[numbers] >= least_px * units].tolist():
            self._paint_shape(painter, number)
        for hatch, dots in zip(self._hatches, self._dots, strict=True):
            dots.paint(painter, self.view, replace(self.ink, accent=QColor(hatch.colour)))

    def _paint_shape(self, painter: QPainter, number: int) -> None:
        hatch = self._hatches[self._kind_of[number]]
        colour = QColor(hatch.colour)
        painter.setPen(QPen(colour, 1.6))
        wash = QColor(colour)
        wash.setAlpha(38)
        outline = seen_ring(self.view.to_view(self._placed.rings.ring(number)), self.view)
        for brush in (QBrush(wash), QBrush(colour, hatch.pattern)):
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
