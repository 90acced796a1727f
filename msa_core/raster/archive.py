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
from msa_core.raster import georef as georefs
from msa_core.raster.georef import Georef
from msa_core.raster.opening import DatasetReader, gdal_reading, open_dataset, quiet
from msa_core.records import RasterInfo, SourceReport

# What a folder is searched for. A file named on its own is tried whatever it is called.
RASTER_EXTENSIONS = frozenset((
    ".tif", ".tiff", ".gtiff", ".btf", ".vrt", ".jp2", ".j2k", ".jpx", ".png", ".jpg", ".jpeg", ".jpe",
    ".jfif", ".webp", ".img", ".bmp", ".gif", ".ecw", ".sid", ".ntf", ".nitf", ".jxl", ".avif", ".pix",
    ".ers",
))  # fmt: skip
_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, slots=True, order=True)
class SourcePath:
    """A file of an archive: ``name`` is its path relative to the archive's root, with ``/``."""

    name: str
    path: Path


def find_sources(paths: Iterable[Path | str]) -> tuple[list[SourcePath], list[SourceReport]]:
    """List the files that look like rasters under files, folders (recursive) and wildcards.

    Hidden files and folders, index folders and sidecar files are skipped. A folder that is reached
    twice, for example by a link to its own parent, is read once, as is a file.

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


def _expand(given: str, refused: list[SourceReport]) -> Iterator[tuple[Path, Path]]:
    """Yield (root, file) for one argument; what leads nowhere is appended to ``refused``."""
    path = Path(given).expanduser()
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        refused.append(_refusal(given, f"It cannot be looked at: {error.strerror or error}."))
        return
    if is_folder:
        yield from _walk(path, refused)
    elif exists:
        yield path.parent, path
    elif _WILDCARDS & set(given):
        yield from _match(str(path), given, refused)
    else:
        refused.append(_refusal(given, "There is no such file or folder."))


def _match(pattern: str, given: str, refused: list[SourceReport]) -> Iterator[tuple[Path, Path]]:
    root = Path(pattern)
    while _WILDCARDS & set(str(root)):
        root = root.parent
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (patterns may be absolute)
    if not matches:
        refused.append(_refusal(given, "Nothing matches this pattern."))
    for match in map(Path, matches):
        if match.is_dir():
            yield from ((root, file) for _, file in _walk(match, refused))
        elif looks_like_raster(match):
            yield root, match


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
