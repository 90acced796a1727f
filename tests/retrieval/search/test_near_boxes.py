from __future__ import annotations

import time

import numpy as np
import pytest

from msa_core.retrieval.search.near_boxes import NearBoxes
from msa_core.retrieval.search.overlap import Apart, OverlapFilter


def random_boxes(count: int, seed: int, spread: float, sides: tuple[float, ...]) -> np.ndarray:
    rng = np.random.default_rng(seed)
    corner = rng.uniform(-spread, spread, (count, 2))
    side = rng.choice(sides, (count, 1)) * rng.uniform(0.7, 1.4, (count, 2))
    return np.concatenate([corner, corner + side], axis=1)


@pytest.mark.parametrize("sides", [(1.0,), (0.002, 0.3, 9.0), (80.0, 160.0, 2560.0)])
def test_the_same_boxes_touch_as_when_all_are_looked_at(sides: tuple[float, ...]) -> None:
    boxes = random_boxes(600, 4, 20 * max(sides), sides)
    near = NearBoxes()
    for number, box in enumerate(boxes):
        known = boxes[:number]
        naive = np.flatnonzero(
            (known[:, 0] < box[2]) & (known[:, 2] > box[0]) & (known[:, 1] < box[3]) & (known[:, 3] > box[1])
        )
        assert near.touching(box).tolist() == naive.tolist()
        near.add(box)
    assert len(near) == 600
    assert np.array_equal(near.boxes, boxes)


def test_boxes_without_size_are_no_trouble() -> None:
    near = NearBoxes()
    near.add(np.array([1.0, 1.0, 1.0, 1.0]))
    assert near.touching(np.array([1.0, 1.0, 1.0, 1.0])).size == 0
    assert near.touching(np.array([0.0, 0.0, 2.0, 2.0])).tolist() == [0]


@pytest.mark.parametrize("apart", [Apart(), Apart.at_any_size(0.3)])
def test_tiles_of_one_large_raster_are_compared_with_few_each(apart: Apart) -> None:
    """Twenty thousand of one raster in the time of some: with all compared to all it took minutes."""
    rng = np.random.default_rng(1)
    columns, rows = np.meshgrid(np.arange(142), np.arange(142))
    corners = np.stack([columns.ravel(), rows.ravel()], axis=1) * 192
    boxes = np.concatenate([corners, corners + 256], axis=1)[rng.permutation(142 * 142)]
    listed = OverlapFilter(apart)
    started = time.thread_time()
    kept = sum(listed.is_new(0, box) for box in boxes)
    assert time.thread_time() - started < 10
    assert kept == (len(boxes) if apart.shared_above > 0.25 else kept) > 1000
