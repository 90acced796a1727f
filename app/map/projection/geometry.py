"""Where things lie on the map: projections, the viewport, scale bars. Pure mathematics, no Qt.

Map coordinates are those of the map CRS (x right, y up). View coordinates are logical pixels of the canvas
(x right, y down). The canvas keeps a :class:`Viewport` in double precision and gives its layers view
coordinates; large eastings therefore never reach Qt's painter and nothing jitters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from msa_core.records import Bounds, Ring

EARTH_RADIUS_M = 6378137.0
MAX_MERCATOR_LAT = 85.05112877980659
WORLD_HALF_M = math.pi * EARTH_RADIUS_M
SCREEN_DPI = 96.0
MIN_GROUND_M_PER_PX = 0.002


@dataclass(frozen=True, slots=True)
class Projection:
    """A map CRS that needs no library: spherical Mercator, or degrees as they are (to the poles).

    Others are in :mod:`app.map.projection.chosen_projection`.

    Attributes:
        crs: authority code, as the raster room understands it.
        name: what the status bar calls it.
        mercator: True for EPSG:3857, False for EPSG:4326.
    """

    crs: str
    name: str
    mercator: bool

    def forward(self, lonlat: np.ndarray) -> np.ndarray:
        """WGS84 degrees (n, 2) as lon, lat -> map coordinates (n, 2) float64; latitudes are clamped."""
        out = np.asarray(lonlat, dtype=np.float64).copy()
        if self.mercator:
            lat = np.radians(np.clip(out[:, 1], -MAX_MERCATOR_LAT, MAX_MERCATOR_LAT))
            out[:, 0] = np.radians(out[:, 0]) * EARTH_RADIUS_M
            out[:, 1] = np.log(np.tan(np.pi / 4 + lat / 2)) * EARTH_RADIUS_M
        return out

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Map coordinates -> lon, lat in degrees (outside the world's bounds when the point is)."""
        if not self.mercator:
            return x, y
        lat = 2 * math.atan(math.exp(max(-50.0, min(50.0, y / EARTH_RADIUS_M)))) - math.pi / 2
        return math.degrees(x / EARTH_RADIUS_M), math.degrees(lat)

    def ground_m_per_unit(self, y: float, x: float = 0.0) -> float:
        """Ground metres of one map unit to the east, at a map position (sphere; within 0.4 %)."""
        _, lat = self.inverse(0.0, y)
        shrink = max(math.cos(math.radians(max(-89.9, min(89.9, lat)))), 1e-3)
        return shrink if self.mercator else shrink * math.pi * EARTH_RADIUS_M / 180.0

    @property
    def is_plain(self) -> bool:
        """Whether meridians and parallels are straight and at right angles, so that a box stays a box."""
        return True

    @property
    def world(self) -> Bounds:
        """The whole Earth in map coordinates."""
        if self.mercator:
            return (-WORLD_HALF_M, -WORLD_HALF_M, WORLD_HALF_M, WORLD_HALF_M)
        return (-180.0, -90.0, 180.0, 90.0)


WEB_MERCATOR = Projection("EPSG:3857", "Web Mercator (EPSG:3857)", True)
PLATE_CARREE = Projection("EPSG:4326", "WGS84 degrees (EPSG:4326)", False)


def projection_for(footprints: Iterable[Sequence[Ring]]) -> Projection:
    """Web Mercator, or degrees as soon as one footprint lies wholly nearer a pole than Mercator reaches."""
    for rings in footprints:
        for ring in rings:
            lats = [lat for _, lat in ring]
            if lats and (min(lats) > MAX_MERCATOR_LAT or max(lats) < -MAX_MERCATOR_LAT):
                return PLATE_CARREE
    return WEB_MERCATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewport:
    """The part of the map on screen.

    Attributes:
        center_x, center_y: the middle, in map units.
        units_per_px: map units per logical pixel.
        width_px, height_px: size of the canvas in logical pixels, at least 1.
    """

    center_x: float
    center_y: float
    units_per_px: float
    width_px: int
    height_px: int

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of the view in map units."""
        half_w = self.width_px * self.units_per_px / 2
        half_h = self.height_px * self.units_per_px / 2
        return (
            self.center_x - half_w,
            self.center_y - half_h,
            self.center_x + half_w,
            self.center_y + half_h,
        )

    def to_view(self, xy: np.ndarray) -> np.ndarray:
        """Map coordinates (n, 2) -> view coordinates (n, 2), differences taken before the division."""
        out = np.empty_like(xy, dtype=np.float64)
        out[:, 0] = (xy[:, 0] - self.center_x) / self.units_per_px + self.width_px / 2
        out[:, 1] = (self.center_y - xy[:, 1]) / self.units_per_px + self.height_px / 2
        return out

    def box_to_view(self, box: Bounds) -> tuple[float, float, float, float]:
        """Map bounds -> x, y, width, height in view coordinates."""
        west, south, east, north = box
        x = (west - self.center_x) / self.units_per_px + self.width_px / 2
        y = (self.center_y - north) / self.units_per_px + self.height_px / 2
        return x, y, (east - west) / self.units_per_px, (north - south) / self.units_per_px

    def to_map(self, view_x: float, view_y: float) -> tuple[float, float]:
        """View coordinates -> map coordinates."""
        return (
            self.center_x + (view_x - self.width_px / 2) * self.units_per_px,
            self.center_y - (view_y - self.height_px / 2) * self.units_per_px,
        )

    def zoomed(self, factor: float, view_x: float, view_y: float) -> Viewport:
        """Magnified by ``factor``; the map point under (view_x, view_y) stays where it is."""
        x, y = self.to_map(view_x, view_y)
        units = self.units_per_px / factor
        return replace(
            self,
            center_x=x - (view_x - self.width_px / 2) * units,
            center_y=y + (view_y - self.height_px / 2) * units,
            units_per_px=units,
        )

    def panned(self, dx_px: float, dy_px: float) -> Viewport:
        """The map moved by view pixels, as if taken by the hand."""
        return replace(
            self,
            center_x=self.center_x - dx_px * self.units_per_px,
            center_y=self.center_y + dy_px * self.units_per_px,
        )

    def resized(self, width_px: int, height_px: int) -> Viewport:
        """Another size of canvas around the same middle at the same resolution."""
        return replace(self, width_px=max(1, width_px), height_px=max(1, height_px))

    def fitted(self, box: Bounds, margin: float = 0.08) -> Viewport:
        """The middle and resolution that show ``box`` with a free ``margin`` (fraction of the canvas)."""
        west, south, east, north = box
        room = max(0.1, 1 - 2 * margin)
        units = max((east - west) / (self.width_px * room), (north - south) / (self.height_px * room), 1e-12)
        return replace(self, center_x=(west + east) / 2, center_y=(south + north) / 2, units_per_px=units)

    def clamped(self, projection: Projection) -> Viewport:
        """Kept on Earth: the middle inside the world, the resolution between 2 mm and the whole world."""
        west, south, east, north = projection.world
        x = min(max(self.center_x, west), east)
        y = min(max(self.center_y, south), north)
        largest = 1.3 * (east - west) / max(64, min(self.width_px, self.height_px))
        smallest = MIN_GROUND_M_PER_PX / projection.ground_m_per_unit(y, x)
        return replace(
            self, center_x=x, center_y=y, units_per_px=min(max(self.units_per_px, smallest), largest)
        )

    def between(self, other: Viewport, t: float) -> Viewport:
        """A step of a flight from here to ``other``: resolution geometrically, the middle in step with it."""
        units = self.units_per_px * (other.units_per_px / self.units_per_px) ** t
        change = other.units_per_px - self.units_per_px
        near = abs(change) < 1e-6 * self.units_per_px
        share = t if near else (units - self.units_per_px) / change
        return Viewport(
            center_x=self.center_x + (other.center_x - self.center_x) * share,
            center_y=self.center_y + (other.center_y - self.center_y) * share,
            units_per_px=units,
            width_px=other.width_px,
            height_px=other.height_px,
        )


def lonlat_bounds_of(view: Viewport, projection: Projection, steps: int = 12) -> Bounds:
    """What a view shows, in degrees and cut at the world's edge: exact on plain maps, else of a grid of points.

    Around a pole, or where nothing of the Earth is in view, it is all longitudes, or the whole Earth.
    """
    west, south, east, north = view.bounds
    if projection.is_plain:
        (lon0, lat0), (lon1, lat1) = projection.inverse(west, south), projection.inverse(east, north)
        return (max(lon0, -180.0), max(lat0, -90.0), min(lon1, 180.0), min(lat1, 90.0))
    grid = [
        projection.inverse(float(x), float(y))
        for x in np.linspace(west, east, steps + 1)
        for y in np.linspace(south, north, steps + 1)
    ]
    seen = np.array([place for place in grid if math.isfinite(place[0] + place[1])]).reshape(-1, 2)
    if not len(seen):
        return (-180.0, -90.0, 180.0, 90.0)
    low, high = seen.min(axis=0), seen.max(axis=0)
    # Between the points of the grid there may be more, and across 180 degrees all longitudes are in between.
    low, high = low - (high - low) / steps, high + (high - low) / steps
    low, high = np.maximum(low, (-180.0, -90.0)), np.minimum(high, (180.0, 90.0))
    if high[0] - low[0] > 180:
        low[0], high[0] = -180.0, 180.0
    for pole in (-90.0, 90.0):
        (x, y), *_ = projection.forward(np.array([[0.0, pole]])).tolist()
        if west <= x <= east and south <= y <= north:
            return (-180.0, min(float(low[1]), pole), 180.0, max(float(high[1]), pole))
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def intersection(a: Bounds, b: Bounds) -> Bounds | None:
    """The common part of two bounds, or None."""
    box = (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    return box if box[0] < box[2] and box[1] < box[3] else None


def union(boxes: Iterable[Bounds]) -> Bounds | None:
    """The smallest bounds around all ``boxes``, or None without any."""
    rows = np.array(list(boxes), dtype=np.float64).reshape(-1, 4)
    rows = rows[np.isfinite(rows).all(axis=1)]
    if len(rows) == 0:
        return None
    low, high = rows[:, :2].min(axis=0), rows[:, 2:].max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def contains(outer: Bounds, inner: Bounds) -> bool:
    """Whether ``inner`` lies within ``outer``, up to a millionth of its size."""
    slack = 1e-6 * max(inner[2] - inner[0], inner[3] - inner[1])
    return (
        outer[0] <= inner[0] + slack
        and outer[1] <= inner[1] + slack
        and outer[2] >= inner[2] - slack
        and outer[3] >= inner[3] - slack
    )


def ring_bounds(xy: np.ndarray) -> Bounds:
    """Bounds of points (n, 2)."""
    low, high = xy.min(axis=0), xy.max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def with_points_between(lonlat: np.ndarray, steps: int = 8) -> np.ndarray:
    """A ring (n, 2) with each of its sides in ``steps``: straight in degrees, it is bent in most projections."""
    if len(lonlat) < 2:
        return lonlat
    share = np.arange(steps)[None, :, None] / steps
    between = lonlat[:-1, None] + (lonlat[1:, None] - lonlat[:-1, None]) * share
    return np.concatenate([between.reshape(-1, 2), lonlat[-1:]])


def rings_on_map(projection: Projection, rings: Sequence[Ring]) -> list[np.ndarray]:
    """Footprint rings in degrees -> arrays (n, 2) of map coordinates; unusable rings are left out."""
    out = []
    for ring in rings:
        lonlat = np.array(ring, dtype=np.float64).reshape(-1, 2)
        xy = projection.forward(lonlat if projection.is_plain else with_points_between(lonlat))
        if len(xy) >= 3 and np.isfinite(xy).all():
            out.append(xy)
    return out


def focus_bounds(rings_xy: Sequence[np.ndarray]) -> Bounds | None:
    """What to zoom to for one footprint; of the two halves at the antimeridian the larger one."""
    boxes = [ring_bounds(xy) for xy in rings_xy]
    return max(boxes, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]), default=None)


def one_in_each_cell(points: np.ndarray, side_px: float = 2.0) -> np.ndarray:
    """Of points (n, 2) in view coordinates the last in each square of the screen: a million look like these few."""
    if len(points) < 2:
        return points
    cells = np.floor(points / side_px).astype(np.int64)
    cells -= cells.min(axis=0)
    key = cells[:, 1] * (cells[:, 0].max() + 1) + cells[:, 0]
    _, last = np.unique(key[::-1], return_index=True)
    return points[np.sort(len(points) - 1 - last)]


def contains_point(xy: np.ndarray, x: float, y: float) -> bool:
    """Whether the ring (n, 2) contains the point: even-odd rule."""
    x0, y0 = xy[:, 0], xy[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    return bool(np.count_nonzero(crosses & (x < at)) % 2)
