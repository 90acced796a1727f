"""The ground truth of a plan: which class of thing lies where, as GeoJSON in WGS84."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from shapely.geometry import MultiPolygon, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from msa_core.demo.land.plans.geometry import Points, ribbon
from msa_core.demo.land.plans.plan import Feature, Plan

ToLonLat = Callable[[np.ndarray], np.ndarray]
LINES = ("road", "street", "track_road", "railway", "bridge", "viaduct")
_TOLD = (
    "cars",
    "tanks",
    "boats",
    "tracks",
    "crop",
    "type",
    "stacks",
    "lanes",
    "radius_m",
    "engines",
    "height_m",
)
_NAMES = {
    "white": (226, 226, 222),
    "grey": (150, 150, 150),
    "dark grey": (92, 92, 94),
    "red": (172, 70, 60),
    "blue": (80, 115, 170),
    "green": (104, 128, 84),
    "brown": (128, 96, 76),
    "beige": (196, 180, 150),
    "orange": (200, 120, 70),
    "yellow": (190, 180, 80),
}


def colour_name(colour: tuple[float, float, float]) -> str:
    """The plain name nearest to a colour of 0..255."""
    names = list(_NAMES)
    far = [float(np.abs(np.subtract(colour, _NAMES[name])).sum()) for name in names]
    return names[int(np.argmin(far))]


def outline(feature: Feature) -> Points:
    """The ring of a feature; a line becomes a strip of its width."""
    if feature.kind in LINES:
        return ribbon(feature.ring, float(feature.traits.get("width_m", 6.0)))
    return feature.ring


def told(plan: Plan) -> list[Feature]:
    """The features that belong to the ground truth."""
    return [feature for feature in plan.features if feature.is_truth]


def features_of(plan: Plan, source: str, to_lonlat: ToLonLat) -> list[dict[str, Any]]:
    """GeoJSON features of ``plan``, cut to the landscape.

    Args:
        plan: what was laid out, in metres from the north-west corner.
        source: name of the raster file that shows it.
        to_lonlat: (n, 2) metres to (n, 2) longitudes and latitudes.
    """
    frame = box(0.0, 0.0, plan.width_m, plan.height_m)
    made = []
    for feature in told(plan):
        shape: BaseGeometry = Polygon(outline(feature))
        if not shape.is_valid:
            shape = shape.buffer(0)
        for part in _polygons(shape.intersection(frame)):
            ring = to_lonlat(np.asarray(part.exterior.coords)).round(7)
            geometry = orient(Polygon(ring))
            made.append(
                {
                    "type": "Feature",
                    "geometry": mapping(geometry),
                    "properties": {"class": feature.kind, "source": source, **_attributes(feature)},
                }
            )
    return made


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    """The parts of ``shape`` that have an area worth telling (4 square metres)."""
    if isinstance(shape, Polygon):
        return [shape] if shape.area > 4.0 else []
    if isinstance(shape, MultiPolygon):
        return [part for part in shape.geoms if part.area > 4.0]
    return []


def _attributes(feature: Feature) -> dict[str, Any]:
    found = {name: feature.traits[name] for name in _TOLD if name in feature.traits}
    found = {name: round(value, 1) if isinstance(value, float) else value for name, value in found.items()}
    if "colour" in feature.traits and feature.kind in (
        "storage_tank",
        "warehouse",
        "ship",
        "plane",
        "tennis_court",
    ):
        found["colour"] = colour_name(feature.traits["colour"])
    return found
