"""Columns and file metadata of a shard: GeoParquet 1.1 with the tile embeddings (see README, "Index folder").

The columns follow the field's published embedding files; ``emb`` is the file-level description (STAC embedding
extension v0.0.1, pinned), ``msa:pooled`` our extra.
"""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from msa_core import __version__
from msa_core.config import Tiling
from msa_core.indexing.folder.manifest.manifest import ModelFacts

EMB_VERSION = "0.0.1"
POOLED = "msa:pooled"
BLANK = "msa:blank"
HUBNESS = "msa:hubness"
THUMBNAIL = "msa:thumbnail"
"""WebP; null where none was made."""

# What shards made before have not, in this order; they still fit, and nothing is known of it.
_LATER = {BLANK: pa.bool_(), THUMBNAIL: pa.binary()}


def shard_schema(model: ModelFacts, tiling: Tiling) -> pa.Schema:
    """Schema of shards of a model: D = ``model.dim``, pooled features of all scales side by side."""
    bbox = pa.struct([(side, pa.float64()) for side in ("xmin", "ymin", "xmax", "ymax")])
    fields = [
        pa.field("id", pa.string(), nullable=False),
        pa.field("geometry", pa.binary()),
        pa.field("bbox", bbox),
        pa.field("embedding", pa.list_(pa.float32(), model.dim), nullable=False),
        pa.field("datetime", pa.timestamp("us", tz="UTC")),
        pa.field("source", pa.dictionary(pa.int32(), pa.string())),
        pa.field("source_crs", pa.dictionary(pa.int32(), pa.string())),
        pa.field("pixel_bbox", pa.list_(pa.int32(), 4)),
        pa.field("gsd", pa.float64()),
        pa.field("level", pa.int32()),
        pa.field("nodata_percent", pa.float32()),
        pa.field(POOLED, pa.list_(pa.float16(), sum(model.pooled_dims))),
    ]
    if model.hubness:
        fields.append(pa.field(HUBNESS, pa.float32(), nullable=False))
    metadata = {"emb": json.dumps(_emb(model, tiling), sort_keys=True)}
    return pa.schema(fields, metadata=metadata)


def written_schema(model: ModelFacts, tiling: Tiling, thumbnails: bool) -> pa.Schema:
    """The columns that an indexing run writes: those of every shard, and what later versions added to them."""
    schema = shard_schema(model, tiling)
    for name, kind in _LATER.items():
        if thumbnails or name != THUMBNAIL:
            schema = schema.append(pa.field(name, kind))
    return schema


def difference(schema: pa.Schema, model: ModelFacts, tiling: Tiling) -> str:
    """How the shard with ``schema`` differs from those of an index, in words; ``""`` when it fits.

    Compared are the columns and their types, and of ``emb`` the model, the dimensions and the tiling; the
    version of the software that wrote it may differ.
    """
    wanted = shard_schema(model, tiling)
    emb, wanted_emb = _emb_of(schema), _emb_of(wanted)
    for key in ("model", "dimensions", "pooled_dimensions", "tiling"):
        if emb.get(key) != wanted_emb[key]:
            return f"its {key.replace('_', ' ')} is {_short(emb.get(key))}, that of the index {_short(wanted_emb[key])}"
    later = [pa.field(name, kind) for name, kind in _LATER.items() if name in schema.names]
    for column in (*wanted, *later):
        found = schema.field(column.name).type if column.name in schema.names else None
        if found != column.type:
            return f"its column {column.name} is {found or 'missing'}, not {column.type}"
    return ""


def completed(table: pa.Table, thumbnails: bool) -> pa.Table:
    """The rows of a shard with the columns that older ones lack, empty; that of thumbnails where it is wanted."""
    for name, kind in _LATER.items():
        if name not in table.schema.names:
            if name == THUMBNAIL and not thumbnails:
                continue
            table = table.append_column(pa.field(name, kind), pa.nulls(len(table), kind))
    later = [name for name in _LATER if name in table.schema.names]
    return table.select([*(name for name in table.schema.names if name not in _LATER), *later])


def _emb_of(schema: pa.Schema) -> dict[str, Any]:
    try:
        emb = json.loads((schema.metadata or {}).get(b"emb", b"{}"))
    except ValueError:
        return {}
    return emb if isinstance(emb, dict) else {}


def _short(value: Any) -> str:
    if isinstance(value, dict) and "sha256" in value:
        return str(value["sha256"])[:16]
    return "not given" if value is None else json.dumps(value)[:80]


def geo_metadata(bounds: tuple[float, float, float, float] | None) -> str:
    """The ``geo`` key of GeoParquet 1.1.0. Without ``crs`` the coordinates are OGC:CRS84 by definition."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Polygon", "MultiPolygon"],
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": {"bbox": {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}},
    }
    if bounds is not None:
        column["bbox"] = list(bounds)
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}})


def _emb(model: ModelFacts, tiling: Tiling) -> dict[str, Any]:
    return {
        "version": EMB_VERSION,
        "model": {"id": model.origin or "msa-analyst", "sha256": model.fingerprint},
        "dimensions": model.dim,
        "data_type": "float32",
        "normalized": True,
        "distance": "cosine",
        "preprocessing": {
            "input_px": model.input_px,
            "stretch": "one per source, as its values ask for; how is said for each in manifest.json",
        },
        "tiling": {
            "ground_sizes_m": tiling.tile_m,
            "tile_px": tiling.tile_px,
            "overlap": tiling.overlap,
        },
        "pooled_dimensions": list(model.pooled_dims),
        "software": f"msa-analyst {__version__}",
    }
