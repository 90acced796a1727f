from __future__ import annotations

import numpy as np
import pytest

from msa_core.colours import DIVERGING_RAMP, SCORE_RAMP, ScoreScale, score_colours, score_shares
from msa_core.records import Background

LIGHTNESS = np.array([0.299, 0.587, 0.114])


def background(
    cut: float | None, low: float = -0.1, high: float = 0.5, middle: float = 0.1, above: int = 3
) -> Background:
    stands_out = None if cut is None else above > 0
    bars = (0,) * 64
    return Background(
        tiles=1000, sampled=False, low=low, high=high, counts=bars, passing=bars, mean=middle, sd=0.1, middle=middle,
        spread=0.05, cut=cut, above_cut=above if cut else 0, stands_out=stands_out,
    )  # fmt: skip


def test_better_scores_are_lighter() -> None:
    colours = score_colours(np.array([0.15, 0.3, 0.45]), background(0.3)).astype(int)
    assert (np.diff(colours @ LIGHTNESS) > 0).all()
    assert len(score_colours(np.zeros(0), None)) == 0
    assert (np.diff(SCORE_RAMP.astype(int) @ LIGHTNESS) > -2).all()
    assert DIVERGING_RAMP.shape == (256, 3)


def test_the_colour_of_a_score_is_that_of_its_query_not_of_the_hits_beside_it() -> None:
    alone = score_shares(np.array([0.2]), background(0.3))
    beside = score_shares(np.array([0.2, 0.05, 0.6]), background(0.3))
    assert alone[0] == beside[0] == pytest.approx(0.25)


def test_middle_cut_and_as_far_again_are_the_stops_of_the_ramp() -> None:
    shares = score_shares(np.array([-1.0, 0.1, 0.3, 0.5, 1.0]), background(0.3))
    assert shares.tolist() == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])


@pytest.mark.parametrize("told", [background(0.9, high=0.3, above=0), background(None, high=0.3), None])
def test_the_best_of_a_search_in_which_nothing_stands_out_is_not_bright(told: Background | None) -> None:
    shares = score_shares(np.array([0.3, 0.2, 0.1]), told)
    assert shares.max() <= 0.5
    assert (np.diff(shares) < 0).all(), "better ones are still told from worse ones"


def test_scores_that_are_all_alike_share_a_colour() -> None:
    assert score_shares(np.array([0.2, 0.2]), None).tolist() == [0.5, 0.5]
    assert score_shares(np.array([0.2]), background(None, low=0.2, high=0.2)).tolist() == [0.5]


def test_the_cut_is_the_users_where_there_is_one() -> None:
    scores = np.array([0.4, 0.3, 0.2])
    assert ScoreScale(background(0.3)).below(scores).tolist() == [False, False, True]
    assert ScoreScale(background(0.3), 0.4).below(scores).tolist() == [False, True, True]
    assert not ScoreScale(background(None)).below(scores).any()
    assert ScoreScale(background(0.3), 0.4).shares(scores).tolist() == pytest.approx([0.75, 0.5, 0.25]), (
        "the cut changes no colour"
    )
