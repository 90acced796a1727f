"""Very many footprints on the map at once, as arrays: placed on any thread, and looked up by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from app.map.projection.geometry import Projection, with_points_between
from msa_core.records import Ring

SLICE = 1000
"""So many footprints are taken at once: in between another thread may have its turn."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rings:
    """Rings of footprints in map coordinates; those that the map cannot show are left out.

    Attributes:
        points_xy: of all rings, one ring after the other, float64 (p, 2).
        starts, ends: where each ring begins and ends among them, (n,).
        owners: the number of each ring's footprint, (n,), ascending.
        sides: which of its footprint's rings it is, (n,): one that crosses the antimeridian has two.
        boxes: west, south, east, north of each ring, (n, 4).
    """

    points_xy: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    owners: np.ndarray
    sides: np.ndarray
    boxes: np.ndarray

    def __len__(self) -> int:
        return len(self.owners)

    def ring(self, number: int) -> np.ndarray:
        """Map coordinates (m, 2) of one ring."""
        return self.points_xy[self.starts[number] : self.ends[number]]

    def taken(self, numbers: np.ndarray) -> Rings:
        """Some of the rings, in the order of ``numbers``."""
        return Rings(
            points_xy=self.points_xy,
            starts=self.starts[numbers],
            ends=self.ends[numbers],
            owners=self.owners[numbers],
            sides=self.sides[numbers],
            boxes=self.boxes[numbers],
        )


def rings_of(projection: Projection, footprints: Sequence[Sequence[Ring]]) -> Rings:
    """All rings of footprints in degrees, placed on the map."""
    slices = [
        _slice(projection, footprints[start : start + SLICE], start)
        for start in range(0, len(footprints), SLICE)
    ] or [_slice(projection, (), 0)]
    before = np.cumsum([0, *(len(one.points_xy) for one in slices)])
    owners = np.concatenate([one.owners for one in slices])
    firsts = np.searchsorted(owners, owners)
    return Rings(
        points_xy=np.concatenate([one.points_xy for one in slices]),
        starts=np.concatenate([one.starts + at for one, at in zip(slices, before, strict=False)]),
        ends=np.concatenate([one.ends + at for one, at in zip(slices, before, strict=False)]),
        owners=owners,
        sides=np.arange(len(owners)) - firsts,
        boxes=np.concatenate([one.boxes for one in slices]),
    )


def _slice(projection: Projection, footprints: Sequence[Sequence[Ring]], first: int) -> Rings:
    known = [(first + at, ring) for at, rings in enumerate(footprints) for ring in rings if len(ring) >= 3]
    none = np.zeros(0, dtype=np.int64)
    if not known:
        return Rings(
            points_xy=np.zeros((0, 2)),
            starts=none,
            ends=none,
            owners=none,
            sides=none,
            boxes=np.zeros((0, 4)),
        )
    if projection.is_plain:
        lengths = [len(ring) for _, ring in known]
        points = chain.from_iterable(ring for _, ring in known)
        lonlat = np.fromiter(chain.from_iterable(points), dtype=np.float64, count=2 * sum(lengths))
        lonlat = lonlat.reshape(-1, 2)
    else:
        dense = [with_points_between(np.array(ring, dtype=np.float64).reshape(-1, 2)) for _, ring in known]
        lengths, lonlat = [len(ring) for ring in dense], np.concatenate(dense)
    xy = projection.forward(lonlat)
    ends = np.cumsum(np.array(lengths, dtype=np.int64))
    starts = ends - np.array(lengths, dtype=np.int64)
    usable = np.logical_and.reduceat(np.isfinite(xy).all(axis=1), starts)
    boxes = np.hstack([np.minimum.reduceat(xy, starts), np.maximum.reduceat(xy, starts)])
    return Rings(
        points_xy=xy,
        starts=starts[usable],
        ends=ends[usable],
        owners=np.array([owner for owner, _ in known], dtype=np.int64)[usable],
        sides=none,
        boxes=boxes[usable],
    )
