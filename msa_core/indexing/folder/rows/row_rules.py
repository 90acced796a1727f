"""What every row of a shard has to be: the rules of the columns, checked on whole batches."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from msa_core.indexing.folder.rows.schema import HUBNESS, POOLED
from msa_core.model.network.hub_layout import MAX_HUBNESS
from msa_core.names import printable

_ID = re.compile(r"[0-9a-f]{16}/[0-9]{1,9}/-?[0-9]{1,9}/-?[0-9]{1,9}\Z")
_FIRST_US, _LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999  # years 1 to 9999
_POLYGON, _POLYGONS = b"\x01\x03\0\0\0", b"\x01\x06\0\0\0"
# Unit vectors in float32 are off by 1e-7; what is off by more than this was never normalised.
_NORM_TOLERANCE = 1e-3
_EARTH = np.array([-180.0, -90.0, -180.0, -90.0]), np.array([180.0, 90.0, 180.0, 90.0])


def row_faults(rows: pa.Table, levels: int, start: int = 0) -> list[str]:
    """What is impossible about rows of a shard.

    Args:
        rows: in the columns of ``schema.shard_schema``.
        levels: number of ground sizes of the index, 0 when tiles are counted in pixels.
        start: number of the first of them in the shard.

    Returns:
        One phrase per rule that is broken, with the number of rows and the first of them.
    """
    rows = rows.combine_chunks()
    ids = texts_of(rows.column("id"))
    return [
        f"{int(bad.sum())} of {len(rows)} rows have {words} (first: row {start + int(bad.argmax())}, "
        f"{printable(str(ids[int(bad.argmax())]))})"
        for words, bad in _rules(rows, levels)
        if bad.any()
    ]


def faulty_rows(rows: pa.Table, levels: int) -> np.ndarray:
    """Bool (N,): rows that break any rule; arguments as for :func:`row_faults`."""
    rows = rows.combine_chunks()
    faulty = np.zeros(len(rows), bool)
    for _, bad in _rules(rows, levels):
        faulty |= bad
    return faulty


def texts_of(column: pa.ChunkedArray) -> list[str | None]:
    """The values of a column of texts, whatever bytes they hold: Parquet does not look at them."""
    try:
        values: list[str | None] = column.to_pylist()
        return values
    except UnicodeDecodeError:
        raw = column.cast(pa.large_binary()) if not pa.types.is_dictionary(column.type) else _plain(column)
        return [
            None if text is None else text.decode("utf-8", "backslashreplace") for text in raw.to_pylist()
        ]


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of texts by dictionary as bytes."""
    chunks = [chunk.dictionary.cast(pa.binary()).take(chunk.indices) for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.binary())


def _no_text(column: pa.ChunkedArray) -> np.ndarray:
    """Bool (N,): values that are not UTF-8."""
    try:
        column.to_pylist() if not pa.types.is_dictionary(column.type) else [
            chunk.dictionary.to_pylist() for chunk in column.chunks
        ]
        return np.zeros(len(column), bool)
    except UnicodeDecodeError:
        raw = column.cast(pa.binary()) if not pa.types.is_dictionary(column.type) else _plain(column)
        return np.array([text is not None and not _is_utf8(text) for text in raw.to_pylist()], bool)


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rules(rows: pa.Table, levels: int) -> Iterator[tuple[str, np.ndarray]]:
    ids = texts_of(rows.column("id"))
    yield "an id of another form", np.array([tile is None or not _ID.match(tile) for tile in ids], bool)
    for name in ("source", "source_crs"):
        yield f"a {name} that is not text", _no_text(rows.column(name))
    for name in ("embedding", POOLED, "pixel_bbox"):
        yield f"no {name}, or not all of it", _incomplete(rows.column(name))
    norms = np.linalg.norm(_matrix(rows, "embedding").astype(np.float64), axis=1)
    yield "an embedding that is not a unit vector", np.isnan(norms) | (np.abs(norms - 1.0) > _NORM_TOLERANCE)
    if HUBNESS in rows.schema.names:
        yield "a hubness outside -0.5 to 0.5", ~(np.abs(_numbers(rows, HUBNESS)) <= MAX_HUBNESS)
    yield "pooled features that are not numbers", ~np.isfinite(_matrix(rows, POOLED)).all(axis=1)
    boxes = _matrix(rows, "pixel_bbox")
    yield "an empty pixel_bbox", np.asarray((boxes[:, 2:] <= boxes[:, :2]).any(axis=1))
    level = _numbers(rows, "level")
    yield "a level that the index does not have", ~((level >= 0) & (level < (levels or np.inf)))
    gsd = _numbers(rows, "gsd")
    yield "a gsd of 0 or less", ~(np.isnan(gsd) | ((gsd > 0) & np.isfinite(gsd)))
    nodata = _numbers(rows, "nodata_percent")
    yield "a nodata_percent outside 0 to 100", ~((nodata >= 0) & (nodata <= 100))
    when = pc.fill_null(rows.column("datetime").cast(pa.int64()), 0).to_numpy()
    yield "a datetime of no calendar", (when < _FIRST_US) | (when > _LAST_US)
    yield from _position_rules(rows)


def _position_rules(rows: pa.Table) -> Iterator[tuple[str, np.ndarray]]:
    struct = rows.column("bbox").combine_chunks()
    struct = struct.chunk(0) if isinstance(struct, pa.ChunkedArray) else struct
    placed = ~_bools(struct.is_null())
    bounds = np.column_stack([struct.field(k).to_numpy(zero_copy_only=False).astype(float) for k in range(4)])
    inside = ((bounds >= _EARTH[0] - 1e-6) & (bounds <= _EARTH[1] + 1e-6)).all(axis=1)
    yield "a bbox off the Earth", placed & ~(inside & (bounds[:, 1] <= bounds[:, 3]))
    wkb = rows.column("geometry").to_pylist()
    given = np.array([shape is not None for shape in wkb], bool)
    # GEOS follows nesting with its own stack, and ends the process when it is deep: only outlines are handed to it.
    known = np.array([shape if shape is not None and is_outline(shape) else None for shape in wkb], object)
    shapes = shapely.from_wkb(known, on_invalid="ignore")
    edges = shapely.bounds(shapes)
    good = ((edges >= _EARTH[0] - 1e-6) & (edges <= _EARTH[1] + 1e-6)).all(axis=1)
    # The box of an outline that is split at 180 degrees has its west above its east.
    good &= (bounds[:, 0] > bounds[:, 2]) | ~placed | (np.abs(edges - bounds) < 1e-6).all(axis=1)
    yield "a geometry without bbox, or a bbox without geometry", given != placed
    unread = shapely.is_missing(shapes)
    yield "a geometry that cannot be read", given & unread
    yield "a geometry that is not that of its bbox", given & ~unread & ~good


def is_outline(wkb: bytes) -> bool:
    """Whether WKB is a polygon, or polygons side by side, in two dimensions and little-endian, as shards hold them."""
    if wkb[:5] == _POLYGON:
        return True
    if wkb[:5] != _POLYGONS or len(wkb) < 9:
        return False
    count, place = int.from_bytes(wkb[5:9], "little"), 9
    for _ in range(min(count, len(wkb))):
        if wkb[place : place + 5] != _POLYGON:
            return False
        rings, place = int.from_bytes(wkb[place + 5 : place + 9], "little"), place + 9
        for _ in range(min(rings, len(wkb))):
            place += 4 + 16 * int.from_bytes(wkb[place : place + 4], "little")
            if place > len(wkb):
                return False
    return place == len(wkb)


def _incomplete(column: pa.ChunkedArray) -> np.ndarray:
    """Bool (N,): missing lists, and lists that lack a value."""
    missing = _bools(column.is_null())
    lists = column.drop_null().combine_chunks()
    values = lists.flatten()
    if values.null_count:
        width = column.type.list_size
        holes = _bools(values.is_null()).reshape(-1, width).any(axis=1)
        missing[~missing] = holes
    return missing


def _matrix(rows: pa.Table, name: str) -> np.ndarray:
    """A column of fixed lists as (N, width); a missing list is zeros."""
    column = rows.column(name)
    width = column.type.list_size
    matrix = np.zeros((len(column), width), column.type.value_type.to_pandas_dtype())
    there = ~_bools(column.is_null())
    values = pc.fill_null(pc.list_flatten(column.drop_null()), 0).to_numpy()
    matrix[there] = values.reshape(-1, width)
    return matrix


def _numbers(rows: pa.Table, name: str) -> np.ndarray:
    return np.asarray(rows.column(name).cast(pa.float64()).to_numpy(), float)


def _bools(values: pa.ChunkedArray | pa.Array) -> np.ndarray:
    return np.asarray(values.to_numpy(zero_copy_only=False) if isinstance(values, pa.Array) else values, bool)
