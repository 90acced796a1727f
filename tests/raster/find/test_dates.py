"""Dates from tags and file names, in UTC; what is not a date is None."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.find.dates import Dated, parse_tag
from msa_core.raster.find.product_names import date_in_name
from msa_core.raster.pixels.reader import RasterReader

# isort: split
import rasterio
from affine import Affine


@pytest.mark.parametrize(
    "name, expected",
    [
        ("naip_5m_20140720.tif", "2014-07-20T00:00:00Z"),
        ("S2A_MSIL1C_20190101T165701_N0207.jp2", "2019-01-01T16:57:01Z"),
        ("LC08_L1TP_023036_20190831_20200826_02_T1.tif", "2019-08-31T00:00:00Z"),
        ("2020-02-29 survey.tif", "2020-02-29T00:00:00Z"),
        ("ortho_2021_06_05.tif", "2021-06-05T00:00:00Z"),
        ("MOD09GA.A2014201.h18v03.061.tif", "2014-07-20T00:00:00Z"),
        ("LC80140332014201LGN00_B4.TIF", "2014-07-20T00:00:00Z"),
        ("MOD09GA.A2014399.tif", None),
        ("20230230.tif", None),
        ("tile_201407201.tif", None),
        ("scene.tif", None),
    ],
)
def test_names(name: str, expected: str | None) -> None:
    moment = date_in_name(name).moment
    assert (moment and moment.strftime("%Y-%m-%dT%H:%M:%SZ")) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2018:07:16 06:06:23", "2018-07-16T06:06:23Z"),
        ("2018-07-16T06:06:23+02:00", "2018-07-16T04:06:23Z"),
        ("2018-07-16T06:06:23.5Z", "2018-07-16T06:06:23Z"),
        ("0000:00:00 00:00:00", None),
        ("1700:01:01 00:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_tags(text: str, expected: str | None) -> None:
    assert parse_tag(text) == expected


def dated(path: Path) -> Dated:
    with RasterReader(path) as reader:
        return reader.dated


def test_an_acquisition_tag_beats_the_name_and_the_files_own_date_is_never_taken(make_raster) -> None:
    written = {"TIFFTAG_DATETIME": "2022:01:01 00:00:00"}
    not_used = "2022-01-01 in TIFFTAG_DATETIME is only when its file was written: not used"
    assert dated(make_raster("plain.tif", tags=written)) == Dated(None, not_used)
    assert dated(make_raster("a_20140720.tif", tags=written)) == Dated(
        "2014-07-20T00:00:00Z", "from its name"
    )
    acquired = {**written, "ACQUISITIONDATETIME": "2013-05-04 10:00:00"}
    assert dated(make_raster("a_20140721.tif", tags=acquired)) == Dated(
        "2013-05-04T10:00:00Z", "from its metadata, ACQUISITIONDATETIME"
    )
    assert dated(make_raster("undated.tif")) == Dated(None, "")


@pytest.mark.parametrize(
    "domain, tags, expected",
    [
        ("IMAGERY", {"ACQUISITIONDATETIME": "2013-05-04 10:00:00"}, "2013-05-04T10:00:00Z"),
        ("IMD", {"IMAGE_1.firstLineTime": "2009-10-01T05:29:21.000000Z;"}, "2009-10-01T05:29:21Z"),
        ("IMD", {"MAP_PROJECTED_PRODUCT.earliestAcqTime": "2010-06-22T18:00:00.5Z;"}, "2010-06-22T18:00:00Z"),
        ("ENVI", {"acquisition_time": "2011-02-03T04:05:06Z"}, "2011-02-03T04:05:06Z"),
        ("EXIF", {"EXIF_DateTimeOriginal": "2018:07:16 06:06:23", "EXIF_OffsetTimeOriginal": "+02:00"},
         "2018-07-16T04:06:23Z"),
        (None, {"EXIF_DateTimeOriginal": "2018:07:16 06:06:23"}, "2018-07-16T06:06:23Z"),
        (None, {"DATE_ACQUIRED": "2014-07-20", "SCENE_CENTER_TIME": "10:15:20.1234567Z"}, "2014-07-20T10:15:20Z"),
        (None, {"ACQUISITION_START_UTC": "2020-08-20T10:10:10.123456"}, "2020-08-20T10:10:10Z"),
        (None, {"NC_GLOBAL#time_coverage_start": "2020-08-20T10:10:10.0Z"}, "2020-08-20T10:10:10Z"),
        (None, {"NITF_IDATIM": "20110822142312"}, "2011-08-22T14:23:12Z"),
        (None, {"NITF_IDATIM": "22142312ZAUG11"}, "2011-08-22T14:23:12Z"),
        (None, {"NITF_IDATIM": "20021216151629"}, None),  # what GDAL writes for want of a date
        (None, {"NITF_IDATIM": "--------------"}, None),
        (None, {"EXIF_DateTimeDigitized": "2018:07:16 06:06:23", "EXIF_DateTime": "2019:01:01 00:00:00"}, None),
        (None, {"DATE_ACQUIRED": "2999-07-20"}, None),
    ],
)  # fmt: skip
def test_what_producers_and_cameras_write_of_the_acquisition_is_read(
    make_raster, domain: str | None, tags: dict[str, str], expected: str | None
) -> None:
    path = make_raster()
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(ns=domain, **tags)
    assert date_of(path) == expected


def test_a_nitf_that_gdal_wrote_without_a_date_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.ntf"
    with rasterio.open(
        path, "w", driver="NITF", width=32, height=32, count=1, dtype="uint8", ICORDS="G",
        crs="EPSG:4326", transform=Affine(0.01, 0.0, 5.0, 0.0, -0.01, 50.0),
    ) as dataset:  # fmt: skip
        dataset.write(np.arange(1024, dtype=np.uint8).reshape(1, 32, 32))
    with rasterio.open(path) as dataset:
        assert dataset.tags()["NITF_IDATIM"]  # so that the test says when GDAL ceases to write one
    assert date_of(path) is None


def write_item(path: Path, href: str | None = None, **properties: str | None) -> None:
    assets = {} if href is None else {"image": {"href": href}}
    item = {"type": "Feature", "stac_version": "1.0.0", "assets": assets, "properties": properties}
    path.write_text(json.dumps(item))


def date_of(path: Path) -> str | None:
    with RasterReader(path) as reader:
        return reader.datetime


@pytest.mark.parametrize(
    "item, href",
    [
        ("scene.json", None),
        ("scene.tif.json", None),
        ("any.json", "https://a.example/x/scene.tif?sig=a/b"),
        ("item.json", "./scene.tif"),
        ("anything.json", "../other/sc%65ne.tif"),
    ],
)
def test_a_stac_item_beside_a_raster_dates_it(
    make_raster, tmp_path: Path, item: str, href: str | None
) -> None:
    path = make_raster(tags={"TIFFTAG_DATETIME": "2022:01:01 00:00:00"})
    write_item(tmp_path / item, href, datetime="2019-05-04T10:11:12.345Z")
    assert date_of(path) == "2019-05-04T10:11:12Z"


def test_an_item_with_a_period_gives_its_start_and_beats_the_name(make_raster, tmp_path: Path) -> None:
    path = make_raster("mosaic_20010101.tif")
    write_item(
        tmp_path / "mosaic_20010101.json", datetime=None, start_datetime="2019-05-04T00:00:00+02:00",
        end_datetime="2019-06-01T00:00:00Z",
    )  # fmt: skip
    assert date_of(path) == "2019-05-03T22:00:00Z"


def test_the_item_of_a_scene_dates_its_bands_and_no_other_raster(make_raster, tmp_path: Path) -> None:
    band, other = make_raster("LC08_x_SR_B4.TIF"), make_raster("other.tif")
    write_item(
        tmp_path / "LC08_x_SR_stac.json",
        "https://a.example/LC08_x_SR_B4.TIF",
        datetime="2019-05-04T00:00:00Z",
    )
    assert date_of(band) == "2019-05-04T00:00:00Z"
    assert date_of(other) is None
    write_item(tmp_path / "other.json", "LC08_x_SR_B4.TIF", datetime="2020-01-01T00:00:00Z")
    assert date_of(other) is None  # named after it, but says itself that it is another's


def test_in_a_folder_of_many_items_each_raster_finds_its_own(make_raster, tmp_path: Path) -> None:
    path = make_raster("s099.tif")
    for number in range(100):
        write_item(
            tmp_path / f"s{number:03}.json", f"s{number:03}.tif", datetime=f"19{number:02}-01-02T00:00:00Z"
        )
    assert date_of(path) == "1999-01-02T00:00:00Z"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{", b"[" * 100_000, b'{"type": "Feature"}', b'{"type": "Feature", "stac_version": "1.0.0"}',
        b'{"type": "Feature", "stac_version": 1, "properties": 3, "assets": [1]}',
        b'{"type": "Feature", "stac_version": "1.0.0", "properties": {"datetime": 5}, "assets": {"a": 1}}',
        b'{"type": "Feature", "stac_version": "1.0.0", "properties": {"datetime": "soon"}, "assets": {}}',
        b'\xff\xfe{"type": "Feature"}',
    ],
)  # fmt: skip
def test_what_is_no_item_dates_nothing(make_raster, tmp_path: Path, content: bytes) -> None:
    path = make_raster()
    (tmp_path / "scene.json").write_bytes(content)
    assert date_of(path) is None
