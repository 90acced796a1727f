"""Land and coasts of the Earth in the map's CRS: Natural Earth's, each square projected when it is first seen."""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from app.map.projection.geometry import Projection
from msa_core.config import resource_path
from msa_core.records import Bounds

FAR, NEAR = "far", "near"
GROUND, COAST = "land", "coast"
NEAR_FROM_M_PER_PX = 6_000.0
BUDGET_S = 0.01
"""Time that a frame may spend on squares seen for the first time; the rest comes with the next frames."""
INWARD = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Degrees:
    """Shapes as they are stored.

    Attributes:
        points: (n, 2) longitude and latitude, ring after ring.
        starts, ends: (r,) of each ring among the points.
        first: (s,) the first ring of each shape.
        boxes: (s, 4) west, south, east, north of each shape.
    """

    points: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    first: np.ndarray
    boxes: np.ndarray

    def rings(self, shape: int) -> list[np.ndarray]:
        """The rings (m, 2) of a shape."""
        last = self.first[shape + 1] if shape + 1 < len(self.first) else len(self.starts)
        numbers = range(int(self.first[shape]), int(last))
        return [self.points[self.starts[ring] : self.ends[ring]] for ring in numbers]


@dataclass(slots=True, kw_only=True)
class LandShapes:
    """Shapes of one kind and level of detail in one CRS.

    Attributes:
        is_complete: whether the last call of :meth:`within` had time for all of them.
    """

    projection: Projection
    degrees: Degrees
    is_complete: bool = True
    _paths: dict[int, QPainterPath | None] = field(default_factory=dict)

    def within(self, lonlat: Bounds, budget_s: float = BUDGET_S) -> list[QPainterPath]:
        """Paths in map coordinates of what touches west, south, east, north in degrees; what the CRS cannot show is
        left out, and for now what there is no time for.
        """
        west, south, east, north = lonlat
        b = self.degrees.boxes
        seen = (b[:, 0] <= east) & (b[:, 2] >= west) & (b[:, 1] <= north) & (b[:, 3] >= south)
        until = time.perf_counter() + budget_s
        self.is_complete = True
        out = []
        for number in np.flatnonzero(seen).tolist():
            if number not in self._paths:
                if time.perf_counter() > until:
                    self.is_complete = False
                    continue
                self._paths[number] = _path(self.projection, self.degrees.rings(number))
            path = self._paths[number]
            if path is not None:
                out.append(path)
        return out


@functools.lru_cache(maxsize=12)
def land_in(projection: Projection, level: str, kind: str) -> LandShapes:
    """``GROUND`` (closed) or ``COAST`` (open) at ``FAR`` or ``NEAR``."""
    return LandShapes(projection=projection, degrees=_degrees(f"{level}_{kind}"))


def _path(projection: Projection, rings: list[np.ndarray]) -> QPainterPath | None:
    longest = _longest_step(projection)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for lonlat in rings:
        xy = projection.forward(lonlat)
        if not _is_whole(xy, longest):
            xy = projection.forward(_drawn_in(lonlat))
        if _is_whole(xy, longest):
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in xy.tolist()]))
    return None if path.isEmpty() else path


def _is_whole(ring: np.ndarray, longest: float) -> bool:
    """Whether a ring (n, 2) of the map can be drawn: neither beyond the CRS nor torn by its edge."""
    return len(ring) > 1 and bool(np.isfinite(ring).all() and np.abs(np.diff(ring, axis=0)).max() <= longest)


def _drawn_in(lonlat: np.ndarray) -> np.ndarray:
    """A ring a little smaller: its side on the edge of a CRS then lies on one side of it."""
    middle = (lonlat.min(axis=0) + lonlat.max(axis=0)) / 2
    return middle + (lonlat - middle) * (1 - INWARD)


def _longest_step(projection: Projection) -> float:
    """Points lie a degree or so apart: a step across a fifth of the world jumps over the edge of the projection."""
    west, south, east, north = projection.world
    return max(east - west, north - south) / 5


@functools.lru_cache(maxsize=4)
def _degrees(name: str) -> Degrees:
    with np.load(resource_path("map", "land.npz")) as stored:
        points = np.cumsum(stored[f"{name}_steps"], axis=0, dtype=np.int16).astype(np.float64) / 100
        ends, shape_of = stored[f"{name}_ends"], stored[f"{name}_shape"]
    starts = np.r_[0, ends[:-1]]
    first = np.flatnonzero(np.diff(shape_of, prepend=-1))  # the first ring of each shape
    low, high = (reduce.reduceat(points, starts[first]) for reduce in (np.minimum, np.maximum))
    boxes = np.concatenate([low, high], axis=1)
    return Degrees(points=points, starts=starts, ends=ends, first=first, boxes=boxes)
