"""The harbour town of the demo archive."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built import blocks, housing, ways, works
from msa_core.demo.land.open import country, leisure, seaside, sports
from msa_core.demo.land.plans.geometry import Points, Site, beside, blob, resample, ribbon, smooth
from msa_core.demo.land.plans.plan import Plan


def harbour_town(plan: Plan) -> None:
    """A town by the sea: container port, marina behind breakwaters, a beach with hotels, hills behind."""
    shore_y = plan.height_m * 0.60
    beach = _shore(plan, shore_y)
    _port(plan, shore_y)
    _breakwaters(plan, shore_y)
    _at_sea(plan, shore_y)
    _seafront(plan, beach)
    _town(plan)
    _hills(plan)


def _shore(plan: Plan, shore_y: float) -> Points:
    """The sea, south of a straight quay in the west and a bent beach in the east; returns the beach's line."""
    w, h = plan.width_m, plan.height_m
    beach = smooth(
        [
            (w * 0.47, shore_y),
            (w * 0.55, shore_y + 10),
            (w * 0.62, shore_y - 60),
            (w * 0.72, shore_y - 120),
            (w * 0.83, shore_y - 90),
            (w * 0.93, shore_y + 10),
            (w + 80, shore_y + 90),
        ]
    )
    coast = np.vstack(([(-80.0, shore_y), (w * 0.47, shore_y)], beach))
    sea = np.vstack((coast, [(w + 80, h + 80), (-80, h + 80)]))
    plan.add("beach", ribbon(beach, 150), sea=sea)
    plan.add("sea", sea, take=True, surf=0.55, shelf_m=110, calm_until_m=w * 0.6)
    plan.ground.take(ribbon(beach, 110))
    return beach


def _port(plan: Plan, quay_y: float) -> None:
    """Containers, tanks and piers at the quay, and the marina at its end."""
    w = plan.width_m
    seaside.container_port(plan, Site((w * 0.175, quay_y - 115), np.pi, (w * 0.33, 230)))
    works.tank_farm(plan, Site((w * 0.105, quay_y - 345), 0.0, (460, 190)), (12, 19))
    for x in (w * 0.385, w * 0.445):
        seaside.pier(plan, Site((x, quay_y + 120), np.pi / 2, (260, 44)), 2)
    seaside.marina(plan, Site((w * 0.535, quay_y + 86), np.pi + 0.03, (200, 150)))


def _breakwaters(plan: Plan, shore_y: float) -> None:
    """One around the marina, one in front of the port."""
    w = plan.width_m
    seaside.breakwater(
        plan,
        smooth(
            [
                (w * 0.605, shore_y - 20),
                (w * 0.625, shore_y + 190),
                (w * 0.56, shore_y + 260),
                (w * 0.49, shore_y + 285),
            ]
        ),
    )
    seaside.breakwater(
        plan,
        smooth(
            [
                (w * 0.02, shore_y),
                (w * 0.015, shore_y + 330),
                (w * 0.1, shore_y + 440),
                (w * 0.3, shore_y + 470),
            ]
        ),
        20,
    )


def _at_sea(plan: Plan, shore_y: float) -> None:
    """Ships under way and small boats."""
    w = plan.width_m
    for u, v, long, kind in (
        (0.22, 300, 190, "bulk"),
        (0.52, 470, 210, "container"),
        (0.78, 560, 150, "tanker"),
        (0.36, 600, 120, "ferry"),
    ):
        seaside.vessel(
            plan,
            Site((w * u, shore_y + v), plan.uniform(-0.6, 0.6), (long, long * 0.15)),
            kind,
            wake=kind in ("ferry", "container"),
        )
    for _ in range(26):
        x = plan.uniform(0.5, 0.98) * w
        plan.put(
            "boat",
            Site((x, shore_y + plan.uniform(230, 700)), plan.uniform(0, 6), (plan.uniform(8, 16), 4.0)),
            colour=(236, 236, 232),
            wake=plan.chance(0.3),
        )


def _seafront(plan: Plan, beach: Points) -> None:
    """The promenade, umbrellas and hotels along the beach."""
    promenade = beside(beach, -112)
    seaside.promenade(plan, promenade)
    seaside.umbrellas(plan, resample(beside(beach, -26), 5)[70:170])
    for t in (0.3, 0.48, 0.66, 0.84):
        at = int(t * len(promenade))
        x, y = promenade[at]
        dx, dy = promenade[min(len(promenade) - 1, at + 2)] - promenade[at - 2]
        angle = float(np.arctan2(dy, dx))
        seaside.hotel(
            plan,
            Site((float(x), float(y)), angle + np.pi, (0, 0)).inner(0, 86, 170, 140).inner(0, 0, 170, 140),
        )


def _hills(plan: Plan) -> None:
    """Behind the town: the main road, woods, a golf course, farms and fields."""
    w, h = plan.width_m, plan.height_m
    ways.road(
        plan,
        [(-50, h * 0.4), (w * 0.3, h * 0.41), (w * 0.55, h * 0.40), (w * 0.8, h * 0.36), (w + 50, h * 0.38)],
        15,
        lanes=4,
        traffic=35,
        edge="pavement",
    )
    for spot, size in (
        ((w * 0.14, h * 0.1), (420, 260)),
        ((w * 0.6, h * 0.06), (560, 190)),
        ((w * 0.92, h * 0.16), (320, 300)),
    ):
        country.wood(plan, blob(plan.rng, *spot, *size, 0.2), 0.6)
    sports.golf(plan, Site((w * 0.36, h * 0.1), 0.1, (560, 380)))
    country.farms(plan, 5)
    country.fields(plan, 0.2, (70, 190), 0.5)


def _town(plan: Plan) -> None:
    """The quarters of the harbour town."""
    w, h = plan.width_m, plan.height_m
    housing.quarter(plan, Site((w * 0.40, h * 0.485), 0.02, (w * 0.24, h * 0.13)), housing.DENSE)
    housing.quarter(plan, Site((w * 0.67, h * 0.43), 0.0, (w * 0.2, h * 0.07)), housing.DENSE)
    housing.quarter(plan, Site((w * 0.63, h * 0.29), -0.05, (w * 0.3, h * 0.16)), housing.MEDIUM)
    housing.quarter(plan, Site((w * 0.3, h * 0.32), 0.06, (w * 0.22, h * 0.12)), housing.MEDIUM)
    blocks.apartments(plan, Site((w * 0.09, h * 0.32), 0.0, (w * 0.13, h * 0.12)))
    housing.quarter(plan, Site((w * 0.9, h * 0.33), -0.08, (w * 0.16, h * 0.12)), housing.LEAFY_SUBURB)
    leisure.church(plan, Site((w * 0.535, h * 0.46), 0.05, (80, 56)))
    sports.sports_ground(plan, Site((w * 0.47, h * 0.25), 0.0, (300, 128)))
