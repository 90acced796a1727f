"""Which hits are drawn as frames and which are merged into a count, so that any number stays readable. No Qt.

Hits are merged in cells of the map that are as large on screen at any zoom. Cells hang on the map, not on the canvas:
panning changes no count.
"""

from __future__ import annotations

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
        cell_of: (n,) the cluster of each hit, -1 for those drawn as frames or out of view.
    """

    x: np.ndarray
    y: np.ndarray
    radius: np.ndarray
    counts: np.ndarray
    best: np.ndarray
    cell_of: np.ndarray

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
    """Lay out hits with bounds (n, 4) in map coordinates, the best first."""
    units = view.units_per_px
    sizes = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) / units
    seen = _touching(boxes, view.bounds)
    frames = np.flatnonzero(seen & (sizes >= FRAME_PX))[:MAX_FRAMES]
    rest = _touching(boxes, _whole_cells(view))
    rest[frames] = False
    clusters = _clusters(boxes, np.flatnonzero(rest), view)
    lone = np.flatnonzero(clusters.counts == 1)
    lone = lone[sizes[clusters.best[lone]] >= DOT_PX]
    if len(lone) == 0:
        return HitLayout(frames, clusters)
    frames = np.sort(np.concatenate([frames, clusters.best[lone]]))
    return HitLayout(frames, _without(clusters, lone))


def _touching(boxes: np.ndarray, bounds: Bounds) -> np.ndarray:
    west, south, east, north = bounds
    return (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)


def _whole_cells(view: Viewport) -> Bounds:
    """The view, and what else lies in the cells at its edge: their counts must not change while it moves."""
    cell = CELL_PX * view.units_per_px
    west, south, east, north = view.bounds
    return (
        np.floor(west / cell) * cell,
        np.floor(south / cell) * cell,
        np.ceil(east / cell) * cell,
        np.ceil(north / cell) * cell,
    )


def _clusters(boxes: np.ndarray, which: np.ndarray, view: Viewport) -> Clusters:
    cell = CELL_PX * view.units_per_px
    x = (boxes[which, 0] + boxes[which, 2]) / 2
    y = (boxes[which, 1] + boxes[which, 3]) / 2
    west, south, east, north = _whole_cells(view)
    inside = (x >= west) & (x < east) & (y >= south) & (y < north)
    which, x, y = which[inside], x[inside], y[inside]
    columns = max(1, round((east - west) / cell))
    column, row = ((x - west) / cell).astype(np.intp), ((y - south) / cell).astype(np.intp)
    key = row * columns + column
    counts = np.bincount(key)
    used = np.flatnonzero(counts)
    number = np.zeros(len(counts), dtype=np.intp)
    number[used] = np.arange(len(used))
    cell_of = np.full(len(boxes), -1, dtype=np.intp)
    cell_of[which] = number[key]
    best = np.zeros(len(counts), dtype=np.intp)
    best[key[::-1]] = which[::-1]  # the first, which is the best, is written last
    counts, radius = counts[used], _radius(counts[used])
    middle = np.stack([np.bincount(key, weights=w, minlength=1)[used] for w in (x, y)]) / np.maximum(
        counts, 1
    )
    # Kept within the cell, so that neighbours do not overlap; a single one stands where it is.
    slack = np.where(counts > 1, radius * view.units_per_px, 0.0)
    corner = np.stack([west + used % columns * cell, south + used // columns * cell])
    at = view.to_view(np.clip(middle, corner + slack, corner + cell - slack).T)
    return Clusters(x=at[:, 0], y=at[:, 1], radius=radius, counts=counts, best=best[used], cell_of=cell_of)


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
    return Clusters(**parts, cell_of=number[clusters.cell_of])
