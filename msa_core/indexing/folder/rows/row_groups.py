"""Row groups of a shard: how many rows make one, and their order, with little memory beside the rows themselves."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from msa_core.indexing.folder.rows.hilbert import hilbert_order
from msa_core.indexing.folder.rows.schema import THUMBNAIL

# A row group holds so many rows, or fewer of a model with wide features: what is held in memory of a source before it
# goes to the disk. The starter's 16,384 rows are 72 MB.
ROW_GROUP_ROWS = 16384
_ROW_GROUP_BYTES = 80_000_000
# Rows that are handled at once: what Parquet needs to write or read some is three times the rows.
CHUNK_ROWS = 1024
_THUMBNAIL_BYTES = 2048


def rows_of_group(schema: pa.Schema) -> int:
    """Rows that make a row group of a shard with this schema."""
    widths = [field.type for field in schema if pa.types.is_fixed_size_list(field.type)]
    row_bytes = sum(kind.list_size * kind.value_type.bit_width // 8 for kind in widths)
    row_bytes += _THUMBNAIL_BYTES if THUMBNAIL in schema.names else 0
    return max(CHUNK_ROWS, min(ROW_GROUP_ROWS, _ROW_GROUP_BYTES // max(row_bytes, 1)))


def along_curve(tables: list[pa.Table]) -> pa.Table:
    """The rows of ``tables`` along a Hilbert curve, in chunks of ``CHUNK_ROWS``; ``tables`` is emptied.

    Column by column, so that there is never a second copy of all of them; in chunks, because Parquet prepares a chunk
    at a time.
    """
    schema, count = tables[0].schema, sum(map(len, tables))
    boxes = np.concatenate([bounds_of_rows(table) for table in tables])
    pixels = np.concatenate([matrix_of(table, "pixel_bbox") for table in tables]).astype(float)
    order = pa.array(hilbert_order(*_centres(boxes, pixels)))
    waiting = [table.columns for table in tables]
    tables.clear()
    columns = []
    for number, field in enumerate(schema):
        chunks = [chunk for columns_of_one in waiting for chunk in columns_of_one[number].chunks]
        for columns_of_one in waiting:
            columns_of_one[number] = None
        whole = (
            pa.concat_arrays(chunks) if not pa.types.is_dictionary(field.type) else _one_dictionary(chunks)
        )
        chunks.clear()
        ordered = [whole.take(order.slice(start, CHUNK_ROWS)) for start in range(0, count, CHUNK_ROWS)]
        columns.append(pa.chunked_array(ordered, field.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _one_dictionary(chunks: list[pa.Array]) -> pa.Array:
    return pa.chunked_array(chunks).unify_dictionaries().combine_chunks()


def matrix_of(table: pa.Table, name: str) -> np.ndarray:
    """A column of lists of one length as (N, length)."""
    column = _one_array(table.column(name))
    values: np.ndarray = column.flatten().to_numpy(zero_copy_only=False)
    return values.reshape(len(column), column.type.list_size)


def bounds_of_rows(table: pa.Table) -> np.ndarray:
    """Bounds (N, 4) of the rows of a shard, as :func:`bounds_of` gives them."""
    struct = _one_array(table.column("bbox"))
    fields = [struct.field(k).to_numpy(zero_copy_only=False).astype(float) for k in range(4)]
    bounds = np.column_stack(fields)
    bounds[np.asarray(struct.is_null())] = np.nan
    return bounds


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _centres(boxes: np.ndarray, pixel_bbox: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centres on the ground, or in pixels when any tile has no position."""
    if np.isnan(boxes).any():
        return (pixel_bbox[:, 0] + pixel_bbox[:, 2]) / 2, (pixel_bbox[:, 1] + pixel_bbox[:, 3]) / 2
    east = np.where(boxes[:, 2] < boxes[:, 0], boxes[:, 2] + 360.0, boxes[:, 2])
    return (boxes[:, 0] + east) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
