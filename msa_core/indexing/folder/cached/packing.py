"""Keeping the shard folder small: many little shards become few, unused ones go, names follow their files."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msa_core.errors import IndexFolderError
from msa_core.indexing.folder.cached.catalogue import Catalogue
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, ShardRecord, SourceEntry
from msa_core.indexing.folder.manifest.shard_facts import own_shard
from msa_core.indexing.folder.rows.row_groups import ROW_GROUP_ROWS
from msa_core.indexing.folder.rows.schema import THUMBNAIL, completed, shard_schema
from msa_core.indexing.folder.rows.shards import ShardWriter, read_chunks, read_shard
from msa_core.names import printable
from msa_core.records import Bounds

# Packing begins with this many shards of fewer tiles than that: below, the folder is not a burden.
PACK_FROM = 64
SMALL_TILES = 1024


def pack_small_shards(catalogue: Catalogue) -> int:
    """Join little shards into packed ones of up to a row group; returns how many shards were joined.

    Killed at any moment it leaves the old shards, or both: the manifest says which one counts.
    """
    small = [e for e in catalogue.entries if e.shard == own_shard(e.id) and e.tiles < SMALL_TILES]
    if len(small) < PACK_FROM:
        return 0
    small.sort(key=lambda entry: entry.id)
    folder = catalogue.folder / SHARD_FOLDER
    start = 0
    while start < len(small):
        part = _fill(small[start:])
        _pack(folder, part, catalogue)
        start += len(part)
    catalogue.save()
    return len(small)


def remove_unused_shards(catalogue: Catalogue) -> None:
    """Delete shards that no source refers to any more."""
    used = {entry.shard for entry in catalogue.entries}
    for shard in (catalogue.folder / SHARD_FOLDER).glob("*.parquet"):
        if shard.name not in used:
            with contextlib.suppress(OSError):
                shard.unlink()


def relabel_shard(folder: Path, entry: SourceEntry) -> ShardRecord | None:
    """Give the rows of a moved source its new name; out of a packed shard they move into one of their own.

    Returns:
        What the manifest keeps about the new shard; None when the old one could stay.

    Raises:
        StorageError, IndexFolderError: the shard cannot be read or written; the entry is then unchanged.
    """
    shards = folder / SHARD_FOLDER
    few = rows_of(read_shard(shards / entry.shard, ["id", "bbox", "source", "datetime"]), entry.id)
    own = own_shard(entry.id)
    named = set(pc.unique(few.column("source")).to_pylist()) == {printable(entry.name)}
    dated = entry.taken is None or set(pc.unique(few.column("datetime")).to_pylist()) == {_moment(entry)}
    if entry.shard == own and named and dated:
        return None
    record = copy_rows(shards / entry.shard, shards / own, entry.id, entry, bounds_of_table(few))
    entry.shard = own
    return record


def copy_rows(
    path: Path, destination: Path, source_id: str, entry: SourceEntry, bounds: Bounds | None = None
) -> ShardRecord:
    """Write the rows of one source of a shard into a shard of their own, under the id and name of ``entry``.

    Some rows at a time, so that memory stays flat whatever the size of the source. ``bounds`` of all of them go into
    the metadata; GeoParquet allows to leave them out.

    Raises:
        StorageError, IndexFolderError: the shard cannot be read or written; nothing appears then.
    """
    writer: ShardWriter | None = None
    try:
        for table in read_chunks(path):
            rows = _renamed(rows_of(table, source_id), source_id, entry)
            if len(rows):
                writer = writer or ShardWriter(destination, rows.schema, bounds)
                writer.add(rows)
        if writer is None:
            raise IndexFolderError(f"{path} holds no tiles of {printable(entry.name)}: run msa verify.")
        return writer.commit(entry.facts())
    except BaseException:
        if writer is not None:
            writer.discard()
        raise


def _renamed(rows: pa.Table, source_id: str, entry: SourceEntry) -> pa.Table:
    if entry.id != source_id:
        ids = pc.replace_substring(rows.column("id"), source_id, entry.id, max_replacements=1)
        place = rows.schema.get_field_index("id")
        rows = rows.set_column(place, rows.schema.field("id"), ids)
    place = rows.schema.get_field_index("source")
    names = pa.array([printable(entry.name)] * len(rows), pa.string()).dictionary_encode()
    rows = rows.set_column(place, rows.schema.field("source"), names)
    if entry.taken is None:
        return rows
    # The date may be that of the name: a file that moved has another.
    place = rows.schema.get_field_index("datetime")
    dates = pa.array([_moment(entry)] * len(rows), rows.schema.field("datetime").type)
    return rows.set_column(place, rows.schema.field("datetime"), dates)


def _moment(entry: SourceEntry) -> dt.datetime | None:
    return None if entry.when is None else dt.datetime.fromisoformat(entry.when)


def rows_of(table: pa.Table, source_id: str) -> pa.Table:
    """The rows of one source in a shard."""
    return table.filter(pc.starts_with(table.column("id"), f"{source_id}/"))


def bounds_of_table(table: pa.Table) -> Bounds | None:
    """West, south, east, north of a shard's rows, the whole circle when one crosses the antimeridian."""
    struct = table.column("bbox").combine_chunks()
    sides = [np.asarray(struct.field(k).filter(struct.is_valid())) for k in range(4)]
    if not len(sides[0]):
        return None
    if (sides[0] > sides[2]).any():
        return -180.0, float(sides[1].min()), 180.0, float(sides[3].max())
    return float(sides[0].min()), float(sides[1].min()), float(sides[2].max()), float(sides[3].max())


def _fill(entries: Sequence[SourceEntry]) -> list[SourceEntry]:
    """The first entries that together fill one row group."""
    part: list[SourceEntry] = []
    tiles = 0
    for entry in entries:
        if part and tiles + entry.tiles > ROW_GROUP_ROWS:
            break
        part.append(entry)
        tiles += entry.tiles
    return part


def _pack(folder: Path, entries: Sequence[SourceEntry], catalogue: Catalogue) -> None:
    name = "packed-" + hashlib.sha256("".join(e.id for e in entries).encode()).hexdigest()[:16] + ".parquet"
    schema = shard_schema(catalogue.manifest.model, catalogue.manifest.tiling)
    tables = [read_shard(folder / entry.shard) for entry in entries]
    thumbnails = any(THUMBNAIL in table.schema.names for table in tables)
    alike = [completed(table, thumbnails).replace_schema_metadata(schema.metadata) for table in tables]
    catalogue.manifest.shards[name] = _write(folder / name, pa.concat_tables(alike))
    for entry in entries:
        entry.shard = name


def _write(path: Path, table: pa.Table) -> ShardRecord:
    writer = ShardWriter(path, table.schema, bounds_of_table(table))
    try:
        # Dictionaries of several sources differ: one for the file.
        writer.write(table.unify_dictionaries())
        return writer.commit()
    except BaseException:
        writer.discard()
        raise
