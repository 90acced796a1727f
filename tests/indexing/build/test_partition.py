"""``msa index --part i/N``: every source in exactly one part, and the parts together what one machine makes."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.errors import IndexFolderError
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.build.partition import part_of, sources_of_part
from msa_core.indexing.care.merging import merge_indexes
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.raster.find.archive import SourcePath
from tests.support.commands import Commands, Started
from tests.support.made_index import all_rows, as_bytes, names_of
from tests.support.scenes import write_archive, write_scene

_ROOT = Path(__file__).resolve().parents[3]


def test_parts_are_disjoint_complete_and_even() -> None:
    found = [SourcePath(f"year {n % 7}/scene_{n}.tif", Path(f"/a/{n}")) for n in range(3000)]
    parts = [sources_of_part(found, (number, 3)) for number in (1, 2, 3)]
    assert sorted(source for part in parts for source in part) == sorted(found)
    assert all(900 < len(part) < 1100 for part in parts)


def test_a_part_follows_from_the_name_alone() -> None:
    # Written down: a newer program that assigned otherwise would leave sources out of a running job array.
    assert [part_of(name, 8) for name in ("a.tif", "b/ü.tif", "scene0.tif")] == [5, 6, 6]
    assert part_of("\udcff.tif", 3) in (1, 2, 3)
    assert Counter(part_of(f"{n}.tif", 1) for n in range(9)) == {1: 9}


def test_an_index_of_one_part_is_not_mixed_with_others(tmp_path: Path, tiny_checkpoint: Path) -> None:
    archive = write_archive(tmp_path / "archive", 1)
    tiling = Tiling(tile_m=(100.0,))
    (mine,) = {part_of("scene0.tif", 3)}
    other = mine % 3 + 1
    options = [
        IndexOptions(tiling=tiling, model=tiny_checkpoint, device="cpu", batch=8, part=part)
        for part in ((mine, 3), (other, 3), None)
    ]
    assert [r.state for r in build_index([archive], tmp_path / "out", options[0])] == ["indexed"]
    assert Manifest.load(tmp_path / "out").compute["dtype"] == "float32"
    assert [r.state for r in build_index([archive], tmp_path / "out", options[0])] == ["unchanged"]
    for wrong in options[1:]:
        with pytest.raises(IndexFolderError, match=f"--part {mine}/3"):
            build_index([archive], tmp_path / "out", wrong)
    # A part to which nothing falls is an index without tiles, and merges.
    assert build_index([archive], tmp_path / "bare", options[1]) == []
    assert verify_index(tmp_path / "bare", tiny_checkpoint).is_sound
    report = merge_indexes([tmp_path / "bare", tmp_path / "out"], tmp_path / "all")
    assert report.tiles == 16


@pytest.mark.timeout(900)
def test_three_machines_make_what_one_makes(
    tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    archive = write_archive(tmp_path / "archive", 7)
    write_scene(archive / "deep" / "scene0.tif", seed=40)
    shutil.copy(archive / "scene2.tif", archive / "copy of scene2.tif")
    shutil.copy(archive / "scene3.tif", archive / "zz.tif")
    (archive / "broken.tif").write_text("no image")

    def start(out: str, *more: str) -> Started:
        return commands.start(
            "msa_core.cli", "index", archive, "--out", tmp_path / out, "--model", tiny_checkpoint, "--tile-m", "60",
            "--batch", "8", *more,
        )  # fmt: skip

    machines = [start("one", "--dtype", "float32")]
    machines += [start(f"part{number}", "--part", f"{number}/3") for number in (1, 2, 3)]
    lines = []
    for machine in machines:
        stdout, stderr = machine.communicate(timeout=800)
        assert machine.returncode == 0, stderr
        lines.append(stdout.splitlines())
    assert all(lines)
    assert sum(map(len, lines[1:])) == len(lines[0])

    parts = [tmp_path / f"part{number}" for number in (3, 1, 2)]
    report = merge_indexes(parts, tmp_path / "merged")
    assert report.notes == []
    assert as_bytes(all_rows(tmp_path / "merged")) == as_bytes(all_rows(tmp_path / "one"))
    assert names_of(tmp_path / "merged") == names_of(tmp_path / "one")
    one, merged = (
        {(e.name, e.id, e.tiles, e.planned, e.digest, e.size) for e in Manifest.load(tmp_path / out).sources}
        for out in ("one", "merged")
    )
    assert one == merged
    verdict = verify_index(tmp_path / "merged", tiny_checkpoint)
    assert verdict.is_sound
    assert not verdict.findings
    # The merged index goes on like any other: nothing is left to do.
    again = build_index([archive], tmp_path / "merged", IndexOptions(model=tiny_checkpoint, batch=8))
    assert {r.state for r in again if r.name != "broken.tif"} == {"unchanged"}
