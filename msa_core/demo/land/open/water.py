"""Laying out rivers and lakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from msa_core.demo.land.plans.geometry import Points, beside, blob, directions, ribbon, smooth
from msa_core.demo.land.plans.plan import Plan


def river(
    plan: Plan, points: list[tuple[float, float]], width_m: float, trees: float = 0.5, **traits: Any
) -> Points:
    """A river along ``points`` whose width varies; returns its middle line."""
    line = smooth(points, rounds=4)
    n = len(line)
    t = np.arange(n) / n
    wide = width_m * (
        1 + 0.22 * np.sin(t * 23 + plan.uniform(0, 6)) + 0.13 * np.sin(t * 61 + plan.uniform(0, 6))
    )
    wide += width_m * 0.06 * np.sin(t * 173 + plan.uniform(0, 6))
    bank = ribbon(line, wide + 9)
    plan.add(
        "ground",
        bank,
        truth=False,
        colour=tuple(np.array(plan.style.grass) * 0.86),
        second=tuple(np.array(plan.style.soil) * 0.95),
        patchy=0.45,
    )
    plan.add("river", ribbon(line, wide), take=True, reach_m=width_m / 4, **traits)
    plan.ground.take_line(line, width_m)
    _sandbars(plan, line, wide)
    for side in (-1, 1):
        plan.trees_along(beside(line, side * (width_m * 0.62 + 7)), 7, 3.0, trees, (2.2, 5.0))
    return line


def _sandbars(plan: Plan, line: Points, wide: np.ndarray) -> None:
    """Pale sand on the inner side of sharp bends."""
    along = directions(line)
    turn = along[:-2, 0] * along[2:, 1] - along[:-2, 1] * along[2:, 0]
    step = max(4, len(line) // 22)
    for start in range(step, len(line) - 2 * step, step):
        bend = float(turn[start : start + step].sum())
        if abs(bend) < 0.22 or plan.chance(0.35):
            continue
        part, half = line[start : start + step], wide[start : start + step] / 2
        edge = beside(part, np.sign(bend) * (half + 1.5))
        inner = beside(part, np.sign(bend) * (half - np.sin(np.linspace(0, np.pi, step)) * half * 0.55))
        plan.add("beach", np.vstack((edge, inner[::-1])), truth=False)


def lake(plan: Plan, ring: Points, islands: int = 0, shore: bool = True) -> None:
    """A lake with a pale shore and wooded islands."""
    middle = ring.mean(axis=0)
    if shore:
        plan.add(
            "ground",
            middle + (ring - middle) * 1.012,
            truth=False,
            colour=tuple(np.array(plan.style.sand) * 0.82),
            surface="sand",
        )
    plan.add("lake", ring, take=True, reach_m=26.0)
    size = ring.max(axis=0) - ring.min(axis=0)
    for _ in range(islands):
        x, y = middle + plan.rng.uniform(-0.24, 0.24, 2) * size
        island = blob(
            plan.rng,
            float(x),
            float(y),
            plan.uniform(0.02, 0.05) * size[0] + 12,
            plan.uniform(0.02, 0.04) * size[1] + 10,
            0.3,
        )
        plan.add("ground", island, truth=False, colour=tuple(np.array(plan.style.sand) * 0.8), surface="sand")
        inner = island.mean(axis=0) + (island - island.mean(axis=0)) * 0.94
        plan.ground.take(inner, 0)
        plan.add("forest", inner, truth=False)
        plan.wood(inner)
        plan.add("island", island)
