"""Which tiles touch a bounding box or an area, the antimeridian and slanted footprints included.

Tiles lie along a Hilbert curve within their source, so neighbours in the index are neighbours on the ground: blocks of
them are looked at first, and most of an index of millions falls to one comparison per block.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.records import Bounds

_BLOCK_ROWS = 256


class FootprintFilter:
    """Where the tiles of an index lie, ready to be asked.

    Args:
        index: an opened index.
    """

    def __init__(self, index: TileIndex) -> None:
        self._index = index
        self._bounds = np.asarray(index.rows.bounds)
        count = len(self._bounds)
        # A block lies in one source: the next one may be on the other side of the Earth.
        changes = np.flatnonzero(np.diff(index.rows.source)) + 1
        starts = np.union1d(np.arange(0, count, _BLOCK_ROWS), changes).astype(np.int64)
        self._lengths = np.diff(np.append(starts, count))
        w, s, e, n = (np.ascontiguousarray(side) for side in self._bounds.T)
        self._is_placed = np.isfinite(w)
        self._starts = starts
        if not count:
            return
        crosses = np.logical_or.reduceat(w > e, starts)
        west, south = (np.fmin.reduceat(side, starts) for side in (w, s))
        east, north = (np.fmax.reduceat(side, starts) for side in (e, n))
        # Across 180 degrees a block is as wide as the Earth.
        west, east = np.where(crosses, -180.0, west), np.where(crosses, 180.0, east)
        self._placed_blocks = np.isfinite(south)
        self._boxes = shapely.box(west, south, east, north)

    def in_bbox(self, bbox: Bounds, among: np.ndarray | None = None) -> np.ndarray:
        """Bool (N,): tiles ``among`` whose footprint touches ``bbox`` (west > east crosses 180 degrees)."""
        west, south, east, north = bbox
        boxes = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        return self.in_area(shapely.union_all([shapely.box(w, south, e, north) for w, e in boxes]), among)

    def in_area(self, area: Any, among: np.ndarray | None = None) -> np.ndarray:
        """Which tiles touch an area.

        Args:
            area: geometry in WGS84 within -180..180.
            among: bool (N,), tiles to look at; None for all.

        Returns:
            Bool (N,): those of ``among`` whose footprint touches ``area``.
        """
        if area.is_empty or not len(self._bounds):
            return np.zeros(len(self._bounds), bool)
        shapely.prepare(area)
        blocks = self._placed_blocks
        if among is not None:
            blocks = blocks & np.logical_or.reduceat(among, self._starts)
        touched = _where(blocks, lambda some: shapely.intersects(area, self._boxes[some]))
        covered = _where(touched, lambda some: shapely.covers(area, self._boxes[some]))
        inside = self._spread(covered, among) & self._is_placed
        rows = np.flatnonzero(self._spread(touched & ~covered, among))
        rows = rows[_near(self._bounds[rows], np.array(area.bounds))]
        some = self._bounds[rows]
        # What lies wholly inside by its bounds needs no outline; those of a tile across 180 degrees do not tell.
        sure = some[:, 0] <= some[:, 2]
        sure[sure] = shapely.covers(area, shapely.box(*some[sure].T))
        inside[rows[sure]] = True
        doubtful = rows[~sure]
        if doubtful.size:
            shapes = shapely.from_wkb(np.array(self._index.geometry(doubtful), dtype=object))
            inside[doubtful] = shapely.intersects(area, shapes)
        return inside

    def _spread(self, blocks: np.ndarray, among: np.ndarray | None) -> np.ndarray:
        """The value of each block for each of its rows, of those in ``among``."""
        rows: np.ndarray = np.repeat(blocks, self._lengths)
        return rows if among is None else rows & among


def _where(blocks: np.ndarray, ask: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Bool (B,): what ``ask`` answers about the numbers of ``blocks``, False for the others."""
    numbers = np.flatnonzero(blocks)
    found = np.zeros(len(blocks), bool)
    found[numbers] = ask(numbers)
    return found


def _near(bounds: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Which bounds (N, 4) touch a box (4,), both west, south, east, north; bounds may cross 180 degrees."""
    w, s, e, n = bounds.T
    west, south, east, north = box
    # NaN bounds compare False: tiles without a position fall out here.
    touches_lon = np.where(w > e, (w <= east) | (e >= west), (w <= east) & (e >= west))
    return (s <= north) & (n >= south) & touches_lon
