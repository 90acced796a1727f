"""``msa search --out FILE``: which format a name asks for, what stands in the way, and the files written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from msa_core.errors import StorageError, UsageError
from msa_core.files import make_folder, write_together
from msa_core.names import absolute, printable
from msa_core.records import SearchResult
from msa_core.retrieval.exports.geopackage import to_geopackage
from msa_core.retrieval.exports.geoparquet import to_geoparquet
from msa_core.retrieval.exports.hit_layer import HitLayer, make_layer
from msa_core.retrieval.exports.hit_table import to_csv, to_csvt, to_prj
from msa_core.retrieval.exports.kml import to_kml
from msa_core.retrieval.exports.sld import hits_sld
from msa_core.retrieval.exports.styles.qml import hits_qml
from msa_core.retrieval.exports.target_crs import ARCHIVE, target_crs
from msa_core.retrieval.exports.told.columns import FILE_PROPERTIES
from msa_core.retrieval.exports.told.geojson import to_geojson

Writer = Callable[[HitLayer], bytes]


def _to_geojson(layer: HitLayer) -> bytes:
    text = json.dumps(to_geojson(layer.result, FILE_PROPERTIES), ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


@dataclass(frozen=True, slots=True)
class _Format:
    """How a kind of file is made.

    Attributes:
        beside: suffix and writer of the files that go with it.
        standard: where it is written that coordinates are WGS84; ``""`` when any CRS will do.
    """

    name: str
    write: Writer
    beside: tuple[tuple[str, Writer], ...] = ()
    standard: str = ""


FORMATS = {
    ".gpkg": _Format(
        "a GeoPackage",
        to_geopackage,
        ((".qml", lambda layer: hits_qml(layer.classes)), (".sld", lambda layer: hits_sld(layer.classes))),
    ),
    ".geojson": _Format("GeoJSON", _to_geojson, standard="RFC 7946"),
    ".csv": _Format(
        "CSV", to_csv, ((".csvt", lambda _: to_csvt()), (".prj", lambda layer: to_prj(layer.crs)))
    ),
    ".kml": _Format("KML", to_kml, standard="OGC 07-147r2"),
    ".parquet": _Format("GeoParquet", to_geoparquet),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written.

    Attributes:
        files: the file asked for, then those beside it.
        hits: how many are in it.
        crs: of the geometry, for a person.
        unplaced: hits without a position; their geometry is null.
        outside: hits that the CRS has no place for; their geometry is null.
    """

    files: tuple[Path, ...]
    hits: int
    crs: str
    unplaced: int
    outside: int

    def sentences(self) -> list[str]:
        """What should be known, for a person."""
        first, beside = printable(str(self.files[0])), [printable(file.name) for file in self.files[1:]]
        extra = f", with {' and '.join(beside)} beside it" if beside else ""
        found = [f"{_hits(self.hits)} in {first}, in {self.crs}{extra}."]
        if self.unplaced:
            found.append(f"{_hits(self.unplaced)} without a position: in the file, but with no outline.")
        if self.outside:
            found.append(
                f"{_hits(self.outside)} outside of {self.crs}, or across the line where it is cut: in the file, but "
                "with no outline."
            )
        return found


def check_target(out: Path | str, crs: str | None = None, overwrite: bool = False) -> None:
    """What can be known before the search.

    Raises:
        UsageError: the name asks for no known format, the CRS for none that it has, or a file exists already.
        StorageError: another program has the file open.
    """
    path, form = absolute(out), _format_of(out)
    if crs is not None and crs.strip().lower() != ARCHIVE:
        _check_standard(form, path, target_crs(crs).is_wgs84, crs)
    if os.path.isdir(path):  # noqa: PTH112  as in _is_there
        raise UsageError(
            f"--out {printable(str(path))} is a folder: name a file in it, for example hits.gpkg."
        )
    for file in _files(path, form):
        if _is_there(file) and not overwrite:
            raise UsageError(
                f"{printable(str(file))} exists already: choose another name, or add --overwrite."
            )
    # SQLite would play what it keeps there into the new file.
    for suffix in ("-wal", "-journal"):
        if _is_there(path.with_name(path.name + suffix)):
            raise StorageError(
                f"{printable(str(path))} is open in another program, for {path.name}{suffix} lies beside it: close it "
                "there."
            )


def export_hits(
    result: SearchResult,
    out: Path | str,
    crs: str | None = None,
    overwrite: bool = False,
    thumbnails: Mapping[str, bytes] | None = None,
) -> Exported:
    """Write the hits of a search for GIS; the suffix of ``out`` names the format.

    Args:
        result: the search.
        out: ``.gpkg`` (style inside, and beside it as ``.qml`` and ``.sld``), ``.geojson``, ``.csv`` (with ``.csvt``
            and ``.prj``), ``.kml`` or ``.parquet``; its folder is made if needed.
        crs: authority code, WKT, or ``archive`` for that of the rasters; None means WGS84.
        overwrite: replace files that are there.
        thumbnails: WebP of the tiles by id: ``.gpkg`` and ``.parquet`` hold them in a column ``thumbnail``.

    Raises:
        UsageError: as :func:`check_target`, and for ``archive`` with rasters of several CRSs.
        StorageError: the files cannot be written.
    """
    check_target(out, crs, overwrite)
    path, form = absolute(out), _format_of(out)
    layer = make_layer(result, crs, thumbnails)
    _check_standard(form, path, layer.crs.is_wgs84, layer.crs.name)
    content = [(form.write, path)] + [(write, path.with_suffix(suffix)) for suffix, write in form.beside]
    made = [(file, write(layer)) for write, file in content]
    make_folder(path.parent)
    # The file asked for first: a style or a list of types without its file would stand in the way of the next try.
    write_together(made)
    files = tuple(file for file, _ in made)
    return Exported(
        files=files, hits=len(result.hits), crs=layer.crs.name, unplaced=layer.unplaced, outside=layer.outside
    )


def _format_of(out: Path | str) -> _Format:
    form = FORMATS.get(Path(out).suffix.lower())
    if form is None:
        raise UsageError(
            f"--out {printable(str(out))}: the name must end in {', '.join(list(FORMATS)[:-1])} or "
            f"{list(FORMATS)[-1]}, which says what to write."
        )
    return form


def _check_standard(form: _Format, path: Path, is_wgs84: bool, crs: str) -> None:
    if form.standard and not is_wgs84:
        raise UsageError(
            f"{form.name} is in WGS84 by its standard ({form.standard}), not in {crs[:60]}: leave out --crs, or write "
            f"{path.stem}.gpkg instead."
        )


def _files(path: Path, form: _Format) -> list[Path]:
    return [path, *(path.with_suffix(suffix) for suffix, _ in form.beside)]


def _is_there(path: Path) -> bool:
    # Path.exists raises for a name that is too long to exist.
    return os.path.exists(path)  # noqa: PTH110


def _hits(count: int) -> str:
    """``1 hit is``, ``3 hits are``."""
    return "1 hit is" if count == 1 else f"{count} hits are"
