"""Painting a plan: which painter for which kind, and in which order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from msa_core.demo import paint_buildings, paint_ground, paint_sport, paint_vehicles, paint_ways
from msa_core.demo.canvas import Canvas
from msa_core.demo.light import SUPERSAMPLING, develop
from msa_core.demo.plan import Feature, Plan
from msa_core.demo.trees import Crowns

Painter = Callable[[Canvas, Feature, np.random.Generator], None]
ABOVE: dict[str, Painter] = {**paint_ways.PAINTERS, **paint_buildings.PAINTERS, **paint_vehicles.PAINTERS}
GROUND: dict[str, Painter] = {**paint_ground.PAINTERS, **paint_sport.PAINTERS, **{
    kind: ABOVE.pop(kind)
    for kind in ("apron", "yard", "quay", "square", "parking_lot", "runway", "bund", "stadium_stands")}}
ROAD_KINDS = ("road", "street", "track_road")
ROADS: tuple[dict[str, Painter], ...] = (
    dict.fromkeys(ROAD_KINDS, paint_ways.verge),
    {**dict.fromkeys(ROAD_KINDS, paint_ways.road), "taxiway": paint_ways.taxiway},
    {**dict.fromkeys(ROAD_KINDS, paint_ways.road_marks), "taxiway": paint_ways.taxiway_marks},
)
LATE: dict[str, Painter] = {kind: ABOVE.pop(kind) for kind in ("stadium_roof", "crane")}
# Ground in the order of the plan; then ways, bottom up, so that crossings join; then what stands on them.
PASSES: tuple[dict[str, Painter], ...] = (GROUND, *ROADS, ABOVE)


def paint(plan: Plan, px_per_m: float, seed: int) -> np.ndarray:
    """The photograph of ``plan``: uint8 (h, w, 3) at ``px_per_m``; the same for the same seed."""
    canvas = Canvas(plan.width_m, plan.height_m, px_per_m * SUPERSAMPLING, plan.style, seed)
    rng = np.random.default_rng((seed, 3))
    for painters in PASSES:
        for feature in plan.features:
            painter = painters.get(feature.kind)
            if painter is not None:
                painter(canvas, feature, rng)
    Crowns(canvas).plant(plan.trees)
    for feature in plan.features:
        if feature.kind in LATE:
            LATE[feature.kind](canvas, feature, rng)
    return develop(canvas)
