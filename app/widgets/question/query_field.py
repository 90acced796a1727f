"""The words of the query box, as they are typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.translation import tr
from app.widgets.small_widgets import WindowLineEdit

MAX_QUERY_LENGTH = 20_000


class QueryField(WindowLineEdit):
    """The words.

    Signals:
        walked: -1 or 1, an arrow key at the start or the end: to the last or the first chip.
        backspaced: Backspace with nothing to take away: the last chip goes.
        history_stepped: 1 for Down, -1 for Up.
        history_wanted: whether the list of earlier questions is to be there.
    """

    walked = Signal(int)
    backspaced = Signal()
    history_stepped = Signal(int)
    history_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_history_open = False
        self.setObjectName("query")
        self.setAccessibleName(tr("What to look for"))
        self.setMaxLength(MAX_QUERY_LENGTH)
        self.setFrame(False)
        # What is dropped is for the box, not a line of text.
        self.setAcceptDrops(False)

    @Slot(bool)
    def set_history_open(self, is_open: bool) -> None:
        """Whether the list of earlier questions is there: Esc then belongs to it."""
        self.is_history_open = is_open

    def event(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and self.is_history_open:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # else the window's Esc would stop a search
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.history_wanted.emit(False)
                return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._has_nothing_for(event)
        ):
            event.ignore()  # the window takes a step back that was not typed here
            return False
        return super().event(event)

    def _has_nothing_for(self, event: QKeyEvent) -> bool:
        keys = QKeySequence.StandardKey
        is_undo, is_redo = event.matches(keys.Undo), event.matches(keys.Redo)
        return (is_undo and not self.isUndoAvailable()) or (is_redo and not self.isRedoAvailable())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = (
            Qt.Key(event.key()),
            event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ),
        )
        nothing_selected = not self.hasSelectedText()
        if plain and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.history_stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif plain and key == Qt.Key.Key_Backspace and not self.text():
            if not event.isAutoRepeat():  # held to delete the words, it stops where they end
                self.backspaced.emit()
        elif (
            plain
            and key == Qt.Key.Key_Right
            and self.cursorPosition() == len(self.text())
            and nothing_selected
        ):
            self.walked.emit(1)
        elif plain and key == Qt.Key.Key_Left and self.cursorPosition() == 0 and nothing_selected:
            self.walked.emit(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self.history_wanted.emit(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        shown_for = (Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.TabFocusReason)
        if not self.text() and event.reason() in shown_for:
            self.history_wanted.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.history_wanted.emit(False)
