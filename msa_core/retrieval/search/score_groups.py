"""How tiles score for a query, apart by ground size or by source: where in the archive the matches lie."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from msa_core.errors import UsageError
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.messages import GROUPINGS, ScoreGroup, ScoreGroups
from msa_core.records import Background

BINS = 64
MAX_GROUPS = 24
"""Groups told one by one, the best; the others are counted."""


def group_scores(
    index: TileIndex,
    by: str,
    rows: np.ndarray,
    scores: np.ndarray,
    background: Background,
) -> ScoreGroups:
    """The scores of some rows by group, those with the best tile first; ground sizes from the smallest.

    Args:
        index: the open index.
        by: a name of ``GROUPINGS``.
        rows: int (M,) of tiles that pass the filters and show something.
        scores: float32 (M,), theirs.
        background: of all tiles: it gives the axis and the cut.

    Raises:
        UsageError: no such grouping.
    """
    if by not in GROUPINGS:
        raise UsageError(f"Scores are told apart by {' or '.join(GROUPINGS)}, not by {by!r}.")
    labels = _levels(index)[rows] if by == "ground" else np.asarray(index.rows.source)[rows]
    name = _ground_name(index) if by == "ground" else lambda source: index.manifest.sources[source].name
    low, high = background.low, max(background.high, background.low + 1e-9)
    known, group = np.unique(labels, return_inverse=True)
    bins = np.clip(((scores - low) / (high - low) * BINS).astype(np.intp), 0, BINS - 1)
    counts = np.bincount(group * BINS + bins, minlength=len(known) * BINS).reshape(-1, BINS)
    best = np.full(len(known), -np.inf)
    np.maximum.at(best, group, scores)
    above = np.zeros(len(known), dtype=np.int64)
    if background.cut is not None:
        above = np.bincount(group[scores >= background.cut], minlength=len(known))
    chosen = np.argsort(-best, kind="stable")[:MAX_GROUPS]
    if by == "ground":
        chosen = np.sort(chosen)
    groups = tuple(
        ScoreGroup(
            name=name(int(known[at])),
            tiles=int(counts[at].sum()),
            best=float(best[at]),
            above_cut=int(above[at]) if background.cut is not None else None,
            counts=tuple(counts[at].tolist()),
        )
        for at in chosen.tolist()
    )
    return ScoreGroups(by=by, low=low, high=high, groups=groups, others=len(known) - len(chosen))


def _levels(index: TileIndex) -> np.ndarray:
    """Int32 (N,), the level of each tile."""
    return np.asarray(index.rows.table.column("level"))


def _ground_name(index: TileIndex) -> Callable[[int], str]:
    sizes = index.manifest.ground_sizes_m
    return lambda level: f"{sizes[level]:,.0f} m" if 0 <= level < len(sizes) else f"level {level}"
