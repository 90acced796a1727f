from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from msa_core.config import BandRules, Tiling
from msa_core.errors import IndexFolderError
from msa_core.indexing.folder.cached.cache import load_rows
from msa_core.indexing.folder.manifest.manifest import (
    FORMAT,
    MANIFEST_NAME,
    Manifest,
    ModelFacts,
    ShardRecord,
    SourceEntry,
)
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.raster.pixels.stretch import Stretch
from msa_core.source_states import SourceState
from tests.support.made_index import write_index


def manifest() -> Manifest:
    facts = ModelFacts(
        fingerprint="ab" * 32,
        folder="/models/starter",
        dim=24,
        pooled_dims=(2, 3, 4, 5),
        input_px=64,
        ground_range_m=(75.0, 5000.0),
    )
    made = Manifest(
        model=facts,
        tiling=Tiling(tile_m=(80.0, 320.0)),
        ground_sizes_m=(80.0, 320.0),
        compute={"device": "cpu", "dtype": "float32"},
    )
    made.sources = [
        SourceEntry(
            id="0" * 16,
            name="b.tif",
            root=0,
            size=10,
            mtime_ns=5,
            state=SourceState.INDEXED,
            shard="x.parquet",
            tiles=3,
        )
    ]
    return made


def test_a_manifest_comes_back_the_same(tmp_path: Path) -> None:
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path)
    made.shards["x.parquet"] = ShardRecord(3, 1000, "0f" * 32)
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


@pytest.mark.parametrize(
    "wrong",
    [{"root": 1}, {"root": -1}, {"tiles": "many"}, {"tiles": -5}]
    + [{"state": state} for state in ("unchanged", "new", "", ["indexed"], 1, None)],
)
def test_a_source_that_cannot_be_is_damage(tmp_path: Path, wrong: dict[str, object]) -> None:
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path)
    data = made.to_json()
    data["sources"][0].update(wrong)
    (tmp_path / MANIFEST_NAME).write_text(json.dumps(data))
    with pytest.raises(IndexFolderError, match="damaged"):
        Manifest.load(tmp_path)


HAND_MADE = {
    "model.dim": 0,
    "model.input_px": "64",
    "model.pooled_dims": [],
    "model.fingerprint": "none",
    "model.ground_range_m": [5000.0, 75.0],
    "tiling.tile_px": 64.5,
    "tiling.overlap": float("nan"),
    "compute.dtype": "float8",
    "part": "4 of 5",
    "sources.0.name": "../../etc/passwd",
    "sources.0.shard": "../../../somewhere.parquet",
    "sources.0.id": "short",
    "sources.0.state": "well",
    "sources.0.stretch": {"low": [1.0], "high": []},
    "sources.0.tiles": 2.5,
    "sources.0.mtime_ns": None,
    "shards.x": {"rows": 3, "bytes": 5, "sha256": "no"},
}


def test_states_are_plain_words_on_the_disk_and_states_when_read(tmp_path: Path) -> None:
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path)
    made.sources += [
        SourceEntry(id=f"{n:016x}", name=f"{state}.tif", root=0, size=1, mtime_ns=1, state=state)
        for n, state in enumerate(SourceState, start=1)
        if state not in (SourceState.UNCHANGED, SourceState.NEW)
    ]
    made.save(tmp_path)
    written = {s["name"]: s["state"] for s in json.loads((tmp_path / MANIFEST_NAME).read_text())["sources"]}
    assert written.pop("b.tif") == "indexed"
    assert written == {f"{word}.tif": word for word in ("indexed", "partial", "refused", "missing", "copy")}
    assert all(type(entry.state) is SourceState for entry in Manifest.load(tmp_path).sources)


@pytest.mark.parametrize("place", HAND_MADE)
def test_a_value_that_no_run_writes_is_damage(tmp_path: Path, place: str) -> None:
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path)
    data = made.to_json()
    inner = data
    *way, last = place.split(".")
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    inner[last if last != "x" else "x.parquet"] = HAND_MADE[place]
    (tmp_path / MANIFEST_NAME).write_text(json.dumps(data))
    with pytest.raises(IndexFolderError, match="damaged") as caught:
        Manifest.load(tmp_path)
    assert "Delete the folder" in str(caught.value)


@pytest.mark.parametrize("key, value", [("dim", 24), ("pooled_dims", [2, 3, 4, 6])])
@pytest.mark.parametrize("cached", [True, False])
def test_wrong_sizes_of_the_model_are_a_sentence_whether_cached_or_not(
    tmp_path: Path, key: str, value: object, cached: bool
) -> None:
    made = write_index(tmp_path / "index", tmp_path / "archive", ["a.tif"])
    if cached:
        load_rows(tmp_path / "index", made)
    path = tmp_path / "index" / MANIFEST_NAME
    data = json.loads(path.read_text())
    data["model"][key] = value
    path.write_text(json.dumps(data))
    with pytest.raises(IndexFolderError, match=r"changed by hand|does not fit the manifest"):
        TileIndex(tmp_path / "index")


def test_an_index_of_format_1_opens_and_is_written_in_the_newest(tmp_path: Path) -> None:
    write_index(tmp_path / "index", tmp_path / "archive", ["a.tif", "b.tif"])
    path = tmp_path / "index" / MANIFEST_NAME
    data = json.loads(path.read_text())
    # What the first published program wrote: no checksums, no parts, no counts of attempts.
    for source in data["sources"]:
        del source["attempts"]
    bad = SourceEntry(
        id="", name="bad.tif", root=0, size=3, mtime_ns=5, state=SourceState.REFUSED, reason="no raster"
    )
    refused = {k: getattr(bad, k) for k in data["sources"][0]}
    old = {k: v for k, v in data.items() if k not in ("shards", "part")}
    path.write_text(json.dumps({**old, "format": 1, "sources": [*data["sources"], refused]}))
    assert len(TileIndex(tmp_path / "index")) == 12
    assert json.loads(path.read_text())["format"] == 1  # opening changes nothing
    loaded = Manifest.load(tmp_path / "index")
    assert (loaded.read_format, loaded.shards, loaded.part) == (1, {}, "")
    assert [source.attempts for source in loaded.sources] == [0, 0, 1]
    loaded.save(tmp_path / "index")
    again = Manifest.load(tmp_path / "index")
    assert again.read_format == FORMAT == json.loads(path.read_text())["format"]
    assert len(TileIndex(tmp_path / "index")) == 12


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


def test_bands_and_stretches_asked_for_are_kept(tmp_path: Path) -> None:
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path)
    made.band_rules = BandRules(("S2*=sentinel2", "4,3,2"), ("0,3000",))
    made.sources[0].stretch = Stretch(
        low=(0.0,) * 3, high=(3000.0,) * 3, identity=False, bands=(4, 3, 2)
    ).to_json()
    made.save(tmp_path)
    again = Manifest.load(tmp_path)
    assert again.band_rules == made.band_rules
    assert Stretch.from_json(again.sources[0].stretch).bands == (4, 3, 2)
    data = made.to_json()
    del data["looks"]  # as before there were any
    (tmp_path / MANIFEST_NAME).write_text(json.dumps(data))
    assert Manifest.load(tmp_path).band_rules == BandRules()


@pytest.mark.parametrize(
    "wrong",
    [
        {"looks": 3},
        {"looks": {"bands": [4]}},
        {"looks": {"bands": ["1,2"]}},
        {"looks": {"stretch": "0,3000"}},
        {"bands": [4, 3]},
        {"bands": [0, 1, 2]},
        {"bands": ["4", "3", "2"]},
    ],
)
def test_bands_that_cannot_be_are_damage(tmp_path: Path, wrong: dict[str, object]) -> None:
    made = manifest()
    made.add_root(tmp_path / "archive", tmp_path)
    made.sources[0].stretch = Stretch(
        low=(0.0,) * 3, high=(3000.0,) * 3, identity=False, bands=(4, 3, 2)
    ).to_json()
    data = made.to_json()
    data.update({key: value for key, value in wrong.items() if key == "looks"})
    data["sources"][0]["stretch"].update({key: value for key, value in wrong.items() if key != "looks"})
    (tmp_path / MANIFEST_NAME).write_text(json.dumps(data))
    with pytest.raises(IndexFolderError, match="damaged"):
        Manifest.load(tmp_path)


@pytest.mark.parametrize("junk", ["NaN", "Infinity", "1e999"])
def test_numbers_that_cannot_be_written_again_are_damage(junk: str, tmp_path: Path) -> None:
    made = manifest()
    made.compute["chosen_in_s"] = 12345.5
    made.save(tmp_path)
    file = tmp_path / MANIFEST_NAME
    file.write_text(file.read_text().replace("12345.5", junk))
    with pytest.raises(IndexFolderError, match="damaged"):
        Manifest.load(tmp_path)
