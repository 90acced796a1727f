"""Tiles that show the same ground are not listed again and again.

Within a raster, going down the ranking, a tile is left out when a better one is already listed and the two share more
than a given share of the smaller one (spatial non-maximum suppression). The usual rule spares tiles of very different
size: an 80 m and a 320 m view of the same ground are different answers, neighbours and the next size are not. Other
rasters of the same ground (other years, other sensors) are listed, and numbered as one ground group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from msa_core.errors import UsageError
from msa_core.retrieval.search.near_boxes import NearBoxes


@dataclass(frozen=True, slots=True)
class Apart:
    """When two tiles of a raster count as one.

    Attributes:
        shared_above: they share more than this much of the smaller one, 0..1.
        side_ratio: and the larger one's side is at most this many times the smaller one's; infinite for any.
    """

    shared_above: float = 0.5
    side_ratio: float = 2.5

    @classmethod
    def at_any_size(cls, shared_above: float) -> Apart:
        """Of overlapping tiles of all levels the best alone. Raises UsageError for a share outside 0..1."""
        if not 0.0 <= shared_above < 1.0:
            raise UsageError(
                f"--nms needs the share of a tile that may overlap, 0 to below 1, not {shared_above}."
            )
        return cls(shared_above, float("inf"))


USUAL = Apart()


class OverlapFilter:
    """Remembers the tiles listed so far; :meth:`is_new` says whether another may join them."""

    def __init__(self, apart: Apart = USUAL) -> None:
        self._apart = apart
        self._boxes: dict[int, NearBoxes] = {}

    def is_new(self, source: int, box: np.ndarray) -> bool:
        """True, and remembered, unless a listed tile of ``source`` covers the pixel box (4,) in the sense above."""
        listed = self._boxes.setdefault(source, NearBoxes())
        box = np.asarray(box, float)
        near = listed.boxes[listed.touching(box)]
        if len(near) and _shows_the_same(near, box, self._apart).any():
            return False
        listed.add(box)
        return True


class GroundGroups:
    """Groups tiles of all rasters that show the same ground, by the best tile of each group.

    A tile belongs to the first group whose best tile it shares more than half of the smaller one with, at most 2.5
    times its side; else it begins a new group. Neighbours do not chain: a group is about as large as its best tile.
    """

    def __init__(self) -> None:
        self._shapes: list[Any] = []
        self._bounds = NearBoxes()

    def group_of(self, shape: Any) -> tuple[int, bool]:
        """Number from 1 of the group of a footprint (shapely, WGS84), and whether it is new."""
        bounds = np.array(shape.bounds)
        near = self._bounds.touching(bounds)
        if near.size:
            shapes = np.array([self._shapes[row] for row in near], dtype=object)
            # Degrees are not areas, but the ratio of areas on one spot is the same in them.
            shared = shapely.area(shapely.intersection(shapes, shape))
            same = _matches(shared, shapely.area(shapes), shapely.area(shape), USUAL)
            if same.any():
                return int(near[np.argmax(same)]) + 1, False
        self._bounds.add(bounds)
        self._shapes.append(shape)
        return len(self._shapes), True


def _shows_the_same(listed: np.ndarray, box: np.ndarray, apart: Apart) -> np.ndarray:
    """Which of the boxes (K, 4) x0, y0, x1, y1 show the same as ``box`` (4,)."""
    wide = np.minimum(listed[:, 2], box[2]) - np.maximum(listed[:, 0], box[0])
    high = np.minimum(listed[:, 3], box[3]) - np.maximum(listed[:, 1], box[1])
    shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
    areas = (listed[:, 2] - listed[:, 0]) * (listed[:, 3] - listed[:, 1])
    return _matches(shared, areas, (box[2] - box[0]) * (box[3] - box[1]), apart)


def _matches(shared: np.ndarray, areas: np.ndarray, area: float, apart: Apart) -> np.ndarray:
    smaller, larger = np.minimum(areas, area), np.maximum(areas, area)
    return (shared > apart.shared_above * smaller) & (larger <= apart.side_ratio**2 * smaller)
