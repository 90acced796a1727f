"""Virtual rasters whose files are missing, damaged, or lead where this program does not go.

GDAL keeps the files behind virtual rasters in one pool for the whole process. There it remembers that a file could not
be opened (``gdalproxypool.cpp``: closing forgets only entries that have a dataset), and answers the next time without
an error, which rasterio takes for success: the window comes back as zeros. Opening the virtual raster anew helps only
while nobody else in the process has one open, so with two readers about every window over a missing file was invented
black. Therefore GDAL is never let near such a file: the XML is read here, what a window needs is tried first, and a
window that needs a file at fault is not read at all.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from msa_core import addresses
from msa_core.errors import SourceError
from msa_core.raster.gdal.locations import gdal_files, location, network, remote, zips
from msa_core.raster.gdal.mosaics import foreign_names
from msa_core.raster.gdal.mosaics.virtual import (
    ANYWHERE,
    WAL,
    MosaicSource,
    Rectangle,
    Virtual,
    kind_of,
    parse,
    virtual_at,
)
from msa_core.raster.gdal.start import registering
from msa_core.raster.gdal.start.quieting import quiet

registering.start()

import rasterio  # noqa: E402  (GDAL must not start before the environment is settled)
from rasterio._path import _parse_path  # noqa: E402
from rasterio.io import DatasetReader  # noqa: E402

from msa_core.raster.gdal.gdal_errors import GDAL_ERRORS  # noqa: E402

_MAX_DEPTH = 16
_SELF = "It names itself as its source: make it again of the rasters themselves (gdalbuildvrt)."
_CIRCLE = (
    "Virtual rasters name each other in a circle: make them again of the rasters themselves (gdalbuildvrt)."
)
_FEW = 16
# A virtual raster is opened again after every failed window; what it names is not read each time.
_READ_AGAIN_S = 10.0
_read: dict[str, tuple[tuple[int, int], float]] = {}
_opened: dict[str, tuple[tuple[int, int] | None, str, float]] = {}
_lock = threading.Lock()


class MosaicFault(OSError):
    """A window of a virtual raster needs a file that is missing or damaged; the text names it."""


def check_sources(path: Path) -> Virtual | None:
    """Read what a virtual raster names, and what those name in turn, before GDAL opens it.

    Returns:
        What the file says; None when it names nothing.

    Raises:
        SourceError: it, or one that it names, leads to a network, to a device, to code, to a cache, or in a circle.
    """
    try:
        virtual, key = virtual_at(path), zips.stat(path)
    except OSError:
        return None  # opening it says so, in better words
    _check_beside(path, 0)
    if virtual is None or virtual.kind == WAL:
        return virtual
    with _lock:
        known = _read.get(str(path))
    if known is None or known[0] != key or time.monotonic() - known[1] > _READ_AGAIN_S:
        _walk(path, path, virtual, set(), 0)
        check_few(path, virtual)
        with _lock:
            _read[str(path)] = key, time.monotonic()
    return virtual


def own_names_reason(dataset: DatasetReader) -> str:
    """Why a raster whose own tags name another one as its reduced copy is not read; ``""`` when none does so.

    GDAL opens that name with any driver as soon as it is asked for overviews, so this comes before.
    """
    name = str(dataset.tags(ns="OVERVIEWS").get("OVERVIEW_FILE", "")).removeprefix(":::BASE:::")
    if not name:
        return ""
    reason = foreign_names.refusal_of(name) or "another raster as its reduced copy"
    return f"It names {reason}." if "address" in reason else f"It names {reason}, which is not followed."


def _check_beside(path: Path, depth: int) -> None:
    """Look through a reduced copy or a mask beside a raster that is itself a virtual one. Raises SourceError."""
    for ending in (".ovr", ".OVR", ".msk", ".MSK"):
        beside = path.with_name(path.name + ending)
        try:
            virtual = virtual_at(beside) if beside.is_file() else None
        except (OSError, ValueError):
            continue
        if virtual is not None:
            _walk(path, beside, virtual, set(), 0)
        if depth < _MAX_DEPTH and beside.is_file():
            _check_beside(beside, depth + 1)


def check_few(path: Path, virtual: Virtual) -> None:
    """Look into the files of a raster made of few: only of such does GDAL open some before a window is read."""
    sources = {
        source.name: source for source in virtual.sources if source.role == "raster" and not source.inline
    }
    for source in sources.values() if len(sources) <= _FEW else ():
        if "names" in (fault := _fault_of(source)):
            raise SourceError(path, f"A file it names is refused: {fault}")


def _walk(
    top: Path, path: Path, virtual: Virtual, seen: set[str], depth: int, above: tuple[str, ...] = ()
) -> None:
    if virtual.refused:
        said = virtual.refused
        raise SourceError(top, said if top == path else f"A file it names, {path.name}, is refused. {said}")
    if depth > _MAX_DEPTH:
        raise SourceError(
            top, f"Virtual rasters name each other more than {_MAX_DEPTH} deep, or in a circle."
        )
    above = (*above, os.path.normpath(zips.gdal_name(path)))
    for name in dict.fromkeys(source.name for source in virtual.sources):
        # GDAL opens such a circle until its pool of files is full, and says that.
        if not MosaicSource(name).inline and os.path.normpath(name) in above:
            raise SourceError(top, _SELF if len(above) == 1 else _CIRCLE)
        if name in seen:
            continue
        seen.add(name)
        for inner_path, inner in _inner(top, path, name):
            _walk(top, inner_path, inner, seen, depth + 1, above if inner_path != path else above[:-1])


def _inner(top: Path, path: Path, name: str) -> list[tuple[Path, Virtual]]:
    """The virtual raster behind a name, if it is one. Raises SourceError: it is a device or a pipe."""
    if inline := _inline(path, name):
        return [(path, inline)]
    file = foreign_names.as_path(name)
    try:
        if file is None or foreign_names.facts(name) is None:
            return []
        inner = virtual_at(file)
    except foreign_names.NoFileError as error:
        raise SourceError(top, f"It names {Path(name).name}, {error.strerror}.") from error
    except (OSError, ValueError):
        return []  # a missing file takes away its own part of the picture, not all of it
    if inner is None:
        return []
    try:
        zips.check_virtual(file)
    except SourceError as error:
        raise SourceError(top, f"A file it names, {file.name}, is refused. {error.reason}") from error
    return [(file, inner)]


def _inline(path: Path, name: str) -> Virtual | None:
    if not MosaicSource(name).inline:
        return None
    return parse("VRT", name.encode(), zips.gdal_name(path).rpartition("/")[0] or ".")


def check_window(path: Path, virtual: Virtual, box: Rectangle) -> list[Path]:
    """Try every file that a window needs; returns those of them that are at addresses.

    Args:
        box: x0, y0, x1, y1 in pixels.

    Raises:
        MosaicFault: one is missing or damaged.
    """
    far: dict[Path, None] = {}
    for source in _needed(path, virtual, box, 0):
        if fault := _fault_of(source):
            raise MosaicFault(fault)
        if place := _address_of(source):
            far[place] = None
    return list(far)


def opened_at_once(path: Path, virtual: Virtual) -> list[Path]:
    """The addresses that GDAL may open before a window is read: of a raster made of few."""
    return [place for source in _few(path, virtual, 0) if (place := _address_of(source))]


def _few(path: Path, virtual: Virtual, depth: int) -> list[MosaicSource]:
    if depth > _MAX_DEPTH or len({source.name for source in virtual.sources}) > _FEW:
        return []
    found = [*virtual.sources]
    for source in virtual.sources:
        inline = _inline(path, source.name)
        inner = (path, inline) if inline else _virtual_behind(source)
        found += _few(*inner, depth + 1) if inner else []
    return found


def _needed(path: Path, virtual: Virtual, box: Rectangle, depth: int) -> Iterator[MosaicSource]:
    """The files that a window needs, those within virtual rasters included; each virtual raster before its files."""
    for source in virtual.sources_in(box):
        inline = _inline(path, source.name)
        if inline is None:
            yield source
        inner = (path, inline) if inline else _virtual_behind(source)
        if inner is not None and depth < _MAX_DEPTH:
            yield from _needed(*inner, _mapped(source, box), depth + 1)


def _address_of(source: MosaicSource) -> Path | None:
    return foreign_names.as_path(source.name) if addresses.is_address(source.name) else None


def _virtual_behind(source: MosaicSource) -> tuple[Path, Virtual] | None:
    file = foreign_names.as_path(source.name)
    try:
        inner = virtual_at(file) if file is not None and source.role == "raster" else None
    except OSError:
        return None
    return None if inner is None or file is None else (file, inner)


def _mapped(source: MosaicSource, box: Rectangle) -> Rectangle:
    """A box of a virtual raster in the pixels of the file behind a source, a pixel wider for what GDAL rounds."""
    if source.to is None and source.of is None:
        return box
    if source.to is None or source.of is None:
        return ANYWHERE
    (tx0, ty0, tx1, ty1), (ox0, oy0, ox1, oy1) = source.to, source.of
    scale_x, scale_y = (ox1 - ox0) / (tx1 - tx0), (oy1 - oy0) / (ty1 - ty0)
    x0, y0 = max(box[0], tx0) - tx0, max(box[1], ty0) - ty0
    x1, y1 = min(box[2], tx1) - tx0, min(box[3], ty1) - ty0
    spare = 0.0 if scale_x == scale_y == 1.0 else 1.0
    return (
        ox0 + x0 * scale_x - spare, oy0 + y0 * scale_y - spare,
        ox0 + x1 * scale_x + spare, oy0 + y1 * scale_y + spare,
    )  # fmt: skip


def _fault_of(source: MosaicSource) -> str:
    """What is wrong with the file of a source; ``""`` when it opens; opened again only when it changes."""
    shown = Path(foreign_names.file_in(source.name)).name
    try:
        now = foreign_names.facts(source.name)
    except FileNotFoundError:
        return f"{shown} is missing"
    except (OSError, ValueError) as error:
        return f"{shown}: {getattr(error, 'strerror', None) or error}"
    if now is not None and now[0] == 0:
        return f"{shown} is empty"
    if source.role != "raster":
        return ""
    with _lock:
        known = _opened.get(source.name)
    if known is None or known[0] != now or _may_be_over(source, known):
        known = now, _opening_fault(source.name), time.monotonic()
        with _lock:
            _opened[source.name] = known
    if known[1].startswith("It names"):
        return f"{shown} names{known[1].removeprefix('It names').rstrip('.')}"
    return f"{shown} cannot be opened" if known[1] else ""


def _may_be_over(source: MosaicSource, known: tuple[object, str, float]) -> bool:
    """True for a fault of a server, which nothing tells the end of, some seconds later; GDAL then forgets it, too."""
    is_old = time.monotonic() - known[2] > _READ_AGAIN_S
    if not (known[1] and is_old and (file := _address_of(source))):
        return False
    gdal_files.forget(remote.gdal_name(network.files_of(file)[0]))
    return True


def _far_fault(name: str) -> str:
    """Of a file at an address; it has to be of a format that names no other file. Raises what opening does."""
    file = foreign_names.as_path(name)
    if file is None:
        raise ValueError("it is not an address that can be read")
    with location.of(file).open_bytes() as stream:
        if kind_of(stream.read(1024)) not in ("", WAL):
            return "It names another virtual raster at an address, which is not followed"
    with remote.reading(file), quiet():
        dataset = DatasetReader(_parse_path(name), driver=list(remote.DRIVERS))
    with dataset:
        return own_names_reason(dataset)


def _opening_fault(name: str) -> str:
    file = foreign_names.as_path(name)
    try:
        if addresses.is_address(name):
            return _far_fault(name)
        far: list[Path] = []
        if file is not None:
            _check_beside(file, 0)
            virtual = virtual_at(file)
            far = opened_at_once(file, virtual) if virtual is not None else []
        with remote.reading_named(far), quiet(), rasterio.open(name) as dataset:
            return own_names_reason(dataset)
    except SourceError as error:
        return f"It names what is refused: {error.reason}"
    except (*GDAL_ERRORS, ValueError, TypeError, OSError) as error:
        return str(error) or type(error).__name__
