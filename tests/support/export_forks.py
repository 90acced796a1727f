"""Exports as forks of a process that has loaded the libraries already, to be killed at any moment.

    python -m tests.support.export_forks FIRST

FIRST is written at once. For each line on stdin, a file, a fork that exports hits to it is started; its pid is printed,
then ``exit N`` or ``signal N``.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import numpy as np

from msa_core.raster.gdal.writer import write_geotiff
from msa_core.retrieval.exports.hit_files import export_hits
from tests.support import made_hits


def write(out: Path) -> None:
    if out.suffix == ".tif":  # as an overlay is written
        pixels = np.arange(40_000, dtype=np.float32).reshape(200, 200)
        write_geotiff(out, pixels, beside={".qml": b"<qgis/>" * 2000})
    else:
        export_hits(made_hits.mixed(), out, overwrite=True)


def main() -> None:
    write(Path(sys.argv[1]))  # so that the forks have nothing left to load
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                write(Path(line.rstrip("\n")))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(pid, flush=True)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(f"signal {-code}" if code < 0 else f"exit {code}", flush=True)


if __name__ == "__main__":
    main()
