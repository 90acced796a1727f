"""One writer per index: ``index.lock`` says who, and a lock left by a dead process is broken."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from msa_core.errors import IndexFolderError
from msa_core.files import storage_error

LOCK_NAME = "index.lock"


class IndexLock:
    """Context manager that holds ``FOLDER/index.lock`` (JSON: pid, host, start).

    Raises:
        IndexFolderError: another living process holds it; the sentence says which.
        StorageError: the lock file cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK_NAME
        self._content = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "start": _now()})

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
        aside = self.path.with_name(f".{LOCK_NAME}.{os.getpid()}")
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
        return True

    def _break_if_stale(self) -> None:
        try:
            content = self.path.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            return
        except OSError as error:
            raise storage_error(error, self.path) from error
        holder = _parse(content)
        if holder is not None and _is_alive(holder):
            raise IndexFolderError(
                f"{self.path.parent} is being written by process {holder['pid']} on {holder['host']} since "
                f"{holder['start']}. Wait for it to end. If that computer no longer runs it, delete {self.path}."
            )
        # Renamed first: two processes that break the same stale lock must not delete each other's new one.
        grave = self.path.with_name(f".{LOCK_NAME}.stale.{os.getpid()}")
        with contextlib.suppress(OSError):
            self.path.rename(grave)
            if grave.read_text("utf-8", errors="replace") != content:
                with contextlib.suppress(OSError):
                    os.link(grave, self.path)
            grave.unlink()


def lock_holder(folder: Path) -> dict[str, str] | None:
    """Pid, host and start of the living process that writes an index; None when nobody does."""
    try:
        holder = _parse((folder / LOCK_NAME).read_text("utf-8", errors="replace"))
    except OSError:
        return None
    return holder if holder is not None and _is_alive(holder) else None


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _parse(content: str) -> dict[str, str] | None:
    """The holder's pid, host and start; None when the content is not a lock's (a crash while writing it)."""
    try:
        data = json.loads(content)
        return {"pid": str(int(data["pid"])), "host": str(data["host"]), "start": str(data["start"])}
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _is_alive(holder: dict[str, str]) -> bool:
    """True when the holder runs, or when it is on another computer, where nobody here can tell."""
    if holder["host"] != socket.gethostname():
        return True
    pid = int(holder["pid"])
    if not _process_exists(pid):
        return False
    began = _process_start(pid)
    locked = _parse_time(holder["start"])
    # A process that began after the lock was taken only inherited the number.
    return began is None or locked is None or began <= locked + dt.timedelta(seconds=5)


def _process_exists(pid: int) -> bool:
    if pid <= 0:
        return False
    if sys.platform == "win32":
        # os.kill(pid, 0) would end the process on Windows.
        listing = subprocess.run(
            ["tasklist", "/FI", f"PID eq {pid}", "/NH"], capture_output=True, text=True, check=False
        )
        return str(pid) in listing.stdout
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """True for a killed process whose parent has not collected it yet (Linux only)."""
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in ("Z", "X")
    return False


def _process_start(pid: int) -> dt.datetime | None:
    """When a process began, on Linux; None where that is not to be learned."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        ticks = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
        boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime "))
        seconds = int(boot.split()[1]) + ticks / os.sysconf("SC_CLK_TCK")
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    return None


def _parse_time(text: str) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=dt.UTC)
