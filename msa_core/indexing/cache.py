"""``cache/``: all rows of an index as flat arrays, so that opening it takes no time. Always rebuildable."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.ipc

from msa_core.errors import IndexFolderError, StorageError
from msa_core.indexing.manifest import SHARD_FOLDER, Manifest, SourceEntry
from msa_core.indexing.schema import POOLED
from msa_core.indexing.shards import read_shard
from msa_core.indexing.storage import storage_error
from msa_core.progress import Progress

_log = logging.getLogger(__name__)

CACHE_FOLDER = "cache"
_FORMAT = 1
_COLUMNS = (
    "id",
    "geometry",
    "bbox",
    "datetime",
    "source_crs",
    "pixel_bbox",
    "gsd",
    "level",
    "nodata_percent",
)


@dataclass(frozen=True, slots=True)
class IndexRows:
    """All searchable tiles of an index, aligned.

    Attributes:
        embedding: float32 (N, D), unit rows; ``pooled``: float16 (N, C_1+..+C_4). Memory-mapped when cached.
        table: Arrow table (N rows) of id, geometry (WKB), datetime, source_crs, gsd, level, nodata_percent.
        source: int32 (N,), position in ``Manifest.sources``.
        pixel_bbox: int32 (N, 4); ``bounds``: float64 (N, 4) west, south, east, north, NaN without position.
    """

    embedding: np.ndarray
    pooled: np.ndarray
    table: pa.Table
    source: np.ndarray
    pixel_bbox: np.ndarray
    bounds: np.ndarray


def load_rows(folder: Path, manifest: Manifest, progress: Progress | None = None) -> IndexRows:
    """The rows of an index: from its cache when that is fresh, else from the shards, and the cache is renewed.

    Raises:
        IndexFolderError: a shard is missing or damaged.
    """
    place = folder / CACHE_FOLDER / _digest(folder, manifest)
    if place.is_dir():
        try:
            return _map(place)
        except (OSError, ValueError, KeyError, pa.ArrowException) as error:
            _log.warning("The cache %s is damaged (%s) and is made again.", place, error)
            shutil.rmtree(place, ignore_errors=True)
    rows = _gather(folder, manifest, progress or Progress())
    try:
        _store(place, rows)
    except OSError as error:
        # A full or read-only disk costs the cache only: the index itself is complete.
        _log.warning("The cache of %s is not kept: %s", folder, storage_error(error, place))
        return rows
    return _map(place)


def refresh_cache(folder: Path, progress: Progress) -> None:
    """Make the cache of an index that was just written, and remove older ones.

    Raises:
        StorageError: the disk is full; the index is complete all the same.
    """
    manifest = Manifest.load(folder)
    load_rows(folder, manifest, progress)
    keep = _digest(folder, manifest)
    for old in (folder / CACHE_FOLDER).glob("*"):
        if old.name != keep:
            shutil.rmtree(old, ignore_errors=True)


def _digest(folder: Path, manifest: Manifest) -> str:
    """What a cache depends on: the model, and each searchable source with the size of its shard."""
    facts: list[object] = [_FORMAT, manifest.model.fingerprint]
    for number, entry in _searchable(manifest):
        size = 0
        with contextlib.suppress(OSError):
            size = (folder / SHARD_FOLDER / entry.shard).stat().st_size
        facts.append((number, entry.id, entry.digest, entry.shard, entry.tiles, size))
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _searchable(manifest: Manifest) -> list[tuple[int, SourceEntry]]:
    return [(number, entry) for number, entry in enumerate(manifest.sources) if entry.searchable]


def _gather(folder: Path, manifest: Manifest, progress: Progress) -> IndexRows:
    owners: dict[str, dict[str, int]] = {}
    for number, entry in _searchable(manifest):
        owners.setdefault(entry.shard, {})[entry.id] = number
    parts = []
    for done, (shard, ids) in enumerate(sorted(owners.items())):
        progress(done / len(owners), "gathering the index")
        parts.append(_part(read_shard(folder / SHARD_FOLDER / shard), ids))
    parts = [part for part in parts if len(part.source)]
    wanted = sum(entry.tiles for _, entry in _searchable(manifest))
    if sum(len(part.source) for part in parts) != wanted:
        raise IndexFolderError(
            f"{folder} is inconsistent: its shards do not hold the {wanted} tiles its manifest lists. Run msa index "
            "on the archive again."
        )
    if not parts:
        return _nothing(manifest)
    return IndexRows(
        embedding=np.concatenate([p.embedding for p in parts]),
        pooled=np.concatenate([p.pooled for p in parts]),
        table=pa.concat_tables([p.table for p in parts]).combine_chunks(),
        source=np.concatenate([p.source for p in parts]),
        pixel_bbox=np.concatenate([p.pixel_bbox for p in parts]),
        bounds=np.concatenate([p.bounds for p in parts]),
    )


def _part(table: pa.Table, ids: dict[str, int]) -> IndexRows:
    """Rows of one shard that belong to the sources ``ids`` (id -> position in the manifest)."""
    owner = np.array(
        [ids.get(tile.split("/", 1)[0], -1) for tile in table.column("id").to_pylist()], np.int32
    )
    table, owner = table.filter(pa.array(owner >= 0)), owner[owner >= 0]
    flat = {name: _matrix(table, name) for name in ("embedding", POOLED, "pixel_bbox")}
    keep = [name for name in _COLUMNS if name not in ("bbox", "pixel_bbox")]
    plain = table.select(keep).replace_schema_metadata()
    crs = plain.schema.get_field_index("source_crs")
    plain = plain.set_column(crs, "source_crs", plain.column("source_crs").cast(pa.string()))
    return IndexRows(flat["embedding"], flat[POOLED], plain, owner, flat["pixel_bbox"], _bounds(table))


def _matrix(table: pa.Table, name: str) -> np.ndarray:
    column = table.column(name).combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
    values = column.flatten().to_numpy(zero_copy_only=False)
    return values.reshape(len(column), column.type.list_size)


def _bounds(table: pa.Table) -> np.ndarray:
    struct = table.column("bbox").combine_chunks()
    if isinstance(struct, pa.ChunkedArray):
        struct = struct.chunk(0) if struct.num_chunks else pa.array([], struct.type)
    bounds = np.column_stack([struct.field(k).to_numpy(zero_copy_only=False).astype(float) for k in range(4)])
    bounds[np.asarray(struct.is_null())] = np.nan
    return bounds


def _nothing(manifest: Manifest) -> IndexRows:
    kinds = {
        "id": pa.string(),
        "geometry": pa.binary(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "source_crs": pa.string(),
        "gsd": pa.float64(),
        "level": pa.int32(),
        "nodata_percent": pa.float32(),
    }
    return IndexRows(
        np.empty((0, manifest.model.dim), np.float32), np.empty((0, sum(manifest.model.pooled_dims)), np.float16),
        pa.table({name: pa.array([], kind) for name, kind in kinds.items()}),
        np.empty(0, np.int32), np.empty((0, 4), np.int32), np.empty((0, 4)),
    )  # fmt: skip


def _store(place: Path, rows: IndexRows) -> None:
    """Write the arrays into a folder beside its place and rename it. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.parent / f".{place.name}.{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        for name in ("embedding", "pooled", "source", "pixel_bbox", "bounds"):
            np.save(aside / f"{name}.npy", np.ascontiguousarray(getattr(rows, name)))
        with (
            (aside / "rows.arrow").open("wb") as stream,
            pa.ipc.new_file(stream, rows.table.schema) as writer,
        ):
            writer.write_table(rows.table)
        aside.rename(place)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        if not place.is_dir():  # else another process was quicker
            raise


def _map(place: Path) -> IndexRows:
    arrays = {
        name: np.load(place / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in ("embedding", "pooled", "source", "pixel_bbox", "bounds")
    }
    table = pa.ipc.open_file(pa.memory_map(str(place / "rows.arrow"))).read_all()
    counts = {len(array) for array in arrays.values()} | {len(table)}
    if len(counts) != 1:
        raise ValueError("its arrays differ in length")
    return IndexRows(**arrays, table=table)


__all__ = ["IndexRows", "StorageError", "load_rows", "refresh_cache"]
