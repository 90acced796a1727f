"""Laying out open country: fields and hedges, rivers, lakes, woods, quarries, villages."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.built.housing import MEDIUM, homestead, lots
from msa_core.demo.land.built.ways import road
from msa_core.demo.land.open.leisure import church
from msa_core.demo.land.plans.geometry import Points, Site, blob, smooth
from msa_core.demo.land.plans.plan import Feature, Plan

CROPS = ("grass", "wheat", "maize", "young", "ploughed", "bare", "stubble", "rape", "beet")
CROP_WEIGHTS = (3.0, 3.0, 2.4, 2.0, 2.2, 1.2, 2.0, 0.8, 1.4)


def fields(
    plan: Plan,
    angle: float,
    size_m: tuple[float, float] = (120, 420),
    hedges: float = 0.45,
    weights: tuple[float, ...] = CROP_WEIGHTS,
) -> None:
    """Cover the whole landscape, beneath all else, with fields cut at right angles, hedges between them."""
    reach = float(np.hypot(plan.width_m, plan.height_m))
    whole = Site((plan.width_m / 2, plan.height_m / 2), angle, (reach, reach))
    with plan.underneath():
        _cut(plan, whole, (-reach / 2, -reach / 2, reach / 2, reach / 2), size_m, hedges, weights)


def _cut(
    plan: Plan,
    whole: Site,
    box: tuple[float, float, float, float],
    size_m: tuple[float, float],
    hedges: float,
    weights: tuple[float, ...],
) -> None:
    """Split ``box`` (u0, v0, u1, v1) until it is a field."""
    u0, v0, u1, v1 = box
    ring = whole.rect(*box)
    if (ring.max(axis=0) < 0).any() or (ring.min(axis=0) > (plan.width_m, plan.height_m)).any():
        return
    w, h = u1 - u0, v1 - v0
    limit = plan.uniform(*size_m) * 1.5
    if max(w, h) > limit or max(w, h) > 3.2 * min(w, h):
        share = plan.uniform(0.36, 0.64)
        if w > h:
            _cut(plan, whole, (u0, v0, u0 + w * share, v1), size_m, hedges, weights)
            _cut(plan, whole, (u0 + w * share, v0, u1, v1), size_m, hedges, weights)
        else:
            _cut(plan, whole, (u0, v0, u1, v0 + h * share), size_m, hedges, weights)
            _cut(plan, whole, (u0, v0 + h * share, u1, v1), size_m, hedges, weights)
        return
    gap = plan.uniform(1.0, 3.0)
    field = _bent(plan, whole.rect(u0 + gap, v0 + gap, u1 - gap, v1 - gap))
    crop = plan.choose(CROPS, weights)
    middle = field.mean(axis=0)
    seen = plan.ground.free_points(middle + (field - middle) * 0.5).mean() > 0.7
    along = whole.angle + (0.0 if w > h else np.pi / 2) + plan.uniform(-0.03, 0.03)
    plan.add("field", field, truth=bool(seen), crop=crop, angle=along)
    if plan.chance(hedges):
        plan.trees_along(field[:6], 4.2, 0.8, 0.85, (1.4, 3.4))
    elif plan.chance(0.3):
        plan.trees_along(field[5:11], 14, 2.0, 0.5, (2.4, 4.8))
    if plan.chance(0.12):
        x, y = middle + (field[0] - middle) * 0.5
        plan.tree(float(x), float(y), 5.2)


def _bent(plan: Plan, corners: Points) -> Points:
    """The outline of a field between four corners, shifted smoothly so that no two fields are alike.

    The shift depends on the place alone: neighbours stay neighbours.
    """
    ring = np.vstack(
        [
            np.linspace(a, b, 5, endpoint=False)
            for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)
        ]
    )
    x, y = ring[:, 0], ring[:, 1]
    bend = np.column_stack(
        (
            26 * np.sin(y / 310 + 1.3) + 17 * np.sin((x + y) / 190) + 9 * np.sin((y - 2 * x) / 140 + 0.7),
            26 * np.sin(x / 340 + 0.4) + 17 * np.sin((x - y) / 210 + 2) + 9 * np.sin((x + 2 * y) / 150),
        )
    )
    return ring + bend


def wood(plan: Plan, ring: Points, conifers: float | None = None, spacing_m: float = 5.6) -> None:
    """A forest on the free ground inside ``ring``."""
    plan.add("forest", ring)
    plan.wood(ring, spacing_m, conifers)


def meadow(plan: Plan, ring: Points, trees: float = 3.0) -> None:
    """Open grassland with a few trees."""
    tone = plan.uniform(1.0, 1.14)
    plan.add(
        "meadow",
        ring,
        colour=tuple(np.array(plan.style.grass) * tone),
        second=tuple(np.array(plan.style.dry_grass) * 0.98),
        patchy=0.4,
    )
    plan.trees_in(ring, trees)


def bare(plan: Plan, ring: Points) -> None:
    """Bare land with tracks of wheels."""
    soil = np.array(plan.style.soil)
    plan.add(
        "bare_land", ring, colour=tuple(soil * 1.05), second=tuple(soil * 0.88), patchy=0.5, surface="soil"
    )
    middle = ring.mean(axis=0)
    for _ in range(3):
        ends = middle + (ring[plan.rng.integers(0, len(ring), 3)] - middle) * 0.8
        plan.line("track_road", smooth(ends), 3.0, truth=False, paved=False, edge="none")


def clearing(plan: Plan, ring: Points) -> None:
    """A logged area: brown ground, stumps and tracks, a few trees left."""
    soil = np.array(plan.style.soil) * 0.9
    ring = smooth(ring + plan.rng.normal(0, 26, ring.shape), closed=True, rounds=2)
    plan.add("clearing", ring)
    plan.add(
        "bare_land",
        ring,
        truth=False,
        colour=tuple(soil),
        second=tuple(np.array(plan.style.dry_grass) * 0.85),
        patchy=0.5,
        surface="soil",
    )
    plan.trees_in(ring, 8, (1.6, 3.4))


def quarry(plan: Plan, x: float, y: float, size_m: float) -> None:
    """Steps of pale rock down to a turquoise pool."""
    outer = blob(plan.rng, x, y, size_m, size_m * 0.78, 0.16)
    rock = np.array((196, 184, 162), float)
    steps = 7
    plan.add("quarry", outer, take=True)
    for step in range(steps):
        ring = (x, y) + (outer - (x, y)) * (1 - step * 0.115) + np.array((step * 2.0, -step * 1.4))
        tone = (1.05 if step % 2 == 0 else 0.8) - 0.02 * step
        plan.add(
            "ground",
            ring,
            truth=False,
            colour=tuple(rock * tone),
            second=tuple(rock * tone * 0.9),
            patchy=0.4,
            surface="soil",
        )
    pool = (x + size_m * 0.1, y) + (outer - (x, y)) * 0.2
    plan.add("basin", pool, truth=False, deep=(64, 132, 136), shallow=(120, 176, 168), reach_m=12)
    spiral = [
        (x + size_m * r * np.cos(a), y + size_m * 0.78 * r * np.sin(a))
        for r, a in zip(np.linspace(1.05, 0.3, 16), np.linspace(0, 8, 16), strict=True)
    ]
    plan.line("track_road", smooth(spiral), 9, truth=False, paved=False, edge="none")
    for _ in range(8):
        t, r = plan.uniform(0, 6.3), plan.uniform(0.3, 0.7) * size_m
        plan.put(
            "truck",
            Site((x + r * float(np.cos(t)), y + r * float(np.sin(t))), t, (9, 4)),
            truth=False,
            colour=(206, 168, 60),
            cab=(190, 150, 50),
        )


def village(plan: Plan, x: float, y: float, angle: float, long_m: float = 420.0) -> None:
    """Houses along a bent street and a side street, a church in the middle."""
    site = Site((x, y), angle, (long_m, long_m * 0.6))
    bend = plan.uniform(20, 50)
    main = smooth(
        site.points(
            [
                (-long_m / 2, bend),
                (-long_m * 0.2, -bend),
                (long_m * 0.2, bend * 0.6),
                (long_m / 2, -bend * 0.4),
            ]
        )
    )
    side = smooth(site.points([(-20, -long_m * 0.32), (10, 0), (-10, long_m * 0.32)]))
    ring = blob(plan.rng, x, y, long_m / 2, long_m * 0.36, 0.08, angle)
    plan.add(
        "meadow",
        ring,
        truth=False,
        colour=tuple(np.array(plan.style.grass) * 1.02),
        second=plan.style.dry_grass,
        patchy=0.3,
    )
    plan.add("village", ring)
    for line in (main, side):
        road(plan, line, 6.5, lanes=0, traffic=8, curved=False, kind="street", edge="pavement")
    spot = site.inner(46, -38, 62, 36)
    if plan.ground.free(spot.ring):
        church(plan, spot)
        plan.ground.take(spot.ring)
    for line in (main, side):
        for hand in (-1, 1):
            lots(plan, line, hand, MEDIUM)
    plan.trees_in(ring, 20, (1.8, 4.2))
    plan.ground.take(ring)


def farms(plan: Plan, count: int, margin_m: float = 90.0) -> None:
    """Lonely farms on free ground, each with a track."""
    made = 0
    for _ in range(count * 8):
        x, y = (
            plan.uniform(margin_m, plan.width_m - margin_m),
            plan.uniform(margin_m, plan.height_m - margin_m),
        )
        if made >= count:
            return
        if plan.ground.free(Site((x, y), 0, (90, 80)).ring):
            angle = plan.uniform(0, 3.1)
            reach = Site((x, y), angle, (0, 0)).points(
                [(0, 0), (90, plan.uniform(-20, 20)), (190, plan.uniform(-30, 30))]
            )
            road(plan, reach, 3.4, kind="track_road", lanes=0, traffic=0, paved=False, edge="none")
            plan.ground.take(Site((x, y), angle, (84, 70)).ring, 0)
            homestead(plan, x, y, angle)
            made += 1


def round_fields(plan: Plan, site: Site, radius_m: float = 190.0) -> None:
    """Centre pivots in a grid."""
    step = 2 * radius_m + 16
    for u in np.arange(-site.width_m / 2 + radius_m, site.width_m / 2 - radius_m + 1, step):
        for v in np.arange(-site.height_m / 2 + radius_m, site.height_m / 2 - radius_m + 1, step):
            if plan.chance(0.86):
                spot = site.inner(float(u), float(v), 2 * radius_m, 2 * radius_m, plan.uniform(0, 6.3))
                t = np.linspace(0, 2 * np.pi, 72, endpoint=False)
                ring = spot.points(np.column_stack((radius_m * np.cos(t), radius_m * np.sin(t))))
                plan.features.append(Feature(kind="round_field", ring=ring, traits={}, site=spot))
                plan.ground.take(ring)
