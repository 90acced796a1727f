"""The rasters of the open archive and how each fares."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from app.models.archive.archive_row import ArchiveRow, describe
from app.models.archive.coverage import GAPS, UNSEARCHED, Gap, gap_of
from app.models.archive.listing_rows import Joined, Numbers
from app.models.archive.rows_drawn import OPEN, SHUT, Drawn, Rows
from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_tip
from app.short_turns import MANY, Release, Turns
from msa_core.messages import ArchiveListing
from msa_core.names import visible
from msa_core.records import PassedOver, RasterInfo, SourceReport
from msa_core.source_states import SourceState

_Index = QModelIndex | QPersistentModelIndex
RowRole = int(Qt.ItemDataRole.UserRole) + 1


class Opacities(Mapping[str, float]):
    """Opacities of 0..1 of some rasters, by path; of very many they are put together when they are first asked for.

    Attributes:
        paths: of all rows of a listing.
        numbers: of the rows that are meant, (n,); ``strengths`` their opacities (n,).
    """

    def __init__(self, paths: Sequence[str], numbers: np.ndarray, strengths: np.ndarray) -> None:
        self.paths, self.numbers, self.strengths = paths, numbers, strengths

    @functools.cached_property
    def _by_path(self) -> dict[str, float]:
        return dict(zip([self.paths[n] for n in self.numbers.tolist()], self.strengths.tolist(), strict=True))

    def __getitem__(self, path: str) -> float:
        return self._by_path[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_path)

    def __len__(self) -> int:
        return len(self._by_path)


class ArchiveModel(QAbstractListModel):
    """Rasters sorted by name, each with its state and how it is drawn; the tree of layers stands on it.

    Attributes:
        is_listing: whether other rows, or what an index says of them, are still to come.
        origin: what made the embeddings of the open index where that was done elsewhere: rows are then their files.

    Signals:
        drawn_changed: (rasters of the listing, bool (n,) which of them are to be drawn, their opacities 0..1 (n,)).
        listed: nothing; the rows are those of the newest listing and index.
    """

    drawn_changed = Signal(object, object, object)
    listed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ArchiveRow] = []
        self._paths: list[str] = []
        self._numbers = Numbers()
        self._reported: tuple[SourceReport, ...] = ()
        self._changed: frozenset[str] = frozenset()
        self._listing: ArchiveListing | None = None
        self._meanwhile: list[Callable[[], None]] = []
        self._turns, self._release = Turns(self), Release(self)
        self.is_listing = False
        self._rasters: Sequence[RasterInfo] = ()
        self._drawn, self._gaps, self._searched = Drawn(), np.zeros(0, dtype=np.uint8), 0
        self.passed_over = PassedOver()
        self.origin = ""

    def set_listing(self, listing: ArchiveListing) -> None:
        """Show another archive; rasters that were there before stay drawn as they were. Very many come in turns."""
        self.passed_over = listing.passed_over
        self._listing = listing
        self._begin(len(listing.rasters) + len(listing.refused))

    def set_reports(self, reports: Sequence[SourceReport], origin: str = "") -> None:
        """What the open index says of its sources; empty when none is open."""
        self._release.later(self._reported)
        self._reported, self.origin = tuple(reports), origin
        self._begin(len(self._reported))

    def _begin(self, count: int) -> None:
        self.is_listing = True
        waiting = len(self._listing.rasters) if self._listing is not None else 0
        self._turns.begin(self._renewed(), max(count, waiting, len(self._rows)))

    def _renewed(self) -> Iterator[None]:
        """Join the newest listing with what the index says, and show the rows."""
        found = Joined(
            self._rows, self._drawn, self._listing, self._reported, self._changed, bool(self.origin)
        )
        yield from found.steps()
        is_other = self._listing is not None or found.paths != self._paths
        if self._listing is not None:
            self._rasters, self._listing = self._listing.rasters, None
        self._release.later(self._rows)
        if is_other:
            self.beginResetModel()
        self._rows, self._numbers, self._paths = found.rows, found.numbers, found.paths
        self._drawn, self._searched = found.drawn, found.searched
        self._gaps = np.frombuffer(found.gaps, np.uint8)
        if is_other:
            self.endResetModel()
        elif self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.is_listing = False
        self._tell_drawn()
        meanwhile, self._meanwhile = self._meanwhile, []
        for change in meanwhile:
            change()
        self.listed.emit()

    @Slot(object)
    def set_changed(self, paths: Iterable[str]) -> None:
        """Which files are not what they were when they were indexed."""
        before, self._changed = self._changed, frozenset(paths)
        if self.is_listing or len(before) + len(self._changed) >= MANY:
            self._begin(0)  # with what has changed
            return
        numbers = {number for path in before | self._changed for number in self._numbers.of(path)}
        rows = [(number, self._rows[number]) for number in sorted(numbers)]
        self._put([(n, replace(row, is_changed=row.path in self._changed)) for n, row in rows])

    def set_state(self, name: str, state: str, reason: str, tiles: int = 0) -> None:
        """One source has just been dealt with; ``state`` is a value of :class:`SourceState`."""
        if self.is_listing:
            self._meanwhile.append(lambda: self.set_state(name, state, reason, tiles))
        for number in self._numbers.of(name):
            if state == SourceState.UNCHANGED and self._rows[number].is_searched:
                continue  # of a large archive these are told by the thousand
            row = replace(
                self._rows[number], state=SourceState(state), reason=reason, tiles=tiles, is_changed=False
            )
            self._put([(number, row)])

    def set_problem(self, path: str, sentence: str) -> None:
        """A raster could not be drawn."""
        if self.is_listing:
            self._meanwhile.append(lambda: self.set_problem(path, sentence))
        for number in self._numbers.of(path):
            if self._rows[number].reason != sentence:
                self._put([(number, replace(self._rows[number], problem=sentence))])

    def set_shown(self, numbers: Collection[int] | np.ndarray, shown: bool) -> None:
        """Draw these rows on the map, or leave them out; those without a position stay as they are."""
        placed = self._placed(numbers)
        self._drawn.eyes[placed] = OPEN if shown else SHUT
        if self.is_listing:
            paths = self.paths(placed)
            self._meanwhile.append(lambda: self.set_shown(self.numbers_of(paths), shown))
        self._tell_redrawn(placed)

    def set_opacity(self, numbers: Collection[int] | np.ndarray, opacity: float) -> None:
        """Draw these rows with an opacity of 0..1."""
        placed = self._placed(numbers)
        self._drawn.opacities[placed] = opacity
        if self.is_listing:
            paths = self.paths(placed)
            self._meanwhile.append(lambda: self.set_opacity(self.numbers_of(paths), opacity))
        self._tell_redrawn(placed)

    def show_opacities(self, opacities: Mapping[str, float]) -> None:
        """Draw the rasters at these paths with their own opacities of 0..1."""
        if isinstance(opacities, Opacities) and opacities.paths is self._paths:
            numbers, strengths = opacities.numbers, opacities.strengths
        else:  # of another listing
            found = [(n, opacity) for path, opacity in opacities.items() for n in self._numbers.of(path)]
            numbers = np.array([number for number, _ in found], dtype=np.int64)
            strengths = np.array([opacity for _, opacity in found])
        if self.is_listing:
            self._meanwhile.append(lambda: self.show_opacities(opacities))
        self._drawn.opacities[numbers] = strengths
        self._tell_redrawn(numbers)

    def opacities(self, numbers: np.ndarray | None = None) -> Opacities:
        """Of some rows as they are now; of those that are not drawn as they are, without ``numbers``."""
        if numbers is None:
            numbers = np.flatnonzero(self._drawn.opacities != 1.0)
        return Opacities(self._paths, numbers, self._drawn.opacities[numbers])

    def opacities_like(self, known: Opacities) -> Opacities:
        """Of the rasters in ``known``, as they are now; those that are there no more are left out."""
        if known.paths is self._paths:
            return self.opacities(known.numbers)
        return self.opacities(np.array(self.numbers_of(known), dtype=np.int64))

    def hidden(self) -> tuple[str, ...]:
        """Paths of the rasters that are not drawn."""
        return tuple(self.paths(np.flatnonzero(self._drawn.eyes == SHUT)))

    def hide(self, paths: Iterable[str]) -> None:
        """Draw the rasters at these paths no more."""
        self.set_shown(self.numbers_of(paths), False)

    def paths(self, numbers: np.ndarray) -> list[str]:
        """Of some rows."""
        return [self._paths[number] for number in numbers.tolist()]

    def _placed(self, numbers: Collection[int] | np.ndarray) -> np.ndarray:
        asked = numbers if isinstance(numbers, np.ndarray) else np.array(list(numbers), dtype=np.int64)
        return self._drawn.placed(asked)

    def numbers_of(self, paths: Iterable[str]) -> list[int]:
        """Rows of the rasters with these paths or names."""
        return [number for path in paths for number in self._numbers.of(path)]

    def _tell_redrawn(self, numbers: np.ndarray) -> None:
        if len(numbers):
            self.dataChanged.emit(self.index(int(numbers.min())), self.index(int(numbers.max())))
        self._tell_drawn()

    def _tell_drawn(self) -> None:
        self.drawn_changed.emit(self._rasters, *self._drawn.by_raster(len(self._rasters)))

    def _put(self, rows: Sequence[tuple[int, ArchiveRow]]) -> None:
        """Replace some rows, and tell once."""
        if rows:
            for number, row in rows:
                self._searched += row.is_searched - self._rows[number].is_searched
                self._rows[number] = row
                self._gaps[number] = GAPS.index(gap_of(row))
            low, high = min(number for number, _ in rows), max(number for number, _ in rows)
            self.dataChanged.emit(self.index(low), self.index(high))

    @property
    def has_searched(self) -> bool:
        """Whether anything of the archive is searched."""
        return self._searched > 0

    def eyes(self, numbers: np.ndarray) -> tuple[int, int]:
        """How many of these rows lie on the map, and how many of those are shown."""
        eyes = self._drawn.eyes[numbers]
        return int(np.count_nonzero(eyes)), int(np.count_nonzero(eyes == OPEN))

    def is_placed(self, number: int) -> bool:
        """Whether a row lies on the map."""
        return bool(self._drawn.eyes[number])

    def placed(self, numbers: np.ndarray) -> np.ndarray:
        """Those of these rows that lie on the map."""
        return self._drawn.placed(numbers)

    def with_gaps(self, gaps: Collection[Gap], numbers: np.ndarray | None = None) -> np.ndarray:
        """Numbers of the rows, or of these of them, that are not searched for one of these reasons."""
        wanted = [GAPS.index(gap) for gap in gaps]
        if numbers is None:
            return np.flatnonzero(np.isin(self._gaps, wanted))
        return numbers[np.isin(self._gaps[numbers], wanted)]

    def are_searched(self, numbers: np.ndarray) -> bool:
        """Whether any of these rows is searched."""
        return len(self.with_gaps(UNSEARCHED, numbers)) < len(numbers)

    def gaps(self, numbers: np.ndarray) -> np.ndarray:
        """Why each of these rows is not searched, as a place in ``GAPS``: uint8 (n,), a copy."""
        return self._gaps[numbers]

    def listed_at(self, numbers: np.ndarray) -> tuple[Sequence[RasterInfo], np.ndarray]:
        """The rasters of the listing, and the places of these rows among them."""
        listed = self._drawn.listed[numbers]
        return self._rasters, listed[listed >= 0]

    def rows(self) -> Rows:
        """All lines, in order."""
        return Rows(self._rows, self._drawn)

    def row(self, number: int) -> ArchiveRow:
        """One line."""
        return self.rows()[number]

    def row_at(self, index: _Index) -> ArchiveRow | None:
        """The line at ``index``, or None."""
        return self.row(index.row()) if index.isValid() and 0 <= index.row() < len(self._rows) else None

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        row = self.row_at(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if row is not None and row.is_placed else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(row.name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(describe(row))
        if role == Qt.ItemDataRole.CheckStateRole and row.is_placed:
            return Qt.CheckState.Checked if row.shown else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return visible(f"{row.name}, {row.state_words}. {in_own_language(row.reason)}")
        return row if role == RowRole else None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if self.row_at(index) is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.set_shown([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True
