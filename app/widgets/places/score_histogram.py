"""The scores of all tiles as a small histogram, with the cut as a handle."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from app.models.words.plain_text import plain_tip
from app.models.words.verdict import details
from app.translation import numeral, tr
from app.widgets import theme
from msa_core.colours import ScoreScale

BARS_PX = 28
HANDLE_PX = 7
HEIGHT_PX = BARS_PX + HANDLE_PX + 2
STEPS = 1000
# How far beyond the best score the axis reaches for a cut that nothing comes up to, as a part of the histogram.
MAX_BEYOND = 0.3


class ScoreHistogram(QAbstractSlider):
    """How all tiles score for the query, in the colours of list and map; the cut is dragged, or moved by keys.

    Arrow keys move it by a hundredth of the axis, with Shift by a thousandth, Page Up and Down by a tenth; Home and End
    go to the ends, Backspace and a double click put it back where the background suggests it.

    Signals:
        cut_moved: the cut the user has put, None for the suggested one.
    """

    cut_moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = ScoreScale()
        self._low, self._high = 0.0, 1.0
        self._quiet = False
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 10)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Cut: the least score that stands out"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT_PX)
        self.valueChanged.connect(self._on_value)

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT_PX)

    def set_scale(self, scale: ScoreScale) -> None:
        """Show this background with this cut; without a background there is nothing to show."""
        self._scale = scale
        background = scale.background
        if background is not None:
            reach = background.high - background.low or 1.0
            cut = background.cut if background.cut is not None else background.high
            self._low = background.low
            self._high = max(background.high, min(cut, background.high + MAX_BEYOND * reach))
            self._high = self._high if self._high > self._low else self._low + 1.0
        self._quiet = True
        self.setValue(self._step_of(scale.cut if scale.cut is not None else self._high))
        self._quiet = False
        told = details(scale)
        hint = tr("Drag the cut, or move it with the arrow keys. A double click puts it back.")
        self.setToolTip(plain_tip(f"{told}\n{hint}") if told else "")
        self.setAccessibleDescription(f"{told} {self._cut_words()}")
        self.update()

    def _cut_words(self) -> str:
        cut = self._scale.cut
        return tr("No cut.") if cut is None else tr("The cut is at {cut}.", cut=numeral(cut, 3))

    # From scores to the widget and back

    def _step_of(self, score: float) -> int:
        return round(min(max((score - self._low) / (self._high - self._low), 0.0), 1.0) * STEPS)

    def _x_of(self, score: float) -> float:
        """Where a score stands, logical pixels from the left; scores beyond the axis stand at its end."""
        share = min(max((score - self._low) / (self._high - self._low), 0.0), 1.0)
        return HANDLE_PX + share * (self.width() - 2 * HANDLE_PX)

    def _score_at(self, x: float) -> float:
        share = (x - HANDLE_PX) / max(1, self.width() - 2 * HANDLE_PX)
        return self._low + min(max(share, 0.0), 1.0) * (self._high - self._low)

    def _on_value(self, value: int) -> None:
        if not self._quiet and self._scale.background is not None:
            self.cut_moved.emit(self._low + value / STEPS * (self._high - self._low))

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._scale.background is not None:
            self.setSliderDown(True)
            self.cut_moved.emit(self._score_at(event.position().x()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.cut_moved.emit(self._score_at(event.position().x()))
        else:
            cut = self._scale.cut
            near = cut is not None and abs(self._x_of(cut) - event.position().x()) <= HANDLE_PX
            self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.PointingHandCursor)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.cut_moved.emit(None)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        fine = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Backspace:
            self.cut_moved.emit(None)
        elif fine is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.setValue(self.value() + fine)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # not the way along a horizontal axis: on to the list
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        background = self._scale.background
        if background is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(HANDLE_PX, 0, self.width() - 2 * HANDLE_PX, BARS_PX), 3, 3)
        edges = np.linspace(background.low, background.high, len(background.counts) + 1)
        tints = self._scale.colours((edges[:-1] + edges[1:]) / 2)
        heights = bar_heights(background.counts, BARS_PX)
        passing = bar_heights(background.passing, BARS_PX, max(background.counts, default=0))
        for low, high, tint, whole, part in zip(edges[:-1], edges[1:], tints, heights, passing, strict=True):
            left, right = self._x_of(float(low)), self._x_of(float(high))
            width = max(1.0, right - left - 0.5)
            if whole > part:
                painter.fillRect(QRectF(left, BARS_PX - whole, width, whole), theme.colour("border_strong"))
            painter.fillRect(QRectF(left, BARS_PX - part, width, part), QColor(*tint.tolist()))
        self._paint_cut(painter)

    def _paint_cut(self, painter: QPainter) -> None:
        cut = self._scale.cut
        if cut is None:
            return
        x = self._x_of(cut)
        tint = theme.colour("accent" if self.hasFocus() or self.isSliderDown() else "text")
        painter.setPen(QPen(tint, 1.6))
        painter.drawLine(QPointF(x, 0), QPointF(x, BARS_PX + 1))
        painter.setPen(QPen(theme.colour("surface"), 1.0))
        painter.setBrush(tint)
        foot = HEIGHT_PX - 0.5
        half = HANDLE_PX - 1.0
        painter.drawPolygon(
            QPolygonF([QPointF(x, BARS_PX - 2), QPointF(x + half, foot), QPointF(x - half, foot)])
        )
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.75, 0.75, self.width() - 1.5, HEIGHT_PX - 1.5), 4, 4)


def bar_heights(counts: tuple[int, ...], height_px: float, most: int | None = None) -> list[float]:
    """Heights of bars by the logarithm of their counts: a single match is seen beside a million tiles.

    Args:
        counts: tiles in each bin.
        height_px: of the fullest bar.
        most: what counts as full; None for the largest of ``counts``.
    """
    full = np.log1p(max(most if most is not None else max(counts, default=0), 1))
    heights = np.log1p(np.asarray(counts, dtype=np.float64)) / full * (height_px - 2)
    return [max(2.0, float(height)) if count else 0.0 for height, count in zip(heights, counts, strict=True)]
