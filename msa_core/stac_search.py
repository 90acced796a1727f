"""Which items of STAC catalogues are wanted, and what is said between window and engine of those that were found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from msa_core.records import PassedOver


@dataclass(frozen=True, slots=True, kw_only=True)
class StacSearch:
    """Which items of STAC catalogues are wanted, and what of each.

    Attributes:
        catalogues: files and addresses of Items, collections of Items, Catalogs, Collections and APIs.
        bbox: west, south, east, north in degrees that an item's box has to touch; west > east crosses 180 degrees.
        period: from (inclusive) and to (exclusive), aware datetimes, None for an open end.
        collections: ids, of which an item's has to be one; none for all.
        max_items: so many are taken at most, of each catalogue; None for all.
        cloud_below: cloud cover in percent below which an item's has to be; one that does not tell it is left out.
        platforms: patterns of platforms, in any case of letters, of which one has to fit; none for all.
        asset: key or role of the asset to take; ``""`` for the picture in true colour.
    """

    catalogues: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    period: tuple[dt.datetime | None, dt.datetime | None] = (None, None)
    collections: tuple[str, ...] = ()
    max_items: int | None = None
    cloud_below: float | None = None
    platforms: tuple[str, ...] = ()
    asset: str = ""

    @property
    def is_bounded(self) -> bool:
        """Whether anything limits what a server with any number of items is asked for."""
        bounds = (self.bbox, self.max_items, self.collections or None)
        return any(bound is not None for bound in bounds) or self.period != (None, None)


@dataclass(frozen=True, slots=True)
class FindItems:
    """Write the items that are wanted of STAC catalogues to a file; no catalogue: it came to stop the one before."""

    wanted: StacSearch
    out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptItems:
    """Items of STAC catalogues that were found and kept in a file.

    Attributes:
        path: the file; ``""`` when no item was found, and none was written.
        items: how many it holds.
        names: ids of the first of them, for people.
        hosts: the servers and buckets that their pictures lie on, sorted; none for files of this machine.
        passed_over: items that were not wanted, counted by why.
        refused: (name, reason) of what could not be used.
        told: sentences about how servers were asked.
    """

    path: str = ""
    items: int = 0
    names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    passed_over: PassedOver = field(default_factory=PassedOver)
    refused: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
