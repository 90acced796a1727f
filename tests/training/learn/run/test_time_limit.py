"""A time limit becomes a number of steps."""

from __future__ import annotations

from msa_core.training.learn.run.time_limit import epochs_in_time, steps_in_time


def test_steps_are_as_many_as_the_pace_allows_and_never_more_than_planned() -> None:
    assert steps_in_time(10, 20.0, minutes=1.0, planned=1000) == 30
    assert steps_in_time(10, 20.0, minutes=100.0, planned=50) == 50
    assert steps_in_time(10, 20.0, minutes=0.0, planned=50) == 50


def test_a_limit_that_is_over_leaves_one_more_step() -> None:
    assert steps_in_time(10, 90.0, minutes=1.0, planned=1000) == 11


def test_epochs_are_as_many_as_fit_into_what_is_left() -> None:
    assert epochs_in_time(2, left_s=-3.0, spent_s=4.0, planned=20) == 2
    assert epochs_in_time(2, left_s=7.9, spent_s=4.0, planned=20) == 5
    assert epochs_in_time(2, left_s=1e9, spent_s=4.0, planned=20) == 20
