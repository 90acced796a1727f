"""Where a question is limited to: its box and its area on the map; its examples; the shape that is being drawn.

Embeddings that were made elsewhere have no rasters to be seen: where their files have tiles is outlined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.painting.layer import Layer, seen_line, seen_ring
from app.map.projection.geometry import ring_bounds, union, with_points_between
from app.translation import keeping_separators
from msa_core.records import Bounds

MAX_CORNERS = 20_000
MAX_EXTENTS = 2_000
CORNER_PX, SPOT_PX = 4.0, 7.0
BELOW_TOOLS_PX = 58.0
INSET_PX, ZOOM_ROOM_PX = 12.0, 50.0
_RING = re.compile(r"\(([^()]+)\)")


class AskedLayer(Layer):
    """Outlines in the accent's colour; nothing without a limit."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._limits: tuple[list[np.ndarray], ...] = ()
        self._extents: list[np.ndarray] = []
        self._spots = np.zeros((0, 2))
        self._boxes: list[np.ndarray] = []
        self._drawn: np.ndarray | None = None
        self._is_closed = False
        self._is_shown = True
        self._hint = ""

    def set_limits(self, box: Bounds | None, area: str | None) -> None:
        """Show a box in degrees and an area as WKT, None for none."""
        limits = ([] if box is None else _box_rings(box), [] if area is None else wkt_rings(area))
        self._limits = tuple(rings for rings in limits if rings)
        self.update()

    def set_extents(self, boxes: Sequence[Bounds]) -> None:
        """Outline boxes in degrees, of very many the one around all; none without any."""
        together = union(boxes) if len(boxes) > MAX_EXTENTS else None
        drawn = boxes if together is None else [together]
        self._extents = rings_of(drawn)
        self.update()

    def extent_bounds(self) -> Bounds | None:
        """Map bounds of what is outlined for its tiles, None without any."""
        return self.bounds_of(self._extents)

    def bounds_of(self, rings: Sequence[np.ndarray]) -> Bounds | None:
        """Map bounds of rings in degrees, None without any."""
        return union(ring_bounds(self.projection.forward(ring)) for ring in rings)

    def set_examples(self, spots: Sequence[tuple[float, float]], boxes: Sequence[Bounds]) -> None:
        """Mark where examples of the question lie: spots (longitude, latitude) by rings, boxes by their outlines."""
        self._spots, self._boxes = np.array(spots, dtype=np.float64).reshape(-1, 2), rings_of(boxes)
        self.update()

    @property
    def examples(self) -> tuple[int, int]:
        """How many spots are marked, and how many outlines of boxes."""
        return len(self._spots), len(self._boxes)

    def show_limits(self, shown: bool) -> None:
        """Whether the limits are to be seen; what is being drawn always is."""
        self._is_shown = shown
        self.update()

    def set_drawing(self, lonlat: np.ndarray | None, is_closed: bool = False, hint: str = "") -> None:
        """Show corners in degrees (n, 2) of what is being drawn, None for nothing, and what to do in words."""
        self._drawn, self._is_closed, self._hint = lonlat, is_closed, keeping_separators(hint)
        self.update()

    @property
    def hint(self) -> str:
        """What to do now, while something is being drawn."""
        return self._hint

    def bounds(self) -> Bounds | None:
        """Map bounds of all limits, None without any."""
        return self.bounds_of([ring for rings in self._limits for ring in rings])

    @property
    def is_empty(self) -> bool:
        """Whether there is no limit to be seen."""
        return not self._limits

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._extents:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.ink.accent, 1.0, Qt.PenStyle.DotLine))
            painter.drawPath(self._path(self._extents))
        for rings in self._limits if self._is_shown else ():
            self._stroke(painter, self._path(rings), 22)
        self._paint_examples(painter)
        if self._drawn is not None:
            self._paint_drawing(painter, self._drawn)
        if self._hint:
            self._paint_hint(painter)

    def _paint_examples(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        at = self.view.to_view(self.projection.forward(self._spots)) if len(self._spots) else self._spots
        for pen in (QPen(self.ink.halo, 4.0), QPen(self.ink.accent, 1.8)):
            painter.setPen(pen)
            painter.drawPath(self._path(self._boxes))
            for x, y in at.tolist():
                painter.drawEllipse(QPointF(x, y), SPOT_PX, SPOT_PX)
                painter.drawPoint(QPointF(x, y))

    def _path(self, rings: Sequence[np.ndarray]) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for ring in rings:
            lonlat = ring if self.projection.is_plain else with_points_between(ring)
            xy = self.view.to_view(self.projection.forward(lonlat))
            is_line = len(ring) < 3 or not np.array_equal(ring[0], ring[-1])
            path.addPolygon((seen_line if is_line else seen_ring)(xy, self.view))
        return path

    def _stroke(self, painter: QPainter, path: QPainterPath, alpha: int) -> None:
        fill = QColor(self.ink.accent)
        fill.setAlpha(alpha)
        painter.setBrush(fill)
        painter.setPen(QPen(self.ink.halo, 4.0))
        painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.ink.accent, 1.8, Qt.PenStyle.DashLine))
        painter.drawPath(path)

    def _paint_drawing(self, painter: QPainter, corners: np.ndarray) -> None:
        if not len(corners):
            return
        xy = self.view.to_view(self.projection.forward(corners))
        points = [QPointF(x, y) for x, y in xy.tolist()]
        path = QPainterPath()
        path.addPolygon((seen_ring if self._is_closed else seen_line)(xy, self.view))
        if self._is_closed:
            path.closeSubpath()
        self._stroke(painter, path, 40 if len(points) > 2 else 0)
        painter.setPen(QPen(self.ink.accent, 1.5))
        painter.setBrush(self.ink.halo)
        for point in points[:-1] if not self._is_closed else points:
            painter.drawEllipse(point, CORNER_PX, CORNER_PX)

    def _paint_hint(self, painter: QPainter) -> None:
        font = QFont(painter.font())
        font.setPixelSize(13)
        painter.setFont(font)
        room = QRectF(0.0, 0.0, max(120.0, self.view.width_px - 2 * INSET_PX - ZOOM_ROOM_PX - 24.0), 400.0)
        wrapped = Qt.TextFlag.TextWordWrap.value
        words = painter.fontMetrics().boundingRect(room.toRect(), wrapped, self._hint)
        box = QRectF(INSET_PX, BELOW_TOOLS_PX, words.width() + 26.0, words.height() + 14.0)
        painter.setPen(QPen(self.ink.accent, 1.0))
        painter.setBrush(self.ink.halo)
        painter.drawRoundedRect(box, 8.0, 8.0)
        painter.setPen(QColor("#10151c") if self.ink.halo.lightness() > 127 else QColor("#f2f5f9"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)


def rings_of(boxes: Iterable[Bounds]) -> list[np.ndarray]:
    """The rings (n, 2) around boxes in degrees."""
    return [ring for box in boxes for ring in _box_rings(box)]


def _box_rings(box: Bounds) -> list[np.ndarray]:
    west, south, east, north = box
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return [np.array([(w, south), (e, south), (e, north), (w, north), (w, south)]) for w, e in spans]


def wkt_rings(wkt: str) -> list[np.ndarray]:
    """Every ring, line or point of WKT as degrees (n, 2); of very many corners some, for the eye alone."""
    rings = []
    step = max(1, wkt.count(",") // MAX_CORNERS)
    for text in _RING.findall(wkt):
        corners = [pair.split()[:2] for pair in text.split(",")]
        try:
            ring = np.array(corners, dtype=np.float64).reshape(-1, 2)
        except ValueError:
            continue
        rings.append(np.concatenate([ring[:-1:step], ring[-1:]]))
    return rings
