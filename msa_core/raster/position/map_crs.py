"""The map's coordinate system: choosing one for an archive, and where rasters lie in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from pyproj.exceptions import ProjError
from shapely.geometry import Polygon

from msa_core.raster.position.crs import parse_crs, transform_points
from msa_core.raster.position.turns import turn_of
from msa_core.records import Bounds, RasterInfo

WORLD_CRS = "EPSG:3857"

# Where Web Mercator ends; beyond, its northing runs away to infinity.
_MERCATOR_LATITUDE = 85.06
# A UTM zone is 6 degrees wide; its scale stays within half a percent to about twice that.
_NEAR_DEGREES = 8.0
_UTM_LATITUDES = (-80.0, 84.0)
# Around a pole every direction is up on one map or another.
_POLAR_LATITUDE = 60.0


def choose_map_crs(infos: Iterable[RasterInfo]) -> str:
    """A projected CRS for a map of these rasters: theirs if they share one, else UTM, else Web Mercator.

    Never degrees: shapes would be squeezed by the cosine of the latitude.
    """
    placed = [info for info in infos if info.footprint_lonlat]
    if not placed:
        return WORLD_CRS
    west, south, east, north = lonlat_bounds(placed)
    shared = {info.crs for info in placed}
    if len(shared) == 1:
        only = shared.pop()
        if only is not None and _is_plain_projected(only) and _is_fit(only, west, south, east, north):
            return only
    if east - west > _NEAR_DEGREES or north - south > 2 * _NEAR_DEGREES:
        return WORLD_CRS
    latitude, longitude = (south + north) / 2, (west + east) / 2
    if not _UTM_LATITUDES[0] <= latitude <= _UTM_LATITUDES[1]:
        return "EPSG:3413" if latitude > 0 else "EPSG:3031"
    zone = int(((longitude + 180.0) % 360.0) // 6.0) + 1
    return f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}"


def lonlat_bounds(infos: Sequence[RasterInfo]) -> Bounds:
    """Smallest west, south, east, north around all footprints; east exceeds 180 across the antimeridian.

    Raises:
        ValueError: no raster has a footprint.
    """
    rings = [np.asarray(ring) for info in infos for ring in info.footprint_lonlat]
    if not rings:
        raise ValueError("no raster here has a position")
    spans = sorted((float(r[:, 0].min()), float(r[:, 0].max())) for r in rings)
    west, east = _tightest(spans)
    return west, min(float(r[:, 1].min()) for r in rings), east, max(float(r[:, 1].max()) for r in rings)


def map_bounds(info: RasterInfo, map_crs: str) -> Bounds | None:
    """West, south, east, north of a raster in map units; None without position, or out of the map's reach."""
    corners = [polygon.bounds for polygon in map_polygons(info.footprint_lonlat, map_crs)]
    if not corners:
        return None
    low, high = np.array(corners)[:, :2].min(axis=0), np.array(corners)[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def map_polygons(rings_lonlat: Iterable[Sequence[tuple[float, float]]], map_crs: str) -> list[Polygon]:
    """Footprints in map units, their sides densified; what the map cannot show is left out."""
    polygons = []
    for ring in rings_lonlat:
        outline = Polygon(ring)
        if map_crs == WORLD_CRS:
            outline = outline.intersection(shapely.box(-180, -_MERCATOR_LATITUDE, 180, _MERCATOR_LATITUDE))
        for part in shapely.get_parts(outline):
            if not isinstance(part, Polygon) or part.is_empty:
                continue
            span = max(part.bounds[2] - part.bounds[0], part.bounds[3] - part.bounds[1])
            points = shapely.get_coordinates(shapely.segmentize(part.exterior, max(span / 16, 1e-9)))
            x, y = lonlat_to_map(points[:, 0], points[:, 1], map_crs)
            good = np.isfinite(x) & np.isfinite(y)
            if good.sum() >= 4:
                polygons.append(Polygon(np.column_stack([x[good], y[good]])))
    return polygons


def lonlat_to_map(lon: np.ndarray, lat: np.ndarray, map_crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Map x, y of WGS84 degrees; ``inf`` where the map does not reach. Any thread."""
    return transform_points("EPSG:4326", map_crs, lon, lat)


def map_to_lonlat(x: np.ndarray, y: np.ndarray, map_crs: str) -> tuple[np.ndarray, np.ndarray]:
    """WGS84 degrees of map x, y; ``inf`` where there is no such place. Any thread."""
    return transform_points(map_crs, "EPSG:4326", x, y)


def _is_plain_projected(text: str) -> bool:
    """True for a projected CRS fit to look at: not a globe seen from a satellite, not degrees."""
    try:
        crs = parse_crs(text)
    except ProjError:
        return False
    return crs.is_projected


def _is_fit(crs: str, west: float, south: float, east: float, north: float) -> bool:
    """False where a map in this CRS would be turned upside down, mirrored, or torn apart.

    South African Lo and the old Krovak grid count to the west and south; Web Mercator has the two sides of the
    antimeridian at opposite ends of the world.
    """
    if east > 180.0 and turn_of(crs) is not None:
        return False
    lon, lat = (west + east) / 2.0, float(np.clip((south + north) / 2.0, -89.9, 89.9))
    x, y = lonlat_to_map(np.array([lon, lon + 1e-3, lon]), np.array([lat, lat, lat + 1e-3]), crs)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return False
    is_mirrored = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]) <= 0.0
    is_polar = abs(lat) > _POLAR_LATITUDE
    return not is_mirrored and (is_polar or bool(y[2] > y[0]))


def _tightest(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The shortest arc of longitude holding all spans: the circle less its widest gap."""
    merged: list[list[float]] = []
    for low, high in spans:
        if merged and low <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    gaps = [merged[i + 1][0] - merged[i][1] for i in range(len(merged) - 1)]
    around = merged[0][0] + 360.0 - merged[-1][1]
    if not gaps or around >= max(gaps):
        return merged[0][0], merged[-1][1]
    widest = int(np.argmax(gaps))
    return merged[widest + 1][0], merged[widest][1] + 360.0
