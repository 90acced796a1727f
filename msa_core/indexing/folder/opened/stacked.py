"""Rows of several indexes under one numbering, without a copy of what is large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from msa_core.indexing.folder.cached.thumbnail_file import Thumbnails
from msa_core.indexing.folder.nearest.half_precision import Ranking
from msa_core.indexing.folder.nearest.vectors import Answer, VectorTable


class Numbering:
    """Rows of several tables, one table after the other.

    Args:
        kept: for each table the rows that count, int64 ascending; None for all of them.
        lengths: rows of each table.
    """

    def __init__(self, kept: Sequence[np.ndarray | None], lengths: Sequence[int]) -> None:
        self.kept = tuple(kept)
        self.lengths = tuple(lengths)
        counts = [length if some is None else len(some) for some, length in zip(kept, lengths, strict=True)]
        self.starts = np.cumsum([0, *counts])

    def __len__(self) -> int:
        return int(self.starts[-1])

    def split(self, rows: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """Of rows (K,): each table that has some, their places among the K, and their rows in that table."""
        which = np.searchsorted(self.starts, rows, side="right") - 1
        for table in np.unique(which).tolist():
            places = np.flatnonzero(which == table)
            yield table, places, self.within(table, rows[places] - self.starts[table])

    def within(self, table: int, rows: np.ndarray) -> np.ndarray:
        """Rows counted from the first that counts, as rows of the table itself."""
        some = self.kept[table]
        return rows if some is None else some[rows]

    def mask(self, table: int, allowed: np.ndarray | None) -> np.ndarray | None:
        """Bool (rows of the table,): those that count and are allowed; None for all."""
        part = None if allowed is None else allowed[self.starts[table] : self.starts[table + 1]]
        some = self.kept[table]
        if some is None:
            return part
        mask = np.zeros(self.lengths[table], bool)
        mask[some] = True if part is None else part
        return mask

    def numbers(self, table: int, rows: np.ndarray) -> np.ndarray:
        """Rows of a table, all of which count, in the common numbering."""
        some = self.kept[table]
        own = rows if some is None else np.searchsorted(some, rows)
        return own + self.starts[table]


class StackedRows:
    """Matrices (N_i, W) of one width, indexed as if they were one.

    Args:
        matrices: one for each table; may be memory-mapped.
        numbering: of their rows.
    """

    def __init__(self, matrices: Sequence[np.ndarray], numbering: Numbering) -> None:
        self._matrices = tuple(matrices)
        self._numbering = numbering
        self.dtype = matrices[0].dtype
        self.shape = (len(numbering), *matrices[0].shape[1:])

    def __len__(self) -> int:
        return len(self._numbering)

    def __getitem__(self, rows: Any) -> np.ndarray:
        wanted = np.atleast_1d(np.asarray(rows, np.int64))
        found = np.empty((len(wanted), *self.shape[1:]), self.dtype)
        for table, places, own in self._numbering.split(wanted):
            found[places] = self._matrices[table][own]
        result: np.ndarray = found[0] if np.ndim(rows) == 0 else found
        return result


class StackedThumbnails:
    """Thumbnails of several indexes."""

    def __init__(self, tables: Sequence[Thumbnails | None], numbering: Numbering) -> None:
        self._tables, self._numbering = tuple(tables), numbering

    def of(self, row: int) -> bytes | None:
        """That of one row, None when it has none."""
        ((table, _, own),) = self._numbering.split(np.array([row]))
        kept = self._tables[table]
        return None if kept is None else kept.of(int(own[0]))

    @property
    def count(self) -> int:
        """How many rows have one."""
        found = 0
        for number, table in enumerate(self._tables):
            if table is not None:
                has = np.diff(table.ends, prepend=0) > 0
                mask = self._numbering.mask(number, None)
                found += int(np.count_nonzero(has if mask is None else has & mask))
        return found


class _Matrix:
    """Holds the stacked embeddings where a table has its own."""

    def __init__(self, matrix: StackedRows) -> None:
        self.matrix = matrix


class StackedVectors:
    """Tables of vectors, ranked as one.

    Args:
        tables: one for each index.
        matrix: their rows.
        numbering: of them.
    """

    def __init__(self, tables: Sequence[VectorTable], matrix: StackedRows, numbering: Numbering) -> None:
        self.tables, self.numbering = tuple(tables), numbering
        self.half = _Matrix(matrix)

    def __len__(self) -> int:
        return len(self.numbering)

    @property
    def damage(self) -> str:
        """A sentence on an inverted index that cannot be used, ``""`` when there is none."""
        return next((table.damage for table in self.tables if table.damage), "")

    def warm_up(self) -> None:
        """Read from the disk what the first search would read."""
        for table in self.tables:
            table.warm_up()

    def ask(self, query: np.ndarray) -> StackedAnswer:
        """Hold a query (D,) of any length against the rows of all."""
        return StackedAnswer(self, query)


class StackedAnswer:
    """One query held against several tables; attributes as those of :class:`Answer`.

    Where one table knows the scores of a sample only, all tell a sample, each the same part of its rows, so that a
    large index and a small one stand in the background as they stand in the library.
    """

    def __init__(self, vectors: StackedVectors, query: np.ndarray) -> None:
        self._query, self._vectors = query, vectors
        self._answers = [table.ask(query) for table in vectors.tables]
        self.error = max(answer.error for answer in self._answers)
        tables = range(len(self._answers))
        if all(answer.rows is None for answer in self._answers):
            self.rows: np.ndarray | None = None
            self.scores = np.concatenate([self._scores_of(table) for table in tables])
            return
        step = max(self._step(table) for table in tables)
        told = [self._sample(table, step) for table in tables]
        self.rows = np.concatenate([rows for rows, _ in told])
        self.scores = np.concatenate([scores for _, scores in told])

    def _scores_of(self, table: int) -> np.ndarray:
        scores, some = self._answers[table].scores, self._vectors.numbering.kept[table]
        return scores if some is None else scores[some]

    def _step(self, table: int) -> int:
        rows = self._answers[table].rows
        return 1 if rows is None else max(1, round(self._vectors.numbering.lengths[table] / len(rows)))

    def _sample(self, table: int, step: int) -> tuple[np.ndarray, np.ndarray]:
        """Every ``step``-th row of a table that counts, in the common numbering, and its score."""
        answer, numbering = self._answers[table], self._vectors.numbering
        rows = np.arange(numbering.lengths[table]) if answer.rows is None else answer.rows
        thin = slice(None, None, max(1, step // self._step(table)))
        rows, scores = rows[thin], answer.scores[thin]
        mask = numbering.mask(table, None)
        if mask is not None:
            rows, scores = rows[mask[rows]], scores[mask[rows]]
        return numbering.numbers(table, rows), scores

    def best(self, count: int, allowed: np.ndarray | None = None) -> Ranking:
        """The best ``count`` rows of all tables; arguments as for :meth:`Answer.best`."""
        numbering = self._vectors.numbering
        rankings = [
            answer.best(count, numbering.mask(table, allowed)) for table, answer in enumerate(self._answers)
        ]
        rows = np.concatenate([numbering.numbers(table, found.rows) for table, found in enumerate(rankings)])
        scores = np.concatenate([found.scores for found in rankings])
        order = np.lexsort((rows, -scores))
        complete = all(found.complete for found in rankings) and len(order) <= count
        recall = min(found.recall for found in rankings)
        return Ranking(rows[order[:count]], scores[order[:count]], complete, recall)

    def count_reaching(self, score: float, allowed: np.ndarray | None = None) -> int:
        """How many rows have an exact score of ``score`` or more; arguments as for :meth:`Answer.count_reaching`."""
        near = np.flatnonzero(self.scores >= score - self.error)
        if allowed is not None:
            near = near[allowed[near]]
        maybe = near[self.scores[near] <= score + self.error]
        rows = maybe if self.rows is None else self.rows[maybe]
        reached = 0
        for table, _, own in self._vectors.numbering.split(rows):
            exact = self._vectors.tables[table].half.exact(self._query, own)
            reached += int(np.count_nonzero(exact >= score))
        return len(near) - len(maybe) + reached


AnyAnswer = Answer | StackedAnswer
