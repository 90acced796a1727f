"""Laying out greenhouses, solar farms, sewage works and power plants."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Plan


def greenhouses(plan: Plan, site: Site) -> None:
    """A block of greenhouses with a basin."""
    plan.put("ground", site, truth=False, colour=tuple(np.array(plan.style.soil) * 0.95), surface="soil")
    rows = max(1, int(site.height_m / 48))
    for row in range(rows):
        v = -site.height_m / 2 + (row + 0.5) * site.height_m / rows
        plan.put(
            "greenhouse",
            site.inner(0, v, site.width_m * plan.uniform(0.8, 0.95), site.height_m / rows - 8),
            take=True,
            colour=plan.choose(((206, 214, 214), (222, 224, 220), (186, 200, 202))),
        )


def solar_farm(plan: Plan, site: Site) -> None:
    """A field of solar panels."""
    plan.put("solar_panels", site, take=True)
    plan.trees_along(np.vstack((site.ring, site.ring[:1])), 12, 2, 0.35)


def sewage_works(plan: Plan, site: Site) -> None:
    """Round and rectangular basins on lawns."""
    plan.put("lawn", site, truth=False, colour=tuple(np.array(plan.style.grass) * 1.03))
    for number in range(4):
        u = (-0.36 + 0.24 * number) * site.width_m
        spot = site.inner(u, -site.height_m * 0.2, 34, 34)
        plan.put(
            "storage_tank",
            spot,
            truth=False,
            radius_m=17,
            height_m=2,
            colour=(118, 124, 106),
            roof="floating",
        )
    for number in range(3):
        plan.put(
            "basin",
            site.inner((-0.3 + 0.3 * number) * site.width_m, site.height_m * 0.24, site.width_m * 0.2, 24),
            truth=False,
            deep=(70, 84, 78),
            reach_m=3,
        )
    plan.add("sewage_works", site.ring, take=True)


def power_plant(plan: Plan, site: Site) -> None:
    """Cooling towers, a turbine hall, a chimney and coal."""
    plan.put("yard", site, truth=False, material="concrete", joints_m=25, shade=0.84)
    for number in range(3):
        plan.put(
            "cooling_tower",
            site.inner(-site.width_m * 0.34 + number * 88, -site.height_m * 0.22, 66, 66),
            take=True,
        )
    plan.put(
        "hall",
        site.inner(-20, site.height_m * 0.2, site.width_m * 0.5, 46),
        take=True,
        truth=False,
        colour=(170, 172, 172),
        height_m=32,
        roof="ribbed",
    )
    plan.put(
        "storage_tank",
        site.inner(site.width_m * 0.3, site.height_m * 0.2, 12, 12),
        truth=False,
        radius_m=6,
        height_m=60,
        colour=(176, 160, 150),
    )
    plan.put(
        "ground",
        site.inner(site.width_m * 0.32, -site.height_m * 0.2, site.width_m * 0.28, site.height_m * 0.4),
        truth=False,
        colour=(54, 52, 52),
        second=(70, 68, 66),
        patchy=0.4,
        surface="soil",
    )
    plan.add("power_plant", site.ring, take=True)
