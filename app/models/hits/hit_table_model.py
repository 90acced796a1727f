"""All properties of the hits, as a table that sorts and of which columns are chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.hits.hit_columns import COLUMNS, shown
from app.models.words.plain_text import plain_tip
from msa_core.records import TileHit
from msa_core.retrieval.exports.told.columns import REVIEW, Column

_Index = QModelIndex | QPersistentModelIndex
# What is written need not be made to be compared.
_SORTED_AS = {"source": attrgetter("tile.source"), "score": attrgetter("score"), "z": attrgetter("z")}
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class HitTableModel(QAbstractTableModel):
    """Hits by row in an order of their own; a hit's number is its index among the hits as found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[TileHit, ...] = ()
        self._reviews: Mapping[str, str] = {}
        self._numbers = np.zeros(0, dtype=np.intp)
        self._row_of = np.zeros(0, dtype=np.intp)
        self._sorted_by: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)

    def set_hits(self, hits: Sequence[TileHit]) -> None:
        """Show these hits, sorted as before."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self._sort()
        self.endResetModel()

    def hits(self) -> tuple[TileHit, ...]:
        """All hits, as found."""
        return self._hits

    def set_reviews(self, reviews: Mapping[str, str]) -> None:
        """What was said of tiles, by id."""
        self._reviews = reviews
        if len(self._numbers):
            column = COLUMNS.index(REVIEW)
            self.dataChanged.emit(self.index(0, column), self.index(len(self._numbers) - 1, column))

    def said(self, number: int) -> TileHit:
        """A hit with what was said of it."""
        hit = self._hits[number]
        return replace(hit, review=self._reviews.get(hit.tile.id))

    def column_at(self, column: int) -> Column:
        """Which property a column shows."""
        return COLUMNS[column]

    def number_at(self, row: int) -> int:
        """Which hit a row shows, -1 for no row."""
        return int(self._numbers[row]) if 0 <= row < len(self._numbers) else -1

    def numbers_at(self, rows: np.ndarray) -> tuple[int, ...]:
        """Which hits rows (n,) show, ascending."""
        return tuple(np.sort(self._numbers[rows]).tolist())

    def rows_of(self, numbers: Sequence[int]) -> np.ndarray:
        """The rows of hits, ascending, each once."""
        known = np.array(numbers, dtype=np.intp)
        known = known[(known >= 0) & (known < len(self._row_of))]
        return np.unique(self._row_of[known])

    def row_of(self, number: int) -> int:
        """The row of a hit, -1 for no hit."""
        return int(self._row_of[number]) if 0 <= number < len(self._row_of) else -1

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the values of a column, not by their letters; what has none comes last either way."""
        if column < 0:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self.number_at(index.row()) for index in before]
        self._sorted_by = (column, order)
        self._sort()
        after = [
            self.index(self.row_of(number), index.column())
            for number, index in zip(numbers, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sort(self) -> None:
        column, order = self._sorted_by
        value = _SORTED_AS.get(COLUMNS[column].name, COLUMNS[column].value)
        values = [value(hit) for hit in self._hits]
        known = [number for number, value in enumerate(values) if value is not None]
        known.sort(key=values.__getitem__, reverse=order == Qt.SortOrder.DescendingOrder)
        unknown = [number for number, value in enumerate(values) if value is None]
        self._numbers = np.array(known + unknown, dtype=np.intp)
        self._row_of = np.empty(len(self._numbers), dtype=np.intp)
        self._row_of[self._numbers] = np.arange(len(self._numbers))

    # What Qt asks

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._numbers)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._numbers):
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.kind in ("integer", "real") else None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(column, self.said(int(self._numbers[index.row()])))
        if role == Qt.ItemDataRole.ToolTipRole and column.kind == "text":
            return plain_tip(shown(column, self.said(int(self._numbers[index.row()]))))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.kind in ("integer", "real") else _LEFT
        return column.about if role == Qt.ItemDataRole.ToolTipRole else None
