"""STAC documents as they lie: which files and addresses are some, their JSON, and where the names in them lead.

Files are read here, addresses by :mod:`msa_core.raster.gdal.locations.location`. Nothing that a document says is
believed before it was looked at: https://github.com/radiantearth/stac-spec.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from msa_core import addresses
from msa_core.errors import UsageError
from msa_core.files import read_ordinary
from msa_core.names import absolute
from msa_core.raster.gdal.locations import location, network
from msa_core.raster.gdal.locations.network import MAX_DOCUMENT_BYTES, FetchError


class StacKind(StrEnum):
    """What a document is."""

    ITEM = "Item"
    ITEMS = "ItemCollection"
    CATALOG = "Catalog"
    COLLECTION = "Collection"
    API = "API"


class DocumentError(Exception):
    """A document that cannot be used; its text is a sentence."""


def kind_of(data: Any) -> StacKind | None:
    """What the JSON of a document is; None for no STAC. Of version 0.x, too, which has no ``type`` for catalogues."""
    if not isinstance(data, dict):
        return None
    kind = data.get("type")
    if kind == "FeatureCollection":
        return StacKind.ITEMS if isinstance(data.get("features"), list) else None
    if "stac_version" not in data:
        return None
    if kind == "Feature":
        return StacKind.ITEM
    if any("item-search" in text for text in _texts(data.get("conformsTo"))):
        return StacKind.API
    return StacKind.COLLECTION if kind == "Collection" or "extent" in data else StacKind.CATALOG


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


class Documents:
    """Reads documents.

    Args:
        tick: called ten times a second while a server is waited for; it may raise ``Cancelled``.
    """

    def __init__(self, tick: Callable[[], None]) -> None:
        self.fetcher = location.fetcher(tick)

    def read(self, href: str) -> Any:
        """The JSON at a path or an address.

        Raises:
            DocumentError: it is not there, was not asked for, or is not JSON; a sentence.
        """
        content = self._of_address(href) if addresses.is_address(href) else self._of_file(Path(href))
        return as_json(content)

    def _of_address(self, href: str) -> bytes:
        try:
            if addresses.host_of(network.plain(href)):
                return self.fetcher.fetch(href)
            if not network.is_catalogue_asked(href):
                raise FetchError(network.NOT_ASKED)
            with location.of(network.ask(href)).open_bytes() as stream:
                return stream.read(MAX_DOCUMENT_BYTES)
        except UsageError as error:
            raise DocumentError(str(error).partition(": ")[2]) from error
        except OSError as error:
            raise DocumentError(fetch_sentence(error)) from None

    @staticmethod
    def _of_file(path: Path) -> bytes:
        try:
            if path.stat().st_size > MAX_DOCUMENT_BYTES:
                raise DocumentError(
                    f"It is larger than {MAX_DOCUMENT_BYTES >> 20} MB: split it into several."
                )
            return read_ordinary(path)
        except FileNotFoundError as error:
            raise DocumentError("There is no such file.") from error
        except (OSError, ValueError) as error:
            raise DocumentError(f"It cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def fetch_sentence(error: OSError) -> str:
    """Why something is not had from a server, a sentence."""
    said = str(error.strerror or error)
    return said if said == network.NOT_ASKED else f"It cannot be fetched: {said.rstrip('.')}."


def as_json(content: bytes) -> Any:
    """Raises DocumentError: it is not JSON, or nested too deep."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except RecursionError as error:
        raise DocumentError("It is nested too deep.") from error
    except ValueError as error:
        raise DocumentError(f"It is not JSON ({str(error)[:100]}).") from error


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def resolve(href: str, base: str) -> str:
    """Where a name in a document leads: a path of this machine, or an address.

    Args:
        href: as it stands there.
        base: path or address of the document.

    Raises:
        DocumentError: a document at an address names a file of this machine, or a place that is not read.
    """
    if "\0" in href or not href.strip():
        raise DocumentError("It names a file without a name.")
    is_far = addresses.is_address(base)
    if addresses.is_address(href):
        return href
    if href.startswith(("/vsi", "\\\\")) or (urlsplit(href).scheme not in ("", "file") and "://" in href):
        raise DocumentError(
            f"{network.plain(href)[:200]}: Files of this computer are read, and addresses that begin with http, https, "
            "s3, gs or az."
        )
    if is_far:
        if href.lower().startswith("file:"):
            raise DocumentError(f"{href[:200]}: A document at an address names a file of this computer.")
        return _joined(base, href)
    return str(absolute(_local(href, Path(base).parent)))


def _joined(base: str, href: str) -> str:
    scheme, _, rest = base.partition("://")
    is_web = scheme.lower() in ("http", "https")
    joined = urljoin(base if is_web else f"https://{rest}", href)
    return joined if is_web else f"{scheme}://{joined.partition('://')[2]}"


def _local(href: str, folder: Path) -> Path:
    """A path beside a document: as it is written, else with what is in percent decoded."""
    is_url = href.lower().startswith("file:")
    plain = unquote(urlsplit(href).path) if is_url else href
    path = folder / plain
    try:
        if not is_url and "%" in href and not path.exists():
            decoded = folder / unquote(href)
            return decoded if decoded.exists() else path
    except (OSError, ValueError):
        return path
    return path
