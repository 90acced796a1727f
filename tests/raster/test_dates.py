"""Dates from tags and file names, in UTC; what is no date is None."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msa_core.raster.find.dates import parse_name, parse_tag
from msa_core.raster.pixels.reader import RasterReader


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
        ("30001231.tif", None),
    ],
)
def test_names(name: str, expected: str | None) -> None:
    assert parse_name(name) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2018:07:16 06:06:23", "2018-07-16T06:06:23Z"),
        ("2018-07-16T06:06:23+02:00", "2018-07-16T04:06:23Z"),
        ("2018-07-16T06:06:23.5Z", "2018-07-16T06:06:23Z"),
        ("0000:00:00 00:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_tags(text: str, expected: str | None) -> None:
    assert parse_tag(text) == expected


def test_an_acquisition_tag_beats_the_name_which_beats_the_files_own_date(make_raster) -> None:
    written = {"TIFFTAG_DATETIME": "2022:01:01 00:00:00"}
    cases = [
        ("plain.tif", written, "2022-01-01T00:00:00Z"),
        ("scene_20140720.tif", written, "2014-07-20T00:00:00Z"),
        (
            "scene_20140721.tif",
            {**written, "ACQUISITIONDATETIME": "2013-05-04 10:00:00"},
            "2013-05-04T10:00:00Z",
        ),
        ("undated.tif", {}, None),
    ]
    for name, tags, expected in cases:
        with RasterReader(make_raster(name, tags=tags)) as reader:
            assert reader.datetime == expected


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
