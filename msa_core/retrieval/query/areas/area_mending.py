"""An area as one sound geometry, within bounds of depth and of work: what is given may be anything.

GEOS follows nesting with its own stack, and a text nested ten thousand deep ends the process; mending lines that cross
each other everywhere takes minutes and gigabytes (300 random corners, 8,500 crossings: 13 s). Both are told
beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

MAX_DEPTH = 32
"""Levels of brackets or collections; a multipolygon in a collection has five."""

MAX_CROSSINGS = 10_000
"""Of an area with itself: what takes a second to mend."""

MAX_CROSSINGS_OF_FEATURES = 1_000_000
"""Of the outlines of several features with each other."""

_PAIRS_AT_ONCE = 1_000_000


def check_depth(wkt: str) -> None:
    """Raise ValueError for WKT nested deeper than :data:`MAX_DEPTH`. There are no strings in it to be minded."""
    text = np.frombuffer(wkt.encode("utf-8", "replace"), np.uint8)
    steps = (text == ord("(")).astype(np.int8) - (text == ord(")")).astype(np.int8)
    if len(steps) and int(steps.cumsum(dtype=np.int64).max()) > MAX_DEPTH:
        raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels")


def check_collection(geometry: Any) -> None:
    """Raise ValueError for a GeoJSON geometry of collections nested deeper than :data:`MAX_DEPTH`."""
    level = [geometry]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict) and isinstance(outer.get("geometries"), list)
            for inner in outer["geometries"]
        ]
        if not level:
            return
    raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels")


def one_sound(shapes: Sequence[Any]) -> Any:
    """One geometry, its faults mended: bow ties and overlaps are common in hand-drawn areas.

    Args:
        parts: geometries (shapely) in any order.

    Raises:
        ValueError: a coordinate is not a number, or the outlines cross too often to be mended.
    """
    for shape in shapes:
        if not np.isfinite(shapely.get_coordinates(shape)).all():
            raise ValueError("a coordinate is not a number")
    sound = [_sound(shape) for shape in shapes]
    if len(sound) > 1 and crosses_more_than(sound, MAX_CROSSINGS_OF_FEATURES):
        raise ValueError(
            f"its features cross each other more than {MAX_CROSSINGS_OF_FEATURES:,} times: dissolve them first"
        )
    return shapely.union_all(sound)


def _sound(shape: Any) -> Any:
    # A few of the segments against all tell a scribble before GEOS, which takes minutes for one of a million corners.
    is_scribble = _few_cross_more_than(_segments([shape]), MAX_CROSSINGS)
    if not is_scribble and shapely.is_valid(shape):
        return shape
    if is_scribble or crosses_more_than([shape], MAX_CROSSINGS):
        raise ValueError(
            f"its outline crosses itself more than {MAX_CROSSINGS:,} times: mend or simplify it first"
        )
    return shapely.make_valid(shape, method="structure", keep_collapsed=True)


def crosses_more_than(shapes: Sequence[Any], most: int) -> bool:
    """Whether the segments of outlines cross each other more than ``most`` times; found out without counting all."""
    ends = _segments(shapes)
    if len(ends) < 2:
        return False
    tree = shapely.STRtree(shapely.linestrings(ends))
    found, start, count = 0, 0, max(_PAIRS_AT_ONCE // len(ends), 1)
    # In a random order, so that a knot anywhere shows early; few at a time while each meets very many.
    order = np.random.default_rng(0).permutation(len(ends))
    while start < len(ends):
        some = order[start : start + count]
        here, there = tree.query(shapely.linestrings(ends[some]))
        found += _count_crossing(ends[some[here]], ends[there])
        if found > 2 * most:  # each crossing is met from both of its segments
            return True
        start += len(some)
        count = int(min(max(_PAIRS_AT_ONCE * len(some) // max(len(here), 1), 1), 4 * count))
    return False


def _few_cross_more_than(ends: np.ndarray, most: int) -> bool:
    """Whether eight of the segments (S, 2, 2) alone cross more than ``most`` of them."""
    few = np.random.default_rng(0).choice(ends, min(8, len(ends)), replace=False) if len(ends) > most else ()
    return sum(_count_crossing(np.broadcast_to(one, ends.shape), ends) for one in few) > 2 * most


def _count_crossing(one: np.ndarray, other: np.ndarray) -> int:
    """How many of the pairs of segments, both (P, 2, 2), cross; those that only touch do not."""
    a, b, c, d = one[:, 0], one[:, 1], other[:, 0], other[:, 1]
    apart = _side(a, b, c) * _side(a, b, d) < 0
    return int(np.count_nonzero(apart & (_side(c, d, a) * _side(c, d, b) < 0)))


def _side(start: np.ndarray, end: np.ndarray, point: np.ndarray) -> np.ndarray:
    """-1, 0 or 1: on which side of a line each point (P, 2) lies."""
    along, away = end - start, point - start
    sides: np.ndarray = np.sign(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0])
    return sides


def _segments(shapes: Sequence[Any]) -> np.ndarray:
    """Both ends (S, 2, 2) of the straight segments of all outlines."""
    rings = [
        shapely.get_rings(shape) for shape in shapely.get_parts(np.array(shapes, object)) if _has_rings(shape)
    ]
    if not rings:
        return np.empty((0, 2, 2))
    xy, ring = shapely.get_coordinates(np.concatenate(rings), return_index=True)
    inside = ring[1:] == ring[:-1]
    ends: np.ndarray = np.stack([xy[:-1][inside], xy[1:][inside]], axis=1)
    return ends


def _has_rings(shape: Any) -> bool:
    return bool(shapely.get_dimensions(shape) == 2)
