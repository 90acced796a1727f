"""The command line ``msa`` as forks of a process that has loaded the libraries already: their time goes to the work.

    python -m tests.support.command_forks

Each line on stdin is one command as JSON: ``arguments``, files ``out`` and ``err`` for what it says, and if wanted
``limits`` (pairs of RLIMIT_ number and value), ``environment`` and ``cwd``. Its pid is printed; when it has ended,
``pid code kilobytes`` with the exit code (negative: a signal) and the most memory that it held.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import selectors
import sys
import traceback
from typing import Any

from msa_core import cli

# What the commands would load, loaded once for all forks.
HEAVY = (
    "torch",
    "transformers.models.bert.modeling_bert",
    "transformers.tokenization_utils_fast",
    "pandas",
    "pyarrow.dataset",
    "pydantic.type_adapter",
    "msa_core.engine",
    "msa_core.indexing.build.index_archive",
    "msa_core.indexing.care.merging",
    "msa_core.indexing.care.verifying",
    "msa_core.indexing.folder.tile_index",
    "msa_core.model.embedder",
    "msa_core.retrieval.caption_bank",
    "msa_core.retrieval.exports.hit_files",
    "msa_core.retrieval.query.area",
    "msa_core.retrieval.search.tile_searcher",
)


def _become(command: dict[str, Any]) -> None:
    """Make this fork the command: its streams, limits, folder, environment."""
    os.setpgid(0, 0)
    null = os.open(os.devnull, os.O_RDONLY)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, file in enumerate((null, os.open(command["out"], flags), os.open(command["err"], flags))):
        os.dup2(file, number)
    for kind, most in command.get("limits", ()):
        resource.setrlimit(kind, (most, most))
    os.environ.update(command.get("environment", {}))
    if "cwd" in command:
        os.chdir(command["cwd"])
    sys.argv = ["msa", *command["arguments"]]
    cli.main()


def _start(command: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code: Any = 1
    try:
        _become(command)
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code if isinstance(code, int) else 1)


def _report_ended() -> int:
    """Print what has ended; how many that were."""
    count = 0
    while True:
        try:
            pid, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return count
        if pid == 0:
            return count
        count += 1
        print(pid, os.waitstatus_to_exitcode(status), used.ru_maxrss, flush=True)


def main() -> None:
    for name in HEAVY:
        importlib.import_module(name)
    os.set_blocking(0, False)
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    waiting, alive, is_open = b"", 0, True
    print("ready", flush=True)
    while is_open or alive:
        if selector.select(0.01 if alive else None):
            some = os.read(0, 1 << 20)
            is_open = is_open and bool(some)
            if not some:
                break
            *lines, waiting = (waiting + some).split(b"\n")
            for line in lines:
                pid = _start(json.loads(line))
                alive += 1
                print(pid, flush=True)
        alive -= _report_ended()


if __name__ == "__main__":
    main()
