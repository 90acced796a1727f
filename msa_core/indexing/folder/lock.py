"""One writer per index: ``index.lock`` says who, and a lock left by a dead process is broken."""

from __future__ import annotations

import contextlib
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from msa_core.errors import IndexFolderError
from msa_core.files import aside_name, read_ordinary, storage_error
from msa_core.indexing.folder.holder import Holder, is_alive, parse_holder, this_process

LOCK_NAME = "index.lock"
# Where there are no hard links a lock file is there a moment before its content is.
_HALF_WRITTEN_S = 1.0


class IndexLock:
    """Context manager that holds ``FOLDER/index.lock`` (JSON: pid, host, start, and what :class:`Holder` adds).

    Raises:
        IndexFolderError: another living process holds it; the sentence says which.
        StorageError: the lock file cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK_NAME
        self._content = this_process().to_json()

    def __enter__(self) -> IndexLock:
        for _ in range(5):
            if self._create():
                return self
            self._break_if_stale()
        raise IndexFolderError(f"{self.path} cannot be taken: another process takes it again and again.")

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            if self.path.read_text("utf-8") == self._content:
                self.path.unlink()

    def _create(self) -> bool:
        """Create the lock file with its content in one step; False when there is one already."""
        # Of a name of its own: processes of several computers or containers may have the same number.
        aside = self.path.with_name(aside_name(f"{LOCK_NAME}.{uuid.uuid4().hex}"))
        try:
            aside.write_text(self._content, "utf-8")
            try:
                os.link(aside, self.path)
            except FileExistsError:
                return False
            except OSError:  # FAT and some network shares have no hard links
                return self._create_exclusive()
            return True
        except OSError as error:
            raise storage_error(error, self.path) from error
        finally:
            with contextlib.suppress(OSError):
                aside.unlink()

    def _create_exclusive(self) -> bool:
        try:
            with self.path.open("x", encoding="utf-8") as stream:
                stream.write(self._content)
        except FileExistsError:
            return False
        # Halted between the two for longer than others wait, this process may have lost it.
        return self._read() == self._content

    def _read(self) -> str | None:
        """The content of the lock file; None when there is none."""
        try:
            return read_ordinary(self.path).decode("utf-8", "replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise storage_error(error, self.path) from error

    def _break_if_stale(self) -> None:
        content = self._read()
        holder = parse_holder(content or "")
        if content is not None and holder is None:
            time.sleep(_HALF_WRITTEN_S)
            content, before = self._read(), content
            holder = parse_holder(content or "")
            if holder is None and content != before:
                return
        if content is None:
            return
        if holder is not None and is_alive(holder):
            raise IndexFolderError(
                f"{self.path.parent} is being written by process {holder.pid} on {holder.host} since "
                f"{holder.start}. Wait for it to end. If that computer no longer runs it, delete {self.path}."
            )
        with _alone_in(self.path.parent):
            # Another process may have broken it meanwhile and taken its own: that one must stay.
            if self._read() == content:
                self._bury(content)

    def _bury(self, content: str) -> None:
        """Take the lock away. Renamed first: where nobody can be kept out, it may be another's after all."""
        grave = self.path.with_name(aside_name(f"{LOCK_NAME}.{uuid.uuid4().hex}"))
        with contextlib.suppress(OSError):
            self.path.rename(grave)
            if grave.read_text("utf-8", errors="replace") != content:
                with contextlib.suppress(OSError):
                    os.link(grave, self.path)
            grave.unlink()


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep others of this computer out of the block; the system forgets it when a process ends in it."""
    handle = None
    with contextlib.suppress(ImportError, OSError):  # Windows has no flock, some network shares neither
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def lock_holder(folder: Path) -> dict[str, str] | None:
    """Pid, host and start of the living process that writes an index; None when nobody does."""
    try:
        holder = parse_holder(read_ordinary(folder / LOCK_NAME).decode("utf-8", "replace"))
    except OSError:
        return None
    return _for_people(holder) if holder is not None and is_alive(holder) else None


def _for_people(holder: Holder) -> dict[str, str]:
    return {"pid": holder.pid, "host": holder.host, "start": holder.start}
