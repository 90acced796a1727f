"""The geometries of a GeoPackage or a KML, as areas of interest are kept in them; both are read without GDAL.

A file may be anything: what nests too deep, what never ends and what would make the reader open something else is
refused with the reason, as a ValueError.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

import numpy as np
import shapely

from msa_core.retrieval.query.areas.area_mending import MAX_DEPTH

SQLITE_HEADER = b"SQLite format 3\x00"
NAMED_BY = ("name", "title", "label")
"""Properties that say what a feature is called, the best first, in any case of letters."""


@dataclass(slots=True)
class Feature:
    """What is one thing in the file: its name, ``""`` without one, and its geometries (shapely)."""

    name: str = ""
    geometries: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layer:
    """Features and their CRS, None for longitude and latitude in WGS84."""

    features: list[Feature]
    crs: str | None = None

    @property
    def geometries(self) -> list[Any]:
        """The geometries of all features."""
        return [geometry for feature in self.features for geometry in feature.geometries]


def name_among(properties: dict[str, Any]) -> str:
    """What the properties of a feature call it, ``""`` when none of :data:`NAMED_BY` does."""
    given = {str(key).casefold(): value for key, value in reversed(properties.items())}
    found = (given[key] for key in NAMED_BY if isinstance(given.get(key), str | int | float))
    return next((" ".join(str(value).split()) for value in found if str(value).strip()), "")


_MAX_SECONDS = 20.0
# By the envelope's code in the flags of a GeoPackage's geometry: doubles that stand before the WKB.
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_LAYERS = """
    SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.definition
    FROM gpkg_geometry_columns AS g LEFT JOIN gpkg_spatial_ref_sys AS s ON s.srs_id = g.srs_id
"""


def read_geopackage(path: Path) -> list[Layer]:
    """All features of all tables. Raises ValueError, OSError."""
    waiting = Path(f"{path}-wal")
    if waiting.exists() and waiting.stat().st_size:
        raise ValueError("another program has it open and has not written its changes: close it there")
    base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    deadline_s = time.monotonic() + _MAX_SECONDS
    # A view may run for ever.
    base.set_progress_handler(lambda: time.monotonic() > deadline_s, 10_000)
    try:
        with closing(base):
            base.execute("PRAGMA trusted_schema = OFF")
            tables = base.execute(_LAYERS).fetchall()
            layers = [_table(base, *table) for table in tables]
    except sqlite3.Error as error:
        raise ValueError(f"it is not a GeoPackage with features: {error}") from error
    return [layer for layer in layers if layer.features]


def _table(
    base: sqlite3.Connection, table: str, column: str, organization: str, code: int, definition: str
) -> Layer:
    name, shape = (str(text).replace('"', '""') for text in (table, column))
    known = {str(row[1]).casefold(): str(row[1]) for row in base.execute(f'PRAGMA table_info("{name}")')}
    titles = [known[key] for key in NAMED_BY if key in known]
    asked = "".join(', "{}"'.format(title.replace('"', '""')) for title in titles)
    rows = base.execute(f'SELECT "{shape}"{asked} FROM "{name}" WHERE "{shape}" IS NOT NULL')
    features = [
        Feature(name_among(dict(zip(titles, told, strict=True))), [_geometry(bytes(blob))])
        for blob, *told in rows
    ]
    return Layer(features, _crs(organization, code, definition))


def _crs(organization: str | None, code: int | None, definition: str | None) -> str | None:
    if organization is None or str(organization).upper() in ("NONE", ""):
        if definition and str(definition).lower() != "undefined":
            return str(definition)
        raise ValueError("it does not say in which CRS its features are")
    named = f"{str(organization).upper()}:{code}"
    return None if named in ("EPSG:4326", "OGC:CRS84") else named


def _geometry(blob: bytes) -> Any:
    if blob[:2] != b"GP" or len(blob) < 8:
        raise ValueError("a geometry in it is not in a GeoPackage's form")
    envelope = blob[3] >> 1 & 7
    if envelope >= len(_ENVELOPE_BYTES):
        raise ValueError("a geometry in it has an unknown envelope")
    wkb = blob[8 + _ENVELOPE_BYTES[envelope] :]
    _check_wkb(wkb)
    return shapely.from_wkb(wkb)


def _check_wkb(wkb: bytes) -> None:
    """Raise ValueError for WKB that nests deeper than :data:`MAX_DEPTH`, ends early or holds curves."""
    at, left = 0, [1]
    try:
        while left:
            if left[-1] == 0:
                left.pop()
                continue
            left[-1] -= 1
            order = "<" if wkb[at] == 1 else ">"
            code, at = struct.unpack_from(f"{order}I", wkb, at + 1)[0], at + 5
            at, children = _skip(wkb, at, order, code)
            if children is not None:
                left.append(children)
            if len(left) > MAX_DEPTH:
                raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels")
    except (IndexError, struct.error) as error:
        raise ValueError("a geometry in it ends too early") from error


def _skip(wkb: bytes, at: int, order: str, code: int) -> tuple[int, int | None]:
    """Where a geometry's own numbers end, and how many geometries it is made of, None when of none."""
    kind, axes = code % 1000, code // 1000
    if kind not in range(1, 8) or axes > 3:
        raise ValueError(f"a geometry in it is of a kind that is not read (WKB {code}), such as a curve")
    point_bytes = 8 * (2, 3, 3, 4)[axes]
    if kind == 1:
        return at + point_bytes, None
    (count,) = struct.unpack_from(f"{order}I", wkb, at)
    at += 4
    if kind == 2:
        return at + count * point_bytes, None
    if kind > 3:
        return at, count
    for _ in range(count):
        (points,) = struct.unpack_from(f"{order}I", wkb, at)
        at += 4 + points * point_bytes
    return at, None


def read_kml(data: bytes) -> list[Layer]:
    """All polygons, lines and points. Raises ValueError."""
    reader = _Kml()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"it is not XML: {error}") from error
    features = [feature for feature in reader.features if feature.geometries]
    if not features:
        raise ValueError("it holds no polygon, line or point; links to other files are not followed")
    return [Layer(features)]


class _Kml:
    """Takes a KML element by element, however deep, and resolves nothing that it names."""

    def __init__(self) -> None:
        self.features: list[Feature] = []
        self._placemark: Feature | None = None
        self._rings: dict[bool, list[np.ndarray]] = {}
        self._is_inner = self._in_polygon = False
        self._kind = ""
        self._text: list[str] | None = None
        self._path: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._on_start
        self.parser.EndElementHandler = self._on_end
        self.parser.CharacterDataHandler = self._on_text
        self.parser.StartDoctypeDeclHandler = self._on_doctype

    def _on_doctype(self, *_declared: object) -> None:
        raise ValueError("it declares a document type, which no KML needs")

    def _on_start(self, name: str, _attributes: object) -> None:
        name = name.rpartition(" ")[2]
        self._path.append(name)
        if name == "Placemark":
            self._placemark = Feature()
            self.features.append(self._placemark)
        elif name == "name" and self._path[-2:-1] == ["Placemark"]:
            self._text = []
        elif name == "Polygon":
            self._in_polygon, self._rings = True, {False: [], True: []}
        elif name in ("LineString", "LinearRing", "Point"):
            self._kind = name
        elif name in ("outerBoundaryIs", "innerBoundaryIs"):
            self._is_inner = name == "innerBoundaryIs"
        elif name == "coordinates":
            self._text = []

    def _on_text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _on_end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        self._path.pop()
        if name == "Placemark":
            self._placemark = None
        elif name == "name" and self._text is not None and self._placemark is not None:
            self._placemark.name, self._text = " ".join("".join(self._text).split()), None
        elif name == "coordinates" and self._text is not None:
            points, self._text = _points("".join(self._text)), None
            if self._in_polygon:
                self._rings[self._is_inner].append(points)
            else:
                self._add(_simple(self._kind, points))
        elif name == "Polygon":
            self._in_polygon = False
            for outer in self._rings[False][:1]:
                self._add(shapely.Polygon(outer, self._rings[True]))

    def _add(self, geometry: Any) -> None:
        """To the placemark it stands in; one outside any is a feature of its own."""
        if self._placemark is not None:
            self._placemark.geometries.append(geometry)
        else:
            self.features.append(Feature("", [geometry]))


def _points(text: str) -> np.ndarray:
    """``lon,lat[,height] ...`` as float64 (n, 2)."""
    try:
        return np.array([[float(number) for number in point.split(",")[:2]] for point in text.split()], float)
    except ValueError as error:
        raise ValueError(f"its coordinates {text.strip()[:40]!r} are not longitudes and latitudes") from error


def _simple(kind: str, points: np.ndarray) -> Any:
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError("coordinates in it are not longitudes and latitudes")
    if kind == "LinearRing":
        return shapely.Polygon(points)
    return shapely.Point(points[0]) if kind == "Point" or len(points) == 1 else shapely.LineString(points)
