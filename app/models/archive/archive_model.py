"""The rasters of the open archive and how each fares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from app.models.archive.archive_row import ArchiveRow, describe
from app.models.archive.listing_rows import OPEN, Joined, eye_of
from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_tip
from app.short_turns import Turns
from msa_core.messages import ArchiveListing
from msa_core.names import visible
from msa_core.records import PassedOver, SourceReport
from msa_core.source_states import SourceState

_Index = QModelIndex | QPersistentModelIndex
RowRole = int(Qt.ItemDataRole.UserRole) + 1


class ArchiveModel(QAbstractListModel):
    """Rasters sorted by name, each with its state and how it is drawn; the tree of layers stands on it.

    Attributes:
        is_listing: whether other rows, or what an index says of them, are still to come.

    Signals:
        shown_changed: (paths, whether these rasters are to be drawn).
        opacity_changed: (paths, opacity 0..1 they are to be drawn with).
        listed: nothing; the rows are those of the newest listing and index.
    """

    # Paths travel as objects: a name that is not UTF-8 would not survive as Qt's string.
    shown_changed = Signal(object, bool)
    opacity_changed = Signal(object, float)
    listed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ArchiveRow] = []
        self._paths: list[str] = []
        self._numbers: dict[str, list[int]] = {}
        self._reported: tuple[SourceReport, ...] = ()
        self._changed: frozenset[str] = frozenset()
        self._listing: ArchiveListing | None = None
        self._meanwhile: list[Callable[[], None]] = []
        self._turns = Turns(self)
        self.is_listing = False
        self._eyes, self._searched = np.zeros(0, dtype=np.uint8), 0
        self.passed_over = PassedOver()

    def set_listing(self, listing: ArchiveListing) -> None:
        """Show another archive; rasters that were there before stay drawn as they were. Very many come in turns."""
        self.passed_over = listing.passed_over
        self._listing = listing
        self._begin(len(listing.rasters) + len(listing.refused))

    def set_reports(self, reports: Sequence[SourceReport]) -> None:
        """What the open index says of its sources; empty when none is open."""
        self._reported = tuple(reports)
        self._begin(len(self._reported))

    def _begin(self, count: int) -> None:
        self.is_listing = True
        waiting = len(self._listing.rasters) if self._listing is not None else 0
        self._turns.begin(self._renewed(), max(count, waiting, len(self._rows)))

    def _renewed(self) -> Iterator[None]:
        """Join the newest listing with what the index says, and show the rows."""
        found = Joined(self._rows, self._listing, self._reported, self._changed)
        yield from found.steps()
        is_other = self._listing is not None or found.paths != self._paths
        self._listing = None
        if is_other:
            self.beginResetModel()
        self._rows, self._numbers, self._paths = found.rows, found.numbers, found.paths
        self._eyes, self._searched = np.frombuffer(found.eyes, np.uint8), found.searched
        if is_other:
            self.endResetModel()
        elif self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.is_listing = False
        meanwhile, self._meanwhile = self._meanwhile, []
        for change in meanwhile:
            change()
        self.listed.emit()

    @Slot(object)
    def set_changed(self, paths: Iterable[str]) -> None:
        """Which files are not what they were when they were indexed."""
        before, self._changed = self._changed, frozenset(paths)
        if self.is_listing:
            self._begin(0)  # with what has changed
            return
        numbers = {number for path in before | self._changed for number in self._numbers.get(path, ())}
        rows = [(number, self._rows[number]) for number in sorted(numbers)]
        self._put([(n, replace(row, is_changed=row.path in self._changed)) for n, row in rows])

    def set_state(self, name: str, state: str, reason: str, tiles: int = 0) -> None:
        """One source has just been dealt with; ``state`` is a value of :class:`SourceState`."""
        if self.is_listing:
            self._meanwhile.append(lambda: self.set_state(name, state, reason, tiles))
        for number in self._numbers.get(name, ()):
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
        for number in self._numbers.get(path, ()):
            if self._rows[number].reason != sentence:
                self._put([(number, replace(self._rows[number], problem=sentence))])

    def set_shown(self, numbers: Iterable[int], shown: bool) -> None:
        """Draw these rows on the map, or leave them out; those without a position stay as they are."""
        placed = [number for number in numbers if self._rows[number].is_placed]
        self._put([(number, replace(self._rows[number], shown=shown)) for number in placed])
        if self.is_listing:
            paths = [self._rows[number].path for number in placed]
            self._meanwhile.append(lambda: self.set_shown(self._numbers_of(paths), shown))
        self.shown_changed.emit(tuple(self._rows[number].path for number in placed), shown)

    def set_opacity(self, numbers: Iterable[int], opacity: float) -> None:
        """Draw these rows with an opacity of 0..1."""
        placed = [number for number in numbers if self._rows[number].is_placed]
        self._put([(number, replace(self._rows[number], opacity=opacity)) for number in placed])
        if self.is_listing:
            paths = [self._rows[number].path for number in placed]
            self._meanwhile.append(lambda: self.set_opacity(self._numbers_of(paths), opacity))
        self.opacity_changed.emit(tuple(self._rows[number].path for number in placed), opacity)

    def show_opacities(self, opacities: Mapping[str, float]) -> None:
        """Draw the rasters at these paths with their own opacities of 0..1."""
        for opacity in set(opacities.values()):
            paths = {path for path, wanted in opacities.items() if wanted == opacity}
            self.set_opacity([n for n, row in enumerate(self._rows) if row.path in paths], opacity)

    def opacities(self) -> dict[str, float]:
        """Of the rasters that are not drawn as they are, by path."""
        return {row.path: row.opacity for row in self._rows if row.opacity != 1.0}

    def _numbers_of(self, paths: Iterable[str]) -> list[int]:
        return [number for path in paths for number in self._numbers.get(path, ())]

    def _put(self, rows: Sequence[tuple[int, ArchiveRow]]) -> None:
        """Replace some rows, and tell once."""
        if rows:
            for number, row in rows:
                self._searched += row.is_searched - self._rows[number].is_searched
                self._rows[number] = row
                self._eyes[number] = eye_of(row)
            low, high = min(number for number, _ in rows), max(number for number, _ in rows)
            self.dataChanged.emit(self.index(low), self.index(high))

    @property
    def has_searched(self) -> bool:
        """Whether anything of the archive is searched."""
        return self._searched > 0

    def eyes(self, numbers: np.ndarray) -> tuple[int, int]:
        """How many of these rows lie on the map, and how many of those are shown."""
        eyes = self._eyes[numbers]
        return int(np.count_nonzero(eyes)), int(np.count_nonzero(eyes == OPEN))

    def rows(self) -> list[ArchiveRow]:
        """All lines, in order."""
        return list(self._rows)

    def row(self, number: int) -> ArchiveRow:
        """One line."""
        return self._rows[number]

    def row_at(self, index: _Index) -> ArchiveRow | None:
        """The line at ``index``, or None."""
        return self._rows[index.row()] if index.isValid() and 0 <= index.row() < len(self._rows) else None

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
