"""Boxes found by what they touch without looking at all of them: a hundred thousand hits are compared with few each."""

from __future__ import annotations

import math

import numpy as np

# Of cells that a large box covers; more than these, and all boxes of a size are looked at instead.
_MOST_CELLS = 64


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
        grid = self._grids.setdefault(_size(box), {})
        for cell in _cells(box, _size(box)):
            grid.setdefault(cell, []).append(self._count)
        self._count += 1

    def touching(self, box: np.ndarray) -> np.ndarray:
        """Numbers of the boxes that share an area with ``box`` (4,), ascending."""
        near: set[int] = set()
        for size, grid in self._grids.items():
            if _cell_count(box, size) > min(_MOST_CELLS, len(grid)):
                for numbers in grid.values():
                    near.update(numbers)
            else:
                for cell in _cells(box, size):
                    near.update(grid.get(cell, ()))
        found = np.array(sorted(near), dtype=np.intp)
        known = self._boxes[found]
        touches = (
            (known[:, 0] < box[2]) & (known[:, 2] > box[0]) & (known[:, 1] < box[3]) & (known[:, 3] > box[1])
        )
        return found[touches]


def _size(box: np.ndarray) -> int:
    """Which doubling the longer side is in; a box without size is as the smallest there are."""
    side = max(float(box[2] - box[0]), float(box[3] - box[1]))
    return max(math.frexp(side)[1], -64) if side > 0 else -64


def _span(box: np.ndarray, size: int) -> tuple[int, int, int, int]:
    cell = 2.0**size
    x0, y0, x1, y1 = (math.floor(float(edge) / cell) for edge in box)
    return x0, y0, x1, y1


def _cell_count(box: np.ndarray, size: int) -> int:
    x0, y0, x1, y1 = _span(box, size)
    return (x1 - x0 + 1) * (y1 - y0 + 1)


def _cells(box: np.ndarray, size: int) -> list[tuple[int, int]]:
    x0, y0, x1, y1 = _span(box, size)
    return [(x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]
