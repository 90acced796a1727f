"""In which order hits are listed, and which of them: by window and command line alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from msa_core.errors import UsageError
from msa_core.records import SearchResult, TileHit

RANK, SCORE, RASTER, GROUND, DATE = "rank", "score", "raster", "ground", "date"
_RANGE = re.compile(r"\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?")


def ordered(hits: Sequence[TileHit], order: str) -> np.ndarray:
    """Numbers (n,) of hits, as given by rank, in another order; equal ones stay by rank.

    Args:
        hits: best first.
        order: ``rank``; ``score``, the highest first; ``raster`` by name; ``ground``, the smallest first; ``date``, the
            newest first, what has none last.

    Raises:
        UsageError: no such order.
    """
    if order not in ORDERS:
        raise UsageError(f"--sort must be one of {', '.join(ORDERS)}, not {order!r}.")
    return _ORDERS[order](hits)


def in_order(result: SearchResult, order: str) -> SearchResult:
    """The same hits in another order, their ranks kept. Raises UsageError."""
    return replace(result, hits=tuple(result.hits[number] for number in ordered(result.hits, order).tolist()))


def above_cut(result: SearchResult, cut: float | None = None) -> SearchResult:
    """Only the hits that score ``cut`` or more; by default the cut that the background suggests.

    Raises:
        UsageError: no cut is given, and the background suggests none.
    """
    if cut is None and result.background is not None:
        cut = result.background.cut
    if cut is None:
        raise UsageError(
            "--above-cut: there are too few tiles, or they are too alike, to tell where the background ends. Name a "
            "least score with --min-score."
        )
    return replace(result, hits=tuple(hit for hit in result.hits if hit.score >= cut))


def of_ranks(result: SearchResult, ranks: str) -> SearchResult:
    """Only the hits of these ranks: ``1,4-7``. Raises UsageError for anything else, and for a rank that no hit has."""
    wanted: set[int] = set()
    known = {hit.rank for hit in result.hits}
    for part in ranks.split(","):
        found = _RANGE.fullmatch(part)
        first = int(found[1]) if found else 0
        last = int(found[2] or first) if found else 0
        if not 1 <= first <= last:
            raise UsageError(f"--ranks needs ranks from 1 such as 1,4-7, not {ranks[:60]!r}.")
        if last not in known:
            raise UsageError(f"--ranks {ranks[:60]}: there is no hit of rank {last}, only {len(known)} hits.")
        wanted.update(range(first, last + 1))
    return replace(result, hits=tuple(hit for hit in result.hits if hit.rank in wanted))


def _by_text(hits: Sequence[TileHit], text: Callable[[TileHit], str], descending: bool = False) -> np.ndarray:
    words = [text(hit) for hit in hits]
    # Python's sort keeps equal ones in order, also from the last to the first.
    return np.array(sorted(range(len(words)), key=words.__getitem__, reverse=descending), dtype=np.intp)


def _by_number(values: list[float]) -> np.ndarray:
    return np.argsort(np.array(values, dtype=np.float64), kind="stable")


_ORDERS: dict[str, Callable[[Sequence[TileHit]], np.ndarray]] = {
    RANK: lambda hits: np.arange(len(hits)),
    SCORE: lambda hits: _by_number([-hit.score for hit in hits]),
    RASTER: lambda hits: _by_text(hits, lambda hit: hit.tile.source),
    GROUND: lambda hits: _by_number([hit.tile.level for hit in hits]),
    DATE: lambda hits: _by_text(hits, lambda hit: hit.tile.datetime or "", descending=True),
}
ORDERS = tuple(_ORDERS)
