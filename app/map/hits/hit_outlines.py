"""The footprints of many hits as a few arrays. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from app.map.projection.geometry import Projection, ring_bounds
from msa_core.records import Bounds, TileHit


class HitOutlines:
    """Rings of all hits with a position, in map coordinates of one projection.

    Attributes:
        numbers: (n,) index among the hits of each hit with a position, ascending: the best first.
        boxes: (n, 4) west, south, east, north of its ring; of two at the antimeridian that of the larger one. Each
            column is contiguous, since a layout reads them column by column.
    """

    def __init__(self, hits: Sequence[TileHit], projection: Projection) -> None:
        self._lonlat, lengths, self._owner = _rings(hits)
        self._ends = np.cumsum(lengths)
        self._row_of = np.full(len(hits), -1, dtype=np.intp)
        self.project(projection)

    def project(self, projection: Projection) -> None:
        """Take the map coordinates of another projection."""
        self._xy = projection.forward(self._lonlat)
        self._row_of[:] = -1
        starts = np.r_[0, self._ends].astype(np.intp)[:-1]
        if len(starts) == 0:
            self.numbers, self.boxes = np.zeros(0, dtype=np.intp), np.zeros((0, 4))
            return
        low, high = (reduce.reduceat(self._xy, starts) for reduce in (np.minimum, np.maximum))
        boxes = np.concatenate([low, high], axis=1)
        usable = np.isfinite(boxes).all(axis=1) & (self._ends - starts >= 3)
        areas = np.where(usable, np.prod(high - low, axis=1), -1.0)
        by_hit = np.lexsort((areas, self._owner))
        owners = self._owner[by_hit]
        largest = by_hit[np.r_[owners[1:] != owners[:-1], True]]
        largest = largest[usable[largest]]
        self.numbers, self.boxes = self._owner[largest], np.asfortranarray(boxes[largest])
        self._row_of[self.numbers] = np.arange(len(self.numbers))

    def row_of(self, number: int) -> int:
        """Where a hit stands in ``numbers``, -1 without a position."""
        return int(self._row_of[number]) if 0 <= number < len(self._row_of) else -1

    def box_of(self, number: int) -> Bounds | None:
        """Bounds of one hit, None without a position."""
        row = self.row_of(number)
        if row < 0:
            return None
        west, south, east, north = self.boxes[row].tolist()
        return west, south, east, north

    def all_bounds(self) -> Bounds | None:
        """Bounds of all hits, None without any."""
        return ring_bounds(self.boxes.reshape(-1, 2)) if len(self.boxes) else None

    def rings_of(self, number: int) -> list[np.ndarray]:
        """The rings (m, 2) of one hit that can be drawn."""
        first, last = np.searchsorted(self._owner, [number, number + 1])
        rings = [self._xy[self._ends[r - 1] if r else 0 : self._ends[r]] for r in range(first, last)]
        return [xy for xy in rings if len(xy) >= 3 and np.isfinite(xy).all()]


def _rings(hits: Sequence[TileHit]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points (p, 2) of all rings in degrees, the length of each ring (r,), and the number of its hit (r,)."""
    rings = [(number, ring) for number, hit in enumerate(hits) for ring in hit.tile.footprint_lonlat if ring]
    owner = np.fromiter((number for number, _ in rings), dtype=np.intp, count=len(rings))
    lengths = np.fromiter((len(ring) for _, ring in rings), dtype=np.intp, count=len(rings))
    flat = chain.from_iterable(chain.from_iterable(ring for _, ring in rings))
    lonlat = np.fromiter(flat, dtype=np.float64, count=2 * int(lengths.sum())).reshape(-1, 2)
    return lonlat, lengths, owner
