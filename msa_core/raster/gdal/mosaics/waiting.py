"""Pipes and devices beside a raster: GDAL opens whatever is called like a sidecar, and waits for ever for a writer."""

from __future__ import annotations

import os
import stat
import time
from functools import lru_cache
from pathlib import Path

# Descriptions of products, which GDAL's readers look for in the folder whatever the raster is called.
_OF_PRODUCTS = ("dim_", "rpc_", "mtd", "metadata", "inspire", "manifest", "volume")
# Two changes of a folder as near as this may bear the same time.
_SETTLED_NS = 2_000_000_000


def waiting_beside(path: Path) -> str:
    """The name of a pipe or a device that would be opened together with a raster; ``""`` when there is none."""
    folder = path.parent
    try:
        changed_ns = folder.stat().st_mtime_ns
        is_settled = time.time_ns() - changed_ns > _SETTLED_NS
        names_in = _special_names if is_settled else _special_names.__wrapped__
        names = names_in(str(folder), changed_ns)
    except OSError:
        return ""
    stem = path.name.partition(".")[0].casefold()
    starts = (*(stem + sign for sign in "._-"), *_OF_PRODUCTS)
    found = (name for name in names if name != path.name)
    return next((name for name in found if name.casefold() == stem or name.casefold().startswith(starts)), "")


@lru_cache(maxsize=256)
def _special_names(folder: str, changed_ns: int) -> tuple[str, ...]:
    del changed_ns  # the key: a folder is listed again when it changed
    with os.scandir(folder) as entries:
        return tuple(entry.name for entry in entries if _is_special(entry))


def _is_special(entry: os.DirEntry[str]) -> bool:
    """True for what may keep its reader waiting; links are followed."""
    if entry.is_file() or entry.is_dir():
        return False
    try:
        mode = entry.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode)
