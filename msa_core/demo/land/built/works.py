"""Laying out industry and energy: halls, tank farms, greenhouses, solar farms, power and sewage works."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built.ways import parking, put_vehicle, railway, road
from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Plan

ROOFS = (
    (208, 208, 204),
    (176, 178, 178),
    (148, 150, 152),
    (92, 126, 172),
    (222, 222, 218),
    (134, 122, 112),
    (166, 92, 78),
    (110, 148, 132),
)
ROOF_WEIGHTS = (5, 4, 3, 3, 4, 2, 1, 1)


def industry(plan: Plan, site: Site, plot_m: float = 130.0) -> None:
    """An industrial estate: access roads along u, plots with halls, yards, trucks and parking."""
    plan.add("industrial", site.ring)
    plan.put(
        "ground",
        site,
        truth=False,
        colour=tuple(np.array(plan.style.dry_grass) * 0.96),
        second=plan.style.grass,
        patchy=0.5,
    )
    rows = max(1, round(site.height_m / (2 * plot_m + 14)))
    step = site.height_m / rows
    for row in range(rows):
        v = -site.height_m / 2 + (row + 0.5) * step
        road(
            plan,
            site.points([(-site.width_m / 2, v), (site.width_m / 2, v)]),
            9.5,
            traffic=15,
            edge="pavement",
        )
        for side in (-1, 1):
            at = -site.width_m / 2 + 6
            depth = step / 2 - 14
            while at < site.width_m / 2 - 50:
                wide = min(plan.uniform(0.7, 1.7) * plot_m, site.width_m / 2 - 4 - at)
                plot = site.inner(
                    at + wide / 2, v + side * (9 + depth / 2), wide - 8, depth, 0.0 if side > 0 else np.pi
                )
                factory(plan, plot)
                at += wide


def factory(plan: Plan, plot: Site) -> None:
    """One plot: a paved yard with one to three halls, its front at negative v."""
    if min(plot.width_m, plot.height_m) < 30 or not plan.ground.free(plot.shrunk(3).ring):
        return
    material = plan.choose(("concrete", "asphalt", "asphalt"))
    plan.put(
        "yard",
        plot,
        truth=False,
        material=material,
        joints_m=plan.choose((0, 14)),
        shade=plan.uniform(0.86, 1.06),
    )
    front = plan.uniform(0.2, 0.34) * plot.height_m
    colour = plan.choose(ROOFS, ROOF_WEIGHTS)
    count = 1 if plot.width_m < 90 else int(plan.rng.integers(1, 4))
    roof = plan.choose(("flat", "ribbed", "shallow", "shallow", "saw"))
    for number in range(count):
        w = plot.width_m * 0.9 / count
        u = -plot.width_m * 0.45 + (number + 0.5) * w
        hall = plot.inner(u, front / 2, w - 6, plot.height_m - front - 10)
        plan.put(
            "warehouse",
            hall,
            take=True,
            colour=colour if plan.chance(0.7) else plan.choose(ROOFS, ROOF_WEIGHTS),
            height_m=plan.uniform(7, 14),
            roof=roof,
            docks=plan.chance(0.5),
        )
    lot = plot.inner(
        -plot.width_m * 0.22, -plot.height_m / 2 + front * 0.4, plot.width_m * 0.5, min(17.5, front * 0.75)
    )
    if lot.height_m > 12:
        parking(plan, lot, 0.65, trees=False)
    for _ in range(int(plan.rng.poisson(4))):
        x, y = plot.points(
            [(plan.uniform(0.08, 0.45) * plot.width_m, -plot.height_m / 2 + plan.uniform(0.2, 0.8) * front)]
        )[0]
        put_vehicle(plan, float(x), float(y), plot.angle + np.pi / 2, 0.9)
    if plan.chance(0.25):
        for number in range(int(plan.rng.integers(2, 5))):
            plan.put(
                "storage_tank",
                plot.inner(plot.width_m * 0.46 - number * 9, plot.height_m * 0.46, 8, 8),
                truth=False,
                radius_m=3.8,
                height_m=9,
                colour=(214, 214, 208),
            )
    plan.trees_along(
        plot.points([(-plot.width_m / 2, plot.height_m / 2 + 1), (plot.width_m / 2, plot.height_m / 2 + 1)]),
        9,
        1.2,
        0.6,
    )
    plan.ground.take(plot.ring)


def tank_farm(plan: Plan, site: Site, radius_m: tuple[float, float] = (11, 24)) -> None:
    """Rows of round tanks, each group within low walls, with pipes and service roads."""
    ground = np.array(
        plan.choose((plan.style.soil, plan.style.dry_grass, plan.style.concrete))
    ) * plan.uniform(0.88, 1.02)
    plan.put(
        "ground",
        site,
        truth=False,
        colour=tuple(ground),
        second=tuple(ground * 0.88),
        patchy=0.3,
        surface="soil",
    )
    radius = plan.uniform(*radius_m)
    cell = 2 * radius + plan.uniform(12, 20)
    columns, rows = max(1, int(site.width_m / cell)), max(1, int(site.height_m / cell))
    colour = plan.choose(((226, 226, 220), (204, 204, 196), (182, 176, 160), (228, 228, 226)))
    roof, tanks = plan.choose(("cone", "cone", "floating")), 0
    for row in range(rows):
        v = -site.height_m / 2 + (row + 0.5) * site.height_m / rows
        size = radius * (1.0 if row % 2 == 0 or plan.chance(0.6) else 0.62)
        for column in range(columns):
            u = -site.width_m / 2 + (column + 0.5) * site.width_m / columns
            cell_site = site.inner(u, v, site.width_m / columns - 5, site.height_m / rows - 5)
            plan.put("bund", cell_site, truth=False, colour=tuple(ground * 1.02))
            if plan.chance(0.08):
                continue
            tanks += 1
            own = colour if plan.chance(0.85) else (138, 140, 140)
            plan.put(
                "storage_tank",
                site.inner(u, v, 2 * size, 2 * size),
                colour=own,
                radius_m=size,
                height_m=plan.uniform(11, 17),
                roof=roof,
            )
        line = site.points(
            [
                (-site.width_m / 2, v - site.height_m / rows / 2 + 2),
                (site.width_m / 2, v - site.height_m / rows / 2 + 2),
            ]
        )
        plan.line("street", line, 4.5, truth=False, edge="none", shade=1.05)
    for column in range(1, columns):
        u = -site.width_m / 2 + column * site.width_m / columns
        plan.line(
            "street",
            site.points([(u, -site.height_m / 2), (u, site.height_m / 2)]),
            3.6,
            truth=False,
            edge="none",
            shade=1.1,
        )
    plan.add("tank_farm", site.ring, take=True, tanks=tanks)


def refinery(plan: Plan, site: Site) -> None:
    """A tank farm beside process units: dense small tanks, columns, pipes on grey ground."""
    tank_farm(plan, site.inner(-site.width_m * 0.2, 0, site.width_m * 0.6, site.height_m))
    units = site.inner(site.width_m * 0.32, 0, site.width_m * 0.34, site.height_m)
    plan.put("yard", units, truth=False, material="concrete", joints_m=20, shade=0.86)
    for _ in range(int(units.width_m * units.height_m / 420)):
        u, v = plan.uniform(-0.47, 0.47) * units.width_m, plan.uniform(-0.47, 0.47) * units.height_m
        if plan.chance(0.4):
            r = plan.uniform(1.5, 5)
            plan.put(
                "storage_tank",
                units.inner(u, v, 2 * r, 2 * r),
                truth=False,
                radius_m=r,
                height_m=plan.uniform(4, 16),
                colour=plan.choose(((206, 206, 202), (150, 150, 148), (178, 172, 160))),
            )
        else:
            plan.put(
                "hall",
                units.inner(u, v, plan.uniform(5, 22), plan.uniform(3, 9)),
                truth=False,
                colour=plan.choose(((120, 120, 118), (158, 154, 148), (98, 92, 88))),
                height_m=plan.uniform(3, 8),
                roof="ribbed",
            )
    plan.ground.take(units.ring)


def freight_yard(plan: Plan, site: Site, tracks: int = 8) -> None:
    """Parallel tracks with standing wagons."""
    for number in range(tracks):
        v = (number - (tracks - 1) / 2) * 5.2
        railway(
            plan,
            site.points([(-site.width_m / 2, v), (0, v), (site.width_m / 2, v)]),
            1,
            1 if plan.chance(0.7) else 0,
        )
    plan.add("freight_yard", site.inner(0, 0, site.width_m, tracks * 5.2 + 6).ring, tracks=tracks)
