"""The tree of layers: places, areas, rasters by folder, coverage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from app.models.archive.archive_model import ArchiveModel, RowRole
from app.models.archive.archive_row import ArchiveRow
from app.models.archive.layer_building import Tree
from app.models.archive.layer_nodes import LAYERS, MAX_TOLD, Kind, Node, leaves, patterns_of
from app.models.question.dragged import put_rasters
from app.short_turns import MANY as MANY_AT_ONCE
from app.short_turns import Turns
from app.translation import numeral, tr
from msa_core.names import visible

_Index = QModelIndex | QPersistentModelIndex
NodeRole = RowRole + 1
MANY = 50
"""Rows changed at once from which the whole tree is told."""
ROWS_MIME = "application/x-msa-layer"


class LayersModel(QAbstractItemModel):
    """Layers of the map from above; rasters lie below folders as their files do.

    Attributes:
        is_between: whether the tree of another archive is still being built.

    Signals:
        layer_shown: (``Kind`` of a layer, whether it is to be drawn).
        order_changed: the paths of all rasters, the topmost first; empty: small ones above large ones.
        ordered_by_hand: (the order before, the order now), as ``order_changed`` has them.
    """

    layer_shown = Signal(str, bool)
    order_changed = Signal(object)
    ordered_by_hand = Signal(object, object)

    def __init__(self, archive: ArchiveModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.archive = archive
        self._eyes = {Kind.PLACES: True, Kind.AREAS: True, Kind.COVERAGE: False, Kind.BASEMAP: False}
        self._counts = {Kind.PLACES: 0, Kind.AREAS: 0, Kind.BASEMAP: 0}
        self._words, self._only_gaps = "", False
        self._rank: dict[str, int] = {}
        self._turns = Turns(self)
        self._is_outdated = False
        self.is_between = False
        self._tree = Tree(counts=dict(self._counts))
        self.rebuild()
        archive.modelReset.connect(self._on_listed)
        archive.dataChanged.connect(self._on_rows_changed)

    # What is in the tree

    @Slot(str)
    def set_filter(self, words: str) -> None:
        """Only rasters whose name holds these words."""
        self._words = words.strip().casefold()
        self.rebuild()

    @Slot(bool)
    def set_only_gaps(self, only: bool) -> None:
        """Only rasters that are not searched as they lie there."""
        self._only_gaps = only
        self.rebuild()

    @property
    def is_filtered(self) -> bool:
        """Whether some rasters are left out."""
        return bool(self._words) or self._only_gaps

    @property
    def is_building(self) -> bool:
        """Whether another tree is on its way."""
        return self._turns.is_running

    def set_count(self, kind: Kind, count: int) -> None:
        """How many places, areas or basemaps there are; without any their row is not there."""
        if self._counts[kind] != count:
            self._counts[kind] = count
            self.rebuild()

    def set_layer_shown(self, kind: Kind, shown: bool) -> None:
        """Open or shut the eye of a layer."""
        if self._eyes[kind] != shown:
            self._eyes[kind] = shown
            for node in [node for node in self._tree.nodes if node.kind is kind]:
                self._tell(node)
            self.layer_shown.emit(str(kind), shown)

    def is_layer_shown(self, kind: Kind) -> bool:
        """Whether the eye of a layer is open."""
        return self._eyes[kind]

    @Slot()
    def rebuild(self) -> None:
        """Build the tree of what is there now; of very many rasters it stays as it is until the new one is whole."""
        self._is_outdated = False
        self._turns.begin(self._renewed(), self.archive.rowCount())

    @Slot()
    def forget_order(self) -> None:
        """Draw small rasters above large ones again, and list them by name."""
        self._order_by_hand(())

    def set_order(self, paths: Sequence[str]) -> None:
        """Draw and list rasters in this order, the topmost first; empty as :meth:`forget_order`."""
        if tuple(paths) != self.order():
            self._rank = {path: rank for rank, path in enumerate(paths)}
            self.rebuild()
            self.order_changed.emit(tuple(paths))

    def order(self) -> tuple[str, ...]:
        """The paths in the order given by hand, the topmost first; empty without one."""
        return tuple(self._rank)

    def _order_by_hand(self, paths: tuple[str, ...]) -> None:
        before = self.order()
        self.set_order(paths)
        if paths != before:
            self.ordered_by_hand.emit(before, paths)

    @property
    def has_order(self) -> bool:
        """Whether rasters were put in order by hand."""
        return bool(self._rank)

    def _renewed(self) -> Iterator[None]:
        tree = Tree(
            counts=dict(self._counts),
            words=self._words,
            only_gaps=self._only_gaps,
            rank=self._rank,
            has_coverage=self.archive.has_searched,
        )
        yield from tree.built(self.archive.rows())
        self._take(tree)
        if self._is_outdated:
            self._rebuild_after()

    def _take(self, tree: Tree, is_between: bool = False) -> None:
        self.beginResetModel()
        self._tree, self.is_between = tree, is_between
        self.endResetModel()

    @Slot()
    def _on_listed(self) -> None:
        """Of very many other rasters the tree comes later; until then there is none of those before."""
        if self.archive.rowCount() >= MANY_AT_ONCE:
            tree = Tree(counts=dict(self._counts))
            for _ in tree.built(()):
                pass
            self._take(tree, is_between=True)
        self.rebuild()

    def _rebuild_after(self) -> None:
        """Once more when what is being built is whole: many changes must not put it off for ever."""
        self._is_outdated = self._turns.is_running and not self._is_outdated
        if not self._is_outdated:
            self.rebuild()

    # Qt's questions

    def index(self, row: int, column: int, parent: _Index | None = None) -> QModelIndex:
        above = self.node_at(parent)
        if column != 0 or not 0 <= row < above.told:
            return QModelIndex()
        return self.createIndex(row, 0, above.children[row].id)

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]
        above = self.node_at(index).parent
        return QModelIndex() if above is None or above is self._tree.root else self.index_of(above)

    def rowCount(self, parent: _Index | None = None) -> int:
        return self.node_at(parent).told

    def canFetchMore(self, parent: _Index) -> bool:
        above = self.node_at(parent)
        return above.told < len(above.children)

    def fetchMore(self, parent: _Index) -> None:
        """Tell the view of the next rows of a folder."""
        self._tell_to(self.node_at(parent), self.node_at(parent).told + MAX_TOLD)

    def _tell_to(self, above: Node, told: int) -> None:
        told = min(told, len(above.children))
        if told > above.told:
            at = QModelIndex() if above is self._tree.root else self.index_of(above)
            self.beginInsertRows(at, above.told, told - 1)
            above.told = told
            self.endInsertRows()

    def reveal(self, node: Node) -> QModelIndex:
        """The index of a node, of which the view is told if it has not been."""
        if node.parent is not None and node.parent is not self._tree.root:
            self.reveal(node.parent)
        if node.parent is not None:
            self._tell_to(node.parent, node.at + 1)
        return self.index_of(node)

    def _is_told(self, node: Node) -> bool:
        return node.parent is None or (node.at < node.parent.told and self._is_told(node.parent))

    def columnCount(self, parent: _Index | None = None) -> int:
        return 1

    def node_at(self, index: _Index | None) -> Node:
        """The node of an index; the root for an invalid one."""
        return (
            self._tree.nodes[index.internalId()] if index is not None and index.isValid() else self._tree.root
        )

    def index_of(self, node: Node) -> QModelIndex:
        """The index of a node."""
        return self.createIndex(node.at, 0, node.id)

    def nodes(self) -> Iterator[Node]:
        """All rows."""
        return iter(self._tree.nodes[1:])

    def folders(self) -> Iterator[Node]:
        """All rows with others below them, the root among them."""
        return iter(self._tree.folders)

    def row_of(self, node: Node) -> ArchiveRow | None:
        """The raster of a node, None when it is none."""
        return self.archive.row(node.number) if node.kind is Kind.RASTER else None

    def count_of(self, node: Node) -> int:
        """How many places, areas or rasters there are in a node."""
        return self._counts[node.kind] if node.kind in self._counts else len(node.numbers)

    def state_of(self, node: Node) -> Qt.CheckState | None:
        """Of the eye: shut, open, or some of what is below; None where nothing can be drawn."""
        if node.kind in LAYERS:
            return Qt.CheckState.Checked if self._eyes[node.kind] else Qt.CheckState.Unchecked
        placed, shown = self.archive.eyes(node.rows)
        if not placed:
            return None
        if shown == placed:
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if shown else Qt.CheckState.Unchecked

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        node = self.node_at(index)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if node.kind in (Kind.RASTERS, Kind.FOLDER):
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        if node.kind in (Kind.FOLDER, Kind.RASTER):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self.state_of(node) is not None else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node_at(index)
        if role == NodeRole:
            return node
        if node.kind is Kind.RASTER and role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.CheckStateRole,
        ):
            return self.archive.data(self.archive.index(node.number), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(node.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{visible(node.name)}, {numeral(self.count_of(node))}"
        return self.state_of(node) if role == Qt.ItemDataRole.CheckStateRole else None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node = self.node_at(index)
        if role != Qt.ItemDataRole.CheckStateRole or self.state_of(node) is None:
            return False
        shown = Qt.CheckState(value) == Qt.CheckState.Checked
        if node.kind in LAYERS:
            self.set_layer_shown(node.kind, shown)
        else:
            self.archive.set_shown(node.numbers, shown)
        return True

    # Order by dragging

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ROWS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(ROWS_MIME, ",".join(str(self.node_at(index).id) for index in indexes).encode())
        put_rasters(data, patterns_of([self.node_at(index) for index in indexes], self.archive))
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """A raster or folder goes above another one of its own folder: files stay where they lie."""
        moved = self._dragged(data)
        is_free = bool(moved) and not self.is_filtered and row >= 0
        return is_free and all(node.parent is self.node_at(parent) for node in moved)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        moved = self._dragged(data)
        siblings = self.node_at(parent).children
        before = [node for node in siblings[:row] if node not in moved]
        after = [node for node in siblings[row:] if node not in moved]
        self.node_at(parent).children = [*before, *moved, *after]
        paths = [self.archive.row(number).path for number in leaves(self._tree.root)]
        self._order_by_hand(tuple(paths))
        return False  # the rows are where they belong: the view must not remove them

    def refusal(self, data: QMimeData, over: _Index) -> str:
        """Why dragged rows cannot be put where ``over`` is; ``""`` where they can, or nothing of ours is dragged."""
        moved, at = self._dragged(data), self.node_at(over)
        if not moved:
            return ""
        if self.is_filtered:
            return tr("Clear the filter first: rows are put in order in the whole tree.")
        if all(node.parent in (at, at.parent) for node in moved):
            return ""
        return tr(
            "Files stay in the folder they lie in: a row goes above or below another one of its own folder. "
            "To draw a whole folder above another one, drag the folder."
        )

    def _dragged(self, data: QMimeData) -> list[Node]:
        ids = bytes(data.data(ROWS_MIME).data()).decode("ascii", "replace").split(",")
        known = [int(text) for text in ids if text.isdigit() and int(text) < len(self._tree.nodes)]
        return [self._tree.nodes[number] for number in known]

    # Changes

    @Slot(QModelIndex, QModelIndex)
    def _on_rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        is_same = self._tree.has_coverage == self.archive.has_searched and not self._only_gaps
        if last.row() - first.row() > MANY or not is_same:
            self._on_many_changed()
            return
        for number in range(first.row(), last.row() + 1):
            node = self._tree.of_number.get(number)
            while node is not None and node is not self._tree.root:
                self._tell(node)
                node = node.parent

    def _on_many_changed(self) -> None:
        """Built anew only when other rows are in the tree now."""
        if self._only_gaps or self._tree.has_coverage != self.archive.has_searched:
            self._rebuild_after()
            return
        for node in self.folders():
            last = node.children[node.told - 1]
            self.dataChanged.emit(self.index_of(node.children[0]), self.index_of(last))

    def _tell(self, node: Node) -> None:
        if self._is_told(node):
            self.dataChanged.emit(self.index_of(node), self.index_of(node))
