"""Boxes found by what they touch without looking at all of them: a hundred thousand hits are compared with few each."""

from __future__ import annotations

import math
from itertools import product

import numpy as np

# Of cells that a large box covers; more than these, and all boxes of a size are looked at instead.
_MAX_CELLS = 64


class NearBoxes:
    """Boxes x0, y0, x1, y1 in cells as large as they are, one grid for each doubling of size."""

    def __init__(self) -> None:
        self._boxes = np.empty((64, 4))
        self._count = 0
        self._grids: dict[int, dict[tuple[int, int], list[int]]] = {}

    def __len__(self) -> int:
        return self._count

    @property
    def boxes(self) -> np.ndarray:
        """All of them, float64 (n, 4), in the order in which they came."""
        return self._boxes[: self._count]

    def add(self, box: np.ndarray) -> None:
        """One more box (4,)."""
        if self._count == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[self._count] = box
        x0, y0, x1, y1 = np.asarray(box, float).tolist()
        size = _size(x0, y0, x1, y1)
        grid = self._grids.setdefault(size, {})
        for cell in product(*_span(x0, y0, x1, y1, size)):
            grid.setdefault(cell, []).append(self._count)
        self._count += 1

    def touching(self, box: np.ndarray) -> np.ndarray:
        """Numbers of the boxes that share an area with ``box`` (4,), ascending."""
        # Plain numbers: arrays of four cost more to handle than to compute with.
        x0, y0, x1, y1 = np.asarray(box, float).tolist()
        near: set[int] = set()
        for size, grid in self._grids.items():
            columns, rows = _span(x0, y0, x1, y1, size)
            if (columns.stop - columns.start) * (rows.stop - rows.start) > min(_MAX_CELLS, len(grid)):
                near.update(*grid.values())
            else:
                near.update(*(grid[cell] for cell in product(columns, rows) if cell in grid))
        if not near:
            return np.empty(0, dtype=np.intp)
        found = np.array(sorted(near), dtype=np.intp)
        known = self._boxes[found]
        return found[(known[:, 0] < x1) & (known[:, 2] > x0) & (known[:, 1] < y1) & (known[:, 3] > y0)]


def _size(x0: float, y0: float, x1: float, y1: float) -> int:
    """Which doubling the longer side is in; a box without size is as the smallest there are."""
    side = max(x1 - x0, y1 - y0)
    return max(math.frexp(side)[1], -64) if side > 0 else -64


def _span(x0: float, y0: float, x1: float, y1: float, size: int) -> tuple[range, range]:
    """Columns and rows of the cells of a size that a box covers."""
    each = 2.0**-size
    return (
        range(math.floor(x0 * each), math.floor(x1 * each) + 1),
        range(math.floor(y0 * each), math.floor(y1 * each) + 1),
    )
