"""What the program keeps on disk and can make again: how large it is, and emptying it. Takes a while; no Qt."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.translation import tr
from msa_core.config import cache_folder

INDEX_CACHE = "cache"
"""Of an index folder: what is gathered from its shards, so that it opens at once."""


@dataclass(frozen=True, slots=True)
class KeptCache:
    """One of them: what it is, where, how many bytes it takes, and the folders it is made of."""

    what: str
    place: Path
    size_bytes: int
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Emptied:
    """What is left after emptying, how many bytes became free, and the files that could not be removed."""

    left: tuple[KeptCache, ...]
    freed_bytes: int
    refused: int


def kept_caches() -> tuple[KeptCache, ...]:
    """Tiles of basemaps, vectors of captions, and the gathered rows of the indexes in the user's data folder."""
    indexes = paths.data_dir() / "indexes"
    gathered = tuple(sorted(indexes.glob(f"*/{INDEX_CACHE}")))
    places = (
        (tr("Tiles of basemaps"), paths.web_tiles_folder(), (paths.web_tiles_folder(),)),
        (tr("Vectors of captions"), cache_folder() / "banks", (cache_folder() / "banks",)),
        (tr("Indexes in your data folder, gathered for opening"), indexes, gathered),
    )
    return tuple(
        KeptCache(what, place, sum(map(size_of, folders)), folders) for what, place, folders in places
    )


def empty_caches(in_use: Path | None) -> Emptied:
    """Remove them all but those of the index ``in_use``; what another program holds stays and is counted."""
    before = kept_caches()
    refused = 0

    def refuse(*_what: object) -> None:
        nonlocal refused
        refused += 1

    for cache in before:
        for folder in cache.folders:
            if (in_use is None or folder.parent != in_use) and folder.is_dir():
                shutil.rmtree(folder, onerror=refuse)
    left = kept_caches()
    freed = sum(cache.size_bytes for cache in before) - sum(cache.size_bytes for cache in left)
    return Emptied(left, max(0, freed), refused)


def size_of(folder: Path) -> int:
    """Bytes of the files in a folder, as they are long; what cannot be looked at counts nothing."""
    total, waiting = 0, [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue
    return total
