"""Python's garbage is collected on the window's thread alone.

Left to itself Python collects on whichever thread happens to allocate. What a closed dialog or window left in a circle
is then freed by a thread that reads pixels, and a QObject that ends on a thread that is not its own takes the process
with it ("Segmentation fault", "Garbage-collecting" in a worker of the pixels lane).
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 500
OLDEST = 2
MAX_AT_ONCE = 100_000
"""So many objects are looked through at once: about 50 ms of a busy machine where they are records of rasters."""


class WindowGarbage(QObject):
    """Collects on the thread that it lives in; no other thread does meanwhile."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # What is loaded now stays: looking through it again and again would only hold the window up.
        gc.freeze()
        self._collector = Collector()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due, if any."""
        self._collector.collect_what_is_due()

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


class Collector:
    """Collects as Python would, but never looks through more than ``max_at_once`` objects.

    The rows of very many rasters are no garbage, and hold each other in no circle: they are freed as soon as nobody
    holds them. When they come, what there is by then is set aside unlooked at; it is looked through once the rows are
    gone, so that a dialog which was closed meanwhile goes with them.
    """

    def __init__(self, max_at_once: int = MAX_AT_ONCE) -> None:
        self._max_at_once = max_at_once
        self._kept = 0
        self._frozen_always = gc.get_freeze_count()
        self._set_aside = self._most_blocks = 0

    def collect_what_is_due(self) -> None:
        """Collect the oldest generation whose count is above its threshold.

        Python would do so with the younger ones; with the oldest it also waits until a quarter of what is there is new.
        """
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most > 0]
        if due and due[-1] == OLDEST and not self._take_back():
            old = len(gc.get_objects(generation=OLDEST))
            if old - self._kept <= self._kept // 4:
                due.pop()
        if not due:
            return
        count = _objects_up_to(due[-1])
        if count > self._max_at_once:
            gc.freeze()
            self._kept, self._set_aside = 0, self._set_aside + count
            self._most_blocks = max(self._most_blocks, sys.getallocatedblocks())
            return
        gc.collect(due[-1])
        if due[-1] == OLDEST:
            self._kept = _objects_up_to(OLDEST)

    def _take_back(self) -> bool:
        """Look through what was set aside once most of it is gone."""
        blocks = sys.getallocatedblocks()
        if not self._set_aside or self._most_blocks - blocks < self._set_aside // 2:
            return False
        self._most_blocks = blocks
        if gc.get_freeze_count() - self._frozen_always > self._max_at_once:
            return False
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._frozen_always = gc.get_freeze_count()
        self._kept = self._set_aside = self._most_blocks = 0
        return True


def _objects_up_to(generation: int) -> int:
    """How many objects of this generation and the younger ones there are."""
    return sum(len(gc.get_objects(generation=each)) for each in range(generation + 1))
