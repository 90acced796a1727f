"""Dates from tags and file names, in UTC; what is no date is None."""

from __future__ import annotations

import pytest

from msa_core.raster.dates import parse_name, parse_tag
from msa_core.raster.reader import RasterReader


@pytest.mark.parametrize(
    "name, expected",
    [
        ("naip_5m_20140720.tif", "2014-07-20T00:00:00Z"),
        ("S2A_MSIL1C_20190101T165701_N0207.jp2", "2019-01-01T16:57:01Z"),
        ("LC08_L1TP_023036_20190831_20200826_02_T1.tif", "2019-08-31T00:00:00Z"),
        ("2020-02-29 survey.tif", "2020-02-29T00:00:00Z"),
        ("ortho_2021_06_05.tif", "2021-06-05T00:00:00Z"),
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
