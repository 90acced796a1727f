"""Files of embeddings as other programs publish them, made by code."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

GEO = {"version": "1.1.0", "primary_column": "geometry"}


def vectors(count: int, width: int = 16, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32) * 3


def squares(count: int, west: float = 5.0, side: float = 0.01) -> list[Any]:
    return [shapely.box(west + side * k, 50.0, west + side * (k + 1), 50.0 + side) for k in range(count)]


def write(path: Path, columns: dict[str, Any], crs: Any = None, **keys: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": []}
    geo = {**GEO, "columns": {"geometry": column if crs is None else {**column, "crs": crs}}}
    metadata = {"geo": json.dumps(geo), **{key: json.dumps(value) for key, value in keys.items()}}
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), path)
    return path


def clay(path: Path, count: int = 20) -> Path:
    """List of float32, not normalised; a date of its own kind; polygons."""
    return write(path, {
        "index": pa.array(range(count)), "source_url": ["s3://clay/scene.tif"] * count,
        "date": pa.array([dt.date(2021, 6, 1)] * count),
        "embeddings": pa.array(vectors(count).tolist(), pa.list_(pa.float32())),
        "geometry": shapely.to_wkb(squares(count)).tolist(),
    })  # fmt: skip


def earth_index(path: Path, count: int = 20) -> Path:
    """A fixed list, an ``emb`` key, points."""
    points = [shapely.Point(7.0 + 0.01 * k, 50.0) for k in range(count)]
    return write(path, {
        "id": [f"t{k}" for k in range(count)],
        "embedding": pa.array(vectors(count).tolist(), pa.list_(pa.float32(), 16)),
        "geometry": shapely.to_wkb(points).tolist(),
    }, emb={"model": {"id": "ssl4eo-vit", "version": "1"}, "dimensions": 16})  # fmt: skip


def major_tom(path: Path, count: int = 20) -> Path:
    """Half precision, a time as text, no geometry but a centre."""
    return write(path, {
        "unique_id": [f"u{k}" for k in range(count)], "timestamp": ["20230107T101311"] * count,
        "embedding": pa.array(vectors(count).astype(np.float16).tolist(), pa.list_(pa.float16())),
        "centre_lat": [50.0] * count, "centre_lon": [9.0 + 0.01 * k for k in range(count)],
    })  # fmt: skip


def in_utm(path: Path, count: int = 20) -> Path:
    """STAC ``emb:`` in integers, in a projected system."""
    boxes = [shapely.box(5e5 + 100 * k, 5.5e6, 5e5 + 100 * (k + 1), 5.5e6 + 100) for k in range(count)]
    return write(path, {
        "id": [str(k) for k in range(count)], "datetime": pa.array([dt.datetime(2020, 1, 2, tzinfo=dt.UTC)] * count),
        "vector": pa.array((vectors(count) * 20).astype(np.int8).tolist(), pa.list_(pa.int8())),
        "geometry": shapely.to_wkb(boxes).tolist(),
    }, crs="EPSG:32632", emb={"emb:model": "own"})  # fmt: skip


def countryside(path: Path, rows: int = 40, columns: int = 60) -> Path:
    """A grid of squares of some 1 km beside the North Sea, whose embeddings change from place to place as land does."""
    y, x = np.mgrid[0:rows, 0:columns] / 10.0
    waves = np.random.default_rng(1).normal(size=(32, 3)) * (1.0, 1.0, 3.0)
    fields = np.sin(x[..., None] * waves[:, 0] + y[..., None] * waves[:, 1] + waves[:, 2])
    west, south, side = 4.3, 52.0, 0.01
    boxes = [
        shapely.box(west + side * k, south + side * j, west + side * (k + 1), south + side * (j + 1))
        for j in range(rows)
        for k in range(columns)
    ]
    return write(path, {
        "id": [str(number) for number in range(rows * columns)],
        "embedding": pa.array(fields.reshape(-1, 32).tolist(), pa.list_(pa.float32(), 32)),
        "datetime": pa.array([dt.datetime(2022, 5, 1, tzinfo=dt.UTC)] * rows * columns),
        "geometry": shapely.to_wkb(boxes).tolist(),
    }, emb={"model": {"id": "Clay", "version": "v1"}})  # fmt: skip
