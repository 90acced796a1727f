"""A tree of which Qt's view is told no more than it can ask about in a moment."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

from app.models.archive.layer_building import Tree
from app.models.archive.layer_nodes import MAX_TOLD, Node

_Index = QModelIndex | QPersistentModelIndex
MAX_TOLD_AT_ALL = 1500
"""Of so many rows of a folder the view is told at the most: at each change it asks about all of them."""


class ToldRows(QAbstractItemModel):
    """The rows of a :class:`Tree`. Of a folder of very many rasters the view knows some that follow each other.

    At each change of rows a QTreeView asks about every row it knows, those out of sight too: a hundred thousand of them
    would hold the window for a second.
    """

    def __init__(self, tree: Tree, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._is_telling = False

    def index(self, row: int, column: int, parent: _Index | None = None) -> QModelIndex:
        above = self.node_at(parent)
        if column != 0 or not 0 <= row < len(above.told):
            return QModelIndex()
        return self.createIndex(row, 0, id_of(int(above.children.codes[above.told[row]])))

    def parent(self, index: _Index | None = None) -> Any:
        if index is None:
            return super().parent()
        above = self._tree.parent_of(code_of(index.internalId())) if index.isValid() else None
        return QModelIndex() if above is None or above is self._tree.root else self.index_of(above)

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.node_at(parent).told)

    def hasChildren(self, parent: _Index | None = None) -> bool:
        if parent is not None and self.is_raster(parent):
            return False
        return len(self.node_at(parent).told) > 0

    def columnCount(self, parent: _Index | None = None) -> int:
        return 1

    def node_at(self, index: _Index | None) -> Node:
        """The node of an index; the root for an invalid one."""
        if index is None or not index.isValid():
            return self._tree.root
        return self._tree.node(code_of(index.internalId()))

    def is_raster(self, index: _Index) -> bool:
        """Whether a row is a raster."""
        return index.isValid() and code_of(index.internalId()) >= 0

    def index_of(self, node: Node) -> QModelIndex:
        """The index of a node; an invalid one where the view has not been told of it."""
        if node.parent is None or node.at not in node.parent.told:
            return QModelIndex()
        return self.createIndex(node.at - node.parent.told.start, 0, id_of(node.code))

    def reveal(self, node: Node) -> QModelIndex:
        """The index of a node, of which the view is told if it has not been."""
        if node.parent is not None:
            self.reveal(node.parent)
            told = node.parent.told
            if node.at not in told:
                near = range(told.start - MAX_TOLD, told.stop + MAX_TOLD)
                middle = range(node.at - MAX_TOLD // 2, node.at + MAX_TOLD // 2)
                self._tell_of(node.parent, near if node.at in near else middle)
        return self.index_of(node)

    def tell_more(self, above: Node, is_before: bool) -> None:
        """Tell the view of the next rows below a node, or of those before the first it knows; the farthest go."""
        told = above.told
        start, stop = (told.start - MAX_TOLD, told.stop) if is_before else (told.start, told.stop + MAX_TOLD)
        if stop - start > MAX_TOLD_AT_ALL:
            start, stop = (start, stop - MAX_TOLD) if is_before else (start + MAX_TOLD, stop)
        self._tell_of(above, range(start, stop))

    def tell_first(self) -> None:
        """Tell the view of the first rows below each node again, where it knows later ones."""
        for node in [node for node in self._tree.named if node.told.start > 0]:
            self._tell_of(node, range(MAX_TOLD))

    def _tell_of(self, above: Node, wanted: range) -> None:
        """Tell the view of these of the rows below a node, and of no others."""
        if self._is_telling:  # the view scrolls while rows go, and asks for more
            return
        self._is_telling = True
        wanted = range(max(wanted.start, 0), min(wanted.stop, len(above.children)))
        at, told = self.index_of(above), above.told
        if wanted.start >= told.stop or wanted.stop <= told.start:
            self._take_rows(above, at, told)
            above.told = range(wanted.start, wanted.start)
        else:
            self._take_rows(above, at, range(wanted.stop, told.stop))
            self._take_rows(above, at, range(told.start, wanted.start))
        self._add_rows(above, at, range(wanted.start, above.told.start))
        self._add_rows(above, at, range(above.told.stop, wanted.stop))
        self._is_telling = False

    def _take_rows(self, above: Node, at: QModelIndex, gone: range) -> None:
        told = above.told
        if len(gone):
            self.beginRemoveRows(at, gone.start - told.start, gone.stop - 1 - told.start)
            is_first = gone.start == told.start
            above.told = range(gone.stop, told.stop) if is_first else range(told.start, gone.start)
            self.endRemoveRows()

    def _add_rows(self, above: Node, at: QModelIndex, more: range) -> None:
        told = above.told
        if len(more):
            row = 0 if more.start < told.start else len(told)
            self.beginInsertRows(at, row, row + len(more) - 1)
            above.told = range(min(more.start, told.start), max(more.stop, told.stop))
            self.endInsertRows()


def id_of(code: int) -> int:
    """What Qt knows a node by."""
    return 2 * code + 1 if code >= 0 else -2 * code


def code_of(number: int) -> int:
    """The code of the node that Qt knows by a number."""
    return number // 2 if number % 2 else -number // 2
