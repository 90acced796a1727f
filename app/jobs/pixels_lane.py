"""The pixels lane: a few threads that read rasters for the map and the thumbnails.

Each thread opens its own datasets, for GDAL handles belong to one thread, and keeps the latest few open.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from msa_core.errors import MsaError

if TYPE_CHECKING:
    from msa_core.raster.reader import RasterReader

_LOG = logging.getLogger(__name__)
THREADS = 3
OPEN_READERS = 6


class PixelWork(Protocol):
    """A question to the lane. A newer one with the same key takes the place of one not yet begun."""

    @property
    def key(self) -> Hashable: ...

    @property
    def priority(self) -> int: ...

    def work(self, open_raster: Callable[[str], RasterReader]) -> Any: ...


class _Readers(threading.local):
    """The readers one thread keeps open, the latest used last; a changed file is opened anew."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[str, int, int], RasterReader] = OrderedDict()

    def open(self, path: str) -> RasterReader:
        from msa_core.raster.reader import RasterReader

        key = (path, *_stamp(path))
        reader = self._open.pop(key, None) or RasterReader(Path(path))
        self._open[key] = reader
        while len(self._open) > OPEN_READERS:
            self._open.popitem(last=False)[1].close()
        return reader

    def drop(self, path: str) -> None:
        """Close the readers of ``path``: after an error they may be broken."""
        for key in [key for key in self._open if key[0] == path]:
            self._open.pop(key).close()


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = Path(path).stat()
    except OSError:
        return (0, 0)  # opening will say what is wrong, in words
    return status.st_size, status.st_mtime_ns


class PixelsLane(QObject):
    """Runs questions on its threads; answers arrive as signals on the thread this object lives in."""

    finished = Signal(object, object)
    failed = Signal(object, str)
    _ended = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)
        self._pool.setExpiryTimeout(-1)
        self._readers = _Readers()
        self._newest: dict[Hashable, PixelWork] = {}
        self._closing = False
        self._ended.connect(self._on_ended)

    def run(self, question: PixelWork) -> None:
        """Ask; an equal question under way is not asked twice."""
        if self._closing or self._newest.get(question.key) == question:
            return
        self._newest[question.key] = question
        self._pool.start(_Runner(self, question), question.priority)

    def is_wanted(self, question: PixelWork) -> bool:
        """Whether no newer question has taken its place; asked by the threads before they begin."""
        return not self._closing and self._newest.get(question.key) is question

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._newest

    def do(self, question: PixelWork) -> None:
        """Do the work and report; runs on a thread of the lane."""
        if not self.is_wanted(question):
            return
        try:
            value = question.work(self._readers.open)
        except MsaError as error:
            self._drop(question)
            self._report(question, None, str(error))
        except Exception as error:  # noqa: BLE001 (the job runner: nothing may end a thread unseen)
            self._drop(question)
            _LOG.exception("Pixels could not be read")
            self._report(question, None, f"Reading pixels failed ({type(error).__name__}: {error}).")
        else:
            self._report(question, value, "")

    def _drop(self, question: PixelWork) -> None:
        self._readers.drop(str(getattr(question, "path", "")))

    def _report(self, question: PixelWork, value: object, error: str) -> None:
        if not self._closing:
            self._ended.emit(question, value, error)

    def _on_ended(self, question: PixelWork, value: object, error: str) -> None:
        if self._newest.get(question.key) is not question:
            return  # a newer question has taken its place
        del self._newest[question.key]
        if error:
            _LOG.warning("%s", error)
            self.failed.emit(question, error)
        else:
            self.finished.emit(question, value)

    def close(self) -> None:
        """Forget what has not begun and wait for what has (a read takes well under a second)."""
        self._closing = True
        self._pool.clear()
        self._pool.waitForDone(5000)


class _Runner(QRunnable):
    """One question on its way; it owns no signals, for it may outlive its lane's event loop."""

    def __init__(self, lane: PixelsLane, question: PixelWork) -> None:
        super().__init__()
        self._lane = lane
        self._question = question

    def run(self) -> None:
        self._lane.do(self._question)
