"""Shards: the tiles of a source as one GeoParquet file, written aside and renamed."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from msa_core.errors import IndexFolderError
from msa_core.files import AsideFile, check_ordinary, sha256_of, storage_error
from msa_core.indexing.folder.manifest.manifest import Manifest, ShardRecord
from msa_core.indexing.folder.manifest.shard_facts import ShardFacts
from msa_core.indexing.folder.rows.row_groups import CHUNK_ROWS, along_curve, rows_of_group
from msa_core.indexing.folder.rows.schema import BLANK, HUBNESS, POOLED, THUMBNAIL, difference, geo_metadata
from msa_core.lonlat import bounds_of_rings
from msa_core.model.network.hub_layout import parted
from msa_core.records import Bounds, PixelBox, Ring

FACTS = "msa"


@dataclass(slots=True, kw_only=True)
class TileRows:
    """Tiles of one source, aligned lists and arrays.

    Attributes:
        ids: ``<source_id>/<level>/<row>/<col>``.
        footprints: rings of each tile in WGS84, empty without position.
        embedding: float32 (N, D), as the model gives it: with hubness (N, D + 8), parted where the schema has a column
            for it.
        pooled: float16 (N, C_1+..+C_4).
        gsd_m: ground metres per pixel as read, None without position.
        datetimes: of each tile, where they differ; empty: ``datetime`` for all.
        blank: tiles without content; empty when nobody looked.
        thumbnails: WebP of each tile; empty when none were made.
    """

    ids: list[str]
    footprints: list[tuple[Ring, ...]]
    embedding: np.ndarray
    pooled: np.ndarray
    pixel_bbox: list[PixelBox]
    gsd_m: list[float | None]
    level: list[int]
    nodata_percent: list[float]
    datetime: dt.datetime | None
    source: str
    crs: str | None
    datetimes: list[dt.datetime | None] = field(default_factory=list)
    blank: list[bool] = field(default_factory=list)
    thumbnails: list[bytes | None] = field(default_factory=list)

    def to_table(self, schema: pa.Schema) -> pa.Table:
        """The rows in the columns of ``schema``."""
        count = len(self.ids)
        boxes = bounds_of(self.footprints)
        embedding, hubness = self.embedding.astype(np.float32, copy=False), None
        if HUBNESS in schema.names:
            embedding, hubness = parted(embedding)
        arrays = [
            pa.array(self.ids, pa.string()),
            pa.array(wkb_of(self.footprints), pa.binary()),
            _bbox_array(boxes, schema.field("bbox").type),
            _fixed_list(embedding, schema.field("embedding").type),
            pa.array(self.datetimes or [self.datetime] * count, schema.field("datetime").type),
            pa.array([self.source] * count, pa.string()).dictionary_encode(),
            pa.array([self.crs] * count, pa.string()).dictionary_encode(),
            _fixed_list(np.asarray(self.pixel_bbox, np.int32), schema.field("pixel_bbox").type),
            pa.array(self.gsd_m, pa.float64()),
            pa.array(self.level, pa.int32()),
            pa.array(self.nodata_percent, pa.float32()),
            _fixed_list(self.pooled.astype(np.float16, copy=False), schema.field(POOLED).type),
        ]
        if hubness is not None:
            arrays.append(pa.array(hubness, pa.float32()))
        if BLANK in schema.names:
            arrays.append(pa.array(self.blank, pa.bool_()) if self.blank else pa.nulls(count, pa.bool_()))
        if THUMBNAIL in schema.names:
            arrays.append(pa.array(self.thumbnails or [None] * count, pa.binary()))
        return pa.Table.from_arrays(arrays, schema=schema)


class ShardWriter:
    """Writes one shard, row group by row group; it appears at :meth:`commit` or not at all.

    Args:
        path: where the shard appears.
        schema: from :func:`~msa_core.indexing.folder.rows.schema.shard_schema`.
        bounds: west, south, east, north of all its tiles (west > east across the antimeridian), None without.

    Raises:
        StorageError: from any method, when the disk refuses; nothing is left behind.
    """

    def __init__(self, path: Path, schema: pa.Schema, bounds: Bounds | None) -> None:
        self.path = path
        self._file = AsideFile(path)
        self._rows = 0
        self._waiting: list[pa.Table] = []
        self._group_rows = rows_of_group(schema)
        # What another shard says of itself, when the schema was read from one, would stand beside what this one says.
        own = (FACTS.encode(), b"geo")
        kept = {key: value for key, value in (schema.metadata or {}).items() if key not in own}
        full = schema.with_metadata({**kept, "geo": geo_metadata(bounds)})
        self._writer = self._try(
            lambda: pq.ParquetWriter(self._file.stream, full, compression="zstd", write_page_checksum=True)
        )

    def write(self, table: pa.Table) -> None:
        """Append ``table`` as a row group."""
        table = table.replace_schema_metadata(self._writer.schema.metadata)
        self._try(lambda: self._writer.write_table(table, row_group_size=self._group_rows))
        self._rows += len(table)

    def add(self, table: pa.Table) -> None:
        """Append rows; they are written, along a Hilbert curve, when they fill a row group."""
        self._waiting.append(table.replace_schema_metadata(self._writer.schema.metadata))
        while sum(map(len, self._waiting)) >= self._group_rows:
            self._write_group()

    def _write_group(self) -> None:
        group: list[pa.Table] = []
        room = self._group_rows
        while room and self._waiting:
            table = self._waiting.pop(0)
            group.append(table.slice(0, room))
            if len(table) > room:
                self._waiting.insert(0, table.slice(room))
            room -= len(group[-1])
        self.write(along_curve(group))
        pa.default_memory_pool().release_unused()

    def commit(self, facts: ShardFacts | None = None) -> ShardRecord:
        """Finish the file and rename it into place; ``facts`` about its source go into the metadata."""
        if self._waiting:
            self._write_group()
        if facts is not None:
            metadata = {FACTS: json.dumps(facts.to_json(), sort_keys=True)}
            self._try(lambda: self._writer.add_key_value_metadata(metadata))
        self._try(self._writer.close)
        self._file.commit()
        return ShardRecord(self._rows, self._file.bytes, self._file.sha256)

    def discard(self) -> None:
        """Give up: nothing appears."""
        with contextlib.suppress(OSError, ValueError, pa.ArrowException):
            self._writer.close()
        self._file.discard()

    def _try(self, action: Any) -> Any:
        try:
            return action()
        except OSError as error:
            self._file.discard()
            raise storage_error(error, self.path) from error


def read_shard(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Rows of a shard. Raises IndexFolderError when it is missing or damaged."""
    try:
        check_ordinary(path)
        return pq.read_table(
            path,
            columns=None if columns is None else list(columns),
            partitioning=None,
            page_checksum_verification=True,
        )
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        raise IndexFolderError(_damaged(path, error)) from error


def read_chunks(path: Path) -> Iterator[pa.Table]:
    """Rows of a shard, some thousand at a time. Raises IndexFolderError when it is missing or damaged."""
    try:
        check_ordinary(path)
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for batch in file.iter_batches(4 * CHUNK_ROWS):
                yield pa.Table.from_batches([batch])
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        raise IndexFolderError(_damaged(path, error)) from error


def read_fitting(path: Path, manifest: Manifest) -> Iterator[pa.Table]:
    """Rows of a shard of an index, some thousand at a time.

    Raises:
        IndexFolderError: it is missing, damaged, or of another model.
    """
    differs = difference(shard_footer(path).schema, manifest.model, manifest.tiling)
    if differs:
        raise IndexFolderError(misfit(path, differs))
    yield from read_chunks(path)


def misfit(path: Path, differs: str) -> str:
    """The sentence for a shard that differs from what its manifest says."""
    return (
        f"{path} does not fit the manifest of its index: {differs}. One of the two was changed or exchanged; run msa "
        f"index on the archive again, or into another folder if that does not help."
    )


@dataclass(frozen=True, slots=True)
class ShardFooter:
    """What a shard tells without its rows being read.

    Attributes:
        rows: how many tiles it holds.
        facts: about its source, None for a packed shard.
        schema: its columns, with the metadata.
    """

    rows: int
    facts: ShardFacts | None
    schema: pa.Schema


def shard_footer(path: Path) -> ShardFooter:
    """The footer of a shard.

    Raises:
        IndexFolderError: the shard is missing or damaged.
    """
    try:
        check_ordinary(path)
        with pq.ParquetFile(path) as file:
            facts = json.loads((file.metadata.metadata or {}).get(FACTS.encode(), b"{}"))
            return ShardFooter(int(file.metadata.num_rows), ShardFacts.from_json(facts), file.schema_arrow)
    except (OSError, pa.ArrowException, ValueError, AttributeError, TypeError) as error:
        raise IndexFolderError(_damaged(path, error)) from error


def record_of(path: Path) -> ShardRecord:
    """What the manifest keeps about a shard that is there already: all of it is read for the checksum.

    Raises:
        IndexFolderError: the shard is missing or damaged.
    """
    rows = shard_footer(path).rows
    try:
        return ShardRecord(rows, path.stat().st_size, sha256_of(path))
    except OSError as error:
        raise IndexFolderError(_damaged(path, error)) from error


def copy_shard(source: Path, destination: Path, record: ShardRecord | None) -> ShardRecord:
    """Copy a shard byte by byte, comparing its checksum with ``record`` where there is one.

    Raises:
        IndexFolderError: the shard cannot be read, or its bytes have changed since it was written.
        StorageError: the disk refuses.
    """
    rows = shard_footer(source).rows
    aside = AsideFile(destination)
    try:
        with source.open("rb") as stream:
            while block := stream.read(1 << 20):
                try:
                    aside.stream.write(block)
                except OSError as error:
                    raise storage_error(error, destination) from error
    except OSError as error:
        aside.discard()
        raise IndexFolderError(_damaged(source, error)) from error
    except BaseException:
        aside.discard()
        raise
    copied = ShardRecord(rows, aside.bytes, aside.sha256)
    if record is not None and copied != record:
        aside.discard()
        raise IndexFolderError(
            f"{source} is damaged: its checksum is not the one it was written with. Delete it and run msa index on "
            "the archive again: it makes only what is missing."
        )
    aside.commit()
    return copied


def bounds_of(footprints: Sequence[tuple[Ring, ...]]) -> np.ndarray:
    """Bounds (N, 4) west, south, east, north; NaN without position; west > east across the antimeridian."""
    bounds = np.full((len(footprints), 4), np.nan)
    for row, rings in enumerate(footprints):
        if (found := bounds_of_rings(rings)) is not None:
            bounds[row] = found
    return bounds


def wkb_of(footprints: Sequence[tuple[Ring, ...]]) -> list[bytes | None]:
    """Little-endian WKB of each footprint: a polygon, or a multipolygon when it is split; None without."""
    shapes = []
    for rings in footprints:
        polygons = [shapely.Polygon(ring) for ring in rings]
        shapes.append(
            None if not polygons else polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
        )
    return [None if shape is None else shapely.to_wkb(shape, byte_order=1) for shape in shapes]


def rings_of_wkb(wkb: bytes | None) -> tuple[Ring, ...]:
    """The outer rings of a footprint, empty for None."""
    if wkb is None:
        return ()
    shape = shapely.from_wkb(wkb)
    parts = getattr(shape, "geoms", [shape])
    return tuple(tuple((float(x), float(y)) for x, y in part.exterior.coords) for part in parts)


def _fixed_list(values: np.ndarray, kind: pa.DataType) -> pa.Array:
    flat = pa.array(np.ascontiguousarray(values).reshape(-1), kind.value_type)
    return pa.FixedSizeListArray.from_arrays(flat, type=kind)


def _bbox_array(boxes: np.ndarray, kind: pa.StructType) -> pa.Array:
    absent = np.isnan(boxes).any(axis=1)
    columns = [pa.array(boxes[:, side]) for side in (0, 1, 2, 3)]
    return pa.StructArray.from_arrays(columns, fields=list(kind), mask=pa.array(absent))


def _damaged(path: Path, error: BaseException) -> str:
    return (
        f"{path} is missing or damaged ({_first_line(error)}): run msa index on the archive again, it makes only "
        "what is missing."
    )


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
