"""Hits as CSV with a column of WKT; as GDAL has it, the types lie beside in a ``.csvt`` and the CRS in a ``.prj``."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import shapely
from pyproj.enums import WktVersion
from pyproj.exceptions import ProjError

from msa_core.retrieval.exports.hit_layer import HitLayer
from msa_core.retrieval.exports.target_crs import TargetCrs
from msa_core.retrieval.exports.told.columns import TABLE, Column, Kind
from msa_core.retrieval.exports.told.spreadsheet_cells import as_text, is_formula

# GDAL and QGIS take a column of this name for the geometry.
GEOMETRY = "WKT"
_TYPES: dict[Kind, str] = {
    "integer": "Integer", "real": "Real", "text": "String", "datetime": "DateTime",
    "integers": "JSonIntegerList", "reals": "JSonRealList",
}  # fmt: skip


def to_csv(layer: HitLayer) -> bytes:
    """UTF-8, a line of names, then one line per hit; lists as JSON, empty cells for what is not known.

    A file named ``=...`` is written ``./=...``: spreadsheets would compute a cell that begins so. Nothing else is
    changed, and only here: the other formats keep text as it is.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(column.name for column in TABLE), GEOMETRY])
    for hit, shape in zip(layer.hits, layer.shapes, strict=True):
        wkt = "" if shape is None else shapely.to_wkt(shape, rounding_precision=9)
        writer.writerow([*(_cell(column, hit) for column in TABLE), wkt])
    return text.getvalue().encode("utf-8")


def to_csvt() -> bytes:
    """The types of the columns of :func:`to_csv`."""
    return ",".join(f'"{name}"' for name in [*(_TYPES[column.kind] for column in TABLE), "WKT"]).encode()


def to_prj(target: TargetCrs) -> bytes:
    """The CRS as ESRI's WKT, or as WKT2 when only that can say it."""
    try:
        return target.crs.to_wkt(WktVersion.WKT1_ESRI).encode("utf-8")
    except ProjError:
        return target.crs.to_wkt(WktVersion.WKT2_2019).encode("utf-8")


def _cell(column: Column, hit: Any) -> Any:
    value = column.value(hit)
    if value is None:
        return ""
    if column.kind == "text" and is_formula(str(value)):
        # The same file for every reader, as names are relative to the archive; other text gets the mark of a text.
        return f"./{value}" if column.name == "source" else as_text(str(value))
    return json.dumps(value, allow_nan=False) if column.kind in ("integers", "reals") else value
