"""Indexes with one damaged row: every fault that a foreign program, a bug or a bad disk may leave in a shard."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.rows.shards import record_of

ROW = 2


def with_value(table: pa.Table, name: str, value: Any) -> pa.Table:
    """The table with another value in one row of one column, however impossible."""
    column = table.column(name).combine_chunks()
    kind = column.type
    if pa.types.is_fixed_size_list(kind):
        values = column.flatten().to_pylist()
        width = kind.list_size
        if value is None:
            lists = [values[n * width : (n + 1) * width] for n in range(len(column))]
            lists[ROW] = None
            new = pa.array(lists, kind)
        else:
            values[ROW * width : (ROW + 1) * width] = (list(value) * width)[:width]
            new = pa.FixedSizeListArray.from_arrays(pa.array(values, kind.value_type), type=kind)
    elif pa.types.is_string(kind) or pa.types.is_dictionary(kind):
        texts = [None if text is None else str(text).encode() for text in column.to_pylist()]
        texts[ROW] = value
        raw = pa.array(texts, pa.binary())
        plain = pa.Array.from_buffers(pa.string(), len(raw), raw.buffers())
        new = plain if pa.types.is_string(kind) else _by_dictionary(plain)
    elif pa.types.is_timestamp(kind):
        numbers = column.cast(pa.int64()).to_pylist()
        numbers[ROW] = value
        new = pa.array(numbers, pa.int64()).cast(kind)
    else:
        values = column.to_pylist()
        values[ROW] = value
        new = pa.array(values, kind)
    place = table.schema.get_field_index(name)
    return table.set_column(place, pa.field(name, new.type), new)


def _by_dictionary(texts: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(range(len(texts)), pa.int32()), texts)


def nested_wkb(depth: int) -> bytes:
    collection = b"\x01\x07\0\0\0\x01\0\0\0"
    return collection * depth + shapely.to_wkb(shapely.Point(1, 2), byte_order=1)


def multi_nested(depth: int) -> bytes:
    return b"\x01\x06\0\0\0\x01\0\0\0" * depth + shapely.to_wkb(shapely.box(0, 0, 1, 1), byte_order=1)


FAULTS: dict[str, Callable[[pa.Table], pa.Table]] = {
    "nan embedding": lambda t: with_value(t, "embedding", [np.nan]),
    "infinite embedding": lambda t: with_value(t, "embedding", [np.inf]),
    "null embedding": lambda t: with_value(t, "embedding", None),
    "holes in an embedding": lambda t: with_value(t, "embedding", [1.0, None]),
    "long embedding": lambda t: with_value(t, "embedding", [7.0]),
    "zero embedding": lambda t: with_value(t, "embedding", [0.0]),
    "nan features": lambda t: with_value(t, "msa:pooled", [np.nan]),
    "null features": lambda t: with_value(t, "msa:pooled", None),
    "null box": lambda t: with_value(t, "pixel_bbox", None),
    "holes in a box": lambda t: with_value(t, "pixel_bbox", [1, None, 3, 4]),
    "upside-down box": lambda t: with_value(t, "pixel_bbox", [9, 9, 3, 4]),
    "point": lambda t: with_value(t, "geometry", shapely.to_wkb(shapely.Point(1, 2))),
    "elsewhere": lambda t: with_value(t, "geometry", shapely.to_wkb(shapely.box(0, 0, 1, 1))),
    "garbage geometry": lambda t: with_value(t, "geometry", b"\x01\x03\0\0\0garbage"),
    "huge geometry": lambda t: with_value(t, "geometry", b"\x01\x03\0\0\0\x01\0\0\0\xff\xff\xff\xff"),
    "empty geometry": lambda t: with_value(t, "geometry", shapely.to_wkb(shapely.Polygon())),
    "no bytes": lambda t: with_value(t, "geometry", b""),
    "null geometry": lambda t: with_value(t, "geometry", None),
    "nested geometry": lambda t: with_value(t, "geometry", nested_wkb(200_000)),
    "nested multipolygons": lambda t: with_value(t, "geometry", multi_nested(200_000)),
    "null id": lambda t: with_value(t, "id", None),
    "garbage id": lambda t: with_value(t, "id", b"../../etc"),
    "id of no source": lambda t: with_value(t, "id", b"0123456789abcdef/0/0/0"),
    "id that is not text": lambda t: with_value(t, "id", b"\xff\xfe/0"),
    "id twice": lambda t: with_value(t, "id", str(t.column("id")[0]).encode()),
    "crs that is not text": lambda t: with_value(t, "source_crs", b"\xff\xfe"),
    "source that is not text": lambda t: with_value(t, "source", b"\xff\xfe"),
    "null level": lambda t: with_value(t, "level", None),
    "level of no size": lambda t: with_value(t, "level", 77),
    "null nodata": lambda t: with_value(t, "nodata_percent", None),
    "infinite gsd": lambda t: with_value(t, "gsd", np.inf),
    "year 290000": lambda t: with_value(t, "datetime", 2**63 - 2**40),
}  # fmt: skip


def tampered(index: Path, into: Path, fault: Callable[[pa.Table], pa.Table]) -> tuple[Path, str]:
    """A copy of an index with a fault in one row of its first shard, its checksum as the manifest has it."""
    shutil.copytree(index, into / "index", ignore=shutil.ignore_patterns("cache"))
    manifest = Manifest.load(into / "index")
    entry = min(manifest.sources, key=lambda source: source.name)
    path = into / "index" / "shards" / entry.shard
    table = pq.read_table(path, partitioning=None)
    pq.write_table(fault(table).replace_schema_metadata(table.schema.metadata), path)
    manifest.shards[entry.shard] = record_of(path)
    manifest.save(into / "index")
    return into / "index", entry.shard
