"""Virtual rasters at addresses: what they name is judged, and GDAL gets their text with these names alone.

Who asks for a virtual raster asks for what it names on its own server. Other servers need the network to be allowed for
all that files name; and nothing at an address leads to a file of this machine, or to another virtual raster, whose
names GDAL would follow without asking anybody.
"""

from __future__ import annotations

import ntpath
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from msa_core import addresses
from msa_core.errors import SourceError, UsageError
from msa_core.raster.gdal.locations import location, network, remote
from msa_core.raster.gdal.mosaics import foreign_names
from msa_core.raster.gdal.mosaics.virtual import (
    MAX_BYTES,
    NAME_KEYS,
    NAME_TAGS,
    SOURCED,
    Virtual,
    kind_of,
    parse,
)

_NONE_HERE = "and what lies at an address is not followed to files of this machine"
_OTHER_SERVER = (
    "on another server, and nothing is fetched from a network unless asked: name it on the command line or in the "
    f"window, or give {network.SWITCH}"
)


@dataclass(frozen=True, slots=True)
class FarVirtual:
    """A virtual raster at an address: the ``text`` for GDAL, and what it says, all names at addresses."""

    text: str
    virtual: Virtual

    @property
    def named(self) -> tuple[Path, ...]:
        """The addresses that it names, each once."""
        found = (foreign_names.as_path(source.name) for source in self.virtual.sources)
        return tuple(dict.fromkeys(address for address in found if address is not None))


def is_virtual(path: Path) -> bool:
    """True for an address that is called like a virtual raster."""
    return addresses.is_address(path) and path.suffix.lower() == ".vrt"


def read(path: Path) -> FarVirtual:
    """Fetch a virtual raster that was asked for, and judge what it names; that is asked for from now on.

    Raises:
        SourceError: it cannot be fetched, is not a virtual raster, or names what is not followed.
    """
    where = location.of(path)
    try:
        size, mtime_ns = where.stat()
        if size > MAX_BYTES:
            raise SourceError(path, f"It is larger than {MAX_BYTES >> 20} MB, too large for a list of files.")
        content = where.patiently(lambda: _content(str(path), size, mtime_ns))
    except OSError as error:
        said = error.strerror or remote.words(str(error))
        said = said if said == network.NOT_ASKED else f"It cannot be read from its address: {said}."
        raise SourceError(path, said) from error
    return _judged(path, content)


@lru_cache(maxsize=32)
def _content(path: str, size: int, mtime_ns: int) -> bytes:
    del size, mtime_ns  # the key: a file that was written anew is fetched anew
    with location.of(path).open_bytes() as stream:
        return stream.read(MAX_BYTES + 1)


def _judged(path: Path, content: bytes) -> FarVirtual:
    if kind_of(content) != "VRT":
        raise SourceError(path, "It is called .vrt, and is not a virtual raster.")
    if (refused := parse("VRT", content, "").refused).startswith("Its XML"):
        raise SourceError(path, refused)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    root = ElementTree.fromstring(text)
    if not all(map(_is_plain, root.iter())):
        raise SourceError(
            path,
            "It is more than a mosaic of rasters (warped, raw, processed, or with options for opening them): such a "
            "virtual raster is not read at an address. Download it, or make a GeoTIFF of it (gdal_translate).",
        )
    for parent in root.iter():
        for element in parent:
            _settle(path, parent, element)
    text = ElementTree.tostring(root, encoding="unicode")
    virtual = parse("VRT", text.encode(), "")
    if virtual.refused:
        raise SourceError(path, virtual.refused)
    return FarVirtual(text, virtual)


def _is_plain(element: ElementTree.Element) -> bool:
    """False for what may name files in ways that only GDAL knows."""
    kinds = [value for key, value in element.attrib.items() if key.lower() == "subclass"]
    return element.tag.lower() != "openoptions" and all(kind.lower() in SOURCED for kind in kinds)


def _settle(path: Path, parent: ElementTree.Element, element: ElementTree.Element) -> None:
    """Put GDAL's name of an address instead of a name. Raises SourceError: it is not followed."""
    name = (element.text or "").strip()
    given = {key.lower(): value for key, value in element.attrib.items()}
    is_key = element.tag.lower() == "mdi" and given.get("key", "").lower() in NAME_KEYS
    if not name or not (is_key or element.tag.lower() in NAME_TAGS):
        return
    if element.tag.lower() == "source" and parent.tag.lower() != "cachedsource":
        return
    is_relative = given.get("relativetovrt", "0").strip() not in ("", "0")
    try:
        address = _address_of(path, name, is_relative)
        network.ask(addresses.shown(address))
    except UsageError as error:
        raise SourceError(path, f"It names {_shown(name)}: {str(error).partition(': ')[2]}") from error
    except ValueError as error:
        raise SourceError(path, f"It names {_shown(name)}, {error}.") from error
    element.text = remote.gdal_name(address)
    for key in element.attrib:
        if key.lower() == "relativetovrt":
            element.set(key, "0")


def _address_of(path: Path, name: str, is_relative: bool) -> Path:
    """The address that a name leads to. Raises ValueError, with words about the name: it is not followed."""
    if name.startswith("<"):
        raise ValueError("a virtual raster within it, which is not followed at an address")
    if addresses.is_address(name):
        return _asked(path, name)
    is_plain = not (posixpath.isabs(name) or ntpath.isabs(name) or re.match(r"[A-Za-z][\w+. -]*:", name))
    if not (is_relative and is_plain) or foreign_names.refusal_of(name):
        raise ValueError(_NONE_HERE)
    if set(name) & set("?\\"):
        raise ValueError("with signs that an address cannot hold")
    folder = path.parent
    for step in name.split("/"):
        folder = folder.parent if step == ".." else folder / step
        if step == ".." and not _is_on_server_of(path, folder):
            raise ValueError("which leads above its server")
    return _parsed(addresses.shown(folder))


def _asked(path: Path, name: str) -> Path:
    """An address that is named as one."""
    if not name.lower().startswith("/vsi"):
        raise ValueError("which has to be like /vsicurl/https://host/a.tif")
    if "?" in name:
        raise ValueError("with what may be a signature, which is not followed")
    address = _parsed(name)
    if not _is_on_server_of(path, address) and not network.is_asked(address):
        raise ValueError(_OTHER_SERVER)
    return address


def _parsed(name: str) -> Path:
    try:
        return addresses.parsed(name).path
    except ValueError as error:
        raise ValueError("which cannot be read as an address") from error


def _is_on_server_of(path: Path, address: Path) -> bool:
    """Whether two addresses are on one server, or in one bucket."""
    if addresses.host_of(path) is None:
        return address.parts[:2] == path.parts[:2] and len(address.parts) >= 2
    return addresses.host_of(address) == addresses.host_of(path)


def _shown(name: str) -> str:
    name = network.plain(name)
    return name if len(name) <= 80 else f"...{name[-80:]}"
