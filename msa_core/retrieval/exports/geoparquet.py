"""Hits as GeoParquet 1.1: the columns of the GeoJSON with types of their own, geometry as WKB, bounds beside it."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from msa_core import __version__
from msa_core.lonlat import bounds_of_boxes
from msa_core.retrieval.exports.hit_layer import ABOUT_THUMBNAIL, THUMBNAIL, HitLayer
from msa_core.retrieval.exports.told.columns import TABLE, Column, Kind

_SIDES = ("xmin", "ymin", "xmax", "ymax")
_BBOX = pa.struct([(side, pa.float64()) for side in _SIDES])
_TYPES: dict[Kind, pa.DataType] = {
    "integer": pa.int64(), "real": pa.float64(), "text": pa.string(), "datetime": pa.timestamp("us", tz="UTC"),
    "integers": pa.list_(pa.int32(), 4), "reals": pa.list_(pa.float64(), 4),
}  # fmt: skip


def to_geoparquet(layer: HitLayer) -> bytes:
    """The file; its key ``msa`` holds what was asked of which model."""
    wkb = [None if shape is None else shapely.to_wkb(shape, byte_order=1) for shape in layer.shapes]
    columns = [pa.array([_cell(column, hit) for hit in layer.hits], _TYPES[column.kind]) for column in TABLE]
    boxes = pa.array([_box(layer, shape) for shape in layer.shapes], _BBOX)
    msa = {
        "about": layer.about,
        "model": layer.result.model,
        "searched": layer.result.searched,
        "software": f"msa-analyst {__version__}",
    }
    schema = pa.schema(
        [pa.field("geometry", pa.binary()), pa.field("bbox", _BBOX)]
        + [pa.field(c.name, _TYPES[c.kind], metadata={"description": c.about}) for c in TABLE],
        metadata={"geo": json.dumps(_geo(layer)), "msa": json.dumps(msa)},
    )
    table = pa.Table.from_arrays([pa.array(wkb, pa.binary()), boxes, *columns], schema=schema)
    if layer.thumbnails:
        pictures = pa.array([layer.thumbnails.get(hit.tile.id) for hit in layer.hits], pa.binary())
        field = pa.field(THUMBNAIL, pa.binary(), metadata={"description": ABOUT_THUMBNAIL})
        table = table.append_column(field, pictures)
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def _cell(column: Column, hit: Any) -> Any:
    value = column.value(hit)
    return dt.datetime.fromisoformat(value) if column.kind == "datetime" and value is not None else value


def _box(layer: HitLayer, shape: Any | None) -> dict[str, float] | None:
    """Bounds of a shape; in degrees of WGS84 xmin > xmax across the antimeridian, as the standard has it."""
    if shape is None:
        return None
    bounds = shape.bounds
    if layer.crs.is_wgs84:
        bounds = bounds_of_boxes(part.bounds for part in shapely.get_parts(shape)) or bounds
    return dict(zip(_SIDES, bounds, strict=True))


def _geo(layer: HitLayer) -> dict[str, Any]:
    """The ``geo`` key. Without ``crs`` coordinates are OGC:CRS84, longitude and latitude of WGS84."""
    placed = [shape for shape in layer.shapes if shape is not None]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in placed}),
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    if placed:
        column["bbox"] = shapely.total_bounds(placed).tolist()
    if not layer.crs.is_wgs84:
        column["crs"] = layer.crs.crs.to_json_dict()
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
