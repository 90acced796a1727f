"""What the window and the engine process say to each other about items of STAC catalogues."""

from __future__ import annotations

from dataclasses import dataclass, field

from msa_core.config import StacSearch
from msa_core.records import PassedOver


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
    """

    path: str = ""
    items: int = 0
    names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    passed_over: PassedOver = field(default_factory=PassedOver)
    refused: tuple[tuple[str, str], ...] = ()
