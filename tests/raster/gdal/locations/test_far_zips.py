"""Zips at addresses are searched as those on the disk are, by real GDAL and a real server on this machine."""

from __future__ import annotations

import io
import json
import os
import threading
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from msa_core import addresses
from msa_core.errors import SourceError
from msa_core.progress import Cancelled, Progress
from msa_core.raster.find import archive
from msa_core.raster.gdal.locations import location, network, zips
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from tests.support.range_server import RangeServer, Request
from tests.support.scenes import UTM
from tests.support.stac import item

os.environ.setdefault("GDAL_HTTP_RETRY_DELAY", "0.05")


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    """A zip with two rasters, one of them packed and in a folder, their notes, and what is hidden."""
    pixels = np.random.default_rng(5).integers(0, 255, (300, 300, 3), np.uint8)
    write_geotiff(tmp_path / "a.tif", pixels)
    write_geotiff(tmp_path / "b.tif", pixels[::-1])
    with zipfile.ZipFile(tmp_path / "scenes.zip", "w") as zipped:
        zipped.write(tmp_path / "a.tif", "a b.tif")
        zipped.write(tmp_path / "b.tif", "2020/b.tif", zipfile.ZIP_DEFLATED)
        zipped.writestr("2020/b.tfw", "1")
        zipped.writestr("readme.txt", "words")
        zipped.writestr("__MACOSX/a.tif", "")
    return tmp_path / "scenes.zip"


def found_at(address: str) -> archive.Found:
    network.ask(address)
    return archive.search([address])


def test_a_zip_at_an_address_is_listed_as_the_same_zip_on_the_disk(server: RangeServer, scenes: Path) -> None:
    far, near = found_at(server.put("scenes.zip", scenes)), archive.search([scenes])
    assert [source.name for source in far.sources] == [source.name for source in near.sources]
    assert [source.name for source in far.sources] == ["scenes.zip/2020/b.tif", "scenes.zip/a b.tif"]
    assert far.passed_over == near.passed_over
    assert far.refused == []
    assert all(f"{addresses.shown(s.path)}" == f"{server.address}/{s.name}" for s in far.sources)


def test_what_is_in_it_reads_as_the_file_itself(server: RangeServer, scenes: Path) -> None:
    for source in found_at(server.put("read.zip", scenes)).sources:
        near = scenes.parent / f"{source.path.stem[0]}.tif"
        with RasterReader(source.path, source.name) as far, RasterReader(near) as plain:
            assert np.array_equal(far.read((20, 20, 200, 200), 64)[0], plain.read((20, 20, 200, 200), 64)[0])
            assert far.content_id() == plain.content_id()
        assert location.of(source.path).stat()[0] == near.stat().st_size
    assert {line.split()[1] for line in server.asked} == {"/read.zip"}


@pytest.mark.parametrize(
    "form",
    ["{}/named.zip/2020", "/vsizip/{{/vsicurl/{}/named.zip}}/2020/b.tif", "/vsizip//vsicurl/{}/named.zip"],
)
def test_a_file_or_folder_in_it_is_named_as_gdal_does_too(
    server: RangeServer, scenes: Path, form: str
) -> None:
    server.put("named.zip", scenes)
    names = [source.path.name for source in found_at(form.format(server.address)).sources]
    assert "b.tif" in names
    assert ("a b.tif" in names) == form.endswith(".zip")


def test_it_is_asked_for_neither_by_its_name_in_a_list_nor_by_the_name_of_a_file_in_it(
    server: RangeServer, scenes: Path, tmp_path: Path
) -> None:
    far = server.put("unasked.zip", scenes)
    (tmp_path / "list.txt").write_text(f"{far}\n{far}/a b.tif\n")
    found = archive.search([tmp_path / "list.txt"])
    assert "--network" in found.refused[0].reason
    with pytest.raises(SourceError, match="--network"):
        RasterReader(Path(f"{far}/a b.tif"))
    assert server.asked == []


def test_few_bytes_are_fetched_to_list_a_large_one(server: RangeServer, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "large.zip", "w") as zipped:
        for number in range(200):
            zipped.writestr(f"{number}.tif", bytes(100_000))
    assert len(found_at(server.put("large.zip", tmp_path / "large.zip")).sources) == 200
    wanted = [h.get("Range", "") for h in server.headers if h.get("Range")]
    sizes = [
        int(end) - int(start) + 1 for start, end in (w.removeprefix("bytes=").split("-") for w in wanted)
    ]
    assert sum(sizes) < 2_000_000 < len(server.files["/large.zip"])


@pytest.mark.parametrize(
    "behaviour, words",
    [
        (lambda request: request.fail(403), "403"),
        (lambda request: request.fail(404), "404"),
        (lambda request: request.fail(500), "500"),
        (lambda request: request.fail(429, Retry_After="3600"), "429"),
        (Request.drop, ""),
        (lambda request: request.send_file(longer=-3_000), "zip"),
        (lambda request: request.send_file(longer=3_000), ""),
        (lambda request: request.fail(302, Location="file:///etc/hostname"), "redirects to"),
        (lambda request: request.fail(302, Location="http://127.0.0.1:9/a.zip"), "redirects to"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_its_server_is_said(
    server: RangeServer, scenes: Path, behaviour: object, words: str
) -> None:
    server.put("bad.zip", scenes)
    server.behaviours["/bad.zip"] = behaviour  # type: ignore[assignment]
    found = found_at(f"{server.address}/bad.zip?signature=S3CRET")
    (refused,) = found.refused
    assert found.sources == []
    assert words in refused.reason
    assert "S3CRET" not in f"{refused}"
    assert "/vsi" not in refused.reason


def test_a_busy_server_is_asked_again_when_it_says(server: RangeServer, scenes: Path) -> None:
    server.put("busy.zip", scenes)
    since_s = time.monotonic()
    server.behaviours["/busy.zip"] = lambda request: (
        request.fail(429, Retry_After="1") if time.monotonic() - since_s < 1.5 else request.send_file()
    )
    assert len(found_at(f"{server.address}/busy.zip").sources) == 2


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped, zipped.open("bomb.tif", "w") as member:
        for _ in range(300):
            member.write(bytes(1 << 20))
    return packed.getvalue()


def test_a_bomb_an_encrypted_file_and_an_odd_name_are_refused_as_on_the_disk(
    server: RangeServer, scenes: Path, tmp_path: Path
) -> None:
    server.files["/bomb.zip"] = bomb()
    network.ask(f"{server.address}/bomb.zip")
    with pytest.raises(SourceError, match="zip bomb"):
        RasterReader(Path(f"{server.address}/bomb.zip/bomb.tif"))
    content = bytearray(scenes.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"2020/b.tif"))
    content[at + 8] |= 1
    server.files["/locked.zip"] = bytes(content)
    network.ask(f"{server.address}/locked.zip")
    with pytest.raises(SourceError, match="encrypted"):
        RasterReader(Path(f"{server.address}/locked.zip/2020/b.tif"))
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as zipped:
        zipped.write(tmp_path / "a.tif", "what?.tif")
        zipped.write(tmp_path / "a.tif", "../out.tif")
    found = found_at(server.put("odd.zip", tmp_path / "odd.zip"))
    assert found.sources == []
    assert "cannot hold" in found.refused[0].reason


@pytest.mark.parametrize("is_far", [True, False])
def test_a_table_of_contents_without_end_is_not_read(
    server: RangeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_far: bool
) -> None:
    monkeypatch.setattr(zips, "MAX_TABLE_BYTES", 1 << 16)
    with zipfile.ZipFile(tmp_path / "long.zip", "w") as zipped:
        for number in range(2000):
            zipped.writestr(f"{number}.tif", b"")
    given = server.put("long.zip", tmp_path / "long.zip") if is_far else str(tmp_path / "long.zip")
    found = found_at(given) if is_far else archive.search([given])
    assert "table of contents" in found.refused[0].reason


def test_listing_can_be_stopped_while_its_server_hangs(server: RangeServer, scenes: Path) -> None:
    server.put("hangs.zip", scenes)
    server.behaviours["/hangs.zip"] = Request.hang
    stop = threading.Event()

    network.ask(f"{server.address}/hangs.zip")
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        archive.search([f"{server.address}/hangs.zip"], Progress(stop.is_set))
    assert time.monotonic() - began < 10


def test_a_zip_that_is_replaced_is_listed_anew(
    server: RangeServer, scenes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msa_core.raster.gdal.locations import far_zips

    monkeypatch.setattr(far_zips, "BELIEVED_S", 0.0)
    far = server.put("new.zip", scenes)
    (first, *_) = found_at(far).sources
    before = location.of(first.path).stat()
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as zipped:
        zipped.write(tmp_path / "a.tif", "2020/b.tif")
        zipped.write(tmp_path / "a.tif", "c.tif")
    server.put("new.zip", tmp_path / "new.zip")
    assert [s.name for s in found_at(far).sources] == ["new.zip/2020/b.tif", "new.zip/c.tif"]
    assert location.of(first.path).stat() != before
    with pytest.raises(FileNotFoundError):
        location.of(Path(f"{far}/a b.tif")).stat()


def safe(folder: Path, with_image: bool) -> Path:
    """A Sentinel-2 product as ESA packs it."""
    product = "S2A_MSIL2A_20200820T101031_N0214_R022_T32TQM_20200820T130000.SAFE"
    images = f"{product}/GRANULE/L2A_T32TQM/IMG_DATA"
    where = (10.0, 0.0, 5e5, 0.0, -10.0, 5e6)
    levels = {"B02": 180, "B03": 120, "B04": 60, "B08": 9}
    with zipfile.ZipFile(folder / "S2A.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        for side, grid in ((60, "R10m"), (30, "R20m")):
            for band, level in levels.items() if side == 60 else {"B05": 7}.items():
                file = folder / "band.tif"
                write_geotiff(file, np.full((side, side), level, np.uint8), crs=UTM, transform=where)
                zipped.write(file, f"{images}/{grid}/T32TQM_20200820T101031_{band}_10m.tif")
            if with_image:
                picture = np.full((side, side, 3), (60, 120, 180), np.uint8)
                write_geotiff(file, picture, crs=UTM, transform=where)
                zipped.write(file, f"{images}/{grid}/T32TQM_20200820T101031_TCI_10m.tif")
        zipped.writestr(f"{product}/MTD_MSIL2A.xml", "<a/>")
    return folder / "S2A.zip"


@pytest.mark.parametrize("with_image", [True, False])
def test_a_product_in_a_zip_at_an_address_is_one_picture_in_true_colour(
    server: RangeServer, tmp_path: Path, with_image: bool
) -> None:
    far = found_at(server.put(f"S2A-{with_image}.zip", safe(tmp_path, with_image)))
    near = archive.search([tmp_path / "S2A.zip"])
    (source,) = far.sources
    assert ("TCI" in source.name, "#colours=04,03,02" in source.name) == (with_image, not with_image)
    assert source.name.partition("/")[2] == near.sources[0].name.partition("/")[2]
    assert far.passed_over == near.passed_over
    assert (far.refused, near.refused) == ([], [])
    with RasterReader(source.path, source.name, stretching="none") as reader:
        rgb, valid = reader.read((0, 0, 60, 60), 60)
    assert rgb[30, 30].tolist() == [60, 120, 180]
    assert valid.all()


def test_a_zip_that_a_stac_item_names_is_one_picture_that_bears_its_facts(
    server: RangeServer, tmp_path: Path
) -> None:
    far = server.put("named/S2A.zip", safe(tmp_path, True))
    made = item("S2A", far, cloud=12)
    (tmp_path / "item.json").write_text(json.dumps(made))
    assert "--network" in archive.search([tmp_path / "item.json"]).refused[0].reason
    assert server.asked == []
    network.allow_all()
    try:
        found = archive.search([tmp_path / "item.json"])
    finally:
        network.allow_all(False)
    (source,) = found.sources
    assert source.path.name.endswith("_TCI_10m.tif")
    assert source.item is not None
    assert source.item.cloud_percent == 12
