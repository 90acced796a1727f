"""Landscapes of chance for training tiles: a patchwork of sites, coasts, deserts, mountains, in any light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from msa_core.demo import airfield, country, housing, leisure, scenes, seaside, ways, works
from msa_core.demo.geometry import Site, beside, blob, resample, ribbon, smooth
from msa_core.demo.plan import Plan
from msa_core.demo.style import STYLES, Colour, Style

Fill = Callable[[Plan, Site], None]


def vary(style: Style, rng: np.random.Generator) -> Style:
    """Another region, season, hour and camera, not far from ``style``."""

    def shifted(colour: Colour, amount: float) -> Colour:
        gain = rng.normal(1, amount)
        moved = np.clip(np.array(colour) * gain + rng.normal(0, 60 * amount, 3), 8, 245)
        return float(moved[0]), float(moved[1]), float(moved[2])

    names = ("grass", "dry_grass", "soil", "sand", "forest", "conifer", "deep", "shallow", "sea_deep", "sea_shallow")
    colours = {name: shifted(getattr(style, name), 0.085) for name in names}
    asphalt, concrete = shifted(style.asphalt, 0.07), shifted(style.concrete, 0.06)
    tint = 1 + rng.normal(0, 0.025, 3)
    return replace(
        style, **colours, asphalt=asphalt, concrete=concrete, conifers=float(rng.uniform(0, 0.7)),
        sun_azimuth=float(rng.uniform(1.6, 4.0)), sun_height=float(rng.uniform(0.6, 1.05)), haze=float(rng.uniform(0, 0.12)),
        contrast=float(rng.uniform(0.9, 1.16)), saturation=float(rng.uniform(0.68, 1.12)),
        tint=(float(tint[0]), float(tint[1]), float(tint[2])))


def _houses(kind: housing.Density) -> Fill:
    return lambda plan, site: housing.quarter(plan, site, kind)


def _wood(plan: Plan, site: Site) -> None:
    country.wood(plan, blob(plan.rng, site.x, site.y, site.width_m * 0.46, site.height_m * 0.44, 0.15), plan.uniform(0, 1))


def _pond(plan: Plan, site: Site) -> None:
    ring = blob(plan.rng, site.x, site.y, site.width_m * plan.uniform(0.12, 0.34), site.height_m * plan.uniform(0.12, 0.3), 0.2, plan.uniform(0, 3))
    plan.add("pond", ring, take=True, deep=plan.choose(((58, 78, 62), (92, 112, 98), (40, 52, 50), (126, 132, 104))))
    plan.trees_along(np.vstack((ring, ring[:1])) + plan.rng.normal(0, 4), 9, 4, plan.uniform(0, 0.8))


def _lake(plan: Plan, site: Site) -> None:
    country.lake(plan, blob(plan.rng, site.x, site.y, site.width_m * 0.45, site.height_m * 0.4, 0.25), int(plan.rng.integers(0, 3)))


def _farm(plan: Plan, site: Site) -> None:
    housing.homestead(plan, site.x, site.y, plan.uniform(0, 3), farm=plan.chance(0.5))


def _villa_in_wood(plan: Plan, site: Site) -> None:
    housing.homestead(plan, site.x, site.y, plan.uniform(0, 3), farm=False)
    _wood(plan, site)


def _stadium(plan: Plan, site: Site) -> None:
    leisure.stadium(plan, site, with_track=plan.chance(0.4), lots=plan.chance(0.7))


def _church(plan: Plan, site: Site) -> None:
    leisure.church(plan, site.part(0, 0, 84, 60))
    housing.quarter(plan, site.part(0, site.height_m * 0.3, site.width_m, site.height_m * 0.34), housing.DENSE)
    housing.quarter(plan, site.part(0, -site.height_m * 0.3, site.width_m, site.height_m * 0.34), housing.DENSE)


def _square(plan: Plan, site: Site) -> None:
    leisure.square(plan, site.part(0, 0, 120, 110))
    leisure.centre(plan, site.part(0, site.height_m * 0.32, site.width_m, site.height_m * 0.3))
    leisure.centre(plan, site.part(0, -site.height_m * 0.32, site.width_m, site.height_m * 0.3))


def _parking(plan: Plan, site: Site) -> None:
    ways.parking(plan, site.part(0, 0, site.width_m * 0.8, site.height_m * 0.6), plan.uniform(0.15, 0.98))
    plan.put("shop", site.part(0, site.height_m * 0.4, site.width_m * 0.7, 50), truth=False, height_m=9, colour=(206, 204, 198))


def _roundabout(plan: Plan, site: Site) -> None:
    for turn in (0.0, np.pi / 2):
        arm = site.part(0, 0, 0, 0, turn)
        ways.road(plan, arm.points([(-site.width_m / 2, plan.uniform(-40, 40)), (0, 0), (site.width_m / 2, plan.uniform(-40, 40))]), plan.choose((8, 12)), lanes=2, traffic=25, edge="pavement")
    ways.roundabout(plan, site.x, site.y, plan.uniform(20, 40), 5)
    plan.trees_in(site.ring, 20)


def _meadow(plan: Plan, site: Site) -> None:
    country.meadow(plan, blob(plan.rng, site.x, site.y, site.width_m * 0.48, site.height_m * 0.48, 0.1), plan.uniform(0, 9))
    plan.ground.take(site.ring)


def _bare(plan: Plan, site: Site) -> None:
    country.bare(plan, blob(plan.rng, site.x, site.y, site.width_m * 0.46, site.height_m * 0.45, 0.15))
    plan.ground.take(site.ring)


def _quarry(plan: Plan, site: Site) -> None:
    country.quarry(plan, site.x, site.y, site.width_m * 0.4)


def _cloverleaf(plan: Plan, site: Site) -> None:
    ways.cloverleaf(plan, site.x, site.y, site.angle, min(site.width_m, site.height_m) / 2)
    plan.ground.take(site.ring)


def _hotel(plan: Plan, site: Site) -> None:
    seaside.hotel(plan, site.part(0, 0, 190, 150))
    plan.trees_in(site.ring, 30)


CATALOGUE: tuple[tuple[Fill, float], ...] = (
    (_houses(housing.DENSE), 2.0), (_houses(housing.MEDIUM), 2.0), (_houses(housing.LEAFY_SUBURB), 1.2), (housing.apartments, 1.2),
    (scenes.old_town, 1.2), (leisure.centre, 1.4), (leisure.mall, 0.7), (_parking, 1.4), (_stadium, 2.0),
    (leisure.sports_ground, 1.6), (leisure.diamonds, 1.4), (leisure.school, 1.6), (_church, 1.2), (leisure.park, 1.4), (_square, 1.2),
    (leisure.golf, 0.5), (leisure.baths, 0.5), (works.industry, 2.0), (works.tank_farm, 2.0), (works.refinery, 1.0),
    (works.greenhouses, 0.6), (works.solar_farm, 0.7), (works.sewage_works, 0.5), (works.power_plant, 0.6), (_wood, 1.6), (_pond, 2.0),
    (_lake, 1.0), (_farm, 1.2), (_villa_in_wood, 1.6), (_roundabout, 1.2), (_meadow, 1.2), (_bare, 1.4), (_quarry, 0.6),
    (_cloverleaf, 1.6), (_hotel, 1.0))


def patchwork(plan: Plan) -> None:
    """Sites of any kind in a grid of roads, over fields, grass, bare ground or forest; sometimes a river."""
    count = int(plan.rng.integers(2, 4))
    cell = plan.width_m / count
    base = plan.choose(("fields", "grass", "bare", "forest"), (4, 3, 1.2, 1.4))
    if base in ("grass", "bare"):
        first, second = (plan.style.grass, plan.style.dry_grass) if base == "grass" else (plan.style.soil, plan.style.dry_grass)
        plan.put("ground", Site(plan.width_m / 2, plan.height_m / 2, 0, plan.width_m, plan.height_m), truth=False, colour=first, second=second,
                 patchy=0.45, surface="grass" if base == "grass" else "soil")
    if plan.chance(0.3):
        y = plan.uniform(0.25, 0.75) * plan.height_m
        country.river(plan, [(-60, y), (plan.width_m * 0.3, y + plan.uniform(-160, 160)), (plan.width_m * 0.65, y + plan.uniform(-160, 160)), (plan.width_m + 60, y)],
                      plan.uniform(22, 80), plan.uniform(0, 0.9))
    for line in range(1, count):
        at, lean = line * cell, plan.uniform(-25, 25)
        ways.road(plan, [(at, -40), (at + lean, plan.height_m / 2), (at, plan.height_m + 40)], plan.choose((7, 9, 14)), lanes=2, traffic=20, edge=plan.choose(("pavement", "shoulder")))
        ways.road(plan, [(-40, at), (plan.width_m / 2, at + lean), (plan.width_m + 40, at)], plan.choose((7, 9, 14)), lanes=2, traffic=20, edge=plan.choose(("pavement", "shoulder")))
    fills, weights = zip(*CATALOGUE, strict=True)
    for column in range(count):
        for row in range(count):
            side = cell - plan.uniform(36, 70)
            site = Site((column + 0.5) * cell, (row + 0.5) * cell, plan.uniform(-0.09, 0.09), side, side * plan.uniform(0.85, 1.0))
            if plan.chance(0.9):
                plan.choose(fills, weights)(plan, site)
    if base == "fields":
        country.fields(plan, plan.uniform(0, 1.5), (70, plan.uniform(140, 330)), plan.uniform(0.1, 0.8))
    elif base == "forest":
        with plan.underneath():
            country.wood(plan, np.array([(-20.0, -20.0), (plan.width_m + 20, -20), (plan.width_m + 20, plan.height_m + 20), (-20, plan.height_m + 20)]))
    else:
        plan.trees_in(np.array([(0.0, 0), (plan.width_m, 0), (plan.width_m, plan.height_m), (0, plan.height_m)]), 6)


def airport(plan: Plan) -> None:
    """An airport that fills the landscape, with fields and an estate beside it."""
    w, h = plan.width_m, plan.height_m
    airfield.airport(plan, Site(w / 2, h * 0.46, plan.uniform(-0.06, 0.06), w * 0.94, min(1180.0, h * 0.86)), int(plan.rng.integers(0, 4)), plan.chance(0.4))
    works.industry(plan, Site(w * 0.3, h * 0.93, 0, w * 0.5, 150), 100)
    country.fields(plan, plan.uniform(-0.2, 0.2), (90, 260))


def coast(plan: Plan) -> None:
    """A beach or a port on a bent shore, in front of houses, woods or dunes."""
    w, h = plan.width_m, plan.height_m
    y = plan.uniform(0.45, 0.6) * h
    shore = smooth([(-80, y + plan.uniform(-90, 90)), (w * 0.25, y + plan.uniform(-90, 90)), (w * 0.5, y), (w * 0.75, y + plan.uniform(-90, 90)), (w + 80, y + plan.uniform(-90, 90))])
    port = plan.chance(0.45)
    if port:
        shore = np.array([(-80.0, y), (w * 0.2, y), (w * 0.6, y), (w + 80, y)])
    sea = np.vstack((shore, [(w + 80, h + 80), (-80, h + 80)]))
    sand = plan.uniform(50, 210)
    if not port:
        plan.add("beach", ribbon(shore, sand), sea=sea)
    plan.add("sea", sea, take=True, surf=0.0 if port else plan.uniform(0.2, 1.1), shelf_m=plan.uniform(40, 200))
    plan.ground.take(ribbon(shore, sand))
    if port:
        seaside.container_port(plan, Site(w * 0.28, y - 125, np.pi, w * 0.5, 250))
        for x in (0.62, 0.72):
            seaside.pier(plan, Site(w * x, y + 140, np.pi / 2, 280, plan.uniform(36, 60)), int(plan.rng.integers(1, 3)))
        seaside.marina(plan, Site(w * 0.87, y + 100, np.pi, w * 0.18, 190))
        for _ in range(4):
            long = plan.uniform(70, 230)
            seaside.vessel(plan, Site(plan.uniform(0.1, 0.9) * w, y + plan.uniform(0.55, 0.95) * (h - y), plan.uniform(0, 6), long, long * 0.15), wake=plan.chance(0.4))
        works.tank_farm(plan, Site(w * 0.3, y - 360, 0, w * 0.36, 180))
        works.industry(plan, Site(w * 0.75, y - 180, 0, w * 0.4, 260), 100)
    else:
        road = beside(shore, -(sand / 2 + 14))
        seaside.promenade(plan, road)
        if plan.chance(0.5):
            seaside.umbrellas(plan, resample(beside(shore, -sand * 0.25), 6), 3)
        for t in (0.25, 0.5, 0.75):
            if plan.chance(0.5):
                spot = road[int(t * len(road))]
                seaside.hotel(plan, Site(float(spot[0]), float(spot[1]) - 95, np.pi, 190, 150))
        housing.quarter(plan, Site(w * 0.5, max(80.0, y - sand / 2 - 330), 0.02, w * 0.9, 240), plan.choose((housing.DENSE, housing.MEDIUM)))
        for _ in range(int(plan.rng.integers(0, 14))):
            plan.put("boat", Site(plan.uniform(0, 1) * w, y + plan.uniform(0.3, 0.9) * (h - y), plan.uniform(0, 6), plan.uniform(8, 18), 4.4), colour=(236, 236, 232), wake=plan.chance(0.4))
    country.fields(plan, plan.uniform(0, 1), (70, 220), 0.5)


def wild(plan: Plan) -> None:
    """Land without people: desert, mountains, snow, bare ground, forest, with a road at most."""
    w, h = plan.width_m, plan.height_m
    frame = np.array([(-40.0, -40.0), (w + 40, -40), (w + 40, h + 40), (-40, h + 40)])
    kind = plan.choose(("desert", "mountain", "snow", "green_mountain", "bare"))
    if kind == "desert":
        plan.add("desert", frame, wave_m=plan.uniform(35, 150), colour=tuple(np.array(plan.style.sand) * plan.uniform(0.85, 1.08) + (plan.uniform(0, 22), 0, plan.uniform(-30, 0))))
    elif kind == "bare":
        country.bare(plan, frame)
    else:
        green = kind == "green_mountain"
        plan.add("mountain", frame, relief_m=plan.uniform(110, 260), snow=plan.uniform(0.35, 0.7) if kind == "snow" else 0.0,
                 colour=tuple(np.array(plan.style.forest) * 1.3 + 6) if green else plan.choose(((132, 124, 114), plan.style.soil)),
                 second=tuple(np.array(plan.style.forest) * 0.85 + 8) if green or plan.chance(0.4) else tuple(np.array(plan.style.soil) * 0.8))
    if plan.chance(0.4):
        ways.road(plan, [(-40, plan.uniform(0, h)), (w * 0.4, plan.uniform(0, h)), (w * 0.6, plan.uniform(0, h)), (w + 40, plan.uniform(0, h))], 7, lanes=0, traffic=1, paved=plan.chance(0.6))


def rural(plan: Plan) -> None:
    """Fields of one kind of farming, a river or pivots, a village, farms."""
    w, h = plan.width_m, plan.height_m
    if plan.chance(0.3):
        country.round_fields(plan, Site(w * 0.5, h * 0.5, 0, w * 0.96, h * 0.96), plan.uniform(140, 220))
    elif plan.chance(0.7):
        country.river(plan, [(plan.uniform(-0.1, 0) * w, plan.uniform(0, 1) * h), (w * 0.25, plan.uniform(0.1, 0.9) * h), (w * 0.5, plan.uniform(0.1, 0.9) * h), (w * 0.75, plan.uniform(0.1, 0.9) * h), (w * 1.05, plan.uniform(0, 1) * h)],
                      plan.uniform(24, 110), plan.uniform(0, 0.9), deep=plan.choose((plan.style.deep, (112, 118, 78), (150, 136, 98), (60, 90, 86))))
    ways.road(plan, [(w * plan.uniform(0.2, 0.8), -50), (w * 0.5, h * 0.5), (w * plan.uniform(0.2, 0.8), h + 50)], 8, lanes=2, traffic=6)
    country.village(plan, w * plan.uniform(0.3, 0.7), h * plan.uniform(0.3, 0.7), plan.uniform(0, 3), plan.uniform(300, 460))
    country.wood(plan, blob(plan.rng, w * plan.uniform(0.1, 0.9), h * plan.uniform(0.1, 0.9), plan.uniform(90, 260), plan.uniform(90, 200), 0.2))
    country.farms(plan, int(plan.rng.integers(3, 9)))
    weights = tuple(float(x) for x in plan.rng.exponential(1.0, len(country.CROPS)))
    small = plan.uniform(40, 140)
    country.fields(plan, plan.uniform(0, 1.5), (small, small * plan.uniform(1.5, 3)), plan.uniform(0, 0.8), weights)


MIXTURES: tuple[tuple[scenes.Layout, tuple[float, float], float, float], ...] = (
    # layout, ground width and height (m), ground sample (m), weight
    (patchwork, (1260, 1260), 0.7, 9.0), (airport, (2300, 1350), 1.0, 2.5), (coast, (1600, 1300), 0.85, 3.5),
    (wild, (1600, 1600), 1.3, 1.5), (rural, (2000, 1700), 1.1, 2.5), (scenes.city_with_stadium, (2300, 2100), 1.2, 0.6),
    (scenes.lakes_and_forest, (3000, 2600), 1.7, 0.3))


def mixture(seed: int) -> tuple[Plan, float]:
    """A landscape of chance and its ground sample in metres; the same for the same ``seed``."""
    rng = np.random.default_rng((seed, 21))
    weights = np.cumsum([entry[3] for entry in MIXTURES])
    layout, size, gsd_m, _ = MIXTURES[int(np.searchsorted(weights / weights[-1], rng.random()))]
    plan = scenes.new_plan(vary(STYLES[int(rng.integers(len(STYLES)))], rng), *size, seed)
    layout(plan)
    return plan, gsd_m * float(rng.uniform(0.9, 1.15))
