from __future__ import annotations

import sys

import numpy as np
import pytest

from msa_core.indexing.vectors import VectorTable


def unit_rows(count: int, dim: int = 32, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def naive(matrix: np.ndarray, query: np.ndarray, count: int, allowed: np.ndarray | None) -> list[int]:
    scores = (matrix @ query).tolist()
    rows = [row for row in range(len(matrix)) if allowed is None or allowed[row]]
    return sorted(rows, key=lambda row: (-scores[row], row))[:count]


@pytest.mark.parametrize(
    "use_faiss",
    [False, pytest.param(True, marks=pytest.mark.skipif(sys.platform == "darwin", reason="no FAISS"))],
)
@pytest.mark.parametrize("filtered", [False, True])
def test_the_best_rows_are_those_of_the_naive_search(use_faiss: bool, filtered: bool) -> None:
    matrix = unit_rows(3000)
    allowed = np.arange(3000) % 3 == 0 if filtered else None
    table = VectorTable(matrix, use_faiss)
    for seed in range(5):
        query = unit_rows(1, seed=100 + seed)[0] * 1.5
        ranking = table.top(query, 40, allowed)
        assert ranking.rows.tolist() == naive(matrix, query, 40, allowed)
        np.testing.assert_allclose(ranking.scores, (matrix @ query)[ranking.rows], atol=1e-6)


def test_equal_scores_come_in_the_order_of_rows() -> None:
    matrix = np.repeat(unit_rows(2), 50, axis=0)
    ranking = VectorTable(matrix).top(matrix[0], 30)
    assert ranking.rows.tolist() == list(range(30))


def test_asking_for_more_than_there_is_gives_all() -> None:
    table = VectorTable(unit_rows(7))
    ranking = table.top(unit_rows(1)[0], 100)
    assert len(ranking.rows) == 7
    assert ranking.complete
    nothing = table.top(unit_rows(1)[0], 5, np.zeros(7, bool))
    assert len(nothing.rows) == 0
    assert nothing.complete
