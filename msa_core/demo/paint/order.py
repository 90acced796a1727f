"""Painting a plan: which painter for which kind, and in which order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from msa_core.demo.land.plans.plan import Feature, Plan
from msa_core.demo.paint import arenas, buildings, ground, paved, plants, relief, ships, sport, vehicles, ways
from msa_core.demo.paint.canvas import Canvas
from msa_core.demo.paint.light import SUPERSAMPLING, develop
from msa_core.demo.paint.trees import Crowns

Painter = Callable[[Canvas, Feature, np.random.Generator], None]

# In the order of the plan: what was put there later covers what was there.
GROUND: dict[str, Painter] = {
    **dict.fromkeys(("meadow", "bare_land", "ground", "lawn", "park"), ground.plain),
    **dict.fromkeys(("lake", "pond", "river", "basin"), ground.water),
    "field": ground.field, "round_field": ground.round_field, "forest": ground.wood_floor,
    "sea": ground.sea, "beach": ground.beach, "desert": relief.dunes, "mountain": relief.rock,
    "football_pitch": sport.football, "tennis_court": sport.court, "basketball_court": sport.basketball,
    "baseball_field": sport.baseball, "running_track": sport.track, "stand": sport.stand, "fairway": sport.green,
    "bunker": sport.bunker, "runway": paved.runway, "parking_lot": paved.parking_lot,
    **dict.fromkeys(("apron", "yard", "quay", "square"), paved.paved),
    "bund": plants.bund, "stadium_stands": arenas.stadium,
}  # fmt: skip
ROAD_KINDS = ("road", "street", "track_road")
# Bottom up for all ways together, so that crossings join.
ROADS: tuple[dict[str, Painter], ...] = (
    dict.fromkeys(ROAD_KINDS, ways.verge),
    {**dict.fromkeys(ROAD_KINDS, ways.road), "taxiway": paved.taxiway},
    {**dict.fromkeys(ROAD_KINDS, ways.road_marks), "taxiway": paved.taxiway_marks},
)
ABOVE: dict[str, Painter] = {
    "junction": ways.junction, "roundabout": ways.roundabout, "railway": ways.railway, "bridge": ways.bridge,
    "viaduct": ways.bridge,
    **dict.fromkeys(("house", "farmhouse"), buildings.house),
    **dict.fromkeys(("hall", "hangar", "warehouse"), buildings.hall),
    **dict.fromkeys(
        ("apartment_block", "office", "school_building", "terminal", "hospital", "shop"), buildings.block),
    "tower": buildings.tower, "church": buildings.church,
    "storage_tank": plants.tank, "greenhouse": plants.greenhouse, "solar_panels": plants.solar,
    "swimming_pool": plants.pool, "cooling_tower": plants.cooling_tower,
    "car": vehicles.car, "truck": vehicles.truck, "plane": vehicles.plane, "containers": vehicles.containers,
    "train": vehicles.train, "ship": ships.ship, "boat": ships.boat,
}  # fmt: skip
OVER_TREES: dict[str, Painter] = {"stadium_roof": arenas.stadium_roof, "crane": vehicles.crane}


def paint(plan: Plan, px_per_m: float, seed: int) -> np.ndarray:
    """The photograph of ``plan``: uint8 (h, w, 3) at ``px_per_m``; the same for the same seed."""
    canvas = Canvas(plan.width_m, plan.height_m, px_per_m * SUPERSAMPLING, plan.style, seed)
    rng = np.random.default_rng((seed, 3))
    for painters in (GROUND, *ROADS, ABOVE):
        _paint_those(plan, painters, canvas, rng)
    Crowns(canvas).plant(plan.trees)
    _paint_those(plan, OVER_TREES, canvas, rng)
    return develop(canvas)


def _paint_those(plan: Plan, painters: dict[str, Painter], canvas: Canvas, rng: np.random.Generator) -> None:
    for feature in plan.features:
        painter = painters.get(feature.kind)
        if painter is not None:
            painter(canvas, feature, rng)
