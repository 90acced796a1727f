"""The rasters of the open archive and how each fares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from app.models.archive.archive_row import ArchiveRow, describe
from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_tip
from app.translation import tr
from msa_core.messages import ArchiveListing
from msa_core.names import printable, visible
from msa_core.records import PassedOver, SourceReport
from msa_core.source_states import SourceState

_Index = QModelIndex | QPersistentModelIndex
RowRole = int(Qt.ItemDataRole.UserRole) + 1


class ArchiveModel(QAbstractListModel):
    """Rasters sorted by name, each with its state and how it is drawn; the tree of layers stands on it.

    Signals:
        shown_changed: (paths, whether these rasters are to be drawn).
        opacity_changed: (paths, opacity 0..1 they are to be drawn with).
    """

    # Paths travel as objects: a name that is not UTF-8 would not survive as Qt's string.
    shown_changed = Signal(object, bool)
    opacity_changed = Signal(object, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ArchiveRow] = []
        self._numbers: dict[str, list[int]] = {}
        self._reports: dict[str, SourceReport] = {}
        self._changed: frozenset[str] = frozenset()
        self.passed_over = PassedOver()

    def set_listing(self, listing: ArchiveListing) -> None:
        """Show another archive; rasters that were there before stay drawn as they were."""
        before = {row.path: row for row in self._rows}
        rows = [
            ArchiveRow(name=info.name, path=info.path, info=info, state=SourceState.NEW)
            for info in listing.rasters
        ]
        rows += [
            ArchiveRow(name=r.name, path=r.path, info=None, state=SourceState.REFUSED, reason=r.reason)
            for r in listing.refused
        ]
        rows = [
            replace(row, shown=old.shown, opacity=old.opacity) if (old := before.get(row.path)) else row
            for row in rows
        ]
        self.passed_over = listing.passed_over
        self._take(self._with_reports(rows), is_other=True)

    def set_reports(self, reports: Sequence[SourceReport]) -> None:
        """What the open index says of its sources; empty when none is open."""
        self._reports = {report.name: report for report in reports}
        self._reports |= {report.path: report for report in reports if report.path}
        self._take(self._with_reports([row for row in self._rows if row.state != SourceState.MISSING]))

    @Slot(object)
    def set_changed(self, paths: Iterable[str]) -> None:
        """Which files are not what they were when they were indexed."""
        self._changed = frozenset(paths)
        self._take([replace(row, is_changed=row.path in self._changed) for row in self._rows])

    def set_state(self, name: str, state: str, reason: str, tiles: int = 0) -> None:
        """One source has just been dealt with; ``state`` is a value of :class:`SourceState`."""
        for number in self._numbers.get(name, ()):
            if state == SourceState.UNCHANGED and self._rows[number].is_searched:
                continue  # of a large archive these are told by the thousand
            row = replace(
                self._rows[number], state=SourceState(state), reason=reason, tiles=tiles, is_changed=False
            )
            self._put([(number, row)])

    def set_problem(self, path: str, sentence: str) -> None:
        """A raster could not be drawn."""
        for number in self._numbers.get(path, ()):
            if self._rows[number].reason != sentence:
                self._put([(number, replace(self._rows[number], problem=sentence))])

    def set_shown(self, numbers: Iterable[int], shown: bool) -> None:
        """Draw these rows on the map, or leave them out; those without a position stay as they are."""
        placed = [number for number in numbers if self._rows[number].is_placed]
        self._put([(number, replace(self._rows[number], shown=shown)) for number in placed])
        self.shown_changed.emit(tuple(self._rows[number].path for number in placed), shown)

    def set_opacity(self, numbers: Iterable[int], opacity: float) -> None:
        """Draw these rows with an opacity of 0..1."""
        placed = [number for number in numbers if self._rows[number].is_placed]
        self._put([(number, replace(self._rows[number], opacity=opacity)) for number in placed])
        self.opacity_changed.emit(tuple(self._rows[number].path for number in placed), opacity)

    def show_opacities(self, opacities: Mapping[str, float]) -> None:
        """Draw the rasters at these paths with their own opacities of 0..1."""
        for opacity in set(opacities.values()):
            paths = {path for path, wanted in opacities.items() if wanted == opacity}
            self.set_opacity([n for n, row in enumerate(self._rows) if row.path in paths], opacity)

    def opacities(self) -> dict[str, float]:
        """Of the rasters that are not drawn as they are, by path."""
        return {row.path: row.opacity for row in self._rows if row.opacity != 1.0}

    def _put(self, rows: Sequence[tuple[int, ArchiveRow]]) -> None:
        """Replace some rows, and tell once."""
        if rows:
            for number, row in rows:
                self._rows[number] = row
            low, high = min(number for number, _ in rows), max(number for number, _ in rows)
            self.dataChanged.emit(self.index(low), self.index(high))

    def _take(self, rows: list[ArchiveRow], is_other: bool = False) -> None:
        """Show these rows; when they are of the same files nothing on screen need be built anew."""
        rows = sorted(rows, key=lambda row: row.name.casefold())
        if not is_other and [row.path for row in rows] == [row.path for row in self._rows]:
            self._put(list(enumerate(rows)))
            return
        self.beginResetModel()
        self._rows = rows
        self._numbers = {}
        for number, row in enumerate(rows):
            for name in {row.name, row.path, printable(row.name)}:
                self._numbers.setdefault(name, []).append(number)
        self.endResetModel()

    def _with_reports(self, rows: list[ArchiveRow]) -> list[ArchiveRow]:
        """Join listing and index; sources of the index that the listing lacks are missing files."""
        known = {name for row in rows for name in (row.name, printable(row.name), row.path)}
        joined = [self._reported(row) for row in rows]
        lost = {report.name: report for report in self._reports.values() if report.name not in known}
        for report in lost.values():
            reason = report.reason or tr("The index knows it, but it is not where it was.")
            joined.append(
                ArchiveRow(
                    name=report.name,
                    path=report.path,
                    info=None,
                    state=SourceState.MISSING,
                    reason=reason,
                    tiles=report.tiles,
                )
            )
        return joined

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
