"""Dots and the grounds of counts, drawn once each: Qt takes a hundred times as long for a circle as for a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.map.painting.layer import Ink

EDGE_PX = 3.0
# Colours nearer to each other than this are drawn as one: nobody can tell them apart.
COLOUR_STEP = 8


class Discs:
    """Pictures of discs by colour and radius, for one theme."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self._made: dict[tuple[object, ...], QPixmap] = {}

    def pixmap(self, rgb: Sequence[int], radius: float, hollow: bool, marked: bool, ratio: float) -> QPixmap:
        """A disc in the middle of a square.

        Args:
            rgb: 0..255 each.
            radius: logical pixels, taken to halves.
            hollow: only its edge has the colour: below the cut.
            marked: with the edge of what is chosen.
            ratio: device pixels per logical pixel.
        """
        steps = tuple(part // COLOUR_STEP for part in rgb)
        key = (steps, round(2 * radius), hollow, marked, ratio)
        if key not in self._made:
            colour = QColor(*(part * COLOUR_STEP + COLOUR_STEP // 2 for part in steps))
            self._made[key] = self._draw(colour, round(2 * radius) / 2, hollow, marked, ratio)
        return self._made[key]

    def _draw(self, colour: QColor, radius: float, hollow: bool, marked: bool, ratio: float) -> QPixmap:
        half = radius + EDGE_PX
        out = QPixmap(round(2 * half * ratio), round(2 * half * ratio))
        out.setDevicePixelRatio(ratio)
        out.fill(Qt.GlobalColor.transparent)
        painter = QPainter(out)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(QColor(255, 255, 255) if marked else QColor(0, 0, 0, 130), 4.0 if marked else 2.4)
        )
        painter.setBrush(self._ink.halo if hollow else colour)
        middle = QPointF(half, half)
        painter.drawEllipse(middle, radius, radius)
        if hollow or marked:
            painter.setPen(QPen(self._ink.accent if marked else colour, 2.0 if marked else 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius, radius)
        painter.end()
        return out
