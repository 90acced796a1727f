"""The tree of layers: places, areas, rasters by folder, coverage."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
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
from app.models.archive.layer_nodes import LAYERS, Kind, Node, leaves, patterns_of
from app.models.archive.told_rows import ToldRows, code_of, id_of
from app.models.question.dragged import put_rasters
from app.models.words.foreign_words import embeddings_by
from app.short_turns import Turns
from app.translation import numeral, tr
from msa_core.names import visible

_Index = QModelIndex | QPersistentModelIndex
NodeRole = RowRole + 1
MANY = 50
"""Rows changed at once from which the whole tree is told."""
ROWS_MIME = "application/x-msa-layer"

LAYER_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
FOLDER_FLAGS = LAYER_FLAGS | Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsDragEnabled
FOLDER_WITH_EYE_FLAGS = FOLDER_FLAGS | Qt.ItemFlag.ItemIsUserCheckable
RASTER_FLAGS = LAYER_FLAGS | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren
PLACED_FLAGS = RASTER_FLAGS | Qt.ItemFlag.ItemIsUserCheckable


class LayersModel(ToldRows):
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
        super().__init__(Tree(counts=dict.fromkeys(LAYERS, 0)), parent)
        self.archive = archive
        self._eyes = {Kind.PLACES: True, Kind.AREAS: True, Kind.COVERAGE: False, Kind.BASEMAP: False}
        self._counts = {Kind.PLACES: 0, Kind.AREAS: 0, Kind.BASEMAP: 0}
        self._words, self._only_gaps = "", False
        self._order: tuple[str, ...] = ()
        self._turns, self._telling = Turns(self), Turns(self)
        self._is_outdated = False
        self.is_between = False
        self.rebuild()
        archive.modelAboutToBeReset.connect(self.beginResetModel)
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
        """Whether another tree is on its way, or the view is still told what has changed."""
        return self._turns.is_running or self._telling.is_running

    def set_count(self, kind: Kind, count: int) -> None:
        """How many places, areas or basemaps there are; without any their row is not there."""
        if self._counts[kind] != count:
            self._counts[kind] = count
            self.rebuild()

    def set_layer_shown(self, kind: Kind, shown: bool) -> None:
        """Open or shut the eye of a layer."""
        if self._eyes[kind] != shown:
            self._eyes[kind] = shown
            for node in [node for node in self._tree.root.children if node.kind is kind]:
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
        if tuple(paths) != self._order:
            self._order = tuple(paths)
            self.rebuild()
            self.order_changed.emit(self._order)

    def order(self) -> tuple[str, ...]:
        """The paths in the order given by hand, the topmost first; empty without one."""
        return self._order

    def _order_by_hand(self, paths: tuple[str, ...]) -> None:
        before = self.order()
        self.set_order(paths)
        if paths != before:
            self.ordered_by_hand.emit(before, paths)

    @property
    def has_order(self) -> bool:
        """Whether rasters were put in order by hand."""
        return bool(self._order)

    def _renewed(self) -> Iterator[None]:
        rows, origin = self.archive.rows(), self.archive.origin
        is_foreign = bool(origin) and all(row.holds_embeddings for row in rows)
        tree = Tree(
            counts=dict(self._counts),
            words=self._words,
            only_gaps=self._only_gaps,
            order=self._order,
            has_coverage=self.archive.has_searched and not is_foreign,
            heading=embeddings_by(origin) if is_foreign else "",
        )
        yield from tree.built(rows.listed)
        self._take(tree)
        if self._is_outdated:
            self._rebuild_after()

    def _take(self, tree: Tree) -> None:
        self.beginResetModel()
        self._tree, self.is_between = tree, False
        self.endResetModel()

    @Slot()
    def _on_listed(self) -> None:
        """Other rasters are there: of those before nothing can be told any more; of very many the tree comes later."""
        self._tree, self.is_between = Tree(counts=dict(self._counts)), True
        for _ in self._tree.built(()):
            pass
        self.endResetModel()
        self.rebuild()

    def _rebuild_after(self) -> None:
        """Once more when what is being built is whole: many changes must not put it off for ever."""
        self._is_outdated = self._turns.is_running and not self._is_outdated
        if not self._is_outdated:
            self.rebuild()

    # Qt's questions

    def nodes(self) -> Iterator[Node]:
        """All rows; of very many rasters those that are wanted are better asked for."""
        for folder in self._tree.named:
            yield from folder.children

    def with_keys(self, keys: Collection[str]) -> Iterator[Node]:
        """The rows with these keys that are in the tree."""
        yield from (node for node in self._tree.named if node.key in keys)
        for number in self.archive.numbers_of(keys):
            if self._tree.has(number):
                yield self._tree.node(number)

    def folders(self) -> Iterator[Node]:
        """All rows with others below them, the root among them."""
        return (node for node in self._tree.named if len(node.children))

    @property
    def count(self) -> int:
        """How many rasters there are in the tree."""
        return self._tree.root.count

    def row_of(self, node: Node) -> ArchiveRow | None:
        """The raster of a node, None when it is none."""
        return self.archive.row(node.number) if node.kind is Kind.RASTER else None

    def count_of(self, node: Node) -> int:
        """How many places, areas or rasters there are in a node."""
        return self._counts.get(node.kind, node.count)

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
        if (number := code_of(index.internalId())) >= 0:
            return PLACED_FLAGS if self.archive.is_placed(number) else RASTER_FLAGS
        node = self.node_at(index)
        if node.kind is Kind.FOLDER:
            return FOLDER_WITH_EYE_FLAGS if node.is_on_map else FOLDER_FLAGS
        flags = LAYER_FLAGS | Qt.ItemFlag.ItemIsDropEnabled if node.kind is Kind.RASTERS else LAYER_FLAGS
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
            self.archive.set_shown(node.rows, shown)
        return True

    # Order by dragging

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ROWS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(ROWS_MIME, ",".join(str(id_of(self.node_at(index).code)) for index in indexes).encode())
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
        at = self.node_at(parent)
        moved = np.array([node.code for node in self._dragged(data)], dtype=np.int64)
        codes, place = at.children.codes, at.told[row] if row < len(at.told) else at.told.stop
        stays = ~np.isin(codes, moved)
        before, after = codes[:place][stays[:place]], codes[place:][stays[place:]]
        self._tree.put(at, np.concatenate([before, moved, after]))
        self._order_by_hand(tuple(self.archive.paths(leaves(self._tree.root))))
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
        codes = [code_of(int(text)) for text in ids if text.isdigit()]
        known = [code for code in codes if self._tree.has(code) or -len(self._tree.named) <= code < 0]
        return [self._tree.node(code) for code in known]

    # Changes

    @Slot(QModelIndex, QModelIndex)
    def _on_rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        is_same = self._tree.has_coverage == self.archive.has_searched and not self._only_gaps
        if last.row() - first.row() > MANY or not is_same:
            self._on_many_changed()
            return
        for number in range(first.row(), last.row() + 1):
            node = self._tree.node(number) if self._tree.has(number) else None
            while node is not None and node is not self._tree.root:
                self._tell(node)
                node = node.parent

    def _on_many_changed(self) -> None:
        """Built anew only when other rows are in the tree now."""
        if self._only_gaps or self._tree.has_coverage != self.archive.has_searched:
            self._rebuild_after()
        else:
            self._telling.begin(self._told_anew(self._tree), self.archive.rowCount())

    def _told_anew(self, tree: Tree) -> Iterator[None]:
        for node in tree.named:
            if tree is not self._tree:
                return
            if len(node.told):
                first, last = node.children[node.told.start], node.children[node.told.stop - 1]
                self.dataChanged.emit(self.index_of(first), self.index_of(last))
            yield

    def _tell(self, node: Node) -> None:
        index = self.index_of(node)
        if index.isValid():
            self.dataChanged.emit(index, index)
