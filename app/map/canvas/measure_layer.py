"""What is being measured: a way or an area, drawn along geodesics, with its size in words."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.painting.layer import Layer, seen_line, seen_ring
from msa_core.lonlat import geodesic

CORNER_PX = 4.0
LABEL_PX = 13


class MeasureLayer(Layer):
    """Nothing until something is measured."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._corners: tuple[tuple[float, float], ...] = ()
        self._way = self._round = np.zeros((0, 2))
        self.words = ""

    def set_way(self, corners: tuple[tuple[float, float], ...], words: str) -> None:
        """Show corners in degrees and what they measure; none for nothing."""
        self._corners, self.words = corners, words
        self._way = np.array(geodesic(corners)).reshape(-1, 2)
        closed = (*corners, corners[0]) if len(corners) > 2 else ()
        self._round = np.array(geodesic(closed)).reshape(-1, 2)
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if not self._corners:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(self._round):
            fill = QColor(self.ink.accent)
            fill.setAlpha(28)
            painter.setPen(QPen(self.ink.accent, 1.0, Qt.PenStyle.DotLine))
            painter.setBrush(fill)
            painter.drawPolygon(seen_ring(self._to_view(self._round), self.view))
        way = QPainterPath()
        way.addPolygon(seen_line(self._to_view(self._way), self.view))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((self.ink.halo, 5.0), (self.ink.accent, 2.2)):
            painter.setPen(QPen(colour, width, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(way)
        painter.setPen(QPen(self.ink.accent, 1.5))
        painter.setBrush(self.ink.halo)
        for x, y in self._to_view(np.array(self._corners)).tolist():
            painter.drawEllipse(QPointF(x, y), CORNER_PX, CORNER_PX)
        self._paint_words(painter)

    def _to_view(self, lonlat: np.ndarray) -> np.ndarray:
        return np.nan_to_num(self.view.to_view(self.projection.forward(lonlat)), posinf=1e6, neginf=-1e6)

    def _paint_words(self, painter: QPainter) -> None:
        font = QFont(painter.font())
        font.setPixelSize(LABEL_PX)
        font.setBold(True)
        painter.setFont(font)
        lines = self.words.split("\n")
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(line) for line in lines) + 20.0
        height = metrics.height() * len(lines) + 10.0
        x, y = self._to_view(np.array(self._corners[-1:]))[0].tolist()
        left = min(max(x + 14.0, 8.0), self.view.width_px - width - 8.0)
        top = min(max(y + 14.0, 8.0), self.view.height_px - height - 8.0)
        box = QRectF(left, top, width, height)
        painter.setPen(QPen(self.ink.grid, 1.0))
        painter.setBrush(self.ink.halo)
        painter.drawRoundedRect(box, 6.0, 6.0)
        painter.setPen(QColor("#10151c") if self.ink.halo.lightness() > 127 else QColor("#f2f5f9"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.words)
