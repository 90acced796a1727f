"""Coordinate reference systems: their names, and coordinates from one to another.

rasterio reads a CRS from a file; pyproj computes with it. Everything between the two is WKT. What pyproj refuses GDAL
may still transform: it corrects definitions that are common in files though PROJ has them as wrong, such as the
negative scale factors of Esri's South African Lo zones. Then GDAL's transformer takes its place.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pyproj
from pyproj._crs import AreaOfUse
from pyproj.exceptions import ProjError

from msa_core.raster.position.gdal_points import WGS84, agrees_with_gdal, by_gdal

# isort: split
from rasterio.crs import CRS
from rasterio.errors import CRSError

# Around the Earth once, to see whether there is any way at all from or to a CRS.
_AROUND_LON, _AROUND_LAT = (
    grid.ravel() for grid in np.meshgrid(np.arange(-165.0, 180.0, 45.0), (-30.0, 1.0, 50.0))
)


def wkt_of(crs: CRS | None) -> str:
    """WKT of a rasterio CRS, without heights; ``""`` for none or for one that PROJ cannot write."""
    try:
        wkt = str(crs.to_wkt()) if crs else ""
        return parse_crs(wkt).to_wkt() if wkt.startswith(("COMPD_CS", "COMPOUNDCRS")) else wkt
    except (CRSError, ProjError):
        return ""


def name_of(wkt: str) -> str:
    """``EPSG:32633`` when the CRS carries or equals a known one, else its WKT; what is not WKT stays as it is."""
    if "[" not in wkt:  # GDAL would complain on stderr
        return wkt
    try:
        authority = CRS.from_wkt(wkt).to_authority(confidence_threshold=90) if wkt else None
    except CRSError:
        return wkt
    return f"{authority[0]}:{authority[1]}" if authority else wkt


@lru_cache(maxsize=256)
def parse_crs(text: str) -> pyproj.CRS:
    """The horizontal part of a CRS given as authority code, WKT or PROJ string. Raises ``ProjError``."""
    crs = pyproj.CRS.from_user_input(text)
    return crs.to_2d() if len(crs.axis_info) == 3 or crs.is_compound else crs


@lru_cache(maxsize=256)
def degrees_per_unit(text: str) -> float | None:
    """Degrees in a unit of a geographic CRS (0.9 for grads), None for any other, and for one that makes no sense."""
    try:
        crs = parse_crs(text)
        is_geographic, factor = (
            crs.is_geographic,
            crs.axis_info[0].unit_conversion_factor if crs.axis_info else 0.0,
        )
    except ProjError:
        return 1.0 if _is_geographic_to_gdal(text) else None
    return (round(math.degrees(factor), 9) or 1.0) if is_geographic else None


def _is_geographic_to_gdal(text: str) -> bool:
    try:
        return bool(CRS.from_user_input(text).is_geographic)
    except CRSError:
        return False


def check_way(source: str, target: str) -> None:
    """Raises ``ProjError`` when neither PROJ nor GDAL has a way from one CRS to the other."""
    if _transformer(source, target) is not None:
        return
    x, y = _AROUND_LON, _AROUND_LAT
    if source != "EPSG:4326":
        x, y = by_gdal("EPSG:4326", source, x, y)
    if not np.isfinite(by_gdal(source, target, x, y)).any():
        raise ProjError("neither PROJ nor GDAL can transform one into the other")


@lru_cache(maxsize=64)
def _transformer(source: str, target: str) -> pyproj.Transformer | None:
    """PROJ's transformer with x, y axis order, None when PROJ refuses or leads elsewhere than GDAL."""
    # pyproj clones its PROJ context per thread, so that one cached object serves all of them.
    try:
        way = pyproj.Transformer.from_crs(_for_computing(source), _for_computing(target), always_xy=True)
        area = area_of_use(name_of(target if source == WGS84 else source))
    except ProjError:
        return None
    return way if agrees_with_gdal(way, source, target, area) else None


def follows_gdal_alone(crs: str) -> bool:
    """True when positions in a CRS are GDAL's since PROJ refuses it or would place it elsewhere."""
    return _transformer(crs, WGS84) is None


@lru_cache(maxsize=256)
def _for_computing(text: str) -> pyproj.CRS:
    """Without heights only where they are a CRS of their own: some datums have a way to WGS84 in 3D alone."""
    crs = pyproj.CRS.from_user_input(text)
    return crs.to_2d() if crs.is_compound else crs


@lru_cache(maxsize=256)
def area_of_use(name: str) -> AreaOfUse | None:
    """The area that a registered CRS is made for; None for one that is given as WKT."""
    if len(name) > 40:
        return None
    try:
        return pyproj.CRS.from_user_input(name).area_of_use
    except ProjError:
        return None


def transform_points(source: str, target: str, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates from one CRS to another; ``inf`` where there is no answer, never NaN."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    way = None if source == target else _transformer(source, target)
    if source == target:
        out_x, out_y = x.copy(), y.copy()
    elif way is not None:
        moved = way.transform(x, y, errcheck=False)
        out_x, out_y = (np.asarray(values, float) for values in moved)
    else:
        out_x, out_y = by_gdal(source, target, x, y)
    bad = ~(np.isfinite(out_x) & np.isfinite(out_y))
    return np.where(bad, np.inf, out_x), np.where(bad, np.inf, out_y)


def wrap_longitude(lon: np.ndarray) -> np.ndarray:
    """Longitudes brought into [-180, 180]; those already there, and ``inf``, stay bit for bit."""
    outside = np.isfinite(lon) & (np.abs(lon) > 180.0)
    wrapped = lon.copy()
    wrapped[outside] = (lon[outside] + 180.0) % 360.0 - 180.0
    return wrapped
