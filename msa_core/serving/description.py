"""What the server offers, as OpenAPI 3.0: OGC API Features wants it, and QGIS opens no layer without."""

from __future__ import annotations

from typing import Any

from msa_core import __version__
from msa_core.serving.parameters import MAX_HITS, USUAL_HITS

OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

_NUMBER = {"type": "number"}
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_PARAMETERS: dict[str, tuple[dict[str, Any], str]] = {
    "q": (_TEXTS, "Words to look for, with weights (river^0.5). Without, tiles are listed."),
    "not": (_TEXTS, "Words to avoid."),
    "bbox": ({"type": "array", "items": _NUMBER, "minItems": 4, "maxItems": 4}, "West, south, east, north, degrees."),
    "datetime": (_TEXT, "A day, or start/end; .. is open."),
    "source": (_TEXTS, "Patterns of rasters."),
    "cloud_below": (_NUMBER, "Clouds in percent."),
    "platform": (_TEXTS, "Satellites."),
    "min_ground": (_NUMBER, "Least side of a tile, metres."),
    "max_ground": (_NUMBER, "Largest side of a tile, metres."),
    "min_score": (_NUMBER, "Least score."),
    "every_tile": ({"type": "boolean", "default": False}, "Whether tiles that overlap a better one are listed, too."),
    "limit": ({"type": "integer", "minimum": 1, "maximum": MAX_HITS, "default": USUAL_HITS}, "How many."),
    "offset": ({"type": "integer", "minimum": 0, "default": 0}, "How many a listing leaves out at its beginning."),
}  # fmt: skip


def describe(base: str, collection: str) -> dict[str, Any]:
    """The document (OpenAPI Specification 3.0.3) of the server at ``base``, without a slash at its end."""
    items = f"/collections/{collection}/items"
    tile = [{"name": "tile", "in": "path", "required": True, "schema": _TEXT}]
    asked = [{"$ref": f"#/components/parameters/{name}"} for name in _PARAMETERS]
    return {
        "openapi": "3.0.3",
        "info": {"title": "MSA Analyst", "version": __version__},
        "servers": [{"url": base}],
        "paths": {
            "/": _get("What there is"),
            "/conformance": _get("The standards that are kept to"),
            "/collections": _get("The collections"),
            f"/collections/{collection}": _get("The tiles as a whole"),
            items: _get("Tiles, ranked by words or listed", "application/geo+json", asked),
            f"{items}/{{tile}}": _get("One tile", "application/geo+json", tile),
            f"{items}/{{tile}}/thumbnail": _get("Its picture", "image/webp", tile),
            f"{items}/{{tile}}/captions": _get("What stands out in it, in words", parameters=tile),
        },
        "components": {
            "parameters": {
                name: {"name": name, "in": "query", "description": told, "schema": schema, **_form(schema)}
                for name, (schema, told) in _PARAMETERS.items()
            }
        },
    }


def _form(schema: dict[str, Any]) -> dict[str, Any]:
    """Of several: numbers stand in one value, with commas between; words are given again and again."""
    if schema["type"] != "array":
        return {}
    return {"style": "form", "explode": schema["items"] is _TEXT}


def _get(
    told: str, media_type: str = "application/json", parameters: list[Any] | None = None
) -> dict[str, Any]:
    answers = {
        "200": {"description": told, "content": {media_type: {}}},
        "default": {"description": "A refusal, in words", "content": {"application/json": {}}},
    }
    return {"get": {"summary": told, "parameters": parameters or [], "responses": answers}}
