from __future__ import annotations

import itertools

import numpy as np
import pytest

from msa_core.training.metrics import KS, recalls


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


@pytest.mark.parametrize("seed", range(4))
def test_recalls_equal_the_naive_ones_for_any_number_of_texts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    owner = np.sort(np.concatenate([np.arange(30), rng.integers(0, 30, 60)]))
    similarity = rng.normal(size=(30, len(owner))) + (owner[None] == np.arange(30)[:, None])
    figures = recalls(similarity, owner)
    for key, value in naive(similarity, owner).items():
        assert figures[key] == pytest.approx(value)
    assert figures["mR"] == pytest.approx(np.mean([v for k, v in figures.items() if k != "mR"]))


def test_a_constant_score_is_worth_what_chance_gives() -> None:
    owner = np.repeat(np.arange(100), 5)
    figures = recalls(np.zeros((100, 500)), owner)
    assert figures["t2i_r1"] == pytest.approx(1.0)
    assert figures["t2i_r10"] == pytest.approx(10.0)
    assert figures["i2t_r1"] == pytest.approx(1.0)


def test_ties_count_the_expected_recall_over_all_orders() -> None:
    similarity = np.array([[3.0, 1.0, 1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 5.0, 6.0]])
    owner = np.array([1, 0, 0, 1, 0, 1])
    by_hand = []
    for order in itertools.permutations([1, 2, 3]):  # the tied texts of picture 0, behind text 0
        by_hand.append(any(owner[j] == 0 for j in (0, *order)[:1]))
    figures = recalls(similarity, owner)
    assert figures["i2t_r1"] == pytest.approx(100 * (np.mean(by_hand) + 1.0) / 2)
    assert figures["i2t_r5"] == 100.0
