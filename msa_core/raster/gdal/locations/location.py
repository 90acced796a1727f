"""Where the bytes of a raster lie: in a file, in a zip, or at an address. The one place that knows the difference.

All rooms know a raster by a plain path (:mod:`.zips`, :mod:`.inner`, :mod:`msa_core.addresses`); what depends on where
it leads is asked of the :class:`Location` of that path.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import IO, TYPE_CHECKING, TypeVar

from msa_core import addresses
from msa_core.raster.gdal.locations import inner, network, zips

if TYPE_CHECKING:
    from msa_core.raster.gdal.locations.fetching import Fetcher

_Read = TypeVar("_Read")
# What a server says of a file that is gone, as :mod:`.remote` puts it.
_GONE = ("(404)", "(410)")


class Kind(StrEnum):
    """Where bytes lie: a file of its own, a member of a zip, or a server or bucket."""

    FILE = "file"
    MEMBER = "member of a zip"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Location:
    """A place where bytes lie; of a part of a file (``a.tif#page=2``) that of the file.

    Attributes:
        path: as all rooms know it.
        kind: what kind of place it is; a file in a zip at an address is at an address.
    """

    path: Path
    kind: Kind

    def stat(self) -> tuple[int, int]:
        """Size in bytes and time of change in ns: a member's own size and its zip's time; of an address its ETag, too.

        Raises:
            OSError: it is not there, cannot be looked at, or is an address that nobody asked for.
        """
        if self.kind is Kind.ADDRESS:
            in_zip = zips.split(self.path) is not None
            return self.patiently(lambda: (zips if in_zip else self._remote()[0]).stat(self.path))
        return zips.stat(self.path)

    def exists(self) -> bool:
        """True when it is there; False also when that cannot be found out."""
        try:
            self.stat()
        except (OSError, ValueError):
            return False
        return True

    def is_file(self) -> bool:
        """True for ordinary bytes; False for a folder or a pipe, and for what is not there."""
        return self.exists() if self.kind is Kind.ADDRESS else zips.is_file(self.path)

    def may_be_asked(self) -> bool:
        """False for an address that nobody asked for, of which nothing can be told."""
        return self.kind is not Kind.ADDRESS or network.is_asked(self.path)

    @contextlib.contextmanager
    def open_bytes(self) -> Iterator[IO[bytes]]:
        """The bytes, to be read from any place. Raises OSError, as :meth:`stat` does."""
        if self.kind is Kind.ADDRESS:
            opened = self.patiently(lambda: self._remote()[0].open_file(self.path))
            with contextlib.closing(opened) as stream:
                yield stream
        else:
            with zips.open_bytes(self.path) as stream:
                yield stream

    def samples(self, block: int, blocks: int) -> Iterator[bytes]:
        """Evenly spread bytes of a file or an address: all of up to ``block * blocks``, else so many blocks.

        Raises:
            OSError: it is not there, or cannot be read.
        """
        with self.open_bytes() as stream:
            stream.seek(0, 2)
            size = stream.tell()
            yield str(size).encode()
            count = min(blocks, -(-size // block))
            is_sampled = count == blocks
            offsets = [
                round(n * (size - block) / (count - 1)) if is_sampled else n * block for n in range(count)
            ]
            if self.kind is Kind.ADDRESS and is_sampled:
                for start in range(0, count, 16):  # together: each for itself would wait for its own answer
                    yield from stream.ranges(offsets[start : start + 16], block)  # type: ignore[attr-defined]
                return
            for offset in offsets:
                stream.seek(offset)
                yield stream.read(block)

    def waited(self) -> bool:
        """After a read that failed: whether its server asked to wait, and that was done (:mod:`.heeding`)."""
        return self.kind is Kind.ADDRESS and self._remote()[1].waited(self.path)

    def patiently(self, read: Callable[[], _Read]) -> _Read:
        """What ``read`` gives; of an address read again when a busy server asks to wait. Raises what ``read`` does."""
        return self._remote()[1].patiently(self.path, read) if self.kind is Kind.ADDRESS else read()

    @property
    def gdal_name(self) -> str:
        """What GDAL calls it. Of an address with what came after ``?``, so it is not to be shown or kept."""
        return (
            self._remote()[0].gdal_name(self.path) if self.kind is Kind.ADDRESS else zips.gdal_name(self.path)
        )

    @property
    def shown(self) -> str:
        """What a person is shown and records keep: no password, no signature."""
        return addresses.shown(self.path)

    @staticmethod
    def _remote() -> tuple[ModuleType, ModuleType]:
        from msa_core.raster.gdal.locations import heeding, remote

        return remote, heeding


def is_gone(error: object) -> bool:
    """True for the error of a server or a zip that has no such file, rather than of one that gives no answer."""
    return isinstance(error, FileNotFoundError) or (
        isinstance(error, OSError) and any(code in str(error.strerror) for code in _GONE)
    )


def fetcher(tick: Callable[[], None]) -> Fetcher:
    """What fetches documents from servers, one at a time; ``tick`` is called meanwhile and may stop it."""
    from msa_core.raster.gdal.locations.fetching import Fetcher

    return Fetcher(tick)


def of(path: Path | str) -> Location:
    """The location of a path, as all rooms know it."""
    file = inner.file_of(path)
    if addresses.is_address(file):
        return Location(file, Kind.ADDRESS)
    return Location(file, Kind.MEMBER if zips.split(file) else Kind.FILE)


def gdal_name(path: Path | str) -> str:
    """What GDAL calls a raster, be it a part of a file. Not to be shown or kept."""
    if subdataset := inner.split(path):
        return inner.gdal_name(of(subdataset[0]).gdal_name, subdataset[1])
    return of(path).gdal_name
