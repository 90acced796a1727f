from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from msa_core.config import Tiling
from msa_core.errors import IndexFolderError
from msa_core.indexing.manifest import MANIFEST_NAME, Manifest, ModelFacts, SourceEntry


def manifest() -> Manifest:
    facts = ModelFacts("ab" * 32, "/models/starter", 24, (2, 3, 4, 5), 64, (75.0, 5000.0))
    made = Manifest(facts, Tiling(tile_m=(80.0, 320.0)), (80.0, 320.0), {"device": "cpu", "dtype": "float32"})
    made.sources = [SourceEntry("0" * 16, "b.tif", 0, 10, 5, "indexed", shard="x.parquet", tiles=3)]
    return made


def test_a_manifest_comes_back_the_same(tmp_path: Path) -> None:
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path)
    made.save(tmp_path)
    assert Manifest.load(tmp_path).to_json() == made.to_json()
    made.save(tmp_path)
    assert Manifest.load(tmp_path).sources[0].tiles == 3


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", "{}", '{"format": "x"}', '{"format": 1, "model": 3}', "null", "\x00\x01"]
)
def test_a_damaged_manifest_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST_NAME).write_text(content)
    with pytest.raises(IndexFolderError, match="damaged") as caught:
        Manifest.load(tmp_path)
    assert str(tmp_path / MANIFEST_NAME) in str(caught.value)


@pytest.mark.parametrize("wrong", [{"root": 1}, {"root": -1}, {"tiles": "many"}, {"tiles": -5}])
def test_a_source_that_cannot_be_is_damage(tmp_path: Path, wrong: dict[str, object]) -> None:
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path)
    data = made.to_json()
    data["sources"][0].update(wrong)
    (tmp_path / MANIFEST_NAME).write_text(json.dumps(data))
    with pytest.raises(IndexFolderError, match="damaged"):
        Manifest.load(tmp_path)


def test_a_newer_index_is_refused(tmp_path: Path) -> None:
    manifest().save(tmp_path)
    data = json.loads((tmp_path / MANIFEST_NAME).read_text())
    (tmp_path / MANIFEST_NAME).write_text(json.dumps({**data, "format": 99}))
    with pytest.raises(IndexFolderError, match="Update"):
        Manifest.load(tmp_path)


def test_a_folder_without_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match="msa index"):
        Manifest.load(tmp_path / "nowhere")


def test_an_index_inside_its_archive_moves_with_it(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    index = archive / ".msa-index"
    index.mkdir(parents=True)
    made = manifest()
    made.add_root(archive, index)
    made.save(index)
    shutil.move(archive, tmp_path / "moved")
    moved = tmp_path / "moved" / ".msa-index"
    assert Manifest.load(moved).root_folders(moved) == [tmp_path / "moved"]


def test_an_index_elsewhere_finds_its_archive_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "index").mkdir()
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path / "index")
    made.save(tmp_path / "index")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    moved = tmp_path / "deep" / "er" / "index"
    shutil.move(tmp_path / "index", moved)
    assert Manifest.load(moved).root_folders(moved) == [tmp_path / "archive"]


def test_index_and_archive_moved_together_find_each_other(tmp_path: Path) -> None:
    for name in ("archive", "index"):
        (tmp_path / "disk" / name).mkdir(parents=True)
    made = manifest()
    made.add_root(tmp_path / "disk" / "archive", tmp_path / "disk" / "index")
    made.save(tmp_path / "disk" / "index")
    shutil.move(tmp_path / "disk", tmp_path / "other")
    moved = tmp_path / "other" / "index"
    assert Manifest.load(moved).root_folders(moved) == [tmp_path / "other" / "archive"]
