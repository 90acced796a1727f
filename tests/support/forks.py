"""The one process whose forks are commands: the libraries are loaded once, a test's time goes into its command.

    python -m tests.support.forks SET

SET is one of :data:`_SETS`: what is loaded. Each line on stdin is a command as JSON (see
:meth:`tests.support.commands.Commands.start`). Its pid is printed at once; when it has ended, a file ``ended`` in its
folder holds its exit code (negative: a signal) and the most kilobytes that it held.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import runpy
import select
import signal
import sys
from pathlib import Path
from typing import Any

_GIVEN = set(os.environ)
# What forks would load, some of it only when they come to it.
_HEAVY = (
    "torch",
    "pandas",
    "pyarrow.dataset",
    "pydantic.type_adapter",
    "msa_core.cli",
    "msa_core.train_cli",
    "msa_core.engine",
    "msa_core.commands.learning.train.train_model",
    "msa_core.indexing.build.index_archive",
    "msa_core.indexing.care.merging",
    "msa_core.indexing.care.verifying",
    "msa_core.indexing.folder.opened.tile_index",
    "msa_core.model.stored.checkpoint",
    "msa_core.model.running.embedder",
    "msa_core.raster.pixels.reader",
    "msa_core.retrieval.captions.caption_bank",
    "msa_core.retrieval.exports.hit_files",
    "msa_core.retrieval.query.areas.area",
    "msa_core.retrieval.search.tile_searcher",
    "msa_core.training.learn.loop",
    "msa_core.training.measure.evaluate",
    "tests.support.export",
    "tests.support.engine_fork",
)
_LIGHT = (
    "numpy",
    "PIL.Image",
    "msa_core.raster.pixels.reader",
    "msa_core.retrieval.query.meaning.wording",
    "tests.support.engine_fork",
)
_SETS = {"heavy": _HEAVY, "light": _LIGHT}


def main() -> None:
    for module in _SETS[sys.argv[1]]:
        importlib.import_module(module)
    gc.freeze()  # what all forks share is not looked through again by each
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    folders: dict[int, Path] = {}
    rest = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if 0 in ready:
            read = os.read(0, 1 << 20)
            if not read:
                break
            *asked, rest = (rest + read).split(b"\n")
            for line in asked:
                command = json.loads(line)
                folders[_start(command)] = Path(command["folder"])
        if woken in ready:
            os.read(woken, 1 << 16)
        _reap(folders)


def _start(command: dict[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        _run(command)
    print(pid, flush=True)
    return pid


def _reap(folders: dict[int, Path]) -> None:
    """Write down how the children ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            folder = folders.pop(pid)
            (folder / "ended.new").write_text(f"{os.waitstatus_to_exitcode(status)} {used.ru_maxrss}")
            (folder / "ended.new").rename(folder / "ended")


def _run(command: dict[str, Any]) -> None:
    """In the fork: become the command."""
    code: object = 1
    try:
        _take_over(command)
        if command["program"].endswith(".py"):
            runpy.run_path(command["program"], run_name="__main__")
        else:
            importlib.import_module(command["program"]).main()
        code = 0
    except SystemExit as ended:
        code = ended.code
        if isinstance(code, str):
            print(code, file=sys.stderr)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


def _take_over(command: dict[str, Any]) -> None:
    """Signals, streams, folder, environment, limits and arguments of the command."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, name in ((0, os.devnull), (1, f"{command['folder']}/out"), (2, f"{command['folder']}/err")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
    os.chdir(command["cwd"])
    # What our own modules set as they were loaded (of GDAL, for one) stays.
    for name in _GIVEN - set(command["environment"]):
        os.environ.pop(name, None)
    os.environ.update(command["environment"])
    for kind, most in command["limits"]:
        resource.setrlimit(kind, (most, most))
    sys.argv = [command["program"], *command["arguments"]]


if __name__ == "__main__":
    main()
