"""GDAL's virtual file systems, read as files: what rasterio has no door to, called in the library it brings.

Size, headers and bytes of an address are asked with the same code, credentials and retries that GDAL reads pixels with.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msa_core.raster.gdal.start import registering

registering.start()

import rasterio  # noqa: E402  (GDAL must not start before the environment is settled)
import rasterio._base  # noqa: E402

_SET_ERROR = 8
_SEEK_END, _SEEK_SET = 2, 0
_thread = threading.local()


@cache
def _library() -> ctypes.CDLL:
    """The GDAL that rasterio uses. Raises OSError: it cannot be found on this machine."""
    file = str(rasterio._base.__file__)
    if os.name == "nt":
        folder = Path(rasterio.__file__).parent.parent / "rasterio.libs"
        file = str(next(iter(sorted(folder.glob("gdal*.dll"))), file))
    library = ctypes.CDLL(file)
    text, pointer, size = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_size_t
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "CPLSetThreadLocalConfigOption": (None, [text, text]),
        "CPLSetConfigOption": (None, [text, text]),
        "VSISetPathSpecificOption": (None, [text, text, text]),
        "CPLPushErrorHandler": (None, [pointer]),
        "CPLPopErrorHandler": (None, []),
        "CPLErrorReset": (None, []),
        "CPLGetLastErrorMsg": (text, []),
        "VSIErrorReset": (None, []),
        "VSIGetLastErrorMsg": (text, []),
        "VSIStatExL": (ctypes.c_int, [text, pointer, ctypes.c_int]),
        "VSIGetFileMetadata": (ctypes.POINTER(text), [text, text, pointer]),
        "CSLDestroy": (None, [ctypes.POINTER(text)]),
        "VSICurlPartialClearCache": (None, [text]),
        "VSIFOpenExL": (pointer, [text, text, ctypes.c_int]),
        "VSIFCloseL": (ctypes.c_int, [pointer]),
        "VSIFSeekL": (ctypes.c_int, [pointer, ctypes.c_uint64, ctypes.c_int]),
        "VSIFTellL": (ctypes.c_uint64, [pointer]),
        "VSIFReadL": (size, [pointer, size, size, pointer]),
        "VSIFReadMultiRangeL": (ctypes.c_int, [ctypes.c_int, pointer, pointer, pointer, pointer]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def set_option(name: str, value: str | None) -> None:
    """Set an option of GDAL for the whole process; None takes it away."""
    _library().CPLSetConfigOption(name.encode(), None if value is None else value.encode())


def set_option_below(start: str, name: str, value: str) -> None:
    """Set an option of GDAL for the files whose names begin so."""
    _library().VSISetPathSpecificOption(start.encode(), name.encode(), value.encode())


@contextlib.contextmanager
def thread_options(options: Mapping[str, str]) -> Iterator[None]:
    """Options of GDAL for the calling thread, within the block. Blocks may lie in each other."""
    before: dict[str, str | None] = getattr(_thread, "options", {})
    _apply(options)
    _thread.options = before | dict(options)
    try:
        yield
    finally:
        _apply({name: before.get(name) for name in options})
        _thread.options = before


def _apply(options: Mapping[str, str | None]) -> None:
    for name, value in options.items():
        _library().CPLSetThreadLocalConfigOption(name.encode(), None if value is None else value.encode())


@contextlib.contextmanager
def _quiet() -> Iterator[ctypes.CDLL]:
    library = _library()
    library.CPLPushErrorHandler(ctypes.cast(library.CPLQuietErrorHandler, ctypes.c_void_p))
    library.CPLErrorReset()
    library.VSIErrorReset()
    try:
        yield library
    finally:
        library.CPLPopErrorHandler()


def forget(name: str) -> None:
    """Let go what is remembered of a file at an address: its size, its bytes, that it could not be had."""
    with _quiet() as library:
        library.VSICurlPartialClearCache(name.encode())


def headers(name: str) -> dict[str, str]:
    """What a server says of a file, asked anew, keys in small letters. Raises OSError, in GDAL's words."""
    with _quiet() as library:
        library.VSICurlPartialClearCache(name.encode())
        room = ctypes.create_string_buffer(1024)  # as much as any system's record of a file, and more
        if library.VSIStatExL(name.encode(), room, 1 | 2 | 4 | _SET_ERROR) != 0:
            raise OSError(_words(library) or "there is no such file")
        listed = library.VSIGetFileMetadata(name.encode(), b"HEADERS", None)
        found: dict[str, str] = {}
        row = 0
        while listed and listed[row]:
            key, _, value = listed[row].decode("utf-8", "replace").partition("=")
            found[key.lower()] = value
            row += 1
        library.CSLDestroy(listed)
    return found


def _words(library: ctypes.CDLL) -> str:
    said = library.VSIGetLastErrorMsg() or library.CPLGetLastErrorMsg() or b""
    return str(said.decode("utf-8", "replace")).strip()


class GdalFile(io.RawIOBase):
    """A file of one of GDAL's file systems, for reading. Belongs to one thread at a time.

    Raises:
        OSError: it is not there, or cannot be read; in GDAL's words.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._handle: Any = None
        with _quiet() as library:
            self._handle = library.VSIFOpenExL(name.encode(), b"rb", 1)
            if not self._handle:
                raise OSError(_words(library) or "there is no such file")
            library.VSIFSeekL(self._handle, 0, _SEEK_END)
            self.size = int(library.VSIFTellL(self._handle))
            library.VSIFSeekL(self._handle, 0, _SEEK_SET)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return int(_library().VSIFTellL(self._handle))

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self.size}[whence]
        _library().VSIFSeekL(self._handle, base + offset, _SEEK_SET)
        return base + offset

    def readinto(self, buffer: Any) -> int:
        room = (ctypes.c_char * len(buffer)).from_buffer(buffer)
        wanted = min(len(buffer), self.size - self.tell())
        with _quiet() as library:
            count = int(library.VSIFReadL(room, 1, wanted, self._handle)) if wanted > 0 else 0
            if count < wanted:
                raise OSError(_words(library) or "the server sends less than it promised")
        return count

    def ranges(self, offsets: Sequence[int], length: int) -> list[bytes]:
        """So many bytes from each of these offsets, asked for together. Raises OSError."""
        rooms = [ctypes.create_string_buffer(length) for _ in offsets]
        count = len(offsets)
        with _quiet() as library:
            done = library.VSIFReadMultiRangeL(
                count,
                (ctypes.c_void_p * count)(*(ctypes.addressof(room) for room in rooms)),
                (ctypes.c_uint64 * count)(*offsets),
                (ctypes.c_size_t * count)(*[length] * count),
                self._handle,
            )
            if done != 0:
                raise OSError(_words(library) or "the server sends less than it promised")
        return [room.raw for room in rooms]

    def close(self) -> None:
        if self._handle:
            _library().VSIFCloseL(self._handle)
            self._handle = None
        super().close()
