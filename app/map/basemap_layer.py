"""What lies under the rasters: paper and a graticule, so that an empty place is still a place."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.layer import Layer
from app.map.scales import graticule_step

SCALE_BAR_ROOM_PX = 40


class BasemapLayer(Layer):
    """Meridians and parallels at a round step, labelled at the edges."""

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        painter.fillRect(self.boundingRect(), self.ink.paper)
        west, south, east, north = self.view.bounds
        lon0, lat0 = self.projection.inverse(west, south)
        lon1, lat1 = self.projection.inverse(east, north)
        lon0, lon1 = max(lon0, -180.0), min(lon1, 180.0)
        lat0, lat1 = max(lat0, -90.0), min(lat1, 90.0)
        step = graticule_step(max(lon1 - lon0, 1e-9))
        if lon1 <= lon0 or lat1 <= lat0 or (lon1 - lon0) / step < 1:
            return
        font = QFont(painter.font())
        font.setPixelSize(10)
        painter.setFont(font)
        for lon in _multiples(lon0, lon1, step):
            self._meridian(painter, lon, step)
        for lat in _multiples(lat0, lat1, step):
            self._parallel(painter, lat, step)

    def _meridian(self, painter: QPainter, lon: float, step: float) -> None:
        x = self._at(lon, 0.0)[0]
        painter.setPen(QPen(self.ink.grid, 1))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.view.height_px))
        painter.setPen(self.ink.label)
        painter.drawText(QRectF(x + 4, 2, 80, 14), _label(lon, step, "EW"))

    def _parallel(self, painter: QPainter, lat: float, step: float) -> None:
        y = self._at(0.0, lat)[1]
        painter.setPen(QPen(self.ink.grid, 1))
        painter.drawLine(QPointF(0, y), QPointF(self.view.width_px, y))
        if y < self.view.height_px - SCALE_BAR_ROOM_PX:
            painter.setPen(self.ink.label)
            painter.drawText(QRectF(4, y - 14, 80, 14), _label(lat, step, "NS"))

    def _at(self, lon: float, lat: float) -> tuple[float, float]:
        x, y = self.view.to_view(self.projection.forward(np.array([[lon, lat]])))[0]
        return float(x), float(y)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step), math.floor(high / step)
    return [index * step for index in range(first, last + 1)]


def _label(value: float, step: float, letters: str) -> str:
    decimals = max(0, -math.floor(math.log10(step))) if step < 1 else 0
    letter = "" if abs(value) < 1e-9 else letters[0] if value > 0 else letters[1]
    return f"{abs(value):.{decimals}f}°{letter}"
