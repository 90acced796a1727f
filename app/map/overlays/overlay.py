"""From an explanation to what is drawn: which values, which range, smooth in between. Arrays, no Qt.

Heatmap cells hold shares of a total: ``values.sum() + constant == total``. Scales have grids of different
size, so what is drawn is the density (value times number of cells): the mean of the drawn picture is then
the sum of the cells at every scale, and scales can be added.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from msa_core.records import RANKING, SENTENCE, Explanation

ALL_SCALES = 5
SCALES = (1, 2, 3, 4)
DRAWN_PX = 192
# Ranges are measured on this grid: the finest heatmaps have about as many cells, and splines peak at cells.
MEASURED_PX = 48
STRONG_PERCENT = 99


@dataclass(frozen=True, slots=True)
class OverlayChoice:
    """What the user wants to see: ``scale`` 1..4, ALL_SCALES or RANKING; ``word`` ``""`` for all words."""

    scale: int = ALL_SCALES
    word: str = ""


def density(explanation: Explanation, choice: OverlayChoice, size_px: int = DRAWN_PX) -> np.ndarray:
    """The values to draw, float32 (size_px, size_px). Raises KeyError when there is no such heatmap."""
    if choice.scale == ALL_SCALES:
        parts = [_one(explanation, scale, choice.word, size_px) for scale in SCALES]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float32)
    return _one(explanation, choice.scale, "" if choice.scale == RANKING else choice.word, size_px)


def _one(explanation: Explanation, scale: int, word: str, size_px: int) -> np.ndarray:
    values = explanation.find(scale, word).values
    return smooth(np.nan_to_num(values) * values.size, size_px, size_px)


def reach(explanation: Explanation, choice: OverlayChoice, is_common: bool = False) -> float:
    """The value that the strongest colours stand for: the 99th percentile of the absolute density.

    Args:
        is_common: the largest of those of all words of the scale and of the whole, so that words compare.

    Raises:
        KeyError: there is no such heatmap.
    """
    own = _strong(explanation, choice)
    if not is_common or choice.scale == RANKING:
        return own
    words = ("", *explanation.words, SENTENCE)
    return max(_strong(explanation, OverlayChoice(choice.scale, word)) for word in words)


def _strong(explanation: Explanation, choice: OverlayChoice) -> float:
    values = density(explanation, choice, MEASURED_PX)
    return float(np.percentile(np.abs(values), STRONG_PERCENT))


def total(explanation: Explanation, choice: OverlayChoice) -> float:
    """What the drawn values, and what no place explains, add up to: a logit, or the score for RANKING.

    Words and the sentence add up to the whole. Raises KeyError when there is no such heatmap.
    """
    scales = SCALES if choice.scale == ALL_SCALES else (choice.scale,)
    word = "" if choice.scale == RANKING else choice.word
    return float(sum(explanation.find(scale, word).total for scale in scales))


def smooth(values: np.ndarray, height: int, width: int) -> np.ndarray:
    """Cubic B-spline from cell centres (h, w) to (height, width): no overshoot, the mean kept."""
    rows = _spline_weights(values.shape[0], height)
    columns = _spline_weights(values.shape[1], width)
    return (rows @ values.astype(np.float64) @ columns.T).astype(np.float32)


@lru_cache(maxsize=64)
def _spline_weights(cells: int, size: int) -> np.ndarray:
    """(size, cells): how much each cell gives to each drawn row; every row sums to 1."""
    at = (np.arange(size) + 0.5) * cells / size - 0.5
    weights = np.zeros((size, cells))
    first = np.floor(at).astype(np.intp)
    for shift in (-1, 0, 1, 2):
        distance = np.abs(at - (first + shift))
        near = 2 / 3 - distance**2 + distance**3 / 2
        far = np.clip(2 - distance, 0, None) ** 3 / 6
        share = np.where(distance < 1, near, far)
        np.add.at(weights, (np.arange(size), _mirrored(first + shift, cells)), share)
    return weights


def _mirrored(index: np.ndarray, cells: int) -> np.ndarray:
    """Indices outside the grid reflected at its edge, so that no value is lost there."""
    period = np.mod(index, 2 * cells)
    return np.where(period < cells, period, 2 * cells - 1 - period)
