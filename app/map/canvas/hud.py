"""What floats over the map in view coordinates: scale bar and the box being drawn."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.painting.layer import Layer
from app.map.projection.scales import scale_bar

MAX_BAR_PX = 160.0
INSET_PX = 16.0
MARK_PX = 14.0


class Hud(Layer):
    """Scale bar at the lower left, and the rubber band of a zoom."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._band: QRectF | None = None
        self._mark: tuple[float, float] | None = None

    def set_band(self, band: QRectF | None) -> None:
        """Show the box being drawn, None for none."""
        self._band = band
        self.update()

    def set_mark(self, lonlat: tuple[float, float] | None) -> None:
        """Mark a place in degrees that was asked for by its coordinates, None for none."""
        self._mark = lonlat
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_scale_bar(painter)
        if self._mark is not None:
            self._paint_mark(painter, self._mark)
        if self._band is not None:
            fill = QColor(self.ink.accent)
            fill.setAlpha(40)
            painter.setPen(QPen(self.ink.accent, 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(fill)
            painter.drawRect(self._band)

    def _paint_mark(self, painter: QPainter, lonlat: tuple[float, float]) -> None:
        """A cross with its middle left open."""
        x, y = self.view.to_view(self.projection.forward(np.array([lonlat])))[0].tolist()
        if not (-MARK_PX < x < self.view.width_px + MARK_PX and -MARK_PX < y < self.view.height_px + MARK_PX):
            return
        for colour, width in ((self.ink.halo, 5.0), (self.ink.accent, 2.0)):
            painter.setPen(QPen(colour, width))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                start = QPointF(x + dx * MARK_PX / 3, y + dy * MARK_PX / 3)
                painter.drawLine(start, QPointF(x + dx * MARK_PX, y + dy * MARK_PX))

    def _paint_scale_bar(self, painter: QPainter) -> None:
        ground = self.view.units_per_px * self.projection.ground_m_per_unit(
            self.view.center_y, self.view.center_x
        )
        length, label = scale_bar(ground, min(MAX_BAR_PX, self.view.width_px / 4))
        left, base = INSET_PX, self.view.height_px - INSET_PX
        bar = QPainterPath(QPointF(left, base - 6))
        for x, y in ((left, base), (left + length, base), (left + length, base - 6)):
            bar.lineTo(x, y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.ink.halo, 5))
        painter.drawPath(bar)
        painter.setPen(QPen(_strong(self.ink.halo), 2))
        painter.drawPath(bar)
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setBold(True)
        text = QPainterPath()
        text.addText(QPointF(left + 6, base - 8), font, label)
        painter.strokePath(text, QPen(self.ink.halo, 4, j=Qt.PenJoinStyle.RoundJoin))
        painter.fillPath(text, _strong(self.ink.halo))


def _strong(halo: QColor) -> QColor:
    """The colour that reads best on the halo."""
    return QColor("#10151c") if halo.lightness() > 127 else QColor("#f2f5f9")
