from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from msa_core.indexing.folder.nearest.half_precision import HalfMatrix, best_of
from msa_core.indexing.folder.nearest.lists import make_lists
from msa_core.indexing.folder.nearest.vectors import VectorTable
from msa_core.progress import Progress

no_faiss = pytest.mark.skipif(sys.platform == "darwin", reason="FAISS is not used on macOS")


def unit_rows(count: int, dim: int = 32, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def clusters(count: int, dim: int = 32, centres: int = 200) -> np.ndarray:
    """Unit rows around centres, as tiles of like places lie."""
    generator = np.random.default_rng(1)
    rows = unit_rows(centres, dim)[generator.integers(0, centres, count)]
    rows = rows + 0.08 * generator.standard_normal((count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def naive(matrix: np.ndarray, query: np.ndarray, count: int, allowed: np.ndarray | None) -> list[int]:
    scores = np.einsum("nd,d->n", matrix, query).tolist()
    rows = [row for row in range(len(matrix)) if allowed is None or allowed[row]]
    return sorted(rows, key=lambda row: (-scores[row], row))[:count]


@pytest.mark.parametrize("filtered", [False, True])
@pytest.mark.parametrize("count", [1, 40, 999, 5000])
def test_the_best_rows_are_those_of_the_naive_search(filtered: bool, count: int) -> None:
    matrix = unit_rows(3000)
    allowed = np.arange(3000) % 3 == 0 if filtered else None
    table = VectorTable(matrix)
    for seed, length in enumerate((1.5, 1e-3, 1e3)):
        query = unit_rows(1, seed=100 + seed)[0] * np.float32(length)
        ranking = table.ask(query).best(count, allowed)
        assert ranking.rows.tolist() == naive(matrix, query, count, allowed)
        np.testing.assert_allclose(ranking.scores, (matrix @ query)[ranking.rows], atol=1e-6 * length)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from((2, 32, 384)), st.floats(1e-3, 1e3))
def test_no_score_errs_by_more_than_is_said(seed: int, dim: int, length: float) -> None:
    generator = np.random.default_rng(seed)
    # Values of very different size: the small ones lie below half precision's normal range.
    matrix = unit_rows(400, dim, seed) * 10.0 ** generator.uniform(-6, 0, (400, dim)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    query = unit_rows(1, dim, seed + 1)[0] * np.float32(length)
    scores, error = HalfMatrix(matrix).approximate(query)
    exact = matrix.astype(float) @ query.astype(float)
    assert np.abs(scores - exact).max() <= error <= 2e-3 * length


@pytest.mark.parametrize("count", [1, 2, 65_537, 140_000])
def test_each_row_is_scored_however_the_threads_share_them(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch, "get_num_threads", lambda: 3)
    matrix, query = unit_rows(count, 8), unit_rows(1, 8, 9)[0]
    some = np.flatnonzero(np.random.default_rng(1).random(count) < 0.6)
    table = HalfMatrix(matrix)
    for rows in (None, some):
        scores, error = table.approximate(query, rows)
        np.testing.assert_allclose(scores, matrix[slice(None) if rows is None else rows] @ query, atol=error)


def test_scores_so_close_that_half_precision_takes_them_for_one_are_told_apart() -> None:
    base = unit_rows(1, 64)[0]
    matrix = base + 1e-6 * np.random.default_rng(3).standard_normal((2000, 64)).astype(np.float32)
    query = unit_rows(1, 64, 5)[0]
    ranking = VectorTable(matrix).ask(query).best(50)
    assert ranking.rows.tolist() == naive(matrix, query, 50, None)


def test_equal_scores_come_in_the_order_of_rows() -> None:
    matrix = np.repeat(unit_rows(2), 50, axis=0)
    assert VectorTable(matrix).ask(matrix[0]).best(30).rows.tolist() == list(range(30))


def test_asking_for_more_than_there_is_gives_all() -> None:
    answer = VectorTable(unit_rows(7)).ask(unit_rows(1)[0])
    ranking = answer.best(100)
    assert len(ranking.rows) == 7
    assert ranking.complete
    assert not answer.best(6).complete
    nothing = answer.best(5, np.zeros(7, bool))
    assert len(nothing.rows) == 0
    assert nothing.complete


def test_a_read_only_map_is_searched_without_a_warning(tmp_path: Path) -> None:
    matrix = unit_rows(300)
    for name, array in (("matrix", matrix), ("half", matrix.astype(np.float16))):
        np.save(tmp_path / name, array)
    maps = [np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in ("matrix", "half")]
    assert VectorTable(*maps).ask(matrix[7]).best(1).rows.tolist() == [7]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, Path]:
    """50,000 rows and a folder with an inverted index of them."""
    folder = tmp_path_factory.mktemp("lists")
    matrix = clusters(50_000)
    facts = make_lists(matrix, folder, Progress())
    assert facts is not None
    assert facts.kind.startswith("IVF")
    assert facts.recall >= 0.95
    return matrix, folder


@no_faiss
def test_an_inverted_index_finds_nearly_what_the_exact_search_finds(
    listed: tuple[np.ndarray, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_EXACT_UP_TO", "10000")
    matrix, folder = listed
    exact, table = VectorTable(matrix), VectorTable(matrix, folder=folder)
    assert table.lists is not None
    allowed = np.arange(len(matrix)) % 2 == 0
    for passing in (None, allowed):
        found = 0
        for seed in range(20):
            query = clusters(20)[seed]
            ranking = table.ask(query).best(100, passing)
            assert (np.diff(ranking.scores) <= 0).all()
            np.testing.assert_allclose(ranking.scores, matrix[ranking.rows] @ query, atol=1e-6)
            assert passing is None or passing[ranking.rows].all()
            found += len(np.intersect1d(ranking.rows, exact.ask(query).best(100, passing).rows))
        assert found / 2000 >= 0.9


@no_faiss
def test_a_filter_that_leaves_little_is_exact_even_with_an_inverted_index(
    listed: tuple[np.ndarray, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_EXACT_UP_TO", "10000")
    matrix, folder = listed
    few = np.zeros(len(matrix), bool)
    few[::77] = True
    ranking = VectorTable(matrix, folder=folder).ask(matrix[3]).best(60, few)
    assert ranking.rows.tolist() == naive(matrix, matrix[3], 60, few)
    everything = VectorTable(matrix, folder=folder).ask(matrix[3]).best(len(matrix))
    assert everything.complete
    assert len(everything.rows) == len(matrix)


@no_faiss
def test_the_scores_of_an_inverted_index_are_an_even_sample(
    listed: tuple[np.ndarray, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_EXACT_UP_TO", "10000")
    matrix, folder = listed
    answer = VectorTable(matrix, folder=folder).ask(matrix[0])
    assert answer.rows is not None
    np.testing.assert_allclose(answer.scores, matrix[answer.rows] @ matrix[0], atol=2e-3)


@no_faiss
def test_what_no_inverted_index_finds_well_is_searched_exactly(tmp_path: Path) -> None:
    matrix = unit_rows(10_000, 64)  # without any structure: lists of neighbours hold no neighbours
    facts = make_lists(matrix, tmp_path, Progress())
    assert facts is not None
    assert (facts.kind, VectorTable(matrix, folder=tmp_path).lists) == ("", None)


@no_faiss
def test_so_few_tiles_get_no_inverted_index(tmp_path: Path) -> None:
    assert make_lists(unit_rows(200), tmp_path, Progress()) is None
    assert not list(tmp_path.iterdir())


def test_damaged_facts_cost_the_inverted_index_only(tmp_path: Path) -> None:
    (tmp_path / "ivfpq.json").write_text('{"kind": 3')
    assert VectorTable(unit_rows(9), folder=tmp_path).lists is None


@pytest.mark.parametrize("case", ["random", "sorted", "constant", "high beside the sample", "few"])
@pytest.mark.parametrize("count", [1, 7, 160, 1999])
def test_the_best_are_found_through_a_sample_of_the_scores(case: str, count: int) -> None:
    scores = np.random.default_rng(count).standard_normal(200_000).astype(np.float32)
    if case == "sorted":
        scores.sort()
    elif case == "constant":
        scores[:] = 0.5
    elif case == "high beside the sample":
        scores[np.arange(len(scores)) % 16 != 0] += 10.0
    elif case == "few":
        scores = scores[:2000]
    ranking = best_of(np.arange(len(scores)), scores, count)
    wanted = np.lexsort((np.arange(len(scores)), -scores))[:count]
    np.testing.assert_array_equal(ranking.rows, wanted)
