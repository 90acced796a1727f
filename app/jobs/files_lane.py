"""One thread for small files of the window: reading and writing them may wait for a slow disk."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.translation import tr
from msa_core.errors import MsaError

_LOG = logging.getLogger(__name__)


class FilesLane(QObject):
    """Does one thing after the other; answers arrive on the thread this object lives in.

    Signals:
        finished: (key, what the work gave).
        failed: (key, sentence).
    """

    finished = Signal(str, object)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: queue.SimpleQueue[tuple[str, Callable[[], Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="files", daemon=True)
        self._thread.start()

    def run(self, key: str, work: Callable[[], Any]) -> None:
        """Do ``work`` on the thread, after what was asked before."""
        self._queue.put((key, work))

    def close(self, longest_s: float = 5.0) -> None:
        """Wait for what has been asked: what was to be written is written."""
        self._queue.put(None)
        self._thread.join(longest_s)

    def _serve(self) -> None:
        while (asked := self._queue.get()) is not None:
            key, work = asked
            value, sentence = None, ""
            try:
                value = work()
            except MsaError as error:
                sentence = str(error)
            except Exception as error:  # noqa: BLE001 (nothing may end the thread unseen)
                _LOG.exception("%s failed", key)
                sentence = tr(
                    "{key} failed ({name}: {error}).", key=key, name=type(error).__name__, error=error
                )
            try:
                if sentence:
                    self.failed.emit(key, sentence)
                else:
                    self.finished.emit(key, value)
            except RuntimeError:
                return  # the window is gone
