"""Index folders made without a model: real shards and a real manifest, the vectors from a random generator."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from msa_core.config import Tiling
from msa_core.indexing.build.file_signature import file_signature
from msa_core.indexing.folder.manifest.manifest import (
    SHARD_FOLDER,
    Manifest,
    ModelFacts,
    ShardRecord,
    SourceEntry,
)
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.indexing.folder.rows.schema import shard_schema
from msa_core.indexing.folder.rows.shards import ShardWriter, TileRows
from msa_core.source_states import SourceState

FACTS = ModelFacts(
    fingerprint="ab" * 32,
    folder="/models/none",
    dim=8,
    pooled_dims=(2, 3, 4, 5),
    input_px=64,
    ground_range_m=(75.0, 5000.0),
)
TILING = Tiling(tile_m=(80.0, 320.0))
STRETCH = {"low": [0.0], "high": [255.0], "identity": True, "use_alpha": True}


def write_index(
    folder: Path,
    archive: Path,
    names: Sequence[str],
    tiles: int = 6,
    facts: ModelFacts = FACTS,
    tiling: Tiling = TILING,
    part: str = "",
) -> Manifest:
    """An index of files called ``names``, written as well: the content of a file, and so its id, is its base name."""
    (folder / SHARD_FOLDER).mkdir(parents=True)
    compute = {"device": "cpu", "dtype": "float32", "batch": 8}
    manifest = Manifest(
        model=facts, tiling=tiling, ground_sizes_m=tiling.tile_m or (), compute=compute, part=part
    )
    root = manifest.add_root(archive, folder)
    for name in names:
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name)
        content = hashlib.sha256(path.name.encode()).hexdigest()[:16]
        size, mtime_ns = file_signature(path)
        entry = SourceEntry(
            id=content,
            name=name,
            root=root,
            size=size,
            mtime_ns=mtime_ns,
            state=SourceState.INDEXED,
            content_id=content,
            digest=content[::-1],
            shard=f"{content}.parquet",
            tiles=tiles,
            planned=tiles,
            stretch=STRETCH,
        )
        manifest.shards[entry.shard] = write_shard(folder, manifest, entry)
        manifest.sources.append(entry)
    manifest.save(folder)
    return manifest


def write_shard(folder: Path, manifest: Manifest, entry: SourceEntry) -> ShardRecord:
    """The shard of one source: ``tiles`` unit vectors, the same for the same id."""
    generator = np.random.default_rng(int(entry.id, 16))
    count, model = entry.tiles, manifest.model
    vectors = generator.normal(size=(count, model.dim))
    west = 5.0 + int(entry.id[:2], 16) / 64.0
    rings = [_square(west + 0.01 * number, 50.0) for number in range(count)]
    rows = TileRows(
        ids=[f"{entry.id}/0/0/{number}" for number in range(count)],
        footprints=[(ring,) for ring in rings],
        embedding=(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32),
        pooled=generator.normal(size=(count, sum(model.pooled_dims))).astype(np.float16),
        pixel_bbox=[(100 * number, 0, 100 * number + 100, 100) for number in range(count)],
        gsd_m=[1.25] * count,
        level=[0] * count,
        nodata_percent=[0.0] * count,
        datetime=dt.datetime(2024, 5, 1 + int(entry.id[0], 16), tzinfo=dt.UTC),
        source=entry.name,
        crs="EPSG:32633",
    )
    schema = shard_schema(model, manifest.tiling)
    writer = ShardWriter(folder / SHARD_FOLDER / entry.shard, schema, (west, 50.0, west + 1.0, 50.01))
    writer.write(rows.to_table(schema))
    return writer.commit(entry.facts())


def all_rows(folder: Path) -> pa.Table:
    """Every searchable row of an index as the shards hold it, sorted by tile id."""
    manifest = Manifest.load(folder)
    owners = {(entry.shard, entry.id) for entry in manifest.sources if entry.searchable}
    tables = []
    for shard in sorted({shard for shard, _ in owners}):
        table = pq.read_table(folder / SHARD_FOLDER / shard).replace_schema_metadata()
        keep = [(shard, tile.split("/")[0]) in owners for tile in table.column("id").to_pylist()]
        tables.append(table.filter(pa.array(keep)))
    table = pa.concat_tables(tables).sort_by("id")
    plain = [pa.field(f.name, pa.string()) if pa.types.is_dictionary(f.type) else f for f in table.schema]
    return table.cast(pa.schema(plain)).combine_chunks()


def as_bytes(table: pa.Table) -> bytes:
    """A table as the bytes of an Arrow stream, to compare two of them to the last bit."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def names_of(folder: Path) -> dict[str, str]:
    """State of each source of an index by name."""
    return {entry.name: entry.state for entry in Manifest.load(folder).sources}


def found_in(folder: Path) -> set[str]:
    """Names under which an index that is opened shows its tiles."""
    index = TileIndex(folder)
    return {index.tile(row).source for row in range(len(index))}


def _square(west: float, south: float) -> tuple[tuple[float, float], ...]:
    east, north = west + 0.01, south + 0.01
    return (west, south), (east, south), (east, north), (west, north), (west, south)
