"""Windows of giants without overviews, read a fraction of a second at a time: coarse at first, then block by block."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from msa_core.errors import SourceError
from msa_core.records import PixelBox

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

STEP_S = 0.3
# Of a window that is filled so many parts are read first, at the most; each next step looks three times as closely.
_FIRST_BLOCKS = 64
_CLOSER = 3
# A raster of which this share is read looks like itself.
_FAIR_SHARE = 1 / _CLOSER**2
# Smaller blocks are read several at a time: a read costs as much as to unpack so many pixels.
_SMALL_BLOCK_PX = 128


@dataclass(frozen=True, slots=True)
class StepPlan:
    """How a window that takes long is read in parts.

    Attributes:
        block_px: rows and columns of a block, in pixels of the raster.
        ends_at_once: True when the window as a whole can be read in a few seconds, with averages of all its pixels:
            that is the last step.
    """

    block_px: tuple[int, int]
    ends_at_once: bool


class InSteps:
    """Reads windows of one raster over several calls, each of about ``seconds``; the calls may be of any thread.

    Args:
        fills: what has not been read shows the mean colour of what was read nearest to it; otherwise it is not valid.
        seconds: what a call takes, about; never less than the reading of one block.
    """

    def __init__(self, fills: bool = True, seconds: float = STEP_S) -> None:
        self._fills, self._seconds = fills, seconds
        self._windows: dict[tuple[PixelBox, tuple[int, int]], _Window] = {}
        self._lock = threading.Lock()

    @property
    def is_begun(self) -> bool:
        """Whether something was read in steps."""
        return bool(self._windows)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to be read; also before the first call."""
        return all(window.is_whole for window in self._windows.values())

    @property
    def is_fair(self) -> bool:
        """Whether enough was read to know the raster by."""
        return all(window.share >= _FAIR_SHARE for window in self._windows.values())

    def read(
        self, reader: RasterReader, box: PixelBox, shape: tuple[int, int]
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """Go on reading a window, and tell what there is of it.

        Args:
            reader: of the raster, of the calling thread.
            box: x0, y0, x1, y1 within the raster.
            shape: rows and columns wanted.

        Returns:
            uint8 (h, w, 3) and bool (h, w), True where there is data; None for a window that is read at once, by
            ``reader.read``. Blocks that are damaged are not valid.

        Raises:
            SourceError: nothing of the window can be read.
        """
        with self._lock:
            window = self._windows.get((box, shape))
            if window is None:
                plan = reader.step_plan(box, shape)
                if plan is None:
                    return None
                window = self._windows[box, shape] = _Window(box, shape, plan, self._fills)
            window.go_on(reader, self._seconds)
            return window.picture()


class _Window:
    """What there is of one window: exactly where parts were read, and in between by colours of those nearby."""

    def __init__(self, box: PixelBox, shape: tuple[int, int], plan: StepPlan, fills: bool) -> None:
        self._box, self._shape, self._plan, self._fills = box, shape, plan, fills
        rows_px, columns_px = _at_least_small(plan.block_px)
        self._rows = _spans(box[1], box[3], shape[0], rows_px)
        self._columns = _spans(box[0], box[2], shape[1], columns_px)
        count = len(self._rows), len(self._columns)
        self._order = _coarse_first(*count) if fills else _middle_first(*count)
        self._done, self._is_known = 0, np.zeros(shape, bool)
        self._exact, self._exact_ok = np.zeros((*shape, 3), np.uint8), np.zeros(shape, bool)
        self._coarse, self._coarse_ok = np.zeros((*shape, 3), np.uint8), np.zeros(shape, bool)
        self._error: SourceError | None = None
        self._has_any = False

    @property
    def is_whole(self) -> bool:
        return self._done == len(self._order)

    @property
    def share(self) -> float:
        return self._done / len(self._order)

    def go_on(self, reader: RasterReader, seconds: float) -> None:
        if self._done and self._plan.ends_at_once and not self.is_whole:
            self._exact, self._exact_ok = reader.read(self._box, self._shape, quick=True)
            self._is_known[:] = True
            self._done = len(self._order)
            return
        until = time.perf_counter() + seconds
        while not self.is_whole:
            self._read_block(reader, *self._order[self._done].tolist())
            self._done += 1
            if time.perf_counter() > until:
                break
        if self.is_whole and not self._has_any and self._error is not None:
            raise self._error

    def _read_block(self, reader: RasterReader, row: int, column: int, stride_y: int, stride_x: int) -> None:
        top, bottom, y0, y1 = self._rows[row]
        left, right, x0, x1 = self._columns[column]
        cells = np.s_[top:bottom, left:right]
        self._is_known[cells] = True
        try:
            rgb, ok = reader.read((x0, y0, x1, y1), (bottom - top, right - left))
        except SourceError as error:
            self._error = error
            return
        self._has_any = True
        self._exact[cells], self._exact_ok[cells] = rgb, ok
        if self._fills and max(stride_y, stride_x) > 1:
            self._fill_around(row, column, stride_y, stride_x, rgb, ok)

    def _fill_around(
        self, row: int, column: int, stride_y: int, stride_x: int, rgb: np.ndarray, ok: np.ndarray
    ) -> None:
        """The mean of a part in the place of all around it, until they are read; along rows or columns that are read
        whole it keeps what it shows.
        """
        axes = tuple(axis for axis, stride in enumerate((stride_y, stride_x)) if stride > 1)
        weight = ok[..., np.newaxis].astype(np.float64)
        total = weight.sum(axis=axes, keepdims=True)
        mean = (rgb * weight).sum(axis=axes, keepdims=True) / np.maximum(total, 1.0)
        top, bottom = _around(self._rows, row, stride_y)
        left, right = _around(self._columns, column, stride_x)
        self._coarse[top:bottom, left:right] = np.rint(mean).astype(np.uint8)
        self._coarse_ok[top:bottom, left:right] = total[..., 0] * 2 >= math.prod(ok.shape[a] for a in axes)

    def picture(self) -> tuple[np.ndarray, np.ndarray]:
        """Copies. Sharp spots in a coarse picture would only hide it: they show once every gap is being closed."""
        is_closing = self.is_whole or self._order[self._done, 2:].max() == 1
        if not is_closing:
            return self._coarse.copy(), self._coarse_ok.copy()
        rgb = np.where(self._is_known[..., np.newaxis], self._exact, self._coarse)
        return rgb, np.where(self._is_known, self._exact_ok, self._coarse_ok)


def _at_least_small(block_px: tuple[int, int]) -> tuple[int, int]:
    """Several small blocks in the place of one; strips stay as they are."""
    if math.prod(block_px) >= _SMALL_BLOCK_PX**2:
        return block_px
    rows, columns = (side * math.ceil(_SMALL_BLOCK_PX / side) for side in block_px)
    return rows, columns


def _spans(start: int, end: int, cells: int, block_px: int) -> list[tuple[int, int, int, int]]:
    """Pieces along one axis, side by side: first cell, end of its cells, first pixel, end of its pixels.

    A part is a block; where cells are larger than blocks, a cell, of which one block is read.
    """
    if block_px * cells < end - start:
        middles = start + ((np.arange(cells) + 0.5) * (end - start) / cells).astype(int)
        firsts = middles // block_px * block_px
        return [
            (cell, cell + 1, max(first, start), min(first + block_px, end))
            for cell, first in enumerate(firsts.tolist())
        ]
    edges = [start, *range((start // block_px + 1) * block_px, end, block_px), end]
    at = [round((edge - start) * cells / (end - start)) for edge in edges]
    found, first = [], 0
    for number in range(1, len(edges)):
        if at[number] > at[first]:
            found.append((at[first], at[number], edges[first], edges[number]))
            first = number
    return found


def _coarse_first(rows: int, columns: int) -> np.ndarray:
    """Row, column and strides (n, 4) of all parts: those in the middle of large squares, then of squares within.

    Squares are of 1, 3, 9 ... parts a side, so that the middle of one is the middle of one of the smaller ones.
    """
    strides = [1]
    while math.ceil(rows / strides[-1]) * math.ceil(columns / strides[-1]) > _FIRST_BLOCKS:
        strides.append(strides[-1] * _CLOSER)
    is_new, found = np.ones((rows, columns), bool), []
    for stride in reversed(strides):
        stride_y, stride_x = min(stride, _power_within(rows)), min(stride, _power_within(columns))
        y, x = np.meshgrid(_middles(rows, stride_y), _middles(columns, stride_x), indexing="ij")
        y, x = y.ravel(), x.ravel()
        fresh = is_new[y, x]
        y, x = y[fresh], x[fresh]
        is_new[y, x] = False
        found.append(np.stack([y, x, np.full_like(y, stride_y), np.full_like(y, stride_x)], axis=1))
    return np.concatenate(found)


def _power_within(count: int) -> int:
    stride = 1
    while stride * _CLOSER <= count:
        stride *= _CLOSER
    return stride


def _middles(count: int, stride: int) -> np.ndarray:
    return np.unique(np.minimum(np.arange(stride // 2, count + stride // 2, stride), count - 1))


def _middle_first(rows: int, columns: int) -> np.ndarray:
    """As :func:`_coarse_first`, each part for itself, from the middle outwards."""
    y, x = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    away = ((y + 0.5) / rows - 0.5) ** 2 + ((x + 0.5) / columns - 0.5) ** 2
    order = np.argsort(away, axis=None, kind="stable")
    one = np.ones(len(order), np.intp)
    return np.stack([y.ravel()[order], x.ravel()[order], one, one], axis=1)


def _around(spans: list[tuple[int, int, int, int]], number: int, stride: int) -> tuple[int, int]:
    """First and end cell of the square of ``stride`` parts that one lies in."""
    first = number // stride * stride
    return spans[first][0], spans[min(first + stride, len(spans)) - 1][1]
