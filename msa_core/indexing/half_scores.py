"""All scores of a query from one product over a half-precision matrix, and the best of them exactly.

Half precision halves the memory traffic, which is what a query costs. Its error is bounded (Cauchy-Schwarz with the
largest rounding of a row), so the rows that can be among the best are known, and their float32 scores decide: the
result is that of the float32 product, proven for every query and not only likely.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

HALF_EPS = 2.0**-11
"""Largest relative rounding of a number to half precision."""

_TINY = 2.0**-25  # largest absolute rounding of what is below half precision's normal range
_BLOCK_ROWS = 65_536
# A block that stays in a core's cache while it is widened and multiplied.
_WIDENED_ROWS = 256


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows best first and their scores (float32); ``complete`` when no further row would pass the filters."""

    rows: np.ndarray
    scores: np.ndarray
    complete: bool


class HalfScores:
    """Inner products with the rows of a float16 matrix.

    Args:
        half: float16 (N, D), the rounded ``matrix``; may be memory-mapped.
        matrix: float32 (N, D), unit rows; may be memory-mapped. Only rows that decide are read from it.
    """

    def __init__(self, half: np.ndarray, matrix: np.ndarray) -> None:
        self._half, self._matrix = half, matrix
        self._tensor = _tensor(half)

    def __len__(self) -> int:
        return len(self._half)

    def all(self, query: np.ndarray) -> np.ndarray:
        """Scores float32 (N,) of ``query`` (D,), each within :meth:`error` of the exact one."""
        scores = torch.empty(len(self), dtype=torch.float32)
        vector = torch.from_numpy(_rounded(query))
        for start in range(0, len(self), _BLOCK_ROWS):
            block = self._tensor[start : start + _BLOCK_ROWS]
            scores[start : start + len(block)] = torch.mv(block, vector)
        found: np.ndarray = scores.numpy()
        length = float(np.abs(query).max(initial=0.0)) or 1.0
        found *= length
        return found
