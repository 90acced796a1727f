"""Which tiles a query's filters leave, decided before anything is ranked."""

from __future__ import annotations

import datetime as dt
import fnmatch
import re
from collections.abc import Callable, Hashable
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from msa_core.indexing.names import printable
from msa_core.indexing.reading import TileIndex
from msa_core.records import Query
from msa_core.retrieval.places import TilePlaces

# Masks of this many filters are kept: a window asks again with other words and the same filters.
_KEPT = 16
# Tiles are whole numbers of source pixels, usually 96 or more: what was cut as 160 m may measure 160.8.
_SIDE_TOLERANCE = 0.01
_NEVER = np.iinfo(np.int64).min
_LARGEST = np.finfo(np.float64).max
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class TileFilter:
    """Answers which rows of an index pass a query's filters, and remembers the last answers.

    Args:
        index: an opened index.
    """

    def __init__(self, index: TileIndex) -> None:
        self._index = index
        self._places: TilePlaces | None = None
        self._masks: dict[Hashable, np.ndarray] = {}

    def is_set(self, query: Query) -> bool:
        """Whether the query has any filter."""
        return bool(self._parts(query))

    def allowed(self, query: Query) -> np.ndarray | None:
        """Bool (N,): tiles that pass every filter; None when there is none. Not to be written to."""
        masks = [self._remembered(key, make) for key, make in self._parts(query)]
        return np.logical_and.reduce(masks) if len(masks) > 1 else masks[0] if masks else None

    def _parts(self, query: Query) -> list[tuple[Hashable, Callable[[], np.ndarray]]]:
        """The filters that are set, each with what it depends on."""
        index = self._index
        parts: list[tuple[Hashable, Callable[[], np.ndarray]]] = []
        bbox, area = query.bbox, query.area
        if bbox is not None:
            parts.append((("bbox", bbox), lambda: self._tile_places().in_bbox(bbox)))
        if area is not None:
            parts.append((("area", area), lambda: self._tile_places().in_area(shapely.from_wkt(area))))
        if query.period != (None, None):
            parts.append((("period", query.period), lambda: _in_period(self._micros, *query.period)))
        if query.sources:
            parts.append((("sources", query.sources), lambda: _of_sources(index, query.sources)))
        if query.ground_m != (None, None):
            parts.append((("ground", query.ground_m), lambda: _of_size(self._side_m, *query.ground_m)))
        if query.only_ids is not None:
            only = query.only_ids
            parts.append((("only", only), lambda: _with_ids(index, only)))
        if query.without_ids:
            parts.append((("without", query.without_ids), lambda: ~_with_ids(index, query.without_ids)))
        return parts

    @cached_property
    def _micros(self) -> np.ndarray:
        """Microseconds since 1970 (N,), int64; ``_NEVER`` without a date."""
        column = self._index.rows.table.column("datetime")
        micros: np.ndarray = pc.fill_null(column.cast(pa.int64()), _NEVER).to_numpy()
        return micros

    @cached_property
    def _side_m(self) -> np.ndarray:
        """Ground side (N,) of the square that was read, NaN without position: from metres per pixel."""
        gsd: np.ndarray = pc.fill_null(self._index.rows.table.column("gsd"), np.nan).to_numpy()
        return gsd * self._index.manifest.model.input_px

    def _tile_places(self) -> TilePlaces:
        if self._places is None:
            self._places = TilePlaces(self._index)
        return self._places

    def _remembered(self, key: Hashable, make: Callable[[], np.ndarray]) -> np.ndarray:
        mask = self._masks.pop(key, None)
        self._masks[key] = make() if mask is None else mask  # newest last
        while len(self._masks) > _KEPT:
            del self._masks[next(iter(self._masks))]
        return self._masks[key]


def matching_sources(names: list[str], patterns: tuple[str, ...]) -> np.ndarray:
    """Bool per name: whether it fits one of the patterns.

    A pattern is a name, or has ``*``, ``?`` and ``[...]`` in it, which match ``/`` as well. It is held against the
    path within the archive; one without ``/`` also against the file's name alone.
    """
    plain, wild = set(patterns), re.compile("|".join(map(fnmatch.translate, patterns)))

    def fits(name: str) -> bool:
        forms = _forms(name)
        return not plain.isdisjoint(forms) or any(map(wild.match, forms))

    return np.array([fits(name) for name in names], bool)


@lru_cache(maxsize=1 << 16)
def _forms(name: str) -> frozenset[str]:
    """What a person may call a source: its path within the archive, its file's name, both as they are printed."""
    forms = {name} if name.isascii() and name.isprintable() else {name, printable(name)}
    return frozenset(forms | {form.rpartition("/")[2] for form in forms})


def _of_sources(index: TileIndex, patterns: tuple[str, ...]) -> np.ndarray:
    chosen = matching_sources([entry.name for entry in index.manifest.sources], patterns)
    return chosen[index.rows.source]


def _in_period(micros: np.ndarray, start: dt.datetime | None, end: dt.datetime | None) -> np.ndarray:
    passing: np.ndarray = micros >= (_NEVER + 1 if start is None else _micros(start))
    if end is not None:
        passing &= micros < _micros(end)
    return passing


def _micros(when: dt.datetime) -> int:
    return (when - _EPOCH) // dt.timedelta(microseconds=1)


def _of_size(side_m: np.ndarray, smallest: float | None, largest: float | None) -> np.ndarray:
    """By the ground side of the square that was read; to 1 %."""
    low = 0.0 if smallest is None else smallest * (1 - _SIDE_TOLERANCE)
    high = _LARGEST if largest is None else largest * (1 + _SIDE_TOLERANCE)
    passing: np.ndarray = (side_m >= low) & (side_m <= high)  # False for NaN
    return passing


def _with_ids(index: TileIndex, ids: frozenset[str]) -> np.ndarray:
    wanted = pa.array(sorted(ids), pa.string())
    return np.asarray(pc.is_in(index.rows.table.column("id"), value_set=wanted))
