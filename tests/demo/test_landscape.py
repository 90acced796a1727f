"""Plans, painting and light of made landscapes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from msa_core.demo.land.built import housing, ways, works
from msa_core.demo.land.open import country, sports
from msa_core.demo.land.plans.geometry import Ground, Site, area, blob, inside, resample, ribbon, smooth
from msa_core.demo.land.plans.noise import fractal, window
from msa_core.demo.land.plans.plan import Plan, new_plan
from msa_core.demo.land.plans.style import TEMPERATE
from msa_core.demo.paint.light import cast_shadows
from msa_core.demo.paint.order import ABOVE, GROUND, OVER_TREES, ROADS, paint
from msa_core.demo.scenes.layouts import LAYOUTS, STYLES


def small_plan(seed: int = 1) -> Plan:
    plan = new_plan(TEMPERATE, 260, 200, seed)
    ways.road(plan, [(-20, 100), (130, 110), (280, 95)], 8, traffic=60)
    works.tank_farm(plan, Site((60, 40), 0.1, (90, 60)), (8, 10))
    housing.homestead(plan, 190, 45, 0.2)
    country.wood(plan, blob(plan.rng, 70, 165, 50, 25))
    country.fields(plan, 0.1, (60, 120))
    return plan


def test_the_same_seed_paints_the_same_pixels_and_another_seed_others() -> None:
    first, again, other = (paint(small_plan(seed), 1.0, seed) for seed in (1, 1, 2))
    assert first.shape == (200, 260, 3)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, again)
    assert np.abs(first.astype(int) - other).mean() > 5


def test_shadows_fall_away_from_the_sun_as_long_as_height_and_elevation_ask() -> None:
    height = np.zeros((120, 120), np.uint8)
    height[60:66, 60:66] = 40  # 10 m
    hidden = cast_shadows(height, 0, 120, 1.0, TEMPERATE)
    rows, cols = np.nonzero(hidden > 128)
    sx, sy = TEMPERATE.sunward
    along = -((cols - 62.5) * sx + (rows - 62.5) * sy)
    assert along.min() > -1.0, "the sunny side is in shadow"
    assert along.max() == pytest.approx(10 / math.tan(TEMPERATE.sun_height) + 3, abs=2.5)
    assert not (hidden[60:66, 60:66] > 0).any(), "a roof shades itself"


def test_doubling_finds_the_same_shadows_as_marching_step_by_step() -> None:
    rng = np.random.default_rng(4)
    height = np.zeros((70, 80), np.uint8)
    for _ in range(12):
        r, c = rng.integers(5, 60, 2)
        height[r : r + 5, c : c + 5] = rng.integers(8, 60)
    fast = cast_shadows(height, 0, 70, 1.0, TEMPERATE) > 128
    sx, sy = TEMPERATE.sunward
    metres, slow = height * 0.25, np.zeros(height.shape, bool)
    for r in range(70):
        for c in range(80):
            for step in range(1, 40):
                y, x = round(r + sy * step), round(c + sx * step)
                if (
                    0 <= y < 70
                    and 0 <= x < 80
                    and metres[y, x] - step * math.tan(TEMPERATE.sun_height) > metres[r, c] + 0.5
                ):
                    slow[r, c] = True
    assert slow.sum() > 100
    assert (fast == slow).mean() > 0.96


def test_a_strip_of_shadows_equals_the_same_rows_of_the_whole() -> None:
    height = np.random.default_rng(0).integers(0, 90, (300, 40)).astype(np.uint8)
    whole = cast_shadows(height, 0, 300, 1.0, TEMPERATE)
    np.testing.assert_array_equal(cast_shadows(height, 120, 180, 1.0, TEMPERATE), whole[120:180])


def test_noise_has_unit_spread_and_wraps_without_a_seam() -> None:
    field = fractal(3, 2.0, size=128)
    assert field.std() == pytest.approx(1.0, abs=1e-3)
    assert np.abs(field[0] - field[-1]).mean() < 3 * np.abs(np.diff(field, axis=0)).mean()
    np.testing.assert_array_equal(window(field, 0, 0, 128, 128), window(field, 128, -128, 128, 128))
    zoomed = window(field, 0, 0, 256, 256, zoom=2)
    np.testing.assert_allclose(zoomed[::2, ::2], field, atol=1e-6)


def test_ground_that_is_taken_is_not_free_and_beyond_the_edge_nothing_is() -> None:
    ground = Ground(100, 80)
    ground.take(Site((50, 40), 0.3, (20, 10)).ring)
    assert not ground.free(Site((52, 42), 0, (6, 6)).ring)
    assert ground.free(Site((20, 20), 0, (6, 6)).ring)
    assert not ground.free(Site((99, 20), 0, (6, 6)).ring)
    assert not ground.is_free(50, 40)
    assert not ground.is_free(-1, 5)
    np.testing.assert_array_equal(
        ground.free_points(np.array([[50.0, 40], [20, 20], [500, 5]])), [False, True, False]
    )


def test_rings_ribbons_and_lines_measure_what_they_should() -> None:
    site = Site((10, 20), 0.7, (30, 8))
    assert area(site.ring) == pytest.approx(240)
    line = smooth([(0, 0), (100, 0), (200, 60)])
    assert area(ribbon(line, 10)) == pytest.approx(10 * np.hypot(*np.diff(line, axis=0).T).sum(), rel=0.02)
    assert np.hypot(*np.diff(resample(line, 5), axis=0).T).max() < 5.6
    points = site.points([(0, 0), (14, 3), (16, 0), (0, 5)])
    np.testing.assert_array_equal(inside(site.ring, points), [True, True, False, False])


def test_houses_of_a_quarter_stand_clear_of_its_streets() -> None:
    plan = new_plan(TEMPERATE, 400, 300, 3)
    housing.quarter(plan, Site((200, 150), 0, (320, 220)), housing.MEDIUM, traffic=0)
    houses = [f for f in plan.features if f.kind == "house" and f.traits.get("height_m") is None]
    streets = [f for f in plan.features if f.kind == "street"]
    assert len(houses) > 30
    for house in houses:
        assert house.site is not None
        gaps = [np.hypot(*(street.ring - (house.site.x, house.site.y)).T).min() for street in streets]
        assert min(gaps) > 6.0


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_every_kind_that_a_layout_uses_has_a_painter_or_is_only_told_of(name: str) -> None:
    painted = set(GROUND) | set(ABOVE) | set(OVER_TREES) | {kind for passes in ROADS for kind in passes}
    areas = {
        "airport", "industrial", "tank_farm", "freight_yard", "railway_station", "port", "container_yard", "marina",
        "breakwater", "resort", "stadium", "school", "golf_course", "shopping_centre", "commercial", "dense_housing",
        "medium_housing", "sparse_housing", "apartments", "village", "quarry", "clearing", "island", "interchange",
        "sewage_works", "power_plant",
    }  # fmt: skip
    plan = new_plan(STYLES[name], 2600, 2200, 5)
    LAYOUTS[name](plan)
    unknown = {feature.kind for feature in plan.features} - painted - areas
    assert not unknown, f"nobody paints {sorted(unknown)}"
    picture = paint(plan, 0.1, 5)
    assert picture.shape == (220, 260, 3)
    assert 40 < picture.mean() < 200
    assert picture.std() > 12


def test_a_stadium_has_a_green_pitch_under_an_open_roof() -> None:
    plan = new_plan(TEMPERATE, 300, 240, 2)
    sports.stadium(plan, Site((150, 120), 0, (300, 240)), lots=False)
    picture = paint(plan, 0.8, 2).astype(int)
    pitch = picture[88:104, 100:140].reshape(-1, 3)
    assert (pitch[:, 1] > pitch[:, 0]).mean() > 0.8
    roof = picture[96, 36:44].mean()
    assert roof > 140
