"""Exact search in many vectors: the only door to FAISS.

Small indexes, filtered searches and macOS (where pip's FAISS and torch load two OpenMP runtimes and abort) use a
matrix product. From ``FAISS_FROM`` rows on, FAISS scans a half-precision copy for candidates, which halves the
memory traffic, and the exact float32 scores of those decide: the result is the exact one.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

FAISS_FROM = 200_000
# Half precision errs by about 1e-4 of a unit score: candidates beyond the wanted ones catch what it reorders.
_SPARE = 64
_BLOCK_ROWS = 65_536
# Building the copy costs as much as many searches: a program that asks once or twice does without.
_PLAIN_SEARCHES = 2


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows best first and their scores (float32); ``complete`` when no further row would pass the filters."""

    rows: np.ndarray
    scores: np.ndarray
    complete: bool


class VectorTable:
    """Unit vectors to be ranked by inner product.

    Args:
        matrix: float32 (N, D), may be memory-mapped.
        use_faiss: None decides by size and platform.
    """

    def __init__(self, matrix: np.ndarray, use_faiss: bool | None = None) -> None:
        self._matrix = matrix
        if use_faiss is None:
            use_faiss = len(matrix) >= FAISS_FROM and sys.platform != "darwin" and _has_faiss()
        self._use_faiss = use_faiss
        self._faiss: Any = None
        self._asked = 0

    def __len__(self) -> int:
        return len(self._matrix)

    def warm_up(self) -> None:
        """Build what the first search would build."""
        if self._use_faiss:
            self._index()

    def scores(self, query: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Inner products float32 of ``query`` (D,) with all rows, or with ``rows`` (int)."""
        query = query.astype(np.float32)
        if rows is None:
            return np.asarray(self._matrix @ query, dtype=np.float32)
        parts = [self._matrix[rows[i : i + _BLOCK_ROWS]] @ query for i in range(0, len(rows), _BLOCK_ROWS)]
        return np.concatenate(parts).astype(np.float32) if parts else np.empty(0, np.float32)

    def top(self, query: np.ndarray, count: int, allowed: np.ndarray | None = None) -> Ranking:
        """The best ``count`` rows.

        Args:
            query: float (D,), of any length: scores are inner products.
            count: how many rows are wanted.
            allowed: bool (N,), rows that pass the filters, None for all.
        """
        if allowed is not None:
            rows = np.flatnonzero(allowed)
            return _best(rows, self.scores(query, rows), count)
        self._asked += 1
        worth_it = self._faiss is not None or self._asked > _PLAIN_SEARCHES
        if self._use_faiss and worth_it and count + _SPARE <= len(self):
            return self._top_faiss(query, count)
        return _best(np.arange(len(self)), self.scores(query), count)

    def _top_faiss(self, query: np.ndarray, count: int) -> Ranking:
        _, found = self._index().search(np.ascontiguousarray(query[None], np.float32), count + _SPARE)
        rows = np.sort(found[0][found[0] >= 0])
        ranking = _best(rows, self.scores(query, rows), count)
        return Ranking(ranking.rows, ranking.scores, complete=False)

    def _index(self) -> Any:
        if self._faiss is None:
            import faiss

            index = faiss.IndexScalarQuantizer(
                self._matrix.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
            )
            for start in range(0, len(self._matrix), _BLOCK_ROWS):
                index.add(np.ascontiguousarray(self._matrix[start : start + _BLOCK_ROWS], np.float32))
            self._faiss = index
        return self._faiss


def _best(rows: np.ndarray, scores: np.ndarray, count: int) -> Ranking:
    """The best of scored rows; equal scores in the order of rows, so that a search repeats exactly."""
    complete = count >= len(rows)
    if not complete:
        keep = np.argpartition(-scores, count - 1)[:count]
        # Ties at the edge: argpartition may take any of them, the order of rows decides instead.
        edge = scores[keep].min()
        above = np.flatnonzero(scores > edge)
        keep = np.concatenate([above, np.flatnonzero(scores == edge)[: count - len(above)]])
        rows, scores = rows[keep], scores[keep]
    order = np.lexsort((rows, -scores))
    return Ranking(rows[order], scores[order], complete)


def _has_faiss() -> bool:
    return importlib.util.find_spec("faiss") is not None
