"""Sizes on the ground."""

from __future__ import annotations

import math

import pyproj

from msa_core.records import Tile

_WGS84 = pyproj.Geod(ellps="WGS84")


def side_m(tile: Tile) -> float | None:
    """Side of a tile on the ground in metres, the root of its area on the ellipsoid; None without position."""
    if not tile.footprint_lonlat:
        return None
    areas = []
    for ring in tile.footprint_lonlat:
        area, _ = _WGS84.polygon_area_perimeter([p[0] for p in ring], [p[1] for p in ring])
        areas.append(abs(area))
    total = sum(areas)
    return math.sqrt(total) if math.isfinite(total) and total > 0 else None
