"""Row groups: what a shard of a very large source is made of, and how it is read without being in memory whole."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from msa_core.config import Tiling
from msa_core.indexing.folder.cached import packing
from msa_core.indexing.folder.cached.cache import load_rows
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest, ModelFacts
from msa_core.indexing.folder.rows import row_groups, shards
from msa_core.indexing.folder.rows.hilbert import hilbert_order
from msa_core.indexing.folder.rows.row_groups import CHUNK_ROWS, ROW_GROUP_ROWS, rows_of_group
from msa_core.indexing.folder.rows.schema import shard_schema
from msa_core.indexing.folder.rows.shards import ShardWriter, read_shard
from tests.support.made_index import FACTS, TILING, all_rows, as_bytes, write_index

SCHEMA = shard_schema(FACTS, TILING)


@pytest.fixture
def table(tmp_path: Path) -> pa.Table:
    """23 rows of a made index, in an order of their own."""
    manifest = write_index(tmp_path / "made", tmp_path / "archive", ["a.tif"], tiles=23)
    whole = read_shard(tmp_path / "made" / SHARD_FOLDER / manifest.sources[0].shard)
    return whole.take(pa.array(np.random.default_rng(0).permutation(23)))


def write(path: Path, pieces: list[pa.Table]) -> bytes:
    writer = ShardWriter(path, SCHEMA, None)
    for piece in pieces:
        writer.add(piece)
    assert writer.commit().rows == 23
    return path.read_bytes()


@pytest.mark.parametrize("piece", [4, 1024])
def test_row_groups_are_full_and_along_the_curve_however_the_rows_arrive(
    tmp_path: Path, table: pa.Table, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(shards, "rows_of_group", lambda schema: 10)
    monkeypatch.setattr(row_groups, "CHUNK_ROWS", piece)
    ways = [[23], [10, 10, 3], [1] * 23, [9, 2, 12], [20, 3]]
    files = []
    for number, sizes in enumerate(ways):
        starts = np.cumsum([0, *sizes])
        pieces = [table.slice(a, b - a) for a, b in pairwise(starts)]
        files.append(write(tmp_path / f"{number}.parquet", pieces))
    assert all(file == files[0] for file in files)
    with pq.ParquetFile(tmp_path / "0.parquet") as file:
        assert [file.metadata.row_group(k).num_rows for k in range(3)] == [10, 10, 3]
        for start, group in ((0, file.read_row_group(0)), (10, file.read_row_group(1))):
            given = table.slice(start, 10)
            box = [np.asarray(given.column("bbox").combine_chunks().field(k)) for k in range(4)]
            order = hilbert_order((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            wanted = given.take(pa.array(order))
            for name in ("id", "embedding", "msa:pooled", "geometry"):
                assert group.column(name).to_pylist() == wanted.column(name).to_pylist()


def test_wide_features_make_row_groups_of_fewer_rows() -> None:
    starter = ModelFacts(
        fingerprint="ab" * 32,
        folder="",
        dim=384,
        pooled_dims=(24, 32, 96, 1280),
        input_px=224,
        ground_range_m=(75.0, 5000.0),
    )
    wide = ModelFacts(
        fingerprint="ab" * 32,
        folder="",
        dim=768,
        pooled_dims=(1024, 2048, 4096, 8192),
        input_px=224,
        ground_range_m=(75.0, 5000.0),
    )
    assert rows_of_group(shard_schema(starter, Tiling())) == ROW_GROUP_ROWS
    assert CHUNK_ROWS <= rows_of_group(shard_schema(wide, Tiling())) < 3000


def test_an_index_is_opened_from_shards_read_in_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    write_index(folder, tmp_path / "archive", ["a.tif", "b/c.tif"], tiles=23)
    monkeypatch.setattr(shards, "CHUNK_ROWS", 2)
    rows, truth = load_rows(folder, Manifest.load(folder)), all_rows(folder)
    order = np.argsort(np.array(rows.table.column("id").to_pylist()))
    vectors = truth.column("embedding").combine_chunks().flatten().to_numpy().reshape(46, -1)
    np.testing.assert_array_equal(rows.embedding[order], vectors)
    np.testing.assert_array_equal(rows.half[order], vectors.astype(np.float16))
    boxes = truth.column("pixel_bbox").combine_chunks().flatten().to_numpy().reshape(46, 4)
    np.testing.assert_array_equal(rows.pixel_bbox[order], boxes)
    assert np.bincount(rows.source).tolist() == [23, 23]


def test_a_moved_source_is_renamed_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "index"
    manifest = write_index(folder, tmp_path / "archive", ["a.tif"], tiles=23)
    entry, before = manifest.sources[0], all_rows(folder)
    monkeypatch.setattr(shards, "CHUNK_ROWS", 2)
    monkeypatch.setattr(shards, "rows_of_group", lambda schema: 10)
    assert packing.relabel_shard(folder, entry) is None
    entry.name = "moved/a.tif"
    record = packing.relabel_shard(folder, entry)
    assert record is not None
    assert record.rows == 23
    path = folder / SHARD_FOLDER / entry.shard
    after = all_rows(folder)
    assert set(after.column("source").to_pylist()) == {"moved/a.tif"}
    same = [name for name in before.column_names if name != "source"]
    assert as_bytes(after.select(same)) == as_bytes(before.select(same))
    box = before.column("bbox").combine_chunks()
    west, east = np.asarray(box.field(0)).min(), np.asarray(box.field(2)).max()
    geo = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert geo["columns"]["geometry"]["bbox"] == [west, 50.0, east, 50.01]
