"""Which hits are drawn as frames and which are merged into a count, so that any number stays readable. No Qt.

Hits are merged in cells of the map that are as large on screen at any zoom. Cells hang on the map, not on the canvas:
panning changes no count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.map.projection.geometry import Viewport
from msa_core.records import Bounds

FRAME_PX = 26.0
"""A footprint at least this large on screen is drawn as it is."""
DOT_PX = 12.0
"""One that stands alone, too, from this size on; a smaller one is a dot."""
MAX_FRAMES = 250
"""Frames at once, the best; the rest is counted."""
CELL_PX = 52.0
LONE_RADIUS_PX = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Hits that are merged.

    Attributes:
        x, y: (c,) in view coordinates.
        radius: (c,) logical pixels.
        counts: (c,) how many hits; a single one is a dot.
        best: (c,) place of the best of them in the arrays of hits.
        merged: (m,) places of the hits that are merged, ascending.
        cells: (m,) the cell of each of them.
        cluster_of_cell: for each cell its cluster, -1 for a hit that is drawn as a frame after all.
    """

    x: np.ndarray
    y: np.ndarray
    radius: np.ndarray
    counts: np.ndarray
    best: np.ndarray
    merged: np.ndarray
    cells: np.ndarray
    cluster_of_cell: np.ndarray

    def of(self, place: int) -> int:
        """The cluster of one hit, -1 for one that is drawn as a frame or out of view."""
        at = int(np.searchsorted(self.merged, place))
        if at == len(self.merged) or self.merged[at] != place:
            return -1
        return int(self.cluster_of_cell[self.cells[at]])

    def members(self, cluster: int) -> np.ndarray:
        """Places of the hits of one cluster, the best first."""
        return self.merged[self.cluster_of_cell[self.cells] == cluster]

    def at(self, x: float, y: float, reach_px: float) -> int:
        """The nearest cluster that covers a point of the view, -1 for none."""
        if len(self.x) == 0:
            return -1
        away = np.hypot(self.x - x, self.y - y)
        near = int(np.argmin(away - self.radius))
        return near if away[near] <= self.radius[near] + reach_px else -1


@dataclass(frozen=True, slots=True)
class HitLayout:
    """``frames``: places of the hits drawn as frames, the best first; and the others."""

    frames: np.ndarray
    clusters: Clusters


def lay_out(boxes: np.ndarray, view: Viewport) -> HitLayout:
    """Lay out hits with bounds (n, 4) in map coordinates, the best first; fastest with its columns contiguous."""
    west, south, east, north = boxes.T
    units = view.units_per_px
    sizes = np.maximum(east - west, north - south)
    large = np.flatnonzero(sizes >= FRAME_PX * units)
    frames = large[_touching(boxes[large], view.bounds)][:MAX_FRAMES]
    x, y = (west + east) / 2, (south + north) / 2
    rest = _inside(x, y, _whole_cells(view))
    rest[frames] = False
    clusters = _clusters(x, y, np.flatnonzero(rest), view)
    lone = np.flatnonzero(clusters.counts == 1)
    lone = lone[sizes[clusters.best[lone]] >= DOT_PX * units]
    if len(lone) == 0:
        return HitLayout(frames, clusters)
    frames = np.sort(np.concatenate([frames, clusters.best[lone]]))
    return HitLayout(frames, _without(clusters, lone))


def _touching(boxes: np.ndarray, bounds: Bounds) -> np.ndarray:
    west, south, east, north = bounds
    return (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)


def _inside(x: np.ndarray, y: np.ndarray, bounds: Bounds) -> np.ndarray:
    west, south, east, north = bounds
    return (x >= west) & (x < east) & (y >= south) & (y < north)


def _whole_cells(view: Viewport) -> Bounds:
    """The view, and what else lies in the cells at its edge: their counts must not change while it moves."""
    cell = CELL_PX * view.units_per_px
    west, south, east, north = view.bounds
    return (
        math.floor(west / cell) * cell,
        math.floor(south / cell) * cell,
        math.ceil(east / cell) * cell,
        math.ceil(north / cell) * cell,
    )


def _clusters(all_x: np.ndarray, all_y: np.ndarray, which: np.ndarray, view: Viewport) -> Clusters:
    """The hits ``which`` merged by cell; ``all_x`` and ``all_y`` (n,) are the middles of all hits."""
    cell = CELL_PX * view.units_per_px
    x, y = all_x[which], all_y[which]
    west, south, east, _ = _whole_cells(view)
    columns = max(1, round((east - west) / cell))
    key = ((y - south) / cell).astype(np.intp)
    key *= columns
    key += ((x - west) / cell).astype(np.intp)
    counts = np.bincount(key)
    used = np.flatnonzero(counts)
    number = np.full(len(counts), -1, dtype=np.intp)
    number[used] = np.arange(len(used))
    best = np.full(len(counts), len(all_x), dtype=np.intp)
    np.minimum.at(best, key, which)
    counts, radius = counts[used], _radius(counts[used])
    middle = np.stack([np.bincount(key, weights=w, minlength=1)[used] for w in (x, y)]) / np.maximum(
        counts, 1
    )
    # Kept within the cell, so that neighbours do not overlap; a single one stands where it is.
    slack = np.where(counts > 1, radius * view.units_per_px, 0.0)
    corner = np.stack([west + used % columns * cell, south + used // columns * cell])
    at = view.to_view(np.clip(middle, corner + slack, corner + cell - slack).T)
    return Clusters(
        x=at[:, 0],
        y=at[:, 1],
        radius=radius,
        counts=counts,
        best=best[used],
        merged=which,
        cells=key,
        cluster_of_cell=number,
    )


def _radius(counts: np.ndarray) -> np.ndarray:
    """From a dot to 20 pixels for ten thousand and more."""
    return np.where(
        counts > 1, np.clip(9.0 + 3.0 * np.log10(np.maximum(counts, 1)), 10.0, 21.0), LONE_RADIUS_PX
    )


def _without(clusters: Clusters, left_out: np.ndarray) -> Clusters:
    kept = np.ones(len(clusters.x) + 1, dtype=bool)
    kept[left_out] = False
    kept[-1] = False  # index -1: in no cluster
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    keep = kept[:-1]
    parts = {name: getattr(clusters, name)[keep] for name in ("x", "y", "radius", "counts", "best")}
    return Clusters(
        **parts,
        merged=clusters.merged,
        cells=clusters.cells,
        cluster_of_cell=number[clusters.cluster_of_cell],
    )
