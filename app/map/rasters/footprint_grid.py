"""Where very many rasters lie: those in view are found without looking at all of them."""

from __future__ import annotations

import numpy as np

from msa_core.records import Bounds

MANY = 20_000
"""From so many rasters on, looking at each for every picture of the screen takes too long."""
_ROW = 1 << 32
# A class of so few is looked at whole.
_FEW = 2_000


class Footprints:
    """Boxes by size and, among those of about one size, by cells of a grid as wide as they are.

    Attributes:
        boxes: west, south, east, north of all, float64 (n, 4).
        sides: the longer side of each, in map units.
    """

    def __init__(self, boxes: np.ndarray) -> None:
        self.boxes = boxes
        west, south, east, north = boxes.T
        self.sides = np.maximum(east - west, north - south)
        self._classes: list[_SizeClass] = []
        if len(boxes) >= MANY:
            sizes = np.floor(np.log2(self.sides)).astype(np.int64)
            middles = (boxes[:, :2] + boxes[:, 2:]) / 2
            order = np.argsort(sizes, kind="stable")
            found, starts = np.unique(sizes[order], return_index=True)
            for size, numbers in zip(found.tolist(), np.split(order, starts[1:]), strict=True):
                self._classes.append(_SizeClass(2.0 ** (size + 1), numbers, middles[numbers]))

    @property
    def are_many(self) -> bool:
        """Whether those in view are found by the grid."""
        return bool(self._classes)

    def around(self, numbers: np.ndarray | slice = slice(None)) -> Bounds | None:
        """Bounds of some boxes, or of all, together; None without any."""
        boxes = self.boxes[numbers]
        if not len(boxes):
            return None
        (west, south), (east, north) = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
        return (west, south, east, north)

    def in_view(self, bounds: Bounds, min_side: float = 0.0) -> np.ndarray:
        """Numbers of the boxes that overlap ``bounds`` with a side of at least ``min_side``, ascending."""
        if not self.are_many:
            return self._overlapping(np.arange(len(self.boxes)), bounds, min_side)
        found = [each.near(bounds) for each in self._classes if each.max_side > min_side or min_side <= 0.0]
        near = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        return np.sort(self._overlapping(near, bounds, min_side))

    def _overlapping(self, numbers: np.ndarray, bounds: Bounds, min_side: float) -> np.ndarray:
        west, south, east, north = self.boxes[numbers].T
        seen = (west < bounds[2]) & (east > bounds[0]) & (south < bounds[3]) & (north > bounds[1])
        return numbers[seen & (self.sides[numbers] >= min_side)]


class _SizeClass:
    """Boxes whose longer side is less than ``max_side`` and at least half of it, in the order of their cells."""

    def __init__(self, max_side: float, numbers: np.ndarray, middles: np.ndarray) -> None:
        self.max_side = max_side
        cells = np.floor(middles / max_side).astype(np.int64)
        keys = cells[:, 1] * _ROW + cells[:, 0]
        order = np.argsort(keys, kind="stable")
        self._numbers, self._keys = numbers[order], keys[order]

    def near(self, bounds: Bounds) -> np.ndarray:
        """Numbers of all that could overlap ``bounds``, and of some around them."""
        if len(self._keys) <= _FEW:
            return self._numbers
        half = self.max_side / 2
        low = np.floor((np.array(bounds[:2]) - half) / self.max_side)
        high = np.floor((np.array(bounds[2:]) + half) / self.max_side)
        if high[1] - low[1] > len(self._keys):
            return self._numbers
        rows = np.arange(low[1], high[1] + 1).astype(np.int64) * _ROW
        starts = np.searchsorted(self._keys, rows + int(low[0]), "left")
        ends = np.searchsorted(self._keys, rows + int(high[0]), "right")
        pieces = [self._numbers[start:end] for start, end in zip(starts, ends, strict=True) if end > start]
        return np.concatenate(pieces) if pieces else self._numbers[:0]
