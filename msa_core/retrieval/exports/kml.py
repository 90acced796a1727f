"""Hits as KML 2.2 (OGC 07-147r2): one placemark per hit, coloured by score, the properties as typed extended data."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import shapely

from msa_core.records import TileHit
from msa_core.retrieval.exports.hit_layer import LAYER, HitLayer
from msa_core.retrieval.exports.styles.markup import child, document
from msa_core.retrieval.exports.styles.score_classes import ScoreClass, class_of
from msa_core.retrieval.exports.told.columns import TABLE, Kind, number

_TYPES: dict[Kind, str] = {
    "integer": "int", "real": "double", "text": "string", "datetime": "string", "integers": "string", "reals": "string",
}  # fmt: skip
# KML's colours are aabbggrr.
_LINE_ALPHA, _FILL_ALPHA = "ff", "46"


def to_kml(layer: HitLayer) -> bytes:
    """The document. The layer must be in WGS84, as all KML is."""
    assert layer.crs.is_wgs84
    root = ET.Element("kml", {"xmlns": "http://www.opengis.net/kml/2.2"})
    body = child(root, "Document")
    child(body, "name", layer.title)
    child(body, "open", 1)
    child(body, "description", layer.about)
    for number_, each in enumerate(layer.classes):
        _style(body, number_, each)
    schema = child(body, "Schema", attributes={"name": LAYER, "id": LAYER})
    for column in TABLE:
        field = child(schema, "SimpleField", attributes={"type": _TYPES[column.kind], "name": column.name})
        child(field, "displayName", column.about)
    for hit, shape in zip(layer.hits, layer.shapes, strict=True):
        _placemark(body, hit, shape, layer.classes)
    return document(root)


def _style(body: ET.Element, number_: int, each: ScoreClass) -> None:
    red, green, blue = (f"{part:02x}" for part in each.rgb)
    colour = blue + green + red
    style = child(body, "Style", attributes={"id": f"score{number_}"})
    line = child(style, "LineStyle")
    child(line, "color", _LINE_ALPHA + colour)
    child(line, "width", 2)
    child(child(style, "PolyStyle"), "color", _FILL_ALPHA + colour)


def _placemark(body: ET.Element, hit: TileHit, shape: Any | None, classes: tuple[ScoreClass, ...]) -> None:
    placemark = child(body, "Placemark")
    child(placemark, "name", hit.rank)
    if hit.tile.datetime is not None:
        child(child(placemark, "TimeStamp"), "when", hit.tile.datetime)
    which = class_of(number(hit.score), classes)
    if which is not None:
        child(placemark, "styleUrl", f"#score{which}")
    data = child(child(placemark, "ExtendedData"), "SchemaData", attributes={"schemaUrl": f"#{LAYER}"})
    for column in TABLE:
        value = column.value(hit)
        if value is not None:
            text = json.dumps(value, allow_nan=False) if isinstance(value, list) else value
            child(data, "SimpleData", text, {"name": column.name})
    if shape is not None:
        parts = shapely.get_parts(shape)
        parent = placemark if len(parts) == 1 else child(placemark, "MultiGeometry")
        for part in parts:
            ring = child(child(child(parent, "Polygon"), "outerBoundaryIs"), "LinearRing")
            points = shapely.get_coordinates(part.exterior).tolist()
            child(ring, "coordinates", " ".join(f"{lon:.9f},{lat:.9f}" for lon, lat in points))
