"""Hits as GeoJSON, as contracts.md has it: WGS84, counter-clockwise, null without position, never NaN."""

from __future__ import annotations

import math
from typing import Any

from app.models.names import printable
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
            "source": printable(tile.source),
            "level": tile.level,
            "pixel_bbox": list(tile.pixel_bbox),
            "gsd": _finite(tile.gsd_m),
            "crs": tile.crs,
            "datetime": tile.datetime,
            "scale_scores": scores,
        },
    }


def _geometry(rings: tuple[Ring, ...]) -> dict[str, Any] | None:
    finite = [ring for ring in rings if all(math.isfinite(x) and math.isfinite(y) for x, y in ring)]
    if not finite:
        return None
    polygons = [[[list(point) for point in ring]] for ring in finite]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _query(query: Query) -> dict[str, Any]:
    return {
        "text": printable(" ".join(f"{term.weight:+g} {term.value}" for term in query.terms)),
        "terms": [{"kind": t.kind, "value": printable(t.value), "weight": t.weight} for t in query.terms],
        "bbox": list(query.bbox) if query.bbox is not None else None,
        "min_score": query.min_score,
    }


def _finite(value: float | None) -> float | None:
    return round(float(value), 6) if value is not None and math.isfinite(value) else None
