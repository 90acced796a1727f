"""The first pass in bytes: its proven error, and searches that are the exact ones all the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msa_core.indexing.folder.cached import cache
from msa_core.indexing.folder.nearest.byte_codes import ByteCodes, read_codes, write_codes
from msa_core.indexing.folder.nearest.vectors import VectorTable
from msa_core.model.network.hub_layout import joined
from msa_core.progress import Progress


def like_tiles(count: int, dim: int = 64, seed: int = 0) -> np.ndarray:
    """Unit rows that lean the same way, with hubness: eight more numbers, five of them constant."""
    generator = np.random.default_rng(seed)
    rows = generator.normal(size=(count, dim)) + 1.5
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return joined(rows.astype(np.float32), generator.uniform(-0.1, 0.1, count).astype(np.float32))


def coded(matrix: np.ndarray, folder: Path) -> ByteCodes:
    write_codes(matrix, folder, Progress())
    codes = read_codes(folder, len(matrix))
    assert codes is not None
    return codes


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from((3, 40, 384)), st.floats(1e-3, 1e3))
def test_no_score_errs_by_more_than_is_said(
    tmp_path_factory: pytest.TempPathFactory, seed: int, dim: int, length: float
) -> None:
    generator = np.random.default_rng(seed)
    matrix = generator.normal(size=(300, dim)) * 10.0 ** generator.uniform(-5, 0, dim)
    matrix = (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)
    query = (generator.normal(size=dim) * length).astype(np.float32)
    scores, error = coded(matrix, tmp_path_factory.mktemp("codes")).approximate(query)
    exact = matrix.astype(float) @ query.astype(float)
    assert np.abs(scores - exact).max() <= error


def test_the_error_is_small_beside_the_scores_of_tiles(tmp_path: Path) -> None:
    matrix = like_tiles(2000)
    query = like_tiles(1, seed=5)[0]
    scores, error = coded(matrix, tmp_path).approximate(query)
    assert error < 0.02
    assert np.abs(scores - matrix @ query).max() < 0.3 * error


@pytest.mark.parametrize("filtered", [False, True])
def test_the_best_rows_and_their_scores_are_those_of_the_exact_search(tmp_path: Path, filtered: bool) -> None:
    matrix = like_tiles(70_000, 24)
    write_codes(matrix, tmp_path, Progress())
    allowed = np.arange(len(matrix)) % 7 == 0 if filtered else None
    with_codes, without = VectorTable(matrix, folder=tmp_path), VectorTable(matrix)
    assert with_codes.codes is not None
    for seed in range(3):
        query = like_tiles(1, 24, seed=100 + seed)[0]
        for count in (1, 160, 69_999, 80_000):
            first, second = (table.ask(query).best(count, allowed) for table in (with_codes, without))
            assert first.rows.tolist() == second.rows.tolist()
            np.testing.assert_array_equal(first.scores, second.scores)
            assert first.complete == second.complete


def test_how_many_reach_a_score_is_counted_exactly(tmp_path: Path) -> None:
    matrix = like_tiles(5000, 24)
    write_codes(matrix, tmp_path, Progress())
    query = like_tiles(1, 24, seed=7)[0]
    answer = VectorTable(matrix, folder=tmp_path).ask(query)
    exact = VectorTable(matrix).half.exact(query, np.arange(len(matrix)))
    some = np.arange(len(matrix)) % 3 == 0
    for score in (-2.0, float(np.median(exact)), float(np.sort(exact)[-20]), 2.0):
        assert answer.count_reaching(score) == np.count_nonzero(exact >= score)
        assert answer.count_reaching(score, some) == np.count_nonzero(exact[some] >= score)


def test_rows_that_are_all_alike_are_coded(tmp_path: Path) -> None:
    matrix = np.repeat(like_tiles(1), 50, axis=0)
    scores, error = coded(matrix, tmp_path).approximate(matrix[0])
    assert np.abs(scores - 1.0).max() <= error + 1e-6


@pytest.mark.parametrize("name", ["codes.npy", "code_scales.npy", "code_shift.npy", "codes.json"])
def test_codes_that_are_damaged_or_of_other_rows_are_left_alone(tmp_path: Path, name: str) -> None:
    matrix = like_tiles(500)
    write_codes(matrix, tmp_path, Progress())
    assert read_codes(tmp_path, 499) is None
    (tmp_path / name).write_bytes(b"{}")
    assert read_codes(tmp_path, 500) is None
    assert len(VectorTable(matrix, folder=tmp_path).ask(matrix[3]).best(5).rows) == 5


def test_a_loss_that_is_no_number_is_not_believed(tmp_path: Path) -> None:
    write_codes(like_tiles(100), tmp_path, Progress())
    (tmp_path / "codes.json").write_text(json.dumps({"residual": float("nan"), "length": 1.0}))
    assert read_codes(tmp_path, 100) is None


def test_a_cache_of_many_rows_gets_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_checkpoint: Path
) -> None:
    from msa_core.config import IndexOptions, Tiling
    from msa_core.engine import Engine
    from msa_core.indexing.build.index_archive import build_index
    from msa_core.records import Query, QueryTerm
    from tests.support.scenes import write_scene

    write_scene(tmp_path / "a.tif", 1, 500, 500, east_m=5e5)
    options = IndexOptions(tiling=Tiling(tile_m=(50.0,)), model=tiny_checkpoint, device="cpu")
    query = Query(terms=(QueryTerm("text", "a river"),))
    build_index([tmp_path / "a.tif"], tmp_path / "plain", options)
    monkeypatch.setattr(cache, "FROM_ROWS", 20)
    build_index([tmp_path / "a.tif"], tmp_path / "coded", options)
    assert list((tmp_path / "coded").glob("cache/*/codes.npy"))
    assert not list((tmp_path / "plain").glob("cache/*/codes.npy"))
    plain, with_codes = (
        Engine(tmp_path / name, device="cpu").search(query, 1000) for name in ("plain", "coded")
    )
    assert [hit.score for hit in with_codes.hits] == [hit.score for hit in plain.hits]
    assert plain.background is not None
    assert with_codes.background is not None
    assert with_codes.background.error > plain.background.error > 0
    assert with_codes.background.above_cut == plain.background.above_cut
