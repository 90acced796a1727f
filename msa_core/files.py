"""Writing files whole or not at all, and what the disk says when it refuses."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msa_core.errors import StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
ASIDE_SUFFIX = ".part"
# Of all file systems in use; those of Windows and macOS count characters, and are then kinder.
LONGEST_NAME_BYTES = 255


def storage_error(error: OSError, path: Path) -> StorageError:
    """The sentence for ``error`` met while writing ``path``."""
    if error.errno in _FULL:
        return StorageError(
            f"{path}: the disk is full. What was finished is kept: free some space and run the same command again."
        )
    if error.errno in _FORBIDDEN:
        return StorageError(
            f"{path}: writing is not permitted here. Choose another folder or change its permissions."
        )
    return StorageError(
        f"{path}: writing failed ({error.strerror or error}). What was written before stays valid."
    )


@contextlib.contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` inside the block into a :class:`StorageError` that names ``path``."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, path) from error


def make_folder(folder: Path) -> None:
    """Create ``folder`` and its parents. Raises StorageError when that is impossible, or a file is in the way."""
    with storing(folder):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise StorageError(f"{folder} is a file, not a folder. Choose another place.") from error


class _HashedStream(io.BufferedWriter):
    """A file that knows the sha256 and the number of the bytes given to it, as they should be on the disk."""

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path, "wb"))
        self.sha256 = hashlib.sha256()
        self.bytes = 0

    def write(self, data: Any, /) -> int:
        self.sha256.update(data)
        self.bytes += memoryview(data).nbytes
        return super().write(data)


class AsideFile:
    """A file written beside its place and renamed into it by :meth:`commit`: readers see the old or the new.

    The bytes are forced to the disk before the rename, so a power cut leaves one of the two as well.

    Attributes:
        stream: where to write, front to back.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.aside = path.with_name(aside_name(path.name))
        with storing(path):
            self.stream = _HashedStream(self.aside)

    @property
    def sha256(self) -> str:
        """Hex digest of what was written so far."""
        return self.stream.sha256.hexdigest()

    @property
    def bytes(self) -> int:
        """Number of bytes written so far."""
        return self.stream.bytes

    def commit(self) -> None:
        """Make the file appear. Raises StorageError; the aside file is then gone and the old one stands."""
        try:
            self.stream.flush()
            os.fsync(self.stream.fileno())
            self.stream.close()
            self.aside.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            self.discard()
            raise storage_error(error, self.path) from error

    def discard(self) -> None:
        """Remove what was written; the file in place stays as it was."""
        # Closing flushes, which fails again on a full disk: the file goes away in any case.
        with contextlib.suppress(OSError, ValueError):
            self.stream.close()
        with contextlib.suppress(OSError):
            self.aside.unlink()


def aside_name(name: str, suffix: str = ASIDE_SUFFIX) -> str:
    """What a file or folder is called until it is whole: the same at every try, so that a killed run leaves one.

    Of a name too long for anything more, a digest.
    """
    if len(os.fsencode(name)) + len(suffix) + 1 > LONGEST_NAME_BYTES:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
    return f".{name}{suffix}"


def write_whole(path: Path, data: bytes) -> None:
    """Replace the content of ``path`` by ``data``, whole or not at all. Raises StorageError."""
    aside = AsideFile(path)
    try:
        aside.stream.write(data)
    except OSError as error:
        aside.discard()
        raise storage_error(error, path) from error
    aside.commit()


def sha256_of(path: Path) -> str:
    """Hex digest of a file's content, read piece by piece. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove_leftovers(folder: Path) -> None:
    """Delete files that a killed run left beside their places; only for the holder of the index's lock."""
    for leftover in folder.glob(f".*{ASIDE_SUFFIX}"):
        with contextlib.suppress(OSError):
            leftover.unlink()


def _sync_folder(folder: Path) -> None:
    """Force the rename to the disk; not every system can, and then the journal of the file system does."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
