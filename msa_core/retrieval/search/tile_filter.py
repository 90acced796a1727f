"""Which tiles a query's filters leave, decided before anything is ranked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.records import Query
from msa_core.retrieval.search.footprint_filter import FootprintFilter
from msa_core.retrieval.search.run_lengths import Runs
from msa_core.retrieval.search.source_patterns import fitting_platforms, matching_sources
from msa_core.source_states import SourceState

# From the tiles that are left so far (bool (N,), None: all) to those left after one filter more.
_Narrow = Callable[[np.ndarray | None], np.ndarray]

# Answers to this many sets of filters are kept: a window asks again with other words and the same filters.
_KEPT = 16
# Tiles are whole numbers of source pixels, usually 96 or more: what was cut as 160 m may measure 160.8.
_SIDE_TOLERANCE = 0.01
_NEVER = np.iinfo(np.int64).min
_MAX_FLOAT = float(np.finfo(np.float32).max)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class TileFilter:
    """Answers which rows of an index pass a query's filters, and remembers the last answers.

    Args:
        index: an opened index.
    """

    def __init__(self, index: TileIndex) -> None:
        self._index = index
        self._masks: dict[tuple[Hashable, ...], np.ndarray] = {}

    def is_set(self, query: Query) -> bool:
        """Whether the query has any filter."""
        return bool(self._filters(query))

    def allowed(self, query: Query) -> np.ndarray | None:
        """Bool (N,): tiles that pass every filter; None when there is none. Not to be written to."""
        filters = self._filters(query)
        if not filters:
            return None
        key = tuple(key for key, _ in filters)
        mask = self._masks.pop(key, None)
        if mask is None:
            for _, narrow in filters:
                mask = narrow(mask)
        assert mask is not None
        self._masks[key] = mask  # newest last
        while len(self._masks) > _KEPT:
            del self._masks[next(iter(self._masks))]
        return mask

    def _filters(self, query: Query) -> list[tuple[Hashable, _Narrow]]:
        """The filters that are set, each with what it depends on; the quick ones first, so that the others see less."""
        filters: list[tuple[Hashable, _Narrow]] = []
        bbox, area, only = query.bbox, query.area, query.only_ids
        if query.period != (None, None) or _is_of_sources(query):
            key = ("source and date", query.period, query.sources, query.cloud_below, query.platforms)
            filters.append((key, _then(lambda: self._of_files(query))))
        if query.ground_m != (None, None):
            filters.append(
                (("ground", query.ground_m), _then(lambda: _of_size(self._side_m, *query.ground_m)))
            )
        if only is not None:
            filters.append((("only", only), _then(lambda: self.with_ids(only))))
        if query.without_ids:
            filters.append((("without", query.without_ids), _then(lambda: ~self.with_ids(query.without_ids))))
        if bbox is not None:
            filters.append((("bbox", bbox), lambda among: self._footprints.in_bbox(bbox, among)))
        if area is not None:
            filters.append(
                (("area", area), lambda among: self._footprints.in_area(shapely.from_wkt(area), among))
            )
        return filters

    @cached_property
    def _footprints(self) -> FootprintFilter:
        return FootprintFilter(self._index)

    @cached_property
    def _source_runs(self) -> Runs:
        """Numbers of the sources."""
        return Runs(self._index.rows.source)

    @cached_property
    def _date_runs(self) -> Runs:
        """Microseconds since 1970, int64; ``_NEVER`` without a date."""
        column = self._index.rows.table.column("datetime")
        return Runs(pc.fill_null(column.cast(pa.int64()), _NEVER).to_numpy())

    @cached_property
    def _side_m(self) -> np.ndarray:
        """Ground side (N,), float32, NaN without position: the columns hold it divided by the pixels as read."""
        gsd: np.ndarray = pc.fill_null(self._index.rows.table.column("gsd"), np.nan).to_numpy()
        return (gsd * self._index.manifest.model.input_px).astype(np.float32)

    def told_as(self, query: Query) -> dict[int, int]:
        """By which entry of the manifest the tiles of a source are told when its own does not pass, but a copy does.

        Returns:
            Positions in ``Manifest.sources``: of the copy, the first by name, by that of the source that has the tiles.
        """
        if not self._copies or not (_is_of_sources(query) or query.period != (None, None)):
            return {}
        named = self._named(query)
        return {
            owner: next(number for number in copies if self._passes(number, named, query.period))
            for owner, copies in self._copies.items()
            if any(self._passes(number, named, query.period) for number in copies)
            and not self._passes(owner, named, query.period)
        }

    @cached_property
    def _copies(self) -> dict[int, list[int]]:
        """Positions of the copies of each source that has any, by its position; in the order of their names."""
        sources = self._index.manifest.sources
        copies = [
            (entry.name, number) for number, entry in enumerate(sources) if entry.state == SourceState.COPY
        ]
        owners = (
            {entry.id: number for number, entry in enumerate(sources) if entry.searchable} if copies else {}
        )
        found: dict[int, list[int]] = {}
        for _, number in sorted(copies):
            if sources[number].id in owners:
                found.setdefault(owners[sources[number].id], []).append(number)
        return found

    def _named(self, query: Query) -> np.ndarray | None:
        """Bool per entry of the manifest: by name, cloud cover and platform; None when none of them is asked for."""
        if not _is_of_sources(query):
            return None
        entries = self._index.manifest.sources
        passing = np.ones(len(entries), bool)
        if query.sources:
            passing &= matching_sources([entry.name for entry in entries], query.sources)
        if query.cloud_below is not None:
            clouds = np.array(
                [np.nan if e.cloud_percent is None else e.cloud_percent for e in entries], float
            )
            passing &= clouds < query.cloud_below  # False for NaN
        if query.platforms:
            fits = fitting_platforms(query.platforms)
            passing &= np.array([fits(entry.platform) for entry in entries], bool)
        return passing

    def _passes(
        self, number: int, named: np.ndarray | None, period: tuple[dt.datetime | None, dt.datetime | None]
    ) -> bool:
        """Whether an entry of the manifest passes by its own name and date."""
        if named is not None and not named[number]:
            return False
        return period == (None, None) or bool(_within(np.array([self._dates[number]]), *period)[0])

    @cached_property
    def _dates(self) -> dict[int, int]:
        """Microseconds since 1970 of the sources that have copies, and of the copies; ``_NEVER`` without a date."""
        sources, rows = self._index.manifest.sources, self._index.rows
        column = rows.table.column("datetime")
        dates = {}
        for owner, copies in self._copies.items():
            runs = np.flatnonzero(self._source_runs.values == owner)
            when = (
                column[int(self._source_runs.starts[runs[0]])].cast(pa.int64()).as_py() if len(runs) else None
            )
            dates[owner] = _NEVER if when is None else when
            for number in copies:
                dates[number] = _micros_of(sources[number].when)
        return dates

    def _of_files(self, query: Query) -> np.ndarray:
        """Tiles of which one file, the one they were read from or a copy of it, passes by name and date together."""
        sources = self._source_runs
        named = self._named(query)
        passing = None if named is None else sources.spread(named[sources.values])
        if query.period != (None, None):
            dated = self._in_period(*query.period)
            passing = dated if passing is None else passing & dated
        assert passing is not None
        others = self.told_as(query)
        if others:
            passing |= sources.spread(np.isin(sources.values, list(others)))
        return passing

    def _in_period(self, start: dt.datetime | None, end: dt.datetime | None) -> np.ndarray:
        return self._date_runs.spread(_within(self._date_runs.values, start, end))

    def with_ids(self, ids: frozenset[str]) -> np.ndarray:
        """Bool (N,): tiles that bear one of these ids."""
        # Lone surrogates are in no shard, and Arrow takes none.
        wanted = pa.array(sorted(tile for tile in ids if tile.isprintable()), pa.string())
        return np.asarray(pc.is_in(self._index.rows.table.column("id"), value_set=wanted))


def _is_of_sources(query: Query) -> bool:
    """Whether a query asks for rasters by what is the same for all their tiles, dates aside."""
    return bool(query.sources or query.platforms) or query.cloud_below is not None


def _then(find: Callable[[], np.ndarray]) -> _Narrow:
    """A filter that is asked for all tiles at once."""
    return lambda among: find() if among is None else find() & among


def _within(micros: np.ndarray, start: dt.datetime | None, end: dt.datetime | None) -> np.ndarray:
    passing: np.ndarray = micros >= (_NEVER + 1 if start is None else _micros(start))
    if end is not None:
        passing &= micros < _micros(end)
    return passing


def _micros_of(text: str | None) -> int:
    """Of ISO 8601 as a manifest has it; ``_NEVER`` for none, and for what is not a date."""
    try:
        when = None if text is None else dt.datetime.fromisoformat(text)
    except ValueError:
        when = None
    if when is None:
        return _NEVER
    return _micros(when if when.tzinfo is not None else when.replace(tzinfo=dt.UTC))


def _micros(when: dt.datetime) -> int:
    return (when - _EPOCH) // dt.timedelta(microseconds=1)


def _of_size(side_m: np.ndarray, smallest: float | None, largest: float | None) -> np.ndarray:
    """By the ground side of the square that was read; to 1 %."""
    low = 0.0 if smallest is None else min(smallest * (1 - _SIDE_TOLERANCE), _MAX_FLOAT)
    high = _MAX_FLOAT if largest is None else min(largest * (1 + _SIDE_TOLERANCE), _MAX_FLOAT)
    passing: np.ndarray = (side_m >= low) & (side_m <= high)  # False for NaN
    return passing
