"""Outlines of hits as shapes in a CRS: as true as in the index, whole again where the antimeridian is not an edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from msa_core.raster.position.crs import transform_points
from msa_core.records import Ring
from msa_core.retrieval.exports.target_crs import WGS84, TargetCrs

# As in the index (msa_core.raster.position.footprints): steps along a side, and the error that leaving points out may
# make, as part of the outline's extent.
_STEPS_A_SIDE = 16
_TOLERANCE = 2e-5
# Of the extent: what is this close together on both sides of the antimeridian is one point.
_SAME_POINT = 1e-9
# The middle of a step lies this part of its length off the chord at most, unless the CRS is torn there.
_TORN = 0.25
_DIGITS_DEGREES, _DIGITS = 9, 6


def outline(rings: Sequence[Ring], target: TargetCrs) -> Any | None:
    """The shapely Polygon or MultiPolygon of a footprint in ``target``, counter-clockwise.

    Args:
        rings: closed outer rings in WGS84 degrees, as in ``Tile.footprint_lonlat``.
        target: where to. In WGS84 a footprint across the antimeridian stays split; elsewhere it is joined if it can be.

    Returns:
        None without rings, and where the CRS has no answer: outside of it, or across the line along which it is cut.
    """
    sound = [ring for ring in rings if np.isfinite(np.asarray(ring, float)).all()]
    if not sound:
        return None
    polygons = [Polygon(ring) for ring in sound]
    if not target.is_wgs84:
        moved = _moved(polygons, target)
        if moved is None:
            return None
        polygons = moved
    polygons = [orient(polygon, 1.0) for polygon in polygons]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _moved(polygons: list[Polygon], target: TargetCrs) -> list[Polygon] | None:
    west, south, east, north = shapely.total_bounds(polygons)
    step = max(east - west, north - south) / _STEPS_A_SIDE
    fine = [shapely.get_coordinates(shapely.segmentize(polygon.exterior, step)) for polygon in polygons]
    rings = [_transform(points, target) for points in fine]
    if any(ring is None for ring in rings):
        return None
    whole = [ring for ring in rings if ring is not None]
    if any(_is_torn(points, ring, target) for points, ring in zip(fine, whole, strict=True)):
        return None
    low, high = np.min([r.min(0) for r in whole], axis=0), np.max([r.max(0) for r in whole], axis=0)
    extent = float((high - low).max())
    if not extent > 0:
        return None
    finest = 10.0 ** -(_DIGITS_DEGREES if target.is_in_degrees else _DIGITS)
    shape = shapely.make_valid(MultiPolygon([Polygon(ring) for ring in whole]))
    # Joins what touches along the antimeridian, and closes the slit that leads to a pole.
    shape = shapely.union_all([shape], grid_size=max(finest, extent * _SAME_POINT))
    shape = shapely.set_precision(shapely.simplify(shape, extent * _TOLERANCE), finest)
    return [polygon for polygon in _polygons(shape) if polygon.area > 0] or None


def _transform(points: np.ndarray, target: TargetCrs) -> np.ndarray | None:
    """Points (n, 2) in ``target``; None when one of them has no answer."""
    moved = np.column_stack(transform_points(WGS84, target.text, points[:, 0], points[:, 1]))
    return moved if np.isfinite(moved).all() else None


def _is_torn(points: np.ndarray, ring: np.ndarray, target: TargetCrs) -> bool:
    """True when two neighbours land on different edges of the map: between them the way is not straight at all."""
    middles = _transform((points[:-1] + points[1:]) / 2.0, target)
    if middles is None:
        return True
    off = np.hypot(*(middles - (ring[:-1] + ring[1:]) / 2.0).T)
    length = np.hypot(*(ring[1:] - ring[:-1]).T)
    slack = float(np.ptp(ring, axis=0).max()) * _TOLERANCE
    return bool((off > _TORN * length + slack).any())


def _polygons(shape: Any) -> list[Polygon]:
    """The polygons of a shape; lines and points, what is left of a slit, fall away."""
    found: list[Polygon] = []
    for polygon in shapely.get_parts(shape):
        if isinstance(polygon, Polygon):
            found.append(polygon)
        elif isinstance(polygon, MultiPolygon):
            found.extend(polygon.geoms)
    return found
