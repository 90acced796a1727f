"""An inverted index with product-quantised codes (IVF-PQ; Jegou, Douze and Schmid 2011): the only door to FAISS.

It is a file beside the vectors, read from the disk as needed, that names candidates; their exact scores rank them.
Which index, and how much of it is read per query, is chosen when it is made, by recall@100 against the exact ranking.
It is made by one pass over the vectors for the exact ranking of the queries it is measured with, one to find the list
of each row (through a graph of the centres, Malkov and Yashunin 2018, where they are many), and one for the codes.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.indexing.folder.nearest.half_precision import HalfMatrix, best_of
from msa_core.progress import Progress

_log = logging.getLogger(__name__)

GOOD_RECALL = 0.95
"""Least recall@100 against the exact ranking, on average over the queries it is measured with."""
# So many lists are read that it is this if it can be: texts fare worse than the queries it is measured with (0.93 where
# those have 0.96, 0.98 where they have 0.99).
_WANTED_RECALL = 0.98
CANDIDATES = 1000
"""Fewest rows that are ranked again by their exact scores."""
MIN_ROWS = 10 * CANDIDATES
"""Of fewer rows all are compared: the candidates would be more than a tenth of them."""

_RECALL_AT = 100
_QUERIES = 64
_PROBES = (8, 16, 32, 64, 128, 256)
# Values of a vector that share one byte of its code: the smaller index is tried first.
_VALUES_A_BYTE = (4, 2)
_MIN_GAIN = 8  # an index that reads more than this part of its lists is not worth its mistakes
_CODE_SAMPLE = 16_384  # 64 for each of the 256 values of a byte
_BLOCK_ROWS = 65_536
# Of so many centres the nearest is found through a graph, in a twelfth of the time (4,096 centres); of 10,000 rows 2
# land in another list.
_GRAPH_FROM = 2048
_FILE, _FACTS, _SAMPLE, _OWNERS = "ivfpq.faiss", "ivfpq.json", "sample.npy", "list_of_row.npy"
_SAMPLE_ROWS = 262_144
_ASIDE = ".lists"


class DamagedListsError(ValueError):
    """There is an inverted index, but it cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """What was measured of an inverted index.

    Attributes:
        kind: as FAISS names it; ``""``: the exact search is better.
        probes: lists read per query.
        recall: recall@100 against the exact ranking, 0..1.
        rows: vectors in it.
        size: bytes of its file.
    """

    kind: str
    probes: int
    recall: float
    rows: int = 0
    size: int = 0


class Lists:
    """An inverted index, opened.

    Args:
        folder: where :func:`make_lists` put it.
        facts: what it wrote of it.
        rows: of the vectors, N.

    Attributes:
        sample: rows int (M,) that stand for all, and their embeddings float16 (M, D).

    Raises:
        DamagedListsError: it is damaged, or of other vectors.
    """

    def __init__(self, folder: Path, facts: ListFacts, rows: int) -> None:
        self.facts = facts
        path = folder / _FILE
        try:
            size = path.stat().st_size
            # FAISS maps the file: one that ends early would end the process at the first list beyond.
            if (facts.rows, facts.size) != (rows, size):
                raise DamagedListsError(
                    f"{path} has {size} bytes for {rows} tiles, but {facts.size} for {facts.rows} were written"
                )
            self._index = _faiss().read_index(str(path), _faiss().IO_FLAG_MMAP | _faiss().IO_FLAG_READ_ONLY)
            embeddings = np.load(folder / _SAMPLE, allow_pickle=False)
            self._owners = np.load(folder / _OWNERS, mmap_mode="r", allow_pickle=False)
        except (OSError, RuntimeError, EOFError) as error:
            raise DamagedListsError(f"{path} cannot be read") from error
        except ValueError as error:
            raise DamagedListsError(str(error)) from error
        self.sample = (np.arange(0, rows, _step(rows)), embeddings)
        fits = self._index.ntotal == rows and embeddings.shape == (len(self.sample[0]), self._index.d)
        if not fits or self._owners.shape != (rows,) or self._owners.dtype != np.int32:
            raise DamagedListsError(f"{path} is of other vectors")
        self._centres = self._index.quantizer.reconstruct_n(0, self._index.nlist)
        # One query at a time: its lists are shared among the threads.
        self._index.parallel_mode = 1
        self._rows = rows

    def candidates(self, query: np.ndarray, count: int, rows: np.ndarray | None) -> np.ndarray:
        """Rows, ascending, among which most of the best of ``rows`` (None: all) are.

        Args:
            query: float32 (D,).
            count: how many candidates are wanted.
            rows: int (K,) ascending, K of 1 or more.
        """
        if rows is None:
            found = search(self._index, query[None], count, self.facts.probes)[0]
        else:
            probes = self._probes(query, count, rows)
            found = search(self._index, query[None], count, probes, _selector(rows, self._rows))[0]
        return np.sort(found[found >= 0])

    def _probes(self, query: np.ndarray, count: int, rows: np.ndarray) -> int:
        """So many lists that they hold half as many of ``rows`` as are read without a filter, wherever those lie.

        A quarter found the best of 20,000,000 tiles under filters of 1 and 10 % as often as all of it did, or nearly.
        """
        wanted = max(count, self.facts.probes * self._rows // self._index.nlist // 2)
        held = np.bincount(self._owners[rows], minlength=self._index.nlist)
        nearest_first = np.argsort(-(self._centres @ query))
        return min(self._index.nlist, 1 + int(np.searchsorted(np.cumsum(held[nearest_first]), wanted)))


def open_lists(folder: Path, rows: int) -> Lists | None:
    """The inverted index in ``folder`` of an index of so many rows; None when there is none, or none that is good.

    Raises:
        DamagedListsError: there is one, but it cannot be used.
    """
    if not has_faiss() or not (folder / _FACTS).is_file():
        return None
    try:
        facts = ListFacts(**json.loads((folder / _FACTS).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedListsError(f"{folder / _FACTS} is damaged") from error
    return Lists(folder, facts, rows) if facts.kind else None


def make_lists(matrix: np.ndarray, folder: Path, progress: Progress) -> ListFacts | None:
    """Write an inverted index of the rows of ``matrix`` float32 (N, D) into ``folder`` if one is good enough.

    Returns:
        What was measured; None without FAISS, and for so few rows that all are compared at any rate.

    Raises:
        OSError: the disk refuses.
        Cancelled: by ``progress``.
    """
    if not has_faiss() or len(matrix) < MIN_ROWS:
        return None
    queries = _queries(matrix)
    truth = exact_best(matrix, queries, _RECALL_AT, progress)
    coarse = _coarse(matrix, progress)
    owners = _owners(matrix, coarse, progress)
    facts = ListFacts(kind="", probes=0, recall=0.0)
    for values in _VALUES_A_BYTE:
        index, kind = _build(matrix, coarse, owners, values, progress)
        probes, recall = _measure(index, HalfMatrix(matrix, matrix), queries, truth)
        _log.info("%s: recall@%d %.3f at %d probes", kind, _RECALL_AT, recall, probes)
        if recall >= GOOD_RECALL:
            np.save(folder / _OWNERS, owners.astype(np.int32))
            facts = ListFacts(
                kind=kind, probes=probes, recall=recall, rows=len(matrix), size=_write(index, matrix, folder)
            )
            break
    (folder / _FACTS).write_text(json.dumps(asdict(facts)))
    return facts


def mend_lists(matrix: np.ndarray, folder: Path, progress: Progress) -> None:
    """Make the inverted index in ``folder`` anew if it is damaged; whoever reads the old one may go on.

    A disk that refuses leaves it as it was, with a warning.

    Raises:
        Cancelled: by ``progress``.
    """
    try:
        open_lists(folder, len(matrix))
        return
    except DamagedListsError as error:
        _log.warning("The inverted index is made anew: %s.", error)
    try:
        for left in folder.glob(f"{_ASIDE}*"):  # by a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=folder) as aside:
            make_lists(matrix, Path(aside), progress)
            # The facts go first and come last: what is between is taken for damaged, or for none.
            (folder / _FACTS).unlink(missing_ok=True)
            for name in (_SAMPLE, _OWNERS, _FILE, _FACTS):
                if (Path(aside) / name).is_file():
                    (Path(aside) / name).replace(folder / name)
    except OSError as error:
        _log.warning("The inverted index is not made anew: %s", error)


def exact_best(matrix: np.ndarray, queries: np.ndarray, count: int, progress: Progress) -> list[np.ndarray]:
    """The best ``count`` rows of ``matrix`` (N, D) for each query of (Q, D), by one pass over it."""
    rows = np.empty((len(queries), 0), np.int64)
    scores = np.empty((len(queries), 0), np.float32)
    for start in range(0, len(matrix), _BLOCK_ROWS):
        progress(start / len(matrix), "ranking exactly, to measure the search index by")
        block = np.asarray(matrix[start : start + _BLOCK_ROWS])
        number = np.broadcast_to(np.arange(start, start + len(block)), (len(queries), len(block)))
        scores = np.concatenate([scores, queries @ block.T], axis=1)
        rows = np.concatenate([rows, number], axis=1)
        if scores.shape[1] > count:
            keep = np.argpartition(scores, -count, axis=1)[:, -count:]
            rows, scores = np.take_along_axis(rows, keep, axis=1), np.take_along_axis(scores, keep, axis=1)
    return list(rows)


def has_faiss() -> bool:
    """Whether FAISS is there and safe beside torch."""
    return sys.platform != "darwin" and importlib.util.find_spec("faiss") is not None


def search(index: Any, queries: np.ndarray, count: int, probes: int, selector: Any = None) -> np.ndarray:
    """Rows (Q, count) of candidates, -1 where there are no more."""
    parameters = _faiss().SearchParametersIVF(nprobe=probes)
    if selector is not None:
        parameters = _faiss().SearchParametersIVF(nprobe=probes, sel=selector)
    found: np.ndarray = index.search(np.ascontiguousarray(queries, np.float32), count, params=parameters)[1]
    return found


def _selector(rows: np.ndarray, total: int) -> Any:
    bits = np.zeros(total, bool)
    bits[rows] = True
    return _faiss().IDSelectorBitmap(np.packbits(bits, bitorder="little"))


def _faiss() -> Any:
    """FAISS, imported when it is needed; its own types leave out what its Python classes add."""
    import faiss

    return faiss


def _step(count: int) -> int:
    return max(1, count // _SAMPLE_ROWS)


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
    sample = np.ascontiguousarray(matrix[:: max(1, count // (lists * 40))], np.float32)
    means = faiss.Clustering(dim, lists)
    means.niter, means.spherical, means.seed = 10, True, 0
    means.max_points_per_centroid = 64
    means.train(sample, _nearest_centres(dim, lists))
    coarse = faiss.IndexFlatIP(dim)
    coarse.add(faiss.vector_to_array(means.centroids).reshape(lists, dim))
    return coarse


def _nearest_centres(dim: int, lists: int) -> Any:
    """An empty index of centres, to find the nearest of."""
    faiss = _faiss()
    if lists < _GRAPH_FROM:
        return faiss.IndexFlatIP(dim)
    graph = faiss.IndexHNSWFlat(dim, 32, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction, graph.hnsw.efSearch = 64, 16
    return graph


def _owners(matrix: np.ndarray, coarse: Any, progress: Progress) -> np.ndarray:
    """The list of each row, int64 (N,)."""
    nearest = _nearest_centres(matrix.shape[1], coarse.ntotal)
    nearest.add(coarse.reconstruct_n(0, coarse.ntotal))
    owners = np.empty(len(matrix), np.int64)
    for start in range(0, len(matrix), _BLOCK_ROWS):
        progress(start / len(matrix), "sorting tiles into lists")
        block = np.ascontiguousarray(matrix[start : start + _BLOCK_ROWS], np.float32)
        owners[start : start + len(block)] = nearest.search(block, 1)[1][:, 0]
    return owners


def _build(
    matrix: np.ndarray, coarse: Any, owners: np.ndarray, values: int, progress: Progress
) -> tuple[Any, str]:
    """An inverted index of all rows whose codes spend a byte on ``values`` values."""
    faiss = _faiss()
    count, dim = matrix.shape
    while dim % values:
        values -= 1
    kind = f"IVF{coarse.ntotal},PQ{dim // values}"
    index = faiss.IndexIVFPQ(coarse, dim, coarse.ntotal, dim // values, 8, faiss.METRIC_INNER_PRODUCT)
    index.own_fields = False
    progress(0.0, f"making the codes of a search index, {kind}")
    index.train(np.ascontiguousarray(matrix[:: max(1, count // _CODE_SAMPLE)], np.float32))
    for start in range(0, count, _BLOCK_ROWS):
        progress(start / count, f"making a search index, {kind}")
        block = np.ascontiguousarray(matrix[start : start + _BLOCK_ROWS], np.float32)
        own = np.ascontiguousarray(owners[start : start + len(block)])
        index.add_core(len(block), faiss.swig_ptr(block), None, faiss.swig_ptr(own))
    return index, kind


def _write(index: Any, matrix: np.ndarray, folder: Path) -> int:
    """Write the index and the sample, and say how many bytes the index has."""
    try:
        _faiss().write_index(index, str(folder / _FILE))
    except RuntimeError as error:
        raise OSError(f"the search index cannot be written: {error}") from error
    np.save(folder / _SAMPLE, matrix[:: _step(len(matrix))].astype(np.float16))
    return (folder / _FILE).stat().st_size


def _measure(
    index: Any, table: HalfMatrix, queries: np.ndarray, truth: list[np.ndarray]
) -> tuple[int, float]:
    """Fewest lists to read for the recall that is wanted, and that recall; the best there is where none has it."""
    probes, recall = 0, 0.0
    for probes in (p for p in _PROBES if p <= index.nlist // _MIN_GAIN):
        found = search(index, queries, CANDIDATES, probes)
        hits = 0
        for query, rows, wanted in zip(queries, found, truth, strict=True):
            candidates = np.sort(rows[rows >= 0])
            best = best_of(candidates, table.exact(query, candidates), _RECALL_AT).rows
            hits += len(np.intersect1d(best, wanted))
        recall = hits / sum(map(len, truth))
        if recall >= _WANTED_RECALL:
            break
    return probes, recall
