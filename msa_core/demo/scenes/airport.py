"""The airport and industry of the demo archive."""

from __future__ import annotations

from msa_core.demo.land.built import airfield, energy, housing, ways, works
from msa_core.demo.land.open import country, leisure
from msa_core.demo.land.plans.geometry import Site, blob
from msa_core.demo.land.plans.plan import Plan


def airport_and_industry(plan: Plan) -> None:
    """An international airport above a motorway, with industry, tanks, a railway, a suburb and fields below."""
    w, h = plan.width_m, plan.height_m
    motorway_y = h * 0.555
    airfield.airport(plan, Site((w * 0.47, h * 0.25), 0.02, (w * 0.86, 1180)), piers=3, second_runway=True)
    ways.road(
        plan,
        [(w * 0.63 + 4, motorway_y - 180), (w * 0.635, h * 0.46), (w * 0.62, h * 0.42)],
        16,
        lanes=4,
        traffic=30,
        edge="pavement",
    )
    ways.cloverleaf(plan, w * 0.63, motorway_y + 60, 0.03, 250)
    plan.ground.take(Site((w * 0.63, motorway_y + 60), 0.03, (470, 470)).ring)
    left = [
        (-60, motorway_y + 40),
        (w * 0.2, motorway_y + 30),
        (w * 0.45, motorway_y + 50),
        (w * 0.63 - 240, motorway_y + 53),
    ]
    right = [(w * 0.63 + 240, motorway_y + 67), (w * 0.85, motorway_y + 60), (w + 60, motorway_y + 20)]
    for part in (left, right):
        ways.road(plan, part, 24, lanes=6, traffic=45, divided=True)
    main = ways.road(
        plan,
        [(w * 0.63 - 8, motorway_y + 300), (w * 0.62, h * 0.8), (w * 0.6, h + 40)],
        16,
        lanes=4,
        traffic=30,
        edge="pavement",
    )
    rail = ways.railway(
        plan, [(-50, h * 0.83), (w * 0.3, h * 0.79), (w * 0.6, h * 0.735), (w + 50, h * 0.7)], 2, 2
    )
    works.industry(plan, Site((w * 0.81, h * 0.865), -0.02, (w * 0.31, h * 0.19)), 120)
    works.freight_yard(plan, Site((w * 0.82, h * 0.755), -0.09, (760, 70)), 7)
    works.refinery(plan, Site((w * 0.43, h * 0.66), 0.02, (640, 300)))
    works.industry(plan, Site((w * 0.1, h * 0.635), 0.0, (w * 0.17, 230)), 100)
    ways.roundabout(plan, float(main[len(main) // 2][0]), float(main[len(main) // 2][1]), 30, 6)
    housing.quarter(plan, Site((w * 0.13, h * 0.9), 0.06, (w * 0.22, h * 0.15)), housing.MEDIUM)
    energy.solar_farm(plan, Site((w * 0.46, h * 0.93), 0.02, (380, 220)))
    leisure.mall(plan, Site((w * 0.31, h * 0.93), 0.03, (300, 190)))
    country.wood(plan, blob(plan.rng, w * 0.24, h * 0.76, 170, 90, 0.2))
    country.wood(plan, blob(plan.rng, w * 0.955, h * 0.3, 120, 260, 0.2))
    country.farms(plan, 4)
    country.fields(plan, 0.03, (110, 300))
    del rail
