"""Points by GDAL's own transformer: where PROJ has no way, and to see that PROJ's way is GDAL's.

pyproj and rasterio each bring a PROJ of their own, and GDAL sometimes chooses another way from datum to datum, a rough
one too: from ESRI:37237 (Ascension Island 1958) it leads to WGS84 without a shift, PROJ with one of 70 m. The map's
pictures are warped by GDAL, so outlines must follow it, or a hit would lie beside what it shows.
"""

from __future__ import annotations

import numpy as np
import pyproj
from pyproj._crs import AreaOfUse
from pyproj.enums import TransformDirection
from pyproj.exceptions import ProjError

from msa_core.raster.gdal import opening

# isort: split
from rasterio.errors import CRSError
from rasterio.warp import transform

WGS84 = "EPSG:4326"
# 5 cm, in degrees and in metres: less than PROJ's own iterations need not agree.
_SAME_DEGREES, _SAME_M = 5e-7, 0.05
# Parts of the sides of a CRS's area of use: several ways may share it, each for a country of its own.
_EAST, _NORTH = (share.ravel() for share in np.meshgrid((0.1, 0.25, 0.5, 0.8), (0.1, 0.25, 0.5, 0.8)))


def by_gdal(source: str, target: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Coordinates (2, ...) by GDAL, ``inf`` where it has none.

    It gives up all points for one bad one: then halves are tried, down to the one.
    """
    out = np.full((2, x.size), np.inf)
    flat_x, flat_y = x.ravel(), y.ravel()
    todo = [np.flatnonzero(np.isfinite(flat_x) & np.isfinite(flat_y))]
    while todo:
        some = todo.pop()
        if some.size == 0:
            continue
        try:
            out[:, some] = transform(source, target, flat_x[some], flat_y[some])
        except CRSError:
            break
        except opening.GDAL_ERRORS:
            if some.size > 1:
                todo += [some[: some.size // 2], some[some.size // 2 :]]
    return out.reshape(2, *x.shape)


def agrees_with_gdal(way: pyproj.Transformer, source: str, target: str, area: AreaOfUse | None) -> bool:
    """False when GDAL leads elsewhere in the area of use. True where it cannot be told.

    Args:
        way: PROJ's, with x, y axis order, from or to ``EPSG:4326``; others are not looked at.
        source, target: what it leads from and to.
        area: of the other CRS, None when unknown.
    """
    if WGS84 not in (source, target):
        return True
    lon, lat = _points(way, area)
    x, y = lon, lat
    if source != WGS84:
        try:
            x, y = (np.asarray(v) for v in way.transform(lon, lat, direction=TransformDirection.INVERSE))
        except ProjError:
            return True
    ours = np.array(way.transform(x, y, errcheck=False))
    theirs = by_gdal(source, target, x, y)
    known = np.isfinite(ours).all(axis=0) & np.isfinite(theirs).all(axis=0)
    if not known.any():
        return True
    off = np.abs(ours[:, known] - theirs[:, known])
    crs = way.target_crs
    if crs is None or crs.is_geographic:
        return bool((np.minimum(off, np.abs(360.0 - off)) < _SAME_DEGREES).all())
    unit_m = crs.axis_info[0].unit_conversion_factor if crs.axis_info else 1.0
    return bool((off * (unit_m or 1.0) < _SAME_M).all())


def _points(way: pyproj.Transformer, area: AreaOfUse | None) -> tuple[np.ndarray, np.ndarray]:
    """A few longitudes and latitudes at which the CRS is at home."""
    if area is not None:
        width = (area.east - area.west) % 360.0 or 360.0
        lon = (area.west + width * _EAST + 180.0) % 360.0 - 180.0
        return lon, area.south + (area.north - area.south) * _NORTH
    origin = {"longitude": 0.0, "latitude": 30.0}
    for crs in (way.source_crs, way.target_crs):
        for parameter in (
            crs.coordinate_operation.params if crs is not None and crs.coordinate_operation else ()
        ):
            for name in origin:
                if parameter.name.lower().startswith(
                    (f"{name} of natural origin", f"{name} of false origin")
                ):
                    origin[name] = float(parameter.value)
    return origin["longitude"] + _EAST, np.clip(origin["latitude"], -80.0, 80.0) + _NORTH
