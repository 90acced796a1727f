"""What lies under the rasters: paper, land and a graticule, so that an empty place is still a place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, QTimer
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.basemap.land import COAST, FAR, GROUND, NEAR, NEAR_FROM_M_PER_PX, land_in
from app.map.painting.layer import Layer
from app.map.projection.geometry import lonlat_bounds_of
from msa_core.lonlat import graticule_step
from msa_core.records import Bounds

SCALE_BAR_ROOM_PX = 40
LABEL_PX, GAP_PX = 14, 4
MAX_SHARE = 0.5
"""Of the canvas: a label that would have to go further from its edge to lie clear is left out."""
CURVE_POINTS = 48
FADED_M_PER_PX = 60.0
"""Nearer than this the coast would be beside the real one; it fades away between twice this and this."""


class BasemapLayer(Layer):
    """Land, and meridians and parallels at a round step, labelled at the edges, where nothing lies on them."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._covered: list[QRectF] = []
        self._labels: list[tuple[str, QRectF]] = []

    def set_covered(self, boxes: Sequence[QRectF]) -> None:
        """Where something lies on the canvas, in its coordinates: labels keep clear of it."""
        if list(boxes) != self._covered:
            self._covered = list(boxes)
            self.update()

    @property
    def labels(self) -> list[tuple[str, QRectF]]:
        """The labels that were painted last, and where."""
        return list(self._labels)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        painter.fillRect(self.boundingRect(), self.ink.paper)
        lon0, lat0, lon1, lat1 = box = lonlat_bounds_of(self.view, self.projection)
        self._paint_land(painter, box)
        self._labels = []
        step = graticule_step(max(lon1 - lon0, 1e-9))
        if lon1 <= lon0 or lat1 <= lat0 or (lon1 - lon0) / step < 1:
            return
        font = QFont(painter.font())
        font.setPixelSize(10)
        painter.setFont(font)
        for lon in _multiples(lon0, lon1, step):
            self._meridian(painter, lon, box, _label(lon, step, "EW"))
        for lat in _multiples(lat0, lat1, step):
            self._parallel(painter, lat, box, _label(lat, step, "NS"))

    def _paint_land(self, painter: QPainter, box: Bounds) -> None:
        view = self.view
        ground = view.units_per_px * self.projection.ground_m_per_unit(view.center_y, view.center_x)
        strength = min(1.0, ground / FADED_M_PER_PX - 1.0)
        if strength <= 0:
            return
        level = NEAR if ground < NEAR_FROM_M_PER_PX else FAR
        land, coast = land_in(self.projection, level, GROUND), land_in(self.projection, level, COAST)
        scale = 1 / view.units_per_px
        # Places far away have large coordinates: moved first, then scaled, so that nothing jitters.
        to_view = QTransform.fromTranslate(-view.center_x, -view.center_y) * QTransform(
            scale, 0, 0, -scale, view.width_px / 2, view.height_px / 2
        )
        painter.save()
        painter.setTransform(to_view, True)
        painter.setOpacity(strength)
        # Without antialiasing squares of land meet without a seam.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for path in land.within(box):
            painter.fillPath(path, self.ink.land)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.ink.coast, 1.0)
        pen.setCosmetic(True)
        for path in coast.within(box):
            painter.strokePath(path, pen)
        painter.restore()
        if not (land.is_complete and coast.is_complete):
            QTimer.singleShot(0, self, self.update)

    def _meridian(self, painter: QPainter, lon: float, box: Bounds, label: str) -> None:
        line = self._line(np.full(CURVE_POINTS, lon), np.linspace(box[1], box[3], CURVE_POINTS))
        self._draw(painter, line)
        self._put(painter, line, 1, label)

    def _parallel(self, painter: QPainter, lat: float, box: Bounds, label: str) -> None:
        line = self._line(np.linspace(box[0], box[2], CURVE_POINTS), np.full(CURVE_POINTS, lat))
        self._draw(painter, line)
        self._put(painter, line, 0, label)

    def _put(self, painter: QPainter, line: np.ndarray, axis: int, label: str) -> None:
        """Write a label where its line comes in, at the top (axis 1) or the left (0) of the canvas; further along the
        line where something lies there.
        """
        reach, room = (self.view.height_px, self.view.width_px)[:: 1 if axis else -1]
        size = QSizeF(painter.fontMetrics().horizontalAdvance(label) + 2, LABEL_PX)
        edge = 0.0
        while edge < reach * MAX_SHARE:
            at = _where_crossing(line, axis, edge, room)
            if at is None or (not axis and not LABEL_PX < at < room - SCALE_BAR_ROOM_PX):
                return
            corner = QPointF(at + GAP_PX, edge + 2) if axis else QPointF(edge + GAP_PX, at - LABEL_PX)
            box = QRectF(corner, size)
            if box.right() > self.view.width_px:
                return  # at the left of its line it would be taken for the one before
            taken = [*self._covered, *(other for _, other in self._labels)]
            over = next((other for other in taken if other.intersects(box)), None)
            if over is None:
                painter.setPen(self.ink.label)
                painter.drawText(box, label)
                self._labels.append((label, box))
                return
            edge = (over.bottom() if axis else over.right()) + 1

    def _line(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """View coordinates (n, 2) of a curve in degrees, NaN where the map does not reach."""
        if self.projection.is_plain:  # straight, and to the edges of the canvas
            ends = self.view.to_view(self.projection.forward(np.column_stack([lon, lat])[[0, -1]]))
            along = 0 if lat[0] == lat[-1] else 1
            size = self.view.width_px if along == 0 else self.view.height_px
            ends[:, along] = (0.0, float(size))
            return ends
        xy = self.projection.forward(np.column_stack([lon, lat]))
        return self.view.to_view(np.where(np.isfinite(xy), xy, np.nan))

    def _draw(self, painter: QPainter, line: np.ndarray) -> None:
        painter.setPen(QPen(self.ink.grid, 1))
        limit = 4.0 * max(self.view.width_px, self.view.height_px)
        steps = np.abs(np.diff(line, axis=0)).max(axis=1, initial=0.0)
        broken = np.flatnonzero(~(steps < (limit if not self.projection.is_plain else np.inf))) + 1
        for piece in np.split(line, broken):
            if len(piece) > 1 and np.isfinite(piece).all():
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in piece.tolist()]))


def _where_crossing(line: np.ndarray, axis: int, value: float, room: float) -> float | None:
    """Where a curve crosses the canvas' top (axis 1) or left (axis 0) edge, None when it does not within ``room``."""
    for before, after in pairwise(line):
        a, b = before[axis], after[axis]
        if min(a, b) <= value <= max(a, b):
            share = 0.0 if a == b else (value - a) / (b - a)
            at = float(before[1 - axis] + (after[1 - axis] - before[1 - axis]) * share)
            if 0 <= at <= room:
                return at
    return None


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step), math.floor(high / step)
    return [index * step for index in range(first, last + 1)]


def _label(value: float, step: float, letters: str) -> str:
    decimals = max(0, -math.floor(math.log10(step))) if step < 1 else 0
    letter = "" if abs(value) < 1e-9 else letters[0] if value > 0 else letters[1]
    return f"{abs(value):.{decimals}f}°{letter}"
