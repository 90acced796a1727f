"""Which tiles touch a bounding box, the antimeridian and slanted footprints included."""

from __future__ import annotations

import numpy as np
import shapely

from msa_core.indexing.reading import TileIndex
from msa_core.records import Bounds


def tiles_in_bbox(index: TileIndex, bbox: Bounds) -> np.ndarray:
    """Bool (N,): tiles whose footprint touches ``bbox`` (west > east crosses 180 degrees); never one without place."""
    west, south, east, north = bbox
    inside = np.zeros(len(index), bool)
    for w, e in [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]:
        inside |= _in_box(index, (w, south, e, north))
    return inside


def _in_box(index: TileIndex, box: Bounds) -> np.ndarray:
    west, south, east, north = box
    w, s, e, n = np.asarray(index.rows.bounds).T
    crosses = w > e
    # NaN bounds compare False: tiles without a position fall out here.
    touches_lat = (s <= north) & (n >= south)
    touches_lon = np.where(crosses, (w <= east) | (e >= west), (w <= east) & (e >= west))
    near = touches_lat & touches_lon
    within = near & ~crosses & (w >= west) & (e <= east) & (s >= south) & (n <= north)
    doubtful = np.flatnonzero(near & ~within)
    if doubtful.size:
        shapes = shapely.from_wkb(np.array(index.geometry(doubtful), dtype=object))
        near[doubtful] = shapely.intersects(shapes, shapely.box(*box))
    return near
