"""What lies at a place of the map: its coordinates, the rasters with their values, the hits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.models.words.plain_text import plain_caption
from app.translation import tr
from app.widgets.small_widgets import GAP_PX, PlainLabel, divider, fit_height, let_go, takes_escape
from msa_core.names import MINUS

WIDTH_PX, MAX_HEIGHT_PX, SIDE_PX = 360, 420, 16
_BELOW_ZERO = re.compile(rf"(?<!\S){MINUS}(?=\d)")


class _Values(PlainLabel):
    """Lines of which some can be chosen and copied."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("muted")
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        action = QAction(tr("Copy"), self)
        action.triggered.connect(self.copy)
        self.addAction(action)

    def copy(self) -> None:
        """Put what is chosen on the clipboard, without a choice all of it."""
        chosen = self.selectedText().replace("\u2029", "\n").replace("\u00a0", " ")
        QApplication.clipboard().setText(_copied(chosen or self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


class PointPopover(QFrame):
    """Filled in two steps: at once what is known, then what was read.

    Signals:
        hit_chosen: the number of a hit.
        copy_wanted: the text of everything shown.
    """

    hit_chosen = Signal(int)
    copy_wanted = Signal(str)

    def __init__(self, parent: QWidget, heading: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH_PX)
        self._heading = heading
        self._texts: list[str] = []
        title = PlainLabel(heading)
        title.setObjectName("panelTitle")
        title.setWordWrap(True)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_PX)
        self._area = QScrollArea()
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.copy = QPushButton(tr("Copy"))
        self.copy.clicked.connect(lambda: self.copy_wanted.emit(self.text))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE_PX, 12, SIDE_PX, 12)
        column.setSpacing(GAP_PX)
        column.addWidget(title)
        column.addWidget(self._area, 1)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)

    def add_hits(self, hits: Sequence[tuple[int, str]]) -> None:
        """Hits that lie here, by number and in words; a click chooses one."""
        for number, words in hits:
            button = QPushButton(plain_caption(words))
            button.setObjectName("line")
            button.clicked.connect(lambda _checked=False, number=number: self._on_hit(number))
            self._put(button)
            self._texts.append(words)

    def add(self, heading: str, text: str) -> None:
        """One raster, or a sentence."""
        self._put(divider())
        if heading:
            label = PlainLabel(heading)
            label.setObjectName("panelTitle")
            label.setWordWrap(True)
            self._put(label)
        self._put(_Values(text))
        self._texts.append(f"{heading}\n{text}" if heading else text)

    def set_waiting(self, words: str) -> None:
        """What is still being read, ``""`` when nothing is."""
        for label in self.findChildren(PlainLabel, "waiting"):
            let_go(label)
        if words:
            label = PlainLabel(words)
            label.setObjectName("waiting")
            self._put(label)

    def _put(self, widget: QWidget) -> None:
        """At the end, and at once: what is not shown yet has no height."""
        self._column.addWidget(widget)
        widget.show()

    @property
    def text(self) -> str:
        """All that is shown, for the clipboard."""
        return _copied("\n\n".join([self._heading, *self._texts]))

    def open_at(self, at: QPoint) -> None:
        """Show it beside a place on screen, within the screen; again when more was added."""
        self._column.invalidate()
        room_px = WIDTH_PX - 2 * SIDE_PX
        wanted = max(self._column.totalHeightForWidth(room_px), self._column.totalMinimumSize().height())
        self._area.setFixedHeight(min(MAX_HEIGHT_PX, wanted + 6))
        fit_height(self)
        screen = QApplication.screenAt(at) or QApplication.primaryScreen()
        room = screen.availableGeometry()
        x = min(at.x() + 14, room.right() - self.width() - 8)
        y = min(at.y() + 14, room.bottom() - self.height() - 8)
        self.move(max(room.left() + 8, x), max(room.top() + 8, y))
        self.show()

    def _on_hit(self, number: int) -> None:
        self.close()
        self.hit_chosen.emit(number)

    def event(self, event: QEvent) -> bool:
        return takes_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _copied(text: str) -> str:
    """What is shown as other programs read its numbers; a name with a minus in it stays as it is."""
    return _BELOW_ZERO.sub("-", text)
