"""Laying out airports: runways, taxiways, terminals with gates, aircraft, hangars."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built.ways import parking, put_vehicle, road
from msa_core.demo.land.plans.geometry import Site, smooth
from msa_core.demo.land.plans.plan import Plan

TAILS = (
    (42, 74, 140),
    (178, 44, 46),
    (226, 226, 222),
    (38, 110, 92),
    (214, 140, 44),
    (70, 74, 92),
    (110, 48, 110),
)


def airliner(plan: Plan, site: Site, u: float, v: float, turn: float, length_m: float | None = None) -> None:
    """One aircraft, nose along the site's u turned by ``turn``."""
    size = length_m or plan.choose((37.6, 39.5, 44.5, 33.8, 62.0, 70.0), (5, 5, 3, 3, 1.5, 1))
    span = size * plan.uniform(0.86, 0.95)
    plan.put(
        "plane",
        site.inner(u, v, size, span, turn),
        truth=True,
        colour=plan.choose(((236, 236, 234), (226, 228, 230), (206, 210, 214))),
        tail=plan.choose(TAILS),
        engines=4 if size > 65 else 2,
    )


def light_plane(plan: Plan, site: Site, u: float, v: float, turn: float) -> None:
    """A small propeller aircraft."""
    plan.put(
        "plane",
        site.inner(u, v, 8.5, 11.0, turn),
        colour=plan.choose(((236, 236, 232), (220, 214, 200))),
        tail=plan.choose(TAILS),
        prop=True,
    )


def airport(plan: Plan, site: Site, piers: int = 2, second_runway: bool = False) -> None:
    """A whole airport: runways along u at negative v, the terminal and car parks at positive v."""
    style, w, h = plan.style, site.width_m, site.height_m
    plan.put(
        "lawn",
        site,
        truth=False,
        colour=tuple(np.array(style.grass) * 1.04 + (8, 4, 0)),
        second=style.dry_grass,
        patchy=0.45,
    )
    plan.add("airport", site.ring)
    run_v = -h / 2 + 110
    plan.put("runway", site.inner(0, run_v, w - 260, 46), take=True, shade=plan.uniform(0.8, 0.95))
    if second_runway:
        plan.put(
            "runway",
            site.inner(w * 0.04, run_v + 230, w * 0.74, 46),
            take=True,
            shade=plan.uniform(0.85, 1.0),
        )
    taxi_v = run_v + (380 if second_runway else 180)
    _taxiways(plan, site, run_v, taxi_v)
    apron_top = taxi_v + 40
    apron_h = min(330.0, h / 2 - apron_top - 130)
    apron = site.inner(0, apron_top + apron_h / 2, w * 0.62, apron_h)
    plan.put("apron", apron, take=True, material="concrete", joints_m=15, shade=plan.uniform(0.94, 1.03))
    terminal(plan, apron, piers)
    _landside(plan, site, apron)
    _hangars(plan, site, taxi_v)
    airliner(plan, site, plan.uniform(-0.3, 0.3) * w, run_v, 0.0 if plan.chance(0.5) else np.pi)
    for _ in range(3):
        airliner(plan, site, plan.uniform(-0.4, 0.4) * w, taxi_v, 0.0 if plan.chance(0.5) else np.pi)
    plan.ground.take(site.ring)


def _taxiways(plan: Plan, site: Site, run_v: float, taxi_v: float) -> None:
    half = site.width_m / 2 - 150
    plan.add("taxiway", site.points([(-half, taxi_v), (half, taxi_v)]), width_m=23.0, truth=False)
    for end in (-1, 1):
        ring = smooth(
            site.points(
                [(end * half, taxi_v), (end * (half + 0), (taxi_v + run_v) / 2), (end * (half - 6), run_v)]
            )
        )
        plan.add("taxiway", ring, width_m=23.0, truth=False)
    for place in (-0.5, -0.14, 0.18, 0.55):
        u = place * half
        lean = 90 if place < 0 else -90
        line = smooth(site.points([(u, taxi_v), (u - lean * 0.4, (taxi_v + run_v) / 2), (u - lean, run_v)]))
        plan.add("taxiway", line, width_m=23.0, truth=False)


def terminal(plan: Plan, apron: Site, piers: int) -> None:
    """The building at the far side of the apron (positive v) with piers into it and aircraft at their gates."""
    roof = plan.choose(((222, 222, 218), (196, 200, 202), (176, 178, 180)))
    w, bottom = apron.width_m, apron.height_m / 2
    hall = apron.inner(0, bottom + 22, w * 0.62, 62)
    plan.put("terminal", hall, take=True, colour=roof, height_m=16)
    if piers == 0:
        for u in np.arange(-w * 0.28, w * 0.29, 52.0):
            if plan.chance(0.8):
                _gate(plan, apron, float(u), bottom - 9, -np.pi / 2)
    reach = apron.height_m - 95
    for number in range(piers):
        u = (-0.5 + (number + 0.5) / piers) * w * 0.62
        pier = apron.inner(u, bottom - reach / 2 - 5, 26, reach)
        plan.put("terminal", pier, take=True, truth=False, colour=roof, height_m=13)
        plan.put(
            "terminal",
            apron.inner(u, bottom - reach - 8, 44, 30),
            take=True,
            truth=False,
            colour=roof,
            height_m=14,
        )
        for v in np.arange(bottom - reach + 14, bottom - 24, 48.0):
            for side in (-1, 1):
                if plan.chance(0.82):
                    _gate(plan, apron, u + side * 13, float(v), 0.0 if side > 0 else np.pi)
    _open_apron(plan, apron, piers)


def _open_apron(plan: Plan, apron: Site, piers: int) -> None:
    """Aircraft on stands away from the building, clear of the piers' ends, and service vehicles."""
    w = apron.width_m
    ends = [(-0.5 + (number + 0.5) / piers) * w * 0.62 for number in range(piers)]
    for u in np.arange(-w * 0.46, w * 0.47, 56.0):
        if plan.chance(0.6) and all(abs(u - end) >= 36 for end in ends):
            airliner(plan, apron, float(u), -apron.height_m / 2 + 32, -np.pi / 2, 39.5)
    for _ in range(26):
        x, y = apron.point(plan.uniform(-0.48, 0.48) * w, plan.uniform(-0.4, 0.46) * apron.height_m)
        put_vehicle(plan, x, y, apron.angle + plan.choose((0, np.pi / 2)), 0.5)


def _gate(plan: Plan, apron: Site, u: float, v: float, away: float) -> None:
    """An aircraft nose in at a wall at (u, v) whose outward direction is ``away``, with its bridge."""
    length_m = plan.choose((37.6, 39.5, 44.5, 33.8, 57.0), (5, 5, 2, 2, 1))
    du, dv = float(np.cos(away)), float(np.sin(away))
    airliner(plan, apron, u + du * (length_m / 2 + 6), v + dv * (length_m / 2 + 6), away + np.pi, length_m)
    bridge = apron.inner(u + du * 9 - dv * 8, v + dv * 9 + du * 8, 20, 3.6, away + 0.25)
    plan.put("terminal", bridge, truth=False, colour=(176, 178, 182), height_m=6)


def _landside(plan: Plan, site: Site, apron: Site) -> None:
    """Access road, car parks and a hotel behind the terminal."""
    bottom = apron.height_m / 2 + 58
    x0 = -site.width_m * 0.3
    road(
        plan,
        apron.points(
            [
                (-site.width_m / 2, bottom + 14),
                (x0, bottom + 14),
                (-x0, bottom + 14),
                (site.width_m / 2, bottom + 14),
            ]
        ),
        15,
        lanes=4,
        traffic=30,
        edge="pavement",
    )
    for number in range(4):
        u = (-0.36 + 0.24 * number) * site.width_m * 0.62
        lot = apron.inner(u, bottom + 68, site.width_m * 0.13, 84)
        parking(plan, lot, plan.uniform(0.55, 0.9), trees=True)
    for u in (-0.36, 0.36):
        plan.put(
            "office",
            apron.inner(u * site.width_m, bottom + 50, 60, 18),
            take=True,
            truth=False,
            colour=(190, 186, 180),
            height_m=20,
        )


def _hangars(plan: Plan, site: Site, taxi_v: float) -> None:
    """Hangars with light aircraft at both ends."""
    for end in (-1, 1):
        yard = site.inner(end * site.width_m * 0.4, taxi_v + 92, site.width_m * 0.15, 130)
        plan.put("apron", yard, take=True, truth=False, material="asphalt", joints_m=0, shade=1.1)
        for number in range(3):
            size = min(72.0, yard.width_m / 3 - 14)
            spot = yard.inner((number - 1) * yard.width_m / 3, 36, size, 44)
            plan.put(
                "hangar",
                spot,
                take=True,
                colour=plan.choose(((206, 208, 206), (150, 160, 168), (128, 148, 136))),
                height_m=15,
                roof="shallow",
            )
        for number in range(int(plan.rng.integers(4, 10))):
            u = -yard.width_m / 2 + 12 + number * 15.0
            if u < yard.width_m / 2 - 8:
                light_plane(plan, yard, u, -36, -np.pi / 2 + plan.uniform(-0.1, 0.1))


def airstrip(plan: Plan, site: Site) -> None:
    """A small airfield: one short runway, an apron with light aircraft, a hangar."""
    plan.put(
        "lawn",
        site,
        truth=False,
        colour=tuple(np.array(plan.style.grass) * 1.06),
        second=plan.style.dry_grass,
        patchy=0.4,
    )
    plan.put("runway", site.inner(0, -site.height_m / 2 + 45, site.width_m - 160, 26), take=True, shade=0.98)
    apron = site.inner(0, 20, site.width_m * 0.3, 90)
    plan.put("apron", apron, take=True, material="asphalt", joints_m=0, shade=1.06)
    for u in np.arange(-apron.width_m / 2 + 10, apron.width_m / 2 - 6, 15.0):
        for v in (-28, 0):
            if plan.chance(0.7):
                light_plane(plan, apron, float(u), v, -np.pi / 2)
    plan.put(
        "hangar", apron.inner(0, 34, 60, 24), take=True, colour=(190, 192, 188), height_m=9, roof="shallow"
    )
    plan.add("airport", site.ring, take=True)
