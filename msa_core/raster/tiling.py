"""Cutting a raster into tiles of ground sizes: a plan that costs nothing until it is walked.

Sizes follow the contract: of 80, 160 ... 2560 ground metres those with at least 96 source pixels a
side that are no larger than the raster's shorter side; else the whole raster is one tile, or, where that would be
squeezed more than 2 : 1, square tiles of the shorter side along it. A level is the place of a size in the list for all
rasters, so that the same level means the same ground.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.config import DEFAULT_GROUND_SIZES_M, MIN_TILE_SOURCE_PX, Tiling
from msa_core.lonlat import side_m
from msa_core.raster.position.georef import Georef
from msa_core.records import PixelBox, RasterInfo

# Rasters without a position have no metres: their tiles double from the side most models read.
POSITIONLESS_SIDES_PX = (256, 512, 1024, 2048, 4096, 8192)

# Below this a tile of a size that was asked for holds no picture.
_MIN_PX = 8
# The model reads squares. A picture that is squeezed more than this is not what it was trained on.
_MAX_SQUEEZED = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TileWindow:
    """One tile to be read.

    Attributes:
        level: index of its size, 0 the smallest.
        row, col: place in the level's grid, from the top left.
        pixel_bbox: the window in full-resolution pixels, inside the raster.
    """

    level: int
    row: int
    col: int
    pixel_bbox: PixelBox


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """One level: tiles of (width, height) pixels starting at the given columns and rows."""

    level: int
    width_px: int
    height_px: int
    size_m: float | None
    across: tuple[int, int, int]
    down: tuple[int, int, int]

    @property
    def count(self) -> int:
        return _count(self.across) * _count(self.down)


class TilePlan(Sequence[TileWindow]):
    """The tiles of one raster: ``len``, iteration and indexing without holding them.

    Attributes:
        warning: a sentence when tiles lie outside the model's ground range or sizes were skipped, else "".
    """

    def __init__(self, grids: Sequence[_Grid], warning: str) -> None:
        self._grids = tuple(grids)
        self.warning = warning

    def __len__(self) -> int:
        return sum(grid.count for grid in self._grids)

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels this raster has, ascending."""
        return tuple(grid.level for grid in self._grids)

    def __iter__(self) -> Iterator[TileWindow]:
        for grid in self._grids:
            for row in range(_count(grid.down)):
                for col in range(_count(grid.across)):
                    yield _window(grid, row, col)

    def __getitem__(self, index: int) -> TileWindow:  # type: ignore[override]
        index = index + len(self) if index < 0 else index
        for grid in self._grids:
            if 0 <= index < grid.count:
                row, col = divmod(index, _count(grid.across))
                return _window(grid, row, col)
            index -= grid.count
        raise IndexError("tile index out of range")


def plan(
    info: RasterInfo,
    georef: Georef,
    tiling: Tiling | None = None,
    ground_range_m: tuple[float, float] | None = None,
) -> TilePlan:
    """Plan the tiles of a raster.

    Args:
        info: its size.
        georef: its place; without one tiles are counted in pixels.
        tiling: sizes and overlap, by default the contract's.
        ground_range_m: smallest and largest ground side the model was trained on, for the warning.

    Returns:
        Tiles smallest level first, rows from the top; the last row and column are moved inside, so that
        every pixel is covered.
    """
    tiling = tiling if tiling is not None else Tiling()
    width, height = info.width_px, info.height_px
    centre = georef.gsd_m() if georef.is_placed else None
    step_m = _centre_steps_m(georef) if centre is not None else None
    warning = ""
    if tiling.tile_px is not None:
        side = _unsqueezed(min(tiling.tile_px, width), min(tiling.tile_px, height), (1.0, 1.0))
        grids = [_grid(0, side, None, (width, height), tiling.overlap)]
    elif step_m is None:
        grids = _positionless(width, height, tiling.overlap)
    else:
        sizes, fewest = tiling.tile_m or DEFAULT_GROUND_SIZES_M, MIN_TILE_SOURCE_PX
        if tiling.tile_m is not None:
            fewest = _MIN_PX
        grids, warning = _by_ground(sorted(set(sizes)), fewest, step_m, width, height, tiling)
    range_warning = _range_warning(georef, grids, ground_range_m) if step_m is not None else ""
    squeezed = _squeeze_warning(grids, step_m or (1.0, 1.0))
    return TilePlan(grids, " ".join(filter(None, (warning, squeezed, range_warning))))


def _by_ground(
    sizes_m: Sequence[float],
    fewest_px: int,
    step_m: tuple[float, float],
    width: int,
    height: int,
    tiling: Tiling,
) -> tuple[list[_Grid], str]:
    shorter_m = min(width * step_m[0], height * step_m[1])
    grids, skipped = [], []
    for level, size_m in enumerate(sizes_m):
        side = round(size_m / step_m[0]), round(size_m / step_m[1])
        # A hair of tolerance: a raster made to be exactly 640 m wide measures 639.99 on the ellipsoid.
        if min(side) >= fewest_px and size_m <= shorter_m * 1.001:
            side = min(side[0], width), min(side[1], height)
            grids.append(_grid(level, side, size_m, (width, height), tiling.overlap))
        else:
            skipped.append(size_m)
    warning = ""
    if tiling.tile_m is not None and skipped:
        listed = ", ".join(f"{size:g}" for size in skipped)
        warning = f"Tiles of {listed} m do not suit it (side {shorter_m:,.0f} m, pixels {max(step_m):.3g} m)."
    if not grids:
        side = _unsqueezed(width, height, step_m)
        # As it is planned, by the pixels at the centre; not quite what the tile measures on the ground.
        planned_m = math.sqrt(side[0] * step_m[0] * side[1] * step_m[1])
        level = int(np.argmin([abs(math.log(size / planned_m)) for size in sizes_m]))
        grids = [_grid(level, side, None, (width, height), tiling.overlap)]
    return grids, warning


def _positionless(width: int, height: int, overlap: float) -> list[_Grid]:
    fitting = [(n, side) for n, side in enumerate(POSITIONLESS_SIDES_PX) if side <= min(width, height)]
    grids = [_grid(level, (side, side), None, (width, height), overlap) for level, side in fitting]
    return grids or [_grid(0, _unsqueezed(width, height, (1.0, 1.0)), None, (width, height), overlap)]


def _unsqueezed(width: int, height: int, step: tuple[float, float]) -> tuple[int, int]:
    """The box itself, or where it is longer than twice its breadth a square of its shorter side, in pixels.

    Args:
        width, height: of the box in pixels.
        step: length of a pixel in x and in y: the square is one on the ground.
    """
    across, down = width * step[0], height * step[1]
    shorter = min(across, down)
    if max(across, down) <= _MAX_SQUEEZED * shorter:
        return width, height
    side = min(width, round(shorter / step[0])), min(height, round(shorter / step[1]))
    # A line of few pixels is not a picture however it is cut: one tile, and a word.
    return side if min(side) >= _MIN_PX else (width, height)


def _squeeze_warning(grids: Sequence[_Grid], step: tuple[float, float]) -> str:
    for grid in grids:
        across, down = grid.width_px * step[0], grid.height_px * step[1]
        squeezed = max(across, down) / min(across, down)
        # Half a pixel of rounding is not worth a word.
        if squeezed > _MAX_SQUEEZED * 1.1:
            size = f"{grid.width_px:,} x {grid.height_px:,}"
            return f"Its tiles of {size} pixels are squeezed {squeezed:,.0f} : 1 into the model's square."
    return ""


def _grid(
    level: int, side: tuple[int, int], size_m: float | None, size_px: tuple[int, int], overlap: float
) -> _Grid:
    across = (size_px[0], side[0], max(1, round(side[0] * (1.0 - overlap))))
    down = (size_px[1], side[1], max(1, round(side[1] * (1.0 - overlap))))
    return _Grid(level=level, width_px=side[0], height_px=side[1], size_m=size_m, across=across, down=down)


def _window(grid: _Grid, row: int, col: int) -> TileWindow:
    x0, y0 = _start(grid.across, col), _start(grid.down, row)
    box = x0, y0, x0 + grid.width_px, y0 + grid.height_px
    return TileWindow(level=grid.level, row=row, col=col, pixel_bbox=box)


def _count(axis: tuple[int, int, int]) -> int:
    """Tiles along an axis of (length, side, stride)."""
    length, side, stride = axis
    return 1 + math.ceil((length - side) / stride)


def _start(axis: tuple[int, int, int], number: int) -> int:
    length, side, stride = axis
    return min(number * stride, length - side)


def _centre_steps_m(georef: Georef) -> tuple[float, float] | None:
    """Ground metres per pixel in x and y at the centre, or where the raster first lies on Earth."""
    gx, gy = georef.gsd_xy_m([georef.width_px / 2], [georef.height_px / 2])
    if np.isfinite(gx[0] * gy[0]) and gx[0] * gy[0] > 0:
        return float(gx[0]), float(gy[0])
    gsd_m = georef.gsd_m()
    return None if gsd_m is None else (gsd_m, gsd_m)


def _range_warning(georef: Georef, grids: Sequence[_Grid], ground_range_m: tuple[float, float] | None) -> str:
    if ground_range_m is None:
        return ""
    low, high = ground_range_m
    outside = []
    for grid in grids:
        x0, y0 = (georef.width_px - grid.width_px) // 2, (georef.height_px - grid.height_px) // 2
        middle = x0, y0, x0 + grid.width_px, y0 + grid.height_px
        size_m = grid.size_m or side_m(georef.footprint_lonlat(middle))
        if size_m is not None and not low <= size_m <= high:
            outside.append(size_m)
    if not outside:
        return ""
    listed = ", ".join(f"{size_m:,.0f} m" if size_m >= 10 else f"{size_m:.2g} m" for size_m in outside)
    return (
        f"Tiles of {listed} lie outside the {low:,.0f} to {high:,.0f} m of ground the model was trained on: "
        "scores there mean less. --tile-m chooses other sizes."
    )
