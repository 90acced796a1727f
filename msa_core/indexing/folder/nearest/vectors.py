"""Ranking many vectors, exactly or through an inverted index.

Up to ``config.exact_up_to`` rows every score is computed (:mod:`.half_precision`, :mod:`.byte_codes`). Beyond it an
inverted index beside the vectors (:mod:`.lists`) names candidates, which are ranked by their exact scores. Where no
such index is good enough, or FAISS is absent (macOS: pip's FAISS and torch load two OpenMP runtimes and abort), the
exact product is used at any size; so it is where the index is damaged, which is said.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from msa_core.config import exact_up_to
from msa_core.indexing.folder.nearest.byte_codes import read_codes
from msa_core.indexing.folder.nearest.half_precision import HalfMatrix, Ranking, best_of, near_the_best
from msa_core.indexing.folder.nearest.lists import (
    CANDIDATES,
    MIN_ROWS,
    DamagedListsError,
    ListFacts,
    Lists,
    open_lists,
)

_log = logging.getLogger(__name__)

_SPARE = 10  # candidates per row wanted, to be ranked again


class Answer:
    """One query held against a table: its scores, and its best rows as often as asked.

    Attributes:
        rows: int (M,) whose scores are known, an even sample; None: all of them.
        scores: float32 (M,) or (N,), each at most :attr:`error` from the exact one.
        error: 0.0015 for a query of length 1; some 0.02 where a first pass in bytes made the scores of a large table.
    """

    def __init__(self, table: VectorTable, query: np.ndarray) -> None:
        self._table, self._query = table, query
        self.rows = table.sample
        self.scores, self.error = table.first_pass(query)

    def best(self, count: int, allowed: np.ndarray | None = None) -> Ranking:
        """The best ``count`` rows.

        Args:
            count: how many rows are wanted.
            allowed: bool (N,), rows that pass the filters, None for all.
        """
        rows = None if allowed is None else np.flatnonzero(allowed)
        if self.rows is None:
            return self._table.best_of_all(self._query, self.scores, self.error, count, rows)
        return self._table.best_of_lists(self._query, count, rows)

    def count_reaching(self, score: float, allowed: np.ndarray | None = None) -> int:
        """How many rows have an exact score of ``score`` or more.

        Args:
            score: the least score.
            allowed: bool, aligned with ``scores``: the rows that count; None for all whose scores are known.
        """
        near = np.flatnonzero(self.scores >= score - self.error)
        if allowed is not None:
            near = near[allowed[near]]
        maybe = near[self.scores[near] <= score + self.error]
        exact = self._table.half.exact(self._query, maybe if self.rows is None else self.rows[maybe])
        return len(near) - len(maybe) + int(np.count_nonzero(exact >= score))


class VectorTable:
    """Unit vectors to be ranked by inner product.

    Args:
        matrix: float32 (N, D), may be memory-mapped.
        half: the same in float16 (or as it is), may be memory-mapped; None rounds ``matrix``.
        folder: where ``make_lists`` put an inverted index, and ``write_codes`` codes for a first pass; None or
            without them: every score is computed in half precision.

    Attributes:
        sample: rows that stand for all where not every score is computed, else None; ``sampled`` their vectors.
        lists: facts of the inverted index in use, else None.
        damage: a sentence on an inverted index that cannot be used, so that the search is exact and slow; else ``""``.
    """

    def __init__(
        self, matrix: np.ndarray, half: np.ndarray | None = None, folder: Path | None = None
    ) -> None:
        self.half = HalfMatrix(matrix, half)
        self.codes = None if folder is None else read_codes(folder, len(matrix))
        self.damage = ""
        self._lists = None if folder is None or len(matrix) <= exact_up_to() else self._open(folder)
        self.sampled: HalfMatrix | None = None
        self.lists: ListFacts | None = None
        self.sample: np.ndarray | None = None
        if self._lists is not None:
            self.lists = self._lists.facts
            self.sample, embeddings = self._lists.sample
            self.sampled = HalfMatrix(embeddings, embeddings)

    def _open(self, folder: Path) -> Lists | None:
        try:
            return open_lists(folder, len(self))
        except DamagedListsError as error:
            _log.warning("The inverted index is not used: %s.", error)
            self.damage = (
                "The approximate index is damaged, so all tiles were compared, which takes longer: run msa index on "
                "the archive again to make it anew."
            )
            return None

    def __len__(self) -> int:
        return len(self.half)

    def warm_up(self) -> None:
        """Read from the disk what the first search would read."""
        self.ask(np.ones(self.half.matrix.shape[1], np.float32))

    def ask(self, query: np.ndarray) -> Answer:
        """Hold a query (D,) of any length against the rows."""
        return Answer(self, query)

    def first_pass(self, query: np.ndarray) -> tuple[np.ndarray, float]:
        """Scores float32 of all rows, or of :attr:`sample`, and the largest error they can have."""
        if self.sampled is not None:
            return self.sampled.approximate(query)
        if self.codes is not None:
            return self.codes.approximate(query)
        return self.half.approximate(query)

    def best_of_all(
        self, query: np.ndarray, scores: np.ndarray, error: float, count: int, rows: np.ndarray | None
    ) -> Ranking:
        """The best ``count`` of ``rows`` (None: of all) by their exact scores; ``scores`` of all are a first pass."""
        some = scores if rows is None else scores[rows]
        if self.codes is None:
            return self.half.best(query, some, error, count, rows)
        near = near_the_best(some, error, count)
        rows = near if rows is None else rows[near]
        ranking = self.half.best(query, *self.half.approximate(query, rows), count, rows)
        return Ranking(ranking.rows, ranking.scores, count >= len(some))

    def best_of_lists(self, query: np.ndarray, count: int, rows: np.ndarray | None) -> Ranking:
        """The best ``count`` of ``rows`` (None: of all) by the inverted index, in the order of their exact scores."""
        among = len(self) if rows is None else len(rows)
        wanted = max(count * _SPARE, CANDIDATES)
        if self._lists is None or wanted > among * CANDIDATES // MIN_ROWS:
            return self.half.best(query, *self.half.approximate(query, rows), count, rows)
        candidates = self._lists.candidates(query, wanted, rows)
        ranking = best_of(candidates, self.half.exact(query, candidates), count)
        return Ranking(ranking.rows, ranking.scores, complete=False, recall=self._lists.facts.recall)
