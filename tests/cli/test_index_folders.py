"""``msa verify``, ``msa merge``, ``msa export-stac`` and the options of ``msa index`` that go with them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from msa_core.commands.indexes import index_report
from msa_core.records import PassedOver, SourceReport, SourceState
from tests.cli.conftest import Run
from tests.support.made_index import write_index


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    write_index(tmp_path / "i1", tmp_path / "one", ["a.tif", "b.tif"])
    write_index(tmp_path / "i2", tmp_path / "two", ["c.tif"])
    return tmp_path / "i1", tmp_path / "i2"


def test_a_sound_index_is_code_0(run: Run, index: Path, tiny_checkpoint: Path) -> None:
    done = run("verify", index, "--model", tiny_checkpoint)
    assert done.code == 0
    assert done.out.splitlines()[-1].startswith(
        f"sound  {index}  48 tiles of 3 sources in 3 shards; 3 checksums"
    )
    data = json.loads(run("verify", index, "--json").out)
    assert data["sound"] is True
    assert (data["tiles"], data["sources"], data["shards"], data["unchecked"]) == (48, 3, 3, 0)
    assert data["findings"] == []


def test_damage_is_code_3_and_names_the_file(run: Run, two: tuple[Path, Path]) -> None:
    shard = min((two[0] / "shards").iterdir())
    shard.write_bytes(shard.read_bytes()[:-9])
    done = run("verify", two[0])
    assert done.code == 3
    line = next(line for line in done.out.splitlines() if line.startswith("damaged"))
    assert str(shard) in line
    assert "msa index" in line
    data = json.loads(run("verify", two[0], "--json").out)
    assert data["sound"] is False
    assert [f["file"] for f in data["findings"] if f["severity"] == "damage"] == [str(shard)]
    assert "Traceback" not in done.err


def test_verify_of_no_index_is_a_sentence(run: Run, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        done = run("verify", place)
        assert done.code == 3
        assert "not an index" in done.err


def test_merging_prints_what_came_of_it(run: Run, two: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("merge", *two, "--out", tmp_path / "all")
    assert done.code == 0, done.err
    assert done.out == f"merged  {tmp_path / 'all'}  18 tiles of 3 sources in 3 shards\n"
    again = run("merge", *two, "--out", tmp_path / "all")
    assert again.code == 2
    assert "not empty" in again.err
    data = json.loads(run("merge", two[0], two[0], two[1], "--out", tmp_path / "json", "--json").out)
    assert (data["tiles"], data["doubles"]) == (18, [])
    assert run("verify", tmp_path / "all", "--quick").code == 0


def test_merging_what_does_not_fit_is_code_3(
    run: Run, two: tuple[Path, Path], index: Path, tmp_path: Path
) -> None:
    done = run("merge", two[0], index, "--out", tmp_path / "all")
    assert done.code == 3
    assert "cannot be merged: the model of" in done.err
    assert not (tmp_path / "all").exists()


def test_exporting_prints_the_file(run: Run, two: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("export-stac", two[0], "--out", tmp_path / "tiles.json", "--name", "mine")
    assert done.code == 0, done.err
    assert done.out == f"{tmp_path / 'tiles.json'}\n"
    assert json.loads((tmp_path / "tiles.json").read_text())["id"] == "mine"


@pytest.mark.parametrize(
    "options, words",
    [
        (["--part", "0/3"], "counts from 1"),
        (["--part", "4/3"], "counts from 1"),
        (["--part", "half"], "i/N"),
        (["--part", "1/"], "i/N"),
        (["--shard", "0/3"], "counts from 1"),  # its older name
        (["--dtype", "float8"], "float8"),
        (["--vram-limit", "0"], "vram-limit"),
    ],
)
def test_nonsense_is_a_usage_error(
    run: Run, scenes: Path, tmp_path: Path, options: list[str], words: str
) -> None:
    done = run("index", scenes, "--out", tmp_path / "out", *options)
    assert done.code == 2
    assert words in done.err
    assert not (tmp_path / "out").exists()


def test_a_part_without_sources_is_no_fault(
    run: Run, scenes: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    shutil.copy(scenes / "scene0.tif", archive)
    codes = [
        run("index", archive, "--out", tmp_path / str(n), "--model", tiny_checkpoint, "--part", f"{n}/3").code
        for n in (1, 2, 3)
    ]
    assert codes == [0, 0, 0]
    assert run("merge", *(tmp_path / str(n) for n in (1, 2, 3)), "--out", tmp_path / "all").code == 0


def test_one_of_a_kind_is_told_as_one(run: Run, two: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("merge", two[1], "--out", tmp_path / "alone")
    assert done.code == 0
    assert " of 1 source in 1 shard\n" in done.out
    assert " of 1 source in 1 shard; 1 checksum" in run("verify", tmp_path / "alone").out


def test_reasons_beside_each_other_are_kept_apart() -> None:
    reports = [
        SourceReport(name=f"{number}.tif", path="", state=SourceState.REFUSED, tiles=0, reason=reason)
        for number, reason in enumerate(["it is empty", "It is damaged.", "it is a text", "it is a text"])
    ]
    ((_, count, told),) = index_report.table(reports, PassedOver(()))
    assert count == "4"
    assert told == "2 x it is a text; it is empty; It is damaged."
