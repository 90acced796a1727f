"""Laying out roads, traffic on them, and cars on parking lots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from msa_core.demo.land.plans.geometry import (
    Points,
    Site,
    beside,
    directions,
    ellipse,
    length,
    resample,
    smooth,
)
from msa_core.demo.land.plans.plan import Feature, Plan

CARS = (
    (232, 232, 230),
    (196, 198, 202),
    (146, 148, 152),
    (88, 90, 94),
    (44, 46, 50),
    (150, 44, 42),
    (48, 72, 124),
    (120, 116, 104),
    (206, 196, 170),
)
CAR_WEIGHTS = (26, 18, 12, 9, 16, 7, 7, 3, 2)


def car_colour(plan: Plan) -> tuple[int, int, int]:
    """White, silver and dark cars are common; red and blue ones are not."""
    return plan.choose(CARS, CAR_WEIGHTS)


def road(
    plan: Plan,
    points: Sequence[tuple[float, float]] | Points,
    width_m: float = 7.5,
    *,
    kind: str = "road",
    lanes: int = 2,
    traffic: float = 10.0,
    curved: bool = True,
    **traits: Any,
) -> Points:
    """A road along ``points`` with ``traffic`` cars per kilometre; returns its middle line."""
    line = smooth(points) if curved and len(points) > 2 else np.asarray(points, float)
    plan.line(kind, line, width_m, lanes=lanes, truth=kind == "road", **traits)
    plan.ground.take_line(line, width_m + 5)
    if traffic > 0:
        cars_on(plan, line, width_m, traffic)
    return line


def cars_on(plan: Plan, line: Points, width_m: float, per_km: float) -> None:
    """Cars and some trucks that drive on the right of ``line``."""
    spots = resample(line, 4.0)
    along = directions(spots)
    for _ in range(int(plan.rng.poisson(per_km * length(line) / 1000))):
        index = int(plan.rng.integers(len(spots)))
        side = 1 if plan.chance(0.5) else -1
        lane = width_m / 4 if width_m < 13 else plan.choose((0.16, 0.36)) * width_m
        dx, dy = along[index] * side
        x, y = spots[index] + (-dy * lane, dx * lane)
        put_vehicle(plan, float(x), float(y), float(np.arctan2(dy, dx)), 0.1 if width_m > 7 else 0.02)


def put_vehicle(plan: Plan, x: float, y: float, angle: float, truck_share: float = 0.0) -> None:
    """One car, or a truck with the given chance."""
    if plan.chance(truck_share):
        colour = plan.choose(((224, 224, 220), (170, 168, 160), (64, 92, 140), (150, 60, 50)))
        plan.put("truck", Site((x, y), angle, (plan.uniform(9, 15), 2.6)), truth=False, colour=colour)
    else:
        plan.put(
            "car", Site((x, y), angle, (plan.uniform(4.0, 4.9), 1.85)), truth=False, colour=car_colour(plan)
        )


def parking(plan: Plan, site: Site, filled: float = 0.7, trees: bool = True, **traits: Any) -> None:
    """A parking lot with double rows of bays along u, cars in ``filled`` of them."""
    half = site.height_m / 2
    bays: list[tuple[float, int]] = []
    v = -half + 1.0
    while v + 5 <= half:
        bays.append((v, 1))
        if v + 5 + 6.5 + 5 <= half:
            bays.append((v + 16.5, -1))
        v += 16.5
    cars = 0
    start = len(plan.features)
    for v, side in bays:
        for u in np.arange(-site.width_m / 2 + 5.3, site.width_m / 2 - 5, 2.6):
            if plan.rng.random() < filled * (0.6 + 0.8 * (np.sin(u * 0.05 + v) * 0.5 + 0.5)):
                turn = np.pi / 2 if plan.chance(0.5) else -np.pi / 2
                spot = site.inner(
                    float(u),
                    v + side * 2.6,
                    plan.uniform(4.0, 4.8),
                    1.8,
                    turn + float(plan.rng.normal(0, 0.03)),
                )
                plan.put("car", spot, truth=False, colour=car_colour(plan))
                cars += 1
        if trees and side == 1 and plan.chance(0.7):
            for u in np.arange(-site.width_m / 2 + 8, site.width_m / 2 - 6, 18.0):
                x, y = site.points([(u, v)])[0]
                plan.trees.append((float(x), float(y), plan.uniform(1.4, 2.4), plan.style.species(plan.rng)))
    lot = len(plan.features)
    plan.put("parking_lot", site, take=True, bays=bays, cars=cars, shade=plan.uniform(0.85, 1.08), **traits)
    plan.features.insert(start, plan.features.pop(lot))  # the ground before the cars


def crossing(plan: Plan, x: float, y: float, angle: float, width_m: float, zebra: bool = True) -> None:
    """The bare asphalt of two roads that meet."""
    plan.put("junction", Site((x, y), angle, (width_m + 1, width_m + 1)), truth=zebra, zebra=zebra)


def roundabout(plan: Plan, x: float, y: float, radius_m: float = 24.0, cars: int = 4) -> None:
    """A roundabout; lay the roads that meet there before or after, as you like."""
    site = Site((x, y), 0.0, (2 * radius_m, 2 * radius_m))
    island = radius_m - 9.0
    plan.put("roundabout", site, take=True, radius_m=radius_m, island_m=island)
    for _ in range(cars):
        t = plan.uniform(0, 2 * np.pi)
        r = island + 1 + plan.uniform(2.5, 5.5)
        put_vehicle(plan, x + r * float(np.cos(t)), y + r * float(np.sin(t)), t - float(np.pi) / 2)
    for t in np.linspace(0, 2 * np.pi, 7)[:-1]:
        plan.trees.append(
            (
                x + island * 0.62 * float(np.cos(t)),
                y + island * 0.62 * float(np.sin(t)),
                2.2,
                plan.style.species(plan.rng),
            )
        )


def cloverleaf(plan: Plan, x: float, y: float, angle: float, arm_m: float = 330.0) -> None:
    """Two motorways on two levels with four loops and four slip roads between them."""
    site = Site((x, y), angle, (2 * arm_m, 2 * arm_m))
    plan.add(
        "lawn",
        ellipse(x, y, arm_m * 0.8, arm_m * 0.8, angle),
        truth=False,
        colour=plan.style.grass,
        second=plan.style.dry_grass,
        patchy=0.35,
    )
    radius = arm_m * 0.19
    turn_angles = np.linspace(np.pi, -np.pi / 2, 36)
    for turn in range(4):
        arm = Site((x, y), angle + turn * np.pi / 2, (0, 0))
        loop = arm.points(9 + radius + radius * np.column_stack((np.cos(turn_angles), np.sin(turn_angles))))
        road(plan, loop, 7.0, lanes=1, traffic=12, curved=False, edge="shoulder", kind="street")
        slip = arm.points(
            smooth(
                [(arm_m, 9), (arm_m * 0.62, 16), (arm_m * 0.40, arm_m * 0.40), (16, arm_m * 0.62), (9, arm_m)]
            )
        )
        road(plan, slip, 7.0, lanes=1, traffic=12, curved=False, edge="shoulder", kind="street")
    low, high = site.points([(0, -arm_m), (0, arm_m)]), site.points([(-arm_m, 0), (arm_m, 0)])
    road(plan, resample(low, 20), 24, lanes=6, traffic=50, divided=True, curved=False)
    deck = resample(high, 20)
    road(plan, deck, 24, lanes=6, traffic=0, divided=True, curved=False)
    middle = site.points([(-34, 0), (34, 0)])
    deck_traits = {"width_m": 24.0, "height_m": 7.0, "lanes": 6, "divided": True}
    plan.features.append(Feature(kind="viaduct", ring=middle, traits=deck_traits, site=None, is_truth=False))
    cars_on(plan, deck, 24, 50)
    plan.add("interchange", site.ring)


def bridge(plan: Plan, line: Points, width_m: float, lanes: int = 2, **traits: Any) -> None:
    """The deck of a road over water along ``line`` (the road itself is laid as usual)."""
    plan.features.append(
        Feature(
            kind="bridge", ring=line, traits={"width_m": width_m, "height_m": 7.0, "lanes": lanes, **traits}
        )
    )


def railway(
    plan: Plan, points: Sequence[tuple[float, float]] | Points, tracks: int = 2, trains: int = 1
) -> Points:
    """A railway with ``trains`` of passenger carriages or wagons."""
    line = smooth(points) if len(points) > 2 else np.asarray(points, float)
    plan.line("railway", line, tracks * 4.6 + 3, tracks=tracks)
    spots = resample(line, 24.6)
    for _ in range(trains):
        cars = int(plan.rng.integers(5, 14))
        if len(spots) <= cars + 2:
            continue
        first = int(plan.rng.integers(len(spots) - cars - 1))
        row = beside(spots, (int(plan.rng.integers(tracks)) - (tracks - 1) / 2) * 4.6)
        colour = plan.choose(((186, 54, 48), (216, 214, 208), (64, 92, 142), (112, 84, 70), (96, 100, 104)))
        for (x, y), (dx, dy) in zip(
            row[first : first + cars], directions(row)[first : first + cars], strict=True
        ):
            plan.put(
                "train",
                Site((float(x), float(y)), float(np.arctan2(dy, dx)), (24.0, 2.9)),
                truth=False,
                colour=colour,
            )
    return line
