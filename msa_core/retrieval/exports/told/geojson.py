"""Hits as GeoJSON (contracts: "Hits as GeoJSON"): WGS84, counter-clockwise, never NaN."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from msa_core.names import printable
from msa_core.records import Query, Ring, SearchResult, Tile, TileHit
from msa_core.retrieval.exports.told.columns import ID, PROPERTIES, Column
from msa_core.retrieval.exports.told.report import collection_members, filter_members
from msa_core.retrieval.query.parsing import as_words


def to_geojson(result: SearchResult, properties: Sequence[Column] = PROPERTIES) -> dict[str, Any]:
    """A FeatureCollection with one feature per hit, in the order of rank."""
    return {
        "type": "FeatureCollection",
        "query": _query(result.query),
        "model": result.model,
        "searched": result.searched,
        **collection_members(result),
        "features": [_feature(hit, properties) for hit in result.hits],
    }


def _query(query: Query) -> dict[str, Any]:
    return {
        "text": printable(as_words(query.terms)),
        "terms": [{"kind": t.kind, "value": printable(t.value), "weight": t.weight} for t in query.terms],
        "bbox": None if query.bbox is None else list(query.bbox),
        "min_score": query.min_score,
        **filter_members(query),
    }


def _feature(hit: TileHit, properties: Sequence[Column]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": ID.value(hit),
        "geometry": geometry_of(hit.tile),
        "properties": {column.name: column.value(hit) for column in properties},
    }


def geometry_of(tile: Tile) -> dict[str, Any] | None:
    """Polygon, MultiPolygon when split at the antimeridian, None without a position on Earth."""
    rings = [[[x, y] for x, y in ring] for ring in tile.footprint_lonlat if _is_finite(ring)]
    if not rings:
        return None
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": [rings[0]]}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}


def _is_finite(ring: Ring) -> bool:
    return all(math.isfinite(x) and math.isfinite(y) for x, y in ring)
