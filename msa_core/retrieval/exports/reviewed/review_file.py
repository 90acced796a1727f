"""Reviews as a file: the GeoJSON that ``msa search --reviews`` and ``msa-train`` read, made and changed.

Beside what tells where a tile lies, a feature holds ``review``, ``query`` (what was looked for, as it was written) and
``caption`` (its words to look for, which the model is taught with). One tile may be in a file once for each query.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msa_core.files import make_folder, write_whole
from msa_core.names import printable, visible_json
from msa_core.records import Query, Tile, TileHit
from msa_core.retrieval.exports.told.columns import PROPERTIES
from msa_core.retrieval.exports.told.geojson import geometry_of
from msa_core.retrieval.query.parsing import as_words

Feature = dict[str, Any]
_OF_TILES = tuple(column for column in PROPERTIES if column.name not in ("rank", "score", "scale_scores"))


def feature(tile: Tile, review: str, query: str = "", caption: str = "") -> Feature:
    """What is kept of a vote on a tile."""
    hit = TileHit(tile=tile, rank=0, score=0.0)
    words = {name: printable(text) for name, text in (("query", query), ("caption", caption)) if text}
    return {
        "type": "Feature",
        "id": tile.id,
        "geometry": geometry_of(tile),
        "properties": {**{column.name: column.value(hit) for column in _OF_TILES}, "review": review, **words},
    }


def feature_of_vote(tile: Tile, review: str, query: Query) -> Feature:
    """A vote on a hit of a search."""
    is_plain = len(query.terms) == 1 and query.terms[0].weight == 1
    return feature(tile, review, query.terms[0].value if is_plain else as_words(query.terms), query.text)


def query_of(item: Feature, collection: Feature | None = None) -> str:
    """What was looked for when a feature was judged, ``""`` when that is not known."""
    own = (item.get("properties") or {}).get("query")
    if own is None and collection is not None and isinstance(collection.get("query"), dict):
        own = collection["query"].get("text")
    return own if isinstance(own, str) else ""


def write_collection(file: Path, features: Iterable[Feature], others: Feature | None = None) -> None:
    """Write features whole or not at all; ``others`` are further members of the collection. Raises StorageError."""
    collection = {**(others or {}), "type": "FeatureCollection", "features": list(features)}
    make_folder(file.parent)
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    write_whole(file, (visible_json(text) + "\n").encode())
