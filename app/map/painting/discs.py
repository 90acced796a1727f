"""Dots and counts, drawn and laid out once each: Qt takes a hundred times as long for a circle as for a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QStaticText

from app.map.painting.layer import Ink
from app.translation import numeral

EDGE_PX = 3.0
# Colours nearer to each other than this are drawn as one: nobody can tell them apart.
COLOUR_STEP = 8


class Discs:
    """Pictures of discs by colour and radius, for one theme."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self._made: dict[tuple[object, ...], tuple[QPixmap, float]] = {}

    def pixmap(
        self, rgb: Sequence[int], radius: float, hollow: bool, marked: bool, ratio: float
    ) -> tuple[QPixmap, float]:
        """A disc in the middle of a square, and half a side of the square in logical pixels.

        Args:
            rgb: 0..255 each.
            radius: logical pixels, taken to halves.
            hollow: only its edge has the colour: below the cut.
            marked: with the edge of what is chosen.
            ratio: device pixels per logical pixel.
        """
        red, green, blue = rgb
        steps = (red // COLOUR_STEP, green // COLOUR_STEP, blue // COLOUR_STEP)
        key = (steps, round(2 * radius), hollow, marked, ratio)
        made = self._made.get(key)
        if made is None:
            colour = QColor(*(part * COLOUR_STEP + COLOUR_STEP // 2 for part in steps))
            disc = self._draw(colour, round(2 * radius) / 2, hollow, marked, ratio)
            made = self._made[key] = (disc, disc.deviceIndependentSize().width() / 2)
        return made

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


class CountLabels:
    """The texts of counts, laid out once each."""

    def __init__(self) -> None:
        self._fonts = {is_short: _bold(11 if is_short else 9) for is_short in (True, False)}
        self._laid_out: dict[str, tuple[QFont, QStaticText, float, float]] = {}

    def paint(self, painter: QPainter, x: float, y: float, count: int) -> None:
        """Paint a count with its middle at a point of the view, in the colour of the painter's pen."""
        label = count_label(count)
        made = self._laid_out.get(label)
        if made is None:
            made = self._laid_out[label] = self._lay_out(label)
        font, text, half_width, half_height = made
        painter.setFont(font)
        painter.drawStaticText(QPointF(x - half_width, y - half_height), text)

    def _lay_out(self, label: str) -> tuple[QFont, QStaticText, float, float]:
        font = self._fonts[len(label) < 4]
        text = QStaticText(label)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        text.prepare(font=font)
        size = text.size()
        return font, text, size.width() / 2, size.height() / 2


def count_label(count: int) -> str:
    """``87``, ``1.2k``, ``34k``: short enough for a disc; never more than there are."""
    if count < 1000:
        return str(count)
    return f"{numeral(count // 100 / 10, 1)}k" if count < 10_000 else f"{count // 1000}k"


def _bold(size_px: int) -> QFont:
    font = QFont()
    font.setPixelSize(size_px)
    font.setBold(True)
    return font
