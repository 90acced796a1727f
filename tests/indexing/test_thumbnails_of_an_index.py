"""Thumbnails in an index: made, kept, added later, left out, packed, merged, damaged, and seen without the archive."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from msa_core.config import MANIFEST_NAME, IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.merging import merge_indexes
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.cached import cache, packing
from msa_core.indexing.folder.manifest.manifest import FORMAT, SHARD_FOLDER, Manifest
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.indexing.folder.rows.schema import THUMBNAIL
from msa_core.messages import Search
from msa_core.pictures.thumbnails import THUMBNAIL_PX, decode_thumbnail, encode_thumbnail
from msa_core.raster.pixels.reader import RasterReader
from msa_core.records import Query, QueryTerm
from msa_core.source_states import SourceState
from tests.support.made_index import FACTS, write_index
from tests.support.scenes import picture, write_archive, write_scene


@pytest.fixture
def options(tiny_checkpoint: Path) -> IndexOptions:
    return IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", dtype="float32")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "archive", 2)


def ids_of(index: TileIndex) -> list[str]:
    return index.rows.table.column("id").to_pylist()


def damage(folder: Path) -> list[str]:
    return [found.problem for found in verify_index(folder).findings if found.severity == "damage"]


def test_a_thumbnail_is_the_tile_seen_small() -> None:
    rgb = picture(3, 224, 224)
    data = encode_thumbnail(rgb)
    small = decode_thumbnail(data)
    assert small is not None
    assert small.shape == (THUMBNAIL_PX, THUMBNAIL_PX, 3)
    wanted = np.asarray(Image.fromarray(rgb).resize((THUMBNAIL_PX, THUMBNAIL_PX), Image.Resampling.BOX))
    assert np.abs(small.astype(int) - wanted).mean() < 20  # blocks of random colours are the hardest there is


def test_what_is_no_thumbnail_is_none() -> None:
    good = encode_thumbnail(picture(3, 96, 96))
    large = io.BytesIO()
    Image.new("RGB", (600, 600)).save(large, "WEBP")
    png = io.BytesIO()
    Image.new("RGB", (96, 96)).save(png, "PNG")
    cut, bent = good[: len(good) // 3], good[:12] + bytes(len(good) - 12)
    for data in (None, b"", b"RIFF", cut, bent, large.getvalue(), png.getvalue(), good + bytes(70_000)):
        assert decode_thumbnail(data) is None


def test_hits_can_be_looked_at_when_the_archive_is_gone(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    build_index([archive], tmp_path / "index", options)
    with RasterReader(archive / "scene0.tif") as reader:
        pixels = {0: reader.read((0, 0, 100, 100), 64)[0]}
    shutil.move(archive, tmp_path / "unplugged")
    index = TileIndex(tmp_path / "index")
    found = index.thumbnails(ids_of(index))
    assert len(found) == len(index) == index.info.thumbnails == 32
    tile = next(t for t in index.tiles(range(32)) if t.source == "scene0.tif" and t.pixel_bbox[:2] == (0, 0))
    small = decode_thumbnail(found[tile.id])
    assert small is not None
    assert np.abs(small.mean(axis=(0, 1)) - pixels[0].mean(axis=(0, 1))).max() < 6
    assert index.thumbnails(["0123456789abcdef/0/0/0"]) == {}


def test_without_thumbnails_nothing_is_kept_and_the_index_remembers_it(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "index"
    build_index([archive], out, replace(options, thumbnails=False))
    assert not Manifest.load(out).thumbnails
    write_scene(archive / "later.tif", seed=7, east_m=510_000.0)
    build_index([archive], out, options)
    index = TileIndex(out)
    assert index.info.thumbnails == 0
    assert index.thumbnails(ids_of(index)) == {}
    assert all(THUMBNAIL not in pq.read_schema(path).names for path in (out / SHARD_FOLDER).glob("*"))
    assert not list((out / "cache").rglob("thumbnail*"))


def test_thumbnails_are_added_to_an_index_that_has_none_when_that_is_asked_for(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "index"
    build_index([archive], out, replace(options, thumbnails=False))
    before = TileIndex(out)
    embedding = dict(zip(ids_of(before), np.array(before.rows.embedding), strict=True))
    reports = build_index([archive], out, replace(options, thumbnails=True))
    assert {report.state for report in reports} == {SourceState.INDEXED}
    index = TileIndex(out)
    assert index.info.thumbnails == len(index) == 32
    for tile, vector in zip(ids_of(index), index.rows.embedding, strict=True):
        np.testing.assert_array_equal(vector, embedding[tile])
    again = build_index([archive], out, replace(options, thumbnails=True))
    assert {report.state for report in again} == {SourceState.UNCHANGED}
    assert not damage(out)


def test_an_index_of_the_format_before_opens_is_searched_and_goes_on_without_thumbnails(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "index"
    build_index([archive], out, replace(options, thumbnails=False))
    file = out / MANIFEST_NAME
    old = json.loads(file.read_text())
    old["format"] = FORMAT - 1
    del old["thumbnails"]
    for source in old["sources"]:
        del source["thumbnails"]
    file.write_text(json.dumps(old))
    assert TileIndex(out).info.thumbnails == 0
    assert Engine(out, device="cpu").search("a river").hits
    write_scene(archive / "later.tif", seed=7, east_m=510_000.0)
    states = {report.name: report.state for report in build_index([archive], out, options)}
    assert states == {
        "scene0.tif": SourceState.UNCHANGED,
        "scene1.tif": SourceState.UNCHANGED,
        "later.tif": SourceState.INDEXED,
    }
    assert json.loads(file.read_text())["thumbnails"] is False


@pytest.mark.parametrize("value", [1, "yes", None])
def test_a_manifest_that_says_nonsense_of_thumbnails_is_damaged(tmp_path: Path, value: object) -> None:
    write_index(tmp_path / "index", tmp_path / "archive", ["a.tif"])
    file = tmp_path / "index" / MANIFEST_NAME
    content = json.loads(file.read_text())
    content["sources"][0]["thumbnails"] = value
    file.write_text(json.dumps(content))
    assert any("thumbnails is" in problem for problem in damage(tmp_path / "index"))
    content["sources"][0]["thumbnails"], content["thumbnails"] = False, value
    file.write_text(json.dumps(content))
    assert any("thumbnails is" in problem for problem in damage(tmp_path / "index"))


def test_little_shards_with_and_without_thumbnails_are_packed_together(
    tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, out = tmp_path / "archive", tmp_path / "index"
    write_archive(archive, 2)
    build_index([archive], out, replace(options, thumbnails=False))
    monkeypatch.setattr(packing, "PACK_FROM", 3)
    write_scene(archive / "later.tif", seed=7, east_m=510_000.0)
    manifest = Manifest.load(out)
    manifest.thumbnails = True
    manifest.save(out)
    build_index([archive], out, options)
    assert [path.name[:7] for path in (out / SHARD_FOLDER).glob("*")] == ["packed-"]
    index = TileIndex(out)
    assert (len(index), index.info.thumbnails) == (48, 16)
    told = {tile.source for tile in index.tiles(range(48)) if index.thumbnails([tile.id])}
    assert told == {"later.tif"}
    assert not damage(out)


def test_merging_keeps_thumbnails_and_says_who_has_none(tmp_path: Path, options: IndexOptions) -> None:
    for name, thumbnails in (("one", True), ("two", False)):
        write_scene(
            tmp_path / name / f"{name}.tif", seed=len(name) + thumbnails, east_m=5e5 + 9e3 * thumbnails
        )
        build_index([tmp_path / name], tmp_path / f"{name}.idx", replace(options, thumbnails=thumbnails))
    report = merge_indexes([tmp_path / "one.idx", tmp_path / "two.idx"], tmp_path / "both")
    assert len(report.notes) == 1
    assert "two.idx have no thumbnails" in report.notes[0]
    index = TileIndex(tmp_path / "both")
    assert (len(index), index.info.thumbnails) == (32, 16)
    assert Manifest.load(tmp_path / "both").thumbnails
    assert not damage(tmp_path / "both")


def test_verify_finds_a_thumbnail_that_cannot_be_shown_and_search_goes_on_without_it(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "index"
    build_index([archive], out, options)
    manifest = Manifest.load(out)
    entry = manifest.sources[0]
    path = out / SHARD_FOLDER / entry.shard
    table = pq.read_table(path, partitioning=None)
    kept = table.column(THUMBNAIL).to_pylist()
    kept[0], kept[1], kept[2] = b"no picture", None, kept[2][:40]
    place = table.schema.get_field_index(THUMBNAIL)
    pq.write_table(table.set_column(place, table.schema.field(place), pa.array(kept, pa.binary())), path)
    manifest.shards = {}
    manifest.save(out)
    assert damage(out) == [f"it holds 13 of the 16 thumbnails of {entry.name}"]
    index = TileIndex(out)
    assert len(index) == 32
    shown = [decode_thumbnail(data) for data in index.thumbnails(ids_of(index)).values()]
    assert sum(one is not None for one in shown) == 29


def test_an_index_without_room_for_its_cache_has_its_thumbnails_all_the_same(
    archive: Path, tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "index"
    build_index([archive], out, options)
    whole = TileIndex(out)
    shutil.rmtree(out / "cache")
    (out / "cache").write_text("a file stands where the cache would lie")
    bare = TileIndex(out)
    assert bare.rows.folder is None
    assert bare.thumbnails(ids_of(bare)) == whole.thumbnails(ids_of(whole))


def test_a_cache_whose_thumbnails_are_cut_off_is_made_again(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "index"
    build_index([archive], out, options)
    before = TileIndex(out)
    wanted = before.thumbnails(ids_of(before))
    (file,) = (out / "cache").rglob("thumbnails.bin")
    file.write_bytes(file.read_bytes()[:-100])
    again = cache.load_rows(out, Manifest.load(out))
    assert again.thumbnails is not None
    assert len(again.thumbnails.data) == sum(map(len, wanted.values()))


def test_a_run_that_was_killed_before_it_booked_a_shard_without_thumbnails_makes_them(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "index"
    build_index([archive], out, replace(options, thumbnails=False))
    file = out / MANIFEST_NAME
    content = json.loads(file.read_text())
    content.update(sources=[], shards={}, thumbnails=True)
    file.write_text(json.dumps(content))
    build_index([archive], out, options)
    assert TileIndex(out).info.thumbnails == 32


def test_evidence_and_exports_show_thumbnails_where_the_raster_is_gone(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    build_index([archive], tmp_path / "index", options)
    (archive / "scene1.tif").unlink()
    engine = Engine(tmp_path / "index", device="cpu")
    asked = Search(Query(terms=(QueryTerm("text", "houses"),)), 32)
    result = engine.search(asked.query, asked.k, asked.listing)
    assert {hit.tile.source for hit in result.hits} == {"scene0.tif", "scene1.tif"}
    page = engine.write_evidence(asked, result, tmp_path / "pack", overlays=0).read_text("utf-8")
    offline = sum(hit.tile.source == "scene1.tif" for hit in result.hits)
    assert page.count("Thumbnail of the index: the raster could not be read.") == offline
    assert len(list((tmp_path / "pack" / "pictures").iterdir())) == len(result.hits)
    kept = json.loads((tmp_path / "pack" / "evidence.json").read_text())["hits"]
    assert [hit["pixels"] is None for hit in kept] == [h.tile.source == "scene1.tif" for h in result.hits]

    engine.export(result, tmp_path / "hits.parquet")
    table = pq.read_table(tmp_path / "hits.parquet")
    assert all(decode_thumbnail(data) is not None for data in table.column("thumbnail").to_pylist())
    engine.export(result, tmp_path / "hits.gpkg")
    with sqlite3.connect(tmp_path / "hits.gpkg") as database:
        rows = database.execute("SELECT thumbnail FROM hits").fetchall()
        mime = database.execute("SELECT mime_type FROM gpkg_data_columns WHERE column_name = 'thumbnail'")
        assert mime.fetchone() == ("image/webp",)
    database.close()
    assert [row[0] for row in rows] == table.column("thumbnail").to_pylist()


def test_the_facts_of_a_shard_say_whether_it_has_thumbnails(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    from msa_core.indexing.folder.rows.shards import shard_footer

    build_index([archive], tmp_path / "index", options)
    for path in (tmp_path / "index" / SHARD_FOLDER).glob("*.parquet"):
        facts = shard_footer(path).facts
        assert facts is not None
        assert facts.thumbnails
    write_index(tmp_path / "made", tmp_path / "files", ["a.tif"], facts=FACTS)
    (made,) = (tmp_path / "made" / SHARD_FOLDER).glob("*")
    facts = shard_footer(made).facts
    assert facts is not None
    assert not facts.thumbnails
