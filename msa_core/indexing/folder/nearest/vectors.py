"""Ranking many vectors, exactly or through an index of FAISS: the only door to FAISS.

Up to ``config.exact_up_to`` rows every score is computed (:mod:`.half_precision`). Beyond it
a file beside the vectors holds an inverted index with product-quantised codes (IVF-PQ; Jegou, Douze and Schmid 2011),
which is read from the disk as needed; its candidates are ranked again by their exact scores. Which index, and how
much of it is read per query, is chosen when it is made, by recall@100 against the exact ranking; where no index is
good enough, or FAISS is absent (macOS: pip's FAISS and torch load two OpenMP runtimes and abort), the exact product
is used at any size.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import logging
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.config import exact_up_to
from msa_core.indexing.folder.nearest.byte_codes import read_codes
from msa_core.indexing.folder.nearest.half_precision import HalfMatrix, Ranking, best_of, near_the_best
from msa_core.progress import Progress

_log = logging.getLogger(__name__)

GOOD_RECALL = 0.95
"""Least recall@100 against the exact ranking, on average over the queries it is measured with."""
_RECALL_AT = 100
_QUERIES = 64
_PROBES = (8, 16, 32, 64, 128, 256)
# Values of a vector that share one byte of its code: the smaller index is tried first.
_VALUES_A_BYTE = (4, 2)
_MIN_GAIN = 8  # an index that reads more than this part of its lists is not worth its mistakes
_SPARE = 10  # candidates per row wanted, to be ranked again
_MIN_CANDIDATES = 1000
# A filter that leaves less than this part of what is searched exactly anyway: those rows are scored one by one.
_EXACT_SHARE = 10
_SAMPLE_ROWS = 262_144
_CODE_SAMPLE = 16_384  # 64 for each of the 256 values of a byte
_BLOCK_ROWS = 65_536
_CODES, _FACTS = "ivfpq.faiss", "ivfpq.json"


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What was measured of an inverted index.

    Attributes:
        kind: as FAISS names it; ``""``: the exact search is better.
        probes: lists read per query.
        recall: recall@100 against the exact ranking, 0..1.
    """

    kind: str
    probes: int
    recall: float


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
        self.scores, self.error = table.first_pass(query, self.rows)

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
        half: the same in float16, may be memory-mapped; None rounds ``matrix``.
        folder: where :func:`make_lists` put an inverted index, and ``write_codes`` codes for a first pass; None or
            without them: every score is computed in half precision.

    Attributes:
        sample: rows that stand for all where not every score is computed, else None.
        lists: facts of the inverted index in use, else None.
    """

    def __init__(
        self, matrix: np.ndarray, half: np.ndarray | None = None, folder: Path | None = None
    ) -> None:
        self.half = HalfMatrix(matrix, half)
        self.codes = None if folder is None else read_codes(folder, len(matrix))
        self.lists = None if folder is None else _facts(folder)
        self.sample: np.ndarray | None = None
        if self.lists is not None:
            assert folder is not None
            self._index = _open(folder / _CODES)
            step = max(1, len(matrix) // _SAMPLE_ROWS)
            self.sample = np.arange(0, len(matrix), step)

    def __len__(self) -> int:
        return len(self.half)

    def warm_up(self) -> None:
        """Read from the disk what the first search would read."""
        self.ask(np.ones(self.half.matrix.shape[1], np.float32))

    def ask(self, query: np.ndarray) -> Answer:
        """Hold a query (D,) of any length against the rows."""
        return Answer(self, query)

    def first_pass(self, query: np.ndarray, rows: np.ndarray | None) -> tuple[np.ndarray, float]:
        """Scores float32 of ``rows`` (None: of all), and the largest error they can have."""
        if rows is None and self.codes is not None:
            return self.codes.approximate(query)
        return self.half.approximate(query, rows)

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
        wanted = max(count * _SPARE, _MIN_CANDIDATES)
        if among <= exact_up_to() // _EXACT_SHARE or wanted > among // 10:
            return self._best_of_some(query, count, rows)
        assert self.lists is not None
        # A filter that leaves a part of each list is made up for by reading more lists.
        probes = min(self._index.nlist, self.lists.probes * -(-len(self) // among))
        found = _search(self._index, query[None], wanted, probes, rows, len(self))[0]
        candidates = np.sort(found[found >= 0])
        ranking = best_of(candidates, self.half.exact(query, candidates), count)
        return Ranking(ranking.rows, ranking.scores, complete=False)

    def _best_of_some(self, query: np.ndarray, count: int, rows: np.ndarray | None) -> Ranking:
        """The best of ``rows`` by the exact product."""
        return self.half.best(query, *self.half.approximate(query, rows), count, rows)


def make_lists(matrix: np.ndarray, half: np.ndarray, folder: Path, progress: Progress) -> ListFacts | None:
    """Write an inverted index of the rows of ``matrix`` (N, D) into ``folder`` if one is good enough.

    Returns:
        What was measured, None without FAISS.

    Raises:
        OSError: the disk refuses.
        Cancelled: by ``progress``.
    """
    if not has_faiss():
        return None
    table = HalfMatrix(matrix, half)
    queries = _queries(matrix)
    truth = []
    for query in queries:
        progress(0.0, "ranking exactly, to measure the search index by")
        scores, error = table.approximate(query)
        truth.append(table.best(query, scores, error, _RECALL_AT).rows)
    coarse = _coarse(matrix, progress)
    facts = ListFacts("", 0, 0.0)
    for values in _VALUES_A_BYTE:
        index, kind = _build(matrix, coarse, values, progress)
        probes, recall = _measure(index, table, queries, truth)
        _log.info("%s: recall@%d %.3f at %d probes", kind, _RECALL_AT, recall, probes)
        if recall >= GOOD_RECALL:
            facts = ListFacts(kind, probes, recall)
            try:
                _faiss().write_index(index, str(folder / _CODES))
            except RuntimeError as error:
                raise OSError(f"the search index cannot be written: {error}") from error
            break
    (folder / _FACTS).write_text(json.dumps(asdict(facts)))
    return facts


def has_faiss() -> bool:
    """Whether FAISS is there and safe beside torch."""
    return sys.platform != "darwin" and importlib.util.find_spec("faiss") is not None


def _faiss() -> Any:
    """FAISS, imported when it is needed; its own types leave out what its Python classes add."""
    import faiss

    return faiss


def _facts(folder: Path) -> ListFacts | None:
    with contextlib.suppress(OSError, ValueError, TypeError):
        facts = ListFacts(**json.loads((folder / _FACTS).read_text()))
        if facts.kind and has_faiss() and (folder / _CODES).is_file():
            return facts
    return None


def _open(path: Path) -> Any:
    faiss = _faiss()
    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
    except RuntimeError as error:
        raise ValueError(f"{path.name} is damaged") from error


def _queries(matrix: np.ndarray) -> np.ndarray:
    """Unit queries (64, D) as far from the rows as texts are: cosines of 1.0 (a tile's own picture) down to 0.3."""
    generator = np.random.default_rng(0)
    rows = np.array(matrix[generator.integers(0, len(matrix), _QUERIES)], np.float32)
    away = generator.standard_normal(rows.shape, np.float32)
    away -= np.einsum("nd,nd->n", away, rows)[:, None] * rows
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    cosine = np.linspace(1.0, 0.3, _QUERIES, dtype=np.float32)[:, None]
    queries: np.ndarray = cosine * rows + np.sqrt(1 - cosine**2) * away
    return queries


def _coarse(matrix: np.ndarray, progress: Progress) -> Any:
    """The centres of the lists, by k-means on an even sample."""
    faiss = _faiss()
    count, dim = matrix.shape
    lists = int(2 ** np.round(np.log2(4 * np.sqrt(count))))
    lists = max(1, min(lists, count // 39))  # k-means wants 39 points a centre
    progress(0.0, f"making a search index of {lists} lists")
    sample = np.ascontiguousarray(matrix[:: max(1, count // (lists * 64))], np.float32)
    means = faiss.Kmeans(dim, lists, niter=10, spherical=True, seed=0)
    means.train(sample)
    coarse = faiss.IndexFlatIP(dim)
    coarse.add(means.centroids)
    return coarse


def _build(matrix: np.ndarray, coarse: Any, values: int, progress: Progress) -> tuple[Any, str]:
    """An inverted index of all rows whose codes spend a byte on ``values`` values."""
    faiss = _faiss()
    count, dim = matrix.shape
    while dim % values:
        values -= 1
    kind = f"IVF{coarse.ntotal},PQ{dim // values}"
    index = faiss.IndexIVFPQ(coarse, dim, coarse.ntotal, dim // values, 8, faiss.METRIC_INNER_PRODUCT)
    index.own_fields = False
    index.train(np.ascontiguousarray(matrix[:: max(1, count // _CODE_SAMPLE)], np.float32))
    for start in range(0, count, _BLOCK_ROWS):
        progress(start / count, f"making a search index, {kind}")
        index.add(np.ascontiguousarray(matrix[start : start + _BLOCK_ROWS], np.float32))
    return index, kind


def _measure(
    index: Any, table: HalfMatrix, queries: np.ndarray, truth: list[np.ndarray]
) -> tuple[int, float]:
    """Fewest lists to read for a good recall, and that recall; the best there is when none is good."""
    probes, recall = 0, 0.0
    for probes in (p for p in _PROBES if p <= index.nlist // _MIN_GAIN):
        found = _search(index, queries, _MIN_CANDIDATES, probes, None, len(table))
        hits = 0
        for query, rows, wanted in zip(queries, found, truth, strict=True):
            candidates = np.sort(rows[rows >= 0])
            best = best_of(candidates, table.exact(query, candidates), _RECALL_AT).rows
            hits += len(np.intersect1d(best, wanted))
        recall = hits / sum(map(len, truth))
        if recall >= GOOD_RECALL:
            break
    return probes, recall


def _search(
    index: Any, queries: np.ndarray, count: int, probes: int, rows: np.ndarray | None, total: int
) -> np.ndarray:
    """Rows (Q, count) of candidates, -1 where there are no more."""
    faiss = _faiss()
    parameters = faiss.SearchParametersIVF(nprobe=probes)
    if rows is not None:
        bits = np.zeros(total, bool)
        bits[rows] = True
        selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))
        parameters = faiss.SearchParametersIVF(nprobe=probes, sel=selector)
    found: np.ndarray = index.search(np.ascontiguousarray(queries, np.float32), count, params=parameters)[1]
    return found
