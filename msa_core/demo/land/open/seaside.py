"""Laying out coasts: container ports, fuel quays, marinas, breakwaters, beaches with hotels."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built.ways import parking, put_vehicle, road
from msa_core.demo.land.built.works import ROOF_WEIGHTS, ROOFS
from msa_core.demo.land.plans.geometry import Points, Site, beside, resample
from msa_core.demo.land.plans.plan import Plan

HULLS = ((58, 62, 72), (120, 48, 44), (38, 62, 96), (70, 92, 84), (156, 156, 152))
DECKS = {
    "container": ((112, 84, 72), (94, 96, 98)),
    "bulk": ((140, 84, 66), (120, 112, 100)),
    "tanker": ((146, 72, 60), (96, 120, 104)),
    "ferry": ((150, 160, 166), (120, 146, 130)),
}


def vessel(plan: Plan, site: Site, kind: str | None = None, wake: bool = False) -> None:
    """A ship along u of its site (width_m its length, height_m its beam)."""
    kind = kind or plan.choose(("container", "bulk", "tanker", "bulk"))
    hull = (226, 226, 222) if kind == "ferry" else plan.choose(HULLS)
    plan.put("ship", site, type=kind, colour=plan.choose(DECKS[kind]), hull=hull, wake=wake)


def container_port(plan: Plan, site: Site) -> None:
    """A container terminal on land; its quay is the side at negative v, ships lie beyond it."""
    w, h = site.width_m, site.height_m
    plan.put("quay", site, material="concrete", joints_m=20, shade=0.92, take=True)
    plan.add("port", site.inner(0, -30, w + 40, h + 100).ring)
    edge = -h / 2
    at = -w / 2 + 20
    while at < w / 2 - 120:
        long = plan.uniform(150, 270)
        if at + long > w / 2:
            break
        if plan.chance(0.85):
            vessel(
                plan,
                site.inner(
                    at + long / 2,
                    edge - 4 - long * 0.075,
                    long,
                    long * 0.15,
                    0.0 if plan.chance(0.5) else np.pi,
                ),
                plan.choose(("container", "container", "bulk")),
            )
        at += long + plan.uniform(20, 70)
    for u in np.arange(-w / 2 + 45, w / 2 - 30, 85.0):
        if plan.chance(0.8):
            plan.put(
                "crane",
                site.inner(float(u) + plan.uniform(-15, 15), edge + 8, 92, 17, np.pi / 2),
                truth=True,
                colour=plan.choose(((206, 96, 52), (64, 96, 150), (190, 190, 186))),
            )
    _stacks(plan, site, edge + 48, min(h / 2 - 60, edge + 48 + h * 0.5))
    for u in np.arange(-w / 2 + 50, w / 2 - 40, 110.0):
        plan.put(
            "warehouse",
            site.inner(float(u), h / 2 - 32, 88, 42),
            take=True,
            truth=False,
            colour=plan.choose(ROOFS, ROOF_WEIGHTS),
            height_m=11,
            roof="shallow",
        )
    for _ in range(int(w / 22)):
        x, y = site.points(
            [(plan.uniform(-0.48, 0.48) * w, plan.choose((edge + 36, h / 2 - 60)) + plan.uniform(-5, 5))]
        )[0]
        put_vehicle(plan, float(x), float(y), site.angle, 0.85)


def _stacks(plan: Plan, site: Site, v0: float, v1: float) -> None:
    """Blocks of stacked containers between v0 and v1."""
    stacked = 0
    v = v0
    while v + 19 < v1:
        u = -site.width_m / 2 + 16
        while u + 60 < site.width_m / 2:
            long = plan.choose((64, 77, 103))
            if plan.chance(0.88) and u + long < site.width_m / 2 - 8:
                plan.put("containers", site.inner(u + long / 2, v + 8, long, 16.6), truth=False)
                stacked += 1
            u += long + 14
        v += 27
    if stacked:
        plan.add(
            "container_yard", site.rect(-site.width_m / 2 + 10, v0, site.width_m / 2 - 10, v), stacks=stacked
        )


def pier(plan: Plan, site: Site, ships: int = 2) -> None:
    """A wide pier into the water along u, with sheds and ships on both sides."""
    plan.put("quay", site, material="concrete", joints_m=12, shade=0.9)
    plan.put(
        "warehouse",
        site.inner(0, 0, site.width_m * 0.7, site.height_m * 0.36),
        truth=False,
        colour=plan.choose(ROOFS, ROOF_WEIGHTS),
        height_m=10,
        roof="shallow",
    )
    for number in range(ships):
        side = (-1, 1)[number % 2]
        long = min(site.width_m * 0.85, plan.uniform(90, 180))
        beam = long * 0.145
        vessel(
            plan,
            site.inner(
                plan.uniform(-0.05, 0.05) * site.width_m,
                side * (site.height_m / 2 + beam / 2 + 2),
                long,
                beam,
                plan.choose((0, np.pi)),
            ),
        )


def marina(plan: Plan, site: Site) -> None:
    """Floating piers from the land side (positive v) with boats on both sides; the site is water."""
    w, h = site.width_m, site.height_m
    boats = 0
    wood = (168, 156, 138)
    for u in np.arange(-w / 2 + 24, w / 2 - 14, 44.0):
        plan.put("yard", site.inner(float(u), 0, 2.6, h), truth=False, colour=wood, height_m=0.8)
        for v in np.arange(-h / 2 + 3, h / 2 - 8, 5.0):
            for side in (-1, 1):
                if plan.chance(0.84):
                    long = plan.uniform(8.5, 15)
                    plan.put(
                        "boat",
                        site.inner(
                            float(u) + side * (long / 2 + 2.2),
                            float(v),
                            long,
                            long * 0.29,
                            0.0 if side > 0 else np.pi,
                        ),
                        truth=False,
                        colour=plan.choose(
                            ((238, 238, 234), (226, 228, 230), (120, 140, 170), (206, 196, 176)), (8, 5, 1, 1)
                        ),
                        mast=plan.chance(0.6),
                    )
                    boats += 1
    plan.put("yard", site.inner(0, h / 2, w, 8), truth=False, material="concrete", joints_m=0, shade=0.95)
    plan.add("marina", site.ring, boats=boats)


def breakwater(plan: Plan, line: Points, width_m: float = 16.0) -> None:
    """A mole of rocks with a way on top and a light at its end."""
    plan.add(
        "ground",
        np.vstack((beside(line, width_m / 2), beside(line, -width_m / 2)[::-1])),
        truth=False,
        colour=(122, 116, 108),
        second=(92, 88, 84),
        patchy=0.5,
        surface="soil",
    )
    for spot in resample(line, 3.2):
        for side in (-1, 1):
            x, y = (
                spot
                + plan.rng.normal(0, 1.2, 2)
                + side * plan.rng.uniform(0.35, 0.5) * width_m * np.array([0.7, 0.7])
            )
            plan.put(
                "hall",
                Site(
                    (float(x), float(y)), plan.uniform(0, 3), (plan.uniform(1.6, 3.2), plan.uniform(1.4, 2.6))
                ),
                truth=False,
                colour=plan.choose(((134, 128, 120), (104, 100, 94), (156, 150, 140))),
                height_m=1.2,
                roof="plain",
            )
    plan.line("street", line, 4.0, truth=False, edge="none", shade=1.35)
    plan.add("breakwater", np.vstack((beside(line, width_m / 2), beside(line, -width_m / 2)[::-1])))
    plan.put(
        "storage_tank",
        Site((float(line[-1][0]), float(line[-1][1])), 0, (6, 6)),
        truth=False,
        radius_m=3,
        height_m=14,
        colour=(216, 90, 76),
    )


def hotel(plan: Plan, site: Site) -> None:
    """A beach hotel: wings around a large curved pool, palms, sun beds, tennis, parking inland (positive v)."""
    style = plan.style
    w, h = site.width_m, site.height_m
    plan.put("lawn", site, truth=False, colour=tuple(np.array(style.grass) * 1.06 + (0, 6, 0)))
    colour = plan.choose(((226, 220, 208), (206, 190, 166), (190, 112, 84)))
    plan.put(
        "office", site.inner(0, h * 0.2, w * 0.62, 17), take=True, truth=False, colour=colour, height_m=19
    )
    for side in (-1, 1):
        plan.put(
            "office",
            site.inner(side * w * 0.31, 0, 16, h * 0.42),
            take=True,
            truth=False,
            colour=colour,
            height_m=16,
        )
    plan.put("swimming_pool", site.inner(-w * 0.06, -h * 0.04, w * 0.24, h * 0.13), take=True, shape="kidney")
    plan.put("swimming_pool", site.inner(w * 0.14, -h * 0.08, w * 0.09, h * 0.09), take=True, shape="kidney")
    for _ in range(int(w * h / 330)):
        x, y = site.points([(plan.uniform(-0.48, 0.48) * w, plan.uniform(-0.48, 0.14) * h)])[0]
        plan.tree(float(x), float(y), plan.uniform(2.2, 3.6), 16 if plan.chance(0.7) else None)
    lot = site.inner(w * 0.14, h * 0.39, w * 0.6, 17.5)
    if plan.ground.free(lot.shrunk(2).ring):
        parking(plan, lot, 0.7, trees=False)
    for number in range(2):
        plan.put(
            "tennis_court",
            site.inner(-w * 0.36 + number * 19, h * 0.36, 36, 18, np.pi / 2),
            take=True,
            colour=(70, 106, 152),
            surround=(72, 118, 88),
        )
    plan.add("resort", site.ring, take=True)


def umbrellas(plan: Plan, line: Points, rows: int = 3) -> None:
    """Sunshades in rows along a beach."""
    colour = plan.choose(((226, 210, 150), (206, 80, 70), (80, 120, 180), (232, 232, 226)))
    for row in range(rows):
        for x, y in resample(beside(line, row * 6.0), 6.5):
            if plan.chance(0.8):
                plan.put(
                    "storage_tank",
                    Site((float(x), float(y)), 0, (3, 3)),
                    truth=False,
                    radius_m=1.4,
                    height_m=2.4,
                    colour=colour,
                )


def promenade(plan: Plan, line: Points) -> None:
    """A coastal road with palms and parked cars."""
    road(plan, line, 9.0, lanes=2, traffic=25, curved=False, edge="pavement")
    plan.trees_along(beside(line, 8.5), 14, 0.6, 0.9, (2.2, 3.0))
