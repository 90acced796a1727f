"""What every row of a shard has to be: the rules of the columns, checked on whole batches."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from msa_core.indexing.folder.schema import POOLED

_ID = r"^[0-9a-f]{16}/[0-9]+/-?[0-9]+/-?[0-9]+$"
# Unit vectors in float32 are off by 1e-7; what is off by more than this was never normalised.
_NORM_TOLERANCE = 1e-3
_EARTH = np.array([-180.0, -90.0, -180.0, -90.0]), np.array([180.0, 90.0, 180.0, 90.0])


def row_faults(rows: pa.Table, levels: int) -> list[str]:
    """What is impossible about rows of a shard.

    Args:
        rows: in the columns of ``schema.shard_schema``.
        levels: number of ground sizes of the index, 0 when tiles are counted in pixels.

    Returns:
        One phrase per rule that is broken, with the number of rows and the first of them.
    """
    rows = rows.combine_chunks()
    return [
        f"{int(bad.sum())} of {len(rows)} rows have {words} (first: {rows.column('id')[int(bad.argmax())]})"
        for words, bad in _rules(rows, levels)
        if bad.any()
    ]


def _rules(rows: pa.Table, levels: int) -> Iterator[tuple[str, np.ndarray]]:
    yield "an id of another form", ~_bools(pc.match_substring_regex(rows.column("id"), _ID))
    for name in ("embedding", POOLED, "pixel_bbox"):
        yield f"no {name}", _bools(rows.column(name).is_null())
    norms = np.linalg.norm(_matrix(rows, "embedding").astype(np.float64), axis=1)
    yield "an embedding that is no unit vector", np.isnan(norms) | (np.abs(norms - 1.0) > _NORM_TOLERANCE)
    yield "pooled features that are not numbers", ~np.isfinite(_matrix(rows, POOLED)).all(axis=1)
    boxes = _matrix(rows, "pixel_bbox")
    yield "an empty pixel_bbox", np.asarray((boxes[:, 2:] <= boxes[:, :2]).any(axis=1))
    level = _numbers(rows, "level")
    yield "a level that the index does not have", (level < 0) | (level >= (levels or np.inf))
    gsd = _numbers(rows, "gsd")
    yield "a gsd of 0 or less", ~(np.isnan(gsd) | ((gsd > 0) & np.isfinite(gsd)))
    nodata = _numbers(rows, "nodata_percent")
    yield "a nodata_percent outside 0 to 100", ~((nodata >= 0) & (nodata <= 100))
    yield from _place_rules(rows)


def _place_rules(rows: pa.Table) -> Iterator[tuple[str, np.ndarray]]:
    struct = rows.column("bbox").combine_chunks()
    struct = struct.chunk(0) if isinstance(struct, pa.ChunkedArray) else struct
    placed = ~_bools(struct.is_null())
    bounds = np.column_stack([struct.field(k).to_numpy(zero_copy_only=False).astype(float) for k in range(4)])
    inside = ((bounds >= _EARTH[0] - 1e-6) & (bounds <= _EARTH[1] + 1e-6)).all(axis=1)
    yield "a bbox off the Earth", placed & ~(inside & (bounds[:, 1] <= bounds[:, 3]))
    wkb = rows.column("geometry").to_pylist()
    given = np.array([shape is not None for shape in wkb], bool)
    shapes = shapely.from_wkb(np.array(wkb, object), on_invalid="ignore")
    yield "a geometry without bbox, or a bbox without geometry", given != placed
    yield "a geometry that cannot be read", given & shapely.is_missing(shapes)


def _matrix(rows: pa.Table, name: str) -> np.ndarray:
    """A column of fixed lists as (N, width); a missing list is zeros."""
    column = rows.column(name)
    width = column.type.list_size
    matrix = np.zeros((len(column), width), column.type.value_type.to_pandas_dtype())
    there = ~_bools(column.is_null())
    values = pc.list_flatten(column.drop_null()).to_numpy()
    matrix[there] = values.reshape(-1, width)
    return matrix


def _numbers(rows: pa.Table, name: str) -> np.ndarray:
    return np.asarray(rows.column(name).cast(pa.float64()).to_numpy(), float)


def _bools(values: pa.ChunkedArray | pa.Array) -> np.ndarray:
    return np.asarray(values.to_numpy(zero_copy_only=False) if isinstance(values, pa.Array) else values, bool)
