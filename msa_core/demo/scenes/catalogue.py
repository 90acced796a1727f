"""Kinds of places that a patchwork is made of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from msa_core.demo.land.built import blocks, energy, housing, ways, works
from msa_core.demo.land.open import country, leisure, seaside, sports, water
from msa_core.demo.land.plans.geometry import Site, blob
from msa_core.demo.land.plans.plan import Plan
from msa_core.demo.scenes import city

Fill = Callable[[Plan, Site], None]


def _houses(kind: housing.Density) -> Fill:
    return lambda plan, site: housing.quarter(plan, site, kind)


def _wood(plan: Plan, site: Site) -> None:
    country.wood(
        plan,
        blob(plan.rng, site.x, site.y, site.width_m * 0.46, site.height_m * 0.44, 0.15),
        plan.uniform(0, 1),
    )


def _pond(plan: Plan, site: Site) -> None:
    ring = blob(
        plan.rng,
        site.x,
        site.y,
        site.width_m * plan.uniform(0.12, 0.34),
        site.height_m * plan.uniform(0.12, 0.3),
        0.2,
        plan.uniform(0, 3),
    )
    plan.add(
        "pond",
        ring,
        take=True,
        deep=plan.choose(((58, 78, 62), (92, 112, 98), (40, 52, 50), (126, 132, 104))),
    )
    plan.trees_along(np.vstack((ring, ring[:1])) + plan.rng.normal(0, 4), 9, 4, plan.uniform(0, 0.8))


def _lake(plan: Plan, site: Site) -> None:
    water.lake(
        plan,
        blob(plan.rng, site.x, site.y, site.width_m * 0.45, site.height_m * 0.4, 0.25),
        int(plan.rng.integers(0, 3)),
    )


def _farm(plan: Plan, site: Site) -> None:
    housing.homestead(plan, site.x, site.y, plan.uniform(0, 3), farm=plan.chance(0.5))


def _villa_in_wood(plan: Plan, site: Site) -> None:
    housing.homestead(plan, site.x, site.y, plan.uniform(0, 3), farm=False)
    _wood(plan, site)


def _stadium(plan: Plan, site: Site) -> None:
    sports.stadium(plan, site, with_track=plan.chance(0.4), lots=plan.chance(0.7))


def _church(plan: Plan, site: Site) -> None:
    leisure.church(plan, site.inner(0, 0, 84, 60))
    housing.quarter(
        plan, site.inner(0, site.height_m * 0.3, site.width_m, site.height_m * 0.34), housing.DENSE
    )
    housing.quarter(
        plan, site.inner(0, -site.height_m * 0.3, site.width_m, site.height_m * 0.34), housing.DENSE
    )


def _square(plan: Plan, site: Site) -> None:
    leisure.square(plan, site.inner(0, 0, 120, 110))
    leisure.centre(plan, site.inner(0, site.height_m * 0.32, site.width_m, site.height_m * 0.3))
    leisure.centre(plan, site.inner(0, -site.height_m * 0.32, site.width_m, site.height_m * 0.3))


def _parking(plan: Plan, site: Site) -> None:
    ways.parking(plan, site.inner(0, 0, site.width_m * 0.8, site.height_m * 0.6), plan.uniform(0.15, 0.98))
    plan.put(
        "shop",
        site.inner(0, site.height_m * 0.4, site.width_m * 0.7, 50),
        truth=False,
        height_m=9,
        colour=(206, 204, 198),
    )


def _roundabout(plan: Plan, site: Site) -> None:
    for turn in (0.0, np.pi / 2):
        arm = site.inner(0, 0, 0, 0, turn)
        ways.road(
            plan,
            arm.points(
                [
                    (-site.width_m / 2, plan.uniform(-40, 40)),
                    (0, 0),
                    (site.width_m / 2, plan.uniform(-40, 40)),
                ]
            ),
            plan.choose((8, 12)),
            lanes=2,
            traffic=25,
            edge="pavement",
        )
    ways.roundabout(plan, site.x, site.y, plan.uniform(20, 40), 5)
    plan.trees_in(site.ring, 20)


def _meadow(plan: Plan, site: Site) -> None:
    country.meadow(
        plan,
        blob(plan.rng, site.x, site.y, site.width_m * 0.48, site.height_m * 0.48, 0.1),
        plan.uniform(0, 9),
    )
    plan.ground.take(site.ring)


def _bare(plan: Plan, site: Site) -> None:
    country.bare(plan, blob(plan.rng, site.x, site.y, site.width_m * 0.46, site.height_m * 0.45, 0.15))
    plan.ground.take(site.ring)


def _quarry(plan: Plan, site: Site) -> None:
    country.quarry(plan, site.x, site.y, site.width_m * 0.4)


def _cloverleaf(plan: Plan, site: Site) -> None:
    ways.cloverleaf(plan, site.x, site.y, site.angle, min(site.width_m, site.height_m) / 2)
    plan.ground.take(site.ring)


def _hotel(plan: Plan, site: Site) -> None:
    seaside.hotel(plan, site.inner(0, 0, 190, 150))
    plan.trees_in(site.ring, 30)


CATALOGUE: tuple[tuple[Fill, float], ...] = (
    (_houses(housing.DENSE), 2.0),
    (_houses(housing.MEDIUM), 2.0),
    (_houses(housing.LEAFY_SUBURB), 1.2),
    (blocks.apartments, 1.2),
    (city.old_town, 1.2),
    (leisure.centre, 1.4),
    (leisure.mall, 0.7),
    (_parking, 1.4),
    (_stadium, 2.0),
    (sports.sports_ground, 1.6),
    (sports.diamonds, 1.4),
    (leisure.school, 1.6),
    (_church, 1.2),
    (leisure.park, 1.4),
    (_square, 1.2),
    (sports.golf, 0.5),
    (sports.baths, 0.5),
    (works.industry, 2.0),
    (works.tank_farm, 2.0),
    (works.refinery, 1.0),
    (energy.greenhouses, 0.6),
    (energy.solar_farm, 0.7),
    (energy.sewage_works, 0.5),
    (energy.power_plant, 0.6),
    (_wood, 1.6),
    (_pond, 2.0),
    (_lake, 1.0),
    (_farm, 1.2),
    (_villa_in_wood, 1.6),
    (_roundabout, 1.2),
    (_meadow, 1.2),
    (_bare, 1.4),
    (_quarry, 0.6),
    (_cloverleaf, 1.6),
    (_hotel, 1.0),
)
