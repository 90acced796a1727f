"""What the panel of a place's why is made of: buttons and chips with bars, and the rows of a score."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QToolTip, QWidget

from app.models.words.plain_text import plain_tip
from app.translation import numeral, tr
from app.widgets import theme
from app.widgets.why.why_figures import Figure
from msa_core.colours import COLD_RAMP, WARM_RAMP

BAR_PX = 3
ROW_PX = 20
NUMBER_PX = 56
MAX_BAR_PX = 84
FULL_BAR = 3.0
"""Spreads above the usual that fill a scale's bar."""
_STRONG = 84  # of the ramps: strong enough on light and dark ground


def bar_colour(value: float) -> QColor:
    """For is warm, against is cold, as on every overlay."""
    ramp = WARM_RAMP if value >= 0 else COLD_RAMP
    shade = _STRONG - (24 if theme.is_dark() else 0)
    return QColor(*(int(part) for part in ramp[shade]))


def paint_bar(painter: QPainter, box: QRectF, share: float) -> None:
    """A bar from the middle of ``box``: to the right for, to the left against; ``share`` in -1..1."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("border"))
    painter.drawRoundedRect(box, BAR_PX / 2, BAR_PX / 2)
    length = box.width() / 2 * max(-1.0, min(1.0, share))
    painter.setBrush(bar_colour(share))
    painter.drawRoundedRect(QRectF(box.center().x(), box.top(), length, box.height()).normalized(), 1, 1)


class BarButton(QToolButton):
    """A choice with a bar under its words.

    Args:
        name: its words; may have two lines.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(name)
        self.setCheckable(True)
        self._share: float | None = None

    def set_share(self, share: float | None) -> None:
        """How long the bar is, -1..1; None for no bar."""
        self._share = share
        self.update()

    @property
    def share(self) -> float | None:
        """What the bar shows."""
        return self._share

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(0, BAR_PX + 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._share is None or not self.isEnabled():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = min(10.0, self.width() / 6)
        box = QRectF(inset, self.height() - BAR_PX - 4, self.width() - 2 * inset, BAR_PX)
        paint_bar(painter, box, self._share)


class ScoreRows(QWidget):
    """What a score is made of, one row each, and the score they add up to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Figure, str]] = []
        self._score = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("What the score is made of"))

    def set_rows(self, rows: list[tuple[Figure, str]], score: float) -> None:
        """Rows with what the mouse is told about each; they add up to ``score``."""
        self._rows, self._score = rows, score
        told = [f"{figure.name} {numeral(figure.value, 3, plus=True)}" for figure, _ in rows]
        self.setAccessibleDescription(", ".join([*told, tr("score {score}", score=numeral(score, 3))]))
        self.updateGeometry()
        self.update()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Names and numbers as they stand there."""
        lines = [(figure.name, _number(figure.value, signed=True)) for figure, _ in self._rows]
        return [*lines, (tr("Score"), _number(self._score))] if lines else []

    def sizeHint(self) -> QSize:
        return QSize(200, ROW_PX * (len(self._rows) + 1) if self._rows else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = event.pos().y() // ROW_PX
            tip = f"{self._rows[row][0].name}\n{self._rows[row][1]}" if 0 <= row < len(self._rows) else ""
            QToolTip.showText(event.globalPos(), plain_tip(tip), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (figure, _) in enumerate(self._rows):
            line = QRect(0, number * ROW_PX, self.width(), ROW_PX)
            bar = QRectF(0, line.center().y() - 2, min(MAX_BAR_PX, self.width() / 4), 5)
            bar.moveRight(line.right() - NUMBER_PX)
            paint_bar(painter, bar, figure.share)
            self._paint_words(
                painter, line, int(bar.left()) - 8, figure.name, _number(figure.value, signed=True)
            )
        if self._rows:
            line = QRect(0, len(self._rows) * ROW_PX, self.width(), ROW_PX)
            painter.setPen(theme.colour("border"))
            painter.drawLine(line.topLeft(), line.topRight())
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            self._paint_words(painter, line, self.width() - NUMBER_PX, tr("Score"), _number(self._score))

    def _paint_words(self, painter: QPainter, line: QRect, width: int, name: str, number: str) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text"))
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(line.adjusted(0, 0, width - line.width(), 0), middle, words)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, number)


def _number(value: float, signed: bool = False) -> str:
    return numeral(value, 3, plus=signed)
