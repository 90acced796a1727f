"""The legend of overlays."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.translation import numeral, short_numeral, tr
from app.widgets import theme
from msa_core.colours import DIVERGING_RAMP


class DivergingScale(QWidget):
    """The colours of an overlay: against at the left, nothing in the middle, for at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reach = 0.0
        self.setFixedHeight(32)

    def set_reach(self, value: float, unit: str, note: str) -> None:
        """The value at the right end; the left end is its negative. ``note`` says what the range belongs to."""
        self._reach = value
        self.setToolTip(
            tr(
                "±{value} {unit}, if the whole tile were like this spot.\n{note}\nRed speaks "
                "for it, blue against; stronger values keep the strongest colour.",
                value=short_numeral(value),
                unit=unit,
                note=note,
            )
        )
        self.update()

    @property
    def reach(self) -> float:
        """The value at the right end."""
        return self._reach

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 2, self.width(), 8)
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        for stop in range(0, 256, 15):
            ramp.setColorAt(stop / 255, QColor(*(int(c) for c in DIVERGING_RAMP[stop])))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ramp if self.isEnabled() else theme.colour("sunken"))
        painter.drawRoundedRect(bar, 4, 4)
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(theme.colour("muted" if self.isEnabled() else "disabled"))
        words = QRectF(0, 14, self.width(), 16)
        against, nothing, in_favour = self.words()
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, against)
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter, nothing)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, in_favour)

    def words(self) -> tuple[str, str, str]:
        """What stands below the left end, the middle and the right end."""
        if end := self._end_words():
            return tr("−{end} speaks against", end=end), "0", tr("speaks for +{end}", end=end)
        return tr("speaks against"), "0", tr("speaks for")

    def _end_words(self) -> str:
        # While overlays are made, the range is that of the place before.
        if not (self._reach and self.isEnabled()):
            return ""
        return numeral(self._reach) if self._reach >= 10 else short_numeral(self._reach, 2)
