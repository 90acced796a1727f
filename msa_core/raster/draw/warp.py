"""Drawing rasters and heatmaps in the map's coordinate system.

A source window is read through :class:`RasterReader` at about the canvas's resolution (so that GDAL
picks an overview and the stretch and masks are those of the index) and then warped in memory. That
serves affine grids of any rotation, control points and RPCs alike.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import numpy as np

from msa_core.errors import SourceError
from msa_core.raster.draw.canvas_window import read_shape, source_window
from msa_core.raster.draw.world import EarthOnCanvas, earth_on_canvas
from msa_core.raster.gdal.opening import gdal_reading
from msa_core.raster.pixels.in_steps import InSteps
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.position.georef import Georef
from msa_core.raster.position.map_crs import choose_map_crs, lonlat_to_map, map_bounds, map_to_lonlat
from msa_core.raster.position.pixel_to_crs import AffinePlacement, ControlPointPlacement
from msa_core.records import Bounds, PixelBox

# isort: split
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.enums import Resampling
from rasterio.warp import reproject

# Enough to find the good blocks of a damaged file; each read of a bad one costs milliseconds again.
_MAX_READS = 150

# What the map needs beside the pictures, from the same door.
__all__ = [
    "choose_map_crs",
    "lonlat_to_map",
    "map_bounds",
    "map_to_lonlat",
    "render",
    "source_window",
    "warp_values",
]


def render(
    source: RasterReader | Path | str,
    map_crs: str,
    bounds: Bounds,
    width: int,
    height: int,
    steps: InSteps | None = None,
) -> np.ndarray:
    """Draw a raster onto a canvas in the map's CRS.

    Args:
        source: an open reader of the calling thread, or a path (opened and closed here).
        map_crs: authority code or WKT.
        bounds: west, south, east, north of the canvas in map units. What lies off the map's world stays transparent.
        width, height: canvas size in pixels.
        steps: where what takes long goes on from call to call, and says whether more is to come.

    Returns:
        uint8 (height, width, 4) RGBA, transparent outside the raster, where it has no data, and
        everywhere for rasters without a position on Earth.

    Raises:
        SourceError: the file cannot be opened. Damaged parts of it stay transparent.
    """
    with RasterReader(source) if isinstance(source, str | Path) else nullcontext(source) as reader:
        canvas = np.zeros((4, height, width), np.uint8)
        if not reader.georef.is_placed:
            return _as_image(canvas)
        world = earth_on_canvas(map_crs, bounds, width, height)
        for georef in reader.georef.on_every_turn() if world is not None else []:
            _draw(reader, georef, map_crs, world, canvas, steps)
    canvas[3] = np.where(canvas[3] >= 128, np.uint8(255), np.uint8(0))
    return _as_image(canvas)


def _draw(
    reader: RasterReader,
    georef: Georef,
    map_crs: str,
    world: EarthOnCanvas | None,
    canvas: np.ndarray,
    steps: InSteps | None,
) -> None:
    """Draw the raster, lying as ``georef`` says, over what is on the canvas (4, height, width) already."""
    assert world is not None
    on_earth = canvas[:, world.rows, world.columns]
    height, width = on_earth.shape[1:]
    box = source_window(georef, map_crs, world.bounds, width, height)
    if box is None:
        return
    shape = read_shape(georef, box, map_crs, world.bounds, width, height)
    read = _read_in_steps(reader, box, shape, steps) or _read_what_can_be_read(reader, box, shape)
    rgb, valid = read
    source_rgba = np.concatenate([np.moveaxis(rgb, 2, 0), (valid * np.uint8(255))[np.newaxis]])
    enlarged = shape == (box[3] - box[1], box[2] - box[0])
    drawn = np.zeros_like(on_earth)
    with gdal_reading(reader.path, "it for the map"):
        _warp(source_rgba, drawn, box, georef, map_crs, world, smooth=not enlarged, alpha=True)
    take = (drawn[3] >= 128) & (on_earth[3] < 128) & world.mask
    on_earth[:, take] = drawn[:, take]


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
    world = earth_on_canvas(map_crs, bounds, width, height) if georef.is_placed else None
    if world is not None:
        source = np.ascontiguousarray(values, dtype=np.float32)[np.newaxis]
        on_earth = canvas[world.rows, world.columns]
        for place in georef.on_every_turn():
            drawn = np.full((1, *on_earth.shape), np.nan, np.float32)
            with gdal_reading("heatmap", "it for the map"):
                _warp(source, drawn, pixel_bbox, place, map_crs, world, smooth, alpha=False)
            take = np.isfinite(drawn[0]) & ~np.isfinite(on_earth) & world.mask
            on_earth[take] = drawn[0][take]
    ok = np.isfinite(canvas)
    return np.where(ok, canvas, np.float32(0)), ok


def _read_in_steps(
    reader: RasterReader, box: PixelBox, shape: tuple[int, int], steps: InSteps | None
) -> tuple[np.ndarray, np.ndarray] | None:
    """What there is of a window that takes long; None of any other; damaged all over it is empty."""
    try:
        return None if steps is None else steps.read(reader, box, shape)
    except SourceError:
        return np.zeros((*shape, 3), np.uint8), np.zeros(shape, bool)


def _read_what_can_be_read(
    reader: RasterReader, box: PixelBox, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Like ``reader.read``, but where that fails the window is halved down to the file's own blocks."""
    rgb, valid = np.zeros((*shape, 3), np.uint8), np.zeros(shape, bool)
    todo = [(box, (0, 0, shape[1], shape[0]))]
    for _ in range(_MAX_READS):
        if not todo:
            break
        box, (left, top, right, bottom) = todo.pop(0)
        cells = np.s_[top:bottom, left:right]
        try:
            rgb[cells], valid[cells] = reader.read(box, (bottom - top, right - left), quick=True)
        except SourceError:
            todo += _halves(box, (left, top, right, bottom), reader.block_px)
    return rgb, valid


def _halves(box: PixelBox, cells: PixelBox, block_px: tuple[int, int]) -> list[tuple[PixelBox, PixelBox]]:
    """Two halves along the longer side, in pixels and in cells; nothing when it is a block or a cell."""
    width, height = box[2] - box[0], box[3] - box[1]
    can_x = width > block_px[1] and cells[2] - cells[0] > 1
    can_y = height > block_px[0] and cells[3] - cells[1] > 1
    if not (can_x or can_y):
        return []
    x0, y0, x1, y1 = box
    left, top, right, bottom = cells
    if can_x and (width >= height or not can_y):
        x, column = (x0 + x1) // 2, (left + right) // 2
        return [
            ((x0, y0, x, y1), (left, top, column, bottom)),
            ((x, y0, x1, y1), (column, top, right, bottom)),
        ]
    y, row = (y0 + y1) // 2, (top + bottom) // 2
    return [((x0, y0, x1, y), (left, top, right, row)), ((x0, y, x1, y1), (left, row, right, bottom))]


def _warp(
    source: np.ndarray,
    canvas: np.ndarray,
    box: PixelBox,
    georef: Georef,
    map_crs: str,
    world: EarthOnCanvas,
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
        dst_transform=_canvas_transform(world.bounds, width, height),
        # GDAL bends straight lines between few points of a row. Where a row leaves the world its ends come back on the
        # other side, and everything between them would be drawn mirrored: then each pixel is transformed.
        tolerance=0.125 if world.is_whole else 0.0,
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
    assert placement is not None
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
