"""Looks into files whose names do not tell what they are: a few bytes, of ordinary files only."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from pathlib import Path
from urllib.parse import quote

from msa_core.raster.find.formats import HEAD_BYTES
from msa_core.raster.gdal.locations import location

# Steps of SQLite's machine: the questions asked here take a few dozen; a view made to run for ever is stopped.
_MAX_STEPS = 200_000
_GEOPACKAGE = "SELECT 1 FROM gpkg_contents WHERE data_type IN ('tiles', '2d-gridded-coverage') LIMIT 1"
_MBTILES = "SELECT 1 FROM metadata WHERE name = 'format' AND value <> 'pbf' LIMIT 1"


class FolderPeek:
    """Looks into the files of a folder on the disk."""

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)

    def head(self, name: str) -> bytes:
        """The first bytes, empty for a pipe, a device, or what cannot be read."""
        path = self._folder / name
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return b""
            with path.open("rb") as stream:
                return stream.read(HEAD_BYTES)
        except (OSError, ValueError):
            return b""

    def holds_pictures(self, name: str) -> bool:
        """Ask the tables of a GeoPackage or of MBTiles. Nothing is written, not even SQLite's own notes beside it."""
        path = (self._folder / name).absolute()
        return _has_row(path, _GEOPACKAGE) or _has_row(path, _MBTILES)


class ZipPeek:
    """Looks into the files of one folder in a zip."""

    def __init__(self, zipped: Path, below: str) -> None:
        self._zipped, self._below = zipped, below

    def head(self, name: str) -> bytes:
        """The first bytes, unpacked; empty for what cannot be read."""
        try:
            with location.of(self._zipped / f"{self._below}{name}").open_bytes() as stream:
                return stream.read(HEAD_BYTES)
        except (OSError, ValueError, EOFError):
            return b""

    def holds_pictures(self, name: str) -> bool:
        """Always: a database in a zip is not unpacked to be asked; opening it tells."""
        del name
        return True


def _has_row(path: Path, question: str) -> bool:
    with contextlib.suppress(sqlite3.Error, UnicodeEncodeError):
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
            database.set_progress_handler(lambda: 1, _MAX_STEPS)
            return database.execute(question).fetchone() is not None
    return False
