"""The properties of a hit as columns of a table: those that files have, and where its middle lies. Knows no Qt."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.translation import as_written
from msa_core.lonlat import middle_of_rings, side_m
from msa_core.names import MINUS, visible
from msa_core.records import TileHit
from msa_core.retrieval.exports.told.columns import TABLE, Column, number

LONGITUDE = Column("longitude", "real", "of the middle, degrees east", lambda hit: _middle(hit, 0))
LATITUDE = Column("latitude", "real", "of the middle, degrees north", lambda hit: _middle(hit, 1))
GROUND = Column(
    "ground_m",
    "real",
    "side of the tile in ground metres",
    lambda hit: number(side_m(hit.tile.footprint_lonlat), 1),
)
NODATA = Column(
    "nodata_percent", "real", "of the tile without data", lambda hit: number(hit.tile.nodata_percent, 1)
)
PATH = Column("path", "text", "where the file is", lambda hit: hit.tile.path)

COLUMNS = (*TABLE[1:], LONGITUDE, LATITUDE, GROUND, NODATA, PATH, TABLE[0])
"""All properties, in the order of the table."""
FIRST_SHOWN = ("rank", "score", "z", "source", "datetime", "longitude", "latitude", "ground_m")
COPIED = ("rank", "score", "source", "pixel_bbox", "ground_m", "datetime", "longitude", "latitude")


def shown(column: Column, hit: TileHit) -> str:
    """A property as it is read: its numbers as the window writes them."""
    words = cell(column, hit)
    if column.kind in ("integer", "real"):
        return as_written(words)
    return words.replace("-", MINUS) if isinstance(column.value(hit), list) else words


def cell(column: Column, hit: TileHit) -> str:
    """A property as it is copied, its numbers as files have them; empty where it is not known."""
    value = column.value(hit)
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, list) else visible(str(value))


def as_table(hits: Sequence[TileHit], columns: Sequence[Column] | None = None) -> str:
    """Lines of a table with tabs between the columns, names first, as spreadsheets take them from the clipboard."""
    chosen = tuple(column for column in COLUMNS if column.name in COPIED) if columns is None else columns
    lines = ["\t".join(column.name for column in chosen)]
    lines += ["\t".join(cell(column, hit).replace("\t", " ") for column in chosen) for hit in hits]
    return "\n".join(lines) + "\n"


def _middle(hit: TileHit, axis: int) -> float | None:
    middle = middle_of_rings(hit.tile.footprint_lonlat)
    return None if middle is None else number(middle[axis])
