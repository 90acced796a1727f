"""Command lines as forks of one process that has loaded the libraries: a test's time goes into its command.

    python -m tests.support.commands

For each JSON line on stdin (see :meth:`Commands.start`) a fork runs ``main`` of a module and writes to files; its pid
is printed at once, and ``code`` appears beside its output when it has ended.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_GIVEN = set(os.environ)
_LOADED = (
    "torch",
    "msa_core.cli",
    "msa_core.train_cli",
    "msa_core.engine",
    "msa_core.indexing.build.index_archive",
    "msa_core.model.checkpoint",
    "msa_core.raster.pixels.reader",
    "msa_core.commands.train.train_model",
    "msa_core.training.learn.loop",
    "msa_core.training.measure.evaluate",
)


class Started:
    """A command that runs; used as a :class:`subprocess.Popen` whose output is text."""

    def __init__(self, pid: int, folder: Path) -> None:
        self.pid = pid
        self._folder = folder
        self._read = 0
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, the negative number of the signal that ended it, or None."""
        if self.returncode is None and (self._folder / "code").exists():
            self.returncode = int((self._folder / "code").read_text())
        return self.returncode

    def readline(self) -> str:
        """The next whole line of stdout, waited for; ``""`` at the end."""
        while True:
            ended = self.poll() is not None
            line, mark, _ = (self._folder / "out").read_text("utf-8", "replace")[self._read :].partition("\n")
            if mark or ended:
                self._read += len(line + mark)
                return line + mark
            time.sleep(0.01)

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float = 500.0) -> tuple[str, str]:
        """Wait for the end; what is left of stdout, and stderr."""
        until = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > until:
                self.kill()
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.01)
        out, err = ((self._folder / name).read_text("utf-8", "replace") for name in ("out", "err"))
        return out[self._read :], err


class Commands:
    """Starts commands; the process that forks is started with the first one."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="commands")
        self._count = 0

    def start(self, module: str, *arguments: object, cwd: Path = _ROOT, **variables: str) -> Started:
        """Run ``python -m module arguments`` with one thread and more variables of the environment."""
        if not hasattr(os, "fork"):
            pytest.skip("needs fork")
        self._count += 1
        folder = Path(self._folder.name, str(self._count))
        folder.mkdir()
        for name in ("out", "err"):
            (folder / name).touch()
        asked = {
            "module": module,
            "arguments": list(map(str, arguments)),
            "cwd": str(cwd),
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
        self, module: str, *arguments: object, cwd: Path = _ROOT, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """The same, to its end."""
        started = self.start(module, *arguments, cwd=cwd, **variables)
        out, err = started.communicate()
        assert started.returncode is not None
        return subprocess.CompletedProcess([module, *map(str, arguments)], started.returncode, out, err)

    def close(self) -> None:
        if self._server is not None:
            self._server.communicate(timeout=60)
        self._folder.cleanup()

    def _running(self) -> subprocess.Popen[str]:
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.support.commands"],
                cwd=_ROOT,
                env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(_ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self._server


def main() -> None:
    for module in _LOADED:
        importlib.import_module(module)
    folders: dict[int, Path] = {}
    rest = b""
    while True:
        if select.select([0], [], [], 0.02)[0]:
            read = os.read(0, 1 << 20)
            if not read:
                break
            *asked, rest = (rest + read).split(b"\n")
            for line in asked:
                told = json.loads(line)
                pid = os.fork()
                if pid == 0:
                    _run(told)
                folders[pid] = Path(told["folder"])
                print(pid, flush=True)
        _reap(folders)


def _reap(folders: dict[int, Path]) -> None:
    """Write down how the children ended."""
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            folder = folders.pop(ended[0])
            (folder / "code.new").write_text(str(os.waitstatus_to_exitcode(ended[1])))
            (folder / "code.new").rename(folder / "code")


def _run(told: dict) -> None:
    """In the fork: become the command."""
    code: object = 1
    try:
        for number, name in ((0, os.devnull), (1, f"{told['folder']}/out"), (2, f"{told['folder']}/err")):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
        os.chdir(told["cwd"])
        # What our own modules set as they were loaded (of GDAL, for one) stays.
        for name in _GIVEN - set(told["environment"]):
            os.environ.pop(name, None)
        os.environ.update(told["environment"])
        sys.argv = [told["module"], *told["arguments"]]
        sys.modules[told["module"]].main()
        code = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    main()
