"""What of a canvas shows the Earth: a map's CRS ends somewhere, a canvas need not.

Beyond its end many projections go around: x = 25,000 km of Web Mercator is read as 135 degrees west, a place that the
map already shows at -15,000 km. Whatever was drawn there would be seen twice, or mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from msa_core.raster.position.crs import transform_points
from msa_core.records import Bounds

# Points along a side with which a canvas is first tried; the world's edge between them is straight enough.
_PROBES = 33


@dataclass(frozen=True, slots=True, kw_only=True)
class EarthOnCanvas:
    """Rows and columns of a canvas that hold all of its Earth.

    Attributes:
        rows, columns: slices of the canvas.
        bounds: west, south, east, north of those in map units.
        mask: bool (rows, columns), True on Earth.
        is_whole: True when the canvas lies on Earth everywhere.
    """

    rows: slice
    columns: slice
    bounds: Bounds
    mask: np.ndarray
    is_whole: bool


@lru_cache(maxsize=8)
def earth_on_canvas(map_crs: str, bounds: Bounds, width: int, height: int) -> EarthOnCanvas | None:
    """What of a canvas shows the Earth, None when there is none of it, or no canvas.

    Args:
        map_crs: authority code or WKT.
        bounds: west, south, east, north of the canvas in map units.
        width, height: of the canvas in pixels.
    """
    west, south, east, north = bounds
    if width < 1 or height < 1 or not (np.isfinite(bounds).all() and east > west and north > south):
        return None
    pixel = max((east - west) / width, (north - south) / height)
    probes = _is_on_earth(
        map_crs, np.linspace(west, east, _PROBES), np.linspace(north, south, _PROBES), pixel
    )
    if probes.all():
        whole = np.ones((height, width), bool)
        return EarthOnCanvas(
            rows=slice(0, height), columns=slice(0, width), bounds=bounds, mask=whole, is_whole=True
        )
    step_x, step_y = (east - west) / width, (north - south) / height
    x, y = west + (np.arange(width) + 0.5) * step_x, north - (np.arange(height) + 0.5) * step_y
    mask = _is_on_earth(map_crs, x, y, pixel)
    if not mask.any():
        return None
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    (top, bottom), (left, right) = (rows[0], rows[-1] + 1), (columns[0], columns[-1] + 1)
    box_on_earth = west + left * step_x, north - bottom * step_y, west + right * step_x, north - top * step_y
    window = np.s_[top:bottom, left:right]
    return EarthOnCanvas(
        rows=window[0],
        columns=window[1],
        bounds=(
            float(box_on_earth[0]),
            float(box_on_earth[1]),
            float(box_on_earth[2]),
            float(box_on_earth[3]),
        ),
        mask=mask[window],
        is_whole=False,
    )


def _is_on_earth(map_crs: str, x: np.ndarray, y: np.ndarray, tolerance: float) -> np.ndarray:
    """True (len(y), len(x)) where the way to longitude and latitude and back ends where it began."""
    x_map, y_map = np.meshgrid(x, y)
    lon, lat = transform_points(map_crs, "EPSG:4326", x_map, y_map)
    x_back, y_back = transform_points("EPSG:4326", map_crs, lon, lat)
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(x_back - x_map) <= tolerance) & (np.abs(y_back - y_map) <= tolerance))
