"""When is a file the same file? Its size and times first, then a digest of sampled bytes."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from msa_core.errors import SourceError
from msa_core.raster.gdal import zips

# Files up to BLOCKS x BLOCK bytes (16 MiB) are read whole; of larger ones this much, evenly spread. An edit of
# a compressed file moves everything behind it, so the samples see it; of a larger uncompressed one they may not.
BLOCK = 1 << 16
BLOCKS = 256

# Files beside a raster that change its place, its mask or its statistics.
_SIDECARS = (".aux.xml", ".msk", ".ovr")
_WORLD_FILES = (".tfw", ".tifw", ".wld", ".jgw", ".pgw", ".j2w", ".prj", ".tab", ".hdr")


def file_signature(path: Path, names: frozenset[str] | None = None) -> tuple[int, int]:
    """Size in bytes and time of change in ns of a file, the latter the newest of it and its sidecars.

    ``names`` are the names in its folder, listed when not given. A file in a zip changes with its zip. Raises OSError
    when the file is not there.
    """
    size, newest = zips.stat(path)
    neighbours = _names_in(path.parent) if names is None else names
    for beside in _beside(path.name):
        if beside in neighbours:
            with contextlib.suppress(OSError):
                newest = max(newest, path.with_name(beside).stat().st_mtime_ns)
    return size, newest


class Signatures:
    """:func:`file_signature` of many files: each folder is listed once, which on a network drive is what counts."""

    def __init__(self) -> None:
        self._names: dict[Path, frozenset[str]] = {}

    def of(self, path: Path) -> tuple[int, int]:
        """Size and time of change of one file. Raises OSError when it is not there."""
        folder = path.parent
        if folder not in self._names:
            self._names[folder] = _names_in(folder)
        return file_signature(path, self._names[folder])


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in os.scandir(folder))
    except OSError:
        return frozenset()


def bytes_digest(path: Path) -> str:
    """16 hex digits of the size and evenly spread bytes of a file; ``""`` when it cannot be read.

    Of a file in a zip, of its size and the checksum that the zip's directory has of it.
    """
    digest = hashlib.sha256()
    try:
        if member := zips.member_of(path):
            return hashlib.sha256(f"zip {member.size} {member.crc}".encode()).hexdigest()[:16]
        if not path.is_file():  # a pipe would keep its reader waiting for ever
            return ""
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            digest.update(str(size).encode())
            count = min(BLOCKS, -(-size // BLOCK))
            for number in range(count):
                stream.seek(
                    round(number * (size - BLOCK) / (count - 1)) if count == BLOCKS else number * BLOCK
                )
                digest.update(stream.read(BLOCK))
    except (OSError, SourceError):
        return ""
    return digest.hexdigest()[:16]


def _beside(name: str) -> list[str]:
    stem = name.rpartition(".")[0] or name
    return [f"{name}{suffix}" for suffix in _SIDECARS] + [f"{stem}{suffix}" for suffix in _WORLD_FILES]
