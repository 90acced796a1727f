"""Splits for data that names none: a stated share, always the same, and no ground or picture on both sides.

Pictures are grouped so that equal pixels, and ground seen by several, stay together. Where too much hangs together (the
overlapping tiles of one raster) the ground is parted into blocks, and tiles too near to a validation tile are used for
neither side. Random splits of overlapping tiles report how well the model remembers ground, not what it has learned
(Roberts et al. 2017, "Cross-validation strategies for data with temporal, spatial, hierarchical ... structure").
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy import sparse

from msa_core.errors import UsageError

VAL_SHARE = 0.1
GUARD = 0.5
EARTH = ""
_M_PER_DEGREE = 111_320.0
_ATTEMPTS = 16


@dataclass(frozen=True, slots=True)
class Location:
    """Where a picture lies.

    Attributes:
        frame: :data:`EARTH`, or the name of a raster without position; locations in two frames never meet.
        box: on Earth west, south, east, north in degrees (west > east crosses the antimeridian); else pixels
            x0, y0, x1, y1.
    """

    frame: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Item:
    """One picture to be put on a side: a digest of its pixels, its location if known, and its class."""

    content: str
    location: Location | None = None
    group: str = ""


@dataclass(frozen=True)
class Split:
    """Positions of the validation items, of those used for neither side, and the guard in metres (0: no locations)."""

    val: np.ndarray
    left_out: np.ndarray
    guard_m: float

    @classmethod
    def empty(cls) -> Split:
        """The split of nothing."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), 0.0)


def split_items(items: Sequence[Item], share: float = VAL_SHARE, guard_m: float | None = None) -> Split:
    """Choose validation items: the same for the same items, in whatever order they come.

    No validation item has the pixels of a training item, or lies nearer to one than the guard: ``guard_m`` ground
    metres, by default half the median side of the tiles (of pixels in rasters without position).

    Raises:
        UsageError: no two sides can be kept apart.
    """
    if len(items) < 2:
        raise UsageError("One picture alone cannot be split into training and validation.")
    contents = np.array([item.content for item in items])
    near, guard = _near_pairs(items, guard_m)
    same = _chain(contents)
    units = _components(len(items), np.concatenate([near, same], axis=1))
    target = max(1.0, len(items) * share)
    blocks = [block for unit in units for block in _parted(unit, items, target)]
    blocks.sort(key=lambda block: (items[block[0]].group, _key(min(contents[block]))))
    best: tuple[float, np.ndarray, np.ndarray] | None = None
    for attempt in range(_ATTEMPTS):
        chosen = _every_so_often(blocks, share, (attempt * 7 % _ATTEMPTS + 0.5) / _ATTEMPTS)
        val = np.zeros(len(items), bool)
        val[[i for block in chosen for i in _alike_in_size(block, items)]] = True
        left_out = _conflicting(val, near, contents)
        left_out[[i for block in chosen for i in block]] |= True
        left_out &= ~val
        if val.any() and not (val | left_out).all():
            loss = abs(val.sum() - target) + left_out.sum()
            if best is None or loss < best[0]:
                best = loss, val, left_out
    if best is None:
        raise UsageError(
            "All these pictures show the same ground or the same pixels: training and validation cannot be kept "
            "apart. Name the split of each picture, or add pictures of other places."
        )
    return Split(np.flatnonzero(best[1]), np.flatnonzero(best[2]), guard)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def _chain(contents: np.ndarray) -> np.ndarray:
    """Pairs (2, n) that link items of equal content, each to the next."""
    order = np.argsort(contents, kind="stable")
    equal = np.flatnonzero(contents[order][1:] == contents[order][:-1])
    return np.stack([order[equal], order[equal + 1]])


def _components(count: int, pairs: np.ndarray) -> list[np.ndarray]:
    graph = sparse.coo_matrix((np.ones(pairs.shape[1], bool), (pairs[0], pairs[1])), shape=(count, count))
    number, labels = sparse.csgraph.connected_components(graph, directed=False)
    return np.split(np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels, minlength=number))[:-1])


def _boxes(items: Sequence[Item], rows: Sequence[int]) -> np.ndarray:
    """Boxes (n, 4) of placed items; across the antimeridian east is put beyond 180."""
    boxes = np.array(
        [item.location.box for item in (items[row] for row in rows) if item.location is not None], float
    )
    return np.column_stack(
        [boxes[:, 0], boxes[:, 1], boxes[:, 2] + 360.0 * (boxes[:, 2] < boxes[:, 0]), boxes[:, 3]]
    )


def _metric(boxes: np.ndarray, on_earth: bool) -> tuple[np.ndarray, float | np.ndarray]:
    """Factors from box units to metres: of x (n,) and of y. Pixels count as metres."""
    if not on_earth:
        return np.ones(len(boxes)), 1.0
    farthest = np.minimum(np.abs(boxes[:, [1, 3]]).max(axis=1), 89.9)
    return _M_PER_DEGREE * np.cos(np.radians(farthest)), _M_PER_DEGREE


def _near_pairs(items: Sequence[Item], guard_m: float | None) -> tuple[np.ndarray, float]:
    """Pairs (2, n) of items that overlap or lie within the guard of each other, and the largest guard used."""
    frames: dict[str, list[int]] = {}
    for row, item in enumerate(items):
        if item.location is not None:
            frames.setdefault(item.location.frame, []).append(row)
    found = [np.empty((2, 0), np.int64)]
    largest = 0.0
    for frame, rows in frames.items():
        boxes = _boxes(items, rows)
        x_m, y_m = _metric(boxes, frame == EARTH)
        sides = np.sqrt((boxes[:, 2] - boxes[:, 0]) * x_m * (boxes[:, 3] - boxes[:, 1]) * y_m)
        guard = GUARD * float(np.median(sides)) if guard_m is None or frame != EARTH else guard_m
        largest = max(largest, guard if frame == EARTH else 0.0)
        found.append(np.array(rows)[_pairs_within(boxes, x_m, y_m, guard, frame == EARTH)])
    return np.concatenate(found, axis=1), largest


def _pairs_within(
    boxes: np.ndarray, x_m: np.ndarray, y_m: float | np.ndarray, guard: float, on_earth: bool
) -> np.ndarray:
    """Pairs (2, n) of boxes no farther apart than ``guard``, by the smaller of the two measures of longitude."""
    grown = boxes + np.column_stack(
        [-guard / x_m, -guard / y_m * np.ones(len(boxes)), guard / x_m, guard / y_m * np.ones(len(boxes))]
    )
    tree = shapely.STRtree(shapely.box(*grown.T))
    found = []
    for turn in (0.0, 360.0, -360.0) if on_earth else (0.0,):
        moved = boxes + np.array([turn, 0.0, turn, 0.0])
        a, b = tree.query(shapely.box(*moved.T), predicate="intersects")
        found.append(np.stack([a, b])[:, a != b])
    return np.concatenate(found, axis=1)


def _parted(unit: np.ndarray, items: Sequence[Item], target: float) -> list[np.ndarray]:
    """A unit that is too large, cut into blocks of ground by halving along the longer axis; others as they are."""
    locations = [items[row].location for row in unit]
    frames = {location.frame for location in locations if location is not None}
    if len(unit) <= 1.5 * target or len(frames) != 1 or None in locations:
        return [unit]
    boxes = _boxes(items, unit.tolist())
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    if frames == {EARTH}:
        east = (centres[:, 0] - centres[0, 0] + 180.0) % 360.0 - 180.0  # a unit across 180 degrees is whole
        centres = np.column_stack([east * np.cos(np.radians(centres[:, 1])), centres[:, 1]])
    return _halved(unit, centres, target)


def _halved(unit: np.ndarray, centres: np.ndarray, target: float) -> list[np.ndarray]:
    spans = np.ptp(centres, axis=0)
    if len(unit) <= 1.5 * target or not spans.any():
        return [unit]
    along = centres[:, int(np.argmax(spans))]
    upper = along > np.median(along) if (along > np.median(along)).any() else along >= np.median(along)
    return [
        *_halved(unit[~upper], centres[~upper], target),
        *_halved(unit[upper], centres[upper], target),
    ]


def _alike_in_size(block: np.ndarray, items: Sequence[Item]) -> list[int]:
    """Members of a block but those more than twice as wide as its median: they reach far into other blocks."""
    placed = [row for row in block if items[row].location is not None]
    if (
        len(placed) < len(block)
        or len({items[row].location.frame for row in placed if items[row].location}) != 1
    ):
        return [int(row) for row in block]
    boxes = _boxes(items, placed)
    widths = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    return [
        int(row)
        for row, width in zip(placed, widths, strict=True)
        if width <= 2.0 * np.median(widths) + 1e-12
    ]


def _every_so_often(blocks: list[np.ndarray], share: float, start: float) -> list[np.ndarray]:
    """Systematic sampling: of blocks in a row one at every ``1 / share``, at least one; even over the groups."""
    step = len(blocks) / max(1, round(len(blocks) * share))
    return [
        block
        for row, block in enumerate(blocks)
        if int((row + 1) / step - start + 1) > int(row / step - start + 1)
    ]


def _conflicting(val: np.ndarray, near: np.ndarray, contents: np.ndarray) -> np.ndarray:
    """Items that lie near to a validation item or have the pixels of one."""
    conflict = np.isin(contents, contents[val])
    conflict[near[1][val[near[0]]]] = True
    conflict[near[0][val[near[1]]]] = True
    return conflict
