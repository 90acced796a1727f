from __future__ import annotations

import itertools

import numpy as np
import pytest

from msa_core.training.measure.scores.metrics import KS, expected_hits, recalls


def naive(similarity: np.ndarray, owner: np.ndarray) -> dict[str, float]:
    """Argsort and look; right when no two scores are equal."""
    i2t = {k: np.mean([i in owner[np.argsort(-row)[:k]] for i, row in enumerate(similarity)]) for k in KS}
    t2i = {
        k: np.mean([owner[j] in np.argsort(-column)[:k] for j, column in enumerate(similarity.T)]) for k in KS
    }
    return {
        **{f"i2t_r{k}": 100 * v for k, v in i2t.items()},
        **{f"t2i_r{k}": 100 * v for k, v in t2i.items()},
    }


def over_all_orders(scores: np.ndarray, right: np.ndarray, k: int) -> float:
    """Share of all orders of the items, sorted stably by score afterwards, that have a right one in the first k."""
    orders = np.array(list(itertools.permutations(range(len(scores)))))
    ranked = np.take_along_axis(orders, np.argsort(-scores[orders], axis=1, kind="stable"), axis=1)
    return float(right[ranked[:, :k]].any(axis=1).mean())


@pytest.mark.parametrize("seed", range(4))
def test_recalls_equal_the_naive_ones_for_any_number_of_texts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    owner = np.sort(np.concatenate([np.arange(30), rng.integers(0, 30, 60)]))
    similarity = rng.normal(size=(30, len(owner))) + (owner[None] == np.arange(30)[:, None])
    figures = recalls(similarity, owner)
    for key, value in naive(similarity, owner).items():
        assert figures[key] == pytest.approx(value)
    assert figures["mR"] == pytest.approx(np.mean([v for k, v in figures.items() if k != "mR"]))


@pytest.mark.parametrize("seed", range(12))
def test_ties_count_the_mean_over_all_orders(seed: int) -> None:
    rng = np.random.default_rng(seed)
    similarity = rng.integers(0, 3, (5, 7)).astype(float)
    owner = rng.integers(0, 5, 7)
    figures = recalls(similarity, owner)
    asked = [i for i in range(5) if i in owner]
    for k in KS:
        i2t = np.mean([over_all_orders(similarity[i], owner == i, k) for i in asked])
        t2i = np.mean([over_all_orders(similarity[:, j], np.arange(5) == owner[j], k) for j in range(7)])
        assert figures[f"i2t_r{k}"] == pytest.approx(100 * i2t)
        assert figures[f"t2i_r{k}"] == pytest.approx(100 * t2i)


def test_expected_hits_of_a_single_tie() -> None:
    hits = expected_hits(np.array([0, 3, 10, 0]), np.array([1, 2, 1, 0]), np.array([1, 3, 0, 5]))
    assert hits[0] == pytest.approx([0.5, 1.0, 1.0])
    # Two places are left for two right and three wrong: both wrong with chance 3/5 x 2/4.
    assert hits[1] == pytest.approx([0.0, 0.7, 1.0])
    assert hits[2] == pytest.approx([0.0, 0.0, 0.0])
    assert hits[3] == pytest.approx([0.0, 0.0, 0.0])


def test_a_constant_score_is_worth_what_chance_gives() -> None:
    owner = np.repeat(np.arange(100), 5)
    figures = recalls(np.zeros((100, 500)), owner)
    assert figures["t2i_r1"] == pytest.approx(1.0)
    assert figures["t2i_r10"] == pytest.approx(10.0)
    assert figures["i2t_r1"] == pytest.approx(1.0)


def test_scores_that_are_no_numbers_never_hit() -> None:
    figures = recalls(np.full((4, 4), np.nan), np.arange(4))
    assert set(figures.values()) == {0.0}
