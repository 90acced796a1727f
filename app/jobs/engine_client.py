"""The window's side of the engine process: ask, hear, and start it again when it dies."""

from __future__ import annotations

import itertools
import logging
import multiprocessing
import queue
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from PySide6.QtCore import QObject, Signal, Slot

from app.jobs import engine_child
from app.translation import tr
from msa_core.messages import Body, Progressed, Reply, Request, Shutdown

_LOG = logging.getLogger(__name__)
ENGINE = "msa_core.engine_process:run"
MAX_RESTARTS = 3
RESTART_WINDOW_S = 120.0


class EngineClient(QObject):
    """One engine process at a time. Answers arrive as signals on the thread this object lives in.

    Attributes:
        device: where the model of the next process runs.

    Signals:
        replied: (Reply, body): the answer to a question, also when the process died over it.
        progressed: Progressed.
        restarted: a sentence; the new process knows nothing, so open indexes must be opened again.
        gave_up: a sentence; it died too often and is not started again before the next question or :meth:`restart`.
        resumed: it was started after :attr:`gave_up`; it knows nothing, and what it needs goes before the question.
    """

    replied = Signal(object, object)
    progressed = Signal(object)
    restarted = Signal(str)
    gave_up = Signal(str)
    resumed = Signal()
    _heard = Signal(int, object)

    def __init__(
        self, target: str | None = None, device: str = "auto", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._target = target or ENGINE
        self.device = device
        self._ids = itertools.count(1)
        self._life = 0
        self._process: SpawnProcess | None = None
        self._outbox: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._open: dict[int, Body] = {}
        self._deaths: list[float] = []
        self._closing = False
        self._has_given_up = False
        self._heard.connect(self._on_heard)

    @property
    def is_running(self) -> bool:
        """Whether there is a process to ask."""
        return self._process is not None and self._process.is_alive()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is outstanding."""
        return bool(self._open)

    @property
    def pid(self) -> int | None:
        """Process id, for diagnostics."""
        return self._process.pid if self._process is not None else None

    @Slot()
    def start(self) -> None:
        """Start the process; asking does it too."""
        if self._closing or self.is_running:
            return
        self._life += 1
        self._process, mine = self._start_child()
        self._outbox = queue.SimpleQueue()
        for target, args in ((_listen, (mine, self._life, self)), (_post, (mine, self._outbox))):
            threading.Thread(target=target, args=args, name=f"engine-{target.__name__}", daemon=True).start()

    def _start_child(self) -> tuple[SpawnProcess, Connection]:
        """A process that has been started, and our end of the pipe to it."""
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe()
        process = context.Process(
            target=engine_child.enter,
            args=(theirs, self._target, self.device),
            name="msa-engine",
            daemon=True,
        )
        process.start()
        theirs.close()
        return process, mine

    def ask(self, body: Body) -> int:
        """Send a question; the number returned comes back in its Reply."""
        if self._has_given_up:
            self.restart()
        elif not self.is_running and not self._closing:
            self.start()
        request = Request(next(self._ids), body)
        self._open[request.id] = body
        self._outbox.put(request)
        return request.id

    @Slot(int, object)
    def _on_heard(self, life: int, message: object) -> None:
        if life != self._life or self._closing:
            return
        if isinstance(message, Reply):
            self.replied.emit(message, self._open.pop(message.id, None))
        elif isinstance(message, Progressed):
            self.progressed.emit(message)
        elif message is None:
            self._on_death()

    def _on_death(self) -> None:
        """Fail what was asked with a sentence, then start again unless it dies over and over."""
        code = self._reap()
        _LOG.error("The engine process ended with code %s", code)
        self._outbox.put(None)
        self._process = None
        lost, self._open = self._open, {}
        now_s = time.monotonic()
        self._deaths = [*(t for t in self._deaths if now_s - t < RESTART_WINDOW_S), now_s]
        how = (
            tr("signal {number}", number=-code)
            if code is not None and code < 0
            else tr("code {code}", code=code)
        )
        for request_id, body in lost.items():
            self.replied.emit(
                Reply(request_id, error=tr("The engine stopped while working on this ({how}).", how=how)),
                body,
            )
        if len(self._deaths) > MAX_RESTARTS:
            self._has_given_up = True
            self.gave_up.emit(
                tr(
                    "The engine stopped {deaths} times within two minutes ({how}). The log has "
                    "the details. The next search starts it again.",
                    deaths=len(self._deaths),
                    how=how,
                )
            )
            return
        self.start()
        self.restarted.emit(
            tr(
                "The engine stopped unexpectedly ({how}) and was started again. Please ask once more.",
                how=how,
            )
        )

    def _reap(self) -> int | None:
        if self._process is None:
            return None
        self._process.join(2.0)
        return self._process.exitcode

    @Slot()
    def restart(self) -> None:
        """Start afresh after :attr:`gave_up`."""
        self._deaths.clear()
        self.start()
        if self._has_given_up:
            self._has_given_up = False
            self.resumed.emit()

    def close(self) -> None:
        """End the process: ask first, then insist."""
        self._closing = True
        process = self._process
        if process is None:
            return
        self._outbox.put(Request(next(self._ids), Shutdown()))
        self._outbox.put(None)
        process.join(1.5)
        if process.is_alive():
            process.terminate()
            process.join(1.0)
        if process.is_alive():
            process.kill()
            process.join(1.0)
        self._process = None


def _listen(connection: Connection, life: int, client: EngineClient) -> None:
    """Thread: everything the engine says, then None when it is gone."""
    while True:
        try:
            message = connection.recv()
        except (EOFError, OSError):
            message = None
        except Exception:  # noqa: BLE001
            # A record that cannot be unpickled: without it no answer can be trusted.
            _LOG.exception("The engine sent a message that cannot be understood")
            message = None
        try:
            client._heard.emit(life, message)
        except RuntimeError:
            return  # the window is gone
        if message is None:
            return


def _post(connection: Connection, outbox: queue.SimpleQueue[Request | None]) -> None:
    """Thread: send what is asked; a full pipe must not hold up the window."""
    while True:
        request = outbox.get()
        if request is None:
            return
        try:
            connection.send(request)
        except (OSError, ValueError):
            return  # the listener reports the death
