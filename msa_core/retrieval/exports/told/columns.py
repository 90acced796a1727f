"""What is told about a hit beside its outline: one list of columns, from which every format takes names and types."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from msa_core.names import printable
from msa_core.records import TileHit

Kind = Literal["integer", "real", "text", "datetime", "integers", "reals"]


@dataclass(frozen=True, slots=True)
class Column:
    """One property of a hit.

    Attributes:
        name: as in the GeoJSON of ``msa search --json``.
        kind: ``integers`` and ``reals`` are lists of four; ``datetime`` is ISO 8601 in UTC.
        about: a phrase for the reader of the file, with the unit.
        value: of a hit: int, float, str, a list of four, or None; never NaN.
    """

    name: str
    kind: Kind
    about: str
    value: Callable[[TileHit], Any]


def number(value: float | None, digits: int = 6) -> float | None:
    """``value`` rounded, None for what is not a finite number."""
    return None if value is None or not math.isfinite(value) else round(value, digits)


def _scale_scores(hit: TileHit) -> list[float | None] | None:
    return None if hit.scale_scores is None else [number(z) for z in hit.scale_scores]


ID = Column("id", "text", "tile: source / level / row / column, stable", lambda hit: hit.tile.id)
Z = Column("z", "real", "spreads of the background above its middle", lambda hit: number(hit.z, 3))
GROUND_GROUP = Column(
    "place", "integer", "hits of one number show the same ground", lambda hit: hit.ground_group
)
REVIEW = Column("review", "text", "accepted, rejected or unsure in a review", lambda hit: hit.review)

# Contract "Hits as GeoJSON": these names, in this order.
PROPERTIES = (
    Column("rank", "integer", "from 1, the best", lambda hit: hit.rank),
    Column("score", "real", "cosine, or the weighted sum of cosines", lambda hit: number(hit.score)),
    Column("source", "text", "file, relative to its archive", lambda hit: printable(hit.tile.source)),
    Column("level", "integer", "index of the ground size, 0 the smallest", lambda hit: hit.tile.level),
    Column(
        "pixel_bbox",
        "integers",
        "x0, y0, x1, y1 in pixels of the source, ends exclusive",
        lambda hit: list(hit.tile.pixel_bbox),
    ),
    Column("gsd", "real", "ground metres per pixel as read", lambda hit: number(hit.tile.gsd_m)),
    Column("crs", "text", "coordinate system of the source", lambda hit: hit.tile.crs),
    Column("datetime", "datetime", "when the picture was taken, UTC", lambda hit: hit.tile.datetime),
    Column("scale_scores", "reals", "match logits of the text at the scales 1 to 4", _scale_scores),
)

# In files each hit also has what the collection of --json holds in lists beside the features, and what was said of it.
FILE_PROPERTIES = (*PROPERTIES[:2], Z, GROUND_GROUP, *PROPERTIES[2:], REVIEW)
TABLE = (ID, *FILE_PROPERTIES)
