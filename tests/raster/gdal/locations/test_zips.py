"""Rasters in zip files: a zip reads like a folder, whichever way it is named, and a bomb is refused in a sentence."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import SourceError
from msa_core.raster.find.archive import describe, search
from msa_core.raster.gdal.locations import zips
from msa_core.raster.pixels.reader import RasterReader

RNG = np.random.default_rng(5)
SCENE = RNG.integers(0, 255, (64, 48, 3)).astype(np.uint8)


def names(*paths: Path | str) -> list[str]:
    return [source.name for source in search(paths).sources]


@pytest.fixture
def zipped(make_raster, tmp_path: Path) -> Path:
    """``archive/scenes.zip`` with two scenes, a deep one with an odd name, and what no one wants."""
    plain = make_raster(array=SCENE)
    path = tmp_path / "archive" / "scenes.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "a.tif")
        archive.write(plain, "2020/Zürich 影像 {1}.tif")
        archive.writestr("readme.txt", "hello")
        archive.writestr("__MACOSX/a.tif", "resource fork")
        archive.writestr(".hidden.tif", "x")
        archive.writestr("../out.tif", "x")
    return path


INSIDE = ["scenes.zip/2020/Zürich 影像 {1}.tif", "scenes.zip/a.tif"]


def test_a_zip_is_searched_wherever_it_is_met(zipped: Path) -> None:
    folder = zipped.parent
    for given in (zipped, folder, folder / "*.zip", f"/vsizip/{zipped}", f"/vsizip/{{{zipped}}}"):
        assert names(given) == INSIDE, given
    assert names(folder.parent) == ["archive/" + INSIDE[0], "archive/" + INSIDE[1], "scene.tif"]


def test_one_file_or_folder_of_a_zip_can_be_named(zipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(f"/vsizip/{zipped}/a.tif") == ["scenes.zip/a.tif"]
    assert names(f"/vsizip/{{{zipped}}}/a.tif", zipped / "a.tif") == ["scenes.zip/a.tif"]
    assert names(f"/vsizip/{zipped}/2020") == INSIDE[:1]
    monkeypatch.chdir(zipped.parent)
    assert names("/vsizip/scenes.zip/a.tif") == ["scenes.zip/a.tif"]
    assert names("scenes.zip") == INSIDE


def test_what_is_in_a_zip_reads_as_the_file_itself(zipped: Path, make_raster) -> None:
    with RasterReader(make_raster(array=SCENE)) as plain:
        for source in search([zipped]).sources:
            with RasterReader(source.path, source.name) as reader:
                rgb, valid = reader.read((0, 0, 48, 64), (64, 48))
                assert np.array_equal(rgb, SCENE)
                assert valid.all()
                assert reader.info.crs == "EPSG:32633"
                assert reader.content_id() == plain.content_id()


def test_a_folder_may_be_called_like_a_zip(make_raster, tmp_path: Path) -> None:
    make_raster("folder.zip/a.tif")
    assert names(tmp_path) == ["folder.zip/a.tif"]
    with zipfile.ZipFile(tmp_path / "folder.zip" / "in.zip", "w") as archive:
        archive.write(tmp_path / "folder.zip" / "a.tif", "b.tif")
    assert names(tmp_path) == ["folder.zip/a.tif", "folder.zip/in.zip/b.tif"]
    assert describe(tmp_path / "folder.zip" / "in.zip" / "b.tif").width_px == 48


def test_overviews_and_masks_beside_a_raster_count_in_a_zip_too(make_raster, tmp_path: Path) -> None:
    import rasterio

    path = make_raster(array=np.full((512, 512, 3), 60, np.uint8), compress=None)
    with rasterio.Env(TIFF_USE_OVR=True), rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([4])
    assert path.with_name("scene.tif.ovr").exists()
    with rasterio.open(path, "r+") as dataset:
        dataset.write(np.full((3, 512, 512), 200, np.uint8))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "scene.tif")
        archive.write(path.with_name("scene.tif.ovr"), "scene.tif.ovr")
    for place in (path, tmp_path / "a.zip" / "scene.tif"):
        with RasterReader(place) as reader:
            assert (reader.read((0, 0, 512, 512), 128)[0] == 60).all()


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        describe(path)
    assert caught.value.reason.endswith(".")
    return caught.value.reason


def test_damaged_zips_are_refused_by_name(zipped: Path) -> None:
    half = zipped.with_name("half.zip")
    half.write_bytes(zipped.read_bytes()[:500])
    (zipped.parent / "none.zip").write_bytes(b"")
    found = search([zipped.parent])
    sources, refused = found.sources, found.refused
    assert [source.name for source in sources] == INSIDE
    assert {Path(report.name).name for report in refused} == {"half.zip", "none.zip"}
    assert all("damaged" in report.reason for report in refused)
    assert "no such file in scenes.zip" in refusal(zipped / "gone.tif")
    found = search([f"/vsizip/{zipped}/gone.tif"])
    sources, refused = found.sources, found.refused
    assert (sources, len(refused)) == ([], 1)


def test_a_damaged_file_in_a_zip_is_refused_and_the_others_read(zipped: Path) -> None:
    data = bytearray(zipped.read_bytes())
    with zipfile.ZipFile(zipped) as archive:
        offset = archive.getinfo("a.tif").header_offset + 60
    data[offset : offset + 300] = b"\xff" * 300
    zipped.write_bytes(data)
    with pytest.raises(SourceError), RasterReader(zipped / "a.tif") as reader:
        reader.read((0, 0, 48, 64), 32)
    other = zipped / "2020" / "Zürich 影像 {1}.tif"
    with RasterReader(other) as reader:
        assert reader.read((0, 0, 48, 64), 32)[1].all()


def test_encrypted_and_rarely_packed_files_are_refused(zipped: Path, make_raster) -> None:
    path = zipped.with_name("rare.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.write(make_raster(), "a.tif")
    assert "rare way" in refusal(path / "a.tif")
    data = bytearray(zipped.read_bytes())
    for start in range(len(data) - 4):
        if data[start : start + 4] == b"PK\x01\x02":
            data[start + 8] |= 1
    zipped.write_bytes(data)
    assert "encrypted" in refusal(zipped / "a.tif")


def write_bomb(folder: Path, side: int = 20_000, noisy: int = 0) -> Path:
    """A zip that holds an uncompressed TIFF of ``side`` x ``side`` pixels, 0 but for ``noisy`` of each row."""
    folder.mkdir(parents=True, exist_ok=True)
    start, size = 512, side * side
    # Tags of one strip: width, height, bits, no compression, black is zero, offset, samples, rows, bytes.
    values = ((256, side), (257, side), (258, 8), (259, 1), (262, 1), (273, start), (277, 1), (278, side),
              (279, size))  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in values)
    header = struct.pack("<2sHIH", b"II", 42, 8, len(values)) + entries + bytes(4)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("zeros.tif", "w", force_zip64=True) as stream:
            stream.write(header.ljust(start, b"\0"))
            for _ in range(side):
                stream.write(RNG.bytes(noisy) + bytes(side - noisy))
        archive.writestr("inner.vrt", virtual("zeros.tif", side, relative=1))
    return folder / "bomb.zip"


def virtual(name: str, side: int, relative: int) -> str:
    return (
        f'<VRTDataset rasterXSize="{side}" rasterYSize="{side}"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f'<SourceFilename relativeToVRT="{relative}">{name}</SourceFilename></SimpleSource></VRTRasterBand>'
        "</VRTDataset>"
    )


def test_a_bomb_is_refused_however_it_is_reached(tmp_path: Path) -> None:
    bomb = write_bomb(tmp_path)
    assert bomb.stat().st_size < 1_000_000
    reasons = [refusal(bomb / "zeros.tif"), refusal(bomb / "inner.vrt")]
    outside = tmp_path / "outside.vrt"
    outside.write_text(virtual(f"/vsizip/{bomb}/zeros.tif", 20_000, relative=0))
    relative = tmp_path / "relative.vrt"
    relative.write_text(virtual("/vsizip/bomb.zip/zeros.tif", 20_000, relative=0))
    reasons += [refusal(outside), refusal(relative)]
    for reason in reasons:
        assert "zip bomb" in reason
        assert "400 MB" in reason
        assert "Unpack it" in reason


def test_a_small_file_may_be_packed_as_tightly_as_it_likes(make_raster, tmp_path: Path) -> None:
    plain = make_raster(array=np.zeros((4000, 4000), np.uint8), compress=None)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "a.tif")
    assert zips.member_of(tmp_path / "a.zip" / "a.tif").size > 500 * (tmp_path / "a.zip").stat().st_size
    assert describe(tmp_path / "a.zip" / "a.tif").width_px == 4000


def test_a_zip_written_anew_is_listed_anew(zipped: Path, make_raster) -> None:
    assert zips.exists(zipped / "a.tif")
    before = zips.stat(zipped / "a.tif")
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(make_raster(size=(20, 20)), "b.tif")
    os.utime(zipped, ns=(before[1] + 10**9, before[1] + 10**9))
    assert names(zipped) == ["scenes.zip/b.tif"]
    assert not zips.exists(zipped / "a.tif")


@pytest.mark.parametrize(
    "given,name,words",
    [
        ("/vsicurl/http://a.example/x.tif", "http://a.example/x.tif", "--network"),
        ("https://a.example/x.tif", "https://a.example/x.tif", "--network"),
        ("s3://bucket/x.tif", "s3://bucket/x.tif", "--network"),
        ("ftp://a.example/x.tif", "ftp://a.example/x.tif", "this computer"),
        ("/vsitar/a.tar/x.tif", "/vsitar/a.tar/x.tif", "this computer"),
    ],
)
def test_what_is_not_local_is_refused_in_a_sentence(given: str, name: str, words: str) -> None:
    found = search([given])
    sources, (report,) = found.sources, found.refused
    assert sources == []
    assert report.name == name
    assert words in report.reason


def test_a_file_is_named_by_its_path_from_home_or_as_gdal_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/at/home")
    monkeypatch.setenv("USERPROFILE", "/at/home")
    for text, path in (
        ("a b.zip/c.tif", "a b.zip/c.tif"),
        ("/vsizip//at/a.zip/c.tif", "/at/a.zip/c.tif"),
        ("/vsizip/a.zip/c.tif", "a.zip/c.tif"),
        ("~/a.tif", "/at/home/a.tif"),
        ("~nobody-of-this-name.tif", "~nobody-of-this-name.tif"),
    ):
        assert zips.given_path(text) == Path(path)
