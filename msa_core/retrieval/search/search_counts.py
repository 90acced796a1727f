"""What a saved search finds in an area, as one record of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from msa_core.errors import Cancelled, MsaError
from msa_core.messages import Search, SearchCount
from msa_core.progress import Progress
from msa_core.records import Query
from msa_core.retrieval.query.areas.area import inside
from msa_core.retrieval.query.parsing import checked

if TYPE_CHECKING:
    from msa_core.retrieval.search.tile_searcher import TileSearcher


def count_search(
    searcher: TileSearcher, query: Query, asked: Search, row: int, column: int, area: str | None
) -> SearchCount:
    """Ask ``query``, that of ``asked``, within ``area`` (WKT, None: everywhere)."""
    try:
        query = checked(query)
    except MsaError as error:
        return SearchCount(search=row, area=column, problem=str(error))
    both = inside(query.area, area)
    if both is not None and both.endswith("EMPTY"):
        return SearchCount(search=row, area=column, above_cut=0)
    try:
        found = searcher.search(replace(query, area=both), asked.k, asked.listing)
    except Cancelled:
        raise
    except MsaError as error:
        return SearchCount(search=row, area=column, problem=str(error))
    told = found.background
    has_cut = told is not None and told.cut is not None
    return SearchCount(
        search=row,
        area=column,
        searched=found.searched,
        ids=tuple(hit.tile.id for hit in found.hits),
        scores=tuple(hit.score for hit in found.hits),
        above_cut=told.above_cut if told is not None and has_cut else None,
        cut=told.cut if told is not None else None,
        best=max((hit.score for hit in found.hits), default=None),
    )


def count_searches(
    searcher: TileSearcher, searches: Sequence[Search], areas: Sequence[str | None], progress: Progress | None
) -> tuple[SearchCount, ...]:
    """What each search finds in each area; one that cannot be asked says why, the others are asked.

    Args:
        areas: WKT in WGS84, None for everywhere; a search with an area of its own is asked where both are.
    """
    counts = []
    for row, asked in enumerate(searches):
        for column, area in enumerate(areas):
            counts.append(count_search(searcher, asked.query, asked, row, column, area))
            if progress is not None:
                progress(len(counts) / (len(searches) * len(areas)), "counting saved searches")
    return tuple(counts)
