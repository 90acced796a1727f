"""Long work on the window's thread, in short turns: between two of them the window answers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

TURN_S = 0.015
SLICE = 500
"""So many records are dealt with in one step of work."""
MANY = 4_000
"""From so many records on, work is done in turns."""
NEXT_TURN_MS = 1
"""What is to have a turn of its own waits so long: of 0 ms Qt makes a call that is served before this turn ends."""
_Record = TypeVar("_Record")


class Turns(QObject):
    """Does one work at a time; beginning another one gives up what is left of the one before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._do_some)

    @property
    def is_running(self) -> bool:
        """Whether there is anything left to do."""
        return self._steps is not None

    def begin(self, steps: Iterator[None], count: int) -> None:
        """Do ``steps``, each of which is short: at once when they are about few records, else in turns."""
        self._steps = steps
        if count < MANY:
            self._timer.stop()
            self._do_some(float("inf"))
        else:
            self._timer.start()

    @Slot()
    def _do_some(self, longest_s: float = TURN_S) -> None:
        end_s = time.perf_counter() + longest_s
        steps = self._steps
        while steps is not None and steps is self._steps:
            if next(steps, steps) is steps:
                if steps is self._steps:  # its last step may have begun another work
                    self._steps = None
                    self._timer.stop()
                return
            if time.perf_counter() > end_s:
                return


class Release(QObject):
    """Lets go of records in turns: to free very many at once takes time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: list[object] = []
        self._turns = Turns(self)

    @property
    def is_running(self) -> bool:
        """Whether some are still held."""
        return self._turns.is_running

    def later(self, records: Iterable[object]) -> None:
        """Hold these a little longer."""
        self._records.extend(records)
        self._turns.begin(self._freed(), len(self._records))

    def _freed(self) -> Iterator[None]:
        while self._records:
            del self._records[-SLICE:]
            yield


def slices(records: Sequence[_Record]) -> Iterator[Sequence[_Record]]:
    """All records, ``SLICE`` at a time."""
    for start in range(0, len(records), SLICE):
        yield records[start : start + SLICE]
