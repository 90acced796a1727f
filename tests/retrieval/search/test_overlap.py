from __future__ import annotations

import numpy as np
import pytest

from msa_core.retrieval.search.overlap import OverlapFilter


@pytest.mark.parametrize(
    "box, is_new",
    [
        ((10, 10, 110, 110), False),  # nearly the same
        ((75, 0, 175, 100), True),  # the neighbour at overlap 0.25
        ((0, 0, 200, 200), False),  # the next size around it
        ((20, 20, 70, 70), False),  # the next size within it
        ((0, 0, 400, 400), True),  # a much wider view
        ((40, 40, 65, 65), True),  # a much closer view
        ((500, 500, 600, 600), True),
    ],
)
def test_what_counts_as_the_same_place(box: tuple[int, int, int, int], is_new: bool) -> None:
    places = OverlapFilter()
    assert places.is_new(3, np.array([0, 0, 100, 100]))
    assert places.is_new(3, np.array(box)) is is_new


def test_another_raster_is_another_answer() -> None:
    places = OverlapFilter()
    assert places.is_new(1, np.array([0, 0, 100, 100]))
    assert places.is_new(2, np.array([0, 0, 100, 100]))


def test_a_tile_left_out_hides_nothing() -> None:
    places = OverlapFilter()
    assert places.is_new(1, np.array([0, 0, 100, 100]))
    assert not places.is_new(1, np.array([45, 0, 145, 100]))
    assert places.is_new(1, np.array([90, 0, 190, 100]))
