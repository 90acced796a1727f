"""Where the cells of a heatmap lie: a transform in the source's CRS, or control points where none fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msa_core.raster.position.georef import Georef
from msa_core.raster.position.pixel_to_crs import AffinePlacement
from msa_core.records import PixelBox

# An affine transform stands in for control points or RPCs while it errs by less than this part of a cell.
_GOOD_ENOUGH_CELLS = 0.25
_POINTS_A_SIDE = 5

Gcp = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A grid of cells and where it lies: CRS and a transform (a, b, c, d, e, f), or control points (col, row, x, y)."""

    crs: str | None
    transform: tuple[float, ...] | None
    gcps: tuple[Gcp, ...] | None = None


def grid_of_cells(georef: Georef, pixel_bbox: PixelBox, shape: tuple[int, int]) -> CellGrid:
    """The grid of ``shape`` (rows, columns) cells that covers a pixel box of the source.

    Exact for affine sources of any rotation and direction. Sources without a position give no transform.
    """
    crs = georef.crs_wkt or None
    if georef.placement is None:
        return CellGrid(crs, None)
    rows, cols = shape
    x0, y0, x1, y1 = pixel_bbox
    col, row = (
        grid.ravel()
        for grid in np.meshgrid(np.linspace(0, cols, _POINTS_A_SIDE), np.linspace(0, rows, _POINTS_A_SIDE))
    )
    x, y = georef.placement.to_crs(x0 + col * (x1 - x0) / cols, y0 + row * (y1 - y0) / rows)
    good = np.isfinite(x) & np.isfinite(y)
    if good.sum() < 3:
        return CellGrid(crs, None)
    col, row, x, y = col[good], row[good], x[good], y[good]
    if not isinstance(georef.placement, AffinePlacement):
        transform, error_cells = _fit(col, row, x, y)
        if error_cells > _GOOD_ENOUGH_CELLS:
            return CellGrid(
                crs, None, tuple(zip(*(values.tolist() for values in (col, row, x, y)), strict=True))
            )
        return CellGrid(crs, transform)
    return CellGrid(crs, _window_transform(georef.placement, pixel_bbox, shape))


def _window_transform(
    placement: AffinePlacement, pixel_bbox: PixelBox, shape: tuple[int, int]
) -> tuple[float, ...]:
    """The source's transform, moved to the corner of the box and scaled to its cells."""
    t = placement.transform
    x0, y0, x1, y1 = pixel_bbox
    across, down = (x1 - x0) / shape[1], (y1 - y0) / shape[0]
    corner_x, corner_y = t.a * x0 + t.b * y0 + t.c, t.d * x0 + t.e * y0 + t.f
    return (t.a * across, t.b * down, corner_x, t.d * across, t.e * down, corner_y)


def _fit(col: np.ndarray, row: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[tuple[float, ...], float]:
    """Least-squares transform of points, and its largest error in cells."""
    design = np.column_stack([col, row, np.ones_like(col)])
    (a, b, c), (d, e, f) = (np.linalg.lstsq(design, values, rcond=None)[0] for values in (x, y))
    error_x, error_y = design @ (a, b, c) - x, design @ (d, e, f) - y
    cell = np.sqrt(abs(a * e - b * d))
    error = float(np.hypot(error_x, error_y).max() / cell) if cell > 0 else np.inf
    return tuple(float(v) for v in (a, b, c, d, e, f)), error
