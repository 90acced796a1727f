"""Archives as they are found in the wild: odd names, loops, closed doors, rasters of two pixels, of none, and bombs."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build import build_index
from msa_core.indexing.manifest import Manifest
from msa_core.indexing.reading import TileIndex
from msa_core.indexing.verify import verify_index
from msa_core.raster.writer import write_geotiff
from tests.benchmarks.bench_memory import peak_mb
from tests.support.scenes import UTM, picture, write_archive, write_scene

PLACE = {"crs": UTM, "transform": (1.0, 0.0, 5e5, 0.0, -1.0, 5e6)}


@pytest.fixture
def options(tiny_checkpoint: Path) -> IndexOptions:
    return IndexOptions(Tiling(tile_m=(100.0,)), tiny_checkpoint, "cpu", 8, dtype="float32")


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


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything: nothing is refused"
)
def test_closed_doors_are_refused_by_name(tmp_path: Path, options: IndexOptions) -> None:
    archive = write_archive(tmp_path / "archive", 2)
    (archive / "scene0.tif").chmod(0)
    write_scene(archive / "closed" / "a.tif").parent.chmod(0)
    reports = {Path(r.name).name: r for r in build_index([archive], tmp_path / "out", options)}
    (archive / "closed").chmod(0o700)
    assert reports["scene1.tif"].state == "indexed"
    assert "not permitted" in reports["scene0.tif"].reason
    assert "cannot be read" in reports["closed"].reason


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


def write_bomb(folder: Path, side: int = 40_000) -> Path:
    """A VRT over a zip of 2 MB that holds an uncompressed TIFF of ``side`` x ``side`` zeros: 1.6 GB."""
    folder.mkdir(parents=True, exist_ok=True)
    start, size = 512, side * side
    # Tags of one strip: width, height, bits, no compression, black is zero, offset, samples, rows, bytes.
    tags = (
        (256, side),
        (257, side),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, start),
        (277, 1),
        (278, side),
        (279, size),
    )
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    header = struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4)
    with (
        zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("zeros.tif", "w", force_zip64=True) as stream,
    ):
        stream.write(header.ljust(start, b"\0"))
        for _ in range(size // 1_000_000):
            stream.write(bytes(1_000_000))
    inside = f"/vsizip/{folder / 'bomb.zip'}/zeros.tif"
    band = f'<SimpleSource><SourceFilename relativeToVRT="0">{inside}</SourceFilename></SimpleSource>'
    vrt = folder / "bomb.vrt"
    vrt.write_text(
        f'<VRTDataset rasterXSize="{side}" rasterYSize="{side}"><VRTRasterBand dataType="Byte" band="1">{band}'
        "</VRTRasterBand></VRTDataset>"
    )
    return vrt


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_zip_bomb_costs_time_but_no_memory_and_no_disk(tmp_path: Path, tiny_checkpoint: Path) -> None:
    vrt = write_bomb(tmp_path / "archive")
    assert (tmp_path / "archive" / "bomb.zip").stat().st_size < 20_000_000
    options = ("--tile-px", "20000", "--overlap", "0")
    assert peak_mb(vrt, tiny_checkpoint, tmp_path / "out", *options) < 1500
    (entry,) = Manifest.load(tmp_path / "out").sources
    assert (entry.state, entry.tiles) == ("indexed", 4)
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.stat().st_size > 20_000_000]
