"""Finding the rasters of an archive, and reading their headers."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from msa_core.config import INDEX_FOLDER_NAME
from msa_core.errors import SourceError
from msa_core.raster.find.path_lists import read_list
from msa_core.raster.gdal import zips
from msa_core.raster.gdal.opening import DatasetReader, gdal_reading, open_dataset, quiet
from msa_core.raster.position import georef as georefs
from msa_core.raster.position.georef import Georef
from msa_core.records import RasterInfo, SourceReport

# What a folder is searched for. A file named on its own is tried whatever it is called.
RASTER_EXTENSIONS = frozenset((
    ".tif", ".tiff", ".gtiff", ".btf", ".vrt", ".jp2", ".j2k", ".jpx", ".png", ".jpg", ".jpeg", ".jpe",
    ".jfif", ".webp", ".img", ".bmp", ".gif", ".ecw", ".sid", ".ntf", ".nitf", ".jxl", ".avif", ".pix",
    ".ers",
))  # fmt: skip
_WILDCARDS = frozenset("*?[")
_NOT_LOCAL = "Only files of this computer are read: download or unpack it first, and name the file."


@dataclass(frozen=True, slots=True, order=True)
class SourcePath:
    """A file of an archive: ``name`` is its path relative to the archive's root, with ``/``.

    A zip on the way counts as a folder: ``scenes.zip/2020/a.tif`` (see :mod:`msa_core.raster.gdal.zips`).
    """

    name: str
    path: Path


def find_sources(paths: Iterable[Path | str]) -> tuple[list[SourcePath], list[SourceReport]]:
    """List the files that look like rasters under files, folders (recursive), wildcards, zips and lists.

    A zip is searched as a folder is, wherever it is met; ``/vsizip/...`` as GDAL spells it names a zip or a file in
    one. A text file (.txt, .lst, .list) named on its own lists such paths, one per line. Hidden files and folders,
    index folders and sidecar files are skipped. A folder that is reached twice, for example by a link to its own
    parent, is read once, as is a file.

    Returns:
        Sources sorted by name, names unique; and a refusal for each path that leads nowhere.
        Files are not opened: :func:`describe` does that.
    """
    refused: list[SourceReport] = []
    found: dict[Path, tuple[Path, Path]] = {}
    for given in paths:
        before = len(found), len(refused)
        known = False
        for root, path in _expand(str(given), refused):
            real = Path(os.path.realpath(path))
            known = known or real in found
            found.setdefault(real, (root, path))
        if (len(found), len(refused)) == before and not known:
            refused.append(_refusal(str(given), "No rasters were found there."))
    return _named(found.values()), refused


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
        return info_of(dataset, path, name or path.name, georefs.from_dataset(dataset))


def scan(paths: Iterable[Path | str]) -> tuple[list[RasterInfo], list[SourceReport]]:
    """:func:`find_sources`, then :func:`describe` for each: what can be shown, and what cannot and why."""
    sources, refused = find_sources(paths)
    infos = []
    for source in sources:
        try:
            infos.append(describe(source.path, source.name))
        except SourceError as error:
            refused.append(SourceReport(source.name, str(source.path), "refused", 0, error.reason))
    return infos, refused


def info_of(dataset: DatasetReader, path: Path, name: str, georef: Georef) -> RasterInfo:
    """The record of an open dataset."""
    with quiet():
        dtype = dataset.dtypes[0]
    return RasterInfo(
        path=absolute(path),
        name=name,
        width_px=dataset.width,
        height_px=dataset.height,
        bands=dataset.count,
        dtype=dtype,
        crs=georef.crs,
        gsd_m=georef.gsd_m() if georef.is_placed else None,
        footprint_lonlat=georef.footprint_lonlat(),
        position=georef.kind,
        note=georef.note,
    )


def absolute(path: Path | str) -> str:
    """Absolute and without ``..``, but links stay what they are called."""
    return os.path.abspath(path)  # noqa: PTH100


def looks_like_raster(path: PurePath) -> bool:
    """True for the names a folder is searched for."""
    return path.suffix.lower() in RASTER_EXTENSIONS and not path.name.startswith(".")


def scopes_of(paths: Iterable[Path | str]) -> list[Path]:
    """The folders and files below which :func:`find_sources` looks: what lay there and is gone is missing."""
    scopes = []
    for given in map(str, paths):
        scope = _scope(given)
        scopes += [scope, *map(_scope, _lines_of(scope) or ())]
    return scopes


def _scope(given: str) -> Path:
    path = zips.given_path(given)
    is_pattern = _WILDCARDS & set(given) and not zips.exists(path)
    return Path(absolute(_fixed_part(path) if is_pattern else path))


def _expand(given: str, refused: list[SourceReport]) -> Iterator[tuple[Path, Path]]:
    """Yield (root, file) for one argument; what leads nowhere is appended to ``refused``."""
    if not given.startswith("/vsizip/") and (given.startswith("/vsi") or "://" in given):
        refused.append(SourceReport(given, given, "refused", 0, _NOT_LOCAL))
        return
    path = zips.given_path(given)
    try:
        is_folder, exists = path.is_dir(), path.exists()
        lines = _lines_of(path) if exists and not is_folder else None
    except OSError as error:
        refused.append(_refusal(given, f"It cannot be looked at: {error.strerror or error}."))
        return
    if is_folder:
        yield from _walk(path, refused)
    elif zips.is_zip(path):
        yield from _unzip(path.parent, path, refused)
    elif lines is not None:
        yield from _listed(path, lines, refused)
    elif exists:
        yield path.parent, path
    elif parts := zips.split(path):
        yield from _in_zip(path, *parts, refused)
    elif _WILDCARDS & set(given):
        yield from _match(str(path), given, refused)
    else:
        refused.append(_refusal(given, "There is no such file or folder."))


def _lines_of(path: Path) -> list[str] | None:
    """The paths in a list, None for anything else. A list that cannot be read is refused when it is opened."""
    try:
        return read_list(path)
    except (OSError, ValueError):
        return None


def _listed(listing: Path, lines: list[str], refused: list[SourceReport]) -> Iterator[tuple[Path, Path]]:
    """The files that the lines of a list lead to; a list in a list is no raster and refused as such."""
    beside, wrong = Path(absolute(listing.parent)), list[SourceReport]()
    found = False
    for line in lines:
        if _lines_of(Path(line)) is not None:
            wrong.append(_refusal(line, "It is a list inside a list: name it on its own."))
            continue
        for root, path in _expand(line, wrong):
            found, path = True, Path(absolute(path))
            yield (beside if path.is_relative_to(beside) else Path(absolute(root))), path
    if found or len(wrong) == 1:
        refused += wrong
    else:
        reason = f"None of its {len(lines)} lines leads to a raster: a list holds one path per line."
        refused.append(_refusal(str(listing), reason if lines else "The list is empty: it names no raster."))


def _in_zip(
    path: Path, zipped: Path, inside: str, refused: list[SourceReport]
) -> Iterator[tuple[Path, Path]]:
    """A file in a zip, whatever it is called, or all below a folder in it."""
    if zips.exists(path):
        yield zipped.parent, path
    else:
        yield from _unzip(zipped.parent, zipped, refused, inside)


def _unzip(
    root: Path, zipped: Path, refused: list[SourceReport], below: str = ""
) -> Iterator[tuple[Path, Path]]:
    """The files in a zip that look like rasters."""
    try:
        for name in zips.plain_members(zipped, below):
            if looks_like_raster(name) and ".." not in name.parts:
                yield root, zipped / name
    except SourceError as error:
        refused.append(_refusal(str(zipped), error.reason))


def _match(pattern: str, given: str, refused: list[SourceReport]) -> Iterator[tuple[Path, Path]]:
    root = _fixed_part(Path(pattern))
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (patterns may be absolute)
    if not matches:
        refused.append(_refusal(given, "Nothing matches this pattern."))
    for match in map(Path, matches):
        if match.is_dir():
            yield from ((root, file) for _, file in _walk(match, refused))
        elif zips.is_zip(match):
            yield from _unzip(root, match, refused)
        elif looks_like_raster(match):
            yield root, match


def _fixed_part(pattern: Path) -> Path:
    """The folder above a pattern's first wildcard."""
    while _WILDCARDS & set(str(pattern)):
        pattern = pattern.parent
    return pattern


def _walk(root: Path, refused: list[SourceReport]) -> Iterator[tuple[Path, Path]]:
    """Files under ``root`` that look like rasters. Links are followed; each real folder is entered once."""

    def on_error(error: OSError) -> None:
        refused.append(_refusal(error.filename or str(root), f"The folder cannot be read: {error.strerror}."))

    entered: set[str] = set()
    for folder, subfolders, files in os.walk(root, followlinks=True, onerror=on_error):
        real = os.path.realpath(folder)
        if real in entered:
            subfolders.clear()
            continue
        entered.add(real)
        subfolders[:] = sorted(n for n in subfolders if n != INDEX_FOLDER_NAME and not n.startswith("."))
        for name in sorted(files):
            file = Path(folder, name)
            if looks_like_raster(file):
                yield root, file
            elif file.suffix.lower() == ".zip" and not name.startswith(".") and zips.is_zip(file):
                yield from _unzip(root, file, refused)


def _named(found: Iterable[tuple[Path, Path]]) -> list[SourcePath]:
    """Names relative to each root; where two roots share one, the root's own name is put before it."""
    pairs = list(found)
    names = [path.relative_to(root).as_posix() for root, path in pairs]
    counts = Counter(names)
    sources, used = [], set()
    for (root, path), name in zip(pairs, names, strict=True):
        if counts[name] > 1:
            name = f"{root.resolve().name}/{name}"
        if name in used:
            name = path.resolve().as_posix().lstrip("/")
        used.add(name)
        sources.append(SourcePath(name, Path(absolute(path))))
    return sorted(sources)


def _refusal(given: str, reason: str) -> SourceReport:
    return SourceReport(given, absolute(given), "refused", 0, reason)
