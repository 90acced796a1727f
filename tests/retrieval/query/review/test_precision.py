from __future__ import annotations

import pytest

from msa_core.retrieval.query.review.precision import precision


def test_the_interval_is_wilsons() -> None:
    found = precision(12, 5)
    assert found is not None
    # statsmodels.stats.proportion.proportion_confint(12, 17, method="wilson")
    assert (found.share, found.lower, found.upper) == pytest.approx((0.7059, 0.4687, 0.8672), abs=1e-4)
    assert found.in_words() == "about 71 % right (47 to 87)"


@pytest.mark.parametrize("votes, share", [((0, 4), 0.0), ((4, 0), 1.0)])
def test_few_votes_of_one_kind_prove_little(votes: tuple[int, int], share: float) -> None:
    found = precision(*votes)
    assert found is not None
    assert found.share == share
    assert 0.4 < found.upper - found.lower < 0.6


def test_nothing_judged_is_no_precision() -> None:
    assert precision(0, 0) is None
