from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from msa_core.config import MANIFEST_NAME, Tiling
from msa_core.errors import IndexFolderError
from msa_core.indexing.care.verifying import Verdict, verify_index
from msa_core.indexing.folder.manifest.manifest import Manifest
from tests.support.made_index import FACTS, write_index


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_index(tmp_path / "index", tmp_path / "archive", ["a.tif", "deep/b.tif"])
    return tmp_path / "index"


def shard_of(index: Path, name: str) -> Path:
    entry = next(e for e in Manifest.load(index).sources if e.name == name)
    return index / "shards" / entry.shard


def damage(verdict: Verdict) -> list[tuple[str, str]]:
    return [(Path(f.file).name, f.problem) for f in verdict.findings if f.severity == "damage"]


def notes(verdict: Verdict) -> list[str]:
    return [f"{Path(f.file).name}: {f.problem}" for f in verdict.findings if f.severity == "note"]


def change_rows(path: Path, name: str, change) -> None:
    """Replace a column of a shard, keeping its metadata, as a foreign program would."""
    table = pq.read_table(path, partitioning=None)
    place = table.schema.get_field_index(name)
    column = change(table.column(name).combine_chunks())
    pq.write_table(table.set_column(place, table.schema.field(place), column), path, compression="zstd")


def forget_checksums(index: Path) -> None:
    manifest = Manifest.load(index)
    manifest.shards = {}
    manifest.save(index)


def test_a_sound_index_has_no_damage(index: Path) -> None:
    verdict = verify_index(index)
    assert verdict.is_sound
    assert (verdict.sources, verdict.shards, verdict.tiles, verdict.unchecked) == (2, 2, 12, 0)
    (note,) = notes(verdict)
    assert "it is not the model of the index" in note  # the one it was made with is not on this machine


def test_one_flipped_bit_is_found_by_the_checksum(index: Path) -> None:
    path = shard_of(index, "a.tif")
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(data)
    verdict = verify_index(index)
    assert damage(verdict)[0] == (
        path.name,
        "its checksum is another: bytes of it have changed since it was written",
    )
    assert all("Delete this file" in f.advice for f in verdict.findings if f.severity == "damage")
    assert {file for file, _ in damage(verdict)} == {path.name}


def test_a_shard_cut_in_half_and_a_lost_one_are_named(index: Path) -> None:
    cut, lost = shard_of(index, "a.tif"), shard_of(index, "deep/b.tif")
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    lost.unlink()
    found = dict(damage(verify_index(index)))
    assert "bytes instead of" in found[cut.name]
    assert found[lost.name] == "it is missing"
    forget_checksums(index)
    assert "missing or damaged" in dict(damage(verify_index(index)))[cut.name]


def test_an_index_of_format_1_is_verified_without_checksums(index: Path) -> None:
    data = json.loads((index / MANIFEST_NAME).read_text())
    old = {k: v for k, v in data.items() if k not in ("shards", "part")} | {"format": 1}
    (index / MANIFEST_NAME).write_text(json.dumps(old))
    verdict = verify_index(index)
    assert verdict.is_sound
    assert (verdict.format, verdict.unchecked) == (1, 2)
    assert any("format 1" in note for note in notes(verdict))


@pytest.mark.parametrize(
    "column, change, words",
    [
        ("embedding", lambda c: scaled(c, 2.0), "unit vector"),
        ("embedding", lambda c: scaled(c, np.nan), "unit vector"),
        ("msa:pooled", lambda c: scaled(c, np.inf), "not numbers"),
        ("id", lambda c: pa.array([f"x{i}" for i in c.to_pylist()]), "id of another form"),
        ("id", lambda c: pa.array([c[0].as_py()] * len(c)), "twice"),
        ("id", lambda c: pa.array(["0" * 16 + i[16:] for i in c.to_pylist()]), "holds 0 of the 6 tiles"),
        ("level", lambda c: pa.array([7] * len(c), pa.int32()), "level"),
        ("gsd", lambda c: pa.array([-1.0] * len(c)), "gsd"),
        ("nodata_percent", lambda c: pa.array([130.0] * len(c), pa.float32()), "nodata_percent"),
        ("geometry", lambda c: pa.array([b"\1nonsense"] * len(c)), "geometry that cannot be read"),
        ("geometry", lambda c: pa.array([None] * len(c), pa.binary()), "bbox without geometry"),
        ("source", lambda c: pa.array(["z.tif"] * len(c)).dictionary_encode(), "calls a.tif z.tif"),
    ],
)
def test_rows_that_cannot_be_are_named(index: Path, column: str, change, words: str) -> None:
    path = shard_of(index, "a.tif")
    forget_checksums(index)
    change_rows(path, column, change)
    found = damage(verify_index(index))
    assert [file for file, _ in found] == [path.name]
    assert words in found[0][1]
    assert verify_index(index, quick=True).is_sound


def scaled(column: pa.Array, factor: float) -> pa.Array:
    values = column.flatten().to_numpy(zero_copy_only=False)
    flat = pa.array((values * factor).astype(values.dtype), column.type.value_type)
    return pa.FixedSizeListArray.from_arrays(flat, type=column.type)


def test_a_shard_of_another_model_or_tiling_is_named(index: Path, tmp_path: Path) -> None:
    other = write_index(tmp_path / "other", tmp_path / "archive", ["a.tif"], tiling=Tiling(tile_m=(100.0,)))
    path = shard_of(index, "a.tif")
    path.write_bytes((tmp_path / "other" / "shards" / other.sources[0].shard).read_bytes())
    forget_checksums(index)
    ((file, problem),) = damage(verify_index(index, quick=True))
    assert file == path.name
    assert "tiling" in problem
    assert "320.0" in problem


def test_what_an_index_can_live_with_is_a_note(index: Path, tmp_path: Path) -> None:
    (index / "shards" / ("0" * 16 + ".parquet")).touch()
    (index / "shards" / ".x.parquet.part").touch()
    (tmp_path / "archive" / "a.tif").write_text("now it is another one")
    (tmp_path / "archive" / "deep" / "b.tif").unlink()
    lock = {"pid": os.getpid(), "host": socket.gethostname(), "start": "2999-01-01T00:00:00+00:00"}
    verdict = verify_index(index)
    assert verdict.is_sound
    found = "\n".join(notes(verdict))
    for words in ("no source refers", "interrupted run", "a.tif: it has changed", "b.tif: it is not there"):
        assert words in found
    (index / "index.lock").write_text(json.dumps(lock))
    assert any(f"process {os.getpid()}" in note for note in notes(verify_index(index)))


def test_an_archive_that_is_not_plugged_in_is_one_note(index: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").rename(tmp_path / "away")
    verdict = verify_index(index)
    assert verdict.is_sound
    assert [note for note in notes(verdict) if "model" not in note] == ["archive: this archive is not there"]


def test_the_model_is_compared(index: Path, tiny_checkpoint: Path) -> None:
    ((file, problem),) = damage(verify_index(index, tiny_checkpoint))
    assert file == tiny_checkpoint.name
    assert FACTS.fingerprint[:16] in problem


def test_a_manifest_changed_by_hand_is_damage_and_no_index_an_error(index: Path, tmp_path: Path) -> None:
    path = index / MANIFEST_NAME
    data = json.loads(path.read_text())
    data["sources"][0]["name"] = "../../etc/passwd"
    path.write_text(json.dumps(data))
    ((file, problem),) = damage(verify_index(index))
    assert file == MANIFEST_NAME
    assert "leads out of its archive" in problem
    with pytest.raises(IndexFolderError, match="not an index"):
        verify_index(tmp_path)
    path.write_text(json.dumps({**data, "format": 77}))
    with pytest.raises(IndexFolderError, match="Update"):
        verify_index(index)
