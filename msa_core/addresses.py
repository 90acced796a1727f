"""Addresses of rasters on servers and in buckets, as text: what is one, how it is kept, and how it is shown.

``https://host/a.tif`` and ``s3://bucket/a.tif`` travel through the program as paths (``Path("https://host/a.tif")``),
as the files of zips do. What comes after ``?`` is never part of that path: such words often are a signature, so they
stay in the memory of the process that was given them (:mod:`msa_core.raster.gdal.locations.network`).

A file in a zip at an address is ``https://host/scenes.zip/2020/a.tif``, its name inside written as the zip has it. What
is called ``.zip`` within an address is taken for a zip, as no server is asked to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

# GDAL's file system for each kind of address.
SYSTEMS = {"http": "vsicurl", "https": "vsicurl", "s3": "vsis3", "gs": "vsigs", "az": "vsiaz"}
_PORTS = {"http": 80, "https": 443}
_ADDRESS = re.compile(r"(https?|s3|gs|az):[/\\]+(?=[^/\\])", re.IGNORECASE)
_GDAL_NAME = re.compile(r"/(vsicurl|vsis3|vsigs|vsiaz)/(?=[^/])", re.IGNORECASE)
_GDAL_ZIP = re.compile(r"/vsizip/(\{?)(?=/(?:vsicurl|vsis3|vsigs|vsiaz)/[^/])", re.IGNORECASE)
_ZIP = re.compile(r"[^/]+\.zip(?=/|$)", re.IGNORECASE)
_CLOUDS = {"vsis3": "s3", "vsigs": "gs", "vsiaz": "az"}
# What an address may hold as it is; all else is written in percent.
_PLAIN = "/:@!$&'()*+,;=~%-._#[]"


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: its ``path``, and the ``query`` that came after ``?``, without it."""

    path: Path
    query: str = ""


def is_address(given: Path | str) -> bool:
    """True for an address that can be read: ``http``, ``https``, ``s3``, ``gs`` or ``az``, also as GDAL spells it."""
    text = str(given)
    return any(form.match(text) is not None for form in (_ADDRESS, _GDAL_NAME, _GDAL_ZIP))


def split_zip(path: Path | str) -> tuple[Path, str] | None:
    """The zip at an address that a path leads through or to, and the name inside (``""`` for the zip itself)."""
    if ".zip" not in str(path).lower():  # as nearly all of many
        return None
    text = shown(path)
    found = _ADDRESS.match(text)
    zipped = None if found is None else _ZIP.search(text, text.find("/", found.end()) + 1 or len(text))
    return None if zipped is None else (Path(text[: zipped.end()]), text[zipped.end() + 1 :])


@lru_cache(maxsize=16)  # who lists many asks twice of each
def parsed(given: str, is_raster: bool = True) -> Address:
    """Take an address apart.

    Args:
        given: the address.
        is_raster: False for that of a catalogue, which may end in a slash or be that of a server alone.

    Raises:
        ValueError: it cannot be read; the text is a sentence, without what may be secret.
    """
    text = _without_zip_system(given.strip())
    if found := _GDAL_NAME.match(text):
        rest, system = text[found.end() :], found[1].lower()
        text = rest if system == "vsicurl" else f"{_CLOUDS[system]}://{rest}"
    found = _ADDRESS.match(text)
    if found is None:
        raise ValueError("It is not an address that can be read: http, https, s3, gs and az are.")
    scheme, rest = found[1].lower(), text[found.end() :].replace("\\", "/")
    query = ""
    if scheme in _PORTS:
        rest, query = _without_query(rest)
    host, _, inside = rest.partition("/")
    if "@" in host:
        raise ValueError(
            "It holds a name or a password before the @: leave them out, and give them as GDAL takes them "
            "(GDAL_HTTP_USERPWD, or the file .netrc)."
        )
    zipped = _ZIP.search(inside)
    inside = inside.rstrip("/") if zipped or not is_raster else inside
    if fault := _fault_of(scheme, host, inside if is_raster or inside else "catalogue"):
        raise ValueError(fault)
    if scheme in _PORTS:  # the name of a file in a bucket is what it is; GDAL writes it in percent itself
        end = zipped.end() if zipped else len(inside)
        host, inside = host.lower(), quote(inside[:end], safe=_PLAIN) + inside[end:]
    return Address(Path(f"{scheme}://{host}/{inside}" if inside else f"{scheme}://{host}"), query)


def _without_zip_system(text: str) -> str:
    """``/vsicurl/https://host/a.zip/b.tif`` for ``/vsizip/{/vsicurl/https://host/a.zip}/b.tif``, or without braces."""
    found = _GDAL_ZIP.match(text)
    if found is None:
        return text
    zipped, brace, member = text[found.end() :].rpartition("}") if found[1] else ("", "", "")
    return zipped + member if brace else text[found.end() :]


def _without_query(rest: str) -> tuple[str, str]:
    """An address without what stands between ``?`` and ``#``, and that."""
    before, mark, after = rest.partition("?")
    query, sign, fragment = after.partition("#")
    return (before + sign + fragment, query) if mark else (rest, "")


def _fault_of(scheme: str, host: str, inside: str) -> str:
    """Why an address cannot be read, a sentence; ``""`` when it can."""
    if not host or not inside.strip("/"):
        return "It is the address of a server or a bucket: name one raster in it."
    if inside.endswith("/"):
        return "It is the address of a folder, and servers do not say what lies in theirs: name the rasters."
    if any(part in ("", ".", "..") for part in inside.split("/")):
        return "A part between two slashes of its path is empty or made of dots: write it without."
    if scheme in _PORTS:
        try:
            urlsplit(f"{scheme}://{host}").port  # noqa: B018  raises for a port that is none
        except ValueError:
            return "Its port is not a number from 1 to 65535."
    return ""


def shown(path: Path | str) -> str:
    """A path as it is shown, kept in records and exported: an address with both its slashes, any other as it is."""
    text = str(path)
    found = _ADDRESS.match(text)
    return text if found is None else f"{found[1].lower()}://{text[found.end() :]}".replace("\\", "/")


def host_of(path: Path | str) -> tuple[str, int] | None:
    """Host and port of an address in the web; None for one in a bucket, whose server the environment names."""
    parts = urlsplit(shown(path))
    if parts.scheme not in _PORTS or parts.hostname is None:
        return None
    return parts.hostname, parts.port or _PORTS[parts.scheme]


def gdal_name(path: Path | str, query: str = "") -> str:
    """What GDAL calls an address: ``/vsicurl/https://host/a.tif``, ``/vsis3/bucket/a.tif``.

    Of a file in a zip ``/vsizip/{/vsicurl/https://host/scenes.zip}/a.tif``.
    """
    parts = split_zip(path)
    if parts is not None and parts[1]:
        return f"/vsizip/{{{gdal_name(parts[0], query)}}}/{parts[1]}"
    text = shown(path)
    scheme, _, rest = text.partition("://")
    system = SYSTEMS[scheme]
    return f"/{system}/{text}{'?' if query else ''}{query}" if system == "vsicurl" else f"/{system}/{rest}"
