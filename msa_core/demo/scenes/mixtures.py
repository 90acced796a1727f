"""Random landscapes for training tiles: a patchwork of sites, coasts, deserts, mountains, in any light."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from msa_core.demo.land.built import airfield, ways, works
from msa_core.demo.land.open import country, water
from msa_core.demo.land.plans.geometry import Site, blob
from msa_core.demo.land.plans.plan import Layout, Plan, new_plan
from msa_core.demo.land.plans.style import STYLES, Colour, Style
from msa_core.demo.scenes.catalogue import CATALOGUE
from msa_core.demo.scenes.city import city_with_stadium
from msa_core.demo.scenes.lakes import lakes_and_forest
from msa_core.demo.scenes.shores import coast


def vary(style: Style, rng: np.random.Generator) -> Style:
    """Another region, season, hour and camera, not far from ``style``."""

    def shifted(colour: Colour, amount: float) -> Colour:
        gain = rng.normal(1, amount)
        moved = np.clip(np.array(colour) * gain + rng.normal(0, 60 * amount, 3), 8, 245)
        return float(moved[0]), float(moved[1]), float(moved[2])

    names = (
        "grass",
        "dry_grass",
        "soil",
        "sand",
        "forest",
        "conifer",
        "deep",
        "shallow",
        "sea_deep",
        "sea_shallow",
    )
    colours: dict[str, Any] = {name: shifted(getattr(style, name), 0.085) for name in names}
    asphalt, concrete = shifted(style.asphalt, 0.07), shifted(style.concrete, 0.06)
    tint = 1 + rng.normal(0, 0.025, 3)
    return replace(
        style,
        **colours,
        asphalt=asphalt,
        concrete=concrete,
        conifers=float(rng.uniform(0, 0.7)),
        sun_azimuth=float(rng.uniform(1.6, 4.0)),
        sun_height=float(rng.uniform(0.6, 1.05)),
        haze=float(rng.uniform(0, 0.12)),
        contrast=float(rng.uniform(0.9, 1.16)),
        saturation=float(rng.uniform(0.68, 1.12)),
        tint=(float(tint[0]), float(tint[1]), float(tint[2])),
    )


def patchwork(plan: Plan) -> None:
    """Sites of any kind in a grid of roads, over fields, grass, bare ground or forest; sometimes a river."""
    count = int(plan.rng.integers(2, 4))
    base = plan.choose(("fields", "grass", "bare", "forest"), (4, 3, 1.2, 1.4))
    if base in ("grass", "bare"):
        plan.put(
            "ground",
            Site((plan.width_m / 2, plan.height_m / 2), 0, (plan.width_m, plan.height_m)),
            truth=False,
            colour=plan.style.grass if base == "grass" else plan.style.soil,
            second=plan.style.dry_grass,
            patchy=0.45,
            surface="grass" if base == "grass" else "soil",
        )
    _maybe_a_river(plan)
    _grid_of_roads(plan, count)
    _sites(plan, count)
    _fill_between(plan, base)


def _maybe_a_river(plan: Plan) -> None:
    if plan.chance(0.3):
        y = plan.uniform(0.25, 0.75) * plan.height_m
        water.river(
            plan,
            [
                (-60, y),
                (plan.width_m * 0.3, y + plan.uniform(-160, 160)),
                (plan.width_m * 0.65, y + plan.uniform(-160, 160)),
                (plan.width_m + 60, y),
            ],
            plan.uniform(22, 80),
            plan.uniform(0, 0.9),
        )


def _grid_of_roads(plan: Plan, count: int) -> None:
    """Roads between ``count`` x ``count`` cells."""
    cell = plan.width_m / count
    for line in range(1, count):
        at, lean = line * cell, plan.uniform(-25, 25)
        ways.road(
            plan,
            [(at, -40), (at + lean, plan.height_m / 2), (at, plan.height_m + 40)],
            plan.choose((7, 9, 14)),
            lanes=2,
            traffic=20,
            edge=plan.choose(("pavement", "shoulder")),
        )
        ways.road(
            plan,
            [(-40, at), (plan.width_m / 2, at + lean), (plan.width_m + 40, at)],
            plan.choose((7, 9, 14)),
            lanes=2,
            traffic=20,
            edge=plan.choose(("pavement", "shoulder")),
        )


def _sites(plan: Plan, count: int) -> None:
    """Something of the catalogue in nearly every cell."""
    cell = plan.width_m / count
    fills, weights = zip(*CATALOGUE, strict=True)
    for column in range(count):
        for row in range(count):
            side = cell - plan.uniform(36, 70)
            site = Site(
                ((column + 0.5) * cell, (row + 0.5) * cell),
                plan.uniform(-0.09, 0.09),
                (side, side * plan.uniform(0.85, 1.0)),
            )
            if plan.chance(0.9):
                plan.choose(fills, weights)(plan, site)


def _fill_between(plan: Plan, base: str) -> None:
    """What covers the ground that nothing has taken."""
    w, h = plan.width_m, plan.height_m
    if base == "fields":
        country.fields(plan, plan.uniform(0, 1.5), (70, plan.uniform(140, 330)), plan.uniform(0.1, 0.8))
    elif base == "forest":
        with plan.underneath():
            country.wood(plan, np.array([(-20.0, -20.0), (w + 20, -20), (w + 20, h + 20), (-20, h + 20)]))
    else:
        plan.trees_in(np.array([(0.0, 0), (w, 0), (w, h), (0, h)]), 6)


def airport(plan: Plan) -> None:
    """An airport that fills the landscape, with fields and an estate beside it."""
    w, h = plan.width_m, plan.height_m
    airfield.airport(
        plan,
        Site((w / 2, h * 0.46), plan.uniform(-0.06, 0.06), (w * 0.94, min(1180.0, h * 0.86))),
        int(plan.rng.integers(0, 4)),
        plan.chance(0.4),
    )
    works.industry(plan, Site((w * 0.3, h * 0.93), 0, (w * 0.5, 150)), 100)
    country.fields(plan, plan.uniform(-0.2, 0.2), (90, 260))


def wild(plan: Plan) -> None:
    """Land without people: desert, mountains, snow, bare ground, forest, with a road at most."""
    w, h = plan.width_m, plan.height_m
    frame = np.array([(-40.0, -40.0), (w + 40, -40), (w + 40, h + 40), (-40, h + 40)])
    kind = plan.choose(("desert", "mountain", "snow", "green_mountain", "bare"))
    if kind == "desert":
        plan.add(
            "desert",
            frame,
            wave_m=plan.uniform(35, 150),
            colour=tuple(
                np.array(plan.style.sand) * plan.uniform(0.85, 1.08)
                + (plan.uniform(0, 22), 0, plan.uniform(-30, 0))
            ),
        )
    elif kind == "bare":
        country.bare(plan, frame)
    else:
        green = kind == "green_mountain"
        plan.add(
            "mountain",
            frame,
            relief_m=plan.uniform(110, 260),
            snow=plan.uniform(0.35, 0.7) if kind == "snow" else 0.0,
            colour=tuple(np.array(plan.style.forest) * 1.3 + 6)
            if green
            else plan.choose(((132, 124, 114), plan.style.soil)),
            second=tuple(np.array(plan.style.forest) * 0.85 + 8)
            if green or plan.chance(0.4)
            else tuple(np.array(plan.style.soil) * 0.8),
        )
    if plan.chance(0.4):
        ways.road(
            plan,
            [
                (-40, plan.uniform(0, h)),
                (w * 0.4, plan.uniform(0, h)),
                (w * 0.6, plan.uniform(0, h)),
                (w + 40, plan.uniform(0, h)),
            ],
            7,
            lanes=0,
            traffic=1,
            paved=plan.chance(0.6),
        )


def rural(plan: Plan) -> None:
    """Fields of one kind of farming, a river or pivots, a village, farms."""
    w, h = plan.width_m, plan.height_m
    if plan.chance(0.3):
        country.round_fields(plan, Site((w * 0.5, h * 0.5), 0, (w * 0.96, h * 0.96)), plan.uniform(140, 220))
    elif plan.chance(0.7):
        water.river(
            plan,
            [
                (plan.uniform(-0.1, 0) * w, plan.uniform(0, 1) * h),
                (w * 0.25, plan.uniform(0.1, 0.9) * h),
                (w * 0.5, plan.uniform(0.1, 0.9) * h),
                (w * 0.75, plan.uniform(0.1, 0.9) * h),
                (w * 1.05, plan.uniform(0, 1) * h),
            ],
            plan.uniform(24, 110),
            plan.uniform(0, 0.9),
            deep=plan.choose((plan.style.deep, (112, 118, 78), (150, 136, 98), (60, 90, 86))),
        )
    ways.road(
        plan,
        [(w * plan.uniform(0.2, 0.8), -50), (w * 0.5, h * 0.5), (w * plan.uniform(0.2, 0.8), h + 50)],
        8,
        lanes=2,
        traffic=6,
    )
    country.village(
        plan,
        w * plan.uniform(0.3, 0.7),
        h * plan.uniform(0.3, 0.7),
        plan.uniform(0, 3),
        plan.uniform(300, 460),
    )
    country.wood(
        plan,
        blob(
            plan.rng,
            w * plan.uniform(0.1, 0.9),
            h * plan.uniform(0.1, 0.9),
            plan.uniform(90, 260),
            plan.uniform(90, 200),
            0.2,
        ),
    )
    country.farms(plan, int(plan.rng.integers(3, 9)))
    weights = tuple(float(x) for x in plan.rng.exponential(1.0, len(country.CROPS)))
    small = plan.uniform(40, 140)
    country.fields(
        plan, plan.uniform(0, 1.5), (small, small * plan.uniform(1.5, 3)), plan.uniform(0, 0.8), weights
    )


MIXTURES: tuple[tuple[Layout, tuple[float, float], float, float], ...] = (
    # layout, ground width and height (m), ground sample (m), weight
    (patchwork, (1260, 1260), 0.7, 9.0),
    (airport, (2300, 1350), 1.0, 2.5),
    (coast, (1600, 1300), 0.85, 3.5),
    (wild, (1600, 1600), 1.3, 1.5),
    (rural, (2000, 1700), 1.1, 2.5),
    (city_with_stadium, (2300, 2100), 1.2, 0.6),
    (lakes_and_forest, (3000, 2600), 1.7, 0.3),
)


def mixture(seed: int) -> tuple[Plan, float]:
    """A landscape of chance and its ground sample in metres; the same for the same ``seed``."""
    rng = np.random.default_rng((seed, 21))
    weights = np.cumsum([entry[3] for entry in MIXTURES])
    layout, size, gsd_m, _ = MIXTURES[int(np.searchsorted(weights / weights[-1], rng.random()))]
    plan = new_plan(vary(STYLES[int(rng.integers(len(STYLES)))], rng), *size, seed)
    layout(plan)
    return plan, gsd_m * float(rng.uniform(0.9, 1.15))
