"""Search results made by hand: tiles in UTM, across the antimeridian, without a position, with odd names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from msa_core.raster.position.crs import transform_points
from msa_core.raster.position.footprints import rings_of
from msa_core.records import Query, QueryTerm, SearchResult, Tile, TileHit

TILE_PX = 32
NASTY = "ö <&> \"quoted\", 'x';\x07 name \udcff.tif"
WORDS = 'a <river> & "boats", ‘big’ ]]> \udcff'


def tile(
    number: int,
    crs: str = "EPSG:32633",
    x: float = 5e5,
    y: float = 5e6,
    gsd: float = 10.0,
    source: str = "a.tif",
) -> Tile:
    """A north-up tile of 32 px in ``crs`` with its upper left corner at x, y; ``crs`` ``""`` has no position."""
    box = (0, 0, TILE_PX, TILE_PX)
    rings = () if not crs else rings_of(
        lambda col, row: transform_points(crs, "EPSG:4326", x + col * gsd, y - row * gsd), box, False
    )  # fmt: skip
    when = f"202{number % 10}-03-04T05:06:07Z" if number % 2 else None
    return Tile(
        id=f"{number:016x}/1/2/3",
        source=source,
        path=f"/data/{source}",
        level=number % 3,
        pixel_bbox=box,
        gsd_m=gsd if crs else None,
        crs=crs or None,
        footprint_lonlat=rings,
        datetime=when,
    )


def hit(tile: Tile, rank: int, score: float) -> TileHit:
    """A hit with match logits on odd ranks only, and no z without position."""
    z = round(40 * score, 3) if tile.crs else None
    logits = (1.5, -2.0, 0.25, 4.125) if rank % 2 else None
    return TileHit(
        tile=tile, rank=rank, score=score, scale_scores=logits, z=z, ground_group=rank if tile.crs else None
    )


def result(hits: Sequence[TileHit], words: str = WORDS) -> SearchResult:
    """A search for ``words`` that found ``hits``."""
    return SearchResult(
        query=Query(terms=(QueryTerm("text", words),)),
        hits=tuple(hits),
        model="ab" * 32,
        searched=99,
        seconds=0.1,
    )


def mixed() -> SearchResult:
    """Twelve hits in a row, one far above the rest; one on the antimeridian, one without position and an odd name."""
    scores = [0.41, *np.linspace(0.31, 0.2, 11).tolist()]
    hits = [hit(tile(n, x=5e5 + 400 * n, y=5e6 + 150 * n), n + 1, score) for n, score in enumerate(scores)]
    hits.append(hit(tile(13, "EPSG:32660", 705_850.0, 5_765_000.0, source="far/b.tif"), 13, 0.1913))
    hits.append(hit(tile(14, "", source=NASTY), 14, 0.17))
    return result(hits)
