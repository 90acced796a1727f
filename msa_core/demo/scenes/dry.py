"""The desert edge of the demo archive."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built import energy, housing, ways
from msa_core.demo.land.open import country
from msa_core.demo.land.plans.geometry import Site, blob, smooth
from msa_core.demo.land.plans.plan import Plan


def dry_valley(plan: Plan) -> None:
    """A desert edge: dunes, bare mountains, round irrigated fields, a small town, a solar farm, a quarry."""
    w, h = plan.width_m, plan.height_m
    plan.put(
        "bare_land",
        Site((w / 2, h / 2), 0, (w, h)),
        truth=False,
        colour=plan.style.soil,
        second=tuple(np.array(plan.style.sand) * 0.96),
        patchy=0.5,
        surface="soil",
    )
    plan.add(
        "desert",
        smooth(
            [(-60, h * 0.62), (w * 0.2, h * 0.56), (w * 0.4, h * 0.7), (w * 0.42, h + 60), (-60, h + 60)],
            closed=True,
        ),
        take=True,
    )
    plan.add(
        "mountain",
        smooth(
            [
                (w * 0.35, -80),
                (w * 0.45, h * 0.16),
                (w * 0.62, h * 0.24),
                (w * 0.8, h * 0.2),
                (w + 60, h * 0.34),
                (w + 60, -80),
            ],
            closed=True,
        ),
        take=True,
        relief_m=190,
        second=(150, 128, 98),
    )
    country.round_fields(plan, Site((w * 0.2, h * 0.3), 0.0, (1260, 1260)), 200)
    ways.road(
        plan,
        [(-60, h * 0.57), (w * 0.25, h * 0.53), (w * 0.5, h * 0.5), (w * 0.75, h * 0.46), (w + 60, h * 0.5)],
        10,
        lanes=2,
        traffic=8,
    )
    housing.quarter(plan, Site((w * 0.63, h * 0.6), -0.05, (w * 0.19, h * 0.16)), housing.DENSE)
    housing.quarter(plan, Site((w * 0.63, h * 0.38), -0.05, (w * 0.15, h * 0.08)), housing.MEDIUM)
    energy.solar_farm(plan, Site((w * 0.88, h * 0.6), 0.0, (560, 420)))
    energy.greenhouses(plan, Site((w * 0.87, h * 0.8), 0.05, (520, 340)))
    energy.power_plant(plan, Site((w * 0.53, h * 0.86), 0.1, (420, 260)))
    country.quarry(plan, w * 0.4, h * 0.38, 190)
    energy.sewage_works(plan, Site((w * 0.75, h * 0.75), 0.1, (190, 110)))
    country.bare(plan, blob(plan.rng, w * 0.66, h * 0.86, 190, 140, 0.2))
    plan.add("lake", blob(plan.rng, w * 0.84, h * 0.38, 170, 110, 0.3), take=True)
    country.farms(plan, 8)
    plan.trees_in(np.array([(0.0, 0.0), (w, 0), (w, h), (0, h)]), 2.0, (1.0, 2.2))
