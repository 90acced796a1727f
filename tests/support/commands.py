"""Command lines, and scripts, as forks of one process that has loaded the libraries (see ``tests.support.forks``)."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


class Started:
    """A command that runs; used as a :class:`subprocess.Popen` whose output is text.

    Attributes:
        returncode: the exit code, the negative number of the signal that ended it, or None while it runs.
        memory_mb: the most that it held, once it has ended.
    """

    def __init__(self, pid: int, folder: Path) -> None:
        self.pid = pid
        self._folder = folder
        self._read = 0
        self.returncode: int | None = None
        self.memory_mb = 0.0

    def poll(self) -> int | None:
        """:attr:`returncode`, as it is now."""
        if self.returncode is None and (self._folder / "ended").exists():
            code, kilobytes = map(int, (self._folder / "ended").read_text().split())
            self.returncode, self.memory_mb = code, kilobytes / 1024
        return self.returncode

    def wait(self, timeout: float = 500.0) -> int:
        """:attr:`returncode` at the end; the command is killed when that takes longer."""
        if not self.is_over_within(timeout):
            self.kill()
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        assert self.returncode is not None
        return self.returncode

    def is_over_within(self, seconds: float) -> bool:
        """Whether it has ended, which is waited for as long."""
        until = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        return self.returncode is not None

    def readline(self) -> str:
        """The next whole line of stdout, waited for; ``""`` at the end."""
        while True:
            ended = self.poll() is not None
            line, mark, _ = self._said("out")[self._read :].partition("\n")
            if mark or ended:
                self._read += len(line + mark)
                return line + mark
            time.sleep(0.01)

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):  # it ended just now
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def communicate(self, timeout: float = 500.0) -> tuple[str, str]:
        """Wait for the end; what is left of stdout, and stderr."""
        self.wait(timeout)
        return self._said("out")[self._read :], self._said("err")

    def _said(self, stream: str) -> str:
        return (self._folder / stream).read_text("utf-8", "replace")


class Commands:
    """Starts commands; the process that forks is started with the first one.

    Args:
        loaded: what it loads first, a set of ``tests.support.forks``: ``heavy`` for whatever needs the model.
    """

    def __init__(self, loaded: str = "heavy") -> None:
        self._loaded = loaded
        self._server: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="commands")
        self._count = 0

    def start(
        self,
        program: str | Path,
        *arguments: object,
        cwd: Path = _ROOT,
        limits: Mapping[int, int] | None = None,
        **variables: str,
    ) -> Started:
        """Run a program with one thread.

        Args:
            program: a module with a function ``main``, as ``python -m`` would run it; or the file of a script.
            arguments: of its command line.
            cwd: where it runs.
            limits: by number of an RLIMIT_.
            variables: of the environment, besides those of this process.
        """
        if not hasattr(os, "fork"):
            pytest.skip("needs fork")
        self._count += 1
        folder = Path(self._folder.name, str(self._count))
        folder.mkdir()
        for name in ("out", "err"):
            (folder / name).touch()
        asked = {
            "program": str(program),
            "arguments": list(map(str, arguments)),
            "cwd": str(cwd),
            "limits": list((limits or {}).items()),
            "environment": {**os.environ, "OMP_NUM_THREADS": "1", **variables},
            "folder": str(folder),
        }
        server = self._running()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        return Started(int(server.stdout.readline()), folder)

    def run(
        self,
        program: str | Path,
        *arguments: object,
        cwd: Path = _ROOT,
        limits: Mapping[int, int] | None = None,
        **variables: str,
    ) -> subprocess.CompletedProcess[str]:
        """The same, to its end."""
        started = self.start(program, *arguments, cwd=cwd, limits=limits, **variables)
        out, err = started.communicate()
        assert started.returncode is not None
        return subprocess.CompletedProcess([str(program), *map(str, arguments)], started.returncode, out, err)

    def close(self) -> None:
        if self._server is not None:
            self._server.communicate(timeout=60)
        self._folder.cleanup()

    def _running(self) -> subprocess.Popen[str]:
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.support.forks", self._loaded],
                cwd=_ROOT,
                env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(_ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self._server
