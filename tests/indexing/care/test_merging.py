from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from msa_core.config import BandRules, Tiling
from msa_core.errors import Cancelled, IndexFolderError, StorageError, UsageError
from msa_core.indexing.care.merging import merge_indexes
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.cached import packing
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.progress import Progress
from msa_core.source_states import SourceState
from tests.support.made_index import (
    FACTS,
    all_rows,
    as_bytes,
    found_in,
    names_of,
    write_index,
    write_shard,
)


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_two_archives_become_one_index(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif", "b.tif"])
    write_index(tmp_path / "i2", tmp_path / "two", ["c.tif"])
    before = content(tmp_path / "i1"), content(tmp_path / "i2")
    report = merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / "deep" / "out")
    assert (report.sources, report.tiles, report.shards) == (3, 18, 3)
    assert (report.doubles, report.notes) == ([], [])
    assert found_in(tmp_path / "deep" / "out") == {"a.tif", "b.tif", "c.tif"}
    verdict = verify_index(tmp_path / "deep" / "out")
    assert verdict.is_sound
    assert verdict.unchecked == 0
    assert (content(tmp_path / "i1"), content(tmp_path / "i2")) == before
    assert not list((tmp_path / "deep").glob(".*"))
    assert not (tmp_path / "deep" / "out" / "index.lock").exists()


def test_files_of_one_name_in_two_archives_are_told_apart(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif"])
    second = write_index(tmp_path / "i2", tmp_path / "two", ["a.tif"])
    # Another content under the same name.
    entry = second.sources[0]
    entry.id = entry.content_id = "1234567890abcdef"
    entry.shard = f"{entry.id}.parquet"
    second.shards = {entry.shard: write_shard(tmp_path / "i2", second, entry)}
    second.save(tmp_path / "i2")
    merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / "out")
    assert found_in(tmp_path / "out") == {"a.tif", "two/a.tif"}
    assert verify_index(tmp_path / "out").is_sound


def test_the_same_source_in_two_indexes_is_taken_once(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif", "b.tif"])
    write_index(tmp_path / "i2", tmp_path / "one", ["b.tif", "c.tif"])
    # i2's files were written later: bring i1 up to date with them.
    stale = Manifest.load(tmp_path / "i1")
    assert stale.sources[1].name == "b.tif"
    report = merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / "out")
    assert report.doubles == ["b.tif"]
    assert names_of(tmp_path / "out") == {"a.tif": "indexed", "b.tif": "indexed", "c.tif": "indexed"}
    assert len(all_rows(tmp_path / "out")) == 18


def test_the_same_content_in_two_archives_has_its_tiles_once(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["x/a.tif"])
    write_index(tmp_path / "i2", tmp_path / "two", ["a.tif"])
    merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / "out")
    assert names_of(tmp_path / "out") == {"a.tif": "indexed", "x/a.tif": "copy"}
    assert len(all_rows(tmp_path / "out")) == 6
    assert verify_index(tmp_path / "out").is_sound


def test_contents_that_only_look_alike_get_ids_of_their_own(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif"])
    second = write_index(tmp_path / "i2", tmp_path / "two", ["b.tif"])
    first = Manifest.load(tmp_path / "i1").sources[0]
    entry = second.sources[0]
    entry.id = entry.content_id = first.id
    entry.shard = f"{first.id}.parquet"
    second.shards = {entry.shard: write_shard(tmp_path / "i2", second, entry)}
    second.save(tmp_path / "i2")
    merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / "out")
    ids = {entry.name: entry.id for entry in Manifest.load(tmp_path / "out").sources}
    assert ids["a.tif"] == first.id
    assert ids["b.tif"] == hashlib.sha256(f"{first.id}{entry.digest}".encode()).hexdigest()[:16]
    assert found_in(tmp_path / "out") == {"a.tif", "b.tif"}
    assert verify_index(tmp_path / "out").is_sound


@pytest.mark.parametrize(
    "facts, tiling, words",
    [
        (replace(FACTS, fingerprint="cd" * 32), Tiling(tile_m=(80.0, 320.0)), "model"),
        (FACTS, Tiling(tile_m=(80.0,)), "--tile-m"),
        (FACTS, Tiling(tile_px=64), "--tile-m"),
        (FACTS, Tiling(tile_m=(80.0, 320.0), overlap=0.5), "--overlap"),
    ],
)
def test_the_first_difference_is_named(tmp_path: Path, facts, tiling: Tiling, words: str) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif"])
    write_index(tmp_path / "i2", tmp_path / "two", ["b.tif"], facts=facts, tiling=tiling)
    with pytest.raises(IndexFolderError, match=words) as caught:
        merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / "out")
    assert str(tmp_path / "i1") in str(caught.value)
    assert str(tmp_path / "i2") in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_place_that_is_taken_is_refused(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif"])
    for out in (tmp_path / "i1", tmp_path / "one", tmp_path / "i1" / "shards" / "x"):
        with pytest.raises(UsageError, match="Choose a new folder"):
            merge_indexes([tmp_path / "i1"], out)
    (tmp_path / "empty").mkdir()
    assert merge_indexes([tmp_path / "i1"], tmp_path / "empty").tiles == 6


def test_an_index_being_written_is_not_merged(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif"])
    lock = {"pid": os.getpid(), "host": socket.gethostname(), "start": "2999-01-01T00:00:00+00:00"}
    (tmp_path / "i1" / "index.lock").write_text(json.dumps(lock))
    with pytest.raises(IndexFolderError, match=f"process {os.getpid()}"):
        merge_indexes([tmp_path / "i1"], tmp_path / "out")


def test_a_damaged_shard_is_not_copied(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif", "b.tif"])
    shard = max((tmp_path / "i1" / "shards").iterdir())
    data = bytearray(shard.read_bytes())
    data[40] ^= 1
    shard.write_bytes(data)
    with pytest.raises(IndexFolderError, match="checksum") as caught:
        merge_indexes([tmp_path / "i1"], tmp_path / "out")
    assert str(shard) in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["i1", "one"]


def test_a_full_disk_leaves_nothing_and_the_next_try_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif", "b.tif"])

    def full(self: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(StorageError, match="disk is full"):
            merge_indexes([tmp_path / "i1"], tmp_path / "out")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["i1", "one"]
    assert merge_indexes([tmp_path / "i1"], tmp_path / "out").tiles == 12


def test_what_a_killed_merge_left_is_done_over(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif", "b.tif"])
    left = tmp_path / ".out.merging"
    shutil.copytree(tmp_path / "i1", left)
    (left / "shards" / "half.parquet").write_bytes(b"PAR1")
    (left / "index.lock").write_text(
        json.dumps({"pid": 2**22 + 7, "host": socket.gethostname(), "start": "2020-01-01T00:00:00+00:00"})
    )
    merge_indexes([tmp_path / "i1"], tmp_path / "out")
    assert not left.exists()
    assert as_bytes(all_rows(tmp_path / "out")) == as_bytes(all_rows(tmp_path / "i1"))
    assert verify_index(tmp_path / "out").is_sound


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif", "b.tif"])
    with pytest.raises(Cancelled):
        merge_indexes([tmp_path / "i1"], tmp_path / "out", Progress(lambda: True))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["i1", "one"]


def test_packed_shards_are_merged_row_by_row_where_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "PACK_FROM", 3)
    names = [f"{n}.tif" for n in range(4)]
    write_index(tmp_path / "i1", tmp_path / "one", names)
    merge_indexes([tmp_path / "i1"], tmp_path / "packed")
    assert [p.name[:7] for p in (tmp_path / "packed" / "shards").iterdir()] == ["packed-"]
    write_index(tmp_path / "i2", tmp_path / "two", ["0.tif", "9.tif"])
    merge_indexes([tmp_path / "packed", tmp_path / "i2"], tmp_path / "out")
    assert found_in(tmp_path / "out") == {*names, "9.tif"}
    assert names_of(tmp_path / "out")["two/0.tif"] == "copy"
    assert verify_index(tmp_path / "out").is_sound


def test_archives_and_merged_index_move_together(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    write_index(disk / "i1", disk / "one", ["a.tif"])
    write_index(disk / "i2", disk / "two", ["b.tif"])
    merge_indexes([disk / "i1", disk / "i2"], disk / "all" / "index")
    disk.rename(tmp_path / "moved")
    moved = tmp_path / "moved" / "all" / "index"
    assert Manifest.load(moved).root_folders(moved) == [
        tmp_path / "moved" / "one",
        tmp_path / "moved" / "two",
    ]
    assert [f.problem for f in verify_index(moved).findings if "model" not in f.problem] == []


def test_a_missing_part_and_another_dtype_are_said(tmp_path: Path) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif"], part="1/3")
    second = write_index(tmp_path / "i2", tmp_path / "one", ["b.tif"], part="3/3")
    second.compute["dtype"] = "bfloat16"
    second.save(tmp_path / "i2")
    report = merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / "out")
    assert "2/3" in report.notes[0]
    assert "bfloat16, float32" in report.notes[1]
    assert Manifest.load(tmp_path / "out").part == ""


def test_indexes_of_other_bands_are_not_merged_and_those_of_the_same_are(tmp_path: Path) -> None:
    for name in ("i1", "i2", "i3"):
        made = write_index(tmp_path / name, tmp_path / f"archive-{name}", [f"{name}.tif"])
        made.band_rules = BandRules(("nir",) if name != "i3" else (), ("0,3000",))
        made.save(tmp_path / name)
    with pytest.raises(IndexFolderError, match=r"--bands of .*i1 is \('nir',\), that of .*i3 is \(\)"):
        merge_indexes([tmp_path / "i1", tmp_path / "i3"], tmp_path / "out")
    merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / ("o" * 250))
    assert Manifest.load(tmp_path / ("o" * 250)).band_rules == BandRules(("nir",), ("0,3000",))


def test_of_one_content_the_file_that_was_read_whole_keeps_its_tiles_before_one_read_in_part(
    tmp_path: Path,
) -> None:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif"], tiles=2)
    partial = Manifest.load(tmp_path / "i1")
    partial.sources[0].state = SourceState.PARTIAL
    partial.save(tmp_path / "i1")
    write_index(tmp_path / "i2", tmp_path / "two", ["x/a.tif"], tiles=6)
    merge_indexes([tmp_path / "i1", tmp_path / "i2"], tmp_path / "out")
    assert names_of(tmp_path / "out") == {"a.tif": "copy", "x/a.tif": "indexed"}
    assert len(all_rows(tmp_path / "out")) == 6
