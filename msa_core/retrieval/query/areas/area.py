"""An area of interest as people give it: GeoJSON or WKT, in a file or as text, a GeoPackage or a KML.

Coordinates are WGS84 longitude and latitude unless the text names another CRS (GeoJSON's old ``crs`` member, EWKT's
``SRID=32633;``). Edges are straight in longitude and latitude, as RFC 7946 says; an area across 180 degrees is
either split there or goes on beyond it (170 to 190).
"""

from __future__ import annotations

import contextlib
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from shapely.affinity import translate
from shapely.errors import ShapelyError
from shapely.geometry import shape

from msa_core.errors import UsageError
from msa_core.files import check_ordinary
from msa_core.names import distinct, printable
from msa_core.retrieval.query.areas.area_files import (
    SQLITE_HEADER,
    Feature,
    Layer,
    name_among,
    read_geopackage,
    read_kml,
)
from msa_core.retrieval.query.areas.area_mending import check_collection, check_depth, one_sound

_WKT = re.compile(
    r"(?is)\s*(?:SRID\s*=\s*(\d+)\s*;)?\s*"
    r"((?:POLYGON|MULTIPOLYGON|POINT|MULTIPOINT|LINESTRING|MULTILINESTRING|GEOMETRYCOLLECTION)\b.*)"
)
_MAX_BYTES = 256 << 20
# Edges of an area in another CRS are bent on the globe: this many points stand for one of them.
_POINTS_AN_EDGE = 16


def parse_area(value: str | None) -> str | None:
    """The area as WKT in WGS84, its longitudes within -180..180, or None for None.

    Args:
        value: a file that holds GeoJSON, WKT, KML or is a GeoPackage, or such text itself (GeoJSON, WKT). Points and
            lines are areas too: what touches them.

    Raises:
        UsageError: neither, empty, off Earth, or in an unknown CRS; the sentence names the file.
    """
    if value is None:
        return None
    given, name = _given(value)
    with _telling_of(name):
        layers = [(shapely.force_2d(one_sound(layer.geometries)), layer.crs) for layer in _layers(given)]
    parts = [
        area if crs is None else _to_lonlat(area, crs, name) for area, crs in layers if not area.is_empty
    ]
    if not parts:
        raise UsageError(f"The area {name} is empty: it has no points.")
    area = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    return shapely.to_wkt(_on_earth(area, name), rounding_precision=12)


def each_area(value: str) -> list[tuple[str, str]]:
    """Name and WKT, as :func:`parse_area` has it, of each feature of a file, in their order.

    A feature is called what its property or element ``name`` says, else by the file: ``parks``, or ``parks 1``,
    ``parks 2``. No two have the same name.

    Raises:
        UsageError: as :func:`parse_area`.
    """
    given, name = _given(value)
    with _telling_of(name):
        found = [
            (feature.name, shapely.force_2d(one_sound(feature.geometries)), layer.crs)
            for layer in _layers(given)
            for feature in layer.features
        ]
    areas = [
        (called, area if crs is None else _to_lonlat(area, crs, name))
        for called, area, crs in found
        if not area.is_empty
    ]
    if not areas:
        raise UsageError(f"The area {name} is empty: it has no points.")
    stem = printable(given.stem) if isinstance(given, Path) else "area"
    numbered = [stem if len(areas) == 1 else f"{stem} {number}" for number in range(1, len(areas) + 1)]
    names = distinct([printable(called) or usual for (called, _), usual in zip(areas, numbered, strict=True)])
    return [
        (called, shapely.to_wkt(_on_earth(area, name), rounding_precision=12))
        for called, (_, area) in zip(names, areas, strict=True)
    ]


def inside(first: str | None, second: str | None) -> str | None:
    """What lies in two areas (WKT); None is everywhere, an area without points nowhere."""
    if first is None or second is None:
        return second if first is None else first
    return str(shapely.intersection(shapely.from_wkt(first), shapely.from_wkt(second)).wkt)


def parse_wkt(text: str) -> str:
    """The same of a text that is WKT and nothing else, no file above all; one without a fault comes back as it is.

    Raises:
        UsageError: it is none, or no area.
    """
    match = _WKT.fullmatch(text)
    if match is None:
        raise UsageError(f"The area {text[:40]!r} is not WKT, for example POLYGON((5 52, 6 52, 6 53, 5 52)).")
    mended = str(parse_area(text))
    if match[1] is not None:
        return mended
    given = shapely.from_wkt(match[2])
    west, _, east, _ = given.bounds
    return text if shapely.is_valid(given) and not given.has_z and -180 <= west <= east <= 180 else mended


@contextlib.contextmanager
def _telling_of(name: str) -> Iterator[None]:
    """Whatever is wrong with the area ``name``, as a sentence. Raises UsageError."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"The area {name} cannot be read: {error.strerror or error}.") from error
    except (
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        AttributeError,
        ShapelyError,
        RecursionError,
    ) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:160]
        if isinstance(error, RecursionError):
            reason = "it is nested too deep"
        raise UsageError(
            f"The area {name} is not GeoJSON, WKT, GeoPackage or KML that can be read ({reason})."
        ) from error


def _given(value: str) -> tuple[str | Path, str]:
    """The text or the file that is meant, and how to call it in a sentence."""
    stripped = value.lstrip("\ufeff \t\r\n")
    if stripped.startswith("{") or _WKT.match(stripped):
        return stripped, repr(f"{stripped[:40]}…" if len(stripped) > 40 else stripped)
    path, name = Path(value), printable(value)
    try:
        check_ordinary(path)
        if path.stat().st_size > _MAX_BYTES:
            raise UsageError(f"The area {name} is larger than {_MAX_BYTES >> 20} MB: simplify it first.")
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UsageError(
            f"There is no file {name}, and it is not GeoJSON or WKT itself, for example "
            "'POLYGON((5 52, 6 52, 6 53, 5 53, 5 52))'."
        ) from error
    except OSError as error:
        raise UsageError(f"The area {name} cannot be read: {error.strerror or error}.") from error
    return path, name


def _layers(given: str | Path) -> list[Layer]:
    """What is in it, layer by layer. Raises ValueError and its like."""
    if isinstance(given, str):
        return [_read(given)]
    data = given.read_bytes()
    if data.startswith(SQLITE_HEADER):
        return read_geopackage(given)
    if data.startswith(b"PK\x03\x04"):
        raise ValueError("it is a zip: unpack it, and give the file in it")
    if data.startswith(b"\x00\x00\x27\x0a"):
        raise ValueError("it is a shapefile: save it as a GeoPackage")
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        return read_kml(data)
    try:
        return [_read(data.decode("utf-8-sig").strip())]
    except UnicodeDecodeError as error:
        raise ValueError("it is not a text file") from error


def _read(text: str) -> Layer:
    """The geometries, and their CRS when the text names one. Raises ValueError and its like."""
    if text.startswith("{"):
        data = json.loads(text)
        features = _features(data)
        for _, geometry in features:
            check_collection(geometry)
        return Layer([Feature(name, [shape(geometry)]) for name, geometry in features], _crs_of(data))
    if not text:
        raise ValueError("it is empty")
    match = _WKT.fullmatch(text)
    if match is None:
        raise ValueError("it begins with neither { nor the name of a geometry")
    check_depth(match[2])
    crs = None if match[1] is None else f"EPSG:{match[1]}"
    return Layer([Feature("", [shapely.from_wkt(match[2])])], crs)


def _features(data: Any) -> list[tuple[str, Any]]:
    """Names and geometry objects in GeoJSON of any form; features without a geometry are passed over."""
    kind = data["type"]
    if kind == "FeatureCollection":
        return [found for feature in data["features"] for found in _features(feature)]
    if kind == "Feature":
        properties = data.get("properties")
        name = name_among(properties) if isinstance(properties, dict) else ""
        return [] if data["geometry"] is None else [(name, data["geometry"])]
    return [("", data)]


def _crs_of(data: dict[str, Any]) -> str | None:
    crs = data.get("crs")
    if crs is None:
        return None
    name = str(crs["properties"]["name"])
    return None if name.upper().endswith(("CRS84", "EPSG::4326", "EPSG:4326")) else name


def _to_lonlat(area: Any, crs: str, name: str) -> Any:
    try:
        transformer = pyproj.Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise UsageError(f"The area {name} is in {crs!r}, which is not a known CRS.") from error
    west, south, east, north = area.bounds
    step = max(east - west, north - south) / _POINTS_AN_EDGE
    dense = shapely.segmentize(area, step) if step > 0 else area
    moved = shapely.transform(dense, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise UsageError(f"The area {name} does not lie on Earth in {crs}.")
    return shapely.make_valid(_unrolled(moved))


def _unrolled(area: Any) -> Any:
    """The same area, its lines going on beyond 180 degrees where they jump back to -180.

    Neighbouring points lie near each other, so a step of more than half a turn is one across 180 degrees. A ring that
    goes all the way around holds a pole, and is closed by way of it.
    """
    if shapely.get_type_id(area) >= 4:  # several, or a collection
        return shapely.union_all([shapely.make_valid(_unrolled(part)) for part in shapely.get_parts(area)])
    if isinstance(area, shapely.Polygon):
        rings = [_unrolled_ring(shapely.get_coordinates(ring)) for ring in (area.exterior, *area.interiors)]
        outer = shapely.Polygon(rings[0])
        for hole in rings[1:]:
            outer = shapely.difference(shapely.make_valid(outer), _beside(shapely.Polygon(hole), outer))
        return outer
    points = shapely.get_coordinates(area)
    return area if len(points) < 2 else shapely.set_coordinates(area, _continued(points))


def _unrolled_ring(points: np.ndarray) -> np.ndarray:
    """A closed ring (n, 2) of longitude and latitude in degrees, across 180 degrees and around a pole."""
    points = _continued(points)
    turned = points[-1, 0] - points[0, 0]
    if abs(turned) < 180.0:
        return points
    pole = math.copysign(90.0, points[:, 1].mean())
    return np.concatenate([points, [[points[-1, 0], pole], [points[0, 0], pole], points[0]]])


def _continued(points: np.ndarray) -> np.ndarray:
    steps = np.diff(points[:, 0])
    turns = np.concatenate([[0.0], np.cumsum(-360.0 * np.round(steps / 360.0))])
    return np.column_stack([points[:, 0] + turns, points[:, 1]])


def _beside(hole: Any, outer: Any) -> Any:
    """A hole, moved by whole turns of the Earth to where its outer ring is."""
    turn = 360.0 * round((outer.centroid.x - hole.centroid.x) / 360.0)
    return shapely.make_valid(translate(hole, xoff=turn))


def _on_earth(area: Any, name: str) -> Any:
    """The area with its longitudes folded into -180..180. Raises UsageError when it lies off Earth."""
    west, south, east, north = area.bounds
    if not (
        all(map(math.isfinite, area.bounds)) and -540 <= west <= east <= 540 and -90 <= south <= north <= 90
    ):
        raise UsageError(
            f"The area {name} is out of range: longitudes -540 to 540 (beyond 180 it goes on around the Earth), "
            "latitudes -90 to 90. For another CRS write EWKT, SRID=32633;POLYGON(...)."
        )
    if west >= -180 and east <= 180:
        return area
    turns = [
        translate(shapely.intersection(area, shapely.box(middle - 180, -90, middle + 180, 90)), xoff=-middle)
        for middle in (-360, 0, 360)
    ]
    return shapely.union_all([part for part in turns if not part.is_empty])
