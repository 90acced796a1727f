"""Waiting as long as a busy server asks (``Retry-After``, RFC 9110), which GDAL up to 3.10 does not.

GDAL tries again by its own clock and then gives up. Whoever read an address calls :func:`waited` then, and reads once
more when it was told to wait and has.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msa_core import addresses
from msa_core.raster.gdal.locations import gdal_files, network, remote

MAX_TRIES = 3
_BUSY = (429, 503)
_Read = TypeVar("_Read")


def patiently(path: Path, read: Callable[[], _Read]) -> _Read:
    """What ``read`` gives of an address; read again after as long as its server asks. Raises what ``read`` does."""
    for _ in range(MAX_TRIES - 1):
        try:
            return read()
        except OSError:
            if not waited(path):
                raise
    return read()


def waited(path: Path) -> bool:
    """Ask a server how long it wants to be left alone, and wait that long.

    Returns:
        False, at once, when it does not say that it is busy, or wants more than a minute; and when reads are to end.
    """
    file = network.files_of(path)[0]
    if addresses.host_of(file) is None or not network.is_asked(file):
        return False
    before = remote.interruptions()
    wait_s = _asked_for_s(file)
    if wait_s is None:
        return False
    until_s = time.monotonic() + wait_s
    while time.monotonic() < until_s:
        if remote.interruptions() != before:
            return False
        time.sleep(0.05)
    gdal_files.forget(remote.gdal_name(file))  # GDAL would tell again what the busy server said
    return True


def _asked_for_s(file: Path) -> float | None:
    """Seconds that the server of an address asks to wait, None when it does not, or too long."""
    import requests

    from msa_core.raster.gdal.locations import fetching

    query = network.query_of(file)
    address = f"{addresses.shown(file)}{'?' if query else ''}{query}"
    try:
        with fetching.new_session() as session, session.get(
            address, headers={"Range": "bytes=0-0"}, auth=fetching.name_and_password(address),
            timeout=fetching.TIMEOUTS_S, stream=True,
        ) as response:  # fmt: skip
            if response.status_code not in _BUSY or "Retry-After" not in response.headers:
                return None
            wait_s = fetching.retry_after_s(response.headers["Retry-After"])
    except (requests.RequestException, OSError, ValueError):
        return None
    return wait_s if wait_s <= fetching.MAX_WAIT_S else None
