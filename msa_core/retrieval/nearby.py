"""One place, one hit: overlapping tiles of the same raster are not listed again and again.

The rule: going down the ranking, a tile is left out when a better one of the same raster is already listed and
the two share more than half of the smaller one, unless one has more than ``SIDE_RATIO`` times the other's side:
an 80 m and a 320 m view of a place are different answers, neighbours and the next size are not. Other rasters
of the same place (other years, other sensors) are always kept.
"""

from __future__ import annotations

import numpy as np

SHARED_ABOVE = 0.5
SIDE_RATIO = 2.5


class PlaceFilter:
    """Remembers the tiles listed so far; :meth:`is_new` says whether another may join them."""

    def __init__(self) -> None:
        self._boxes: dict[int, list[np.ndarray]] = {}

    def is_new(self, source: int, box: np.ndarray) -> bool:
        """True, and remembered, unless a listed tile of ``source`` covers the pixel box (4,) in the sense above."""
        listed = self._boxes.setdefault(source, [])
        box = np.asarray(box, float)
        if listed and _is_same_place(np.stack(listed), box).any():
            return False
        listed.append(box)
        return True


def _is_same_place(listed: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Which of the boxes (K, 4) x0, y0, x1, y1 show the place of ``box`` (4,)."""
    wide = np.minimum(listed[:, 2], box[2]) - np.maximum(listed[:, 0], box[0])
    high = np.minimum(listed[:, 3], box[3]) - np.maximum(listed[:, 1], box[1])
    shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
    areas = (listed[:, 2] - listed[:, 0]) * (listed[:, 3] - listed[:, 1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    smaller, larger = np.minimum(areas, area), np.maximum(areas, area)
    return (shared > SHARED_ABOVE * smaller) & (larger <= SIDE_RATIO**2 * smaller)
