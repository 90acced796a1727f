"""The background of a query: how all tiles of the archive score for it, and whether the best stand out from that.

A cosine says little by itself: every query has a best tile. What a search would bring by chance is read from the
archive. Matches lift scores and never lower them, so the half of the scores below the median is background alone;
mirrored, it tells how far background reaches above the median: an empirical null (Efron 2004, "Large-scale simultaneous
hypothesis testing") from the side that holds no matches, as decoys are used in target-decoy search. Taken as half of a
normal distribution it gives each score the number of background tiles expected above it. The suggested cut is the
lowest score above which those are at most ``FALSE_SHARE`` of the tiles found (Benjamini and Hochberg 1995); when there
is no such score nothing stands out. So one strong match in a million tiles is told from the best of a million chances,
and many matches lower the cut. What most of the archive shows does not stand out from it.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import torch

from msa_core.records import Background

FALSE_SHARE = 0.05
"""Largest share of background among the tiles above the cut, as expected."""

BINS = 64
"""Bins of the histogram that is handed out."""

MIN_TILES = 50
"""Fewer scores tell nothing about their own distribution."""

# All figures are read from a fine histogram: one pass over the scores, whatever their number.
_FINE = 64 * BINS
_CHUNK = 65_536  # scores at once: what is made of them stays in the processor's cache


def measure(scores: np.ndarray, passing: np.ndarray | None, sampled: bool) -> Background:
    """The background of a query.

    Args:
        scores: float32 (M,), M of 1 or more, finite.
        passing: bool (M,) of those that pass the filters, None for all.
        sampled: whether the scores are a sample of the index.
    """
    low, high = (float(edge) for edge in torch.from_numpy(scores).aminmax())
    fine = _histogram(scores, low, high)
    chosen = scores if passing is None else scores[passing]
    passed = fine if passing is None else _histogram(chosen, low, high)
    mean, sd = _mean_and_sd(scores)
    edges = np.linspace(low, high, _FINE + 1)
    middle, spread = _mirrored(fine, edges)
    cut = _cut(fine, edges, middle, spread) if len(scores) >= MIN_TILES and spread > 0 else None
    above = 0 if cut is None else int(np.count_nonzero(chosen >= cut))
    return Background(
        tiles=len(scores),
        sampled=sampled,
        low=low,
        high=high,
        counts=tuple(fine.reshape(BINS, -1).sum(axis=1).tolist()),
        passing=tuple(passed.reshape(BINS, -1).sum(axis=1).tolist()),
        mean=mean,
        sd=sd,
        middle=middle,
        spread=spread,
        cut=cut,
        above_cut=above,
        stands_out=None if cut is None else above > 0,
    )


def z_score(background: Background, score: float) -> float | None:
    """How many spreads of the background a score lies above its middle; None when all scores are alike."""
    return (score - background.middle) / background.spread if background.spread > 0 else None


def _mean_and_sd(scores: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation, from the distances to the mean, part by part."""
    mean = float(scores.mean(dtype=np.float64))
    squares = 0.0
    for start in range(0, len(scores), _CHUNK):
        away = scores[start : start + _CHUNK] - np.float32(mean)
        squares += float(away @ away)
    return mean, math.sqrt(squares / len(scores))


def _histogram(scores: np.ndarray, low: float, high: float) -> np.ndarray:
    """Counts (4096,) in bins of equal width from ``low`` to ``high``, the last one closed."""
    scale = np.float32(_FINE / (high - low) if high > low else 0.0)
    counts = np.zeros(_FINE + 1, np.int64)
    for start in range(0, len(scores), _CHUNK):
        bins = scores[start : start + _CHUNK] - np.float32(low)
        bins *= scale
        counts += np.bincount(bins.astype(np.intp), minlength=_FINE + 1)
    counts[_FINE - 1] += counts[_FINE]
    return counts[:_FINE]


def _mirrored(fine: np.ndarray, edges: np.ndarray) -> tuple[float, float]:
    """Median of a histogram, and the root mean square distance from it of what lies below."""
    below = np.cumsum(fine)
    half = below[-1] / 2
    low, high = (int(np.searchsorted(below, half, side)) for side in ("left", "right"))
    if low == high:
        part = (half - (below[low] - fine[low])) / int(fine[low])
        middle = float(edges[low] + part * (edges[low + 1] - edges[low]))
    else:  # half of the scores end with a bin: the median lies between it and the next that holds any
        middle = float(edges[low + 1] + edges[high]) / 2
    centres = (edges[:-1] + edges[1:]) / 2
    weights = fine * (centres < middle)
    total = weights.sum()
    return middle, float(np.sqrt((weights * (centres - middle) ** 2).sum() / total)) if total else 0.0


def _cut(fine: np.ndarray, edges: np.ndarray, middle: float, spread: float) -> float:
    """Lowest score above which background is a small share, else the one that a single tile would have to reach."""
    total = int(fine.sum())
    found = np.cumsum(fine[::-1])[::-1]
    above = np.flatnonzero((edges[:-1] > middle) & (found > 0))
    expected = total * normal_tail((edges[above] - middle) / spread)
    good = above[expected <= FALSE_SHARE * found[above]]
    if good.size:
        return float(edges[good[0]])
    return middle - spread * NormalDist().inv_cdf(FALSE_SHARE / total)


def normal_tail(z: np.ndarray) -> np.ndarray:
    """Parts of a normal distribution that lie beyond each of ``z`` deviations, float64."""
    tail: np.ndarray = 0.5 * torch.special.erfc(torch.from_numpy(z / math.sqrt(2))).numpy()
    return tail
