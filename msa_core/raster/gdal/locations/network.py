"""The network, shut unless somebody asked: which addresses may be read by this process.

By default GDAL is kept from every address (:mod:`.environment`). :func:`ask` opens the way for one; :func:`allow_all`
for those that lists, virtual rasters and indexes name. What a file names is never asking. How an address is then read
is in :mod:`.remote`.

Names and passwords are taken as GDAL and the clouds' own tools take them (environment, profiles, ``.netrc``), and pass
by this program. What comes after ``?`` in an address is kept here, in memory, and nowhere else.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterable
from pathlib import Path

from msa_core import addresses
from msa_core.errors import UsageError
from msa_core.raster.gdal.locations import inner

SWITCH = "--network"
NOT_ASKED = (
    "It is an address, and nothing is fetched from a network unless asked: name it on the command line or in the "
    f"window (File > Open Address), or give {SWITCH}."
)
MAX_DOCUMENT_BYTES = 1 << 28
"""Of a STAC document, wherever it lies."""
CATALOGUE_ENDINGS = (".json", ".geojson")
"""Of STAC documents, by which one at an address is known before it is fetched."""
hosts: set[tuple[str, int]] = set()
"""Hosts and ports of the addresses that were asked for; it grows while connections are made."""
_asked: dict[Path, str] = {}
_catalogues: dict[str, str] = {}
_catalogue_hosts: set[tuple[str, int]] = set()
_lock = threading.Lock()
_allowed = {"all": False}
_times = {"asked": 0}


class FetchError(OSError):
    """A document could not be fetched; ``strerror`` is the part of a sentence that says why."""

    def __init__(self, words: str) -> None:
        super().__init__(0, words)


def ask(given: str) -> Path:
    """Open the way for an address that a person named; returns the path by which it is known from now on.

    Of a picture put together from three files (``#colours=``) that is the way to all three.

    Raises:
        UsageError: it cannot be read; the sentence holds nothing that may be secret.
    """
    try:
        address = addresses.parsed(given)
    except ValueError as error:
        raise UsageError(f"{plain(given)}: {error}") from error
    for file in files_of(address.path):
        _open_way(file, address.query)
    return address.path


def files_of(path: Path | str) -> tuple[Path, ...]:
    """The files on servers that are read for an address: of one in a zip the zip, of three put together all three."""
    return tuple(dict.fromkeys(_on_server(file) for file in inner.files_of(path)))


def _on_server(file: Path) -> Path:
    parts = addresses.split_zip(file)
    return file if parts is None else parts[0]


def _open_way(file: Path, query: str) -> None:
    """Raises UsageError: the same address was asked for with another ``query``."""
    with _lock:
        if _asked.get(file, query) != query:
            raise UsageError(
                f"{addresses.shown(file)}: Two addresses differ only in what comes after ?, which is not kept as it "
                "may be secret, so they could not be told apart."
            )
        _asked[file] = query
        _times["asked"] += 1
    if host := addresses.host_of(file):
        hosts.add(host)
        if is_catalogue_name(file):
            _catalogue_hosts.add(host)


def times_asked() -> int:
    """How often somebody asked: more than before when connections were broken off means that they are wanted again."""
    return _times["asked"]


def is_catalogue_name(path: Path | str) -> bool:
    """True for an address that ends as STAC documents do."""
    is_document = addresses.is_address(path) and Path(path).suffix.lower() in CATALOGUE_ENDINGS
    return is_document and addresses.split_zip(path) is None


def ask_all(given: Iterable[Path | str]) -> None:
    """:func:`ask` for each argument of a command that is an address. Raises UsageError."""
    for text in map(str, given):
        if addresses.is_address(text):
            ask(text)


def ask_catalogue(given: str) -> str:
    """Open the way for a STAC document that a person named, and others on its server; returns its address as shown.

    What came after ``?`` is kept in memory and put after it when it is fetched (:func:`full_address`).

    Raises:
        UsageError: it cannot be read; the sentence holds nothing that may be secret.
    """
    try:
        address = addresses.parsed(given, is_raster=False)
    except ValueError as error:
        raise UsageError(f"{plain(given)}: {error}") from error
    shown = addresses.shown(address.path) + ("/" if plain(given).endswith("/") else "")
    with _lock:
        _catalogues[shown] = address.query
        _times["asked"] += 1
    if host := addresses.host_of(address.path):
        hosts.add(host)
        _catalogue_hosts.add(host)
    else:
        with _lock:
            _asked.setdefault(address.path, "")
    return shown


def full_address(shown: str) -> str:
    """The address of a catalogue with what came after ``?``. Not to be shown or kept."""
    query = _catalogues.get(shown) or _asked.get(Path(shown), "")
    return f"{shown}?{query}" if query else shown


def is_catalogue_asked(address: str) -> bool:
    """True when a document may be fetched: it lies on the server of a catalogue that was asked for, or all are allowed.

    Of a bucket, that very address was.
    """
    if is_all_allowed():
        if host := addresses.host_of(plain(address)):
            hosts.add(host)
        return True
    host = addresses.host_of(plain(address))
    return host in _catalogue_hosts if host else is_asked(plain(address))


def is_own_catalogue(address: str) -> bool:
    """True for an address on the server of a catalogue that a person named: names and passwords may go there."""
    return addresses.host_of(plain(address)) in _catalogue_hosts


def allow_all(is_allowed: bool = True) -> None:
    """Open the way for whatever lists, virtual rasters and indexes name; False shuts it for what was not asked for."""
    _allowed["all"] = is_allowed


def is_about_asking(reason: str) -> bool:
    """True for the reason of a refusal that asking for the network would take away: it names the switch."""
    return SWITCH in reason


def is_all_allowed() -> bool:
    """True after :func:`allow_all`."""
    return _allowed["all"]


def is_asked(path: Path | str) -> bool:
    """True when an address may be read: it was asked for, or all are allowed, in which case it is let through."""
    if path in _asked:  # as nearly all of many are
        return True
    files = files_of(path)
    for file in files if is_all_allowed() else ():
        if file not in _asked:
            with contextlib.suppress(UsageError):
                ask(addresses.shown(file))
    return all(file in _asked for file in files)


def query_of(path: Path) -> str:
    """What came after ``?`` in an address that was asked for; of a file in a zip, in that of the zip."""
    return _asked.get(files_of(path)[0], "")


def asked_among(given: Iterable[str]) -> tuple[str, ...]:
    """The addresses of these that were asked for."""
    return tuple(text for text in given if addresses.is_address(text) and is_asked(text))


def plain(given: str) -> str:
    """An address as somebody gave it, without a password and what comes after ``?``."""
    return re.sub(r"://[^/@\s]*@", "://", given.partition("?")[0])


def without_secrets(text: str) -> str:
    """A sentence of GDAL without what comes after ``?`` in an address."""
    for query in {query for query in (*_asked.values(), *_catalogues.values()) if query}:
        text = text.replace(query, "...")
    return re.sub(r"(?<=[\w/])\?[^\s'\"<>]+", "?...", text)
