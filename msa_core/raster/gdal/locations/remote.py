"""How an address that was asked for is read: through GDAL, by guarded connections, one file at a time.

GDAL stands shut to the network for all threads; :func:`reading` opens it for one name and the calling thread, while a
dataset or a file is being opened, :func:`reading_named` for those that a virtual raster names. What lies beside an
address (a world file, reduced copies) is not asked for.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import threading
import urllib.request
from collections.abc import Callable, Collection, Iterable, Iterator
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from msa_core import addresses
from msa_core.raster.gdal.locations import gdal_files, inner, network
from msa_core.raster.gdal.locations.guard_process import GuardProcess

# The formats that are one file: whatever an address turns out to hold, it cannot name others.
DRIVERS = ("GTiff", "JP2OpenJPEG", "JPEG", "PNG", "WEBP")
# What a user may choose otherwise, in the environment, as for any program that uses GDAL.
_CHOSEN = {
    "GDAL_HTTP_CONNECTTIMEOUT": "10",
    # Below a byte a second for so long, a server is taken to hang.
    "GDAL_HTTP_LOW_SPEED_TIME": "20",
    "GDAL_HTTP_LOW_SPEED_LIMIT": "1",
    # Each wait is about twice the one before.
    "GDAL_HTTP_MAX_RETRY": "3",
    "GDAL_HTTP_RETRY_DELAY": "0.5",
    "CPL_VSIL_CURL_CACHE_SIZE": str(64 << 20),
}
_OPENING = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "VSI_CACHE": "YES",
    "VSI_CACHE_SIZE": str(8 << 20),
}
# Servers of buckets, as GDAL and the clouds' tools find them in the environment.
_ENDPOINTS = (
    "AWS_S3_ENDPOINT",
    "CPL_GS_ENDPOINT",
    "CPL_AZURE_ENDPOINT",
    "AWS_STS_ENDPOINT",
    "CPL_AWS_EC2_API_ROOT_URL",
)
# Where a machine in a cloud asks who it is.
_INSTANCE = ("169.254.169.254", 80)
# The one name that GDAL opens; where it is not set, the endings of names that it does. It knows no list of names, so
# whole names stand among the endings; of so many that GDAL would be long in looking through them, their endings.
_OPEN_NAME, _OPEN_ENDINGS = "CPL_VSIL_CURL_ALLOWED_FILENAME", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS"
_NO_ENDING = "none://"
_MAX_NAMES = 256
_DOORS = ("GDAL_HTTP_PROXY", "GDAL_HTTPS_PROXY")
_NS = 1_000_000_000
_started: list[GuardProcess] = []
_lock = threading.Lock()
_interrupted = {"times": 0, "asked": -1}


def gdal_name(path: Path) -> str:
    """What GDAL calls an address, with what came after ``?`` when it was asked for."""
    return addresses.gdal_name(path, network.query_of(path))


@contextlib.contextmanager
def reading(path: Path) -> Iterator[str]:
    """Let GDAL open one address by the calling thread, within the block; yields its name for GDAL.

    Of a file in a zip that is the zip.

    Raises:
        OSError: nobody asked for it.
    """
    if not network.is_asked(path):
        raise OSError(0, network.NOT_ASKED)
    file = network.files_of(path)[0]
    _start_for((file,))
    with gdal_files.thread_options(_OPENING | {_OPEN_NAME: gdal_name(file)}):
        yield gdal_name(inner.file_of(path))


@contextlib.contextmanager
def reading_named(paths: Collection[Path]) -> Iterator[None]:
    """Let GDAL open by itself, within the block and by the calling thread, addresses that a virtual raster names.

    Those that nobody asked for stay shut.

    Raises:
        OSError: the guard cannot be started.
    """
    files = {file for path in paths for file in network.files_of(path) if network.is_asked(file)}
    if not files:
        yield
        return
    _start_for(files)
    endings = {_ending(gdal_name(file), len(files) > _MAX_NAMES) for file in files}
    with gdal_files.thread_options(_OPENING | {_OPEN_ENDINGS: ",".join(sorted(endings))}):
        yield


def _ending(name: str, is_short: bool) -> str:
    """The longest end of a name that GDAL can compare others with: shorter than it, without what parts a list."""
    name = re.split(r"[, ]", name.partition("?")[0][1:])[-1]
    return name[name.rfind(".") :] if is_short and "." in name else name


def _start_for(files: Iterable[Path]) -> None:
    is_in_bucket = any(addresses.host_of(file) is None for file in files)
    if is_in_bucket:
        network.hosts.update(_servers())
    start()
    if is_in_bucket:
        for name in _DOORS:  # a bucket's keys may have to be fetched first
            gdal_files.set_option(name, door())


def stat(path: Path) -> tuple[int, int]:
    """Size in bytes, and time of change in ns with the file's tag (ETag) in what is below a second.

    It is asked anew each time.

    Raises:
        OSError: nobody asked for it, it is not there, or the server does not answer; ``strerror`` says which.
    """
    with reading(path) as name:
        try:
            said = gdal_files.headers(name)
            with contextlib.closing(gdal_files.GdalFile(name)) as stream:
                size = stream.size
        except OSError as error:
            raise OSError(0, words(str(error))) from error
    try:
        changed_s = round(parsedate_to_datetime(said["last-modified"]).timestamp())
    except (KeyError, ValueError, TypeError):
        changed_s = 0
    tag = said.get("etag", "")
    return size, changed_s * _NS + (int.from_bytes(sha256(tag.encode()).digest()[:7]) % _NS if tag else 0)


def open_file(path: Path) -> gdal_files.GdalFile:
    """The bytes of an address; the caller closes it. Raises OSError, as :func:`stat` does."""
    try:
        with reading(path) as name:
            return gdal_files.GdalFile(name)
    except OSError as error:
        raise OSError(0, error.strerror or words(str(error))) from error


def open_stream(path: Path) -> io.BufferedReader:
    """The same, read in larger pieces."""
    return io.BufferedReader(open_file(path), 1 << 16)


def words(said: str) -> str:
    """GDAL's or a server's words as a part of a sentence: what happened, and what to do where that is known."""
    said = network.without_secrets(said).strip().rstrip(".")
    for sign, sentence in _SENTENCES.items():
        if sign in said:
            return sentence
    return said[:200] or "the server does not answer"


# The redirect itself is all that GDAL tells of one that was not followed.
_LED_AWAY = "the server redirects to a file, to this machine or its own network, or to what cannot be reached"
_SENTENCES = {
    "SOCKS5": "the server redirects to this machine or its own network, or cannot be reached",
    '"file" disabled': "the server redirects to a file of this machine, which is not followed",
    "code: 401": "the server wants a name and password (401): give them as GDAL takes them, for example in .netrc",
    "code: 403": "the server does not permit it (403): a signature may have run out, or a name and key are needed",
    "code: 404": "there is no such file on the server (404)",
    "code: 410": "there is no such file on the server any more (410)",
    "code: 429": "the server has had too many requests (429): run again later",
    "code: 500": "the server failed (500): run again later",
    "code: 503": "the server is busy (503): run again later",
    "imed out": "the server does not answer in time",
    "too slow": "the server does not answer in time",
} | dict.fromkeys((f"code: {code}" for code in (301, 302, 303, 307, 308)), _LED_AWAY)


def start() -> None:
    """Start the guard and tell GDAL of it, once, and the guard of the hosts that were asked for since.

    Raises:
        OSError: it cannot be started.
    """
    with _lock:
        if not _started or not _started[0].is_alive:
            _started[:] = [GuardProcess(_proxies())]
            # curl would go past the guard to hosts that these name; the guard knows them.
            for name in ("no_proxy", "NO_PROXY"):
                os.environ.pop(name, None)
            os.environ.pop(_OPEN_NAME, None)
            gdal_files.set_option(_OPEN_ENDINGS, _NO_ENDING)
            gdal_files.set_option(_OPEN_NAME, None)
            for name, value in _CHOSEN.items():
                if name not in os.environ:
                    gdal_files.set_option(name, value)
            # For files alone: whatever else GDAL may want from a network (a coordinate system named by its address)
            # still meets the proxy that is none.
            for system in set(addresses.SYSTEMS.values()):
                for name in _DOORS:
                    gdal_files.set_option_below(f"/{system}/", name, door())
        _started[0].tell(network.hosts)
        if 0 <= _interrupted["asked"] < network.times_asked():  # what was cancelled is asked for once more
            _interrupted["asked"] = -1
            _started[0].resume()


def door() -> str:
    """The address of the guard as a proxy, once :func:`start` was called."""
    return f"socks5h://127.0.0.1:{_started[0].port}"


def interrupt() -> None:
    """Break all connections, so that reads in progress fail at once."""
    _interrupted["times"] += 1
    _interrupted["asked"] = network.times_asked()
    for guard in _started:
        guard.interrupt()


def interruptions() -> int:
    """How often :func:`interrupt` was called."""
    return _interrupted["times"]


def is_in_use() -> bool:
    """True once an address was read."""
    return bool(_started)


def patiently(work: Callable[[], object], tick: Callable[[], None]) -> None:
    """Do what may wait for a server on a thread of its own, and call ``tick`` ten times a second meanwhile."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  raised again below
            failed.append(error)

    thread = threading.Thread(target=run, name="msa-asking", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
        tick()
    if failed:
        raise failed[0]


def _proxies() -> dict[str, str]:
    """The proxies of the environment, by scheme; under ``no`` the hosts that are reached without."""
    found = dict(urllib.request.getproxies())
    for scheme, name in (("http", "GDAL_HTTP_PROXY"), ("https", "GDAL_HTTPS_PROXY")):
        if proxy := os.environ.get(name) or os.environ.get("GDAL_HTTP_PROXY"):
            found[scheme] = proxy
    return found


def _servers() -> set[tuple[str, int]]:
    """Hosts and ports that the environment names as servers of buckets."""
    found = {_INSTANCE}
    azure = dict(
        entry.partition("=")[::2]
        for entry in os.environ.get("AZURE_STORAGE_CONNECTION_STRING", "").split(";")
    )
    for endpoint in (*(os.environ.get(name, "") for name in _ENDPOINTS), azure.get("BlobEndpoint", "")):
        parts = urlsplit(endpoint if "://" in endpoint else f"//{endpoint}")
        is_open = parts.scheme == "http" or (not parts.scheme and os.environ.get("AWS_HTTPS", "YES") == "NO")
        if parts.hostname:
            found.add((parts.hostname, parts.port or (80 if is_open else 443)))
    return found
