"""Which window of a raster a canvas shows, and at what resolution it is worth reading."""

from __future__ import annotations

import math

import numpy as np

from msa_core.raster.position.crs import transform_points
from msa_core.raster.position.georef import Georef
from msa_core.records import Bounds, PixelBox

# Canvas points projected back to find the window: enough to follow any projection's curvature.
_PROBES = 33
_MAX_READ_PX = 4096


def source_window(georef: Georef, map_crs: str, bounds: Bounds, width: int, height: int) -> PixelBox | None:
    """The pixel box of the raster that a canvas shows, a few pixels generous; None when it shows none."""
    if not georef.is_placed or width < 1 or height < 1:
        return None
    west, south, east, north = bounds
    if not (np.isfinite(bounds).all() and east > west and north > south):
        return None
    x_map, y_map = np.meshgrid(np.linspace(west, east, _PROBES), np.linspace(south, north, _PROBES))
    x_px, y_px = _map_to_pixel(georef, map_crs, x_map, y_map)
    # A raster much smaller than the distance between probes falls between them: its own corners count too.
    corners_x, corners_y = _corners_in_canvas(georef, map_crs, bounds)
    x_px, y_px = np.append(x_px.ravel(), corners_x), np.append(y_px.ravel(), corners_y)
    good = np.isfinite(x_px) & np.isfinite(y_px)
    if not good.any():
        return None
    x_px, y_px = x_px[good], y_px[good]
    margin_x = 2 + (x_px.max() - x_px.min()) / _PROBES
    margin_y = 2 + (y_px.max() - y_px.min()) / _PROBES
    x0, x1 = max(0, math.floor(x_px.min() - margin_x)), min(georef.width_px, math.ceil(x_px.max() + margin_x))
    y0, y1 = (
        max(0, math.floor(y_px.min() - margin_y)),
        min(georef.height_px, math.ceil(y_px.max() + margin_y)),
    )
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def pixel_to_map(
    georef: Georef, map_crs: str, x_px: np.ndarray, y_px: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Map coordinates of pixel coordinates; ``inf`` where there are none."""
    if not georef.is_placed or georef.placement is None:
        return np.full(np.shape(x_px), np.inf), np.full(np.shape(x_px), np.inf)
    x_crs, y_crs = georef.placement.to_crs(np.asarray(x_px, float), np.asarray(y_px, float))
    return transform_points(georef.crs_wkt, map_crs, x_crs, y_crs)


def _map_to_pixel(
    georef: Georef, map_crs: str, x_map: np.ndarray, y_map: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    assert georef.placement is not None
    x_crs, y_crs = transform_points(map_crs, georef.crs_wkt, x_map, y_map)
    return georef.placement.to_pixel(x_crs, y_crs)


def _corners_in_canvas(georef: Georef, map_crs: str, bounds: Bounds) -> tuple[np.ndarray, np.ndarray]:
    t_x, t_y = np.meshgrid(np.linspace(0, georef.width_px, 9), np.linspace(0, georef.height_px, 9))
    x_map, y_map = pixel_to_map(georef, map_crs, t_x, t_y)
    west, south, east, north = bounds
    inside = (x_map >= west) & (x_map <= east) & (y_map >= south) & (y_map <= north)
    return t_x[inside], t_y[inside]


def read_shape(
    georef: Georef, box: PixelBox, map_crs: str, bounds: Bounds, width: int, height: int
) -> tuple[int, int]:
    """Rows and columns to read the box at: the canvas's resolution, never more than the file's own."""
    x0, y0, x1, y1 = box
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    step_x, step_y = (x1 - x0) / 20, (y1 - y0) / 20
    x_px = np.array([middle_x - step_x, middle_x + step_x, middle_x, middle_x])
    y_px = np.array([middle_y, middle_y, middle_y - step_y, middle_y + step_y])
    x_map, y_map = pixel_to_map(georef, map_crs, x_px, y_px)
    per_x = np.hypot((x_map[1] - x_map[0]) * width / (bounds[2] - bounds[0]),
                     (y_map[1] - y_map[0]) * height / (bounds[3] - bounds[1])) / (2 * step_x)  # fmt: skip
    per_y = np.hypot((x_map[3] - x_map[2]) * width / (bounds[2] - bounds[0]),
                     (y_map[3] - y_map[2]) * height / (bounds[3] - bounds[1])) / (2 * step_y)  # fmt: skip
    columns, rows = (x1 - x0), (y1 - y0)
    return _limited(rows, per_y, height), _limited(columns, per_x, width)


def _limited(length_px: int, canvas_per_px: float, canvas_px: int) -> int:
    """Pixels to read along one axis; a factor that makes no sense (off the Earth) means canvas size."""
    wanted = length_px * canvas_per_px if np.isfinite(canvas_per_px) else 2.0 * canvas_px
    return int(max(1, min(length_px, math.ceil(wanted), _MAX_READ_PX)))
