"""What saved searches find in several areas, as a table that sorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_tip
from app.translation import numeral, tr, tr_n
from msa_core.messages import SearchCount
from msa_core.names import visible

_Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NOT_COUNTED = "…"


class CountTableModel(QAbstractTableModel):
    """A row a search, behind its name a column an area; rows in an order of their own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._searches: tuple[str, ...] = ()
        self._areas: tuple[str, ...] = ()
        self._counts: Mapping[tuple[int, int], SearchCount] = {}
        self._order: list[int] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    def set_table(
        self, searches: Sequence[str], areas: Sequence[str], counts: Mapping[tuple[int, int], SearchCount]
    ) -> None:
        """Show these counts, by the places of search and area; what lacks was not counted."""
        is_other = (len(searches), tuple(areas)) != (len(self._searches), self._areas)
        if is_other:
            self.beginResetModel()
            self._sorted_by = self._moved(tuple(areas))
        self._searches, self._areas, self._counts = tuple(searches), tuple(areas), counts
        if is_other:
            self._sort()
            self.endResetModel()
        elif searches:
            self.dataChanged.emit(self.index(0, 0), self.index(len(searches) - 1, len(areas)))
            if self._sorted_by is not None:
                self.sort(*self._sorted_by)

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """Column and direction; column -1 for the order of the saved searches."""
        return self._sorted_by or (-1, Qt.SortOrder.AscendingOrder)

    def _moved(self, areas: tuple[str, ...]) -> tuple[int, Qt.SortOrder] | None:
        """What it is sorted by, where that stands among other areas; None when the area is gone."""
        if self._sorted_by is None or self._sorted_by[0] == 0:
            return self._sorted_by
        area = self._areas[self._sorted_by[0] - 1]
        return (areas.index(area) + 1, self._sorted_by[1]) if area in areas else None

    def search_at(self, row: int) -> int:
        """Which of the saved searches a row shows."""
        return self._order[row]

    def area_at(self, column: int) -> int:
        """Which of the areas a column shows, -1 for the column of names."""
        return column - 1

    def order(self) -> list[int]:
        """The searches from above."""
        return list(self._order)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By name, or by what stands out in an area and then by the best score; what was not counted comes last."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        searches = [self._order[index.row()] for index in before]
        self._sorted_by = (column, order) if column >= 0 else None
        self._sort()
        after = [
            self.index(self._order.index(search), index.column())
            for search, index in zip(searches, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sort(self) -> None:
        order = list(range(len(self._searches)))
        if self._sorted_by is not None:
            column, direction = self._sorted_by
            is_down = direction == Qt.SortOrder.DescendingOrder
            if column == 0:
                order.sort(key=lambda row: self._searches[row].casefold(), reverse=is_down)
            else:
                counts = {row: self._counts.get((row, column - 1)) for row in order}
                known = [row for row in order if (count := counts[row]) is not None and not count.problem]
                known.sort(key=lambda row: _rank(counts[row]), reverse=is_down)
                order = [*known, *sorted(set(order) - set(known))]
        self._order = order

    # What Qt asks

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._searches)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1 + len(self._areas)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._order[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column else _LEFT
        name = visible(self._searches[row])
        if column == 0:
            if role == Qt.ItemDataRole.ToolTipRole:
                return plain_tip(tr("{search}\nClick to search everywhere.", search=name))
            return name if role == Qt.ItemDataRole.DisplayRole else None
        count, area = self._counts.get((row, column - 1)), visible(self._areas[column - 1])
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(count)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{search} in {area}: {told}", search=name, area=area, told=sentence(count))
        return (
            plain_tip(tr("{search} in {area}\n{told}", search=name, area=area, told=sentence(count)))
            if role == Qt.ItemDataRole.ToolTipRole
            else None
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        name = (
            tr("search", about="above a column of saved searches")
            if section == 0
            else visible(self._areas[section - 1])
        )
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(name)
        return name if role == Qt.ItemDataRole.DisplayRole else None


def _rank(count: SearchCount | None) -> tuple[float, float]:
    assert count is not None
    above = -1 if count.above_cut is None else count.above_cut
    return above, float("-inf") if count.best is None else count.best


def cell_words(count: SearchCount | None) -> str:
    """``12   0.412``: what stands out, and the best score."""
    if count is None:
        return NOT_COUNTED
    if count.problem:
        return tr("cannot be asked")
    above = "–" if count.above_cut is None else numeral(count.above_cut)
    return above if count.best is None else f"{above}   {numeral(count.best, 3)}"


def sentence(count: SearchCount | None) -> str:
    """The same for people who want to know."""
    if count is None:
        return tr("Not counted yet.")
    if count.problem:
        return in_own_language(count.problem)
    if count.best is None:
        return tr("No tile lies there that the search asks for.")
    tiles = tr_n(count.searched, "%n tile searched", "%n tiles searched")
    if count.above_cut is None or count.cut is None:
        told = tr("what stands out cannot be told")
    else:
        told = tr(
            "{above_cut} at the cut {cut} or above",
            above_cut=numeral(count.above_cut),
            cut=numeral(count.cut, 3),
        )
    return tr(
        "{tiles}: {told}; the best score is {best}. Click to search there.",
        tiles=tiles,
        told=told,
        best=numeral(count.best, 3),
    )
