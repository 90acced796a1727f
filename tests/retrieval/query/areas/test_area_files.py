from __future__ import annotations

import sqlite3
import struct
import time
from pathlib import Path

import geopandas
import pytest
import shapely

from msa_core.errors import UsageError
from msa_core.retrieval.query.areas.area import each_area, parse_area

HERE = shapely.box(5, 52, 6, 53)
HOLE = HERE.difference(shapely.box(5.4, 52.4, 5.6, 52.6))
KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>{}</Folder></Document></kml>"""


def polygon_kml(outer: str, *inner: str) -> str:
    holes = "".join(
        f"<innerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></innerBoundaryIs>"
        for ring in inner
    )
    return (
        f"<Placemark><name>Where</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{outer}</coordinates>"
        f"</LinearRing></outerBoundaryIs>{holes}</Polygon></Placemark>"
    )


def area(path: Path) -> shapely.Geometry:
    return shapely.from_wkt(parse_area(str(path)))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32631", "EPSG:3857"])
def test_a_geopackage_is_an_area_in_whatever_crs_it_is(tmp_path: Path, crs: str) -> None:
    frame = geopandas.GeoDataFrame({"n": [1, 2]}, geometry=[HOLE, shapely.box(8, 52, 9, 53)], crs="EPSG:4326")
    dense = frame.set_geometry(shapely.segmentize(frame.geometry.values, 0.02), crs="EPSG:4326")
    dense.to_crs(crs).to_file(tmp_path / "my area.gpkg", driver="GPKG")
    found = area(tmp_path / "my area.gpkg")
    assert found.symmetric_difference(shapely.union_all(frame.geometry.values)).area < 2e-4
    assert {path.name for path in tmp_path.iterdir()} == {"my area.gpkg"}, "nothing is written beside it"


def test_all_tables_of_a_geopackage_with_lines_points_and_collections_count(tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    several = shapely.GeometryCollection([shapely.MultiPolygon([HERE]), shapely.Point(20, 5)])
    for layer, shape, crs in (
        ("one", several, 4326),
        ("two", shapely.LineString([(500000, 0, 7), (500100, 10, 8)]), 32633),
    ):
        geopandas.GeoDataFrame(geometry=[shape, None], crs=crs).to_file(file, layer=layer, driver="GPKG")
    found = area(file)
    assert found.bounds == pytest.approx((5, 0, 20, 53), abs=1e-6)
    assert found.intersects(shapely.Point(15, 0).buffer(0.001))
    assert not found.has_z


def test_a_kml_is_an_area_with_its_holes(tmp_path: Path) -> None:
    file = tmp_path / "a.kml"
    inner = "5.4,52.4,0 5.6,52.4,0 5.6,52.6,0 5.4,52.6,0 5.4,52.4,0"
    outer = "5,52,12\n 6,52,12 6,53,12\t5,53,12 5,52,12"
    point = "<Placemark><Point><coordinates>20,5</coordinates></Point></Placemark>"
    line = "<Placemark><LineString><coordinates>9,9 10,9</coordinates></LineString></Placemark>"
    for text in (KML, KML.replace("UTF-8", "UTF-16")):
        body = text.format(f"<MultiGeometry>{polygon_kml(outer, inner)}</MultiGeometry>")
        file.write_bytes(body.encode("utf-16" if "UTF-16" in body else "utf-8"))
        assert area(file).equals(HOLE)
    file.write_text(KML.format(polygon_kml(outer) + point + line), "utf-8")
    assert area(file).bounds == (5, 5, 20, 53)


def test_what_is_written_by_this_program_is_read_by_it(tmp_path: Path) -> None:
    from msa_core.retrieval.exports.hit_files import export_hits
    from tests.support.made_hits import mixed

    result = mixed()
    placed = shapely.union_all(
        [shapely.Polygon(ring) for hit in result.hits for ring in hit.tile.footprint_lonlat]
    )
    for name in ("hits.gpkg", "hits.kml", "hits.geojson"):
        export_hits(result, tmp_path / name)
        assert area(tmp_path / name).symmetric_difference(placed).area < 1e-9, name


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("a.kml", b"<kml/>", "no polygon, line or point"),
        ("a.kml", b"<kml><Polygon>", "not XML"),
        ("a.kml", b"<!DOCTYPE kml [<!ENTITY a 'aaaaaaaa'>]><kml>&a;</kml>", "document type"),
        ("a.kml", KML.format(polygon_kml("5,52 north")).encode(), "not longitudes"),
        ("a.kml", KML.format(polygon_kml("5 52 6")).encode(), "can be read"),
        ("a.kmz", b"PK\x03\x04rest", "unpack it"),
        ("a.gpkg", b"SQLite format 3\x00" + b"\xff" * 4000, "not a GeoPackage"),
        ("a.shp", b"\x00\x00\x27\x0a\xff\xfe\x80", "save it as a GeoPackage"),
        ("a.bin", b"\xff\xfe\x80\x81", "not a text file"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=rf"{name}.*{said}") as caught:
        parse_area(str(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_a_kml_nested_a_hundred_thousand_deep_neither_ends_the_program_nor_takes_long(tmp_path: Path) -> None:
    (tmp_path / "deep.kml").write_text("<Folder>" * 100_000 + "</Folder>" * 100_000)
    with pytest.raises(UsageError, match="no polygon"):
        parse_area(str(tmp_path / "deep.kml"))


def made_geopackage(file: Path, blob: bytes, view: str = "") -> None:
    with sqlite3.connect(file) as base:
        base.executescript(
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m);"
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('w', 4326, 'EPSG', 4326, 'x');"
            "INSERT INTO gpkg_geometry_columns VALUES ('t', 'g', 'GEOMETRY', 4326, 0, 0);"
            + (view or "CREATE TABLE t (g BLOB);")
        )
        if not view:
            base.execute("INSERT INTO t VALUES (?)", (blob,))
    base.close()


@pytest.mark.parametrize(
    "wkb, said",
    [
        (struct.pack("<BII", 1, 7, 1) * 200_000, "nested deeper"),
        (struct.pack("<BII", 1, 6, 1) * 200_000, "nested deeper"),
        (struct.pack("<BII", 1, 3, 1_000_000_000), "ends too early"),
        (struct.pack("<BI", 1, 10), "such as a curve"),
        (b"", "ends too early"),
    ],
)
def test_a_hostile_geometry_is_refused_before_it_is_built(tmp_path: Path, wkb: bytes, said: str) -> None:
    made_geopackage(tmp_path / "a.gpkg", b"GP\x00\x01\xe6\x10\x00\x00" + wkb)
    with pytest.raises(UsageError, match=said):
        parse_area(str(tmp_path / "a.gpkg"))


def test_a_view_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from msa_core.retrieval.query.areas import area_files

    monkeypatch.setattr(area_files, "_MAX_SECONDS", 0.3)
    endless = (
        "CREATE VIEW t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) "
        "SELECT i AS g FROM n WHERE i = 2;"
    )
    made_geopackage(tmp_path / "a.gpkg", b"", endless)
    began = time.monotonic()
    with pytest.raises(UsageError, match="interrupted"):
        parse_area(str(tmp_path / "a.gpkg"))
    assert time.monotonic() - began < 30


def test_a_geopackage_with_changes_not_yet_written_is_not_read_without_them(tmp_path: Path) -> None:
    geopandas.GeoDataFrame(geometry=[HERE], crs=4326).to_file(tmp_path / "a.gpkg", driver="GPKG")
    (tmp_path / "a.gpkg-wal").write_bytes(b"changes")
    with pytest.raises(UsageError, match="another program has it open"):
        parse_area(str(tmp_path / "a.gpkg"))


def test_each_feature_is_an_area_of_its_own_called_as_the_file_calls_it(tmp_path: Path) -> None:
    ring = "5,52 6,52 6,53 5,52"
    several = polygon_kml(ring).replace("<Polygon>", "<MultiGeometry><Polygon>")
    several = several.replace("</Polygon>", f"</Polygon><Point><coordinates>{ring[:4]}</coordinates></Point>")
    several = several.replace("</Placemark>", "</MultiGeometry></Placemark>")
    kml = tmp_path / "trip.kml"
    kml.write_text(
        KML.format(f"<name>Folder</name>{several}{several}<Point><coordinates>1,2</coordinates></Point>"),
        "utf-8",
    )
    assert [name for name, _ in each_area(str(kml))] == ["Where", "Where (2)", "trip 3"]
    frame = geopandas.GeoDataFrame({"NAME": ["north\nside", None]}, geometry=[HERE, HOLE], crs="EPSG:4326")
    frame.to_file(tmp_path / "parks.gpkg", driver="GPKG")
    assert [name for name, _ in each_area(str(tmp_path / "parks.gpkg"))] == ["north side", "parks 2"]
    frame.to_file(tmp_path / "parks.geojson", driver="GeoJSON")
    found = each_area(str(tmp_path / "parks.geojson"))
    assert [name for name, _ in found] == ["north side", "parks 2"]
    assert shapely.from_wkt(found[1][1]).equals(HOLE)
