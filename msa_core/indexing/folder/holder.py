"""Which process holds a lock, told apart from others of its number, name of computer or time of day.

A number of a process is used again, clocks jump, containers share a host name, and so do copies of a virtual machine:
a process is known by what the system itself noted when it began, which no clock changes later.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

# Linux gives this number to the namespace in which the computer itself runs; containers have others.
_WHOLE_COMPUTER = "pid:[4026531836]"
# A lock without ``began`` (of version 0.1) has only the clock: only what no correction of a clock explains is believed.
_CLOCKS_DIFFER = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who wrote a lock.

    Attributes:
        start: when the lock was taken, by that computer's clock: for people only.
        began: when the process began, as the system notes it once; "" where that is not to be learned.
        machine: of the system and the boot in which the process runs; "" likewise.
        space: of the process numbers: containers on one system count on their own; "" where there are none.
        boot: of the running system, new with each start of it.
    """

    pid: str
    host: str
    start: str
    began: str = ""
    machine: str = ""
    space: str = ""
    boot: str = ""

    def to_json(self) -> str:
        """The content of the lock file."""
        return json.dumps(asdict(self) | {"pid": int(self.pid)})


def this_process() -> Holder:
    """The running process as a holder."""
    pid = os.getpid()
    start = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return Holder(
        pid=str(pid),
        host=socket.gethostname(),
        start=start,
        began=_beginning_of(pid) or "",
        machine=_machine(),
        space=_space(),
        boot=_boot(),
    )


def parse_holder(content: str) -> Holder | None:
    """The holder in a lock file; None when the content is not a lock's (a crash while writing it)."""
    try:
        data = json.loads(content)
        marks = {name: str(data.get(name) or "") for name in ("began", "machine", "space", "boot")}
        return Holder(pid=str(int(data["pid"])), host=str(data["host"]), start=str(data["start"]), **marks)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def is_alive(holder: Holder) -> bool:
    """True when the holder runs, or when nobody here can tell: on another computer or in another container."""
    if holder.host != socket.gethostname() or holder.machine not in ("", _machine()):
        return True
    if holder.space not in ("", _space()):
        return True
    if holder.boot not in ("", _boot()):
        # The computer was started anew since. Not so a container: its twin on another computer may show the same marks.
        return not holder.machine or holder.space not in ("", _WHOLE_COMPUTER)
    began = _beginning_of(int(holder.pid))
    if began is None:
        return False
    if holder.began and began:
        return began == holder.began
    return _could_have_locked(int(holder.pid), holder.start)


def _beginning_of(pid: int) -> str | None:
    """When process ``pid`` began, as the system notes it; "" when it does not say; None when there is none."""
    if not 0 < pid < 1 << 31:
        return None
    if sys.platform == "win32":
        return _by_windows(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return None
    except PermissionError:
        pass
    fields = _proc_stat(pid)
    state, began = (fields[0], fields[19]) if fields else _by_ps(pid)
    # Killed, and not yet collected by its parent: it writes nothing any more.
    return None if state[:1] in ("Z", "X") else began


def _proc_stat(pid: int) -> list[str]:
    """Fields 3 and on of ``/proc/PID/stat`` (proc(5)): state first, ticks from boot to start at 19. Linux only."""
    with contextlib.suppress(OSError, IndexError):
        # The name of the program, in parentheses, may hold anything.
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace").rsplit(")", 1)[1].split()
        return fields if len(fields) > 19 else []
    return []


def _by_ps(pid: int) -> tuple[str, str]:
    """State and start as ``ps`` says them, where there is no ``/proc``: macOS keeps the start as it was noted."""
    command = ["ps", "-p", str(pid), "-o", "stat=", "-o", "lstart="]
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        plain = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10, env=plain)
        state, _, began = said.stdout.strip().partition(" ")
        return state, " ".join(began.split())
    return "", ""


def _by_windows(pid: int) -> str | None:
    """By GetProcessTimes: the creation time of a process is noted once (os.kill would end it)."""
    if sys.platform != "win32":
        return ""
    kernel = ctypes.windll.kernel32
    query_limited, still_active, access_denied = 0x1000, 259, 5
    handle = kernel.OpenProcess(query_limited, False, pid)
    if not handle:
        return "" if kernel.GetLastError() == access_denied else None
    try:
        code = ctypes.c_ulong()
        if kernel.GetExitCodeProcess(handle, ctypes.byref(code)) and code.value != still_active:
            return None
        times = [ctypes.c_ulonglong() for _ in range(4)]
        told = kernel.GetProcessTimes(handle, *(ctypes.byref(each) for each in times))
        return str(times[0].value) if told else ""
    finally:
        kernel.CloseHandle(handle)


def _machine() -> str:
    """Of this installation of the system; tells two computers of one name apart."""
    for file in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError):
            return Path(file).read_text("ascii", errors="replace").strip()
    return ""


def _boot() -> str:
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii", errors="replace").strip()
    return ""


def _space() -> str:
    with contextlib.suppress(OSError):
        return str(Path("/proc/self/ns/pid").readlink())
    return ""


def _could_have_locked(pid: int, locked_at: str) -> bool:
    """False only when the process began so long after the lock was taken that it merely inherited the number."""
    fields = _proc_stat(pid)
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/stat").read_text("ascii", errors="replace").splitlines()
        booted_s = int(next(line for line in lines if line.startswith("btime ")).split()[1])
        began_s = booted_s + (int(fields[19]) / os.sysconf("SC_CLK_TCK") if fields else 0.0)
        began = dt.datetime.fromtimestamp(began_s, dt.UTC)
        locked = dt.datetime.fromisoformat(locked_at)
        return began <= (locked if locked.tzinfo else locked.replace(tzinfo=dt.UTC)) + _CLOCKS_DIFFER
    return True
