"""All scores of a query from one product over a half-precision matrix, and the best of them exactly.

Half precision halves the memory traffic, which is what a query costs. Its error is bounded: |q.x - q'.x'| is at most
|q - q'| |x'| + |q| |x - x'| (Cauchy-Schwarz) and the rounding of the result. So the rows that can be among the best are
known, and their float32 scores decide: the ranking is that of the float32 product, for every query.

The product is NumKong's, which widens to single precision as it goes. Torch's of a half-precision matrix and a vector
takes a fifth longer (64 against 53 ms for 1,000,000 x 384 on two cores), and FAISS's would need a copy of the matrix.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from numkong import cdist

from msa_core.indexing.folder.nearest.row_pages import RowPages

_HALF_EPS = 2.0**-11  # largest relative rounding of a number to half precision
_SINGLE_EPS = 2.0**-24
_SAMPLE_STEP = 16
_BLOCK_ROWS = 65_536


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows best first and their scores (float32); ``complete`` when no further row would pass the filters.

    ``recall`` is 1 for an exact ranking, else the share of the best that rankings like it have, as was measured.
    """

    rows: np.ndarray
    scores: np.ndarray
    complete: bool
    recall: float = 1.0


class HalfMatrix:
    """Inner products with many unit vectors.

    Args:
        matrix: float32 (N, D), unit rows; may be memory-mapped. Only rows that decide are read from it.
        half: float16 (N, D), the same rounded; may be memory-mapped, and ``matrix`` itself where there is no room for
            both. None rounds ``matrix`` here.
    """

    def __init__(self, matrix: np.ndarray, half: np.ndarray | None = None) -> None:
        self.matrix = matrix
        self._pages = RowPages(matrix)
        self._half = matrix.astype(np.float16) if half is None else np.asarray(half)
        self._threads = torch.get_num_threads()
        self._pool = ThreadPoolExecutor(self._threads, "product")

    def __len__(self) -> int:
        return len(self.matrix)

    def approximate(self, query: np.ndarray, rows: np.ndarray | None = None) -> tuple[np.ndarray, float]:
        """Scores float32 of ``query`` (D,) with all rows or with ``rows``, and the largest error they can have."""
        length = float(np.linalg.norm(query)) or 1.0
        unit = query.astype(np.float32) / np.float32(length)
        rounded = unit.astype(self._half.dtype)
        lost = float(np.linalg.norm(unit - rounded.astype(np.float32)))
        scores = np.empty(len(self) if rows is None else len(rows), np.float32)

        def fill(first: int, last: int) -> None:
            for start in range(first, last, _BLOCK_ROWS):
                part = slice(start, min(start + _BLOCK_ROWS, last))
                block = self._half[part] if rows is None else self._half[rows[part]]
                scores[part] = cdist(rounded[None], block, "dot")

        # Each thread goes through one piece of the file, in its order.
        edges = np.linspace(0, len(scores), self._threads + 1).astype(int).tolist()
        list(self._pool.map(fill, edges, edges[1:]))
        # The rows, the query and the result are each rounded; the sum is made in single precision.
        top = max(abs(float(edge)) for edge in torch.from_numpy(scores).aminmax()) if len(scores) else 0.0
        scores *= np.float32(length)
        dim = self.matrix.shape[1]
        error = _HALF_EPS * (1.0 + top) + lost * (1.0 + _HALF_EPS) + 2 * dim * _SINGLE_EPS
        return scores, error * length

    def exact(self, query: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Scores float32 (K,) of ``rows`` (K,), the same for equal rows wherever they stand."""
        query = query.astype(np.float32)
        scores = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _BLOCK_ROWS):
            block = rows[start : start + _BLOCK_ROWS]
            self._pages.read(block)
            scores[start : start + len(block)] = np.einsum("nd,d->n", self.matrix[block], query)
        return scores

    def best(
        self,
        query: np.ndarray,
        scores: np.ndarray,
        error: float,
        count: int,
        rows: np.ndarray | None = None,
    ) -> Ranking:
        """The best ``count`` rows by their exact scores.

        Args:
            query: float (D,), of any length.
            scores, error: what :meth:`approximate` gave for ``rows``.
            count: how many are wanted.
            rows: int (K,) ascending, to choose among; None for all.
        """
        near = near_the_best(scores, error, count)
        exact = self.exact(query, near if rows is None else rows[near])
        if not np.all(np.abs(exact - scores[near]) <= error):
            # A processor that sums in half precision would err more than is proven here: then nothing is spared.
            near = np.arange(len(scores))
            exact = self.exact(query, near if rows is None else rows)
        ranking = best_of(near if rows is None else rows[near], exact, count)
        return Ranking(ranking.rows, ranking.scores, count >= len(scores))


def near_the_best(scores: np.ndarray, error: float, count: int) -> np.ndarray:
    """Positions, ascending, among which the best ``count`` of scores (N,) are; each errs by ``error`` at most."""
    if count >= len(scores):
        return np.arange(len(scores))
    # The count-th best exact score is at least edge - error, so who reaches it has at least edge - 2 error.
    return np.flatnonzero(scores >= np.float32(_edge(scores, count) - 2 * error))


def _edge(scores: np.ndarray, count: int) -> float:
    """The ``count``-th highest of scores (N,), N above ``count``."""
    sample = scores[::_SAMPLE_STEP]
    rank = 2 * count // _SAMPLE_STEP + _SAMPLE_STEP
    if rank < len(sample):
        # Twice as many as wanted reach this in all likelihood, and when enough do, the others cannot matter.
        high = scores[scores >= np.partition(sample, len(sample) - rank)[len(sample) - rank]]
        scores = high if len(high) >= count else scores
    return float(np.partition(scores, len(scores) - count)[len(scores) - count])


def best_of(rows: np.ndarray, scores: np.ndarray, count: int) -> Ranking:
    """The best of scored rows (ascending); equal scores in the order of rows, so that a search repeats exactly."""
    complete = count >= len(rows)
    if not complete:
        edge = _edge(scores, count)
        above = np.flatnonzero(scores > edge)
        keep = np.concatenate([above, np.flatnonzero(scores == edge)[: count - len(above)]])
        rows, scores = rows[keep], scores[keep]
    order = np.lexsort((rows, -scores))
    return Ranking(rows[order], scores[order], complete)
