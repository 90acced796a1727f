"""Rasters in zip files: a zip reads like a folder, whichever way it is named, and a bomb is refused in a sentence."""

from __future__ import annotations

import base64
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


# A zip whose only TIFF is damaged so that rasterio raises GDAL's own error, which is none of rasterio's, where it asks
# for the colours of the bands. Found by chance (test_any_zip).
_DAMAGED_COLOURS = base64.b64decode(
    "UEsDBBQAAAAIAI8afF3jWHA8bQEAALgBAAAFAAAAYS50aWbz9NRi4GBgYOBhYGBkZmAEskSAmBGJzQRlg1QxI7HZoGwQFmRk"
    "AdPzgFgUSVwMyRxxqBopICGDpMYWiQiMxAaBijnJCSlJaYmpyc8fPHn07OHTx+ICIkJigqLC0ydMmTRt4tTJ4QEhQWGBocHX"
    "L1y5dO3i1cvmBiZGZoamxts3bNm0bePWzeUFJUVlhaXF3z98+fTt49fP/Bw8XHycvNz9HT1dfZ293f4ePl5+nr7e50+cOXXu"
    "5NnT+ho6WnqautrrV6xZtW7l2tX5GTlZeZm52e9fvHn17uXb1/MNCi890Qxe7jvfsPjaG8vi52fjNxRcfKTqPV03fmPR1Vem"
    "2dfX3t9QePmZbvT23Psbi6+/s63+/ta+4MOFh8ru/bL2hZ+uvDROPz93f8HHS0+1w9fH7i/8fO2tdfn7u/UfPlx8rO4/37b+"
    "46err83z7+/9/+Hj5ef68ftr/3/8fP29ff3/v+kSKf/YGZjllu8EAFBLAwQUAAAICACPGnxd41hwPG0BAAC4AQAACwAAAGRl"
    "ZXAvw7wudGlm8/TUYuBgYGDgYWBgZGZgBLJEgJgRic0EZYNUMSOx2aBsEBZkZAHT84BYFElcDMkccagaKSAhg6TGFokdjMQG"
    "gYo5yQkpSWmJqcnPHzx59Ozh08fiAiJCYoKiwtMnTJk0beLUyeEBIUFhgaHB1y9cuXTt4tXL5gYmRmaGpsbbN2zZtG3j1s3l"
    "BSVFZYWlxd8/fPn07ePXz/wcPFx8nLzc/R09XX2dvd3+Hj5efp6+3udPnDl17uTZ0/oaOlp6mrra61esWbVu5drV+Rk5WXmZ"
    "udnvX7x59e7l29fzDQovPdEMXu4737D42hvL4udn4zcUXHyk6j1dN35j0dVXptnX197fUHj5mW709tz7G4uvv7Ot/v7WvuDD"
    "hYfK7v2y9oWfrrw0Tj8/d3/Bx0tPtcPXx+4v/HztrXX5+7v1Hz5cfKzuP9+2/uOnq6/N8+/v/f/h4+Xn+vH7a/9//Hz9vX39"
    "/7/pEin/2BmY5ZbvBABQSwECFAMUAAAACACPGnxd41hwPG0BAAC4AQAABQAAAAAAAAAAAAAApIEAAAAAYS50aWZQSwECFAMU"
    "AAAICACPGnxd41hwPG0BAAC4AQAACwAAAAAAAAAAAAAApIGQAQAAZGVlcC/DvC50aWZQSwUGAAAAAAIAAgBsAAAAJgMAAAAA"
)


def test_an_error_of_gdal_itself_is_told_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_DAMAGED_COLOURS)
    with pytest.raises(SourceError, match=r"Reading its header failed: it is damaged \(TIFFFetchNormalTag:"):
        RasterReader(tmp_path / "a.zip" / "a.tif")
