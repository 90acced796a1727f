"""Coordinate reference systems: their names, and coordinates from one to another.

rasterio reads a CRS from a file; pyproj computes with it. Everything between the two is WKT.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyproj
from pyproj.exceptions import ProjError

from msa_core.raster.gdal import opening  # noqa: F401  (settles the environment before rasterio)

# isort: split
from rasterio.crs import CRS
from rasterio.errors import CRSError


def wkt_of(crs: CRS | None) -> str:
    """WKT of a rasterio CRS, without heights; ``""`` for none or for one that PROJ cannot write."""
    try:
        wkt = str(crs.to_wkt()) if crs else ""
        return parse_crs(wkt).to_wkt() if wkt.startswith(("COMPD_CS", "COMPOUNDCRS")) else wkt
    except (CRSError, ProjError):
        return ""


def name_of(wkt: str) -> str:
    """``EPSG:32633`` when the CRS carries or equals a known one, else its WKT."""
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


def transformer(source: str, target: str) -> pyproj.Transformer:
    """A cached transformer with x, y axis order. Raises ``ProjError`` when there is no way."""
    return _transformer(source, target)


@lru_cache(maxsize=64)
def _transformer(source: str, target: str) -> pyproj.Transformer:
    # pyproj clones its PROJ context per thread, so that one cached object serves all of them.
    return pyproj.Transformer.from_crs(parse_crs(source), parse_crs(target), always_xy=True)


def transform_points(source: str, target: str, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates from one CRS to another; ``inf`` where there is no answer, never NaN."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    if source == target:
        out_x, out_y = x.copy(), y.copy()
    else:
        moved = transformer(source, target).transform(x, y, errcheck=False)
        out_x, out_y = (np.asarray(values, float) for values in moved)
    bad = ~(np.isfinite(out_x) & np.isfinite(out_y))
    return np.where(bad, np.inf, out_x), np.where(bad, np.inf, out_y)


def wrap_longitude(lon: np.ndarray) -> np.ndarray:
    """Longitudes brought into [-180, 180]; those already there, and ``inf``, stay bit for bit."""
    outside = np.isfinite(lon) & (np.abs(lon) > 180.0)
    wrapped = lon.copy()
    wrapped[outside] = (lon[outside] + 180.0) % 360.0 - 180.0
    return wrapped
