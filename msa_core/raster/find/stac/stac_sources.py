"""From a STAC catalogue to rasters: the items that are wanted, the picture of each, what is passed over."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msa_core import addresses
from msa_core.errors import UsageError
from msa_core.progress import Progress
from msa_core.raster.find.stac.stac_assets import choose
from msa_core.raster.find.stac.stac_catalogues import Catalogues, FoundItem
from msa_core.raster.find.stac.stac_documents import DocumentError, Documents, resolve
from msa_core.raster.find.stac.stac_items import ItemFacts, facts_of
from msa_core.raster.gdal.locations import inner, network
from msa_core.raster.gdal.mosaics import composing
from msa_core.stac_search import StacSearch

if TYPE_CHECKING:
    import pystac

OTHER_ASSETS = "other assets of STAC items"
_TOLD_EVERY = 50

Refuse = Callable[[str, str], None]
Follow = Callable[[Path], Iterator[tuple[Path, Path]]]


class StacSources:
    """The rasters of one catalogue.

    Args:
        wanted: which items, and what of each.
        progress: told of items; may raise ``Cancelled``.
        refuse: told of what cannot be used: its name, and the reason.
        follow: finds the rasters in a file of this machine, which an item names.

    Attributes:
        skipped: what was passed over, by kind.
        items: what its item says of each raster.
        named: all files of this machine that items name.
        told: sentences about how servers were asked.
    """

    def __init__(self, wanted: StacSearch, progress: Progress, refuse: Refuse, follow: Follow) -> None:
        self._wanted, self._progress, self._refuse, self._follow = wanted, progress, refuse, follow
        self.skipped: Counter[str] = Counter()
        self.items: dict[Path, ItemFacts] = {}
        self.named: list[Path] = []
        self.told: list[str] = []
        self._unasked: list[str] = []
        self._tell = "reading the STAC catalogue"

    def find(self, given: str, shown: str) -> Iterator[tuple[Path, Path]]:
        """(root, file) of each raster.

        Args:
            given: path or address of the document, with what belongs after ``?``.
            shown: what it is called.
        """
        folder = Path(given).parent if not addresses.is_address(given) else None
        for found in self.wanted_items(given, shown):
            yield from self._pictures(found, folder)
        self._refuse_unasked(shown)

    def wanted_items(self, given: str, shown: str) -> Iterator[FoundItem]:
        """The items that are wanted, each once; the others are counted. Arguments as of :meth:`find`."""
        walk = Catalogues(Documents(self._tick), self._wanted, self._refuse)
        taken, seen = 0, set[tuple[Any, str]]()
        try:
            for found in walk.items(given):
                key = (found.item.collection_id, found.item.id)
                if key in seen:
                    self.skipped["STAC items that are named twice"] += 1
                    continue
                seen.add(key)
                if len(seen) % _TOLD_EVERY == 1:
                    self._tell = f"reading STAC items of {Path(shown).name}, {len(seen):,} so far"
                    self._tick()
                if why := self._why_not(found.item):
                    self.skipped[why] += 1
                    continue
                yield found
                taken += 1
                if taken == self._wanted.max_items:
                    break
        except DocumentError as error:
            self._refuse(shown, str(error))
        self.told += walk.told
        if not seen:
            self.skipped["STAC catalogues without items"] += 1

    def _tick(self) -> None:
        self._progress(0.0, self._tell)

    def _why_not(self, item: pystac.Item) -> str:
        """As what an item that is not wanted is counted; ``""`` for one that is."""
        facts, wanted = _facts(item), self._wanted
        if wanted.collections and item.collection_id not in wanted.collections:
            return "STAC items of other collections"
        if wanted.bbox is not None and not _touches(item.bbox, wanted.bbox):
            return "STAC items outside the box" if item.bbox else "STAC items without a position"
        if wanted.period != (None, None) and (why := _why_not_then(item, wanted.period)):
            return why
        if wanted.cloud_below is not None and (
            facts.cloud_percent is None or facts.cloud_percent >= wanted.cloud_below
        ):
            is_told = facts.cloud_percent is not None
            return (
                "STAC items with more clouds" if is_told else "STAC items that do not tell their cloud cover"
            )
        if wanted.platforms and not _fits(facts.platform, wanted.platforms):
            return "STAC items of other platforms"
        return ""

    def _pictures(self, found: FoundItem, folder: Path | None) -> Iterator[tuple[Path, Path]]:
        chosen = choose(found.item.assets, self._wanted.asset)
        self.skipped.update({OTHER_ASSETS: chosen.others} if chosen.others else {})
        if not chosen.pictures:
            self.skipped["STAC items without a picture among their assets"] += 1
        for hrefs in chosen.pictures:
            try:
                files = [resolve(href, found.base) for href in hrefs]
                yield from self._picture(found.item, files, folder)
            except DocumentError as error:
                self._refuse(found.item.id, str(error))
            except UsageError as error:
                self._refuse(found.item.id, str(error).partition(": ")[2] or str(error))

    def _picture(
        self, item: pystac.Item, files: list[str], folder: Path | None
    ) -> Iterator[tuple[Path, Path]]:
        are_far = [addresses.is_address(file) for file in files]
        if any(are_far):
            if not network.is_all_allowed():
                self._unasked.append(network.plain(files[0]))
                return
            paths = [network.ask(file) for file in files]
        else:
            paths = [Path(file) for file in files]
            self.named += paths
            if missing := [path for path in paths if not _exists(path)]:
                raise DocumentError(f"It names {missing[0]}, and there is no such file.")
        if len(paths) > 1:
            subdataset = composing.subdataset_of([path.name for path in paths])
            if not subdataset or len({path.parent for path in paths}) > 1:
                raise DocumentError("The files of its red, green and blue bands do not lie side by side.")
            paths = [inner.path_of(paths[0], subdataset)]
            self.named += [] if any(are_far) else paths
        for path in paths:
            is_one = inner.split(path) or (any(are_far) and addresses.split_zip(path) is None)
            followed = iter([path]) if is_one else (p for _, p in self._follow(path))
            for raster in followed:
                self.items[raster] = _facts(item)
                yield _root_of(raster, folder), raster

    def _refuse_unasked(self, shown: str) -> None:
        """Say of all rasters at addresses together that nobody asked for them."""
        if not self._unasked:
            return
        count, first = len(self._unasked), self._unasked[0]
        rasters = (
            f"1 raster at an address, {first},"
            if count == 1
            else (f"{count:,} rasters at addresses, the first {first},")
        )
        self._refuse(
            shown,
            f"It names {rasters} and nothing is fetched from a network unless asked: on the command line "
            f"with {network.SWITCH}, in the window by Fetch.",
        )


def _facts(item: pystac.Item) -> ItemFacts:
    told = dict(item.properties)
    if not told.get("datetime") and item.datetime is not None:
        told["datetime"] = item.datetime.isoformat()
    return facts_of({"id": item.id, "properties": told})


def _root_of(path: Path, folder: Path | None) -> Path:
    """The folder from which a raster gets its name: that of the catalogue it lies below, else the one above its own."""
    if folder is not None and path.is_relative_to(folder):
        return folder
    above = path.parent.parent
    is_server = addresses.is_address(path) and len(above.parts) < 2
    return path.parent if is_server or above == path.parent else above


def _exists(path: Path) -> bool:
    try:
        return path.exists() or inner.split(path) is not None
    except (OSError, ValueError):
        return False


def _fits(platform: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(platform.casefold(), pattern.casefold()) for pattern in patterns)


def _why_not_then(item: pystac.Item, period: tuple[dt.datetime | None, dt.datetime | None]) -> str:
    moments = [item.common_metadata.start_datetime, item.common_metadata.end_datetime]
    first = item.datetime or moments[0]
    last = item.datetime or moments[1] or first
    if first is None or last is None:
        return "STAC items without a date"
    first, last = (m if m.tzinfo is not None else m.replace(tzinfo=dt.UTC) for m in (first, last))
    start, end = period
    is_in = (start is None or last >= start) and (end is None or first < end)
    return "" if is_in else "STAC items of other dates"


def _touches(box: Any, wanted: tuple[float, float, float, float]) -> bool:
    """Whether an item's box of four or six numbers touches the one that is wanted; either may cross 180 degrees."""
    try:
        numbers = [float(number) for number in box]
        west, south, east, north = numbers if len(numbers) == 4 else (numbers[i] for i in (0, 1, 3, 4))
    except (TypeError, ValueError, IndexError):
        return False
    if north < wanted[1] or south > wanted[3]:
        return False
    return any(w <= b and e >= a for w, e in _spans(west, east) for a, b in _spans(wanted[0], wanted[2]))


def _spans(west: float, east: float) -> list[tuple[float, float]]:
    return [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
