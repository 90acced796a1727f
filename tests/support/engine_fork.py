"""The engine of a window as a fork of a process that has loaded what it needs: tests open hundreds of windows.

What the window sees is the same: a process of its own behind a pipe, which may crash, hang or be killed. Started cold,
as users have it, it is in ``tests/app/jobs/test_engine_client.py`` and ``tests/app/test_program.py``.
"""

from __future__ import annotations

import sys
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from tests.support.commands import Commands, Started

_FAKES = Path(__file__).resolve().parents[1] / "app"


class ForkedProcess:
    """What ``EngineClient`` asks of a :class:`multiprocessing.Process`."""

    def __init__(self, started: Started) -> None:
        self._started = started
        self.pid = started.pid
        self.terminate = started.terminate
        self.kill = started.kill

    def is_alive(self) -> bool:
        return self._started.poll() is None

    def join(self, timeout: float) -> None:
        """Wait for the end, but no longer than so many seconds."""
        self._started.is_over_within(timeout)

    @property
    def exitcode(self) -> int | None:
        return self._started.poll()


def start(commands: Commands, target: str, device: str) -> tuple[ForkedProcess, Connection]:
    """A fork that runs ``module:function``, and our end of the pipe to it."""
    with Listener(family="AF_UNIX") as listener:
        started = commands.start(__name__, listener.address, target, device)
        return ForkedProcess(started), listener.accept()


def main() -> None:
    """In the fork: what a process that was spawned would do."""
    from app.jobs import engine_child

    _, address, target, device = sys.argv
    sys.path.insert(0, str(_FAKES))
    engine_child.enter(Client(address), target, device)
