from __future__ import annotations

import numpy as np

from msa_core.indexing.folder.rows.hilbert import hilbert_order


def naive_distance(x: int, y: int, side: int) -> int:
    """The textbook xy2d, one point at a time."""
    distance, s = 0, side // 2
    while s > 0:
        rx, ry = int((x & s) > 0), int((y & s) > 0)
        distance += s * s * ((3 * rx) ^ ry)
        if ry == 0:
            if rx == 1:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        s //= 2
    return distance


def test_the_order_is_that_of_the_textbook() -> None:
    side = 1 << 16
    cells = np.random.default_rng(0).integers(0, side, (200, 2))
    cells[:2] = (0, 0), (side - 1, side - 1)  # so that the points span the curve exactly
    wanted = sorted(range(200), key=lambda i: naive_distance(int(cells[i, 0]), int(cells[i, 1]), side))
    assert hilbert_order(cells[:, 0].astype(float), cells[:, 1].astype(float)).tolist() == wanted


def test_every_step_on_a_grid_goes_to_a_neighbour() -> None:
    x, y = (g.ravel().astype(float) for g in np.meshgrid(np.arange(16), np.arange(16)))
    order = hilbert_order(x, y)
    steps = np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))
    assert (steps == 1).all()


def test_points_without_place_come_last_and_one_point_is_no_trouble() -> None:
    assert hilbert_order(np.array([np.nan, 1.0, 2.0]), np.array([0.0, 1.0, 2.0])).tolist()[-1] == 0
    assert hilbert_order(np.array([5.0]), np.array([5.0])).tolist() == [0]
    assert hilbert_order(np.array([]), np.array([])).tolist() == []
