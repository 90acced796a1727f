"""The dense city of the demo archive."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built import blocks, housing, ways, works
from msa_core.demo.land.open import leisure, sports, water
from msa_core.demo.land.plans.geometry import Site, beside, resample
from msa_core.demo.land.plans.plan import Plan

AVENUES_U = (-0.36, -0.125, 0.115, 0.345)


AVENUES_V = (-0.3, -0.06, 0.165, 0.4)


def city_with_stadium(plan: Plan) -> None:
    """A dense city on a street grid: stadium, station, centre, parks, schools, river with bridges."""
    w, h = plan.width_m, plan.height_m
    angle = 0.05
    line = water.river(
        plan,
        [
            (-50, h * 0.80),
            (w * 0.25, h * 0.765),
            (w * 0.5, h * 0.785),
            (w * 0.78, h * 0.745),
            (w + 50, h * 0.78),
        ],
        62,
        0.2,
    )
    plan.ground.take_line(line, 96)
    grid = Site((w / 2, h / 2), angle, (w + 300, h + 300))
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
        plan.put(
            "ground",
            Site((w / 2, h / 2), 0, (w, h)),
            truth=False,
            colour=tuple(np.array(plan.style.grass) * 0.98),
            second=plan.style.dry_grass,
            patchy=0.5,
        )
    _city_quarters(plan, grid)
    for side in (-1, 1):
        plan.trees_along(beside(line, side * 46), 9, 1, 0.8)


def _city_quarters(plan: Plan, grid: Site) -> None:
    """What lies between the avenues: the cells of the grid, some cut in two."""
    w, h = plan.width_m, plan.height_m
    us = [-0.56, *AVENUES_U, 0.56]
    vs = [-0.56, *AVENUES_V, 0.56]

    def cell(
        column: int, row: int, u0: float = 0.0, v0: float = 0.0, u1: float = 1.0, v1: float = 1.0
    ) -> Site:
        left, right = us[column] * w + 14, us[column + 1] * w - 14
        top, bottom = vs[row] * h + 14, vs[row + 1] * h - 14
        a, b = left + (right - left) * u0, left + (right - left) * u1
        c, d = top + (bottom - top) * v0, top + (bottom - top) * v1
        return grid.inner((a + b) / 2, (c + d) / 2, b - a - 6, d - c - 6)

    sports.stadium(plan, cell(1, 1))
    leisure.station(plan, grid.inner(w * 0.12, -h * 0.375, w * 1.3, 150))
    housing.quarter(plan, cell(0, 0, v0=0.3), housing.MEDIUM)
    old_town(plan, cell(1, 0, v0=0.3, v1=0.62))
    housing.quarter(plan, cell(2, 0, v0=0.3, v1=0.62), housing.DENSE)
    old_town(plan, cell(3, 0, v0=0.3, v1=0.62))
    works.industry(plan, cell(1, 0, v0=0.86), 90)
    blocks.apartments(plan, cell(2, 0, v0=0.86), (18, 30))
    sports.sports_ground(plan, cell(4, 0, v0=0.86))
    sports.sports_ground(plan, cell(3, 0, v0=0.86))
    blocks.apartments(plan, cell(4, 0, v0=0.3, v1=0.6), (26, 48))
    old_town(plan, cell(0, 1, v1=0.55))
    leisure.school(plan, cell(0, 1, v0=0.55))
    leisure.centre(plan, cell(2, 1, v1=0.72))
    leisure.square(plan, cell(2, 1, v0=0.74, u1=0.5))
    leisure.church(plan, cell(2, 1, v0=0.74, u0=0.55))
    old_town(plan, cell(3, 1))
    blocks.apartments(plan, cell(4, 1), (24, 45))
    leisure.mall(plan, cell(0, 2))
    old_town(plan, cell(1, 2))
    leisure.park(plan, cell(2, 2))
    leisure.school(plan, cell(3, 2, v1=0.45, u1=0.62))
    leisure.square(plan, cell(3, 2, v1=0.3, u0=0.7))
    sports.sports_ground(plan, cell(3, 2, v0=0.5))
    sports.diamonds(plan, cell(4, 2, u1=0.8))
    for column, kind in ((0, housing.MEDIUM), (1, housing.DENSE)):
        housing.quarter(plan, cell(column, 3, v1=0.38), kind)
    housing.quarter(plan, cell(4, 3, v1=0.24), housing.DENSE)
    old_town(plan, cell(2, 3, v1=0.38))
    sports.baths(plan, cell(3, 3, u0=0.5, v1=0.24))
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
        ways.road(
            plan,
            site.points([(u, -site.height_m / 2), (u, site.height_m / 2)]),
            8,
            kind="street",
            lanes=2,
            traffic=45,
            edge="pavement",
        )
    for row in range(rows + 1):
        v = -site.height_m / 2 + row * b
        ways.road(
            plan,
            site.points([(-site.width_m / 2, v), (site.width_m / 2, v)]),
            8,
            kind="street",
            lanes=2,
            traffic=45,
            edge="pavement",
        )
    for column in range(columns):
        for row in range(rows):
            blocks.perimeter_block(
                plan,
                site.inner(
                    -site.width_m / 2 + (column + 0.5) * a,
                    -site.height_m / 2 + (row + 0.5) * b,
                    a - 16,
                    b - 16,
                ),
            )
