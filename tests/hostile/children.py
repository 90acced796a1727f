"""Children that run the command line: started cold, or as forks of a process that has loaded the libraries."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from tests.support.commands import Started

ROOT = Path(__file__).resolve().parents[2]
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6


class Child(Protocol):
    """What runs and will end."""

    pid: int

    def poll(self) -> tuple[int, float] | None:
        """Exit code (negative: a signal) and the most memory in MB, once it has ended."""

    def words(self) -> tuple[str, str]:
        """What it said on stdout and stderr; asked for once."""


def resident_mb(pid: int) -> float:
    """The memory that a process holds now."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_MB
    except (OSError, IndexError):
        return 0.0


def send(child: Child, number: int) -> None:
    """A signal for a child that may have ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, number)


class _Said:
    """Two files for what a child says."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hostile-"))
        self.out, self.err = (self._folder / name for name in ("out", "err"))

    def take(self) -> tuple[str, str]:
        """What is in them; they are gone then."""
        out, err = (
            file.read_text("utf-8", "replace") if file.exists() else "" for file in (self.out, self.err)
        )
        shutil.rmtree(self._folder, ignore_errors=True)
        return out, err


class ColdChild:
    """A process of its own, from the start of Python on."""

    def __init__(self, command: Iterable[str], **options: Any) -> None:
        self._said = _Said()
        with self._said.out.open("wb") as out, self._said.err.open("wb") as err:
            given: dict[str, Any] = {"cwd": ROOT, "stdout": out, "stderr": err} | options
            self._process = subprocess.Popen(list(command), stdin=subprocess.DEVNULL, **given)
        self.pid = self._process.pid
        self._ended: tuple[int, float] | None = None

    def poll(self) -> tuple[int, float] | None:
        if self._ended is None:
            pid, status, used = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
                self._ended = self._process.returncode, used.ru_maxrss / 1024
        return self._ended

    def words(self) -> tuple[str, str]:
        return self._said.take()


class Fork:
    """A fork of a process that has loaded the libraries."""

    def __init__(self, started: Started) -> None:
        self._started, self.pid = started, started.pid

    def poll(self) -> tuple[int, float] | None:
        code = self._started.poll()
        return None if code is None else (code, self._started.memory_mb)

    def words(self) -> tuple[str, str]:
        return self._started.communicate()
