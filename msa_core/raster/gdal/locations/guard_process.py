"""The guard of connections in a process of its own, as this process sees it.

GDAL waits for its connections while rasterio holds Python's lock in many calls (listing reduced copies, reading tags).
A guard on a thread of the same process would wait for that lock: neither would ever go on.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

_GUARD = Path(__file__).with_name("guarded_connections.py")


class GuardProcess:
    """Starts the guard; it ends with this process.

    Args:
        proxies: address of a proxy by scheme, as the environment has it, to go through.

    Attributes:
        port: where it takes connections, on this machine's loopback.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, proxies: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._told: set[tuple[str, int]] = set()
        self._owner = os.getpid()
        # -S: it needs nothing that is installed, and so begins at once.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_GUARD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        atexit.register(self.close)
        self.port = int(self._ask({"proxies": dict(proxies)}) or 0)
        if not self.port:
            raise OSError(0, "the guard of connections did not start")

    @property
    def is_alive(self) -> bool:
        """False when it has ended, or belongs to the process that this one was forked from."""
        return self._owner == os.getpid() and self._process.poll() is None

    def tell(self, hosts: Set[tuple[str, int]]) -> None:
        """Let it connect to these, once it has heard of them, which is when this returns."""
        new = hosts - self._told if len(hosts) != len(self._told) else frozenset()
        if new and self._ask({"asked": sorted(new)}):
            self._told |= new

    def interrupt(self) -> None:
        """Break all connections, and make none for a while."""
        self._ask({"interrupt": True})

    def resume(self) -> None:
        """Make connections again."""
        self._ask({"resume": True})

    def close(self) -> None:
        """End it."""
        atexit.unregister(self.close)
        if self._owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _ask(self, message: Mapping[str, Any]) -> str:
        """Its answer to a message; ``""`` when it is gone."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
            return self._process.stdout.readline().strip()
        return ""
