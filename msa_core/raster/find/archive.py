"""Finding the rasters of an archive, and reading their headers."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msa_core.addresses import is_address, shown
from msa_core.errors import SourceError
from msa_core.messages import ArchiveListing
from msa_core.progress import Progress
from msa_core.raster.find.expanding import Notes, catalogue, expand
from msa_core.raster.find.naming import lines_of, scope_of
from msa_core.raster.find.several_at_once import for_each
from msa_core.raster.find.stac.stac_items import ItemFacts
from msa_core.raster.gdal.locations import inner, network
from msa_core.raster.gdal.opening import (
    DatasetReader,
    SeveralRastersError,
    gdal_reading,
    inside_of,
    open_dataset,
    quiet,
)
from msa_core.raster.position.georef import Georef
from msa_core.raster.position.turned import position_of
from msa_core.records import PassedOver, RasterInfo, SourceReport
from msa_core.source_states import SourceState
from msa_core.stac_search import StacSearch

_TOLD_EVERY = 2000


@dataclass(frozen=True, slots=True, order=True)
class SourcePath:
    """A file of an archive: ``name`` is its path relative to the archive's root, with ``/``.

    A zip on the way counts as a folder: ``scenes.zip/2020/a.tif`` (see :mod:`msa_core.raster.gdal.locations.zips`).
    ``item`` is what the STAC item says that led to it.
    """

    name: str
    path: Path
    item: ItemFacts | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search for rasters came upon.

    Attributes:
        sources: sorted by name, names unique.
        refused: each path that leads nowhere, each file that has to be unpacked first.
        passed_over: the other files, counted by kind; what belongs to a raster (a header, a world file) is not in it.
        named: files that STAC items name, be they there or not.
        told: sentences about how servers were asked, and about bands that are not put together.
    """

    sources: list[SourcePath]
    refused: list[SourceReport]
    passed_over: PassedOver
    named: tuple[Path, ...] = ()
    told: tuple[str, ...] = ()


def search(
    paths: Iterable[Path | str], progress: Progress | None = None, stac: StacSearch | None = None
) -> Found:
    """List the rasters under files, folders (recursive), wildcards, zips, lists and STAC catalogues.

    A zip is searched as a folder is, wherever it is met; ``/vsizip/...`` as GDAL spells it names a zip or a file in
    one. A text file (.txt, .lst, .list) named on its own lists such paths, one per line; ``progress`` is told of them
    and may raise ``Cancelled``. An address is a raster, if it was asked for
    (:mod:`msa_core.raster.gdal.locations.network`). A file named on its own is tried whatever it is called; in a
    folder, names and first bytes decide (:mod:`msa_core.raster.find.formats`). Hidden files and folders and index
    folders are skipped. A folder that is reached twice, for example by a link to its own parent, is read once, as
    is a file. Files are not opened: :func:`describe` does that.
    """
    notes = Notes(progress, stac)
    found: dict[Path, tuple[Path, Path]] = {}
    named = [(str(given), expand(str(given), notes)) for given in paths]
    named += [(given, catalogue(given, notes)) for given in notes.stac.catalogues]
    for given, pairs in named:
        before = len(found), len(notes.refused)
        seen = notes.counts()
        known = False
        for root, path in pairs:
            real = _real(path)
            known = known or real in found
            found.setdefault(real, (root, path))
        if (len(found), len(notes.refused)) == before and not known:
            notes.refuse(given, notes.nothing_found(seen))
    sources = _named(found.values(), notes.items, notes.progress)
    return Found(
        sources=sources,
        refused=notes.refused,
        passed_over=notes.passed_over(),
        named=tuple(notes.scopes),
        told=(*notes.told, *notes.numbered.words),
    )


def describe(path: Path | str, name: str | None = None) -> RasterInfo:
    """Learn about a raster from its header; no pixels are read.

    Args:
        path: the file.
        name: what to call it, by default its file name.

    Raises:
        SourceError: it cannot be opened; the reason is a sentence.
    """
    path = Path(path)
    with open_dataset(path) as dataset, gdal_reading(path, "its header"):
        return info_of(dataset, path, name or path.name, position_of(dataset, path)[0])


def scan(paths: Iterable[Path | str], progress: Progress | None = None) -> ArchiveListing:
    """:func:`search`, then :func:`describe` for each source: what can be shown, and what cannot and why.

    Sources at addresses are opened several at a time.

    Args:
        paths: as for :func:`search`.
        progress: told before each file is opened, and while servers are waited for; may raise ``Cancelled``.
    """
    found = search(paths, progress)
    infos, refused = [], found.refused
    for described, wrong in for_each(found.sources, _describe_all, progress or Progress()):
        infos += described
        refused += wrong
    left_out = any(network.is_about_asking(report.reason) for report in refused)
    return ArchiveListing(tuple(infos), tuple(refused), found.passed_over, left_out)


def _describe_all(source: SourcePath) -> tuple[list[RasterInfo], list[SourceReport]]:
    """:func:`describe` for a file and for the other rasters inside it; and why some of them cannot be described."""
    infos, refused = [], list[SourceReport]()
    try:
        with open_dataset(source.path) as dataset, gdal_reading(source.path, "its header"):
            infos.append(info_of(dataset, source.path, source.name, position_of(dataset, source.path)[0]))
            subdatasets = inside_of(dataset, source.path).subdatasets
    except SeveralRastersError as error:
        subdatasets = error.subdatasets
        if not subdatasets:
            refused.append(_refused(source, error))
    except SourceError as error:
        return [], [_refused(source, error)]
    for subdataset in subdatasets:
        inside = SourcePath(f"{source.name}#{subdataset}", inner.path_of(source.path, subdataset))
        try:
            infos.append(describe(inside.path, inside.name))
        except SourceError as error:
            refused.append(_refused(inside, error))
    return infos, refused


def _refused(source: SourcePath, error: SourceError) -> SourceReport:
    return SourceReport(
        name=source.name, path=shown(source.path), state=SourceState.REFUSED, tiles=0, reason=error.reason
    )


def info_of(dataset: DatasetReader, path: Path, name: str, georef: Georef) -> RasterInfo:
    """The record of an open dataset."""
    with quiet():
        dtype = dataset.dtypes[0]
    return RasterInfo(
        path=absolute(path),
        name=name,
        width_px=georef.width_px,
        height_px=georef.height_px,
        bands=dataset.count,
        dtype=dtype,
        crs=georef.crs,
        gsd_m=georef.gsd_m() if georef.is_placed else None,
        footprint_lonlat=georef.footprint_lonlat(),
        position=georef.kind,
        note=georef.note,
    )


def absolute(path: Path | str) -> str:
    """Absolute and without ``..``, but links stay what they are called; an address as it is shown."""
    return shown(path) if is_address(path) else os.path.abspath(path)  # noqa: PTH100


def _real(path: Path) -> Path:
    """The file behind all links; an address is itself."""
    return path if is_address(path) else Path(os.path.realpath(path))


def scopes_of(paths: Iterable[Path | str]) -> list[Path]:
    """The folders and files below which :func:`search` looks: what lay there and is gone is missing."""
    scopes = []
    for given in map(str, paths):
        scope = scope_of(given)
        scopes += [scope, *map(scope_of, lines_of(scope) or ())]
    return scopes


def _named(
    found: Iterable[tuple[Path, Path]], items: Mapping[Path, ItemFacts], progress: Progress
) -> list[SourcePath]:
    """Names relative to each root; where two roots share one, the root's own name is put before it."""
    pairs = list(found)
    names = []
    for number, (root, path) in enumerate(pairs, 1):
        names.append(path.relative_to(root).as_posix())
        if number % _TOLD_EVERY == 0:
            progress(0.0, f"looking for rasters, {number:,} of {len(pairs):,} named")
    counts = Counter(names)
    sources, used = [], set()
    for number, ((root, path), name) in enumerate(zip(pairs, names, strict=True), 1):
        if number % _TOLD_EVERY == 0:
            progress(0.0, f"looking for rasters, {number:,} of {len(pairs):,} named")
        if counts[name] > 1:
            name = f"{_real(root).name}/{name}"
        if name in used:
            name = _real(path).as_posix().lstrip("/")
        used.add(name)
        sources.append(SourcePath(name, Path(absolute(path)), items.get(path)))
    return sorted(sources)
