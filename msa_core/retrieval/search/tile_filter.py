"""Which tiles a query's filters leave, decided before anything is ranked."""

from __future__ import annotations

import datetime as dt
import fnmatch
import re
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from msa_core.indexing.folder.tile_index import TileIndex
from msa_core.names import printable
from msa_core.records import Query
from msa_core.retrieval.search.area_filter import TilePlaces
from msa_core.retrieval.search.run_lengths import Runs

# From the tiles that are left so far (bool (N,), None: all) to those left after one filter more.
_Narrow = Callable[[np.ndarray | None], np.ndarray]

# Answers to this many sets of filters are kept: a window asks again with other words and the same filters.
_KEPT = 16
# Tiles are whole numbers of source pixels, usually 96 or more: what was cut as 160 m may measure 160.8.
_SIDE_TOLERANCE = 0.01
_NEVER = np.iinfo(np.int64).min
_LARGEST = float(np.finfo(np.float32).max)
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
        return bool(self._parts(query))

    def allowed(self, query: Query) -> np.ndarray | None:
        """Bool (N,): tiles that pass every filter; None when there is none. Not to be written to."""
        parts = self._parts(query)
        if not parts:
            return None
        key = tuple(key for key, _ in parts)
        mask = self._masks.pop(key, None)
        if mask is None:
            for _, narrow in parts:
                mask = narrow(mask)
        assert mask is not None
        self._masks[key] = mask  # newest last
        while len(self._masks) > _KEPT:
            del self._masks[next(iter(self._masks))]
        return mask

    def _parts(self, query: Query) -> list[tuple[Hashable, _Narrow]]:
        """The filters that are set, each with what it depends on; the quick ones first, so that the others see less."""
        parts: list[tuple[Hashable, _Narrow]] = []
        bbox, area, only = query.bbox, query.area, query.only_ids
        if query.period != (None, None):
            parts.append((("period", query.period), _then(lambda: self._in_period(*query.period))))
        if query.sources:
            parts.append((("sources", query.sources), _then(lambda: self._of_sources(query.sources))))
        if query.ground_m != (None, None):
            parts.append((("ground", query.ground_m), _then(lambda: _of_size(self._side_m, *query.ground_m))))
        if only is not None:
            parts.append((("only", only), _then(lambda: self._with_ids(only))))
        if query.without_ids:
            parts.append((("without", query.without_ids), _then(lambda: ~self._with_ids(query.without_ids))))
        if bbox is not None:
            parts.append((("bbox", bbox), lambda among: self._places.in_bbox(bbox, among)))
        if area is not None:
            parts.append((("area", area), lambda among: self._places.in_area(shapely.from_wkt(area), among)))
        return parts

    @cached_property
    def _places(self) -> TilePlaces:
        return TilePlaces(self._index)

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
        """Ground side (N,) of the square that was read, float32, NaN without position: from metres per pixel."""
        gsd: np.ndarray = pc.fill_null(self._index.rows.table.column("gsd"), np.nan).to_numpy()
        return (gsd * self._index.manifest.model.input_px).astype(np.float32)

    def _of_sources(self, patterns: tuple[str, ...]) -> np.ndarray:
        chosen = matching_sources([entry.name for entry in self._index.manifest.sources], patterns)
        return self._source_runs.spread(chosen[self._source_runs.values])

    def _in_period(self, start: dt.datetime | None, end: dt.datetime | None) -> np.ndarray:
        micros = self._date_runs.values
        passing: np.ndarray = micros >= (_NEVER + 1 if start is None else _micros(start))
        if end is not None:
            passing &= micros < _micros(end)
        return self._date_runs.spread(passing)

    def _with_ids(self, ids: frozenset[str]) -> np.ndarray:
        wanted = pa.array(sorted(ids), pa.string())
        return np.asarray(pc.is_in(self._index.rows.table.column("id"), value_set=wanted))


def _then(find: Callable[[], np.ndarray]) -> _Narrow:
    """A filter that is asked for all tiles at once."""
    return lambda among: find() if among is None else find() & among


def matching_sources(names: list[str], patterns: tuple[str, ...]) -> np.ndarray:
    """Bool per name: whether it fits one of the patterns.

    A pattern is a name, or has ``*``, ``?`` and ``[...]`` in it, which match ``/`` as well. It is held against the
    path within the archive; one without ``/`` also against the file's name alone.
    """
    # What stands before the first bracket is literal but for * and ?: a "/" there is in no file's name.
    bare = [pattern for pattern in patterns if "/" not in pattern.partition("[")[0]]
    fits_path, fits_file = _fitting(patterns), _fitting(bare)
    fits = [
        any(map(fits_path, paths)) or (bool(bare) and any(map(fits_file, files)))
        for paths, files in map(_forms, names)
    ]
    return np.array(fits, bool)


def _fitting(patterns: Sequence[str]) -> Callable[[str], object]:
    """Whether a text is one of the patterns, or what one of them stands for."""
    return re.compile("|".join(f"{re.escape(p)}\\Z|{fnmatch.translate(p)}" for p in patterns)).match


@lru_cache(maxsize=1 << 16)
def _forms(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a person may call a source: its path within the archive, and its file's name, also as they are printed."""
    paths = (name,) if name.isascii() and name.isprintable() else (name, printable(name))
    return paths, tuple(path.rpartition("/")[2] for path in paths)


def _micros(when: dt.datetime) -> int:
    return (when - _EPOCH) // dt.timedelta(microseconds=1)


def _of_size(side_m: np.ndarray, smallest: float | None, largest: float | None) -> np.ndarray:
    """By the ground side of the square that was read; to 1 %."""
    low = 0.0 if smallest is None else min(smallest * (1 - _SIDE_TOLERANCE), _LARGEST)
    high = _LARGEST if largest is None else min(largest * (1 + _SIDE_TOLERANCE), _LARGEST)
    passing: np.ndarray = (side_m >= low) & (side_m <= high)  # False for NaN
    return passing
