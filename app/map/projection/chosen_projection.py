"""A map in any CRS that PROJ knows: those of rasters, UTM zones, codes that were typed."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np

from app.map.projection.geometry import EARTH_RADIUS_M, PLATE_CARREE, WEB_MERCATOR, Projection
from app.translation import tr
from msa_core.coordinates import way_from_degrees
from msa_core.errors import UsageError
from msa_core.records import Bounds

_STEP_DEG = 1e-4
_EDGE_POINTS = 21
BEYOND = 1.0
"""The map may be moved by this share of a CRS's own area beyond it, on each side, unless that is the Earth."""


@dataclass(frozen=True, slots=True)
class ChosenProjection(Projection):
    """A projection computed by pyproj. Places it cannot show have infinite coordinates."""

    def forward(self, lonlat: np.ndarray) -> np.ndarray:
        points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
        x, y = way_from_degrees(self.crs).transform(points[:, 0], points[:, 1], errcheck=False)
        return np.column_stack([x, y])

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        way = way_from_degrees(self.crs)
        lon, lat = way.transform(x, y, direction="INVERSE", errcheck=False)
        x_back, y_back = way.transform(lon, lat, errcheck=False)
        # Far outside many projections go round: what does not lead back is not a place of this map.
        slack = 1e-6 * max(1.0, abs(x), abs(y))
        if not (abs(x_back - x) <= slack and abs(y_back - y) <= slack):
            return math.inf, math.inf
        return float(lon), float(lat)

    def ground_m_per_unit(self, y: float, x: float = 0.0) -> float:
        import pyproj

        lon, lat = self.inverse(x, y)
        if not math.isfinite(lon + lat):
            return _unit_m(self.crs)
        lat = max(-89.9, min(89.9, lat))
        east = lon + _STEP_DEG / max(math.cos(math.radians(lat)), 1e-3)
        metres = pyproj.Geod(ellps="WGS84").inv(lon, lat, east, lat)[2]
        (x0, y0), (x1, y1) = self.forward(np.array([[lon, lat], [east, lat]])).tolist()
        units = math.hypot(x1 - x0, y1 - y0)
        return metres / units if math.isfinite(units) and units > 0 else _unit_m(self.crs)

    @property
    def is_plain(self) -> bool:
        return False

    @property
    def world(self) -> Bounds:
        return _world(self.crs)


def projection_of(text: str) -> Projection:
    """The projection of a CRS given as ``EPSG:32633``, ``32633``, WKT or a PROJ string.

    Raises:
        UsageError: no such CRS, or one in which a map would be upside down or mirrored, or that is not a map at all.
    """
    import pyproj
    from pyproj.exceptions import ProjError

    asked = text.strip()
    name = f"EPSG:{asked}" if asked.isdigit() else asked
    for known in (WEB_MERCATOR, PLATE_CARREE):
        if name.upper() == known.crs:
            return known
    try:
        crs = pyproj.CRS.from_user_input(name)
        crs = crs.to_2d() if len(crs.axis_info) == 3 or crs.is_compound else crs
    except ProjError:
        raise UsageError(
            tr(
                "“{asked}” is not a coordinate system that PROJ knows. Write a code as EPSG:32633.",
                asked=asked[:40],
            )
        ) from None
    if not (crs.is_projected or crs.is_geographic):
        raise UsageError(
            tr(
                "{name} ({kind}) is neither projected nor in degrees: it makes no map.",
                name=crs.name,
                kind=name[:20],
            )
        )
    authority = crs.to_authority(min_confidence=100)
    code = ":".join(authority) if authority else crs.to_wkt()
    shown = f"{crs.name} ({code})" if authority else crs.name
    chosen = ChosenProjection(code, shown, False)
    _check(chosen, shown)
    return chosen


def _check(chosen: ChosenProjection, shown: str) -> None:
    """East must lie to the right, and north up, at the middle of its area; around a pole any direction is up."""
    west, south, east, north = _area(chosen.crs)
    lon, lat = (west + east) / 2, max(-89.0, min(89.0, (south + north) / 2))
    xy = chosen.forward(np.array([[lon, lat], [lon + 1e-3, lat], [lon, lat + 1e-3]]))
    if not np.isfinite(xy).all():
        raise UsageError(tr("{shown} leads to no place on Earth.", shown=shown))
    (ax, ay), (bx, by) = (xy[1:] - xy[0]).tolist()
    if ax * by - ay * bx <= 0 or (by <= 0 and abs(lat) < 60):
        raise UsageError(
            tr(
                "{shown} counts to the west or south: a map in it would be mirrored or upside down.",
                shown=shown,
            )
        )


@functools.lru_cache(maxsize=32)
def _unit_m(crs: str) -> float:
    import pyproj

    known = pyproj.CRS.from_user_input(crs)
    factor = float(known.axis_info[0].unit_conversion_factor) if known.axis_info else 1.0
    return factor * EARTH_RADIUS_M if known.is_geographic else factor


@functools.lru_cache(maxsize=32)
def _area(crs: str) -> Bounds:
    """The area of use in degrees, east beyond 180 across the antimeridian; the Earth where none is known."""
    import pyproj

    area = pyproj.CRS.from_user_input(crs).area_of_use
    if area is None:
        return (-180.0, -85.0, 180.0, 85.0)
    east = area.east + 360.0 if area.east < area.west else area.east
    return (area.west, area.south, east, area.north)


@functools.lru_cache(maxsize=32)
def _world(crs: str) -> Bounds:
    """What the map may show: the CRS's area in its own units, and as much again on each side."""
    west, south, east, north = _area(crs)
    lon, lat = np.meshgrid(np.linspace(west, east, _EDGE_POINTS), np.linspace(south, north, _EDGE_POINTS))
    xy = ChosenProjection(crs, "", False).forward(np.column_stack([lon.ravel(), lat.ravel()]))
    xy = xy[np.isfinite(xy).all(axis=1)]
    if not len(xy):
        return (-2e7, -2e7, 2e7, 2e7)
    low, high = xy.min(axis=0), xy.max(axis=0)
    room = (high - low) * (BEYOND if east - west < 300 else 0.0)
    low, high = low - room, high + room
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
