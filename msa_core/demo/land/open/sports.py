"""Laying out stadiums, sports grounds, baseball diamonds, golf courses and open-air baths."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built.ways import parking, road
from msa_core.demo.land.plans.geometry import Site, blob, ellipse, ribbon, smooth
from msa_core.demo.land.plans.plan import Plan

COURTS = (
    ((70, 106, 152), (72, 118, 88)),
    ((176, 96, 70), (150, 84, 64)),
    ((78, 124, 92), (150, 88, 72)),
    ((74, 112, 160), (92, 130, 176)),
    ((84, 130, 96), (62, 100, 76)),
)


SEATS = ((62, 92, 156), (166, 62, 58), (120, 124, 128), (206, 170, 70), (70, 118, 96))


def stadium(plan: Plan, site: Site, with_track: bool = False, lots: bool = True) -> None:
    """An arena with a pitch, stands, a roof, and (with ``lots``) car parks beside it; u is the pitch's length."""
    style = plan.style
    outer_w, outer_h = (252.0, 196.0) if with_track else (222.0, 176.0)
    arena = site.inner(0, 0, outer_w, outer_h)
    forecourt = ellipse(site.x, site.y, outer_w / 2 + 30, outer_h / 2 + 30, site.angle, 60, 2.6)
    plan.add(
        "ground", forecourt, truth=False, colour=tuple(np.array(style.concrete) * 0.95), surface="concrete"
    )
    inner = (91.0, 49.0) if with_track else (61.0, 41.0)
    power = 2.3 if with_track else plan.choose((2.6, 3.6, 5.0))
    traits = {"inner_w": inner[0], "inner_h": inner[1], "power": power, "seats": plan.choose(SEATS)}
    plan.put("stadium_stands", arena, truth=False, **traits, colour=(214, 214, 210))
    field = ellipse(site.x, site.y, inner[0], inner[1], site.angle, 60, power)
    plan.add("ground", field, truth=False, colour=tuple(np.array(style.grass) * 0.98), surface="grass")
    if with_track:
        plan.put("running_track", site.inner(0, 0, 176, 92), truth=False)
    plan.put("football_pitch", site.inner(0, 0, 105, 68), truth=False, stripes=True, colour=(88, 132, 62))
    plan.put(
        "stadium_roof",
        arena,
        truth=False,
        **traits,
        colour=plan.choose(((228, 228, 226), (206, 210, 214), (190, 194, 198))),
        cover=plan.choose(("all", "all", "sides")),
        reach=plan.uniform(0.5, 0.8),
    )
    plan.add(
        "stadium", ellipse(site.x, site.y, outer_w / 2, outer_h / 2, site.angle, 40, power), track=with_track
    )
    plan.ground.take(forecourt)
    if lots:
        for side in (-1, 1):
            wide = (site.width_m - outer_w) / 2 - 50
            if wide > 40:
                parking(
                    plan,
                    site.inner(side * (outer_w / 2 + 40 + wide / 2), 0, wide, min(site.height_m - 20, 160)),
                    plan.uniform(0.5, 0.95),
                )
        tall = (site.height_m - outer_h) / 2 - 46
        if tall > 22:
            parking(
                plan, site.inner(0, outer_h / 2 + 40 + tall / 2, outer_w * 1.2, tall), plan.uniform(0.5, 0.95)
            )


def sports_ground(plan: Plan, site: Site) -> None:
    """A track or pitch, tennis courts, a baseball diamond, as many as fit in rows along u."""
    style = plan.style
    plan.put(
        "lawn",
        site,
        truth=False,
        colour=tuple(np.array(style.grass) * 1.02),
        second=style.dry_grass,
        patchy=0.3,
    )
    at = -site.width_m / 2 + 8
    single = {"track", "football", "baseball"}
    while True:
        room = site.width_m / 2 - 8 - at
        options = [
            (name, size)
            for name, size in (
                ("track", 180.0),
                ("football", 80.0),
                ("baseball", 120.0),
                ("tennis", 80.0),
                ("basket", 40.0),
            )
            if size <= room
            and (name in single or name in ("tennis", "basket"))
            and (name != "track" or site.height_m > 100)
            and (name != "football" or site.height_m > 118)
        ]
        if not options:
            break
        name, size = plan.choose(options)
        _ground(plan, site.inner(at + size / 2, 0, size - 6, site.height_m - 12), name)
        single.discard(name)
        at += size
    edge = np.vstack((site.ring, site.ring[:1]))
    plan.trees_along(edge, 9, 1.5, 0.7)
    plan.ground.take(site.ring)


def _ground(plan: Plan, site: Site, name: str) -> None:
    if name == "track":
        plan.put(
            "running_track",
            site.inner(0, 0, 176, 92),
            take=True,
            colour=plan.choose(((166, 84, 68), (176, 92, 76), (86, 110, 150))),
        )
        plan.put(
            "football_pitch",
            site.inner(0, 0, 100, 64),
            truth=False,
            colour=(86, 126, 64),
            stripes=plan.chance(0.7),
        )
        plan.put("stand", site.inner(0, 56, 70, 9), truth=False)
    elif name == "football":
        plan.put(
            "football_pitch",
            site.inner(0, 0, 102, 66, np.pi / 2),
            take=True,
            stripes=plan.chance(0.6),
            worn=plan.chance(0.5),
            colour=plan.choose(((92, 128, 66), (78, 120, 66), (110, 132, 76))),
        )
    elif name == "baseball":
        size = min(site.width_m - 6, 112.0)
        plan.put(
            "baseball_field", site.inner(0, 0, size, size, plan.choose((0, 1, 2, 3)) * np.pi / 2), take=True
        )
    elif name == "tennis":
        colour, surround = plan.choose(COURTS)
        for row in range(max(1, min(3, int(site.height_m / 40)))):
            for number in range(4):
                plan.put(
                    "tennis_court",
                    site.inner(-27 + 18 * number, (row - 0.5) * 38, 36, 18, np.pi / 2),
                    take=True,
                    colour=colour,
                    surround=surround,
                )
    else:
        colour, surround = plan.choose((((150, 84, 70), (78, 118, 88)), ((92, 130, 100), (150, 86, 70))))
        for row in range(max(1, min(3, int(site.height_m / 34)))):
            plan.put(
                "basketball_court",
                site.inner(0, (row - 0.5) * 21, 32, 19),
                take=True,
                colour=colour,
                surround=surround,
            )


def diamonds(plan: Plan, site: Site) -> None:
    """Four baseball fields with their home plates together."""
    plan.put(
        "lawn",
        site,
        truth=False,
        colour=tuple(np.array(plan.style.grass) * 1.02),
        second=plan.style.dry_grass,
        patchy=0.3,
    )
    size = min(126.0, min(site.width_m, site.height_m) / 2 - 14)
    for turn in range(4):
        field = Site(site.middle, site.angle + turn * np.pi / 2, (0, 0)).inner(
            size / 2 + 11, size / 2 + 11, size, size
        )
        plan.put("baseball_field", field, take=True, colour=(188, 128, 86))
    plan.put("ground", site.inner(0, 0, 20, 20), truth=False, colour=plan.style.concrete, surface="concrete")
    plan.put("house", site.inner(0, 0, 9, 9), truth=False, colour=(120, 84, 70), roof="hip")
    plan.trees_along(np.vstack((site.ring, site.ring[:1])), 10, 2, 0.7)


def golf(plan: Plan, site: Site) -> None:
    """Fairways, greens with bunkers, ponds, and belts of trees."""
    style = plan.style
    plan.put(
        "lawn",
        site,
        truth=False,
        colour=tuple(np.array(style.grass) * 0.97),
        second=style.dry_grass,
        patchy=0.3,
    )
    plan.add("golf_course", site.ring)
    for _ in range(int(site.width_m * site.height_m / 24000)):
        hole = site.inner(
            plan.uniform(-0.3, 0.3) * site.width_m,
            plan.uniform(-0.38, 0.38) * site.height_m,
            0,
            0,
            plan.uniform(-0.9, 0.9) + plan.choose((0, np.pi)),
        )
        half, bend = plan.uniform(90, 150), plan.uniform(-45, 45)
        line = smooth(
            hole.points([(-half, -bend / 3), (-half / 3, bend), (half / 3, bend * 0.7), (half, -bend / 2)]),
            rounds=4,
        )
        side = ribbon(line, 26 + 8 * np.sin(np.linspace(0, 9, len(line))))
        if not plan.ground.free(side):
            continue
        plan.ground.take(ribbon(line, 50))
        plan.add("fairway", side, truth=False, shade=1.1)
        end = (float(line[-1][0]), float(line[-1][1]))
        plan.add("fairway", blob(plan.rng, *end, 16, 13, 0.15), truth=False, shade=1.22)
        for _ in range(3):
            t = plan.uniform(0, 6.3)
            plan.add(
                "bunker",
                blob(
                    plan.rng,
                    end[0] + 21 * np.cos(t),
                    end[1] + 20 * np.sin(t),
                    plan.uniform(5, 8),
                    plan.uniform(4, 6),
                    0.3,
                ),
                truth=False,
            )
        if plan.chance(0.35):
            spot = hole.point(plan.uniform(-40, 40), bend + 44)
            plan.add("pond", blob(plan.rng, *spot, plan.uniform(16, 30), 15, 0.2), take=True)
    plan.trees_in(site.ring, 75, (2.2, 4.8))
    plan.ground.take(site.ring)


def baths(plan: Plan, site: Site) -> None:
    """An open-air bath: a lane pool and a round one on lawns."""
    plan.put("lawn", site, truth=False, colour=tuple(np.array(plan.style.grass) * 1.06))
    plan.put("swimming_pool", site.inner(-site.width_m * 0.15, 0, 50, 21), take=True, shape="box", lanes=8)
    plan.put("swimming_pool", site.inner(site.width_m * 0.26, 0, 30, 18), take=True, shape="kidney")
    plan.trees_in(site.ring, 40)
    plan.ground.take(site.ring)
    road(
        plan,
        site.points([(-site.width_m / 2, site.height_m / 2), (site.width_m / 2, site.height_m / 2)]),
        6,
        traffic=5,
    )
