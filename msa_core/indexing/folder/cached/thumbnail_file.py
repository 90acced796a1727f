"""The thumbnails of an index one after the other in a file of its cache, so that any of them is there at once."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from msa_core.indexing.folder.rows.schema import THUMBNAIL
from msa_core.pictures.thumbnails import is_thumbnail

_DATA, _ENDS = "thumbnails.bin", "thumbnail_ends.npy"


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """WebP of tiles.

    Attributes:
        data: uint8 (bytes,), all of them; may be memory-mapped.
        ends: int64 (N,), where in it each ends. One that is missing has no bytes.
    """

    data: np.ndarray
    ends: np.ndarray

    def of(self, row: int) -> bytes | None:
        """That of one row, None when it has none."""
        start = int(self.ends[row - 1]) if row else 0
        end = int(self.ends[row])
        return bytes(self.data[start:end]) if end > start else None

    @property
    def count(self) -> int:
        """How many rows have one."""
        return int(np.count_nonzero(np.diff(self.ends, prepend=0)))


def thumbnails_of(table: pa.Table) -> Thumbnails:
    """Those of rows of a shard; what is not a thumbnail is left out."""
    values = table.column(THUMBNAIL).to_pylist() if THUMBNAIL in table.schema.names else [None] * len(table)
    sound = [value if value is not None and is_thumbnail(value) else b"" for value in values]
    ends = np.cumsum([len(value) for value in sound], dtype=np.int64)
    return Thumbnails(np.frombuffer(b"".join(sound), np.uint8), ends)


def joined_thumbnails(tables: Sequence[Thumbnails]) -> Thumbnails | None:
    """Those of several tables, one after the other; None when there are none at all."""
    data = np.concatenate([table.data for table in tables])
    starts = np.cumsum([0, *(len(table.data) for table in tables)])
    ends = [table.ends + start for table, start in zip(tables, starts, strict=False)]
    return Thumbnails(data, np.concatenate(ends)) if len(data) else None


class ThumbnailWriter:
    """Writes the thumbnails of an index into a folder, some rows at a time.

    Args:
        folder: of the cache.
        stack: closes the file.

    Raises:
        OSError: from any method, when the disk refuses.
    """

    def __init__(self, folder: Path, stack: contextlib.ExitStack) -> None:
        self._folder = folder
        self._stream: BinaryIO = stack.enter_context((folder / _DATA).open("wb"))
        self._ends: list[np.ndarray] = []
        self._written = 0

    def add(self, thumbnails: Thumbnails) -> None:
        """Append those of some rows."""
        self._ends.append(thumbnails.ends + self._written)
        self._written += len(thumbnails.data)
        self._stream.write(thumbnails.data.data)

    def finish(self) -> None:
        """Write where each ends; nothing stays when there are none."""
        self._stream.close()
        if self._written:
            np.save(self._folder / _ENDS, np.concatenate(self._ends))
        else:
            (self._folder / _DATA).unlink()


def open_thumbnails(folder: Path, rows: int) -> Thumbnails | None:
    """Those in the cache ``folder`` of an index of ``rows`` tiles; None when it has none.

    Raises:
        OSError, ValueError: they cannot be read, or are not those of so many rows.
    """
    if not (folder / _ENDS).is_file():
        return None
    ends = np.load(folder / _ENDS, mmap_mode="r", allow_pickle=False)
    data = np.memmap(folder / _DATA, np.uint8, "r")
    if ends.shape != (rows,) or ends[-1] != len(data) or (np.diff(ends, prepend=0) < 0).any():
        raise ValueError("its thumbnails are those of other rows")
    return Thumbnails(data, ends)
