"""When is a file the same file? Its size and times first, then a digest of sampled bytes."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msa_core.errors import SourceError
from msa_core.raster.gdal.locations import inner, location, zips
from msa_core.raster.gdal.mosaics import far_virtual, foreign_names
from msa_core.raster.gdal.mosaics.virtual import virtual_at
from msa_core.raster.gdal.opening import open_dataset

# Files up to BLOCKS x BLOCK bytes (16 MiB) are read whole; of larger ones this much, evenly spread. An edit of
# a compressed file moves everything behind it, so the samples see it; of a larger uncompressed one they may not.
BLOCK = 1 << 16
BLOCKS = 256

# The first kilobyte of a large file that is called like a picture is not read to see whether it names others.
_PICTURES = (".tif", ".tiff", ".jp2", ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".img")
_SMALL_BYTES = 1 << 16
# Products whose description names the files that hold the pixels, in folders below it as well.
_DESCRIPTIONS = (".xml", ".til", ".toc", ".dim", ".safe", ".ers", ".lbl", ".mpl", ".mpr")
# Beside a raster under its name and more: sensor models, and STAC items, which date it.
_LONGER_NAMES = ("_rpc.txt", "_rpc.xml", "_stac.json", "-stac.json", "_item.json")
# Of files that a virtual raster names, so many are read for its digest; of the rest size and time count.
_MAX_READ = 64
# Of files that a virtual raster at an address names, so many are asked for, some together.
_MAX_ASKED, _TOGETHER = 256, 8
_MS = 1_000_000

Fact = tuple[str, int, int]


class Signatures:
    """When files changed: each folder is listed once, which on a network drive is what counts."""

    def __init__(self) -> None:
        self._names: dict[Path, dict[str, list[str]]] = {}

    def of(self, path: Path) -> tuple[int, int]:
        """Size in bytes and time of change in ns of a file and of all that belongs to it.

        A file alone has its own time. With others (beside it under its name: world files in any case of letters, masks,
        headers; or named by it, as the tiles of a mosaic are) it has the newest time of all, rounded up to a
        millisecond, and below that a digest of their names, sizes and times: one that is older than the one it replaces
        counts, too, and so does one that is gone. A file in a zip changes with its zip. Of a picture put together from
        three files all three count; what lies beside an address does not, as it is not asked for.

        Raises:
            OSError: the file is not there, or a server does not tell of it (``strerror`` says which of three).
        """
        bands = inner.band_files(path)[1:]
        path = inner.file_of(path)
        where = location.of(path)
        size, mtime_ns = where.stat()
        if where.kind is location.Kind.ADDRESS:
            others = [_asked_fact(band) for band in bands] + _facts_of_far(_named_by(path, size))
        else:
            others = self._others(path, size, set()) + [_fact(band) for band in bands]
        if not others:
            return size, mtime_ns
        newest = max(mtime_ns, *(time for _, _, time in others))
        facts = sorted([*others, (path.name, size, mtime_ns)])
        said = hashlib.sha256(repr(facts).encode("utf-8", "surrogateescape")).digest()
        return size, (newest // _MS + 1) * _MS + int.from_bytes(said[:8]) % _MS

    def _others(self, path: Path, size: int, seen: set[Path]) -> list[Fact]:
        seen.add(path)
        found = [_fact(beside) for beside in self._beside(path)]
        for name in _named_by(path, size):
            place = foreign_names.as_path(name)
            if place is None:
                found.append(_packed_fact(name))
            elif place not in seen:
                found.append(_fact(place))
                if found[-1][1] >= 0:  # what is gone names nothing
                    found += self._others(place, found[-1][1], seen)
        return found

    def _beside(self, path: Path) -> list[Path]:
        if zips.split(path):
            return []
        if path.parent not in self._names:
            self._names[path.parent] = _by_stem(path.parent)
        stem = _stem(path.name)
        names = self._names[path.parent].get(stem.casefold(), [])
        return [path.with_name(name) for name in names if name != path.name]


def file_signature(path: Path) -> tuple[int, int]:
    """:meth:`Signatures.of` of one file. Raises OSError when it is not there."""
    return Signatures().of(path)


def names_others(path: Path) -> bool:
    """True for a file whose pixels are, or may be, those of others: it names them, or is one of three put together."""
    if inner.band_files(path):
        return True
    path = inner.file_of(path)
    try:
        return bool(_named_by(path, location.of(path).stat()[0]))
    except OSError:
        return False


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _by_stem(folder: Path) -> dict[str, list[str]]:
    """Names in a folder by all that stands before one of their dots, in small letters: ``a.tif.ovr`` by ``a``, too."""
    found: dict[str, list[str]] = {}
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except OSError:
        return found
    for name in names:
        lower = name.casefold()
        stems = {lower[:place] for place, letter in enumerate(lower) if letter == "." and place}
        stems |= {lower} | {lower.removesuffix(ending) for ending in _LONGER_NAMES if lower.endswith(ending)}
        for stem in stems:
            found.setdefault(stem, []).append(name)
    return found


def _fact(path: Path) -> Fact:
    try:
        return path.name, *location.of(path).stat()
    except (OSError, ValueError):
        return path.name, -1, 0


def _asked_fact(path: Path) -> Fact:
    """Of a file at an address; one that cannot be told of is not taken for gone. Raises OSError, which names it."""
    try:
        return path.name, *location.of(path).stat()
    except OSError as error:
        kind = FileNotFoundError if isinstance(error, FileNotFoundError) else OSError
        raise kind(0, f"{path.name}: {error.strerror or error}") from error


def _facts_of_far(names: Sequence[str]) -> list[Fact]:
    """Of what a virtual raster at an address names, asked together. Raises OSError, which names one out of reach."""
    places = [place for name in names[:_MAX_ASKED] if (place := foreign_names.as_path(name))]
    if not places:
        return []
    with ThreadPoolExecutor(_TOGETHER, thread_name_prefix="msa-asking") as pool:
        return list(pool.map(_named_fact, places))


def _named_fact(path: Path) -> Fact:
    """As :func:`_asked_fact`; what is gone takes away its part of a picture, not all of it."""
    try:
        return _asked_fact(path)
    except OSError as error:
        if location.is_gone(error):
            return path.name, -1, 0
        raise


def _packed_fact(name: str) -> Fact:
    """Of a file inside a tar, that of the tar; of what lies nowhere one can look, never the same twice."""
    for place in (Path(name), *Path(name).parents):
        outer = Path("/", *place.parts[2:])
        if outer.is_file():
            return _fact(outer)
    return name, -1, time.time_ns()


def _named_by(path: Path, size: int) -> list[str]:
    """Files that a raster names, as GDAL would open them; at an address only a virtual raster does."""
    if location.of(path).kind is location.Kind.ADDRESS:
        return _named_by_far(path)
    try:
        is_alone = path.suffix.lower() in _PICTURES and size > _SMALL_BYTES
        virtual = None if is_alone else virtual_at(path)
    except (OSError, ValueError):
        return []
    if virtual is not None:
        return list(dict.fromkeys(source.name for source in virtual.sources if not source.inline))
    if path.suffix.lower() not in _DESCRIPTIONS:
        return []
    try:
        with open_dataset(path) as dataset:
            return [name for name in dataset.files if Path(name) != path]
    except SourceError:
        return []


def _named_by_far(path: Path) -> list[str]:
    if not far_virtual.is_virtual(path):
        return []
    try:
        return list(dict.fromkeys(source.name for source in far_virtual.read(path).virtual.sources))
    except SourceError:  # opening it says so
        return []


def bytes_digest(path: Path) -> str:
    """16 hex digits of the size and evenly spread bytes of a file; ``""`` when it cannot be read.

    Of a file in a zip, of its size and the checksum that the zip's directory has of it. Of one that names others, of
    theirs as well, and of all three that one picture is put together from.
    """
    if bands := inner.band_files(path):
        digests = [bytes_digest(band) for band in bands]
        return hashlib.sha256("".join(digests).encode()).hexdigest()[:16] if all(digests) else ""
    path = inner.file_of(path)
    own = _own_digest(path)
    try:
        names = _named_by(path, location.of(path).stat()[0]) if own else []
    except OSError:
        return ""
    if not names:
        return own
    digest = hashlib.sha256(own.encode())
    for number, name in enumerate(names):
        place = foreign_names.as_path(name)
        is_read = number < _MAX_READ and not far_virtual.is_virtual(path)
        known = _own_digest(place) if place is not None and is_read else ""
        digest.update(repr(known or (_packed_fact(name) if place is None else _fact(place))).encode())
    return digest.hexdigest()[:16]


def _own_digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        if member := zips.member_of(path):
            return hashlib.sha256(f"zip {member.size} {member.crc}".encode()).hexdigest()[:16]
        where = location.of(path)
        if (
            where.kind is location.Kind.FILE and not path.is_file()
        ):  # a pipe would keep its reader waiting for ever
            return ""
        for block in where.samples(BLOCK, BLOCKS):
            digest.update(block)
    except (OSError, SourceError):
        return ""
    return digest.hexdigest()[:16]
