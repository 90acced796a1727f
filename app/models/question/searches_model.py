"""Saved searches as rows of a list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.models.words.plain_text import plain_tip
from app.translation import tr, tr_n
from msa_core.names import visible
from msa_core.retrieval.query.parsing import as_words
from msa_core.retrieval.query.saved.project_file import SavedSearch

_Index = QModelIndex | QPersistentModelIndex
CountRole = Qt.ItemDataRole.UserRole + 1
NewRole = Qt.ItemDataRole.UserRole + 2


class SearchesModel(QAbstractListModel):
    """A name that can be edited, what is found, and how much of it is new.

    Signals:
        renamed: (row, the new name).
    """

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._searches: tuple[SavedSearch, ...] = ()

    def set_searches(self, searches: tuple[SavedSearch, ...]) -> None:
        """What is saved now."""
        if len(searches) == len(self._searches):
            self._searches = searches
            self.dataChanged.emit(self.index(0), self.index(max(0, len(searches) - 1)))
            return
        self.beginResetModel()
        self._searches = searches
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._searches)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        search = self._searches[index.row()]
        told = {
            Qt.ItemDataRole.DisplayRole: visible(search.name),
            Qt.ItemDataRole.EditRole: search.name,
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(
                [visible(search.name), counts_of(search), tr_n(search.new, "%n new", "%n new")]
            ),
            CountRole: counts_of(search),
            NewRole: search.new,
        }
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(as_words(search.asked.query.terms))
        return told.get(role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or not name or not index.isValid():
            return False
        self.renamed.emit(index.row(), name)
        return True


def counts_of(search: SavedSearch) -> str:
    """What it finds, in a few words."""
    if search.found is None:
        return tr("Not counted yet")
    if search.above_cut is None:
        return tr_n(search.found, "%n place", "%n places")
    if search.above_cut == 0:
        return tr("Nothing stands out")
    return tr_n(search.above_cut, "%n tile stands out", "%n tiles stand out")
