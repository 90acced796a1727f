"""The rasters of the open archive and how each fares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.models.plain_text import plain_tip
from msa_core.messages import ArchiveListing
from msa_core.names import printable, visible
from msa_core.raster.taken import phrases
from msa_core.records import PassedOver, RasterInfo, SourceFacts, SourceReport
from msa_core.source_states import SourceState

_Index = QModelIndex | QPersistentModelIndex
RowRole = int(Qt.ItemDataRole.UserRole) + 1

STATE_WORDS = {
    SourceState.NEW: "Not indexed yet",
    SourceState.INDEXED: "Indexed",
    SourceState.UNCHANGED: "Indexed",
    SourceState.PARTIAL: "Indexed in part",
    SourceState.COPY: "Indexed, as a copy of another file",
    SourceState.REFUSED: "Cannot be used",
    SourceState.MISSING: "File is missing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRow:
    """One line of the panel: ``info`` is None for files that cannot be opened; ``shown`` on the map or not;
    ``problem`` says why it cannot be drawn; ``taken`` what the index took of it.
    """

    name: str
    path: str
    info: RasterInfo | None
    state: SourceState
    reason: str = ""
    tiles: int = 0
    shown: bool = True
    problem: str = ""
    taken: SourceFacts | None = None

    @property
    def is_placed(self) -> bool:
        """Whether it lies on the map."""
        return self.info is not None and bool(self.info.footprint_lonlat)

    @property
    def state_words(self) -> str:
        """The state for people."""
        return STATE_WORDS[self.state]


class ArchiveModel(QAbstractListModel):
    """Rasters sorted by name; the check mark shows or hides each on the map.

    Signals:
        shown_changed: (path, whether the raster is to be drawn).
    """

    # Paths travel as objects: a name that is no UTF-8 would not survive as Qt's string.
    shown_changed = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ArchiveRow] = []
        self._reports: dict[str, SourceReport] = {}
        self.passed_over = PassedOver()

    def set_listing(self, listing: ArchiveListing) -> None:
        """Show another archive."""
        rows = [
            ArchiveRow(name=info.name, path=info.path, info=info, state=SourceState.NEW)
            for info in listing.rasters
        ]
        rows += [
            ArchiveRow(name=r.name, path=r.path, info=None, state=SourceState.REFUSED, reason=r.reason)
            for r in listing.refused
        ]
        self.beginResetModel()
        self.passed_over = listing.passed_over
        self._rows = sorted(rows, key=lambda row: row.name.casefold())
        self._apply_reports()
        self.endResetModel()

    def set_reports(self, reports: Sequence[SourceReport]) -> None:
        """What the open index says of its sources; empty when none is open."""
        self.beginResetModel()
        self._reports = {report.name: report for report in reports}
        self._apply_reports()
        self.endResetModel()

    def set_state(self, name: str, state: str, reason: str, tiles: int = 0) -> None:
        """One source has just been dealt with; ``state`` is a value of :class:`SourceState`."""
        for number, row in enumerate(self._rows):
            if name in (row.name, row.path, printable(row.name)):
                self._rows[number] = replace(row, state=SourceState(state), reason=reason, tiles=tiles)
                index = self.index(number)
                self.dataChanged.emit(index, index)

    def set_problem(self, path: str, sentence: str) -> None:
        """A raster could not be drawn."""
        for number, row in enumerate(self._rows):
            if row.path == path and row.reason != sentence:
                self._rows[number] = replace(row, problem=sentence)
                self.dataChanged.emit(self.index(number), self.index(number))

    def _apply_reports(self) -> None:
        """Join listing and index; sources of the index that the listing lacks are missing files."""
        known = {name for row in self._rows for name in (row.name, printable(row.name))}
        rows = [row for row in self._rows if row.state != SourceState.MISSING]
        for number, row in enumerate(rows):
            report = self._reports.get(row.name) or self._reports.get(printable(row.name))
            if report is not None and (row.info is not None or report.state == SourceState.PARTIAL):
                rows[number] = replace(
                    row, state=report.state, reason=report.reason, tiles=report.tiles, taken=report.taken
                )
            elif row.info is not None:
                rows[number] = replace(row, state=SourceState.NEW, reason="", tiles=0, taken=None)
        for report in self._reports.values():
            if report.name not in known:
                reason = report.reason or "The index knows it, but it is not where it was."
                rows.append(
                    ArchiveRow(
                        name=report.name,
                        path=report.path,
                        info=None,
                        state=SourceState.MISSING,
                        reason=reason,
                        tiles=report.tiles,
                    )
                )
        self._rows = sorted(rows, key=lambda row: row.name.casefold())

    def rows(self) -> list[ArchiveRow]:
        """All lines, in order."""
        return list(self._rows)

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
            return visible(f"{row.name}, {row.state_words}. {row.reason}")
        return row if role == RowRole else None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        shown = Qt.CheckState(value) == Qt.CheckState.Checked
        self._rows[index.row()] = replace(row, shown=shown)
        self.dataChanged.emit(index, index)
        self.shown_changed.emit(row.path, shown)
        return True


def details(row: ArchiveRow) -> str:
    """One short line under the name: resolution and size."""
    if row.info is None:
        return visible(row.reason)
    size = f"{row.info.width_px:,} × {row.info.height_px:,} px"
    return size if row.info.gsd_m is None else f"{resolution_label(row.info.gsd_m)}  ·  {size}"


def resolution_label(gsd_m: float) -> str:
    """Ground sample distance for people: ``7.5 cm``, ``30 m``, ``2.2 km``."""
    if gsd_m < 0.995:
        return f"{gsd_m * 100:.3g} cm"
    return f"{gsd_m:.3g} m" if gsd_m < 1000 else f"{gsd_m / 1000:.3g} km"


def describe(row: ArchiveRow) -> str:
    """Everything known about a raster, line by line."""
    lines = [
        row.path or row.name,
        row.state_words + (f": {row.tiles:,} tiles" if row.tiles else ""),
    ]
    if row.reason:
        lines.append(row.reason)
    if row.info is not None:
        crs = row.info.crs or "none"
        bands = f"{row.info.bands} band{'s' if row.info.bands != 1 else ''} of {row.info.dtype}"
        lines.append(f"{details(row)}  ·  {bands}")
        lines.append(f"CRS: {crs if len(crs) < 60 else crs[:57] + '…'}")
        if row.info.note:
            lines.append(row.info.note)
    if row.taken is not None:
        lines += [f"{phrase[:1].upper()}{phrase[1:]}" for phrase in phrases(row.taken)]
    return "\n".join(map(visible, lines))
