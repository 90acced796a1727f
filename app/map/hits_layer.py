"""The footprints of all hits in one item, coloured by score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.geometry import Projection, contains_point, focus_bounds, rings_on_map, union
from app.map.layer import Layer, polygon
from msa_core.colours import score_colours
from msa_core.records import Bounds, TileHit

DOT_PX = 12.0
BADGE_PX = 44.0
CLICK_PX = 7.0


class HitsLayer(Layer):
    """Hits with a position, the best on top. Rows are indices into the hits as given."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._hits: tuple[TileHit, ...] = ()
        self._rings: list[list[np.ndarray]] = []
        self._boxes = np.zeros((0, 4))
        self._rows = np.zeros(0, dtype=np.intp)
        self._colours = np.zeros((0, 3), dtype=np.uint8)
        self._selected = -1
        self._hovered = -1

    def set_hits(self, hits: Sequence[TileHit]) -> None:
        """Show these hits and forget the others; nothing is selected."""
        self._hits = tuple(hits)
        self._selected = self._hovered = -1
        self._colours = score_colours(np.array([hit.score for hit in hits], dtype=np.float64))
        self._place()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        self._place()

    def _place(self) -> None:
        self._rings = [rings_on_map(self.projection, hit.tile.footprint_lonlat) for hit in self._hits]
        boxes = [(row, focus_bounds(rings)) for row, rings in enumerate(self._rings)]
        placed = [(row, box) for row, box in boxes if box is not None]
        self._rows = np.array([row for row, _ in placed], dtype=np.intp)
        self._boxes = np.array([box for _, box in placed], dtype=np.float64).reshape(-1, 4)
        self.update()

    @Slot(int)
    def set_selected(self, row: int) -> None:
        """Emphasise one hit, -1 for none."""
        self._selected = row
        self.update()

    def set_hovered(self, row: int) -> None:
        """Emphasise lightly the hit under the mouse, -1 for none."""
        if row != self._hovered:
            self._hovered = row
            self.update()

    def bounds_of(self, row: int) -> Bounds | None:
        """Map bounds of one hit, None when it has no position."""
        return focus_bounds(self._rings[row]) if 0 <= row < len(self._rings) else None

    def all_bounds(self) -> Bounds | None:
        """Map bounds of all hits with a position."""
        return union((box[0], box[1], box[2], box[3]) for box in self._boxes.tolist())

    def hit_at(self, view_x: float, view_y: float) -> int:
        """The row of the hit at a point of the view: of several the smallest, then the best; -1 for none."""
        if len(self._rows) == 0:
            return -1
        x, y = self.view.to_map(view_x, view_y)
        reach = CLICK_PX * self.view.units_per_px
        west, south, east, north = self._boxes.T
        near = (west - reach <= x) & (x <= east + reach) & (south - reach <= y) & (y <= north + reach)
        found = []
        for place in np.flatnonzero(near):
            row = int(self._rows[place])
            size = float((east[place] - west[place]) * (north[place] - south[place]))
            small = (
                max(east[place] - west[place], north[place] - south[place]) < DOT_PX * self.view.units_per_px
            )
            if small or any(contains_point(xy, x, y) for xy in self._rings[row]):
                found.append((size, row))
        return min(found)[1] if found else -1

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        west, south, east, north = self.view.bounds
        box = self._boxes
        seen = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
        for place in np.flatnonzero(seen)[::-1]:
            row = int(self._rows[place])
            if row != self._selected:
                self._paint_hit(painter, row, box[place])
        chosen = np.flatnonzero(self._rows == self._selected)
        if len(chosen) and self._selected >= 0:
            self._paint_hit(painter, self._selected, box[chosen[0]])

    def _paint_hit(self, painter: QPainter, row: int, box: np.ndarray) -> None:
        colour = QColor(*(int(c) for c in self._colours[row]))
        x, y, width, height = self.view.box_to_view((box[0], box[1], box[2], box[3]))
        selected, hovered = row == self._selected, row == self._hovered
        if max(width, height) < DOT_PX:
            self._paint_dot(painter, QPointF(x + width / 2, y + height / 2), colour, selected or hovered)
            return
        fill = QColor(colour)
        fill.setAlpha(0 if selected else 70 if hovered else 14)
        painter.setBrush(fill)
        casing = QColor(255, 255, 255, 240) if selected else QColor(0, 0, 0, 110)
        for ring in self._rings[row]:
            shape = polygon(self.view.to_view(ring))
            painter.setPen(QPen(casing, 7.0 if selected else 3.4, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawPolygon(shape)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(
                QPen(
                    self.ink.accent if selected else colour,
                    3.0 if selected else 1.8,
                    j=Qt.PenJoinStyle.MiterJoin,
                )
            )
            painter.drawPolygon(shape)
        if min(width, height) >= BADGE_PX or selected:
            self._paint_badge(painter, row, QPointF(x, y), self.ink.accent if selected else colour)

    def _paint_dot(self, painter: QPainter, at: QPointF, colour: QColor, strong: bool) -> None:
        radius = 7.5 if strong else 5.0
        painter.setPen(QPen(QColor(255, 255, 255) if strong else QColor(0, 0, 0, 170), 2.0))
        painter.setBrush(self.ink.accent if strong else colour)
        painter.drawEllipse(at, radius, radius)

    def _paint_badge(self, painter: QPainter, row: int, corner: QPointF, colour: QColor) -> None:
        """The rank, in the upper left corner of the footprint's box."""
        text = str(self._hits[row].rank)
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        width = max(20.0, painter.fontMetrics().horizontalAdvance(text) + 10.0)
        x = min(max(corner.x(), 2.0), self.view.width_px - width - 2.0)
        y = min(max(corner.y(), 2.0), self.view.height_px - 22.0)
        box = QRectF(x, y, width, 20.0)
        painter.setPen(QPen(QColor(0, 0, 0, 120), 1.0))
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 4.0, 4.0)
        painter.setPen(readable_on(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def readable_on(colour: QColor) -> QColor:
    """Black or white, whichever is easier to read on ``colour``."""
    luminance = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()
    return QColor("#14171c") if luminance > 140 else QColor("#ffffff")
