"""The farmland of the demo archive."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built import energy, ways
from msa_core.demo.land.open import country, water
from msa_core.demo.land.plans.geometry import Points, Site, blob
from msa_core.demo.land.plans.plan import Plan

# fmt: off
_BENDS = (
    (-0.05, 0.3), (0.1, 0.42), (0.16, 0.62), (0.28, 0.66), (0.33, 0.46), (0.42, 0.36), (0.53, 0.44),
    (0.55, 0.64), (0.66, 0.74), (0.78, 0.64), (0.82, 0.46), (0.93, 0.4), (1.05, 0.5),
)
"""Of the river, in shares of the landscape's width and height."""
# fmt: on


def farmland_with_river(plan: Plan) -> None:
    """A meandering river through fields, villages, woods, ponds and a small railway."""
    w, h = plan.width_m, plan.height_m
    river = water.river(plan, [(x * w, y * h) for x, y in _BENDS], 46, 0.55)
    _ways(plan, river)
    for x, y, angle, long in (
        (0.2, 0.19, 0.1, 520),
        (0.68, 0.2, 0.05, 460),
        (0.24, 0.83, -0.2, 380),
        (0.76, 0.84, 0.1, 420),
    ):
        country.village(plan, x * w, y * h, angle, long)
    _woods_and_ponds(plan)
    energy.greenhouses(plan, Site((w * 0.85, h * 0.93), 0.1, (330, 200)))
    energy.solar_farm(plan, Site((w * 0.33, h * 0.08), 0.1, (420, 230)))
    country.meadow(plan, blob(plan.rng, w * 0.45, h * 0.52, 160, 120, 0.2))
    plan.ground.take(blob(plan.rng, w * 0.45, h * 0.52, 150, 110, 0.1))
    country.farms(plan, 16)
    country.fields(plan, 0.12, (150, 430), 0.4)


def _ways(plan: Plan, river: Points) -> None:
    """A road over the river, one across it with a roundabout, and the railway."""
    w, h = plan.width_m, plan.height_m
    road = ways.road(
        plan,
        [(w * 0.45, -60), (w * 0.47, h * 0.2), (w * 0.5, h * 0.4), (w * 0.47, h * 0.7), (w * 0.52, h + 60)],
        9.5,
        lanes=2,
        traffic=7,
    )
    far = np.hypot(*(road[:, None] - river[None]).transpose(2, 0, 1)).min(axis=1)
    for hit in np.flatnonzero(
        (far < 40) & np.r_[True, far[1:] <= far[:-1]] & np.r_[far[:-1] <= far[1:], True]
    )[:2]:
        ways.bridge(plan, road[max(0, hit - 6) : hit + 7], 9.5)
    ways.road(
        plan,
        [
            (-60, h * 0.16),
            (w * 0.2, h * 0.2),
            (w * 0.465, h * 0.17),
            (w * 0.75, h * 0.22),
            (w + 60, h * 0.18),
        ],
        8.5,
        lanes=2,
        traffic=5,
    )
    ways.roundabout(plan, w * 0.4645, h * 0.1755, 26, 3)
    ways.railway(plan, [(-60, h * 0.9), (w * 0.3, h * 0.86), (w * 0.7, h * 0.9), (w + 60, h * 0.84)], 2, 2)


def _woods_and_ponds(plan: Plan) -> None:
    w, h = plan.width_m, plan.height_m
    for x, y, rx, ry in (
        (0.07, 0.75, 330, 380),
        (0.9, 0.68, 300, 240),
        (0.62, 0.08, 340, 150),
        (0.38, 0.6, 150, 190),
        (0.93, 0.07, 240, 170),
    ):
        country.wood(plan, blob(plan.rng, x * w, y * h, rx, ry, 0.2), None, 7.0)
    for x, y in ((0.3, 0.3), (0.64, 0.52), (0.13, 0.1), (0.86, 0.28), (0.6, 0.93)):
        ring = blob(plan.rng, x * w, y * h, plan.uniform(40, 80), plan.uniform(30, 60), 0.25)
        plan.add("pond", ring, take=True)
        plan.trees_along(np.vstack((ring, ring[:1])) + 0, 13, 4, 0.5)
