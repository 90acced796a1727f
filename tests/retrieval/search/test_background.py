from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from msa_core.records import Background
from msa_core.retrieval.exports.told.report import verdict
from msa_core.retrieval.search.background import BINS, FALSE_SHARE, measure, z_score


def measured(scores: np.ndarray, passing: np.ndarray | None = None) -> Background:
    return measure(scores.astype(np.float32), passing, sampled=False)


def chance(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.1, 0.05, count)


def expected_and_found(scores: np.ndarray, cuts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Background tiles expected above each cut, and tiles found there, score by score."""
    middle = np.median(scores)
    low = scores[scores < middle]
    spread = np.sqrt(np.mean((low - middle) ** 2))
    expected = [len(scores) * math.erfc((cut - middle) / spread / math.sqrt(2)) / 2 for cut in cuts]
    return np.array(expected), np.array([(scores >= cut).sum() for cut in cuts])


def test_chance_alone_seldom_stands_out() -> None:
    alarms = sum(bool(measured(chance(3000, seed)).stands_out) for seed in range(200))
    assert alarms <= 200 * FALSE_SHARE + 3 * np.sqrt(200 * FALSE_SHARE)


@pytest.mark.parametrize("count", [200, 20_000, 1_000_000])
def test_one_strong_match_stands_out_of_any_number_of_tiles(count: int) -> None:
    scores = np.append(chance(count), 0.1 + 0.05 * 7)
    found = measured(scores)
    assert found.stands_out
    assert found.above_cut == 1
    assert found.cut is not None
    assert scores[:-1].max() < found.cut <= scores[-1]
    assert "1 tile stands out" in verdict(found)


def test_the_best_of_a_million_chances_does_not_stand_out_though_it_scores_high() -> None:
    found = measured(chance(1_000_000, 3))
    assert found.high > 0.1 + 0.05 * 4.5
    assert found.stands_out is False
    assert found.above_cut == 0
    assert "nothing stands out" in verdict(found)


def test_many_matches_lower_the_cut_and_most_of_them_lie_above() -> None:
    few = measured(np.append(chance(10_000), np.full(1, 0.45)))
    matches = np.random.default_rng(1).normal(0.35, 0.04, 500)
    many = measured(np.concatenate([chance(10_000), matches]))
    assert many.cut is not None
    assert few.cut is not None
    assert many.cut < few.cut
    background = (chance(10_000) >= many.cut).sum()
    assert (matches >= many.cut).mean() > 0.9
    assert background <= 0.08 * many.above_cut


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(200, 3000), st.floats(0, 0.2), st.floats(0, 8))
@example(6025, 200, 0.1875, 0.125)
def test_the_cut_is_the_lowest_with_a_small_share_of_background(
    seed: int, count: int, share: float, lift: float
) -> None:
    scores = chance(count, seed)
    scores[: int(count * share)] += 0.05 * lift
    found = measured(scores)
    assert found.cut is not None
    bin_ = (found.high - found.low) / (64 * BINS)
    (expected,), (above,) = expected_and_found(scores, np.array([found.cut]))
    assert expected <= FALSE_SHARE * max(above, 1) * 1.4
    lower = scores[(scores > np.median(scores)) & (scores < found.cut - 2 * bin_)]
    expected, above = expected_and_found(scores, lower)
    assert (expected > FALSE_SHARE * above / 1.4).all()


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 500))
def test_the_figures_are_those_of_numpy(seed: int, count: int) -> None:
    scores = chance(count, seed).astype(np.float32)
    passing = np.random.default_rng(seed).random(count) < 0.3
    found = measured(scores, passing)
    assert (found.tiles, sum(found.counts), sum(found.passing)) == (count, count, passing.sum())
    assert found.mean == pytest.approx(scores.mean(dtype=float), abs=1e-6)
    assert found.sd == pytest.approx(scores.std(dtype=float), abs=1e-6)
    assert (found.low, found.high) == (scores.min(), scores.max())
    counts, _ = np.histogram(scores.astype(float), BINS, (found.low, found.high))
    assert np.abs(np.cumsum(counts) - np.cumsum(found.counts)).max() <= 2  # float32 at the edges of bins
    if count > 100:
        assert found.middle == pytest.approx(np.median(scores), abs=3 * (found.high - found.low) / count)


def test_only_what_passes_the_filters_is_counted_but_all_make_the_background() -> None:
    scores = np.append(chance(5000), [0.6, 0.6])
    passing = np.zeros(5002, bool)
    passing[:100] = True
    nothing = measured(scores, passing)
    assert nothing.stands_out is False
    assert nothing.cut == measured(scores).cut
    passing[-1] = True
    assert measured(scores, passing).above_cut == 1


@pytest.mark.parametrize("scores", [np.full(1000, 0.3), np.array([0.1, 0.2]), np.array([0.5])])
def test_where_nothing_can_be_told_that_is_said(scores: np.ndarray) -> None:
    found = measured(scores)
    assert (found.cut, found.stands_out, found.above_cut) == (None, None, 0)
    assert "too few, or too alike" in verdict(found)
    assert sum(found.counts) == len(scores)


def test_z_counts_spreads_above_the_middle() -> None:
    found = measured(chance(100_000))
    z = z_score(found, 0.1 + 0.05 * 3)
    assert z == pytest.approx(3.0, abs=0.05)
    assert z_score(measured(np.full(60, 0.2)), 0.2) is None


def test_no_score_is_asked_for_that_no_cosine_reaches() -> None:
    found = replace(measured(chance(1000)), cut=2.422, above_cut=0, stands_out=False)
    assert verdict(found) == "nothing stands out: the best score is what the background alone would bring."
    assert verdict(replace(found, cut=0.4)).endswith("have to reach 0.400.")


@given(st.floats(0.01, 200.0), st.floats(-20.0, 20.0))
@example(117.3, -12.9)  # a SigLIP's probability before its sigmoid
def test_scale_and_bias_of_a_model_change_nothing_of_what_stands_out(scale: float, bias: float) -> None:
    scores = np.append(chance(3000), 0.1 + 0.05 * np.linspace(5, 8, 20)).astype(np.float32)
    plain = measured(scores)
    moved = measured(scores.astype(np.float64) * scale + bias)
    assert plain.above_cut == moved.above_cut == 20
    assert moved.middle == pytest.approx(plain.middle * scale + bias, abs=1e-3 * scale)
    assert z_score(moved, float(scores[-1]) * scale + bias) == pytest.approx(
        z_score(plain, float(scores[-1])), abs=0.02
    )
