"""Indexing runs as forks of a process that has loaded the libraries already, to be killed at any moment.

    python -m tests.support.index_forks ARCHIVE MODEL

For each line on stdin, an index folder, a fork is started; its pid is printed, then ``exit N`` or ``signal N``.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from pathlib import Path

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index


def main() -> None:
    logging.disable()
    archive, model = map(Path, sys.argv[1:])
    options = IndexOptions(
        tiling=Tiling(tile_m=(40.0,)), model=model, device="cpu", batch=16, dtype="float32"
    )
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                build_index([archive], Path(line.rstrip("\n")), options)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(pid, flush=True)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(f"signal {-code}" if code < 0 else f"exit {code}", flush=True)


if __name__ == "__main__":
    main()
