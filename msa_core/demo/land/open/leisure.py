"""Laying out stadiums, sports grounds, schools, churches, parks, golf courses, squares, stations, centres."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built.ways import parking, put_vehicle, railway
from msa_core.demo.land.plans.geometry import Site, blob, smooth
from msa_core.demo.land.plans.plan import Plan


def school(plan: Plan, site: Site) -> None:
    """Teaching wings around a yard, a pitch or track, courts, a car park."""
    style = plan.style
    w, h = min(site.width_m, 300.0), min(site.height_m, 200.0)
    site = site.inner(0, 0, w, h)
    plan.put("lawn", site, truth=False, colour=tuple(style.grass), second=style.dry_grass, patchy=0.35)
    yard = site.inner(-w * 0.22, -h * 0.08, w * 0.5, h * 0.7)
    plan.put("square", yard, truth=False, material="concrete", joints_m=0, shade=0.88)
    colour = plan.choose(((190, 184, 174), (160, 92, 74), (214, 212, 206), (146, 146, 146)))
    deep = 16.0
    for u, v, a, b in ((0, -0.44, 0.94, 0), (-0.44, 0, 0, 0.8), (0.1, 0.3, 0.7, 0)):
        wing = yard.inner(
            u * yard.width_m, v * yard.height_m, max(deep, a * yard.width_m), max(deep, b * yard.height_m)
        )
        plan.put("school_building", wing, take=True, truth=False, colour=colour, height_m=12)
    if w > 210 and h > 120:
        plan.put(
            "running_track",
            site.inner(
                w * 0.26, 0, 150 if h < 190 else 176, 80 if h < 190 else 92, np.pi / 2 if h > 190 else 0.0
            ),
            take=True,
        )
    else:
        plan.put(
            "football_pitch",
            site.inner(w * 0.26, 0, min(h - 20, 96), min(w * 0.4, 60), np.pi / 2),
            take=True,
            worn=True,
        )
    for number in range(2):
        plan.put(
            "basketball_court",
            site.inner(-w * 0.34 + number * 36, h * 0.38, 32, 19),
            take=True,
            colour=(150, 84, 70),
            surround=(78, 118, 88),
        )
    plan.trees_along(np.vstack((site.ring, site.ring[:1])), 10, 1.5, 0.75)
    plan.add("school", site.ring, take=True)


def church(plan: Plan, site: Site) -> None:
    """A church on a green or paved place with trees."""
    plan.put(
        "square",
        site,
        truth=False,
        material="concrete",
        colour=tuple(np.array(plan.style.grass if plan.chance(0.5) else plan.style.concrete) * 0.97),
        joints_m=0,
    )
    plan.put(
        "church",
        site.inner(0, 0, 44, 17),
        take=True,
        colour=plan.choose(((150, 90, 72), (120, 122, 124), (96, 124, 112), (134, 100, 84))),
    )
    plan.trees_along(np.vstack((site.shrunk(4).ring, site.shrunk(4).ring[:1])), 11, 1, 0.7, (2.6, 4.6))


def park(plan: Plan, site: Site, pond: bool = True) -> None:
    """Lawns, groups of trees, winding paths, and perhaps a pond."""
    style = plan.style
    w, h = site.width_m, site.height_m
    plan.put(
        "park",
        site,
        colour=tuple(np.array(style.grass) * 1.03),
        second=tuple(np.array(style.dry_grass) * 0.97),
        patchy=0.3,
    )
    for _ in range(4):
        a, b = plan.rng.uniform(-0.5, 0.5, 2), plan.rng.uniform(-0.5, 0.5, 2)
        start, end = (-w / 2, a[0] * h), (w / 2, a[1] * h)
        if plan.chance(0.5):
            start, end = (a[0] * w, -h / 2), (a[1] * w, h / 2)
        line = smooth(site.points([start, (b[0] * w * 0.8, b[1] * h * 0.8), end]))
        plan.line("track_road", line, 3.0, truth=False, edge="none", paved=True, shade=1.28, lanes=0)
    if pond:
        spot = site.point(plan.uniform(-0.2, 0.2) * w, plan.uniform(-0.2, 0.2) * h)
        ring = blob(plan.rng, *spot, w * 0.16, h * 0.15, 0.3, site.angle)
        plan.add("pond", ring, take=True)
    for _ in range(int(w * h / 7000)):
        spot = site.point(plan.uniform(-0.46, 0.46) * w, plan.uniform(-0.46, 0.46) * h)
        plan.trees_in(blob(plan.rng, *spot, 32, 24, 0.3), 120, (2.4, 5.4))
    plan.trees_in(site.ring, 18, (2.2, 5.0))
    plan.trees_along(np.vstack((site.shrunk(4).ring, site.shrunk(4).ring[:1])), 9, 1, 0.85, (2.8, 4.6))
    plan.ground.take(site.ring)


def square(plan: Plan, site: Site) -> None:
    """A paved square with a fountain, paths and rows of trees."""
    plan.put("square", site, take=True, material="concrete", joints_m=8, shade=plan.uniform(0.95, 1.08))
    size = min(site.width_m, site.height_m)
    for turn in range(4):
        lawn = site.inner(0, 0, 0, 0, turn * np.pi / 2).inner(
            size * 0.27, size * 0.27, size * 0.28, size * 0.28
        )
        plan.put("ground", lawn, truth=False, colour=plan.style.grass, surface="grass")
        for a, b in ((-0.4, -0.4), (0.4, -0.4), (-0.4, 0.4), (0.4, 0.4)):
            x, y = lawn.points([(a * lawn.width_m, b * lawn.height_m)])[0]
            plan.trees.append((float(x), float(y), plan.uniform(2, 3.4), plan.style.species(plan.rng)))
    plan.put(
        "storage_tank",
        site.inner(0, 0, 1, 1),
        truth=False,
        radius_m=size * 0.08,
        height_m=1,
        colour=(196, 190, 180),
        roof="floating",
    )
    plan.put(
        "storage_tank",
        site.inner(0, 0, 1, 1),
        truth=False,
        radius_m=size * 0.02 + 0.6,
        height_m=9,
        colour=(206, 200, 190),
    )


def station(plan: Plan, site: Site, tracks: int = 8) -> None:
    """A railway station along u: tracks, platforms with roofs, trains, a hall and a forecourt (negative v)."""
    w = site.width_m
    hall_m, platform_m = min(w * 0.2, 150.0), min(w * 0.5, 400.0)
    pair = 15.0
    for number in range(tracks // 2):
        v = site.height_m / 2 - 8 - number * pair
        railway(
            plan,
            site.points([(-w / 2, v), (-w / 4, v), (w / 4, v), (w / 2, v)]),
            2,
            1 if plan.chance(0.7) else 0,
        )
        platform = site.inner(0, v - pair / 2, platform_m, 5.0)
        plan.put("yard", platform, truth=False, material="concrete", joints_m=0, shade=1.04, height_m=0.8)
        plan.put(
            "hall",
            platform.inner(0, 0, platform.width_m * 0.8, 4.4),
            truth=False,
            colour=(170, 172, 174),
            height_m=5,
            roof="ribbed",
        )
    top = site.height_m / 2 - (tracks // 2) * pair - 22
    plan.put(
        "terminal",
        site.inner(0, top, hall_m, 26),
        take=True,
        truth=False,
        colour=plan.choose(((196, 190, 180), (150, 96, 78), (206, 208, 208))),
        height_m=16,
    )
    plan.put("square", site.inner(0, top - 38, hall_m * 0.9, 46), take=True, truth=False, joints_m=8)
    parking(plan, site.inner(hall_m * 1.05, top - 24, hall_m * 0.9, 52), 0.8)
    plan.add("railway_station", site.inner(0, 0, platform_m * 1.1, site.height_m).ring, take=True)


def centre(plan: Plan, site: Site) -> None:
    """Office towers and shops on paved ground."""
    plan.put("square", site, truth=False, joints_m=12, shade=0.9)
    plan.add("commercial", site.ring)
    columns, rows = max(1, int(site.width_m / 58)), max(1, int(site.height_m / 52))
    for column in range(columns):
        for row in range(rows):
            u = -site.width_m / 2 + (column + 0.5) * site.width_m / columns
            v = -site.height_m / 2 + (row + 0.5) * site.height_m / rows
            spot = site.inner(
                u, v, site.width_m / columns - plan.uniform(9, 20), site.height_m / rows - plan.uniform(9, 18)
            )
            colour = plan.choose(
                ((176, 178, 180), (140, 146, 152), (204, 202, 196), (120, 126, 132), (160, 148, 134))
            )
            if plan.chance(0.45):
                plan.put(
                    "tower",
                    spot,
                    take=True,
                    truth=False,
                    colour=colour,
                    height_m=plan.uniform(32, 62),
                    helipad=plan.chance(0.12),
                )
            else:
                plan.put(
                    "office",
                    spot,
                    take=True,
                    truth=False,
                    colour=colour,
                    height_m=plan.uniform(12, 28),
                    court=plan.chance(0.2),
                )
    plan.trees_in(site.ring, 30, (1.8, 3.2))


def mall(plan: Plan, site: Site) -> None:
    """A shopping centre: a huge flat roof and a car park in front (negative v)."""
    w, h = site.width_m, site.height_m
    plan.put("ground", site, truth=False, colour=tuple(np.array(plan.style.grass) * 0.98))
    for u, v, a, b in ((0, 0.26, 0.6, 0.34), (-0.36, 0.22, 0.2, 0.42), (0.36, 0.24, 0.2, 0.38)):
        plan.put(
            "shop",
            site.inner(u * w, v * h, a * w, b * h),
            take=True,
            truth=False,
            height_m=plan.uniform(9, 13),
            colour=plan.choose(((206, 204, 198), (190, 188, 184), (222, 222, 218))),
        )
    parking(plan, site.inner(0, -h * 0.22, w * 0.94, h * 0.48), plan.uniform(0.5, 0.95))
    plan.add("shopping_centre", site.ring, take=True)
    for _ in range(8):
        x, y = site.points([(plan.uniform(-0.45, 0.45) * w, h * 0.47)])[0]
        put_vehicle(plan, float(x), float(y), site.angle, 0.8)
