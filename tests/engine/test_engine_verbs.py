"""The verbs of the command line as methods of the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.errors import IndexFolderError, NothingUsableError, UsageError
from msa_core.model.stored import checkpoint
from msa_core.records import Query, QueryTerm
from tests.support.scenes import write_archive
from tests.support.tiny_model import tiny_model

TILING = Tiling(tile_m=(100.0,))


def test_index_opens_what_it_made_and_goes_on_with_the_engines_model(
    tmp_path: Path, tiny_checkpoint: Path
) -> None:
    archive = write_archive(tmp_path / "archive", 2)
    engine = Engine(model=tiny_checkpoint, device="cpu")
    reports = engine.index(archive / "scene0.tif", tmp_path / "index", IndexOptions(tiling=TILING))
    assert [(report.state, report.tiles) for report in reports] == [("indexed", 16)]
    assert len(engine.opened) == 16
    assert engine.opened.manifest.model.fingerprint == checkpoint.fingerprint(tiny_checkpoint)
    assert engine.opened.manifest.compute["device"] == "cpu"
    before = engine.search("a plane", 3)
    states = [report.state for report in engine.index([archive / "scene0.tif", archive], tmp_path / "index")]
    assert sorted(states) == ["indexed", "unchanged"]
    assert len(engine.opened) == 32
    assert engine.search("a plane", 3).searched == 2 * before.searched


def test_an_archive_without_anything_readable_is_said(tmp_path: Path, tiny_checkpoint: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "broken.tif").write_bytes(b"II*\0 nothing more")
    engine = Engine(model=tiny_checkpoint, device="cpu")
    with pytest.raises(NothingUsableError):
        engine.index(tmp_path / "archive", tmp_path / "index")
    with pytest.raises(UsageError, match="open one first"):
        _ = engine.opened


def test_words_are_a_query(index: Path) -> None:
    engine = Engine(index, device="cpu")
    plain, weighted = engine.search("a river", 4), engine.search("a river^0.5", 4)
    assert plain.hits == engine.search(Query(terms=(QueryTerm("text", "a river"),)), 4).hits
    assert [hit.tile for hit in weighted.hits] == [hit.tile for hit in plain.hits]
    assert weighted.hits[0].score == pytest.approx(plain.hits[0].score / 2, abs=1e-5)
    with pytest.raises(UsageError, match="empty"):
        engine.search("  ")


def test_verify_takes_the_open_index_and_the_engines_model(index: Path, tmp_path: Path) -> None:
    engine = Engine(index, device="cpu")
    verdict = engine.verify(quick=True)
    assert (verdict.is_sound, verdict.tiles, verdict.folder) == (True, 48, index)
    checkpoint.save(tiny_model(seed=9), tmp_path / "other", half=False)
    assert not Engine(model=tmp_path / "other").verify(index).is_sound
    with pytest.raises(UsageError, match="No index is open"):
        Engine().verify()


def test_merge_and_stac(index: Path, tmp_path: Path, tiny_checkpoint: Path) -> None:
    archive = write_archive(tmp_path / "second", 1)
    engine = Engine(model=tiny_checkpoint, device="cpu")
    engine.index(archive, tmp_path / "two", IndexOptions(tiling=TILING, dtype="float32"))
    with pytest.raises(IndexFolderError):
        engine.merge([index, tmp_path], tmp_path / "all")
    report = engine.merge([index, tmp_path / "two"], tmp_path / "all")
    assert engine.open_index(tmp_path / "all").tiles == report.tiles
    collection = engine.export_stac(tmp_path / "stac" / "c.json", name="mine", license_id="CC-BY-4.0")
    assert '"mine"' in collection.read_text()


def test_export_and_overlays_give_the_files(index: Path, tmp_path: Path) -> None:
    engine = Engine(index, device="cpu")
    result = engine.search("green fields", 3)
    exported = engine.export(result, tmp_path / "hits.parquet", "archive")
    assert exported.files == (tmp_path / "hits.parquet",)
    assert (exported.hits, exported.crs, exported.unplaced) == (3, "EPSG:32633", 0)
    hit = result.hits[0]
    files = engine.write_overlays(engine.explain(hit.tile, "green fields"), hit, tmp_path / "why")
    assert len(files) == 6
    assert all(file.is_file() for file in files)
