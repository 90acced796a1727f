from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msa_core.errors import UsageError
from msa_core.retrieval.query.areas.area import parse_area, parse_wkt

SQUARE = {"type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]]}


def area(value: str) -> shapely.Geometry:
    wkt = parse_area(value)
    assert wkt is not None
    return shapely.from_wkt(wkt)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(SQUARE),
        json.dumps({"type": "Feature", "properties": None, "geometry": SQUARE}),
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {"type": "Feature", "properties": {}, "geometry": None},
                    {"type": "Feature", "properties": {}, "geometry": SQUARE},
                ],
            }
        ),
        json.dumps({"type": "GeometryCollection", "geometries": [SQUARE]}),
        "POLYGON((5 52, 6 52, 6 53, 5 53, 5 52))",
        " polygon z ((5 52 0, 6 52 0, 6 53 9, 5 53 9, 5 52 0))",
        "SRID=4326;MULTIPOLYGON(((5 52, 6 52, 6 53, 5 53, 5 52)))",
    ],
)
def test_an_area_in_every_form_as_text_and_as_file(tmp_path: Path, text: str) -> None:
    assert area(text).equals(shapely.box(5, 52, 6, 53))
    (tmp_path / "my area é.txt").write_text("\ufeff" + text, "utf-8")
    assert area(str(tmp_path / "my area é.txt")).equals(shapely.box(5, 52, 6, 53))


def test_no_area_is_none() -> None:
    assert parse_area(None) is None


def test_an_area_in_another_crs_is_moved() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}
    ring = [[500000, 5000000], [501000, 5000000], [501000, 5001000], [500000, 5001000], [500000, 5000000]]
    found = area(json.dumps({"type": "Polygon", "coordinates": [ring], "crs": crs}))
    west, south, east, north = found.bounds
    assert (west, south) == pytest.approx((15.0, 45.1535), abs=1e-3)
    assert (east - west, north - south) == pytest.approx((0.01271, 0.009), abs=1e-4)
    wkt = f"SRID=32633;{shapely.Polygon(ring).wkt}"
    assert area(wkt).symmetric_difference(found).area < 1e-12


def test_an_area_beyond_180_goes_on_around_the_earth() -> None:
    whole = shapely.union_all([shapely.box(170, -5, 180, 5), shapely.box(-180, -5, -170, 5)])
    for wkt in (
        "POLYGON((170 -5, 190 -5, 190 5, 170 5, 170 -5))",
        "POLYGON((-190 -5, -170 -5, -170 5, -190 5, -190 -5))",
        "MULTIPOLYGON(((170 -5, 180 -5, 180 5, 170 5, 170 -5)), ((-180 -5, -170 -5, -170 5, -180 5, -180 -5)))",
    ):
        assert area(wkt).equals(whole)


def test_an_area_in_another_crs_may_cross_180_degrees_and_hold_a_pole() -> None:
    def of(code: int, *ring: tuple[float, float]) -> shapely.Geometry:
        return area(f"SRID={code};{shapely.Polygon(ring).wkt}")

    def touches(found: shapely.Geometry, lon: float, lat: float) -> bool:
        return bool(found.intersects(shapely.Point(lon, lat)))

    across = of(3832, (3e6, 0), (3.5e6, 0), (3.5e6, 1e5), (3e6, 1e5))
    assert [touches(across, lon, 0.5) for lon in (178.0, -179.0, 176.0, 0.0)] == [True, True, False, False]
    side = 5e5
    for code, sign in ((3413, 1.0), (3031, -1.0)):
        pole = of(code, (-side, -side), (side, -side), (side, side), (-side, side))
        found = [touches(pole, lon, sign * lat) for lon, lat in ((0.0, 90.0), (123.0, 86.0), (0.0, 83.0))]
        assert found == [True, True, False]
        assert not touches(pole, 0.0, -sign * 89.0)
    hole = "(-100000 -100000, 100000 -100000, 100000 100000, -100000 100000, -100000 -100000)"
    outer = "(-500000 -500000, 500000 -500000, 500000 500000, -500000 500000, -500000 -500000)"
    assert [touches(area(f"SRID=3031;POLYGON({outer},{hole})"), 40.0, lat) for lat in (-89.5, -86.0)] == [
        False,
        True,
    ]
    two = "SRID=3832;MULTIPOLYGON(((3000000 0, 3500000 0, 3500000 100000, 3000000 0)),((0 0, 9000 0, 9000 9000, 0 0)))"
    assert [touches(area(two), lon, 0.04) for lon in (150.05, -179.0, 0.0)] == [True, True, False]
    line = "SRID=3832;LINESTRING(3000000 0, 3500000 0)"
    assert [touches(area(line), lon, 0.0) for lon in (179.0, -179.0, 0.0)] == [True, True, False]


def test_a_bow_tie_is_mended_and_points_are_areas_too() -> None:
    assert area("POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))").area == pytest.approx(2.0)
    assert area("POINT(3 4)").equals(shapely.Point(3, 4))


@pytest.mark.parametrize(
    "text, said",
    [
        ("nowhere.geojson", "no file nowhere.geojson"),
        ("POLYGON((5 52, 6 52", "not GeoJSON, WKT"),
        ("POLYGON EMPTY", "empty"),
        ('{"type": "FeatureCollection", "features": []}', "empty"),
        ('{"type": "Polygon"', "not GeoJSON, WKT"),
        ('{"type": "Topology", "objects": {}}', "not GeoJSON, WKT"),
        ('{"features": 3, "type": "FeatureCollection"}', "not GeoJSON, WKT"),
        ('{"type": "Polygon", "coordinates": [[["a", 1]]]}', "not GeoJSON, WKT"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 1], [1, 2], [NaN, 1]]]}', "not GeoJSON, WKT"),
        ("POLYGON((500000 5000000, 501000 5000000, 501000 5001000, 500000 5000000))", "SRID=32633"),
        ("SRID=999999;POINT(1 2)", "not a known CRS"),
        ("\x00", "no file"),
        ("a" * 5000, "area"),
    ],
)
def test_what_is_no_area_is_said_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_area(text)


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.shp").write_bytes(b"\x00\x00\x27\x0a\xff\xfe\x80")
    with pytest.raises(UsageError, match=r"a\.shp"):
        parse_area(str(tmp_path / "a.shp"))
    (tmp_path / "nothing.geojson").touch()
    with pytest.raises(UsageError, match=r"nothing\.geojson.*it is empty"):
        parse_area(str(tmp_path / "nothing.geojson"))
    with pytest.raises(UsageError, match="cannot be read"):
        parse_area(str(tmp_path))


# A busy machine is slow to make texts; what is made is no worse for it.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=80) | st.from_regex(r"(POLYGON|POINT|\{\"type\": ?)[\s\S]{0,60}"))
def test_any_text_is_an_area_or_a_sentence(text: str) -> None:
    try:
        wkt = parse_area(text)
    except UsageError:
        return
    assert wkt is not None
    west, south, east, north = shapely.from_wkt(wkt).bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


@pytest.mark.parametrize("depth", [100, 10_000, 200_000])
def test_an_area_nested_too_deep_is_refused_before_it_is_parsed(depth: int, tmp_path: Path) -> None:
    wkt = "GEOMETRYCOLLECTION(" * depth + "POINT(1 2)" + ")" * depth
    point = '{"type":"Point","coordinates":[1,2]}'
    nested = '{"type":"GeometryCollection","geometries":[' * depth + point + "]}" * depth
    (tmp_path / "deep.wkt").write_text(wkt)
    for value in (wkt, nested, str(tmp_path / "deep.wkt"), "GEOMETRYCOLLECTION(" * depth):
        with pytest.raises(UsageError, match="can be read"):
            parse_area(value)


def test_an_area_that_crosses_itself_everywhere_is_refused_in_seconds_and_a_twist_is_mended() -> None:
    generator = np.random.default_rng(0)
    for corners in (400, 200_000):
        scribble = shapely.Polygon(generator.uniform(0, 10, (corners, 2)))
        began = time.process_time()
        with pytest.raises(UsageError, match="crosses itself more than 10,000 times"):
            parse_area(scribble.wkt)
        assert time.process_time() - began < 20
    round_ = np.linspace(0, 2 * np.pi, 5001)
    circle = np.column_stack([np.cos(round_), np.sin(round_)])
    circle[[100, 103]] = circle[[103, 100]]
    mended = shapely.from_wkt(parse_area(shapely.Polygon(circle).wkt))
    assert mended.is_valid
    assert mended.area == pytest.approx(np.pi, rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"Polygon","coordinates":[[[1,2]]]}',
        '{"type":"Point","coordinates":[%s,2]}' % ("9" * 400),
        '{"type":"Point","coordinates":{"a":1}}',
        '{"type":"GeometryCollection","geometries":[null]}',
        '{"type":"GeometryCollection"}',
        '{"type":"Point","coordinates":[1,2],"crs":5}',
        "SRID=99999999999999999999;POINT(1 2)",
        "POLYGON((1))",
    ],
)
def test_broken_areas_are_refused_in_words(text: str) -> None:
    with pytest.raises(UsageError, match="The area"):
        parse_area(text)


def test_brackets_nested_too_deep_are_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text('{"type": "Polygon", "coordinates": ' + "[" * 100_000 + "]" * 100_000 + "}")
    with pytest.raises(UsageError, match=r"deep\.json .* \(it is nested too deep\)"):
        parse_area(str(file))


def test_wkt_alone_comes_back_as_it_is_when_it_is_sound_and_is_never_taken_for_a_file(tmp_path: Path) -> None:
    sound = "POLYGON ((5 52, 6 52, 6 53.123456789012, 5 52))"
    assert parse_wkt(sound) == sound
    assert shapely.from_wkt(parse_wkt("POLYGON((170 -5, 190 -5, 190 5, 170 5, 170 -5))")).bounds[2] == 180
    assert shapely.from_wkt(parse_wkt("POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))")).is_valid
    (tmp_path / "a.wkt").write_text(sound)
    for text in (str(tmp_path / "a.wkt"), json.dumps(SQUARE), ""):
        with pytest.raises(UsageError, match="not WKT"):
            parse_wkt(text)
