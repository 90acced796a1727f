"""In which order hits are listed, and which of them are folded into one row. Arrays, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.translation import mark
from msa_core.records import TileHit
from msa_core.retrieval.exports.told.hit_order import DATE, GROUND, RANK, RASTER, SCORE, ordered

ORDER_NAMES = {
    RANK: mark("Rank"),
    SCORE: mark("Score"),
    RASTER: mark("Raster"),
    GROUND: mark("Ground size"),
    DATE: mark("Date, newest first"),
}
"""Of each order of ``msa search --sort``."""
BY_SCORE = (RANK, SCORE)
"""Orders in which what is below the cut comes last."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """Rows of a list.

    Attributes:
        numbers: (rows,) which hit each row shows.
        row_of: (hits,) the row of each hit; of a hit that is folded away, that of the hit it is folded into.
        group_size: (rows,) how many hits of its ground a row stands for, itself included.
        is_member: (rows,) True for a hit that is unfolded below the first of its ground.
    """

    numbers: np.ndarray
    row_of: np.ndarray
    group_size: np.ndarray
    is_member: np.ndarray


def arrange(
    hits: Sequence[TileHit], order: str, grouped: bool, unfolded: frozenset[int] = frozenset()
) -> Arranged:
    """Rows for hits.

    Args:
        hits: as found, by rank.
        order: a key of :data:`ORDER_NAMES`.
        grouped: whether hits of the same ground share a row.
        unfolded: numbers of places whose hits are all listed nevertheless.
    """
    numbers = ordered(hits, order)
    count = len(numbers)
    if not grouped or count == 0:
        row_of = np.empty(count, dtype=np.intp)
        row_of[numbers] = np.arange(count)
        return Arranged(numbers, row_of, np.ones(count, dtype=np.intp), np.zeros(count, dtype=bool))
    return _grouped(numbers, _places(hits)[numbers], unfolded)


def _grouped(numbers: np.ndarray, places: np.ndarray, unfolded: frozenset[int]) -> Arranged:
    """Each place where its first hit stands; ``places`` (n,) are those of ``numbers``."""
    known, first, group, sizes = np.unique(places, return_index=True, return_inverse=True, return_counts=True)
    by_place = np.lexsort((np.arange(len(numbers)), first[group]))
    group = group[by_place]
    is_first = np.r_[True, group[1:] != group[:-1]]
    is_open = np.isin(known, np.fromiter(unfolded, dtype=np.int64, count=len(unfolded)))
    shown = is_first | is_open[group]
    row_of = np.empty(len(numbers), dtype=np.intp)
    # A hit that is folded away follows the first of its place, whose row is the last one begun.
    row_of[numbers[by_place]] = np.cumsum(shown) - 1
    return Arranged(numbers[by_place][shown], row_of, sizes[group][shown], ~is_first[shown])


def _places(hits: Sequence[TileHit]) -> np.ndarray:
    """Number of the place of each hit; one of its own, negative, for a hit without."""
    return np.fromiter(
        (-number - 1 if hit.ground_group is None else hit.ground_group for number, hit in enumerate(hits)),
        dtype=np.int64,
        count=len(hits),
    )
