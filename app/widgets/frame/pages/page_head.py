"""The head of a page of the drawer: what it says, and its buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from app.widgets.flow import FlowLayout
from app.widgets.small_widgets import GAP_PX, YieldingLabel

MAX_PX = 16_777_215
"""Qt's own most for a widget."""
MIN_WORDS_PX = 240
"""Less than this beside the buttons, and the words have a line of their own above them."""


class PageHead(QWidget):
    """One line of words with buttons beside it, or below it, in lines, where the page is narrow."""

    def __init__(self, words: YieldingLabel, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self._buttons = tuple(buttons)
        self._row = QWidget()
        flow = FlowLayout(GAP_PX)
        self._row.setLayout(flow)
        for button in self._buttons:
            flow.addWidget(button)
            button.installEventFilter(self)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(16, 4, 12, 4)
        self._box.setSpacing(4)
        self._box.addWidget(words, 1)
        self._box.addWidget(self._row)

    @property
    def is_stacked(self) -> bool:
        """Whether the words stand above the buttons."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        shown = [button for button in self._buttons if not button.isHidden()]
        taken = sum(button.sizeHint().width() + GAP_PX for button in shown)
        is_narrow = bool(shown) and self.width() - taken - 28 < MIN_WORDS_PX
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != way:
            self._box.setDirection(way)
        # Beside the words they are one line, below them as many as they need.
        self._row.setMinimumWidth(0 if is_narrow else max(0, taken - GAP_PX))
        self._row.setMaximumWidth(MAX_PX if is_narrow else max(0, taken - GAP_PX))
