"""Drawing rasters and heatmaps in the map's coordinate system.

A source window is read through :class:`RasterReader` at about the canvas's resolution (so that GDAL
picks an overview and the stretch and masks are those of the index) and then warped in memory. That
serves affine grids of any rotation, control points and RPCs alike.
"""

from __future__ import annotations

import math
from contextlib import nullcontext
from pathlib import Path

import numpy as np

from msa_core.errors import SourceError
from msa_core.raster.georef import Georef, transform_points
from msa_core.raster.opening import gdal_reading
from msa_core.raster.placements import AffinePlacement, ControlPointPlacement, RpcPlacement
from msa_core.raster.reader import RasterReader
from msa_core.records import Bounds, PixelBox

# isort: split
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.enums import Resampling
from rasterio.warp import reproject

# Canvas points projected back to find the window: enough to follow any projection's curvature.
_PROBES = 33
_MOST_READ_PX = 4096


def render(
    source: RasterReader | Path | str, map_crs: str, bounds: Bounds, width: int, height: int
) -> np.ndarray:
    """Draw a raster onto a canvas in the map's CRS.

    Args:
        source: an open reader of the calling thread, or a path (opened and closed here).
        map_crs: authority code or WKT.
        bounds: west, south, east, north of the canvas in map units.
        width, height: canvas size in pixels.

    Returns:
        uint8 (height, width, 4) RGBA, transparent outside the raster, where it has no data, and
        everywhere for rasters without a position on Earth.

    Raises:
        SourceError: the file cannot be opened. Damaged parts of it stay transparent.
    """
    with RasterReader(source) if isinstance(source, str | Path) else nullcontext(source) as reader:
        canvas = np.zeros((4, height, width), np.uint8)
        box = source_window(reader.georef, map_crs, bounds, width, height)
        if box is None:
            return _as_image(canvas)
        shape = _read_shape(reader.georef, box, map_crs, bounds, width, height)
        rgb, valid = _read_what_can_be_read(reader, box, shape)
        source_rgba = np.concatenate([np.moveaxis(rgb, 2, 0), (valid * np.uint8(255))[np.newaxis]])
        enlarged = shape == (box[3] - box[1], box[2] - box[0])
        with gdal_reading(reader.path, "it for the map"):
            _warp(source_rgba, canvas, box, reader.georef, map_crs, bounds, smooth=not enlarged, alpha=True)
    canvas[3] = np.where(canvas[3] >= 128, np.uint8(255), np.uint8(0))
    return _as_image(canvas)


def warp_values(
    values: np.ndarray,
    pixel_bbox: PixelBox,
    georef: Georef,
    map_crs: str,
    bounds: Bounds,
    width: int,
    height: int,
    smooth: bool = True,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw values that lie over a pixel box (a heatmap over its tile) onto a canvas in the map's CRS.

    Args:
        values: (h, w) of any float type, rows from the top of the box.
        pixel_bbox: the box in source pixels.
        georef: the raster's place.
        smooth: blend between neighbouring cells instead of showing them as blocks.

    Returns:
        float32 (height, width), 0 where nothing is, and bool (height, width), True where values are.
    """
    canvas = np.full((height, width), np.nan, np.float32)
    if georef.is_placed:
        source = np.ascontiguousarray(values, dtype=np.float32)
        with gdal_reading("heatmap", "it for the map"):
            _warp(
                source[np.newaxis],
                canvas[np.newaxis],
                pixel_bbox,
                georef,
                map_crs,
                bounds,
                smooth,
                alpha=False,
            )
    ok = np.isfinite(canvas)
    return np.where(ok, canvas, np.float32(0)), ok


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


def _read_shape(
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


def _read_what_can_be_read(
    reader: RasterReader, box: PixelBox, shape: tuple[int, int], halvings: int = 4
) -> tuple[np.ndarray, np.ndarray]:
    """Like ``reader.read``, but a damaged block costs only a sixteenth of each side around it."""
    try:
        return reader.read(box, shape)
    except SourceError:
        if halvings == 0 or min(shape) < 2 or min(box[2] - box[0], box[3] - box[1]) < 2:
            return np.zeros((*shape, 3), np.uint8), np.zeros(shape, bool)
    (x0, y0, x1, y1), (rows, columns) = box, shape
    x_mid, y_mid, row_mid, column_mid = (x0 + x1) // 2, (y0 + y1) // 2, rows // 2, columns // 2
    rgb, valid = np.zeros((*shape, 3), np.uint8), np.zeros(shape, bool)
    for top, bottom, y_top, y_bottom in ((0, row_mid, y0, y_mid), (row_mid, rows, y_mid, y1)):
        for left, right, x_left, x_right in ((0, column_mid, x0, x_mid), (column_mid, columns, x_mid, x1)):
            part = np.s_[top:bottom, left:right]
            quarter = (x_left, y_top, x_right, y_bottom)
            rgb[part], valid[part] = _read_what_can_be_read(
                reader, quarter, (bottom - top, right - left), halvings - 1
            )
    return rgb, valid


def _limited(length_px: int, canvas_per_px: float, canvas_px: int) -> int:
    """Pixels to read along one axis; a factor that makes no sense (off the Earth) means canvas size."""
    wanted = length_px * canvas_per_px if np.isfinite(canvas_per_px) else 2.0 * canvas_px
    return int(max(1, min(length_px, math.ceil(wanted), _MOST_READ_PX)))


def _warp(
    source: np.ndarray,
    canvas: np.ndarray,
    box: PixelBox,
    georef: Georef,
    map_crs: str,
    bounds: Bounds,
    smooth: bool,
    alpha: bool,
) -> None:
    """Warp ``source`` (bands, h, w), lying over ``box``, into ``canvas`` (bands, H, W) in place."""
    height, width = canvas.shape[1:]
    options: dict[str, object] = {"src_alpha": 4, "dst_alpha": 4} if alpha else {
        "src_nodata": np.nan, "dst_nodata": np.nan,
    }  # fmt: skip
    reproject(
        source,
        canvas,
        src_crs=georef.crs_wkt,
        dst_crs=map_crs,
        dst_transform=_canvas_transform(bounds, width, height),
        resampling=Resampling.bilinear if smooth else Resampling.nearest,
        **_placement_options(georef, box, source.shape[1:]),
        **options,
    )


def _placement_options(georef: Georef, box: PixelBox, shape: tuple[int, ...]) -> dict[str, object]:
    """Where the pixels of the array read from ``box`` lie, in the words of ``reproject``."""
    x0, y0, x1, y1 = box
    scale_x, scale_y = (x1 - x0) / shape[1], (y1 - y0) / shape[0]
    placement = georef.placement
    if isinstance(placement, AffinePlacement):
        return {"src_transform": _window_transform(placement.transform, scale_x, scale_y, x0, y0)}
    if isinstance(placement, ControlPointPlacement):
        moved = [
            GroundControlPoint(
                (p.row - y0) / scale_y, (p.col - x0) / scale_x, p.x, p.y, p.z or 0.0, p.id, p.info
            )
            for p in placement.gcps
        ]
        return {"gcps": moved}
    assert isinstance(placement, RpcPlacement)
    grid_x, grid_y = np.meshgrid(np.linspace(x0, x1, 7), np.linspace(y0, y1, 7))
    lon, lat = placement.to_crs(grid_x.ravel(), grid_y.ravel())
    points = zip(grid_x.ravel(), grid_y.ravel(), lon, lat, strict=True)
    return {
        "gcps": [GroundControlPoint((y - y0) / scale_y, (x - x0) / scale_x, a, b) for x, y, a, b in points]
    }


def _canvas_transform(bounds: Bounds, width: int, height: int) -> Affine:
    west, south, east, north = bounds
    return Affine((east - west) / width, 0.0, west, 0.0, (south - north) / height, north)


def _window_transform(t: Affine, scale_x: float, scale_y: float, x0: int, y0: int) -> Affine:
    """The raster's affine for pixels of a window at (x0, y0) read ``scale`` times coarser.

    Written out because affine 2 and 3 disagree on the operator for a product.
    """
    x, y = t.a * x0 + t.b * y0 + t.c, t.d * x0 + t.e * y0 + t.f
    return Affine(t.a * scale_x, t.b * scale_y, x, t.d * scale_x, t.e * scale_y, y)


def _as_image(canvas: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.moveaxis(canvas, 0, 2))
