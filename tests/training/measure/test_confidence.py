from __future__ import annotations

import time

import numpy as np
import pytest

from msa_core.training.measure.confidence import (
    percentiles,
    resample_counts,
    resampled_figures,
    resampled_ratios,
)
from msa_core.training.measure.scores.ranking import Hits


def some_hits(number: int, seed: int = 0) -> Hits:
    rng = np.random.default_rng(seed)
    captions = rng.integers(1, 6, number)
    asked = np.stack([np.ones(number)] * 3 + [captions] * 3, axis=1).astype(float)
    return Hits(asked * rng.random((number, 6)), asked)


def test_ratios_equal_those_of_resampling_one_picture_at_a_time() -> None:
    hits = some_hits(17)
    ratios = resampled_ratios(hits.hits, hits.asked, resamples=50, seed=3)
    drawn = np.random.default_rng(3).integers(0, 17, (50, 17))
    for ratio, rows in zip(ratios, drawn, strict=True):
        assert ratio == pytest.approx(
            sum(hits.hits[row] for row in rows) / sum(hits.asked[row] for row in rows)
        )


def test_chunks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(resample_counts(31, 40, seed=5)))
    monkeypatch.setattr("msa_core.training.measure.confidence._CELLS", 100)
    pieces = list(resample_counts(31, 40, seed=5))
    assert len(pieces) > 5
    assert np.array_equal(whole, np.concatenate(pieces))
    assert (whole.sum(axis=1) == 31).all()


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    # 400 pictures, hit or missed: the standard error of the share is known.
    hit = (np.arange(400) < 120).astype(float)
    asked = np.ones((400, 6))
    figures = resampled_figures({"cosine": Hits(np.repeat(hit[:, None], 6, axis=1), asked)}, 4000)
    low, high = percentiles(figures["cosine"]["t2i_r5"])
    error = 100 * np.sqrt(0.3 * 0.7 / 400)
    assert low == pytest.approx(30 - 1.96 * error, abs=0.5)
    assert high == pytest.approx(30 + 1.96 * error, abs=0.5)


def test_captions_of_one_picture_are_drawn_together() -> None:
    # Ten captions a picture that all hit or all miss carry no more information than one.
    hit = (np.arange(100) < 50).astype(float)
    asked = np.concatenate([np.ones((100, 3)), np.full((100, 3), 10.0)], axis=1)
    figures = resampled_figures({"cosine": Hits(asked * hit[:, None], asked)}, 1000)["cosine"]
    assert figures["t2i_r1"].std() == pytest.approx(figures["i2t_r1"].std())


def test_rankings_are_resampled_alike_so_that_differences_are_paired() -> None:
    one = some_hits(60)
    better = Hits(one.hits + 0.01 * one.asked, one.asked)
    figures = resampled_figures({"one": one, "better": better}, 200)
    assert figures["better"]["mR"] - figures["one"]["mR"] == pytest.approx(1.0)


def test_a_thousand_resamples_of_ten_thousand_pictures_take_seconds() -> None:
    start = time.process_time()
    resampled_figures({"a": some_hits(10_000), "b": some_hits(10_000, 1)}, 1000)
    assert time.process_time() - start < 10
