"""Zips at addresses: when one changed, and its bytes, so that :mod:`.zips` can list it as any other.

Its table of contents lies at its end, so a server is asked for that alone. All that is read out of one zip asks for it;
so what its server said is believed for a moment.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from msa_core.raster.gdal.locations import gdal_files, remote

BELIEVED_S = 2.0
_said: dict[Path, tuple[float, tuple[int, int]]] = {}
_lock = threading.Lock()


def stat(zipped: Path) -> tuple[int, int]:
    """As :func:`.remote.stat`, not asked anew within two seconds. Raises OSError."""
    with _lock:
        known = _said.get(zipped)
    if known is not None and time.monotonic() - known[0] < BELIEVED_S:
        return known[1]
    found = remote.stat(zipped)
    with _lock:
        _said[zipped] = time.monotonic(), found
    return found


def open_file(zipped: Path) -> gdal_files.GdalFile:
    """The bytes of a zip. Raises OSError."""
    return remote.open_file(zipped)


def words(said: str) -> str:
    """What went wrong, as a part of a sentence: :func:`.remote.words`."""
    return remote.words(said)
