"""What of the archive is searched: a bar, its words, and a click that shows what is not."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.models.archive.coverage import Coverage, Gap
from app.translation import tr
from app.widgets import theme

BAR_PX = 6
SECTIONS = (
    ("good", ()),
    ("warn", (Gap.PARTIAL, Gap.CHANGED, Gap.OUT_OF_RANGE)),
    ("bad", (Gap.FAILED, Gap.EMPTY, Gap.MISSING)),
)


class CoverageBar(QAbstractButton):
    """Checked while the tree shows only what is not searched as it lies there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coverage = Coverage()
        self.setCheckable(True)
        self.setFixedHeight(16)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_coverage(self, coverage: Coverage) -> None:
        """Show other counts; without gaps there is nothing to click on."""
        self._coverage = coverage
        has_gaps = any(gap is not Gap.WAITING for gap in coverage.gaps)
        self.setEnabled(has_gaps or self.isChecked())
        self.setAccessibleName(tr("Coverage: {words}", words=coverage.words))
        tip = tr("Show only what is not searched as it lies there, on the map too")
        self.setToolTip(f"{coverage.words}\n{tip}" if has_gaps else coverage.words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - BAR_PX) / 2
        painter.setBrush(theme.colour("border_strong"))
        painter.drawRoundedRect(QRectF(0, top, self.width(), BAR_PX), 3, 3)
        x = 0.0
        for colour, share in self._shares():
            painter.setBrush(theme.colour(colour))
            painter.drawRect(QRectF(x, top, share * self.width(), BAR_PX))
            x += share * self.width()
        if self.hasFocus() or self.isChecked() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent" if self.hasFocus() or self.isChecked() else "border_strong"))
            painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 4, 4)

    def _shares(self) -> list[tuple[str, float]]:
        """Colours with their shares of the whole, at least a sliver for what there is."""
        total = max(1, self._coverage.total)
        doubtful = sum(self._coverage.gaps[gap] for gap in SECTIONS[1][1])
        bad = sum(self._coverage.gaps[gap] for gap in SECTIONS[2][1])
        counts = (("good", max(0, self._coverage.searched - doubtful)), ("warn", doubtful), ("bad", bad))
        return [(colour, max(count / total, 0.02) if count else 0.0) for colour, count in counts]
