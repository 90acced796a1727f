"""Laying out apartment blocks and old city blocks."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built.ways import parking
from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Plan


def apartments(plan: Plan, site: Site, high: tuple[float, float] = (14, 30)) -> None:
    """Slab blocks in rows, with lawns, paths and parking between them."""
    style = plan.style
    plan.put(
        "lawn",
        site,
        truth=False,
        colour=tuple(np.array(style.grass) * 0.98),
        second=style.dry_grass,
        patchy=0.35,
    )
    plan.add("apartments", site.ring)
    rows = max(1, int(site.height_m / 46))
    colour = plan.choose(((176, 172, 166), (150, 146, 142), (196, 190, 180), (132, 120, 112)))
    for row in range(rows):
        v = -site.height_m / 2 + (row + 0.5) * site.height_m / rows
        count = max(1, int(site.width_m / 78))
        for number in range(count):
            u = -site.width_m / 2 + (number + 0.5) * site.width_m / count
            slab = site.inner(u, v, min(64, site.width_m / count - 14), plan.uniform(12, 15))
            if not plan.ground.free(slab.ring):
                continue
            plan.put(
                "apartment_block", slab, take=True, truth=False, colour=colour, height_m=plan.uniform(*high)
            )
            lot = slab.inner(0, 17, slab.width_m, 11)
            if plan.ground.free(lot.ring) and plan.chance(0.6):
                parking(plan, lot, 0.7, trees=False)
    plan.trees_in(site.ring, 45, (2.0, 4.2))


def perimeter_block(plan: Plan, site: Site) -> None:
    """An old city block: houses wall to wall around a court."""
    style = plan.style
    plan.put("ground", site, truth=False, colour=tuple(np.array(style.concrete) * 0.86), surface="concrete")
    plan.put(
        "ground", site.shrunk(17), truth=False, colour=tuple(np.array(style.grass) * 0.92), surface="grass"
    )
    colours = [plan.choose(style.roofs, style.roof_weights) for _ in range(3)]
    for turn in range(4):
        long, short = (site.width_m, site.height_m) if turn % 2 == 0 else (site.height_m, site.width_m)
        at = -long / 2 if turn % 2 == 0 else -long / 2 + 13
        end = long / 2 if turn % 2 == 0 else long / 2 - 13
        while at < end - 8:
            wide = min(plan.uniform(13, 26), end - at)
            part = site.inner(0, 0, 0, 0, turn * np.pi / 2).inner(
                at + wide / 2, -short / 2 + 6.5, wide - 0.3, 13
            )
            plan.put(
                "house",
                part,
                take=True,
                truth=False,
                colour=plan.choose(colours),
                height_m=plan.uniform(11, 17),
                roof=plan.choose(("gable", "gable", "flat")),
            )
            at += wide
    court = site.shrunk(20)
    if min(court.width_m, court.height_m) > 10:
        plan.trees_in(court.ring, 70, (2, 3.8))
        if plan.chance(0.4):
            annex = court.inner(
                plan.uniform(-0.2, 0.2) * court.width_m, 0, court.width_m * 0.4, court.height_m * 0.5
            )
            plan.put("house", annex, truth=False, colour=(150, 148, 144), roof="flat", height_m=5)
