"""A column of an index in which neighbours are mostly equal: what holds for a run is decided once."""

from __future__ import annotations

import numpy as np


class Runs:
    """Equal neighbours of a column, kept once.

    Args:
        column: (N,), without NaN.

    Attributes:
        values: (R,), one for each run; ``starts``: (R,) where each begins.
    """

    def __init__(self, column: np.ndarray) -> None:
        starts = np.append(np.zeros(min(len(column), 1), int), np.flatnonzero(column[1:] != column[:-1]) + 1)
        self.values, self.starts = column[starts], starts
        self._lengths = np.diff(starts, append=len(column))

    def spread(self, found: np.ndarray) -> np.ndarray:
        """What was found for each run (R,), for each row (N,)."""
        return np.repeat(found, self._lengths)
