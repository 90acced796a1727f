"""Archives as they are found in the wild: odd names, loops, closed doors, rasters of two pixels, of none, and bombs."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.raster.gdal.locations import zips
from msa_core.raster.gdal.writer import write_geotiff
from tests.benchmarks.bench_memory import peak_mb
from tests.raster.gdal.locations.test_zips import virtual, write_bomb
from tests.support.commands import Commands
from tests.support.scenes import UTM, picture, write_archive, write_scene

PLACE = {"crs": UTM, "transform": (1.0, 0.0, 5e5, 0.0, -1.0, 5e6)}


@pytest.fixture
def options(tiny_checkpoint: Path) -> IndexOptions:
    return IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", batch=8, dtype="float32"
    )


ODD_NAMES = (
    "with space.tif",
    'it\'s "quoted".tif',
    "Überflug Zürich 航空写真 صورة 🛰.tif",
    "a" * 246 + ".tif",
    "new\nline\ttab.tif",
    "-rf.tif",
    "percent%20&amp;#?.tif",
    "back\\slash.tif",
)


def test_odd_names_come_through_to_the_rows_and_survive_a_second_run(
    tmp_path: Path, options: IndexOptions
) -> None:
    archive = tmp_path / "an 'archive' of ümlauts" / ("d" * 200)
    latin = os.fsdecode(b"latin-\xfc.tif")  # no UTF-8, as old archives have it
    for number, name in enumerate((*ODD_NAMES, latin)):
        write_scene(archive / "plain.tif", seed=number).rename(archive / name)
    reports = build_index([archive], tmp_path / "out", options)
    assert {r.name: r.state for r in reports} == {latin: "refused"} | dict.fromkeys(ODD_NAMES, "indexed")
    assert "rename" in next(r.reason for r in reports if r.name == latin)
    again = build_index([archive], tmp_path / "out", options)
    assert {r.name: r.state for r in again} == {latin: "refused"} | dict.fromkeys(ODD_NAMES, "unchanged")
    assert all(len(os.fsencode(n)) <= 255 for n in ODD_NAMES)
    index = TileIndex(tmp_path / "out")
    assert all(os.path.exists(index.tile(row).path) for row in range(len(index)))  # noqa: PTH110
    assert verify_index(tmp_path / "out", options.model).findings == []


def test_loops_of_links_end(tmp_path: Path, options: IndexOptions) -> None:
    archive = write_archive(tmp_path / "archive", 1)
    (archive / "up").symlink_to(archive)
    (archive / "deep").mkdir()
    (archive / "deep" / "back").symlink_to(archive / "deep")
    (archive / "self.tif").symlink_to(archive / "self.tif")
    (archive / "one.tif").symlink_to(archive / "two.tif")
    (archive / "two.tif").symlink_to(archive / "one.tif")
    (archive / "dangling.tif").symlink_to(archive / "nothing.tif")
    reports = {r.name: r for r in build_index([archive], tmp_path / "out", options)}
    assert reports["scene0.tif"].state == "indexed"
    others = [r for name, r in reports.items() if name != "scene0.tif"]
    assert others
    assert {r.state for r in others} == {"refused"}
    assert all(r.reason.endswith(".") for r in others)


# The superuser may read everything: the child becomes another one, after a first run has imported what it needs.
AS_ANOTHER = """
import os, sys
from msa_core import cli
warm, archive, out, closed, model = sys.argv[1:]
options = ["--model", model, "--tile-m", "100", "--device", "cpu", "--dtype", "float32"]
(cli.run(["index", warm, warm + "/gone.tif", "--out", warm + "-out", *options]) == 0) or sys.exit(99)
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
print("---")
code = cli.run(["index", archive, "--out", out, *options])
print(code, cli.run(["index", warm, "--out", closed + "/out", *options]), cli.run(["index", closed, "--out", out]))
"""


@pytest.mark.timeout(600)
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has other permissions")
def test_closed_doors_are_refused_by_name(tiny_checkpoint: Path, commands: Commands) -> None:
    # Not in pytest's folder, which nobody else may enter.
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        archive = write_archive(folder / "archive", 2)
        write_archive(folder / "warm", 1)
        shutil.copytree(tiny_checkpoint, folder / "model")
        with zipfile.ZipFile(archive / "closed.zip", "w") as zipped:
            zipped.write(archive / "scene1.tif", "a.tif")
        write_scene(archive / "closed" / "a.tif")
        (folder / "cache").mkdir()
        (folder / "empty").mkdir()
        for place in (folder, folder / "cache"):
            place.chmod(0o777)
        for name in ("scene0.tif", "closed.zip", "closed"):
            (archive / name).chmod(0)
        (folder / "empty").chmod(0)
        arguments = [str(folder / name) for name in ("warm", "archive", "out", "empty", "model")]
        (folder / "as_another.py").write_text(AS_ANOTHER)
        done = commands.run(folder / "as_another.py", *arguments, MSA_CACHE=str(folder / "cache"))
        (archive / "closed").chmod(0o700)
        (folder / "empty").chmod(0o700)
    assert done.returncode == 0, done.stderr
    *lines, codes = done.stdout.partition("---\n")[2].splitlines()
    reports = {
        Path(name).name: (state, reason) for state, name, reason in (line.split("  ", 2) for line in lines)
    }
    assert {name: state for name, (state, _) in reports.items()} == {
        "scene1.tif": "indexed", "scene0.tif": "refused", "closed.zip": "refused", "closed": "refused",
    }  # fmt: skip
    assert "no permission" in reports["scene0.tif"][1]
    assert "no permission" in reports["closed.zip"][1]
    assert "cannot be read" in reports["closed"][1]
    assert codes == "0 4 3"
    assert "writing is not permitted here" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (1, 1), (2, 2)])
def test_a_raster_of_two_pixels_is_one_tile(tmp_path: Path, options: IndexOptions, shape: tuple) -> None:
    path = write_geotiff(tmp_path / "archive" / "a.tif", picture(1, *shape), **PLACE)
    (report,) = build_index([path], tmp_path / "out", options)
    assert (report.state, report.tiles) == ("indexed", 1)
    assert verify_index(tmp_path / "out", options.model).is_sound


def test_a_raster_without_bands_is_refused(tmp_path: Path, options: IndexOptions) -> None:
    path = tmp_path / "none.vrt"
    path.write_text('<VRTDataset rasterXSize="100" rasterYSize="100"></VRTDataset>')
    (report,) = build_index([path], tmp_path / "out", options)
    assert report.state == "refused"
    assert "no bands" in report.reason or "cannot be opened" in report.reason


def test_no_file_of_an_archive_is_touched(tmp_path: Path, options: IndexOptions) -> None:
    archive = write_archive(tmp_path / "archive", 2)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in archive.rglob("*")}
    build_index([archive], tmp_path / "out", options)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in archive.rglob("*")} == before


def test_a_bomb_is_refused_at_once_and_costs_neither_memory_nor_disk(
    tmp_path: Path, options: IndexOptions
) -> None:
    archive = write_archive(tmp_path / "archive", 1)
    bomb = write_bomb(tmp_path / "bombs")
    (archive / "bomb.vrt").write_text(virtual(f"/vsizip/{bomb}/zeros.tif", 20_000, relative=0))
    reports = {r.name: r for r in build_index([archive, bomb], tmp_path / "out", options)}
    assert reports.pop("scene0.tif").state == "indexed"
    assert set(reports) == {"bomb.vrt", "bomb.zip/zeros.tif", "bomb.zip/inner.vrt"}
    for report in reports.values():
        assert report.state == "refused"
        assert "zip bomb" in report.reason
    assert verify_index(tmp_path / "out", options.model).is_sound


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_is_packed_as_tightly_as_is_allowed_costs_time_alone(
    tmp_path: Path, tiny_checkpoint: Path
) -> None:
    zipped = write_bomb(tmp_path / "archive", side=30_000, noisy=400)  # 900 MB
    facts = zips.member_of(zipped / "zeros.tif")
    assert facts is not None
    assert 20 < facts.size / facts.packed < zips.MAX_RATIO
    raster = zipped / "zeros.tif"
    assert peak_mb(raster, tiny_checkpoint, tmp_path / "out", "--tile-px", "15000", "--overlap", "0") < 1500
    (entry,) = Manifest.load(tmp_path / "out").sources
    assert (entry.state, entry.tiles) == ("indexed", 4)
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.stat().st_size > 50_000_000]
