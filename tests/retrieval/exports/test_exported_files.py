"""Hits as files, read back by others' readers: GDAL through pyogrio, geopandas, SQLite, Python's own csv and XML."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import pyproj
import pytest
import shapely

from msa_core.names import printable
from msa_core.records import SearchResult
from msa_core.retrieval.exports.hit_files import export_hits
from msa_core.retrieval.exports.told.columns import TABLE
from msa_core.retrieval.exports.told.geojson import geometry_of
from tests.support import made_hits

KML = "{http://www.opengis.net/kml/2.2}"
LISTS = ("pixel_bbox", "scale_scores")
ALL = (".gpkg", ".geojson", ".csv", ".kml", ".parquet")


@pytest.fixture(scope="module")
def mixed() -> SearchResult:
    return made_hits.mixed()


def read(path: Path) -> geopandas.GeoDataFrame:
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path)
    return geopandas.read_file(path, layer=0)


def listed(value: Any) -> list[Any] | None:
    """A cell of numbers as a list, however the reader gives it."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    return json.loads(value) if isinstance(value, str) else list(value)


@pytest.mark.parametrize("suffix", ALL)
def test_every_property_of_every_hit_comes_back(tmp_path: Path, mixed: SearchResult, suffix: str) -> None:
    export_hits(mixed, tmp_path / f"hits{suffix}")
    table = read(tmp_path / f"hits{suffix}")
    identifier = "id2" if suffix == ".kml" else "id"  # GDAL calls the placemark's own id "id"
    assert table.crs is not None
    assert table.crs.equals(pyproj.CRS(4326), ignore_axis_order=True)
    assert len(table) == len(mixed.hits)
    for (_, row), hit in zip(table.iterrows(), mixed.hits, strict=True):
        assert row[identifier] == hit.tile.id
        assert (row["rank"], row["level"]) == (hit.rank, hit.tile.level)
        assert row["score"] == pytest.approx(hit.score, abs=1e-6)
        assert row["source"] == printable(hit.tile.source)
        assert listed(row["pixel_bbox"]) == list(hit.tile.pixel_bbox)
        assert listed(row["scale_scores"]) == (None if hit.scale_scores is None else list(hit.scale_scores))
        for name, value in (("z", hit.z), ("place", hit.ground_group), ("gsd", hit.tile.gsd_m)):
            assert np.isnan(row[name]) if value is None else row[name] == value
        # CSV knows no null text.
        assert row["crs"] == hit.tile.crs or (hit.tile.crs is None and str(row["crs"]) in ("", "nan", "None"))
        moment = str(row["datetime"]).replace(" ", "T").replace("+00:00", "Z")
        assert moment in ("nan", "NaT", "None") if hit.tile.datetime is None else moment == hit.tile.datetime


@pytest.mark.parametrize("suffix", ALL)
def test_outlines_are_those_of_json_and_null_without_a_place(
    tmp_path: Path, mixed: SearchResult, suffix: str
) -> None:
    exported = export_hits(mixed, tmp_path / f"hits{suffix}")
    assert (exported.unplaced, exported.outside) == (1, 0)
    for found, hit in zip(read(tmp_path / f"hits{suffix}").geometry, mixed.hits, strict=True):
        geometry = geometry_of(hit.tile)
        if geometry is None:
            assert found is None
            continue
        wanted = shapely.geometry.shape(geometry)
        assert found.is_valid
        assert shapely.symmetric_difference(found, wanted).area < 1e-7 * wanted.area
        parts = getattr(found, "geoms", [found])
        assert len(parts) == (2 if hit.tile.source == "far/b.tif" else 1)
        assert all(part.exterior.is_ccw for part in parts)


@pytest.mark.parametrize(
    "crs", ["EPSG:32633", "EPSG:3857", "ESRI:102031", "IGNF:LAMB93", "+proj=laea +lat_0=46 +lon_0=15 +x_0=7"]
)
@pytest.mark.parametrize("suffix", [".gpkg", ".csv", ".parquet"])
def test_the_crs_is_in_the_file_and_the_outlines_are_in_the_crs(
    tmp_path: Path, suffix: str, crs: str
) -> None:
    some = made_hits.result(made_hits.mixed().hits[:4])
    export_hits(some, tmp_path / f"hits{suffix}", crs)
    table = read(tmp_path / f"hits{suffix}")
    assert table.crs is not None
    assert table.crs.is_projected
    back = table.geometry.to_crs(4326)  # by what the file says of itself
    for found, hit in zip(back, some.hits, strict=True):
        wanted = shapely.Polygon(hit.tile.footprint_lonlat[0])
        assert shapely.symmetric_difference(found, wanted).area < 1e-4 * wanted.area


def test_all_formats_have_the_same_columns(tmp_path: Path, mixed: SearchResult) -> None:
    names = [column.name for column in TABLE]
    for suffix in ALL:
        export_hits(mixed, tmp_path / f"hits{suffix}")
    with closing(sqlite3.connect(tmp_path / "hits.gpkg")) as database:
        assert [row[1] for row in database.execute("PRAGMA table_info(hits)")] == ["fid", "geom", *names]
    assert pq.read_schema(tmp_path / "hits.parquet").names == ["geometry", "bbox", *names]
    (first, *_) = csv.reader(io.StringIO((tmp_path / "hits.csv").read_text("utf-8")))
    assert first == [*names, "WKT"]
    features = json.loads((tmp_path / "hits.geojson").read_text("utf-8"))["features"]
    assert ["id", *features[0]["properties"]] == names
    fields = ET.parse(tmp_path / "hits.kml").getroot().iter(f"{KML}SimpleField")
    assert [field.get("name") for field in fields] == names


def test_a_geopackage_is_what_the_standard_says(tmp_path: Path, mixed: SearchResult) -> None:
    export_hits(mixed, tmp_path / "hits.gpkg", "EPSG:3857")
    with closing(sqlite3.connect(tmp_path / "hits.gpkg")) as database:

        def rows(sql: str) -> list[Any]:
            return database.execute(sql).fetchall()

        assert rows("PRAGMA integrity_check") == [("ok",)]
        assert rows("PRAGMA foreign_key_check") == []
        assert rows("PRAGMA application_id") == [(int.from_bytes(b"GPKG"),)]
        assert rows("PRAGMA user_version") == [(10300,)]
        assert {-1, 0, 4326, 3857} == {row[0] for row in rows("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        (bounds,) = rows("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'hits'")
        blobs = [blob for (blob,) in rows("SELECT geom FROM hits WHERE geom IS NOT NULL")]
        assert rows("SELECT count(*) FROM hits") == [(len(mixed.hits),)]
        described = dict(rows("SELECT column_name, description FROM gpkg_data_columns"))
    assert all(described[column.name] == column.about for column in TABLE)
    shapes = [shapely.from_wkb(blob[40:]) for blob in blobs]
    assert bounds == pytest.approx(shapely.total_bounds(shapes))
    for blob, shape in zip(blobs, shapes, strict=True):
        assert blob[:4] == b"GP\x00\x03"
        assert int.from_bytes(blob[4:8], "little") == 3857
        west, east, south, north = np.frombuffer(blob[8:40], "<f8")
        assert (west, south, east, north) == shape.bounds
    assert pyogrio.read_info(tmp_path / "hits.gpkg", layer="hits")["geometry_type"] == "MultiPolygon"


def test_geoparquet_says_what_it_holds(tmp_path: Path, mixed: SearchResult) -> None:
    export_hits(mixed, tmp_path / "hits.parquet")
    table = pq.read_table(tmp_path / "hits.parquet")
    geo, msa = (json.loads(table.schema.metadata[key]) for key in (b"geo", b"msa"))
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert column["geometry_types"] == ["MultiPolygon", "Polygon"]
    assert "crs" not in column  # which means OGC:CRS84
    assert msa["model"] == mixed.model
    boxes = table.column("bbox").to_pylist()
    assert boxes[-1] is None
    for box, hit in zip(boxes, mixed.hits, strict=True):
        if hit.tile.source == "far/b.tif":
            assert box["xmin"] > 179 > -179 > box["xmax"]  # across the antimeridian
        elif box is not None:
            points = np.array(hit.tile.footprint_lonlat[0])
            assert [*box.values()] == pytest.approx([*points.min(0), *points.max(0)])
    export_hits(mixed, tmp_path / "utm.parquet", "EPSG:32660")
    geo = json.loads(pq.read_metadata(tmp_path / "utm.parquet").metadata[b"geo"])
    assert pyproj.CRS.from_json_dict(geo["columns"]["geometry"]["crs"]).to_epsg() == 32660


def test_kml_is_in_the_order_of_its_schema_and_refers_to_its_own_styles(
    tmp_path: Path, mixed: SearchResult
) -> None:
    export_hits(mixed, tmp_path / "hits.kml")
    document = ET.parse(tmp_path / "hits.kml").getroot()[0]
    styles = {f"#{style.get('id')}" for style in document.findall(f"{KML}Style")}
    order = ["name", "TimeStamp", "styleUrl", "ExtendedData", "Polygon", "MultiGeometry"]
    marks = document.findall(f"{KML}Placemark")
    assert len(marks) == len(mixed.hits)
    for mark in marks:
        tags = [child.tag.removeprefix(KML) for child in mark]
        assert tags == sorted(tags, key=order.index)
        assert mark.findtext(f"{KML}styleUrl") in styles
        for ring in mark.iter(f"{KML}coordinates"):
            points = [tuple(map(float, point.split(","))) for point in (ring.text or "").split()]
            assert points[0] == points[-1]
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points)
    assert sum(mark.find(f"{KML}MultiGeometry") is not None for mark in marks) == 1


@pytest.mark.parametrize("suffix", ALL)
def test_a_search_without_hits_is_a_file_without_rows(tmp_path: Path, suffix: str) -> None:
    exported = export_hits(made_hits.result([]), tmp_path / f"hits{suffix}")
    assert exported.hits == 0
    assert len(read(tmp_path / f"hits{suffix}")) == 0 if suffix != ".kml" else True
    for style in tmp_path.glob("*.[qs][ml][ld]"):
        ET.parse(style)


def test_numbers_that_are_none_are_empty_not_nan(tmp_path: Path) -> None:
    hit = made_hits.hit(made_hits.tile(1), 1, float("nan"))
    for suffix in ALL:
        export_hits(made_hits.result([hit]), tmp_path / f"hits{suffix}")
    for name in ("hits.geojson", "hits.csv", "hits.kml", "hits.qml"):
        assert "nan" not in (tmp_path / name).read_text("utf-8").lower()
    assert pq.read_table(tmp_path / "hits.parquet").column("score").null_count == 1
    with closing(sqlite3.connect(tmp_path / "hits.gpkg")) as database:
        assert database.execute("SELECT score FROM hits").fetchall() == [(None,)]


def test_duckdb_reads_the_parquet_with_its_types(tmp_path: Path, mixed: SearchResult) -> None:
    duckdb = pytest.importorskip("duckdb")
    export_hits(mixed, tmp_path / "hits.parquet")
    with duckdb.connect() as session:
        # Without the spatial extension, which duckdb would download, the geometry is its WKB.
        session.execute("SET enable_geoparquet_conversion = false")
        wanted = "rank, score, pixel_bbox, scale_scores[1], bbox.xmin, octet_length(geometry)"
        file = str(tmp_path / "hits.parquet")
        rows = session.execute(f"SELECT {wanted} FROM read_parquet(?)", [file]).fetchall()
    for (rank, score, box, first, west, size), hit in zip(rows, mixed.hits, strict=True):
        assert (rank, list(box)) == (hit.rank, list(hit.tile.pixel_bbox))
        assert score == pytest.approx(hit.score, abs=1e-6)
        assert first == (None if hit.scale_scores is None else hit.scale_scores[0])
        assert (west is None) == (size is None) == (not hit.tile.footprint_lonlat)
