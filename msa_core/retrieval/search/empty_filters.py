"""Where the filters of a query leave no tile: which of them does, and what there is instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.names import printable
from msa_core.records import Bounds, Query
from msa_core.retrieval.query.parsing import period_texts
from msa_core.retrieval.search.tile_filter import TileFilter

_NAMES_TOLD = 3


def why_nothing_passes(index: TileIndex, filters: TileFilter, query: Query) -> tuple[str, ...]:
    """Sentences on the filters that leave no tile by themselves, or one that says that together they leave none.

    Args:
        index: what is searched.
        filters: of ``index``.
        query: its filters leave no tile.
    """
    told = [
        sentence
        for alone, sentence in _one_by_one(index, query)
        if not _passing(filters, replace(alone, terms=query.terms))
    ]
    if told:
        return tuple(told)
    return ("Each filter alone leaves tiles, but no tile passes all of them.",)


def _one_by_one(index: TileIndex, query: Query) -> Iterator[tuple[Query, str]]:
    """Each kind of filter that is set, alone in a query, and what is said where it leaves nothing."""
    none = Query(terms=query.terms)
    entries = [entry for entry in index.manifest.sources if entry.state.is_indexed]
    if query.sources:
        names = sorted({entry.name for entry in entries})
        yield replace(none, sources=query.sources), _of_names(query.sources, names)
    if query.cloud_below is not None:
        known = any(entry.cloud_percent is not None for entry in entries)
        yield (
            replace(none, cloud_below=query.cloud_below),
            (
                f"No raster of the index has less than {query.cloud_below:g} % of clouds."
                if known
                else "Cloud cover is known of no raster of the index: it comes from STAC items."
            ),
        )
    if query.platforms:
        platforms = sorted({entry.platform for entry in entries} - {""})
        yield (
            replace(none, platforms=query.platforms),
            (
                f"No raster of the index is of such a platform; there is {_some(platforms)}."
                if platforms
                else "The platform is known of no raster of the index: it comes from STAC items."
            ),
        )
    if query.period != (None, None):
        yield replace(none, period=query.period), _of_dates(index, query)
    if query.ground_m != (None, None):
        yield replace(none, ground_m=query.ground_m), _of_sizes(index)
    if query.bbox is not None:
        yield replace(none, bbox=query.bbox), _of_extent(index)
    if query.area is not None:
        yield replace(none, area=query.area), _of_extent(index)
    if query.only_ids is not None or query.without_ids:
        reviewed = replace(none, only_ids=query.only_ids, without_ids=query.without_ids)
        yield reviewed, "The reviews leave no tile to search."


def _passing(filters: TileFilter, query: Query) -> bool:
    allowed = filters.allowed(query)
    return allowed is None or bool(allowed.any())


def _of_names(patterns: tuple[str, ...], names: list[str]) -> str:
    given = ", ".join(f'"{printable(pattern[:60])}"' for pattern in patterns[:_NAMES_TOLD])
    return f"No raster of the index has a name like {given}, in these very letters; there is {_some(names)}."


def _of_dates(index: TileIndex, query: Query) -> str:
    first, last = (pc.min_max(index.rows.table.column("datetime"))[end].as_py() for end in ("min", "max"))
    if first is None:
        return "No raster of the index has a date."
    since, until = period_texts(query.period)
    return (
        f"No tile is dated {since or '..'} to {until or '..'}: those of the index are of "
        f"{first.date().isoformat()} to {last.date().isoformat()}."
    )


def _of_sizes(index: TileIndex) -> str:
    sizes = [f"{side:g}" for side in index.manifest.ground_sizes_m]
    if not sizes:
        return "No tile of the index is of such a size on the ground: their sizes in metres are not known."
    return f"No tile of the index is of such a size on the ground: there are {', '.join(sizes)} m."


def _of_extent(index: TileIndex) -> str:
    bounds = np.asarray(index.rows.bounds)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return "No tile lies in the box or area asked for: no raster of the index has a position."
    extent = (*bounds[:, :2].min(axis=0).tolist(), *bounds[:, 2:].max(axis=0).tolist())
    return (
        f"No tile lies in the box or area asked for: those of the index lie within {_degrees(extent)} (west, south, "
        "east, north). Longitude comes before latitude."
    )


def _degrees(bounds: Bounds) -> str:
    return ", ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in bounds)


def _some(names: list[str]) -> str:
    told = ", ".join(printable(name) for name in names[:_NAMES_TOLD])
    return told if len(names) <= _NAMES_TOLD else f"{told} and {len(names) - _NAMES_TOLD:,} more"
