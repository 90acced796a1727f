"""Votes move a ranking: the fit against plain gradient descent, and searches of a real small index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.records import Listing, Query, QueryTerm, SearchResult
from msa_core.retrieval.search import votes
from tests.support.scenes import write_scene

EVERY = Listing(every_tile=True)


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def two_kinds(seed: int, count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Embeddings around a common mean; True for those that lean to one side."""
    generator = np.random.default_rng(seed)
    kind = generator.random(count) < 0.2
    rows = generator.normal(size=(count, 24)) * 0.5 + 1.0
    rows[kind, 0] += 2.0
    return unit(rows), kind


def naive(x: np.ndarray, y: np.ndarray, weight: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """The objective of the module's docstring by gradient descent on u and b."""
    u, b = np.zeros(x.shape[1]), 0.0
    for _ in range(200_000):
        slope = -weight * y / (1 + np.exp(y * (offset + x @ u + b)))
        step_u, step_b = x.T @ slope + u / votes.PRIOR, slope.sum()
        u, b = u - 0.05 * step_u, b - 0.05 * step_b
        if np.abs(step_u).max() < 1e-9 and abs(step_b) < 1e-9:
            break
    return u


def test_the_fit_is_the_minimum_that_gradient_descent_finds() -> None:
    rows, kind = two_kinds(0)
    offset = rows[:, 1] * 3
    voted, backdrop = np.arange(12), np.arange(40, 100)
    u = votes.correction(rows[voted], kind[voted], offset[voted], rows[backdrop], offset[backdrop])
    mean = rows[backdrop].mean(axis=0)
    chosen = np.concatenate([voted, backdrop])
    y = np.concatenate([np.where(kind[voted], 1.0, -1.0), -np.ones(60)])
    weight = np.concatenate([np.ones(12), np.full(60, votes.BACKDROP_WEIGHT / 60)])
    expected = naive(rows[chosen] - mean, y, weight, offset[chosen])
    expected -= mean * (expected @ mean) / (mean @ mean)
    np.testing.assert_allclose(u, expected, atol=1e-4)


def test_votes_lift_what_resembles_the_accepted_and_leave_the_archive_where_it_is() -> None:
    rows, kind = two_kinds(1)
    nothing = np.zeros(len(rows))
    voted, backdrop = np.arange(20), np.arange(100, 200)
    u = votes.correction(rows[voted], kind[voted], nothing[voted], rows[backdrop], nothing[backdrop])
    moved = rows[200:] @ u
    assert moved[kind[200:]].mean() > moved[~kind[200:]].mean() + 1.0
    assert abs(rows[backdrop].mean(axis=0) @ u) < 1e-9


@pytest.mark.parametrize("wanted", [True, False])
def test_votes_of_one_kind_alone_and_on_one_and_the_same_tile_are_fitted(wanted: bool) -> None:
    rows, _ = two_kinds(2)
    same = np.repeat(rows[:1], 5, axis=0)
    u = votes.correction(same, np.full(5, wanted), np.full(5, 40.0), rows[50:90], np.zeros(40))
    assert np.isfinite(u).all()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Engine:
    folder = tmp_path_factory.mktemp("votes")
    for seed in range(2):
        (folder / "archive").mkdir(exist_ok=True)
        write_scene(folder / "archive" / f"{seed}.tif", seed, 600, 600, east_m=5e5 + 5000 * seed)
    build_index(
        [folder / "archive"],
        folder / "index",
        IndexOptions(tiling=Tiling(tile_m=(40.0,)), model=tiny_checkpoint, device="cpu"),
    )
    return Engine(folder / "index", device="cpu")


def ranked(engine: Engine, accepted: set[str], rejected: set[str]) -> SearchResult:
    query = Query(
        terms=(QueryTerm("text", "a river"),), accepted=frozenset(accepted), rejected=frozenset(rejected)
    )
    return engine.search(query, 10_000, EVERY)


def test_an_accepted_tile_rises_a_rejected_one_sinks_and_the_result_says_so(engine: Engine) -> None:
    before = [hit.tile.id for hit in ranked(engine, set(), set()).hits]
    assert len(before) > 50
    low, high = before[-10], before[2]
    result = ranked(engine, {low}, {high})
    after = [hit.tile.id for hit in result.hits]
    assert after.index(low) < before.index(low)
    assert after.index(high) > before.index(high)
    assert sorted(after) == sorted(before)
    assert any("1 accepted, 1 rejected" in note and "not training" in note for note in result.notes)
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)


def test_votes_on_tiles_of_another_index_are_counted_and_change_nothing_alone(engine: Engine) -> None:
    before = ranked(engine, set(), set())
    result = ranked(engine, {"gone/1"}, {"gone/2"})
    assert [hit.tile.id for hit in result.hits] == [hit.tile.id for hit in before.hits]
    assert any(note == "None of the 2 votes is on a tile of this index." for note in result.notes)
    some = before.hits[-1].tile.id
    assert any(note.startswith("1 of the 2 votes") for note in ranked(engine, {some, "gone/1"}, set()).notes)
