"""Loaded by each worker of a test's cluster (``dask worker --preload``): rasters and disks that do it harm.

A raster called ``killer*`` ends every process that reads it, ``once*`` only the first. The worker called ``full`` has a
disk without room.
"""

from __future__ import annotations

import errno
import os
from typing import Any

from msa_core.files import AsideFile
from msa_core.indexing.build.tile_reading import OpenedSource, TileChunk, TileWorker


def dask_setup(worker: Any) -> None:
    """Called by Dask in the worker's process."""
    read, settle = TileWorker.read, AsideFile.settle

    def harmful(self: TileWorker, opened: OpenedSource, numbers: range) -> TileChunk:
        path = opened.job.path
        mark = path.with_name(f"{path.name}.seen")
        if path.name.startswith("once") and not mark.exists():
            mark.touch()
            os._exit(9)
        if path.name.startswith("killer"):
            os._exit(9)
        return read(self, opened, numbers)

    def full(self: AsideFile) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    TileWorker.read = harmful  # type: ignore[method-assign]
    AsideFile.settle = full if worker.name == "full" else settle  # type: ignore[method-assign]
