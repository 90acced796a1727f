"""Footprints in WGS84 degrees: their bounds, middle and size on the ground, across 180 degrees too."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Any

from msa_core.records import Bounds, Ring

HALF_TURN = 180.0

_GRATICULE_STEPS_DEG = (
    90.0, 45.0, 30.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001,
)  # fmt: skip


def bounds_of_boxes(boxes: Iterable[Bounds]) -> Bounds | None:
    """West, south, east, north around boxes of the same; None for none.

    Parts on both sides of the antimeridian, each ending there, were split by it: west > east then. A box that goes
    around the whole Earth is no such part.
    """
    parts = list(boxes)
    if not parts:
        return None
    south, north = min(b[1] for b in parts), max(b[3] for b in parts)
    before = [b for b in parts if b[2] >= HALF_TURN]
    behind = [b for b in parts if b[0] <= -HALF_TURN]
    around = any(b[0] <= -HALF_TURN and b[2] >= HALF_TURN for b in parts)
    if len(parts) > 1 and before and behind and not around:
        return min(b[0] for b in before), south, max(b[2] for b in behind), north
    return min(b[0] for b in parts), south, max(b[2] for b in parts), north


def bounds_of_rings(rings: Iterable[Iterable[tuple[float, float]]]) -> Bounds | None:
    """West, south, east, north of closed rings of (lon, lat), as :func:`bounds_of_boxes`; None without a point."""
    boxes = []
    for ring in rings:
        points = list(ring)
        if points:
            lon, lat = [p[0] for p in points], [p[1] for p in points]
            boxes.append((min(lon), min(lat), max(lon), max(lat)))
    return bounds_of_boxes(boxes)


def middle_of_rings(rings: Iterable[Ring]) -> tuple[float, float] | None:
    """Longitude and latitude of the middle of the bounds, longitude in [-180, 180]; None without a position."""
    bounds = bounds_of_rings(rings)
    if bounds is None:
        return None
    west, south, east, north = bounds
    lon = (west + east + (2 * HALF_TURN if west > east else 0.0)) / 2
    return lon - 2 * HALF_TURN if lon > HALF_TURN else lon, (south + north) / 2


def side_m(rings: Iterable[Ring]) -> float | None:
    """Side in metres of the square as large as rings are on the ellipsoid; None without a position.

    The one measure of how large a tile is on the ground: that of a slanted tile does not depend on how it lies.
    """
    areas = []
    for ring in rings:
        area, _ = _ellipsoid().polygon_area_perimeter([p[0] for p in ring], [p[1] for p in ring])
        areas.append(abs(area))
    total = sum(areas)
    return math.sqrt(total) if math.isfinite(total) and total > 0 else None


def length_m(points: Sequence[tuple[float, float]]) -> float:
    """Metres along geodesics of the WGS84 ellipsoid through (lon, lat) in degrees."""
    return float(_ellipsoid().line_length([p[0] for p in points], [p[1] for p in points]))


def area_m2(points: Sequence[tuple[float, float]]) -> float:
    """Square metres of the ellipsoid within geodesics through (lon, lat), whichever way round."""
    if len(points) < 3:
        return 0.0
    area, _ = _ellipsoid().polygon_area_perimeter([p[0] for p in points], [p[1] for p in points])
    return abs(float(area))


def geodesic(points: Sequence[tuple[float, float]], step_m: float = 100_000.0) -> list[tuple[float, float]]:
    """The same way with a point at least every ``step_m``: a geodesic is bent on most maps.

    Longitudes run on across 180 degrees.
    """
    out = list(points[:1])
    for (lon0, lat0), (lon1, lat1) in itertools.pairwise(points):
        metres = _ellipsoid().inv(lon0, lat0, lon1, lat1)[2]
        between = min(int(metres / step_m), 500)
        way = _ellipsoid().npts(lon0, lat0, lon1, lat1, between) if between else []
        for lon, lat in (*way, (lon1, lat1)):
            out.append((lon + 360.0 * round((out[-1][0] - lon) / 360.0), lat))
    return out


@functools.cache
def graticule_step(span_deg: float, lines: int = 6) -> float:
    """The step in degrees that draws at most about ``lines`` lines of a graticule over ``span_deg``; never 0."""
    fitting = [step for step in _GRATICULE_STEPS_DEG if span_deg / step <= lines]
    return fitting[-1] if fitting else _GRATICULE_STEPS_DEG[0]


def _ellipsoid() -> Any:
    import pyproj  # training imports this module where there is no pyproj

    return pyproj.Geod(ellps="WGS84")
