"""The scores of all tiles at large in the drawer: together, by ground size, by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.translation import mark, numeral, tr, tr_n
from app.widgets import theme
from app.widgets.places.score_histogram import bar_heights
from app.widgets.small_widgets import EmptyState, show_page
from msa_core.colours import ScoreScale
from msa_core.messages import ScoreGroup, ScoreGroups
from msa_core.names import visible

ALL = "all"
PAGES = {ALL: mark("All tiles"), "ground": mark("By ground size"), "source": mark("By source")}
STRIP_PX = 46
WORDS_PX, WORDS_SHARE = 280, 0.4
AXIS_PX = 22


@dataclass(frozen=True, slots=True)
class Strip:
    """One histogram: its name, a line about it, and the tiles in each bin."""

    name: str
    about: str
    counts: tuple[int, ...]


class Strips(QWidget):
    """Histograms one below the other on one axis, the cut drawn through all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strips: tuple[Strip, ...] = ()
        self._low, self._high = 0.0, 1.0
        self._scale = ScoreScale()
        self.setAccessibleName(tr("Histogram of scores"))

    def set_strips(self, strips: Sequence[Strip], low: float, high: float) -> None:
        """Show these, on an axis from ``low`` to ``high``."""
        self._strips = tuple(strips)
        self._low, self._high = low, max(high, low + 1e-9)
        self.setMinimumHeight(len(strips) * STRIP_PX + AXIS_PX if len(strips) > 1 else 0)
        self.setAccessibleDescription(". ".join(f"{strip.name}: {strip.about}" for strip in strips))
        self.update()

    def set_scale(self, scale: ScoreScale) -> None:
        """Take colours and cut from here."""
        self._scale = scale
        self.update()

    def strips(self) -> tuple[Strip, ...]:
        """What is shown."""
        return self._strips

    def _x_of(self, score: float) -> float:
        share = min(max((score - self._low) / (self._high - self._low), 0.0), 1.0)
        return self._words_px + share * (self.width() - self._words_px - 16)

    @property
    def _words_px(self) -> int:
        """Room for the words at the left: never more than the bars have."""
        return min(WORDS_PX, round(self.width() * WORDS_SHARE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = (self.height() - AXIS_PX) / max(1, len(self._strips))
        for number, strip in enumerate(self._strips):
            self._paint_strip(painter, strip, QRectF(0, number * height, self.width(), height))
        self._paint_axis(painter)
        cut = self._scale.cut
        if cut is not None and self._low <= cut <= self._high:
            painter.setPen(QPen(theme.colour("text"), 1.4))
            x = self._x_of(cut)
            painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - AXIS_PX))

    def _paint_strip(self, painter: QPainter, strip: Strip, box: QRectF) -> None:
        left, width = 16, self._words_px - 28
        middle = round(box.center().y())
        painter.setPen(theme.colour("text"))
        metrics = QFontMetrics(painter.font())
        name = metrics.elidedText(visible(strip.name), Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QRect(left, middle - 19, width, 18), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(theme.colour("muted"))
        about = metrics.elidedText(strip.about, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, middle, width, 18), Qt.AlignmentFlag.AlignVCenter, about)
        base = box.bottom() - 4
        edges = np.linspace(self._low, self._high, len(strip.counts) + 1)
        tints = self._scale.colours((edges[:-1] + edges[1:]) / 2)
        heights = bar_heights(strip.counts, box.height() - 8)
        for low, high, tint, bar in zip(edges[:-1], edges[1:], tints, heights, strict=True):
            x = self._x_of(float(low))
            wide = max(1.0, self._x_of(float(high)) - x - 1.0)
            painter.fillRect(QRectF(x, base - bar, wide, bar), QColor(*tint.tolist()))
        painter.setPen(theme.colour("border"))
        painter.drawLine(QPointF(self._words_px, base + 0.5), QPointF(self.width() - 16, base + 0.5))

    def _paint_axis(self, painter: QPainter) -> None:
        painter.setPen(theme.colour("muted"))
        top = self.height() - AXIS_PX
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            score = self._low + share * (self._high - self._low)
            x = self._x_of(score)
            painter.drawText(
                QRectF(x - 40, top + 2, 80, AXIS_PX - 4), Qt.AlignmentFlag.AlignCenter, numeral(score, 2)
            )

    def sizeHint(self) -> QSize:
        return QSize(480, max(120, self.minimumHeight()))


class HistogramPage(QWidget):
    """Chooses what is told apart.

    Signals:
        grouping_chosen: ``all``, or a name of ``GROUPINGS`` that is to be asked for.
    """

    grouping_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grouping = ALL
        self._scale = ScoreScale()
        self.strips = Strips()
        self.empty = EmptyState(
            "search", tr("No scores yet"), tr("Search first: here is shown how all tiles score.")
        )
        self._area = QScrollArea()
        self._area.setWidget(self.strips)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._area)
        show_page(self._stack, self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._build_buttons())
        column.addWidget(self._stack, 1)

    def _build_buttons(self) -> QHBoxLayout:
        segment = QFrame()
        segment.setObjectName("segment")
        inner = QHBoxLayout(segment)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.setSpacing(2)
        group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for key, words in PAGES.items():
            button = QToolButton()
            button.setText(tr(words))
            button.setCheckable(True)
            button.setChecked(key == ALL)
            button.clicked.connect(lambda _checked=False, chosen=key: self._on_chosen(chosen))
            group.addButton(button)
            inner.addWidget(button)
            self.buttons[key] = button
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(segment)
        row.addStretch(1)
        return row

    def _on_chosen(self, key: str) -> None:
        self.grouping = key
        self.grouping_chosen.emit(key)

    def set_scale(self, scale: ScoreScale) -> None:
        """Colours, cut, and the scores of all tiles."""
        self._scale = scale
        self.strips.set_scale(scale)
        background = scale.background
        if self.grouping != ALL:
            return
        show_page(self._stack, self._area if background is not None else self.empty)
        if background is not None:
            about = (
                tr_n(background.tiles, "a sample of %n tile", "a sample of %n tiles")
                if background.sampled
                else tr_n(background.tiles, "%n tile", "%n tiles")
            )
            strip = Strip(tr("All tiles"), about, background.counts)
            self.strips.set_strips([strip], background.low, background.high)

    @Slot(object, str)
    def set_groups(self, groups: ScoreGroups | None, sentence: str) -> None:
        """What the engine answered, or why there is nothing."""
        if groups is None:
            self.empty.say(tr("Scores of all tiles"), sentence)
            show_page(self._stack, self.empty)
            return
        strips = [Strip(group.name, _about(group), group.counts) for group in groups.groups]
        if groups.others:
            strips.append(
                Strip(
                    tr_n(groups.others, "%n more", "%n more"),
                    tr("with lower best scores"),
                    (0,) * 64,
                )
            )
        self.strips.set_strips(strips, groups.low, groups.high)
        show_page(self._stack, self._area)

    def refresh_theme(self) -> None:
        """Take the theme's colours."""
        self.empty.refresh_theme()
        self.strips.update()


def _about(group: ScoreGroup) -> str:
    parts = [tr_n(group.tiles, "%n tile", "%n tiles")]
    if group.above_cut is not None:
        parts.append(tr_n(group.above_cut, "%n at the cut", "%n at the cut"))
    return " · ".join([*parts, tr("best {score}", score=numeral(group.best, 3))])
