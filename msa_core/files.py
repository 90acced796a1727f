"""Writing files whole or not at all, what the disk says when it refuses, and reading only what is a file."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import stat
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msa_core.errors import StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
ASIDE_SUFFIX = ".part"
# Of all file systems in use; those of Windows and macOS count characters, and are then kinder.
MAX_NAME_BYTES = 255
# Between making a file and claiming it, a writer must not lose it to another who tidies up.
_ABANDONED_S = 60.0


def check_ordinary(path: Path) -> None:
    """Raise OSError for a pipe or a device, whose reader may wait for ever or never end; and where there is nothing."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))


def read_ordinary(path: Path) -> bytes:
    """The bytes of a file. Raises OSError, also as :func:`check_ordinary` does."""
    check_ordinary(path)
    return path.read_bytes()


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

    def __init__(self, path: Path, aside: Path | None = None) -> None:
        self.path = path
        self.aside = aside or path.with_name(aside_name(path.name))
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

    def settle(self) -> None:
        """Force what was written to the disk. Raises OSError."""
        self.stream.flush()
        os.fsync(self.stream.fileno())

    def commit(self) -> None:
        """Make the file appear. Raises StorageError; the aside file is then gone and the old one stands."""
        try:
            self.settle()
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
    if len(os.fsencode(name)) + len(suffix) + 1 > MAX_NAME_BYTES:
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


def write_together(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write files that belong together, each whole or not at all; safe with several writers of the same files.

    All are on the disk under names of their own before the first appears, so that a kill at any moment leaves none of
    them or, but for the few microseconds between two renames, all. The first given appears first.

    Raises:
        StorageError: one cannot be written; none has appeared then, unless a rename itself failed.
    """
    written: list[AsideFile] = []
    try:
        for path, data in files:
            _remove_abandoned(path)
            # Not the same name for all: two writers would write into one file.
            aside = AsideFile(path, path.with_name(_own_aside_name(path.name)))
            written.append(aside)
            _claim(aside.stream.fileno())
            with storing(path):
                aside.stream.write(data)
                aside.settle()
        _appear(written)
    except BaseException:
        for aside in written:
            aside.discard()
        raise


def _appear(written: Sequence[AsideFile]) -> None:
    """Rename all, with nothing slow in between."""
    for aside in written:
        with storing(aside.path):
            aside.stream.flush()
            if (
                os.name == "nt"
            ):  # which renames no open file; elsewhere it stays claimed until it has its name
                aside.stream.close()
    for aside in written:
        with storing(aside.path):
            aside.aside.replace(aside.path)
    for aside in written:
        aside.stream.close()
    for folder in {aside.path.parent for aside in written}:
        _sync_folder(folder)


def _own_aside_name(name: str) -> str:
    """Begins with a digest of ``name``, by which the next writer of the same file finds what a killed one left."""
    return f".{_digest(name)}.{uuid.uuid4().hex[:12]}{ASIDE_SUFFIX}"


def _digest(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:16]


def _remove_abandoned(path: Path) -> None:
    """Delete what killed writers of ``path`` left: files that are a minute old and that no process holds."""
    for leftover in path.parent.glob(f".{_digest(path.name)}.*{ASIDE_SUFFIX}"):
        with contextlib.suppress(OSError):
            if abs(time.time() - leftover.stat().st_mtime) > _ABANDONED_S and _is_unclaimed(leftover):
                leftover.unlink()


def _claim(handle: int) -> None:
    """Hold the file for as long as this process has it open; the system lets go of it when the process dies."""
    with contextlib.suppress(ImportError, OSError):  # Windows lets nobody delete an open file in any case
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_unclaimed(file: Path) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    with file.open("rb") as stream:
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def put_aside(file: Path) -> Path:
    """Give a file that cannot be read another name, one that is free. Raises OSError."""
    number, aside = 1, file.with_name(f"{file.name}.damaged")
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.damaged{number}")
    file.replace(aside)
    return aside


def sha256_of(path: Path) -> str:
    """Hex digest of a file's content, read in chunks. Raises OSError."""
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
