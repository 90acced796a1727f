"""The pixels lane: a few threads that read rasters for the map and the thumbnails.

Each thread opens its own datasets, for GDAL handles belong to one thread, and keeps the latest few open.
"""

from __future__ import annotations

import itertools
import logging
import os
import queue
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.translation import tr
from msa_core.errors import MsaError
from msa_core.raster.pixels.reader_pool import ReaderPool

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

_LOG = logging.getLogger(__name__)
# More would only fight the window for the interpreter.
THREADS = 2 if (os.cpu_count() or 1) < 4 else 3
OPEN_READERS = 6
LAST = 1


class PixelWork(Protocol):
    """A question to the lane. A newer one with the same key takes the place of one not yet begun."""

    @property
    def key(self) -> Hashable: ...

    @property
    def priority(self) -> float: ...

    def work(self, open_raster: Callable[[str], RasterReader]) -> Any: ...


@dataclass(frozen=True, slots=True)
class LoadReaders:
    """What reads rasters is loaded, before the window's thread first needs a part of it and would stand still."""

    key: str = "readers"
    priority: float = -1.0

    def work(self, _open_raster: Callable[[str], RasterReader]) -> None:
        import msa_core.raster.pixels.reader
        import msa_core.raster.pixels.stretch  # noqa: F401


class PixelsLane(QObject):
    """Answers questions on its threads; answers arrive as signals on the thread this object lives in.

    Python's own threads, not a QThreadPool: Qt's give up their Python thread state after each task, and
    with it everything thread-local. The readers would be lost each time, and pyproj 3.7, whose PROJ contexts
    are thread-local, then crashes the process (seen within seconds; never with Python's threads).

    Signals:
        finished: (request, its answer).
        failed: (request, sentence).
    """

    finished = Signal(object, object)
    failed = Signal(object, str)
    _ended = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None, threads: int = THREADS, name: str = "pixels") -> None:
        super().__init__(parent)
        self._readers = ReaderPool(OPEN_READERS, sees_changes=True)
        self._newest: dict[Hashable, PixelWork] = {}
        self._queue: queue.PriorityQueue[tuple[float, int, PixelWork | None]] = queue.PriorityQueue()
        self._count = itertools.count()
        self._closing = False
        self._ended.connect(self._on_ended)
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def run(self, question: PixelWork) -> None:
        """Ask; an equal question under way is not asked twice."""
        if self._closing or self._newest.get(question.key) == question:
            return
        self._newest[question.key] = question
        self._queue.put((-question.priority, next(self._count), question))

    def show_as(self, choices: Mapping[Path, tuple[str, str]]) -> None:
        """Read these files with their choices of bands and of a stretch, and all others as they suggest."""
        self._readers.show_as(choices)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._newest

    def close(self) -> None:
        """Forget what has not begun, and wait a moment for what has."""
        self._closing = True
        for _ in self._threads:
            self._queue.put((LAST, next(self._count), None))
        for thread in self._threads:
            thread.join(2.0)

    # On the threads

    def _serve(self) -> None:
        while True:
            question = self._queue.get()[2]
            if question is None:
                self._readers.close()
                return
            # A newer question with the same key has taken its place, or nobody waits any more.
            if not self._closing and self._newest.get(question.key) is question:
                self._answer(question)

    def _answer(self, question: PixelWork) -> None:
        value, sentence = None, ""
        try:
            value = question.work(self._readers.reader)
            self._readers.share_stretches()
        except MsaError as error:
            sentence = str(error)
        except Exception as error:  # noqa: BLE001 (the job runner: nothing may end a thread unseen)
            _LOG.exception("Pixels could not be read")
            sentence = tr("Reading pixels failed ({name}: {error}).", name=type(error).__name__, error=error)
        if sentence:
            self._readers.drop(str(getattr(question, "path", "")))
        try:
            self._ended.emit(question, value, sentence)
        except RuntimeError:
            return  # the window is gone

    # On the window's thread

    @Slot(object, object, str)
    def _on_ended(self, question: PixelWork, value: object, sentence: str) -> None:
        if self._closing or self._newest.get(question.key) is not question:
            return
        del self._newest[question.key]
        if sentence:
            _LOG.warning("%s", sentence)
            self.failed.emit(question, sentence)
        else:
            self.finished.emit(question, value)
