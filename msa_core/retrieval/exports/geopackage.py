"""Hits as an OGC GeoPackage 1.3 (OGC 12-128r18), their style in the table that QGIS reads.

Written with Python's sqlite3: a GeoPackage is an SQLite file with a few tables whose content the standard spells out,
and the table of styles is not the standard's but QGIS's, so that a library would leave it to be written like this in
any case. The other way, pyogrio, would bring a second GDAL into the process beside rasterio's; the tests read the files
with it. Left out is the R-tree, an extension: QGIS looks through the hits of a search without it.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable
from contextlib import closing
from typing import Any

import shapely
from pyproj.enums import WktVersion
from pyproj.exceptions import ProjError
from shapely.geometry import MultiPolygon

from msa_core.records import TileHit
from msa_core.retrieval.exports.hit_layer import ABOUT_THUMBNAIL, LAYER, THUMBNAIL, HitLayer
from msa_core.retrieval.exports.sld import hits_sld
from msa_core.retrieval.exports.styles.qml import hits_qml
from msa_core.retrieval.exports.target_crs import WGS84, TargetCrs, target_crs
from msa_core.retrieval.exports.told.columns import TABLE, Column, Kind

# "GPKG" in ASCII, and version 1.3.0.
_APPLICATION_ID, _USER_VERSION = 0x47504B47, 10300
_GEOMETRY = "geom"
# Little-endian, with an envelope of x and y.
_HEADER_FLAGS = 0b0000_0011
_OWN_SRS_ID = 100_000
_TYPES: dict[Kind, str] = {
    "integer": "INTEGER", "real": "DOUBLE", "text": "TEXT", "datetime": "DATETIME", "integers": "TEXT", "reals": "TEXT",
}  # fmt: skip

_CORE_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT,
    definition_12_063 TEXT NOT NULL);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
    constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
    max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""

# As QGIS makes it; the default style of a layer is applied when the layer is opened.
_STYLE_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
"""

_EXTENSIONS = (
    ("gpkg_spatial_ref_sys", "definition_12_063", "gpkg_crs_wkt", "http://www.geopackage.org/spec/#extension_crs_wkt"),
    ("gpkg_data_columns", None, "gpkg_schema", "http://www.geopackage.org/spec/#extension_schema"),
    ("gpkg_data_column_constraints", None, "gpkg_schema", "http://www.geopackage.org/spec/#extension_schema"),
)  # fmt: skip


def to_geopackage(layer: HitLayer) -> bytes:
    """The file: table ``hits`` with one row per hit, geometry ``geom`` (MultiPolygon or null), and its style."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {_USER_VERSION}")
        database.executescript(_CORE_TABLES + _STYLE_TABLE)
        srs_id = _add_reference_systems(database, layer.crs)
        _add_layer(database, layer, srs_id)
        _add_style(database, layer)
        _insert(database, "gpkg_extensions", [(*extension, "read-write") for extension in _EXTENSIONS])
        database.commit()
        # Whole in memory first: SQLite's own files beside a database do not go together with a rename.
        return database.serialize()


def _add_reference_systems(database: sqlite3.Connection, target: TargetCrs) -> int:
    """The three that every GeoPackage has, and that of the layer; its srs_id."""
    rows = [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None, "undefined"),
        _reference_system(target_crs(WGS84), 4326),
    ]
    code = target.authority[1] if target.authority else ""
    srs_id = int(code) if code.isdecimal() else _OWN_SRS_ID
    if srs_id != 4326:
        rows.append(_reference_system(target, srs_id))
    _insert(database, "gpkg_spatial_ref_sys", rows)
    return srs_id


def _reference_system(target: TargetCrs, srs_id: int) -> tuple[Any, ...]:
    # Codes that are not numbers, as IGNF's, have no place in the table.
    is_known = target.authority is not None and srs_id != _OWN_SRS_ID
    organization = target.authority[0] if target.authority and is_known else "NONE"
    try:
        wkt1 = target.crs.to_wkt(WktVersion.WKT1_GDAL)
    except ProjError:  # what only WKT2 can say stands in the column of the extension
        wkt1 = "undefined"
    wkt2 = target.crs.to_wkt(WktVersion.WKT2_2015)
    return (target.crs.name, srs_id, organization, srs_id, wkt1, None, wkt2)


def _add_layer(database: sqlite3.Connection, layer: HitLayer, srs_id: int) -> None:
    declared = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in TABLE)
    declared += f', "{THUMBNAIL}" BLOB' if layer.thumbnails else ""
    database.execute(
        f"CREATE TABLE {LAYER} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {_GEOMETRY} MULTIPOLYGON, {declared})"
    )
    placed = [shape for shape in layer.shapes if shape is not None]
    bounds = shapely.total_bounds(placed).tolist() if placed else [None] * 4
    contents = "table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id"
    _insert(database, f"gpkg_contents ({contents})", [
        (LAYER, "features", LAYER, layer.about, *bounds, srs_id),
        ("layer_styles", "attributes", "layer_styles", "", None, None, None, None, None),
    ])  # fmt: skip
    _insert(database, "gpkg_geometry_columns", [(LAYER, _GEOMETRY, "MULTIPOLYGON", srs_id, 0, 0)])
    mime = {"integers": "application/json", "reals": "application/json"}
    _insert(database, "gpkg_data_columns", [
        (LAYER, column.name, column.name, None, column.about, mime.get(column.kind), None) for column in TABLE
    ])  # fmt: skip
    if layer.thumbnails:
        _insert(database, "gpkg_data_columns", [
            (LAYER, THUMBNAIL, THUMBNAIL, None, ABOUT_THUMBNAIL, "image/webp", None)
        ])  # fmt: skip
    _insert(database, LAYER, [
        (None, _blob(shape, srs_id), *(_cell(column, hit) for column in TABLE), *_picture(layer, hit))
        for hit, shape in zip(layer.hits, layer.shapes, strict=True)
    ])  # fmt: skip


def _add_style(database: sqlite3.Connection, layer: HitLayer) -> None:
    columns = (
        "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, "
        "useAsDefault, description, owner"
    )
    qml, sld = hits_qml(layer.classes).decode(), hits_sld(layer.classes).decode()
    row = ("", "", LAYER, _GEOMETRY, "score", qml, sld, 1, "Coloured by score, labelled with the rank", "")
    _insert(database, f"layer_styles ({columns})", [row])


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _picture(layer: HitLayer, hit: TileHit) -> tuple[bytes | None, ...]:
    """The cell of the thumbnail, where the layer has that column."""
    return (layer.thumbnails.get(hit.tile.id),) if layer.thumbnails else ()


def _cell(column: Column, hit: TileHit) -> Any:
    value = column.value(hit)
    if value is None:
        return None
    if column.kind in ("integers", "reals"):
        return json.dumps(value, allow_nan=False)
    if column.kind == "datetime":  # with milliseconds, as the standard wants it
        return value.replace("Z", ".000Z")
    return value


def _blob(shape: Any | None, srs_id: int) -> bytes | None:
    """GeoPackageBinary: ``GP``, version, flags, srs_id, min x, max x, min y, max y, then little-endian WKB."""
    if shape is None:
        return None
    whole = shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
    west, south, east, north = whole.bounds
    head = struct.pack("<2sBBi4d", b"GP", 0, _HEADER_FLAGS, srs_id, west, east, south, north)
    return head + bytes(shapely.to_wkb(whole, byte_order=1))
