"""A random coast: a beach or a port."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built import housing, works
from msa_core.demo.land.open import country, seaside
from msa_core.demo.land.plans.geometry import Points, Site, beside, resample, ribbon, smooth
from msa_core.demo.land.plans.plan import Plan


def coast(plan: Plan) -> None:
    """A beach or a port on a bent shore, in front of houses, woods or dunes."""
    w, h = plan.width_m, plan.height_m
    y = plan.uniform(0.45, 0.6) * h
    shore = smooth(
        [
            (-80, y + plan.uniform(-90, 90)),
            (w * 0.25, y + plan.uniform(-90, 90)),
            (w * 0.5, y),
            (w * 0.75, y + plan.uniform(-90, 90)),
            (w + 80, y + plan.uniform(-90, 90)),
        ]
    )
    port = plan.chance(0.45)
    if port:
        shore = np.array([(-80.0, y), (w * 0.2, y), (w * 0.6, y), (w + 80, y)])
    sea = np.vstack((shore, [(w + 80, h + 80), (-80, h + 80)]))
    sand = plan.uniform(50, 210)
    if not port:
        plan.add("beach", ribbon(shore, sand), sea=sea)
    plan.add(
        "sea", sea, take=True, surf=0.0 if port else plan.uniform(0.2, 1.1), shelf_m=plan.uniform(40, 200)
    )
    plan.ground.take(ribbon(shore, sand))
    if port:
        _port(plan, y)
    else:
        _resort(plan, y, shore, sand)
    country.fields(plan, plan.uniform(0, 1), (70, 220), 0.5)


def _port(plan: Plan, y: float) -> None:
    """Containers, piers, a marina, ships under way, tanks and industry, at a straight quay."""
    w, h = plan.width_m, plan.height_m
    seaside.container_port(plan, Site((w * 0.28, y - 125), np.pi, (w * 0.5, 250)))
    for x in (0.62, 0.72):
        seaside.pier(
            plan,
            Site((w * x, y + 140), np.pi / 2, (280, plan.uniform(36, 60))),
            int(plan.rng.integers(1, 3)),
        )
    seaside.marina(plan, Site((w * 0.87, y + 100), np.pi, (w * 0.18, 190)))
    for _ in range(4):
        long = plan.uniform(70, 230)
        seaside.vessel(
            plan,
            Site(
                (plan.uniform(0.1, 0.9) * w, y + plan.uniform(0.55, 0.95) * (h - y)),
                plan.uniform(0, 6),
                (long, long * 0.15),
            ),
            wake=plan.chance(0.4),
        )
    works.tank_farm(plan, Site((w * 0.3, y - 360), 0, (w * 0.36, 180)))
    works.industry(plan, Site((w * 0.75, y - 180), 0, (w * 0.4, 260)), 100)


def _resort(plan: Plan, y: float, shore: Points, sand: float) -> None:
    """A promenade with hotels behind ``sand`` metres of beach, houses behind it, boats before it."""
    w, h = plan.width_m, plan.height_m
    road = beside(shore, -(sand / 2 + 14))
    seaside.promenade(plan, road)
    if plan.chance(0.5):
        seaside.umbrellas(plan, resample(beside(shore, -sand * 0.25), 6), 3)
    for t in (0.25, 0.5, 0.75):
        if plan.chance(0.5):
            spot = road[int(t * len(road))]
            seaside.hotel(plan, Site((float(spot[0]), float(spot[1]) - 95), np.pi, (190, 150)))
    housing.quarter(
        plan,
        Site((w * 0.5, max(80.0, y - sand / 2 - 330)), 0.02, (w * 0.9, 240)),
        plan.choose((housing.DENSE, housing.MEDIUM)),
    )
    for _ in range(int(plan.rng.integers(0, 14))):
        plan.put(
            "boat",
            Site(
                (plan.uniform(0, 1) * w, y + plan.uniform(0.3, 0.9) * (h - y)),
                plan.uniform(0, 6),
                (plan.uniform(8, 18), 4.4),
            ),
            colour=(236, 236, 232),
            wake=plan.chance(0.4),
        )
