"""The rows of an archive, joined of its listing and of what the open index says; of very many in steps."""

from __future__ import annotations

import heapq
import itertools
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

import numpy as np

from app.models.archive.archive_row import ArchiveRow
from app.models.archive.coverage import GAPS, gap_of
from app.models.archive.rows_drawn import NOWHERE, OPEN, Drawn
from app.short_turns import slices
from app.translation import tr
from msa_core.messages import ArchiveListing
from msa_core.names import printable
from msa_core.records import SourceReport
from msa_core.source_states import SourceState

_SORTED_AT_ONCE = 10_000


class Numbers:
    """Which rows have a name or a path: mostly one, so that there is no list for each of very many."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._more: dict[str, list[int]] = {}

    def add(self, name: str, number: int) -> None:
        """One more row has this name."""
        if self._first.setdefault(name, number) != number:
            self._more.setdefault(name, []).append(number)

    def of(self, name: str) -> list[int]:
        """All rows that have this name, ascending."""
        first = self._first.get(name)
        return [] if first is None else [first, *self._more.get(name, ())]


class Joined:
    """Rows by name, and how they are found.

    Attributes:
        rows, paths: of each raster.
        numbers: of the rows of each name, also as the index writes it, and of each path.
        drawn: how the rows are drawn on the map.
        gaps: of each row, as its place in ``GAPS``.
        searched: how many rows are searched.
    """

    def __init__(
        self,
        before: Sequence[ArchiveRow],
        drawn_before: Drawn,
        listing: ArchiveListing | None,
        reports: Sequence[SourceReport],
        changed: frozenset[str],
        is_foreign: bool = False,
    ) -> None:
        self._before, self._listing, self._given, self._changed = before, listing, reports, changed
        self._drawn_before, self._is_foreign = drawn_before, is_foreign
        self._reports: dict[str, SourceReport] = {}
        self.rows: list[ArchiveRow] = []
        self.paths: list[str] = []
        self.numbers = Numbers()
        self.drawn = Drawn()
        self.gaps = bytearray()
        self.searched = 0

    def steps(self) -> Iterator[None]:
        """Join them, a step for each value. Without a listing the rasters are those before."""
        for part in slices(self._given):
            self._reports.update((report.name, report) for report in part)
            yield
        for part in slices(self._given):
            self._reports.update((report.path, report) for report in part if report.path)
            yield
        if self._listing is None:
            for known in slices(self._before):
                kept = [row for row in known if row.state != SourceState.MISSING and not row.holds_embeddings]
                self.rows += map(self._reported, kept)
                yield
        else:
            yield from self._list(self._listing)
        yield from self._add_missing()
        yield from self._sort()
        yield from self._number()

    def _list(self, listing: ArchiveListing) -> Iterator[None]:
        listed = itertools.count()
        for infos in slices(listing.rasters):
            for info in infos:
                row = ArchiveRow(
                    name=info.name, path=info.path, info=info, state=SourceState.NEW, listed=next(listed)
                )
                self.rows.append(self._reported(row))
            yield
        for refused in slices(listing.refused):
            for r in refused:
                row = ArchiveRow(
                    name=r.name, path=r.path, info=None, state=SourceState.REFUSED, reason=r.reason
                )
                self.rows.append(self._reported(row))
            yield

    def _add_missing(self) -> Iterator[None]:
        """Sources of the index that the listing lacks are missing files, unless they are files of embeddings."""
        known: set[str] = set()
        for part in slices(self.rows) if self._reports else ():
            known.update(name for row in part for name in _names(row))
            yield
        lost: dict[str, SourceReport] = {}
        for given in slices(self._given):
            # By its path, too: of folders with files of the same names an index tells their folders as well.
            lost.update(
                (report.name, report)
                for report in given
                if report.name not in known and (not report.path or report.path not in known)
            )
            yield
        if self._is_foreign:
            self.rows += map(self._of_embeddings, lost.values())
            return
        for report in lost.values():
            self.rows.append(
                ArchiveRow(
                    name=report.name,
                    path=report.path,
                    info=None,
                    state=SourceState.MISSING,
                    reason=report.reason or tr("The index knows it, but it is not where it was."),
                    tiles=report.tiles,
                )
            )

    def _of_embeddings(self, report: SourceReport) -> ArchiveRow:
        return ArchiveRow(
            name=report.name,
            path=report.path,
            info=None,
            state=report.state,
            reason=report.reason,
            tiles=report.tiles,
            is_changed=report.path in self._changed,
            holds_embeddings=True,
        )

    def _reported(self, row: ArchiveRow) -> ArchiveRow:
        reports = self._reports
        report = reports.get(row.path) or reports.get(row.name) or reports.get(printable(row.name))
        if report is not None and (row.info is not None or report.state == SourceState.PARTIAL):
            changed = row.path in self._changed
            return replace(
                row,
                state=report.state,
                reason=report.reason,
                tiles=report.tiles,
                taken=report.taken,
                is_changed=changed,
            )
        if row.info is not None and row.state is not SourceState.NEW:
            return replace(row, state=SourceState.NEW, reason="", tiles=0, taken=None, is_changed=False)
        return row

    def _sort(self) -> Iterator[None]:
        """By name; runs of some thousand are sorted and then merged, for one sort of a million holds the window."""
        runs: list[list[tuple[str, ArchiveRow]]] = []
        for start in range(0, len(self.rows), _SORTED_AT_ONCE):
            part = self.rows[start : start + _SORTED_AT_ONCE]
            runs.append(sorted(((row.name.casefold(), row) for row in part), key=itemgetter(0)))
            yield
        self.rows = []
        for name_and_row in heapq.merge(*runs, key=itemgetter(0)):
            self.rows.append(name_and_row[1])
            if len(self.rows) % _SORTED_AT_ONCE == 0:
                yield

    def _number(self) -> Iterator[None]:
        """Rasters that were there before stay drawn as they were."""
        kept: dict[str, tuple[int, float]] = {}
        for unusual in slices(self._drawn_before.unusual.tolist()):
            for number in unusual:
                kept[self._before[number].path] = self._drawn_before.of(number)
            yield
        eyes, opacities, listed = bytearray(), array("d"), array("q")
        for part in slices(self.rows):
            for row in part:
                for name in _names(row):
                    self.numbers.add(name, len(self.paths))
                eye, opacity = kept.get(row.path, (OPEN, 1.0))
                eyes.append(eye if row.is_placed else NOWHERE)
                opacities.append(opacity)
                listed.append(row.listed)
                self.gaps.append(GAPS.index(gap_of(row)))
                self.searched += row.is_searched
                self.paths.append(row.path)
            yield
        self.drawn = Drawn(
            eyes=np.frombuffer(eyes, np.uint8),
            opacities=np.frombuffer(opacities, np.float64),
            listed=np.frombuffer(listed, np.int64),
        )


def _names(row: ArchiveRow) -> set[str]:
    return {row.name, row.path, printable(row.name)}
