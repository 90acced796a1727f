"""Rasters inside zip files: a zip is a folder on the way to them, unless it is a bomb.

A member is named by the plain path ``archive/scene.zip/inner/a.tif``, which reads and travels as any other;
GDAL's ``/vsizip/`` spelling exists at the moment of opening only. A zip at an address is listed and read as one on the
disk is (:mod:`.far_zips`), once that address was asked for.
"""

from __future__ import annotations

import contextlib
import html
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BufferedReader
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import IO

from msa_core import addresses
from msa_core.errors import SourceError
from msa_core.raster.gdal.locations import inner

# Deflate packs the emptiest raster 1,030 : 1; scenes reach 2 to 20 : 1, a mosaic that is mostly empty 60 : 1.
MAX_RATIO = 100
# What unpacks to less than this harms nobody at any ratio.
HARMLESS_BYTES = 256 * 1024 * 1024
# A zip's table of contents is read whole: this much lists some 700,000 files.
MAX_TABLE_BYTES = 1 << 26
_SUFFIX = ".zip"
_PREFIX = "/vsizip/"
_READABLE_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IN_VRT = re.compile(r"/vsizip/[^<>\"\r\n]+")
_MAX_VRT_BYTES = 1 << 26
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What a zip's directory says about a file in it; sizes in bytes."""

    name: str
    size: int
    packed: int
    crc: int
    encrypted: bool
    method: int


def split(path: Path | str) -> tuple[Path, str] | None:
    """The zip file on the way to a path, and the name inside; None for a path through folders only."""
    path = Path(path)
    if parts := addresses.split_zip(path):
        return parts if parts[1] else None
    if addresses.is_address(path):
        return None
    if _SUFFIX not in str(path).lower():
        return None
    for folder in reversed(path.parents):
        if is_zip(folder):
            return folder, path.relative_to(folder).as_posix()
    return None


def is_zip(path: Path) -> bool:
    """True for a file that is called like a zip."""
    try:
        return path.suffix.lower() == _SUFFIX and path.is_file()
    except OSError:
        return False


def gdal_name(path: Path | str) -> str:
    """What GDAL calls a file: its path, ``/vsizip/{the zip}/name`` inside a zip, or the name of a part of it."""
    if part := inner.split(path):
        return inner.gdal_name(gdal_name(part[0]), part[1])
    parts = split(path)
    # In braces, so that GDAL does not look for the zip's end itself: folders may be called a.zip as well.
    return str(path) if parts is None else f"{_PREFIX}{{{parts[0].absolute()}}}/{parts[1]}"


def from_gdal_name(name: str) -> Path:
    """The plain path for ``/vsizip/a.zip/b.tif``, ``/vsizip//from/root/a.zip`` or ``/vsizip/{a.zip}/b.tif``."""
    inside = name.removeprefix(_PREFIX)
    if inside.startswith("{") and "}" in inside:
        zipped, _, member = inside[1:].rpartition("}")
        return Path(zipped, *PurePosixPath(member.lstrip("/")).parts)
    return Path(inside)


def given_path(text: str) -> Path:
    """The plain path of a file as people name it: by its path, ``~`` replaced where it can be, or as GDAL does."""
    if text.startswith(_PREFIX):
        return from_gdal_name(text)
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def members(zipped: Path) -> tuple[Member, ...]:
    """The files in a zip, sorted by name. Raises SourceError: it is damaged or may not be read."""
    return tuple(_table(zipped).values())


def _table(zipped: Path) -> Mapping[str, Member]:
    """The files in a zip by name, sorted. Raises SourceError."""
    try:
        return _table_as_of(str(zipped), *_facts(zipped))
    except PermissionError as error:
        raise SourceError(
            zipped, "There is no permission to read it: check the file's permissions."
        ) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise SourceError(zipped, f"The zip file is damaged or incomplete ({error}).") from error
    except OSError as error:
        said = error.strerror or str(error)
        said = _far().words(said) if addresses.is_address(zipped) else said
        raise SourceError(zipped, f"It cannot be read: {said}.") from error


@lru_cache(maxsize=16)
def _table_as_of(zipped: str, size: int, mtime_ns: int) -> Mapping[str, Member]:
    del size, mtime_ns  # the key: a file that was written anew is listed anew
    with _bytes_of(Path(zipped)) as stream, zipfile.ZipFile(stream) as archive:
        found = [_member(info) for info in archive.infolist() if not info.is_dir()]
    return {member.name: member for member in sorted(found, key=lambda member: member.name)}


class _TableReader(BufferedReader):
    """The bytes of a zip for listing it; refuses to read more at once than a table of contents may have."""

    def read(self, size: int | None = -1, /) -> bytes:
        here = self.tell()
        rest = self.seek(0, 2) - here
        self.seek(here)
        if min(rest, rest if size is None or size < 0 else size) > MAX_TABLE_BYTES:
            raise zipfile.BadZipFile(f"its table of contents has more than {MAX_TABLE_BYTES >> 20} MB")
        return super().read(size)


@contextlib.contextmanager
def _bytes_of(zipped: Path) -> Iterator[IO[bytes]]:
    raw = _far().open_file(zipped) if addresses.is_address(zipped) else zipped.open("rb", buffering=0)
    with _TableReader(raw) as stream:
        yield stream


def _facts(zipped: Path) -> tuple[int, int]:
    """Size in bytes and time of change in ns of a zip. Raises OSError."""
    if addresses.is_address(zipped):
        return _far().stat(zipped)
    found = zipped.stat()
    return found.st_size, found.st_mtime_ns


def _far() -> ModuleType:
    from msa_core.raster.gdal.locations import far_zips

    return far_zips


def _member(info: zipfile.ZipInfo) -> Member:
    encrypted = bool(info.flag_bits & 1)
    return Member(
        name=info.filename,
        size=info.file_size,
        packed=info.compress_size,
        crc=info.CRC,
        encrypted=encrypted,
        method=info.compress_type,
    )


def member_of(path: Path | str) -> Member | None:
    """The entry of a path inside a zip; None for a path that leads through no zip.

    Raises:
        SourceError: the zip is damaged, or holds no such file.
    """
    parts = split(inner.file_of(path))
    if parts is None:
        return None
    if found := _table(parts[0]).get(parts[1]):
        return found
    raise SourceError(path, f"There is no such file in {parts[0].name}.")


def read_member(zipped: Path, name: str) -> bytes:
    """The bytes of a file in a zip that :func:`check` found good. Raises OSError."""
    try:
        with zipfile.ZipFile(zipped) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise OSError(f"{name} in {zipped.name} cannot be unpacked: {error}") from error


def check(path: Path | str) -> bool:
    """Look at a path inside a zip before it is opened; False when it leads through no zip.

    Raises:
        SourceError: the zip is damaged, holds no such file, or the file is empty, encrypted, packed in a way GDAL
            does not read, or a bomb.
    """
    member = member_of(path)
    if member is None:
        return False
    if member.encrypted:
        raise SourceError(path, "It is encrypted in its zip file: unpack it with its password first.")
    if member.method not in _READABLE_METHODS:
        raise SourceError(path, "It is packed in its zip file in a rare way: unpack it first.")
    if member.size == 0:
        raise SourceError(path, "The file is empty (0 bytes).")
    if _is_bomb(member):
        raise SourceError(path, _bomb(member))
    return True


def check_virtual(path: Path) -> None:
    """Look for bombs among the files in zips that a virtual raster may name. Raises SourceError, for ``path``."""
    for member in _named_by(path):
        if _is_bomb(member):
            name = PurePosixPath(member.name).name
            raise SourceError(path, f"A file it names in a zip, {name}, is refused. {_bomb(member)}")


def _named_by(path: Path) -> list[Member]:
    """Files in zips that a virtual raster names; of one that lies in a zip itself, all there."""
    with contextlib.suppress(SourceError):
        if parts := split(path):
            return list(members(parts[0]))
    try:
        if path.stat().st_size > _MAX_VRT_BYTES:
            return []
        text = path.read_text("utf-8", errors="surrogateescape")
    except OSError:
        return []
    found = []
    for name in dict.fromkeys(_IN_VRT.findall(text)):
        inside = from_gdal_name(html.unescape(name))
        for place in (path.parent / inside, inside):
            with contextlib.suppress(SourceError):  # opening it says so, in better words
                if member := member_of(place):
                    found.append(member)
    return found


def stat(path: Path) -> tuple[int, int]:
    """Size in bytes and time of change in ns; of a file in a zip its own size and the zip's time.

    At an address, what is below a second is a digest of the zip's size and tag (ETag) and of the file's checksum in it.

    Raises:
        FileNotFoundError: it is not there.
        OSError: it cannot be looked at.
    """
    path = inner.file_of(path)
    parts = split(path)
    if parts is None:
        return _facts(path)
    size, mtime_ns = _facts(parts[0])
    try:
        member = _table(parts[0]).get(parts[1])
    except SourceError as error:
        is_far = addresses.is_address(path)
        raise (
            OSError(0, error.reason) if is_far else FileNotFoundError(2, error.reason, str(path))
        ) from error
    if member is None:
        raise FileNotFoundError(2, f"There is no such file in {parts[0].name}.", str(path))
    if addresses.is_address(path):
        said = sha256(f"{size} {mtime_ns} {member.crc}".encode()).digest()
        mtime_ns = mtime_ns // _NS * _NS + int.from_bytes(said[:7]) % _NS
    return member.size, mtime_ns


@contextlib.contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, be it in a zip. Raises OSError: it is not there, or cannot be unpacked."""
    parts = split(path)
    if parts is None:
        with path.open("rb") as stream:
            yield stream
        return
    try:
        with zipfile.ZipFile(parts[0]) as archive, archive.open(parts[1]) as member:
            yield member
    except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise OSError(0, f"it cannot be unpacked ({error})") from error


def exists(path: Path) -> bool:
    """True when a file is there, be it in a zip."""
    try:
        stat(path)
    except (OSError, ValueError):
        return False
    return True


def is_file(path: Path) -> bool:
    """True for an ordinary file, be it in a zip; False for a folder or a pipe."""
    path = inner.file_of(path)
    try:
        return exists(path) if split(path) else path.is_file()
    except (OSError, ValueError):
        return False


def plain_members(zipped: Path, below: str = "") -> Iterator[PurePosixPath]:
    """Names of the files in a zip that a search looks at: none hidden, none leading out of it.

    Raises:
        SourceError: the zip is damaged or may not be read.
    """
    for member in members(zipped):
        name = PurePosixPath(member.name)
        hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
        if not hidden and not name.is_absolute() and (not below or name.is_relative_to(below)):
            yield name


def _is_bomb(member: Member) -> bool:
    return member.size > HARMLESS_BYTES and member.size > MAX_RATIO * max(member.packed, 1)


def _bomb(member: Member) -> str:
    ratio = member.size // max(member.packed, 1)
    return (
        f"It looks like a zip bomb: {member.packed / 1e6:,.1f} MB that unpack to {member.size / 1e6:,.0f} MB, "
        f"{ratio:,} times as much (at most {MAX_RATIO} times is read beyond {HARMLESS_BYTES >> 20} MB). Unpack it "
        "yourself if you trust it."
    )
