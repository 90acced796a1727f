"""Making a new index out of others: beside its place, then renamed, so that it appears whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msa_core.errors import IndexFolderError, UsageError
from msa_core.files import aside_name, make_folder, storing
from msa_core.indexing.folder.cached.cache import refresh_cache
from msa_core.indexing.folder.lock import LOCK_NAME, IndexLock, lock_holder
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest
from msa_core.progress import Progress


def load_at_rest(folder: Path) -> Manifest:
    """The manifest of an index that nobody is writing. Raises IndexFolderError."""
    manifest = Manifest.load(folder)
    holder = lock_holder(folder)
    if holder is not None:
        raise IndexFolderError(
            f"{folder} is being written by process {holder['pid']} on {holder['host']}. Try again when it has ended."
        )
    return manifest


def check_empty(target: Path) -> None:
    """Raise UsageError unless a new index can be made at ``target``."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"--out {target} exists already and is not empty. Choose a new folder.")


@contextmanager
def made_aside(target: Path, ending: str, progress: Progress) -> Iterator[Path]:
    """An empty folder beside ``target``, locked, which takes its place at the end; after a fault nothing is left of it.

    Args:
        target: folder of the new index.
        ending: of the folder's name, by which a later call knows what a kill left.
        progress: told while the cache of the new index is made.
    """
    aside = target.with_name(aside_name(target.name, ending))
    make_folder(aside / SHARD_FOLDER)
    with storing(target), IndexLock(aside):
        try:
            for left in aside.iterdir():  # of one that was killed
                if left.name != LOCK_NAME:
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
            make_folder(aside / SHARD_FOLDER)
            yield aside
            if target.is_dir():
                target.rmdir()
            aside.rename(target)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        (target / LOCK_NAME).unlink()
    refresh_cache(target, progress)
