"""Tiles of a basemap from an MBTiles file: an SQLite table of pictures."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Hashable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.map.basemap.tile_grid import TileId
from app.translation import tr
from msa_core.errors import UsageError
from msa_core.names import visible

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

MAX_ZOOM = 22


@dataclass(frozen=True, slots=True)
class MbTiles:
    """What the file says of itself."""

    path: str
    attribution: str
    lowest_zoom: int
    highest_zoom: int


def open_mbtiles(path: str) -> MbTiles:
    """Read the file's own words. Raises UsageError: no such file, none of pictures, or damaged."""
    name = visible(Path(path).name)
    if not Path(path).is_file():
        raise UsageError(tr("{path} is not there.", path=visible(path)))
    try:
        with closing(_connect(path)) as base:
            known = dict(base.execute("SELECT name, value FROM metadata").fetchall())
            low, high = base.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
    except sqlite3.Error as error:
        raise UsageError(tr("{name} is not an MBTiles file ({error}).", name=name, error=error)) from error
    if str(known.get("format", "")).lower() in ("pbf", "mvt"):
        raise UsageError(
            tr("{name} holds vector tiles; a basemap is made of pictures (PNG, JPEG or WebP).", name=name)
        )
    if low is None:
        raise UsageError(tr("{name} holds no tiles.", name=name))
    words = str(known.get("attribution") or known.get("name") or name)
    return MbTiles(path, visible(_without_tags(words)), int(low), min(int(high), MAX_ZOOM))


@dataclass(frozen=True, slots=True)
class MbTileRequest:
    """Read some tiles on a thread of the pixels lane."""

    path: str
    tiles: tuple[TileId, ...]

    @property
    def key(self) -> Hashable:
        return ("basemap",)

    @property
    def priority(self) -> float:
        return 4.0

    def work(self, _open_raster: Callable[[str], RasterReader]) -> list[tuple[TileId, QImage | None]]:
        """Each tile and its picture, None where the file has none or what it has is none. Raises UsageError."""
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        out: list[tuple[TileId, QImage | None]] = []
        try:
            with closing(_connect(self.path)) as base:
                for tile in self.tiles:
                    # Rows are counted from the south in these files.
                    row = base.execute(query, (tile.zoom, tile.x, 2**tile.zoom - 1 - tile.y)).fetchone()
                    image = QImage.fromData(bytes(row[0])) if row and row[0] else QImage()
                    out.append((tile, None if image.isNull() else image))
        except sqlite3.Error as error:
            raise UsageError(
                tr(
                    "The basemap {name} cannot be read ({error}).",
                    name=visible(Path(self.path).name),
                    error=error,
                )
            ) from error
        return out


def _connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)


def _without_tags(words: str) -> str:
    """Attributions are often links."""
    return re.sub(r"<[^>]*>", "", words).strip()
