"""Hits as GeoJSON, as contracts.md has it: WGS84, counter-clockwise, null without position, never NaN."""

from __future__ import annotations

import math
from typing import Any

from msa_core.records import Query, Ring, SearchResult, TileHit


def collection(result: SearchResult) -> dict[str, Any]:
    """The FeatureCollection of a search."""
    return {
        "type": "FeatureCollection",
        "query": _query(result.query),
        "model": result.model,
        "searched": result.searched,
        "features": [feature(hit) for hit in result.hits],
    }


def feature(hit: TileHit) -> dict[str, Any]:
    """One hit."""
    tile = hit.tile
    scores = [_finite(z) for z in hit.scale_scores] if hit.scale_scores is not None else None
    return {
        "type": "Feature",
        "id": tile.id,
        "geometry": _geometry(tile.footprint_lonlat),
        "properties": {
            "rank": hit.rank,
            "score": _finite(hit.score),
            "source": tile.source,
            "level": tile.level,
            "pixel_bbox": list(tile.pixel_bbox),
            "gsd": _finite(tile.gsd_m),
            "crs": tile.crs,
            "datetime": tile.datetime,
            "scale_scores": scores,
        },
    }


def _geometry(rings: tuple[Ring, ...]) -> dict[str, Any] | None:
    if not rings:
        return None
    polygons = [[[list(point) for point in ring]] for ring in rings]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _query(query: Query) -> dict[str, Any]:
    return {
        "terms": [{"kind": t.kind, "value": t.value, "weight": t.weight} for t in query.terms],
        "bbox": list(query.bbox) if query.bbox is not None else None,
        "min_score": query.min_score,
    }


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None
