"""Children that run the command line: started cold, or as forks of a process that has loaded the libraries."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

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


class Forks:
    """The process whose forks are commands; see tests/support/command_forks.py."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.support.command_forks"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._pids: list[int] = []
        self.ended: dict[int, tuple[int, float]] = {}
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._server.stdout is not None
        for line in self._server.stdout:
            numbers = line.split()
            with self._news:
                if len(numbers) == 3:
                    self.ended[int(numbers[0])] = int(numbers[1]), int(numbers[2]) / 1024
                elif numbers[0].isdigit():
                    self._pids.append(int(numbers[0]))
                self._news.notify_all()

    def start(self, arguments: Iterable[object], **options: Any) -> Fork:
        """Begin a command."""
        said = _Said()
        command = {"arguments": list(map(str, arguments)), "out": str(said.out), "err": str(said.err)}
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(command | options) + "\n")
        self._server.stdin.flush()
        with self._news:
            assert self._news.wait_for(lambda: self._pids, 300)
            return Fork(self, self._pids.pop(0), said)

    def close(self) -> None:
        """End the process."""
        assert self._server.stdin is not None
        self._server.stdin.close()
        try:
            self._server.wait(60)
        except subprocess.TimeoutExpired:
            self._server.send_signal(signal.SIGKILL)
            self._server.wait()


class Fork:
    """One command of :class:`Forks`."""

    def __init__(self, forks: Forks, pid: int, said: _Said) -> None:
        self._forks, self.pid, self._said = forks, pid, said

    def poll(self) -> tuple[int, float] | None:
        return self._forks.ended.get(self.pid)

    def words(self) -> tuple[str, str]:
        return self._said.take()
