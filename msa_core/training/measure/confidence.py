"""How sure a figure is: percentile intervals by the bootstrap over pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from msa_core.training.measure.scores.metrics import FIGURES
from msa_core.training.measure.scores.ranking import Hits

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 1
Interval = tuple[float, float]
"""Low and high end."""

_CELLS = 4_000_000


def resample_counts(number: int, resamples: int, seed: int = SEED) -> Iterator[np.ndarray]:
    """How often each of ``number`` pictures is drawn in each of ``resamples`` draws of as many, with replacement.

    Yields:
        Arrays (b, number), float64, of at most some million cells, ``resamples`` rows in all. The same seed and
        number give the same draws, so differences between two rankings are taken on the same pictures.
    """
    rng = np.random.default_rng(seed)
    step = max(1, _CELLS // max(number, 1))
    for start in range(0, resamples, step):
        rows = min(step, resamples - start)
        drawn = rng.integers(0, number, (rows, number))
        drawn += np.arange(rows)[:, None] * number
        yield np.bincount(drawn.ravel(), minlength=rows * number).reshape(rows, number).astype(np.float64)


def resampled_ratios(
    numerators: np.ndarray, denominators: np.ndarray, resamples: int = RESAMPLES, seed: int = SEED
) -> np.ndarray:
    """Sum of ``numerators`` / sum of ``denominators`` (N, F) over each resample of the N pictures: (B, F).

    NaN where a resample's whole is zero.
    """
    rows = []
    for weights in resample_counts(len(numerators), resamples, seed):
        with np.errstate(invalid="ignore"):
            rows.append((weights @ numerators) / (weights @ denominators))
    return np.concatenate(rows)


def percentiles(values: np.ndarray, confidence: float = CONFIDENCE) -> Interval:
    """The interval that holds the middle ``confidence`` of ``values`` (B,), NaN left out."""
    tail = 100.0 * (1.0 - confidence) / 2.0
    low, high = np.nanpercentile(values, (tail, 100.0 - tail))
    return float(low), float(high)


def resampled_figures(
    hits: Mapping[str, Hits], resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, dict[str, np.ndarray]]:
    """The recalls and mR in percent (B,) of each resample, for several rankings of the same pictures.

    A drawn picture brings its own query and those of its captions; the gallery that is searched stays whole, as a
    smaller or repeated one would be another task (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", 13.3).
    """
    if not hits:
        return {}
    numerators = np.concatenate([h.hits for h in hits.values()], axis=1)
    denominators = np.concatenate([h.asked for h in hits.values()], axis=1)
    ratios = 100.0 * resampled_ratios(numerators, denominators, resamples, seed)
    figures = {}
    for number, name in enumerate(hits):
        own = ratios[:, number * len(FIGURES) : (number + 1) * len(FIGURES)]
        figures[name] = {**dict(zip(FIGURES, own.T, strict=True)), "mR": own.mean(axis=1)}
    return figures
