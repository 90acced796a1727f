from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.map.projection.geometry import (
    PLATE_CARREE,
    WEB_MERCATOR,
    Projection,
    Viewport,
    contains_point,
    focus_bounds,
    intersection,
    one_in_each_cell,
    projection_for,
    rings_on_map,
    union,
)

finite = st.floats(-1e7, 1e7)
views = st.builds(
    Viewport,
    center_x=finite,
    center_y=finite,
    units_per_px=st.floats(1e-3, 1e4),
    width_px=st.integers(1, 4000),
    height_px=st.integers(1, 4000),
)
pixels = st.floats(-5000, 5000)


@pytest.mark.parametrize("projection", [WEB_MERCATOR, PLATE_CARREE])
@given(lon=st.floats(-180, 180), lat=st.floats(-84, 84))
def test_inverse_undoes_forward(projection: Projection, lon: float, lat: float) -> None:
    x, y = projection.forward(np.array([[lon, lat]]))[0]
    assert projection.inverse(x, y) == pytest.approx((lon, lat), abs=1e-9)


def test_web_mercator_agrees_with_proj() -> None:
    import pyproj

    points = np.array([[0.0, 0.0], [14.5, 46.0], [-122.38, 37.62], [179.9, -80.0], [-35.0, 84.9]])
    x, y = pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform(points[:, 0], points[:, 1])
    np.testing.assert_allclose(WEB_MERCATOR.forward(points), np.stack([x, y], axis=1), atol=1e-5)


def test_a_unit_of_mercator_is_shorter_on_the_ground_by_the_cosine_of_latitude() -> None:
    y = WEB_MERCATOR.forward(np.array([[0.0, 60.0]]))[0, 1]
    assert WEB_MERCATOR.ground_m_per_unit(y) == pytest.approx(0.5, rel=1e-9)
    assert PLATE_CARREE.ground_m_per_unit(60.0) == pytest.approx(111_319.49 / 2, rel=1e-6)


@given(view=views, x=pixels, y=pixels)
def test_a_pixel_taken_to_the_map_comes_back(view: Viewport, x: float, y: float) -> None:
    back = view.to_view(np.array([view.to_map(x, y)]))[0]
    # Metres in the ten millions leave nanometres: half a micro-pixel at a millimetre a pixel.
    assert back == pytest.approx((x, y), abs=1e-4)


@given(view=views, factor=st.floats(0.1, 10), x=pixels, y=pixels)
def test_zooming_keeps_the_point_under_the_cursor(view: Viewport, factor: float, x: float, y: float) -> None:
    after = view.zoomed(factor, x, y)
    slack = 1e-6 * (abs(view.center_x) + abs(view.center_y) + view.units_per_px * 1e4 + 1)
    assert after.to_map(x, y) == pytest.approx(view.to_map(x, y), abs=slack)
    assert after.units_per_px == pytest.approx(view.units_per_px / factor)


def test_panning_moves_the_map_with_the_hand() -> None:
    view = Viewport(center_x=100.0, center_y=200.0, units_per_px=2.0, width_px=400, height_px=300)
    point = view.to_map(50, 60)
    assert view.panned(10, -20).to_map(60, 40) == pytest.approx(point)


@given(view=views, box=st.tuples(finite, finite, st.floats(1, 1e6), st.floats(1, 1e6)))
def test_a_fitted_box_is_wholly_in_view(view: Viewport, box: tuple[float, float, float, float]) -> None:
    bounds = (box[0], box[1], box[0] + box[2], box[1] + box[3])
    seen = view.fitted(bounds).bounds
    assert seen[0] <= bounds[0]
    assert seen[1] <= bounds[1]
    assert seen[2] >= bounds[2]
    assert seen[3] >= bounds[3]


def test_a_flight_begins_here_ends_there_and_passes_between() -> None:
    here, there = (
        Viewport(center_x=0, center_y=0, units_per_px=100.0, width_px=800, height_px=600),
        Viewport(center_x=5000, center_y=-2000, units_per_px=1.0, width_px=800, height_px=600),
    )
    assert here.between(there, 0.0) == here
    end = here.between(there, 1.0)
    assert (end.center_x, end.center_y, end.units_per_px) == pytest.approx((5000, -2000, 1.0))
    middle = here.between(there, 0.5)
    assert middle.units_per_px == pytest.approx(10.0)
    assert 0 < middle.center_x < 5000


def test_a_view_cannot_leave_the_earth() -> None:
    lost = Viewport(center_x=1e9, center_y=-1e9, units_per_px=1e12, width_px=800, height_px=600).clamped(
        WEB_MERCATOR
    )
    west, south, east, _ = WEB_MERCATOR.world
    assert lost.center_x == east
    assert lost.center_y == south
    assert lost.units_per_px * 600 == pytest.approx(1.3 * (east - west))
    near = Viewport(center_x=0, center_y=0, units_per_px=1e-12, width_px=800, height_px=600).clamped(
        WEB_MERCATOR
    )
    assert near.units_per_px == pytest.approx(0.002)


def test_web_mercator_is_left_only_for_rasters_beyond_its_reach() -> None:
    world = (((-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)),)
    pole = (((0.0, 86.0), (10.0, 86.0), (10.0, 89.0)),)
    assert projection_for([world]) is WEB_MERCATOR
    assert projection_for([world, pole]) is PLATE_CARREE
    assert projection_for([]) is WEB_MERCATOR


def test_rings_that_are_not_finite_are_left_out() -> None:
    good = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    bad = ((0.0, 0.0), (math.inf, 0.0), (1.0, 1.0))
    assert len(rings_on_map(WEB_MERCATOR, (good, bad, ()))) == 1


def test_of_a_footprint_split_at_the_antimeridian_the_larger_half_is_shown() -> None:
    halves = [np.array([[179.0, 0], [180, 0], [180, 1]]), np.array([[-180.0, 0], [-177, 0], [-177, 1]])]
    assert focus_bounds(halves) == (-180, 0, -177, 1)
    assert focus_bounds([]) is None


def test_union_and_intersection_of_boxes() -> None:
    assert union([(0, 0, 1, 1), (2, -1, 3, 0.5)]) == (0, -1, 3, 1)
    assert union([]) is None
    assert intersection((0, 0, 2, 2), (1, 1, 3, 3)) == (1, 1, 2, 2)
    assert intersection((0, 0, 1, 1), (1, 0, 2, 1)) is None


@given(x=st.floats(-2, 2), y=st.floats(-2, 2))
def test_a_point_in_a_triangle_is_found_as_by_half_planes(x: float, y: float) -> None:
    triangle = np.array([[-1.0, -1.0], [1.5, -0.5], [0.0, 1.0]])
    edges = np.roll(triangle, -1, axis=0) - triangle
    sides = edges[:, 0] * (y - triangle[:, 1]) - edges[:, 1] * (x - triangle[:, 0])
    if np.abs(sides).min() > 1e-9:
        assert contains_point(triangle, x, y) == bool((sides > 0).all())


def test_of_many_points_on_a_spot_the_last_is_kept_and_no_spot_is_lost() -> None:
    points = np.random.default_rng(3).uniform(-50, 250, (20_000, 2))
    kept = one_in_each_cell(points)
    assert {tuple(cell) for cell in np.floor(kept / 2).astype(int)} == {
        tuple(cell) for cell in np.floor(points / 2).astype(int)
    }
    assert len(kept) == len({tuple(cell) for cell in np.floor(kept / 2).astype(int)})
    np.testing.assert_array_equal(one_in_each_cell(np.array([[0.1, 0.1], [0.9, 0.9]])), [[0.9, 0.9]])
