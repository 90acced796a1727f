"""What the user made, step by step: one history for votes, saved searches, areas, layers and chips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

MAX_STEPS = 200
Doing = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, in words and as what takes it back and does it again; ``subject`` is what it was about."""

    words: str
    undo: Doing
    redo: Doing
    subject: str = ""


class Steps(QObject):
    """Takes steps back in the order they were taken, and again.

    Two lists and no QUndoStack, whose commands would belong to C++ and to Python at once.

    Signals:
        changed: nothing; other steps can be taken back or again.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def add(self, words: str, undo: Doing, redo: Doing, subject: str = "") -> None:
        """A step was taken: ``words`` say what it did (``delete “lakes”``)."""
        self._done = [*self._done[-MAX_STEPS + 1 :], Step(words, undo, redo, subject)]
        self._undone = []
        self.changed.emit()

    @property
    def undo_words(self) -> str:
        """What would be taken back, ``""`` for nothing."""
        return self._done[-1].words if self._done else ""

    @property
    def redo_words(self) -> str:
        """What would be done again, ``""`` for nothing."""
        return self._undone[-1].words if self._undone else ""

    @property
    def subject(self) -> str:
        """What the step that would be taken back was about."""
        return self._done[-1].subject if self._done else ""

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            step.undo()
            self.changed.emit()

    @Slot()
    def redo(self) -> None:
        """Take the step that was taken back last again."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            step.redo()
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Something else is open: nothing can be taken back."""
        self._done, self._undone = [], []
        self.changed.emit()
