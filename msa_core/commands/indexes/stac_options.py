"""Options of ``msa index`` about STAC catalogues, and what they ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

import typer

from msa_core import addresses
from msa_core.errors import UsageError
from msa_core.stac_search import StacSearch


@dataclass(frozen=True, kw_only=True)
class Catalogues:
    """STAC catalogues, and which of their items."""

    stac: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE|URL",
            help="Index the rasters that a STAC Item, ItemCollection, Catalog, Collection or API names; repeatable. "
            "Rasters at addresses need --network.",
        ),
    ] = None
    bbox: Annotated[
        str | None,
        typer.Option(
            help="Only items that touch this box: west,south,east,north in WGS84 degrees; west > east crosses 180."
        ),
    ] = None
    datetime: Annotated[
        str | None,
        typer.Option(
            metavar="DATE[/DATE]",
            help="Only items of this date or between two: 2021, 2021-06/2021-08, 2021-06-30/.. (.. is open).",
        ),
    ] = None
    collections: Annotated[
        list[str] | None,
        typer.Option(metavar="ID[,ID...]", help="Only items of these collections; repeatable."),
    ] = None
    max_items: Annotated[
        int | None, typer.Option(min=1, help="Take at most so many items of each catalogue.")
    ] = None
    cloud_below: Annotated[
        float | None,
        typer.Option(
            help="Only items with less cloud cover than this, in percent; not those that do not tell it.",
        ),
    ] = None
    platform: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Only items of a platform that matches (*, ?, [..]), such as sentinel-2*; repeatable.",
        ),
    ] = None
    asset: Annotated[
        str,
        typer.Option(
            metavar="KEY|ROLE",
            help="The asset to take of each item, by its key or role.  [default: what shows true colour]",
        ),
    ] = ""

    def search(self) -> StacSearch:
        """As the listing takes it; addresses among the catalogues are asked for. Raises UsageError."""
        from msa_core.names import absolute
        from msa_core.raster.gdal.locations import network
        from msa_core.retrieval.query.parsing import parse_bbox, parse_clouds

        catalogues = tuple(
            network.ask_catalogue(given) if addresses.is_address(given) else str(absolute(given))
            for given in self.stac or ()
        )
        return StacSearch(
            catalogues=catalogues,
            bbox=parse_bbox(self.bbox),
            period=_period(self.datetime),
            collections=tuple(
                c.strip() for given in self.collections or () for c in given.split(",") if c.strip()
            ),
            max_items=self.max_items,
            cloud_below=parse_clouds(self.cloud_below),
            platforms=tuple(self.platform or ()),
            asset=self.asset,
        )


def _period(text: str | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    from msa_core.retrieval.query.parsing import parse_period

    if text is None:
        return None, None
    first, slash, last = (side.strip() for side in text.partition("/"))
    start, end = (None if side in ("", "..") else side for side in (first, last if slash else first))
    if start is None and end is None:
        raise UsageError(f"--datetime needs a date, or two with / between them, not {text!r}.")
    try:
        return parse_period(start, end)
    except UsageError as error:
        raise UsageError(str(error).replace("--from", "--datetime").replace("--to", "--datetime")) from error
