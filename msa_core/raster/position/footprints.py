"""Outlines of pixel boxes in longitude and latitude: across the antimeridian, around a pole, off the limb."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Polygon, box
from shapely.geometry.polygon import orient

from msa_core.records import PixelBox, Ring

ToLonLat = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]

# A side in 16 steps keeps a UTM tile's outline within a thousandth of its size; a coarser grid than
# 49 x 49 misses much of a globe seen from a geostationary orbit.
_STEPS_A_SIDE = 16
_GRID = 49
_ALONG, _AT_0, _AT_1 = (
    np.arange(_STEPS_A_SIDE) / _STEPS_A_SIDE,
    np.zeros(_STEPS_A_SIDE),
    np.ones(_STEPS_A_SIDE),
)
_AROUND_X = np.concatenate([_ALONG, _AT_1, 1.0 - _ALONG, _AT_0])
_AROUND_Y = np.concatenate([_AT_0, _ALONG, _AT_1, 1.0 - _ALONG])
# Of the outline's extent in each axis: 2 m on a satellite scene, millimetres on a tile.
_TOLERANCE = 2e-5
_DIGITS = 9


def rings_of(to_lonlat: ToLonLat, pixel_bbox: PixelBox, straight: bool) -> tuple[Ring, ...]:
    """Closed counter-clockwise outer rings of a pixel box in [-180, 180] x [-90, 90].

    Args:
        to_lonlat: pixel x, y -> longitude, latitude; ``inf`` where there is no answer.
        pixel_bbox: x0, y0, x1, y1.
        straight: True when sides of the box are straight in degrees, so that corners suffice.
    """
    x_px, y_px = _perimeter(pixel_bbox)
    lon, lat = to_lonlat(x_px, y_px)
    if not np.isfinite(lon).all():
        x_px, y_px = _visible_outline(to_lonlat, pixel_bbox)
        if x_px.size < 3:
            return ()
        lon, lat = to_lonlat(x_px, y_px)
        straight = False
    ring = np.column_stack([lon, lat])
    # Within half a turn there is nothing to unwrap, and no pole.
    if np.ptp(lon) >= 180.0:
        ring[:, 0] = np.unwrap(lon, period=360.0)
        if _encloses_pole(ring):
            return _split(_with_pole(ring))
    ring = ring[::_STEPS_A_SIDE] if straight else _simplified(ring)
    if np.abs(ring[:, 0]).max() <= 180.0 and np.abs(ring[:, 1]).max() <= 90.0:
        return _plain(ring)
    return _split(ring)


def _perimeter(pixel_bbox: PixelBox) -> tuple[np.ndarray, np.ndarray]:
    """Points around the box, corners first on each side, not closed."""
    x0, y0, x1, y1 = pixel_bbox
    return x0 + (x1 - x0) * _AROUND_X, y0 + (y1 - y0) * _AROUND_Y


def _visible_outline(to_lonlat: ToLonLat, pixel_bbox: PixelBox) -> tuple[np.ndarray, np.ndarray]:
    """Outline, in pixels, of the part of the box that lies on Earth: the hull of a grid's good points."""
    x0, y0, x1, y1 = pixel_bbox
    x_px, y_px = np.meshgrid(np.linspace(x0, x1, _GRID), np.linspace(y0, y1, _GRID))
    good = np.isfinite(to_lonlat(x_px, y_px)[0])
    hull = MultiPoint(np.column_stack([x_px[good], y_px[good]])).convex_hull
    if not isinstance(hull, Polygon) or hull.is_empty:
        return np.empty(0), np.empty(0)
    step = max(x1 - x0, y1 - y0) / _GRID
    points = shapely.get_coordinates(shapely.segmentize(hull.exterior, step))[:-1]
    on_earth = np.isfinite(to_lonlat(points[:, 0], points[:, 1])[0])
    return points[on_earth, 0], points[on_earth, 1]


def _simplified(ring: np.ndarray) -> np.ndarray:
    """Without the points that change nothing to speak of: a small tile keeps its four corners.

    Each axis by its own extent: near a pole a hundred metres are many degrees of longitude and hardly any of latitude.
    """
    extent = np.ptp(ring, axis=0)
    extent[extent == 0.0] = 1.0
    closed = shapely.linestrings(np.vstack([ring, ring[:1]]) / extent)
    kept = shapely.get_coordinates(shapely.simplify(closed, _TOLERANCE))[:-1]
    return np.asarray(kept * extent)


def _plain(ring: np.ndarray) -> tuple[Ring, ...]:
    """The common case, without the cost of clipping: only direction and closing."""
    x, y = np.vstack([ring, ring[:1]]).T
    area = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
    if area == 0.0:
        return ()
    turned = ring if area > 0 else ring[::-1]
    return (_closed(np.vstack([turned, turned[:1]])),)


def _encloses_pole(ring: np.ndarray) -> bool:
    """True when going around once ends a full turn from the start."""
    closing = np.unwrap([ring[-1, 0], ring[0, 0]], period=360.0)[1]
    return bool(abs(closing - ring[0, 0]) > 180.0)


def _split(ring: np.ndarray) -> tuple[Ring, ...]:
    """Clip an unwrapped ring to each turn of the globe it touches, and bring what is clipped home."""
    polygon = Polygon(ring)
    if not polygon.is_valid:
        polygon = shapely.make_valid(polygon)
    first = int(np.floor((ring[:, 0].min() + 180.0) / 360.0))
    last = int(np.floor((ring[:, 0].max() + 180.0) / 360.0))
    clipped = []
    for turn in range(first, last + 1):
        world = box(-180.0 + 360.0 * turn, -90.0, 180.0 + 360.0 * turn, 90.0)
        inside = polygon.intersection(world)
        clipped.append(shapely.transform(inside, lambda xy, turn=turn: xy - [360.0 * turn, 0.0]))
    # On the grid that rings are rounded to: less a turn, the ends of a cap around a pole differ by a rounding error,
    # and would stay two polygons with a common side.
    whole = shapely.union_all(clipped, grid_size=10.0**-_DIGITS) if len(clipped) > 1 else clipped[0]
    parts = [part for part in shapely.get_parts(whole) if isinstance(part, Polygon) and part.area > 0]
    return tuple(_ring(part) for part in parts)


def _with_pole(ring: np.ndarray) -> np.ndarray:
    """Lead the ring's open ends along the nearer pole, so that the cap becomes a plane polygon."""
    pole = 90.0 if ring[:, 1].mean() > 0 else -90.0
    turn = 360.0 if ring[-1, 0] > ring[0, 0] else -360.0
    end = ring[0] + [turn, 0.0]
    return np.vstack([ring, end, [end[0], pole], [ring[0, 0], pole]])


def _ring(polygon: Polygon) -> Ring:
    return _closed(shapely.get_coordinates(orient(polygon, 1.0).exterior))


def _closed(points: np.ndarray) -> Ring:
    # Nine decimals of a degree are a tenth of a millimetre.
    return tuple((lon, lat) for lon, lat in np.round(points, _DIGITS).tolist())
