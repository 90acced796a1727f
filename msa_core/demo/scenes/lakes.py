"""The northern forest of the demo archive."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built import airfield, housing, ways
from msa_core.demo.land.open import country, sports, water
from msa_core.demo.land.plans.geometry import Points, Site, blob
from msa_core.demo.land.plans.plan import Plan


def lakes_and_forest(plan: Plan) -> None:
    """Northern forest around lakes with islands: cabins, meadows, clearings, a golf course, a quarry."""
    w, h = plan.width_m, plan.height_m
    _waters(plan)
    main, side = _roads(plan)
    country.village(plan, w * 0.4, h * 0.77, 0.5, 420)
    _cabins(plan, main, 7)
    _cabins(plan, side, 6)
    sports.golf(plan, Site((w * 0.86, h * 0.4), 0.2, (560, 470)))
    airfield.airstrip(plan, Site((w * 0.56, h * 0.92), -0.1, (900, 190)))
    country.quarry(plan, w * 0.09, h * 0.93, 170)
    _open_ground(plan)
    with plan.underneath():
        country.wood(
            plan, np.array([(-20.0, -20.0), (w + 20, -20), (w + 20, h + 20), (-20, h + 20)]), None, 7.2
        )


def _waters(plan: Plan) -> None:
    """A river and three lakes, one with islands."""
    w, h = plan.width_m, plan.height_m
    water.river(
        plan,
        [
            (w * 0.7, h * 0.5),
            (w * 0.82, h * 0.58),
            (w * 0.84, h * 0.75),
            (w * 0.93, h * 0.82),
            (w * 1.03, h * 0.9),
        ],
        24,
        0.2,
    )
    water.lake(plan, blob(plan.rng, w * 0.56, h * 0.44, w * 0.2, h * 0.17, 0.34, 0.3), 5)
    water.lake(plan, blob(plan.rng, w * 0.17, h * 0.2, w * 0.1, h * 0.1, 0.3), 1)
    water.lake(plan, blob(plan.rng, w * 0.2, h * 0.78, w * 0.07, h * 0.08, 0.3), 0)


def _roads(plan: Plan) -> tuple[Points, Points]:
    """The main road and an unpaved one that leaves it."""
    w, h = plan.width_m, plan.height_m
    main = ways.road(
        plan,
        [
            (-60, h * 0.55),
            (w * 0.14, h * 0.5),
            (w * 0.28, h * 0.58),
            (w * 0.42, h * 0.74),
            (w * 0.62, h * 0.76),
            (w * 0.75, h * 0.9),
            (w * 0.78, h + 60),
        ],
        8.5,
        lanes=2,
        traffic=5,
    )
    side = ways.road(
        plan,
        [
            (w * 0.28, h * 0.58),
            (w * 0.32, h * 0.35),
            (w * 0.4, h * 0.18),
            (w * 0.6, h * 0.12),
            (w * 0.85, h * 0.2),
            (w + 60, h * 0.16),
        ],
        5.5,
        kind="track_road",
        lanes=0,
        traffic=2,
        paved=False,
        edge="none",
    )
    return main, side


def _cabins(plan: Plan, road: Points, step: int) -> None:
    """Cabins and farms on either side of a road, at most one for each ``step`` of its points."""
    for index in range(4, len(road) - 4, step):
        x, y = road[index]
        dx, dy = road[index + 1] - road[index - 1]
        angle = float(np.arctan2(dy, dx))
        across = plan.choose((-1, 1)) * plan.uniform(60, 80)
        spot = Site((float(x), float(y)), angle, (0, 0)).inner(0, across, 70, 55)
        if plan.chance(0.55):
            housing.homestead(plan, spot.x, spot.y, angle, farm=plan.chance(0.3))


def _open_ground(plan: Plan) -> None:
    """Meadows and clearings."""
    w, h = plan.width_m, plan.height_m
    for x, y, rx, ry in (
        (0.75, 0.1, 200, 150),
        (0.1, 0.38, 170, 110),
        (0.33, 0.92, 190, 120),
        (0.94, 0.66, 120, 160),
    ):
        ring = blob(plan.rng, x * w, y * h, rx, ry, 0.25)
        country.meadow(plan, ring)
        plan.ground.take(ring)
    for x, y, rx, ry in (
        (0.45, 0.08, 160, 120),
        (0.93, 0.05, 150, 110),
        (0.05, 0.66, 140, 150),
        (0.65, 0.66, 120, 80),
    ):
        ring = Site((x * w, y * h), plan.uniform(-0.3, 0.3), (2 * rx, 2 * ry)).ring
        country.clearing(plan, ring)
        plan.ground.take(ring)
