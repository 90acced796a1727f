"""Open rasters, kept for the next window that is read of them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader
    from msa_core.raster.pixels.stretch import Stretch

# Path, size in bytes and time of change in ns (zeros where changes are not looked for), choices.
_Key = tuple[Path, int, int, tuple[str, str]]
AS_SUGGESTED = ("auto", "auto")
"""Choices of bands and of a stretch for a raster that is shown as it suggests."""


class ReaderPool:
    """The readers that each thread used last: a handle of GDAL belongs to the thread that opened it.

    Threads share the stretches that were measured, since measuring one reads the whole raster, reduced.

    Args:
        kept: most readers a thread keeps; the one used longest ago is closed for a new one.
        sees_changes: open a file anew that has changed since; costs a look at the disk for each use.
    """

    def __init__(self, kept: int, sees_changes: bool = False) -> None:
        self._kept = kept
        self._sees_changes = sees_changes
        self._stretches: dict[_Key, Stretch] = {}
        self._choices: Mapping[Path, tuple[str, str]] = {}
        self._local = threading.local()

    def show_as(self, choices: Mapping[Path, tuple[str, str]]) -> None:
        """From now on open these files with their choices of bands and of a stretch, and others as they suggest.

        As :class:`RasterReader` takes them. Any thread may ask for it; a file that is open otherwise is opened anew.
        """
        self._choices = dict(choices)

    @property
    def _open(self) -> dict[_Key, RasterReader]:
        """Of this thread, the one used last at the end."""
        readers: dict[_Key, RasterReader] = self._local.__dict__.setdefault("readers", {})
        return readers

    def reader(
        self, path: Path | str, name: str | None = None, stretch: Stretch | None = None
    ) -> RasterReader:
        """This thread's reader of a raster; it stays the pool's, which closes it.

        Args:
            path: the file.
            name, stretch: as :class:`RasterReader` takes them when it has to be opened; without a stretch, the one
                that a thread has measured.

        Raises:
            SourceError: it cannot be opened.
        """
        # Loaded when the first raster is opened: the window makes its pool as it starts.
        from msa_core.raster.pixels.reader import RasterReader

        path = Path(path)
        choices = self._choices.get(path, AS_SUGGESTED)
        key = path, *(_stamp(path) if self._sees_changes else (0, 0)), choices
        readers = self._open
        reader = readers.pop(key, None) or RasterReader(
            path, name, stretch or self._stretches.get(key), *choices
        )
        readers[key] = reader
        while len(readers) > self._kept:
            readers.pop(next(iter(readers))).close()
        return reader

    def share_stretches(self) -> None:
        """Let the other threads use what this one has measured."""
        for key, reader in self._open.items():
            if reader.known_stretch is not None:
                self._stretches.setdefault(key, reader.known_stretch)

    def drop(self, path: Path | str) -> None:
        """Close this thread's readers of a file: after an error they may be broken."""
        readers = self._open
        for key in [key for key in readers if key[0] == Path(path)]:
            readers.pop(key).close()

    def close(self) -> None:
        """Give this thread's files back."""
        readers = self._open
        while readers:
            readers.popitem()[1].close()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0, 0  # opening will say what is wrong, in words
    return status.st_size, status.st_mtime_ns
