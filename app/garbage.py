"""Python's garbage is collected on the window's thread alone.

Left to itself Python collects on whichever thread happens to allocate. What a closed dialog or window left in a circle
is then freed by a thread that reads pixels, and a QObject that ends on a thread that is not its own takes the process
with it ("Segmentation fault", "Garbage-collecting" in a worker of the pixels lane).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 500


class WindowGarbage(QObject):
    """Collects on the thread that it lives in; no other thread does meanwhile."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # What is loaded now stays: looking through it again and again would only hold the window up.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due, if any."""
        collect_what_is_due()

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect_what_is_due() -> None:
    """Collect the oldest generation whose count is above its threshold.

    Python would do so with the younger ones; with the oldest it also waits until a quarter of what is there is new.
    """
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, most) in enumerate(counts) if count > most > 0]
    if due:
        gc.collect(due[-1])
