"""The landscapes of the demo archive, each laid out as a plan; their places are invented."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from msa_core.demo import airfield, country, housing, leisure, seaside, ways, works
from msa_core.demo.geometry import Site, beside, blob, resample, ribbon, smooth
from msa_core.demo.plan import Plan
from msa_core.demo.style import CITY, COAST, DRY, FARMLAND, NORTH, TEMPERATE, Style

Layout = Callable[[Plan], None]


def new_plan(style: Style, width_m: float, height_m: float, seed: int) -> Plan:
    """An empty plan whose chances depend on ``seed`` alone."""
    return Plan(width_m, height_m, style, np.random.default_rng((seed, 1)))


def airport_and_industry(plan: Plan) -> None:
    """An international airport above a motorway, with industry, tanks, a railway, a suburb and fields below."""
    w, h = plan.width_m, plan.height_m
    motorway_y = h * 0.555
    airfield.airport(plan, Site(w * 0.47, h * 0.25, 0.02, w * 0.86, 1180), piers=3, second_runway=True)
    ways.road(plan, [(w * 0.63 + 4, motorway_y - 180), (w * 0.635, h * 0.46), (w * 0.62, h * 0.42)], 16, lanes=4, traffic=30, edge="pavement")
    ways.cloverleaf(plan, w * 0.63, motorway_y + 60, 0.03, 250)
    plan.ground.take(Site(w * 0.63, motorway_y + 60, 0.03, 470, 470).ring)
    left = [(-60, motorway_y + 40), (w * 0.2, motorway_y + 30), (w * 0.45, motorway_y + 50), (w * 0.63 - 240, motorway_y + 53)]
    right = [(w * 0.63 + 240, motorway_y + 67), (w * 0.85, motorway_y + 60), (w + 60, motorway_y + 20)]
    for part in (left, right):
        ways.road(plan, part, 24, lanes=6, traffic=45, divided=True)
    main = ways.road(plan, [(w * 0.63 - 8, motorway_y + 300), (w * 0.62, h * 0.8), (w * 0.6, h + 40)], 16, lanes=4, traffic=30, edge="pavement")
    rail = ways.railway(plan, [(-50, h * 0.83), (w * 0.3, h * 0.79), (w * 0.6, h * 0.735), (w + 50, h * 0.7)], 2, 2)
    works.industry(plan, Site(w * 0.81, h * 0.865, -0.02, w * 0.31, h * 0.19), 120)
    works.freight_yard(plan, Site(w * 0.82, h * 0.755, -0.09, 760, 70), 7)
    works.refinery(plan, Site(w * 0.43, h * 0.66, 0.02, 640, 300))
    works.industry(plan, Site(w * 0.1, h * 0.635, 0.0, w * 0.17, 230), 100)
    ways.roundabout(plan, float(main[len(main) // 2][0]), float(main[len(main) // 2][1]), 30, 6)
    housing.quarter(plan, Site(w * 0.13, h * 0.9, 0.06, w * 0.22, h * 0.15), housing.MEDIUM)
    works.solar_farm(plan, Site(w * 0.46, h * 0.93, 0.02, 380, 220))
    leisure.mall(plan, Site(w * 0.31, h * 0.93, 0.03, 300, 190))
    country.wood(plan, blob(plan.rng, w * 0.24, h * 0.76, 170, 90, 0.2))
    country.wood(plan, blob(plan.rng, w * 0.955, h * 0.3, 120, 260, 0.2))
    country.farms(plan, 4)
    country.fields(plan, 0.03, (110, 300))
    del rail


def harbour_town(plan: Plan) -> None:
    """A town by the sea: container port, marina behind breakwaters, a beach with hotels, hills behind."""
    w, h = plan.width_m, plan.height_m
    shore_y = h * 0.60
    land = smooth([(w * 0.47, shore_y), (w * 0.55, shore_y + 10), (w * 0.62, shore_y - 60), (w * 0.72, shore_y - 120), (w * 0.83, shore_y - 90), (w * 0.93, shore_y + 10), (w + 80, shore_y + 90)])
    quay_y = shore_y
    coast = np.vstack(([(-80.0, quay_y), (w * 0.47, quay_y)], land))
    sea = np.vstack((coast, [(w + 80, h + 80), (-80, h + 80)]))
    plan.add("beach", ribbon(land, 150), sea=sea)
    plan.add("sea", sea, take=True, surf=0.55, shelf_m=110, calm_until_m=w * 0.6)
    plan.ground.take(ribbon(land, 110))
    seaside.container_port(plan, Site(w * 0.175, quay_y - 115, np.pi, w * 0.33, 230))
    works.tank_farm(plan, Site(w * 0.105, quay_y - 345, 0.0, 460, 190), (12, 19))
    for x in (w * 0.385, w * 0.445):
        seaside.pier(plan, Site(x, quay_y + 120, np.pi / 2, 260, 44), 2)
    seaside.marina(plan, Site(w * 0.535, shore_y + 86, np.pi + 0.03, 200, 150))
    seaside.breakwater(plan, smooth([(w * 0.605, shore_y - 20), (w * 0.625, shore_y + 190), (w * 0.56, shore_y + 260), (w * 0.49, shore_y + 285)]))
    seaside.breakwater(plan, smooth([(w * 0.02, quay_y), (w * 0.015, quay_y + 330), (w * 0.1, quay_y + 440), (w * 0.3, quay_y + 470)]), 20)
    for u, v, long, kind in ((0.22, 300, 190, "bulk"), (0.52, 470, 210, "container"), (0.78, 560, 150, "tanker"), (0.36, 600, 120, "ferry")):
        seaside.vessel(plan, Site(w * u, quay_y + v, plan.uniform(-0.6, 0.6), long, long * 0.15), kind, wake=kind in ("ferry", "container"))
    for _ in range(26):
        x = plan.uniform(0.5, 0.98) * w
        plan.put("boat", Site(x, shore_y + plan.uniform(230, 700), plan.uniform(0, 6), plan.uniform(8, 16), 4.0), colour=(236, 236, 232), wake=plan.chance(0.3))
    promenade = beside(land, -112)
    seaside.promenade(plan, promenade)
    seaside.umbrellas(plan, resample(beside(land, -26), 5)[70:170])
    for t in (0.3, 0.48, 0.66, 0.84):
        x, y = promenade[int(t * len(promenade))]
        dx, dy = promenade[min(len(promenade) - 1, int(t * len(promenade)) + 2)] - promenade[int(t * len(promenade)) - 2]
        angle = float(np.arctan2(dy, dx))
        seaside.hotel(plan, Site(float(x), float(y), angle + np.pi, 0, 0).part(0, 86, 170, 140).part(0, 0, 170, 140))
    _town(plan)
    ways.road(plan, [(-50, h * 0.4), (w * 0.3, h * 0.41), (w * 0.55, h * 0.40), (w * 0.8, h * 0.36), (w + 50, h * 0.38)], 15, lanes=4, traffic=35, edge="pavement")
    for spot, size in (((w * 0.14, h * 0.1), (420, 260)), ((w * 0.6, h * 0.06), (560, 190)), ((w * 0.92, h * 0.16), (320, 300))):
        country.wood(plan, blob(plan.rng, *spot, *size, 0.2), 0.6)
    leisure.golf(plan, Site(w * 0.36, h * 0.1, 0.1, 560, 380))
    country.farms(plan, 5)
    country.fields(plan, 0.2, (70, 190), 0.5)


def _town(plan: Plan) -> None:
    """The quarters of the harbour town."""
    w, h = plan.width_m, plan.height_m
    housing.quarter(plan, Site(w * 0.40, h * 0.485, 0.02, w * 0.24, h * 0.13), housing.DENSE)
    housing.quarter(plan, Site(w * 0.67, h * 0.43, 0.0, w * 0.2, h * 0.07), housing.DENSE)
    housing.quarter(plan, Site(w * 0.63, h * 0.29, -0.05, w * 0.3, h * 0.16), housing.MEDIUM)
    housing.quarter(plan, Site(w * 0.3, h * 0.32, 0.06, w * 0.22, h * 0.12), housing.MEDIUM)
    housing.apartments(plan, Site(w * 0.09, h * 0.32, 0.0, w * 0.13, h * 0.12))
    housing.quarter(plan, Site(w * 0.9, h * 0.33, -0.08, w * 0.16, h * 0.12), housing.LEAFY_SUBURB)
    leisure.church(plan, Site(w * 0.535, h * 0.46, 0.05, 80, 56))
    leisure.sports_ground(plan, Site(w * 0.47, h * 0.25, 0.0, 300, 128))


def farmland_with_river(plan: Plan) -> None:
    """A meandering river through fields, villages, woods, ponds and a small railway."""
    w, h = plan.width_m, plan.height_m
    bends = [(-0.05, 0.3), (0.1, 0.42), (0.16, 0.62), (0.28, 0.66), (0.33, 0.46), (0.42, 0.36), (0.53, 0.44), (0.55, 0.64), (0.66, 0.74), (0.78, 0.64), (0.82, 0.46), (0.93, 0.4), (1.05, 0.5)]
    line = country.river(plan, [(x * w, y * h) for x, y in bends], 46, 0.55)
    road = ways.road(plan, [(w * 0.45, -60), (w * 0.47, h * 0.2), (w * 0.5, h * 0.4), (w * 0.47, h * 0.7), (w * 0.52, h + 60)], 9.5, lanes=2, traffic=7)
    far = np.hypot(*(road[:, None] - line[None]).transpose(2, 0, 1)).min(axis=1)
    for hit in np.flatnonzero((far < 40) & np.r_[True, far[1:] <= far[:-1]] & np.r_[far[:-1] <= far[1:], True])[:2]:
        ways.bridge(plan, road[max(0, hit - 6) : hit + 7], 9.5)
    ways.road(plan, [(-60, h * 0.16), (w * 0.2, h * 0.2), (w * 0.465, h * 0.17), (w * 0.75, h * 0.22), (w + 60, h * 0.18)], 8.5, lanes=2, traffic=5)
    ways.roundabout(plan, w * 0.4645, h * 0.1755, 26, 3)
    ways.railway(plan, [(-60, h * 0.9), (w * 0.3, h * 0.86), (w * 0.7, h * 0.9), (w + 60, h * 0.84)], 2, 2)
    for x, y, angle, long in ((0.2, 0.19, 0.1, 520), (0.68, 0.2, 0.05, 460), (0.24, 0.83, -0.2, 380), (0.76, 0.84, 0.1, 420)):
        country.village(plan, x * w, y * h, angle, long)
    for x, y, rx, ry in ((0.07, 0.75, 330, 380), (0.9, 0.68, 300, 240), (0.62, 0.08, 340, 150), (0.38, 0.6, 150, 190), (0.93, 0.07, 240, 170)):
        country.wood(plan, blob(plan.rng, x * w, y * h, rx, ry, 0.2), None, 7.0)
    for x, y in ((0.3, 0.3), (0.64, 0.52), (0.13, 0.1), (0.86, 0.28), (0.6, 0.93)):
        ring = blob(plan.rng, x * w, y * h, plan.uniform(40, 80), plan.uniform(30, 60), 0.25)
        plan.add("pond", ring, take=True)
        plan.trees_along(np.vstack((ring, ring[:1])) + 0, 13, 4, 0.5)
    works.greenhouses(plan, Site(w * 0.85, h * 0.93, 0.1, 330, 200))
    works.solar_farm(plan, Site(w * 0.33, h * 0.08, 0.1, 420, 230))
    country.meadow(plan, blob(plan.rng, w * 0.45, h * 0.52, 160, 120, 0.2))
    plan.ground.take(blob(plan.rng, w * 0.45, h * 0.52, 150, 110, 0.1))
    country.farms(plan, 16)
    country.fields(plan, 0.12, (150, 430), 0.4)


AVENUES_U = (-0.36, -0.125, 0.115, 0.345)
AVENUES_V = (-0.3, -0.06, 0.165, 0.4)


def city_with_stadium(plan: Plan) -> None:
    """A dense city on a street grid: stadium, station, centre, parks, schools, river with bridges."""
    w, h = plan.width_m, plan.height_m
    angle = 0.05
    line = country.river(plan, [(-50, h * 0.80), (w * 0.25, h * 0.765), (w * 0.5, h * 0.785), (w * 0.78, h * 0.745), (w + 50, h * 0.78)], 62, 0.2)
    plan.ground.take_line(line, 96)
    grid = Site(w / 2, h / 2, angle, w + 300, h + 300)
    for share in AVENUES_U:
        points = resample(grid.points([(share * w, -h * 0.62), (share * w, h * 0.62)]), 30)
        ways.road(plan, points, 17, lanes=4, traffic=55, curved=False, edge="pavement")
        far = np.hypot(*(points[:, None] - line[None]).transpose(2, 0, 1)).min(axis=1)
        hit = int(far.argmin())
        ways.bridge(plan, points[max(0, hit - 2) : hit + 3], 17, 4)
        for number, v in enumerate(AVENUES_V):
            x, y = (float(c) for c in grid.points([(share * w, v * h)])[0])
            if (share, number) in ((-0.125, 1), (0.345, 2), (-0.36, 3)):
                ways.roundabout(plan, x, y, 33, 8)
            else:
                ways.crossing(plan, x, y, angle, 17)
    for share in AVENUES_V:
        points = resample(grid.points([(-w * 0.6, share * h), (w * 0.6, share * h)]), 30)
        ways.road(plan, points, 17, lanes=4, traffic=55, curved=False, edge="pavement")
        plan.trees_along(beside(points, 12.5), 11, 0.5, 0.7, (1.8, 3.0))
    with plan.underneath():
        plan.put("ground", Site(w / 2, h / 2, 0, w, h), truth=False, colour=tuple(np.array(plan.style.grass) * 0.98), second=plan.style.dry_grass, patchy=0.5)
    _city_quarters(plan, grid)
    for side in (-1, 1):
        plan.trees_along(beside(line, side * 46), 9, 1, 0.8)


def _city_quarters(plan: Plan, grid: Site) -> None:
    """What lies between the avenues: the cells of the grid, some cut in two."""
    w, h = plan.width_m, plan.height_m
    us = [-0.56, *AVENUES_U, 0.56]
    vs = [-0.56, *AVENUES_V, 0.56]

    def cell(column: int, row: int, u0: float = 0.0, v0: float = 0.0, u1: float = 1.0, v1: float = 1.0) -> Site:
        left, right = us[column] * w + 14, us[column + 1] * w - 14
        top, bottom = vs[row] * h + 14, vs[row + 1] * h - 14
        a, b = left + (right - left) * u0, left + (right - left) * u1
        c, d = top + (bottom - top) * v0, top + (bottom - top) * v1
        return grid.part((a + b) / 2, (c + d) / 2, b - a - 6, d - c - 6)

    leisure.stadium(plan, cell(1, 1))
    leisure.station(plan, grid.part(w * 0.12, -h * 0.375, w * 1.3, 150))
    housing.quarter(plan, cell(0, 0, v0=0.3), housing.MEDIUM)
    old_town(plan, cell(1, 0, v0=0.3, v1=0.62))
    housing.quarter(plan, cell(2, 0, v0=0.3, v1=0.62), housing.DENSE)
    old_town(plan, cell(3, 0, v0=0.3, v1=0.62))
    works.industry(plan, cell(1, 0, v0=0.86), 90)
    housing.apartments(plan, cell(2, 0, v0=0.86), (18, 30))
    leisure.sports_ground(plan, cell(4, 0, v0=0.86))
    leisure.sports_ground(plan, cell(3, 0, v0=0.86))
    housing.apartments(plan, cell(4, 0, v0=0.3, v1=0.6), (26, 48))
    old_town(plan, cell(0, 1, v1=0.55))
    leisure.school(plan, cell(0, 1, v0=0.55))
    leisure.centre(plan, cell(2, 1, v1=0.72))
    leisure.square(plan, cell(2, 1, v0=0.74, u1=0.5))
    leisure.church(plan, cell(2, 1, v0=0.74, u0=0.55))
    old_town(plan, cell(3, 1))
    housing.apartments(plan, cell(4, 1), (24, 45))
    leisure.mall(plan, cell(0, 2))
    old_town(plan, cell(1, 2))
    leisure.park(plan, cell(2, 2))
    leisure.school(plan, cell(3, 2, v1=0.45, u1=0.62))
    leisure.square(plan, cell(3, 2, v1=0.3, u0=0.7))
    leisure.sports_ground(plan, cell(3, 2, v0=0.5))
    leisure.diamonds(plan, cell(4, 2, u1=0.8))
    for column, kind in ((0, housing.MEDIUM), (1, housing.DENSE)):
        housing.quarter(plan, cell(column, 3, v1=0.38), kind)
    housing.quarter(plan, cell(4, 3, v1=0.24), housing.DENSE)
    old_town(plan, cell(2, 3, v1=0.38))
    leisure.baths(plan, cell(3, 3, u0=0.5, v1=0.24))
    leisure.church(plan, cell(3, 3, u1=0.4, v1=0.24))
    housing.quarter(plan, cell(0, 4), housing.LEAFY_SUBURB)
    housing.quarter(plan, cell(1, 4), housing.MEDIUM)
    housing.quarter(plan, cell(2, 4), housing.DENSE)
    works.industry(plan, cell(3, 4), 80)
    housing.quarter(plan, cell(4, 4), housing.DENSE)
    for column in range(5):
        plan.trees_in(cell(column, 3, v0=0.72).ring, 60, (2.0, 4.4))


def old_town(plan: Plan, site: Site) -> None:
    """Old blocks between narrow streets."""
    columns, rows = max(1, round(site.width_m / 100)), max(1, round(site.height_m / 92))
    plan.add("dense_housing", site.ring)
    a, b = site.width_m / columns, site.height_m / rows
    for column in range(columns + 1):
        u = -site.width_m / 2 + column * a
        ways.road(plan, site.points([(u, -site.height_m / 2), (u, site.height_m / 2)]), 8, kind="street", lanes=2, traffic=45, edge="pavement")
    for row in range(rows + 1):
        v = -site.height_m / 2 + row * b
        ways.road(plan, site.points([(-site.width_m / 2, v), (site.width_m / 2, v)]), 8, kind="street", lanes=2, traffic=45, edge="pavement")
    for column in range(columns):
        for row in range(rows):
            housing.perimeter_block(plan, site.part(-site.width_m / 2 + (column + 0.5) * a, -site.height_m / 2 + (row + 0.5) * b, a - 16, b - 16))


def lakes_and_forest(plan: Plan) -> None:
    """Northern forest around lakes with islands: cabins, meadows, clearings, a golf course, a quarry."""
    w, h = plan.width_m, plan.height_m
    country.river(plan, [(w * 0.7, h * 0.5), (w * 0.82, h * 0.58), (w * 0.84, h * 0.75), (w * 0.93, h * 0.82), (w * 1.03, h * 0.9)], 24, 0.2)
    country.lake(plan, blob(plan.rng, w * 0.56, h * 0.44, w * 0.2, h * 0.17, 0.34, 0.3), 5)
    country.lake(plan, blob(plan.rng, w * 0.17, h * 0.2, w * 0.1, h * 0.1, 0.3), 1)
    country.lake(plan, blob(plan.rng, w * 0.2, h * 0.78, w * 0.07, h * 0.08, 0.3), 0)
    main = ways.road(plan, [(-60, h * 0.55), (w * 0.14, h * 0.5), (w * 0.28, h * 0.58), (w * 0.42, h * 0.74), (w * 0.62, h * 0.76), (w * 0.75, h * 0.9), (w * 0.78, h + 60)], 8.5, lanes=2, traffic=5)
    side = ways.road(plan, [(w * 0.28, h * 0.58), (w * 0.32, h * 0.35), (w * 0.4, h * 0.18), (w * 0.6, h * 0.12), (w * 0.85, h * 0.2), (w + 60, h * 0.16)], 5.5, kind="track_road", lanes=0, traffic=2, paved=False, edge="none")
    country.village(plan, w * 0.4, h * 0.77, 0.5, 420)
    for line, step in ((main, 7), (side, 6)):
        for index in range(4, len(line) - 4, step):
            x, y = line[index]
            dx, dy = line[index + 1] - line[index - 1]
            angle = float(np.arctan2(dy, dx))
            spot = Site(float(x), float(y), angle, 0, 0).part(0, plan.choose((-1, 1)) * plan.uniform(60, 80), 70, 55)
            if plan.chance(0.55):
                housing.homestead(plan, spot.x, spot.y, angle, farm=plan.chance(0.3))
    leisure.golf(plan, Site(w * 0.86, h * 0.4, 0.2, 560, 470))
    airfield.airstrip(plan, Site(w * 0.56, h * 0.92, -0.1, 900, 190))
    country.quarry(plan, w * 0.09, h * 0.93, 170)
    for x, y, rx, ry in ((0.75, 0.1, 200, 150), (0.1, 0.38, 170, 110), (0.33, 0.92, 190, 120), (0.94, 0.66, 120, 160)):
        ring = blob(plan.rng, x * w, y * h, rx, ry, 0.25)
        country.meadow(plan, ring)
        plan.ground.take(ring)
    for x, y, rx, ry in ((0.45, 0.08, 160, 120), (0.93, 0.05, 150, 110), (0.05, 0.66, 140, 150), (0.65, 0.66, 120, 80)):
        ring = Site(x * w, y * h, plan.uniform(-0.3, 0.3), 2 * rx, 2 * ry).ring
        country.clearing(plan, ring)
        plan.ground.take(ring)
    with plan.underneath():
        country.wood(plan, np.array([(-20.0, -20.0), (w + 20, -20), (w + 20, h + 20), (-20, h + 20)]), None, 7.2)


def dry_valley(plan: Plan) -> None:
    """A desert edge: dunes, bare mountains, round irrigated fields, a small town, a solar farm, a quarry."""
    w, h = plan.width_m, plan.height_m
    plan.put("bare_land", Site(w / 2, h / 2, 0, w, h), truth=False, colour=plan.style.soil, second=tuple(np.array(plan.style.sand) * 0.96), patchy=0.5, surface="soil")
    plan.add("desert", smooth([(-60, h * 0.62), (w * 0.2, h * 0.56), (w * 0.4, h * 0.7), (w * 0.42, h + 60), (-60, h + 60)], closed=True), take=True)
    plan.add("mountain", smooth([(w * 0.35, -80), (w * 0.45, h * 0.16), (w * 0.62, h * 0.24), (w * 0.8, h * 0.2), (w + 60, h * 0.34), (w + 60, -80)], closed=True), take=True, relief_m=190, second=(150, 128, 98))
    country.round_fields(plan, Site(w * 0.2, h * 0.3, 0.0, 1260, 1260), 200)
    ways.road(plan, [(-60, h * 0.57), (w * 0.25, h * 0.53), (w * 0.5, h * 0.5), (w * 0.75, h * 0.46), (w + 60, h * 0.5)], 10, lanes=2, traffic=8)
    housing.quarter(plan, Site(w * 0.63, h * 0.6, -0.05, w * 0.19, h * 0.16), housing.DENSE)
    housing.quarter(plan, Site(w * 0.63, h * 0.38, -0.05, w * 0.15, h * 0.08), housing.MEDIUM)
    works.solar_farm(plan, Site(w * 0.88, h * 0.6, 0.0, 560, 420))
    works.greenhouses(plan, Site(w * 0.87, h * 0.8, 0.05, 520, 340))
    works.power_plant(plan, Site(w * 0.53, h * 0.86, 0.1, 420, 260))
    country.quarry(plan, w * 0.4, h * 0.38, 190)
    works.sewage_works(plan, Site(w * 0.75, h * 0.75, 0.1, 190, 110))
    country.bare(plan, blob(plan.rng, w * 0.66, h * 0.86, 190, 140, 0.2))
    plan.add("lake", blob(plan.rng, w * 0.84, h * 0.38, 170, 110, 0.3), take=True)
    country.farms(plan, 8)
    plan.trees_in(np.array([(0.0, 0.0), (w, 0), (w, h), (0, h)]), 2.0, (1.0, 2.2))


STYLES: dict[str, Style] = {
    "airport": TEMPERATE, "harbour": COAST, "farmland": FARMLAND, "city": CITY, "lakes": NORTH, "dry": DRY}
LAYOUTS: dict[str, Layout] = {
    "airport": airport_and_industry, "harbour": harbour_town, "farmland": farmland_with_river,
    "city": city_with_stadium, "lakes": lakes_and_forest, "dry": dry_valley}
