"""Laying out housing: streets, lots, houses with gardens, blocks, farms, villages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msa_core.demo.land.built.ways import car_colour, road
from msa_core.demo.land.plans.geometry import Points, Site, blob, directions, resample
from msa_core.demo.land.plans.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """Measures of a quarter in metres: lots, houses, gardens; chances of trees and pools."""

    kind: str
    lot_m: tuple[float, float]
    row_m: float
    cross_m: float
    setback_m: float
    width_m: tuple[float, float]
    depth_m: tuple[float, float]
    trees: float
    pools: float
    street_m: float = 7.0
    bend_m: float = 0.0


DENSE = Density(
    kind="dense_housing",
    lot_m=(8.5, 11.5),
    row_m=47,
    cross_m=150,
    setback_m=2.5,
    width_m=(7.5, 10.5),
    depth_m=(10, 13),
    trees=0.5,
    pools=0.01,
    street_m=6.5,
    bend_m=4,
)
MEDIUM = Density(
    kind="medium_housing",
    lot_m=(17, 23),
    row_m=70,
    cross_m=230,
    setback_m=6.5,
    width_m=(10.5, 14.5),
    depth_m=(8.5, 11.5),
    trees=2.2,
    pools=0.12,
    street_m=7.0,
    bend_m=16,
)
LEAFY_SUBURB = Density(
    kind="medium_housing",
    lot_m=(26, 36),
    row_m=92,
    cross_m=300,
    setback_m=10,
    width_m=(13, 19),
    depth_m=(10, 13),
    trees=5.5,
    pools=0.3,
    street_m=7.0,
    bend_m=30,
)


def quarter(plan: Plan, site: Site, density: Density, traffic: float = 8.0) -> None:
    """Streets along u with houses on both sides, and cross streets, on a slightly bent grid."""
    bend = _bend(plan, density.bend_m)
    w, h = site.width_m / 2, site.height_m / 2
    rows = np.arange(-h + density.row_m / 2, h, density.row_m)
    columns = np.linspace(-w + 4, w - 4, max(2, round(site.width_m / density.cross_m) + 1))
    plan.add(density.kind, site.ring)
    lines = []
    for v in rows:
        us = np.arange(-w, w + 9, 10.0)
        lines.append(site.points(bend(np.column_stack((us, np.full_like(us, v))))))
        road(
            plan,
            lines[-1],
            density.street_m,
            kind="street",
            lanes=0,
            traffic=traffic,
            curved=False,
            edge="pavement",
            shade=plan.uniform(0.9, 1.05),
        )
    for u in columns:
        vs = np.arange(-h, h + 9, 10.0)
        road(
            plan,
            site.points(bend(np.column_stack((np.full_like(vs, u), vs)))),
            density.street_m + 1,
            kind="street",
            lanes=2,
            traffic=traffic * 1.5,
            curved=False,
            edge="pavement",
        )
    for line in lines:
        for side in (-1, 1):
            lots(plan, line, side, density)


def _bend(plan: Plan, amount_m: float):  # type: ignore[no-untyped-def]
    """A smooth shift of site coordinates, so that streets are not ruled with a ruler."""
    waves = [
        (plan.rng.normal(0, 1 / 190.0, 2), plan.uniform(0, 6.3), plan.rng.normal(0, 1, 2)) for _ in range(3)
    ]

    def bend(uv: np.ndarray) -> np.ndarray:
        out = uv.astype(float).copy()
        for wave, phase, push in waves:
            out += amount_m * 0.6 * np.sin(uv @ wave * 2 * np.pi + phase)[:, None] * push
        return out

    return bend


def lots(plan: Plan, line: Points, side: int, density: Density) -> None:
    """Houses on one side of a street, each with its garden, where the ground is free."""
    at = 6.0
    total = float(np.hypot(*np.diff(line, axis=0).T).sum())
    fine = resample(line, 1.0)
    along = directions(fine)
    roof = plan.choose(("gable", "hip"))
    while at < total - 4:
        lot = plan.uniform(*density.lot_m)
        index = min(len(fine) - 1, int(at + lot / 2))
        at += lot
        x, y = fine[index]
        angle = float(np.arctan2(along[index, 1], along[index, 0]))
        lot_depth = density.row_m / 2 - density.street_m / 2 - 2.4
        middle = density.street_m / 2 + 2.4 + lot_depth / 2
        lot_site = Site((float(x), float(y)), angle + (np.pi if side < 0 else 0.0), (0, 0)).inner(
            0, middle, lot, lot_depth
        )
        one_lot(plan, lot_site, density, roof if plan.chance(0.75) else "hip")


def one_lot(plan: Plan, lot: Site, density: Density, roof: str) -> None:
    """A house near the street (v negative), lawn, drive, car, trees, perhaps a pool."""
    width = min(plan.uniform(*density.width_m), lot.width_m - (0.4 if density.lot_m[0] < 12 else 3))
    depth = plan.uniform(*density.depth_m)
    v = -lot.height_m / 2 + density.setback_m + depth / 2 + plan.uniform(-0.6, 1.2)
    house = lot.inner(plan.uniform(-0.3, 0.3), v, width, depth)
    if not plan.ground.free(house.shrunk(1.2).ring):
        return
    style = plan.style
    tone = plan.uniform(0.88, 1.12)
    yard = np.array(style.grass if plan.chance(0.72) else style.dry_grass) * tone
    plan.put("ground", lot.shrunk(0.25), truth=False, colour=tuple(yard), surface="grass")
    if density.lot_m[0] > 12:
        side = 1 if plan.chance(0.5) else -1
        drive = lot.inner(
            side * (lot.width_m / 2 - 2.4),
            -lot.height_m / 2 + (density.setback_m + depth) / 2,
            3.2,
            density.setback_m + depth * 0.8,
        )
        plan.put(
            "ground",
            drive,
            truth=False,
            colour=tuple(np.array(style.concrete) * plan.uniform(0.78, 1.0)),
            surface="concrete",
        )
        if plan.chance(0.5):
            plan.put("car", drive.inner(0, 0, 4.5, 1.8, np.pi / 2), truth=False, colour=car_colour(plan))
    elif plan.chance(0.5):
        patio = lot.inner(0, v + depth / 2 + 2.5, lot.width_m - 1, 4)
        plan.put(
            "ground",
            patio,
            truth=False,
            colour=tuple(np.array(style.concrete) * plan.uniform(0.75, 0.98)),
            surface="concrete",
        )
    colour = plan.choose(style.roofs, style.roof_weights)
    plan.put(
        "house",
        house,
        take=True,
        truth=False,
        colour=colour,
        roof=roof,
        wing=plan.choose((0, 0, -1, 1)) if density.lot_m[0] > 12 else 0,
        solar=plan.chance(0.06),
    )
    _garden(plan, lot, density, v + depth / 2)


def _garden(plan: Plan, lot: Site, density: Density, back: float) -> None:
    """Pool, shed and trees behind the house."""
    rear = lot.height_m / 2 - back
    if rear > 9 and plan.chance(density.pools):
        pool = lot.inner(
            plan.uniform(-0.2, 0.2) * lot.width_m,
            back + rear * 0.55,
            plan.uniform(7, 11),
            plan.uniform(3.6, 5),
        )
        plan.put("swimming_pool", pool, take=True, shape=plan.choose(("box", "kidney")))
    elif rear > 7 and plan.chance(0.25):
        plan.put(
            "house",
            lot.inner(plan.uniform(-0.35, 0.35) * lot.width_m, lot.height_m / 2 - 2.2, 3.2, 2.6),
            truth=False,
            colour=(124, 110, 98),
            roof="flat",
            height_m=2.2,
        )
    for _ in range(int(plan.rng.poisson(density.trees))):
        u = plan.uniform(-0.46, 0.46) * lot.width_m
        v = (
            plan.uniform(back + 1, lot.height_m / 2)
            if plan.chance(0.75)
            else plan.uniform(-0.5, -0.35) * lot.height_m
        )
        x, y = lot.points([(u, v)])[0]
        plan.tree(float(x), float(y), plan.uniform(1.5, 4.6 if density.trees > 2 else 3.2))


def homestead(plan: Plan, x: float, y: float, angle: float, farm: bool = True) -> None:
    """A lonely house or farm: house, barns, yard, garden trees, sometimes a pool."""
    style = plan.style
    yard = Site((x, y), angle, (70, 55))
    if not plan.ground.free(yard.ring):
        return
    ring = blob(plan.rng, x, y, 42, 34, 0.12, angle)
    plan.add(
        "ground",
        ring,
        truth=False,
        colour=tuple(np.array(style.grass) * 1.04),
        second=style.dry_grass,
        patchy=0.3,
    )
    plan.add(
        "ground",
        blob(plan.rng, *yard.point(4, 4), 17, 12, 0.15, angle),
        truth=False,
        colour=tuple(np.array(style.soil) * 1.1),
        surface="soil",
    )
    plan.put(
        "farmhouse" if farm else "house",
        yard.inner(-16, -10, plan.uniform(13, 18), 10),
        take=True,
        colour=plan.choose(style.roofs, style.roof_weights),
        roof="gable",
        wing=plan.choose((-1, 1)),
    )
    if farm:
        for u, v, w, d in ((14, -12, 26, 12), (20, 12, 34, 14)):
            plan.put(
                "hall",
                yard.inner(u, v, w * plan.uniform(0.8, 1.2), d),
                take=True,
                truth=False,
                roof="shallow",
                height_m=6,
                colour=plan.choose(((150, 92, 74), (146, 146, 142), (108, 100, 94), (176, 172, 164))),
            )
        if plan.chance(0.5):
            plan.put(
                "storage_tank",
                yard.inner(-2, 20, 6, 6),
                truth=False,
                radius_m=3,
                height_m=9,
                colour=(206, 206, 200),
            )
    elif plan.chance(0.5):
        plan.put("swimming_pool", yard.inner(-16, 8, 10, 5), take=True, shape="box")
    plan.ground.take(yard.shrunk(8).ring)
    start = plan.uniform(0, 6.3)
    for _ in range(22):
        t, r = start + abs(float(plan.rng.normal(0, 1.5))), plan.uniform(24, 46)
        plan.tree(x + r * float(np.cos(t)), y + r * 0.8 * float(np.sin(t)), plan.uniform(2.0, 5.2))
    if not farm or plan.chance(0.4):
        plan.add("sparse_housing", ring)
