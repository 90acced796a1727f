"""Other people's tile embeddings in Parquet: which column is what, and the rows of a file, some at a time.

Read are Clay (``embeddings``, ``source_url``, ``date``), Earth Index (``embedding`` of a fixed length, key ``emb``),
Major TOM (``unique_id``, ``timestamp``, ``centre_lat``, ``centre_lon``) and what follows the STAC embedding extension.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from msa_core.errors import SourceError
from msa_core.files import check_ordinary
from msa_core.indexing.folder.rows.row_rules import is_outline
from msa_core.indexing.folder.rows.schema import POOLED
from msa_core.names import printable
from msa_core.records import Ring

_VECTORS = ("embedding", "embeddings", "vector")
_DATES = ("datetime", "timestamp", "date")
_CENTRES = (
    ("centre_lon", "centre_lat"),
    ("center_lon", "center_lat"),
    ("lon", "lat"),
    ("longitude", "latitude"),
)
_CHUNK_ROWS = 4096
_MAX_WIDTH = 65_535
_EARTH = np.array([-180.0, -90.0]), np.array([180.0, 90.0])
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignFile:
    """A file of embeddings.

    Attributes:
        path: where it lies; ``rows``: how many it has.
        origin: what made the embeddings, as far as the file says so, else ``""``.
        width: numbers of an embedding, those of the first row that has one.
        vector, date, geometry: names of columns, ``""`` for none; ``centre``: those of longitude and latitude.
        crs: of the geometry, None for WGS84.
    """

    path: Path
    rows: int
    origin: str
    width: int
    vector: str
    date: str
    geometry: str
    centre: tuple[str, str] | None
    crs: pyproj.CRS | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRows:
    """Rows of a file that can be searched.

    Attributes:
        numbers: int64 (N,), which rows of the file they are.
        embedding: float32 (N, D), unit vectors.
        footprints: rings of each in WGS84, empty without position.
        points: of the footprints those that are squares around a point.
        dates: when each was taken, None where that is not known.
        left_out: rows whose embedding cannot be compared: none, of another length, not finite, or zero.
    """

    numbers: np.ndarray
    embedding: np.ndarray
    footprints: list[tuple[Ring, ...]]
    points: int
    dates: list[dt.datetime | None]
    left_out: int


def open_foreign(path: Path) -> ForeignFile:
    """What a file holds. Raises SourceError, with what is missing."""
    try:
        check_ordinary(path)
        with pq.ParquetFile(path) as file:
            schema, metadata = file.schema_arrow, file.schema_arrow.metadata or {}
            rows, vector = file.metadata.num_rows, _vector_column(path, file.schema_arrow)
            width = _width(file, vector)
    except (OSError, ValueError, TypeError, pa.ArrowException) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:160]
        raise SourceError(
            path, f"It is not a Parquet file that can be read ({printable(reason)})."
        ) from error
    if not 2 <= width <= _MAX_WIDTH:
        raise SourceError(path, f"Its embeddings have {width} numbers: 2 to {_MAX_WIDTH} can be compared.")
    geo = _json(metadata, b"geo")
    geometry = str(geo.get("primary_column", "geometry"))
    geometry = geometry if geometry in schema.names and _is_binary(schema.field(geometry).type) else ""
    centre = next((pair for pair in _CENTRES if set(pair) <= set(schema.names)), None)
    return ForeignFile(
        path=path,
        rows=rows,
        origin=_origin(_json(metadata, b"emb")),
        width=width,
        vector=vector,
        date=next((name for name in _DATES if name in schema.names), ""),
        geometry=geometry,
        centre=centre,
        crs=_crs(path, geo, geometry),
    )


def read_foreign(file: ForeignFile, side_m: float) -> Iterator[ForeignRows]:
    """The rows of a file, some thousand at a time.

    Args:
        file: as :func:`open_foreign` gives it.
        side_m: side of the square that stands for a point.

    Raises:
        SourceError: it is damaged.
    """
    names = [file.vector, file.date, file.geometry, *(file.centre or ())]
    start = 0
    try:
        with pq.ParquetFile(file.path) as stream:
            for batch in stream.iter_batches(_CHUNK_ROWS, columns=[name for name in names if name]):
                yield _rows(file, pa.Table.from_batches([batch]), start, side_m)
                start += len(batch)
    except (OSError, ValueError, IndexError, pa.ArrowException) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:160]
        raise SourceError(file.path, f"It is damaged after row {start:,} ({printable(reason)}).") from error


def _rows(file: ForeignFile, table: pa.Table, start: int, side_m: float) -> ForeignRows:
    vectors = [_vector(value, file.width) for value in table.column(file.vector)]
    sound = np.array([vector is not None for vector in vectors], bool)
    kept = np.flatnonzero(sound)
    shapes = _shapes(file, table)
    footprints, points = [], 0
    for row in kept.tolist():
        rings, is_point = _rings(shapes[row], side_m)
        footprints.append(rings)
        points += is_point
    dates = table.column(file.date).to_pylist() if file.date else [None] * len(table)
    matrix = np.array([vectors[row] for row in kept.tolist()], np.float32).reshape(len(kept), file.width)
    return ForeignRows(
        numbers=start + kept,
        embedding=matrix,
        footprints=footprints,
        points=points,
        dates=[_moment(dates[row]) for row in kept.tolist()],
        left_out=len(table) - len(kept),
    )


def _vector(value: Any, width: int) -> np.ndarray | None:
    """A unit vector float32 (D,), None for what cannot be compared."""
    if not value.is_valid:
        return None
    vector = np.asarray(value.values.to_numpy(zero_copy_only=False), np.float64)
    length = float(np.linalg.norm(vector)) if vector.shape == (width,) else 0.0
    return (vector / length).astype(np.float32) if np.isfinite(length) and length > 1e-30 else None


def _vector_column(path: Path, schema: pa.Schema) -> str:
    lists = [field.name for field in schema if _is_vector(field.type)]
    if POOLED in schema.names:
        raise SourceError(path, "It is a shard of an index: search that index instead of importing it.")
    found = [name for name in _VECTORS if name in lists] or (lists if len(lists) == 1 else [])
    if not found:
        columns = ", ".join(schema.names)[:200]
        raise SourceError(
            path, f"It has no column of embeddings ({', '.join(_VECTORS)}); it has {printable(columns)}."
        )
    return found[0]


def _is_vector(kind: pa.DataType) -> bool:
    is_list = pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind) or pa.types.is_large_list(kind)
    return is_list and (pa.types.is_floating(kind.value_type) or pa.types.is_integer(kind.value_type))


def _is_binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _width(file: pq.ParquetFile, name: str) -> int:
    kind = file.schema_arrow.field(name).type
    if pa.types.is_fixed_size_list(kind):
        return int(kind.list_size)
    for batch in file.iter_batches(_CHUNK_ROWS, columns=[name]):
        for value in batch.column(0):
            if value.is_valid and len(value):
                return len(value)
    return 0


def _json(metadata: dict[bytes, bytes], key: bytes) -> dict[str, Any]:
    try:
        found = json.loads(metadata.get(key, b"{}"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _origin(emb: dict[str, Any]) -> str:
    """The model that a file's ``emb`` names."""
    model = emb.get("model", emb.get("emb:model", ""))
    if isinstance(model, dict):
        told = [str(model[key]) for key in ("id", "name", "version", "sha256") if model.get(key)]
        return " ".join(told)[:200]
    return str(model)[:200] if isinstance(model, str) else ""


def _crs(path: Path, geo: dict[str, Any], geometry: str) -> pyproj.CRS | None:
    columns = geo.get("columns")
    column = columns.get(geometry, {}) if isinstance(columns, dict) else {}
    if not isinstance(column, dict) or column.get("crs") is None:
        return None
    if column.get("encoding", "WKB") != "WKB":
        raise SourceError(
            path, "Its geometry is not WKB: write it again as GeoParquet 1.1 with encoding WKB."
        )
    try:
        crs = pyproj.CRS.from_user_input(column["crs"])
    except (pyproj.exceptions.CRSError, TypeError, ValueError) as error:
        raise SourceError(path, "Its coordinate system is not known.") from error
    return None if crs.to_authority() in (("OGC", "CRS84"), ("EPSG", "4326")) else crs


def _shapes(file: ForeignFile, table: pa.Table) -> np.ndarray:
    """Shapes (N,) in WGS84, None without."""
    if file.geometry:
        wkb = [
            value if value is not None and _is_plain(value) else None
            for value in table.column(file.geometry).to_pylist()
        ]
        shapes = shapely.from_wkb(np.array(wkb, object), on_invalid="ignore")
        return shapes if file.crs is None else shapely.transform(shapes, _to_wgs84(file.crs))
    if file.centre is None:
        return np.full(len(table), None, object)
    lon, lat = (np.asarray(table.column(name).cast(pa.float64()).to_numpy(), float) for name in file.centre)
    placed = np.isfinite(lon) & np.isfinite(lat)
    shapes = np.full(len(table), None, object)
    shapes[placed] = shapely.points(lon[placed], lat[placed])
    return shapes


def _to_wgs84(crs: pyproj.CRS) -> Any:
    transformer = pyproj.Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)

    def turn(points: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return turn


def _is_plain(wkb: bytes) -> bool:
    """A point or polygon, or polygons side by side: deep nesting of others would end the process within GEOS."""
    if len(wkb) < 9 or wkb[0] > 1:
        return False
    (code,) = struct.unpack("<I" if wkb[0] else ">I", wkb[1:5])
    return (code % 1000 in (1, 3) and code < 4000) or is_outline(wkb)


def _rings(shape: Any, side_m: float) -> tuple[tuple[Ring, ...], bool]:
    """The outer rings of a shape, and whether it was a point; no ring for what is not on Earth."""
    if shape is None or shape.is_empty:
        return (), False
    if shape.geom_type == "Point":
        half = side_m / 2 / _METRES_PER_DEGREE
        wide = half / max(0.01, float(np.cos(np.radians(min(89.0, abs(shape.y))))))
        rings = [shapely.box(shape.x - wide, shape.y - half, shape.x + wide, shape.y + half).exterior]
    elif shape.geom_type in ("Polygon", "MultiPolygon"):
        rings = [part.exterior for part in getattr(shape, "geoms", [shape])]
    else:
        return (), False
    found = []
    for ring in rings:
        points = shapely.get_coordinates(shapely.LinearRing(ring) if ring.is_ccw else ring.reverse())
        if not np.isfinite(points).all() or (points < _EARTH[0]).any() or (points > _EARTH[1]).any():
            return (), False
        found.append(tuple((float(x), float(y)) for x, y in points))
    return tuple(found), shape.geom_type == "Point"


def _moment(value: Any) -> dt.datetime | None:
    """A date of any of the kinds that files have it in; None for what is none."""
    if isinstance(value, dt.datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    if isinstance(value, str):
        for text in (value.replace("Z", "+00:00"), value[:10], f"{value[:4]}-{value[4:6]}-{value[6:8]}"):
            try:
                return _moment(dt.datetime.fromisoformat(text))
            except ValueError:
                continue
    return None
