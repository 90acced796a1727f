"""What speaks against a declared position: degrees in a CRS of metres, metres as degrees, feet, a missing datum grid.

A file may be wrong about itself. Where its coordinates cannot be what its CRS says it is not placed, and the sentence
says what is suspected and how to mend it; where they only may be wrong it is placed as declared, with a note.
"""

from __future__ import annotations

import warnings
from functools import lru_cache

import numpy as np
import pyproj
from pyproj._crs import AreaOfUse
from pyproj.exceptions import ProjError
from pyproj.transformer import TransformerGroup

from msa_core.raster.position.crs import (
    area_of_use,
    degrees_per_unit,
    follows_gdal_alone,
    parse_crs,
    transform_points,
)
from msa_core.raster.position.turns import turn_of

# No camera in the air resolves less; degrees read as metres look as if one did.
_MIN_GSD_M = 0.002
# How far outside the area a CRS is made for a raster may lie, as part of that area and at least, in degrees: UTM zones
# are often used for their neighbours too.
_OUTSIDE_SHARE, _OUTSIDE_DEGREES = 0.5, 3.0
_FOOT_M = 0.3048
_WGS84 = pyproj.Geod(ellps="WGS84")
# Units of a false easting or northing that take the origin out of sight.
_SHIFT = 10_000.0
# Below this an error of the datum is smaller than any tile.
_NOTED_ACCURACY_M = 10.0
_MODERN_ELLIPSOIDS = ("wgs 84", "wgs84", "grs 1980", "grs80", "wgs_1984", "grs_1980", "sphere", "spheroid")

_MEND = "not placed on the map, its tiles counted in pixels"


def impossible(crs: str, name: str, x: np.ndarray, y: np.ndarray, gsd_m: float | None) -> str:
    """A sentence when coordinates cannot be what their CRS says, else ``""``.

    Args:
        crs, name: its WKT, and what to call it (authority code or WKT).
        x, y: corners and centre (last) of the raster in the CRS.
        gsd_m: ground metres per pixel as declared, None where there is no such place.
    """
    called = short(name)
    where = f"({_number(x[-1])}, {_number(y[-1])})"
    per_unit = degrees_per_unit(crs)
    if per_unit is None:
        if _seem_degrees(crs, name, x, y, gsd_m):
            unit = _unit_of(crs)
            return (
                f"Its coordinates {where} look like degrees, but its CRS {called} counts in {unit}: {_MEND}. "
                "If they are degrees, set the right CRS: gdal_edit.py -a_srs EPSG:4326 FILE."
            )
        return ""
    lon, lat = x[-1] * per_unit, y[-1] * per_unit
    if abs(lat) <= 90.0 and abs(lon) <= 720.0:
        return ""
    if abs(lat) <= 360.0 and np.abs(x * per_unit).max() <= 90.0:
        return (
            f"Its coordinates {where} have latitude and longitude the wrong way around for its CRS {called}: {_MEND}. "
            "Write it again with longitude as x and latitude as y."
        )
    return (
        f"Its coordinates {where} are not degrees, but its CRS {called} counts in degrees: {_MEND}. They may be "
        "metres: set the right CRS, for example gdal_edit.py -a_srs EPSG:32633 FILE."
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if 1e5 <= abs(value) < 1e15 else f"{value:,.6g}"


def doubtful(crs: str, name: str, x: np.ndarray, y: np.ndarray) -> str:
    """A sentence when a position, though possible, may well be wrong, else ``""``. As :func:`impossible`."""
    lon, lat = transform_points(crs, "EPSG:4326", x[-1:], y[-1:])
    if not np.isfinite(lon[0]):
        return ""
    place = float(lon[0]), float(lat[0])
    return (
        _outside_its_area(crs, name, x, y, *place)
        or _dispute(crs, x[-1:], y[-1:], *place)
        or _datum_note(crs, *place)
    )


def _dispute(crs: str, x: np.ndarray, y: np.ndarray, lon: float, lat: float) -> str:
    """A note when PROJ would place it metres away from where GDAL, and so the map, has it."""
    if not follows_gdal_alone(crs):
        return ""
    try:
        other = pyproj.Transformer.from_crs(parse_crs(crs), "EPSG:4326", always_xy=True).transform(
            x, y, errcheck=False
        )
    except ProjError:
        return ""
    if not np.isfinite(other).all():
        return ""
    apart_m = _WGS84.inv(lon, lat, float(other[0][0]), float(other[1][0]))[2]
    if apart_m < _NOTED_ACCURACY_M:
        return ""
    return (
        f"GDAL and PROJ lead from its datum ({_datum_of(crs)}) to places {apart_m:,.0f} m apart; "
        "it is shown where GDAL has it."
    )


def _seem_degrees(crs: str, name: str, x: np.ndarray, y: np.ndarray, gsd_m: float | None) -> bool:
    if np.abs(x).max() > 360.5 or np.abs(y).max() > 90.5:
        return False
    if gsd_m is None or gsd_m < _MIN_GSD_M:
        return True
    # A drone's own grid may begin at 0, 0. Registered ones shift that out of their country, or have it on the equator.
    area = area_of_use(name)
    lon, lat = transform_points(crs, "EPSG:4326", x[-1:], y[-1:])
    if area is None or not np.isfinite(lon[0]):
        return False
    is_of_the_world = area.east - area.west > 300.0 and turn_of(crs) is not None
    return is_of_the_world or _is_shifted(crs) or not _is_within(area, float(lon[0]), float(lat[0]))


def _is_shifted(crs: str) -> bool:
    operation = parse_crs(crs).coordinate_operation
    falses = [
        float(parameter.value)
        for parameter in (operation.params if operation is not None else ())
        if "easting" in parameter.name.lower() or "northing" in parameter.name.lower()
    ]
    return any(abs(value) > _SHIFT for value in falses)


def _outside_its_area(crs: str, name: str, x: np.ndarray, y: np.ndarray, lon: float, lat: float) -> str:
    area = area_of_use(name)
    if area is None or _degrees_outside(area, lon, lat) == 0.0:
        return ""
    said = (
        f"It lies far outside the area that its CRS {short(name)} is made for ({short(area.name or '')}): its "
        "position may be wrong."
    )
    for factor, guess in ((_FOOT_M, "feet"), (1.0 / _FOOT_M, "metres")):
        other = transform_points(crs, "EPSG:4326", x[-1:] * factor, y[-1:] * factor)
        inside = np.isfinite(other[0][0]) and _is_within(area, float(other[0][0]), float(other[1][0]))
        if degrees_per_unit(crs) is None and inside:
            return f"{said} Its coordinates look like {guess}, the CRS counts in {_unit_of(crs)}."
    return said


def _is_within(area: AreaOfUse, lon: float, lat: float) -> bool:
    width = (area.east - area.west) % 360.0 or 360.0
    return area.south <= lat <= area.north and (lon - area.west) % 360.0 <= width


def _degrees_outside(area: AreaOfUse, lon: float, lat: float) -> float:
    """How far a place lies outside an area and the margin around it, in degrees; 0 inside."""
    width, height = (area.east - area.west) % 360.0 or 360.0, area.north - area.south
    past_east = (lon - area.west) % 360.0 - width
    outside_x = max(0.0, min(past_east, 360.0 - width - past_east))
    outside_y = max(area.south - lat, lat - area.north, 0.0)
    slack_x, slack_y = (
        max(_OUTSIDE_DEGREES, _OUTSIDE_SHARE * width),
        max(_OUTSIDE_DEGREES, _OUTSIDE_SHARE * height),
    )
    return max(outside_x - slack_x, outside_y - slack_y, 0.0)


def _datum_note(crs: str, lon: float, lat: float) -> str:
    """A note when the way from the datum to WGS84 is a rough one: without its grid, or none at all."""
    ways, missing = _ways_to_wgs84(crs)
    here = [way for way in ways if way[0] is None or _is_within(way[0], lon, lat)]
    if not here:
        return ""
    _, accuracy_m, is_ballpark = here[0]
    better = [way for way in missing if way[0] is not None and _is_within(way[0], lon, lat) and way[1] >= 0]
    datum = _datum_of(crs)
    if is_ballpark and (better or _is_old(crs)):
        return (
            f"Its position may be off by some hundred metres: PROJ has no transformation at hand from its datum "
            f"({datum}) to WGS84 there."
        )
    if accuracy_m >= _NOTED_ACCURACY_M and any(way[1] < accuracy_m for way in better):
        grid = next(way[2] for way in better if way[1] < accuracy_m)
        return (
            f"Its position may be off by about {accuracy_m:.0f} m: the grid {grid} that leads from its datum "
            f"({datum}) to WGS84 more exactly is not part of this program."
        )
    return ""


_Way = tuple[AreaOfUse | None, float, bool]
_Missing = tuple[AreaOfUse | None, float, str]


@lru_cache(maxsize=64)
def _ways_to_wgs84(crs: str) -> tuple[tuple[_Way, ...], tuple[_Missing, ...]]:
    """(area, accuracy in m, is it a ballpark one) of ways at hand, best first; (area, accuracy, grid) of others."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            group = TransformerGroup(parse_crs(crs), parse_crs("EPSG:4326"), always_xy=True)
    except ProjError:
        return (), ()
    ways = tuple(
        (way.area_of_use, way.accuracy, "ballpark" in way.description.lower()) for way in group.transformers
    )
    missing = tuple(
        (
            way.area_of_use,
            way.accuracy,
            next((grid.short_name for grid in way.grids if not grid.available), ""),
        )
        for way in group.unavailable_operations
    )
    return ways, missing


def _datum_of(crs: str) -> str:
    datum = parse_crs(crs).datum
    return short(datum.name if datum is not None else "unknown")


def _is_old(crs: str) -> bool:
    """True for an ellipsoid that is not a modern one: a datum upon it lies a hundred metres and more beside WGS84."""
    ellipsoid = parse_crs(crs).ellipsoid
    if ellipsoid is None or ellipsoid.inverse_flattening == 0.0:
        return False
    return not ellipsoid.name.lower().startswith(_MODERN_ELLIPSOIDS) and not (
        abs(ellipsoid.semi_major_metre - 6_378_137.0) < 1.0
        and abs(ellipsoid.inverse_flattening - 298.257) < 0.01
    )


def _unit_of(crs: str) -> str:
    axes = parse_crs(crs).axis_info
    name = str(axes[0].unit_name) if axes else "metre"
    return {"metre": "metres", "foot": "feet", "US survey foot": "US survey feet"}.get(name, name)


def short(text: str) -> str:
    """A name fit for a sentence."""
    return text if len(text) <= 60 else f"{text[:57]}..."
