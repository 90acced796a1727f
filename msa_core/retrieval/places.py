"""Which tiles touch a bounding box or an area, the antimeridian and slanted footprints included.

Tiles lie along a Hilbert curve within their source, so neighbours in the index are neighbours on the ground: blocks of
them are looked at first, and most of an index of millions falls to one comparison per block.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from msa_core.indexing.reading import TileIndex
from msa_core.records import Bounds

_BLOCK_ROWS = 256


def tiles_in_bbox(index: TileIndex, bbox: Bounds) -> np.ndarray:
    """Bool (N,): tiles whose footprint touches ``bbox`` (west > east crosses 180 degrees); never one without place."""
    west, south, east, north = bbox
    boxes = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return tiles_in_area(index, shapely.union_all([shapely.box(w, south, e, north) for w, e in boxes]))


def tiles_in_area(index: TileIndex, area: Any) -> np.ndarray:
    """Bool (N,): tiles whose footprint touches a geometry in WGS84 within -180..180; never one without place."""
    inside = np.zeros(len(index), bool)
    if area.is_empty or not len(index):
        return inside
    shapely.prepare(area)
    bounds = np.asarray(index.rows.bounds)
    blocks, whole = _blocks_near(bounds, area)
    inside |= _spread(whole, len(bounds)) & np.isfinite(bounds[:, 0])
    rows = np.flatnonzero(_spread(blocks & ~whole, len(bounds)))
    rows = rows[_near(bounds[rows], np.array(area.bounds))]
    some = bounds[rows]
    # What lies wholly inside by its bounds needs no outline; those of a tile across 180 degrees do not tell.
    sure = some[:, 0] <= some[:, 2]
    sure[sure] = shapely.covers(area, shapely.box(*some[sure].T))
    inside[rows[sure]] = True
    doubtful = rows[~sure]
    if doubtful.size:
        shapes = shapely.from_wkb(np.array(index.geometry(doubtful), dtype=object))
        inside[doubtful] = shapely.intersects(area, shapes)
    return inside


def _spread(blocks: np.ndarray, count: int) -> np.ndarray:
    """The value of each block for each of its ``count`` rows."""
    return np.repeat(blocks, _BLOCK_ROWS)[:count]


def _near(bounds: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Which bounds (N, 4) touch a box (4,), both west, south, east, north; bounds may cross 180 degrees."""
    w, s, e, n = bounds.T
    west, south, east, north = box
    # NaN bounds compare False: tiles without a position fall out here.
    touches_lon = np.where(w > e, (w <= east) | (e >= west), (w <= east) & (e >= west))
    return (s <= north) & (n >= south) & touches_lon


def _blocks_near(bounds: np.ndarray, area: Any) -> tuple[np.ndarray, np.ndarray]:
    """Bool (ceil(N / 256),) each: blocks of which some tile may touch the area, and those of which all do."""
    starts = np.arange(0, len(bounds), _BLOCK_ROWS)
    w, s, e, n = bounds.T
    crosses = np.logical_or.reduceat(w > e, starts)
    west, south = (np.fmin.reduceat(side, starts) for side in (w, s))
    east, north = (np.fmax.reduceat(side, starts) for side in (e, n))
    # Across 180 degrees a block is as wide as the Earth.
    west, east = np.where(crosses, -180.0, west), np.where(crosses, 180.0, east)
    placed = np.isfinite(south)
    boxes = shapely.box(west[placed], south[placed], east[placed], north[placed])
    near, whole = np.zeros(len(starts), bool), np.zeros(len(starts), bool)
    near[placed] = shapely.intersects(area, boxes)
    whole[placed] = shapely.covers(area, boxes)
    return near, whole
