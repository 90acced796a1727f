"""CRSs whose x goes around the Earth: longitude itself, and cylindrical projections such as Web Mercator.

In those a raster may go on beyond 180 degrees, on 0 to 360, or east of x = 20,037,508: files across the antimeridian
do. The same ground then has a second x, a turn of the Earth away.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from pyproj.exceptions import ProjError

from msa_core.raster.position.crs import degrees_per_unit, parse_crs, transform_points

# As PROJ names them: the projections whose x is the longitude times a number.
_CYLINDRICAL = (
    "mercator", "popular visualisation pseudo mercator", "equidistant cylindrical", "plate carree",
    "lambert cylindrical equal area", "miller cylindrical", "gall stereographic", "cylindrical",
)  # fmt: skip


@lru_cache(maxsize=256)
def turn_of(crs: str) -> tuple[float, float] | None:
    """(middle, length) of the world along x in a CRS that goes around, in its own units; None for any other.

    The world of longitudes is from -180 to 180: (0, 360), in grads (0, 400).
    """
    per_unit = degrees_per_unit(crs)
    if per_unit is not None:
        return 0.0, 360.0 / per_unit
    if not _is_cylindrical(crs):
        return None
    lon = np.array([-179.0, -120.0, -60.0, 0.0, 60.0, 120.0, 178.0])
    west = transform_points("EPSG:4326", crs, lon, np.zeros(7))[0]
    east = transform_points("EPSG:4326", crs, lon + 1.0, np.zeros(7))[0]
    length = 360.0 * float(np.median(east - west))
    if not np.isfinite(length) or length == 0.0:
        return None
    # x is linear in longitude: from where it is at the central meridian, half a world each way.
    return _false_easting(crs), abs(length)


def _is_cylindrical(crs: str) -> bool:
    try:
        operation = parse_crs(crs).coordinate_operation
    except ProjError:
        return False
    if operation is None:
        return False
    method = operation.method_name.lower()
    return method.startswith(_CYLINDRICAL) and "transverse" not in method and "oblique" not in method


def _false_easting(crs: str) -> float:
    operation = parse_crs(crs).coordinate_operation
    assert operation is not None
    for parameter in operation.params:
        if parameter.name.lower().startswith(("false easting", "easting at false origin")):
            metres = float(parameter.value) * float(parameter.unit_conversion_factor)
            return metres / float(parse_crs(crs).axis_info[0].unit_conversion_factor)
    return 0.0
