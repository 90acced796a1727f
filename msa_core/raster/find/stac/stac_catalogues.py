"""From a STAC document to its items: one Item, a collection of Items, a static Catalog or Collection, or an API."""

from __future__ import annotations

import copy
import logging
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msa_core import addresses
from msa_core.raster.find.stac import stac_api
from msa_core.raster.find.stac.stac_documents import DocumentError, Documents, StacKind, kind_of, resolve
from msa_core.raster.gdal.locations import network
from msa_core.stac_search import StacSearch

if TYPE_CHECKING:
    import pystac

_MAX_DOCUMENTS = 1_000_000
_MAX_DEPTH = 64
_UNBOUNDED = (
    "It is a STAC API, which may have any number of items: say which with --bbox, --datetime, --collections or "
    "--max-items."
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item, and the path or address that relative names in it begin at."""

    item: pystac.Item
    base: str


class Catalogues:
    """Walks STAC documents.

    Args:
        documents: reads them.
        wanted: what a server is asked for; it is not checked here.
        refuse: told of each document and each item that cannot be used: its name, and the reason as a sentence.

    Attributes:
        told: sentences about how servers were asked.
    """

    def __init__(self, documents: Documents, wanted: StacSearch, refuse: Callable[[str, str], None]) -> None:
        self._documents, self._wanted, self._refuse = documents, wanted, refuse
        self._read: set[str] = set()
        self.told: list[str] = []

    def items(self, href: str) -> Iterator[FoundItem]:
        """The items of a document and of all that it links to, each document once.

        Raises:
            DocumentError: the document itself cannot be used.
        """
        waiting = [(href, 0)]
        while waiting:
            at, depth = waiting.pop()
            if at in self._read:
                continue
            self._read.add(at)
            try:
                if len(self._read) > _MAX_DOCUMENTS or depth > _MAX_DEPTH:
                    raise DocumentError("Its catalogues lead to ever more catalogues: it is left out.")
                data = self._documents.read(at)
                kind = kind_of(data)
                if kind is None:
                    raise DocumentError(
                        "It is not a STAC document: it has no stac_version, or no type that is known."
                    )
                found, links = self._of(at, data, kind)
                yield from found
            except DocumentError as error:
                if at == href:
                    raise
                self._refuse(network.plain(at), str(error))
                continue
            waiting += [(link, depth + 1) for link in reversed(links)]

    def _of(self, at: str, data: dict[str, Any], kind: StacKind) -> tuple[Iterator[FoundItem], list[str]]:
        """The items in a document, and the documents that it leads to."""
        if kind is StacKind.ITEM:
            return self._each([data], at), []
        if kind is StacKind.ITEMS:
            return self._each(data["features"], at), self._links(at, data, ("next",))
        if kind is StacKind.API:
            if not self._wanted.is_bounded:
                raise DocumentError(_UNBOUNDED)
            return self._each(
                stac_api.search(at, data, self._wanted, self._documents, self.told.append), at
            ), []
        links = self._links(at, data, ("item", "child"))
        return iter(()), links or self._links(at, data, ("items",))

    def _links(self, at: str, data: dict[str, Any], kinds: tuple[str, ...]) -> list[str]:
        found = []
        listed = data.get("links")
        for link in listed if isinstance(listed, list) else ():
            if not isinstance(link, dict) or link.get("rel") not in kinds:
                continue
            href = link.get("href")
            try:
                if not isinstance(href, str):
                    raise DocumentError("One of its links leads nowhere.")
                found.append(resolve(href, at))
            except DocumentError as error:
                self._refuse(network.plain(at), str(error))
        return found

    def _each(self, items: Any, at: str) -> Iterator[FoundItem]:
        for number, data in enumerate(items):
            try:
                item = as_item(data)
            except DocumentError as error:
                name = data.get("id") if isinstance(data, dict) else None
                self._refuse(f"{network.plain(at)}, {name if isinstance(name, str) else number}", str(error))
                continue
            yield FoundItem(item, _base_of(item, at))


def as_item(data: Any) -> pystac.Item:
    """An item as pystac reads it, brought to the newest version.

    Raises:
        DocumentError: it is none.
    """
    import pystac
    from pystac.serialization import identify_stac_object, migrate_to_latest

    if not isinstance(data, dict) or data.get("type") != "Feature":
        raise DocumentError("It is not a STAC item.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # What 1.1 brought (bands for eo:bands) is read in both forms, and bringing an item there takes as long as
            # all else.
            told = copy.copy(data)
            if not str(data.get("stac_version")).startswith("1."):
                told = migrate_to_latest(told, identify_stac_object(data))
            return pystac.Item.from_dict(told, migrate=False, preserve_dict=False)
    except Exception as error:  # pystac believes documents, and fails in many ways when they lie
        _log.info("an item that pystac does not take: %s", error)
        raise DocumentError(f"The item is damaged ({type(error).__name__}: {str(error)[:120]}).") from error


def _base_of(item: pystac.Item, at: str) -> str:
    """Where the relative names of an item begin: at its own address, but beside a file that holds it."""
    own = next((link.href for link in item.links if link.rel == "self"), None)
    if not addresses.is_address(at) or not isinstance(own, str):
        return at
    try:
        return resolve(own, at)
    except DocumentError:
        return at
