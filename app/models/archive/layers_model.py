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
from app.models.archive.coverage import Gap, gap_of
from app.models.archive.layer_nodes import LAYERS, Kind, Node, leaves, number_children, patterns_of
from app.models.question.dragged import put_rasters
from app.translation import numeral, tr
from msa_core.names import visible

_Index = QModelIndex | QPersistentModelIndex
NodeRole = RowRole + 1
MANY = 50
"""Rows changed at once from which the whole tree is told."""
ROWS_MIME = "application/x-msa-layer"


class LayersModel(QAbstractItemModel):
    """Layers of the map from above; rasters lie below folders as their files do.

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
        self._nodes: list[Node] = []
        self._of_number: dict[int, Node] = {}
        self._build()
        archive.modelReset.connect(self.rebuild)
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

    def set_count(self, kind: Kind, count: int) -> None:
        """How many places, areas or basemaps there are; without any their row is not there."""
        if self._counts[kind] != count:
            self._counts[kind] = count
            self.rebuild()

    def set_layer_shown(self, kind: Kind, shown: bool) -> None:
        """Open or shut the eye of a layer."""
        if self._eyes[kind] != shown:
            self._eyes[kind] = shown
            for node in [node for node in self._nodes if node.kind is kind]:
                self._tell(node)
            self.layer_shown.emit(str(kind), shown)

    def is_layer_shown(self, kind: Kind) -> bool:
        """Whether the eye of a layer is open."""
        return self._eyes[kind]

    @Slot()
    def rebuild(self) -> None:
        """Build the tree of what is there now."""
        self.beginResetModel()
        self._build()
        self.endResetModel()

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

    def _node(self, kind: Kind, name: str, key: str, parent: Node | None) -> Node:
        node = Node(kind=kind, name=name, key=key, id=len(self._nodes), parent=parent)
        self._nodes.append(node)
        if parent is not None:
            parent.children.append(node)
        return node

    def _build(self) -> None:
        self._nodes, self._of_number = [], {}
        self._root = self._node(Kind.ROOT, "", "", None)
        rows = self.archive.rows()
        for kind in (Kind.PLACES, Kind.AREAS):
            if self._counts[kind]:
                self._node(kind, tr(kind), str(kind), self._root)
        if rows:
            self._build_rasters(
                self._node(Kind.RASTERS, tr(Kind.RASTERS), str(Kind.RASTERS), self._root), rows
            )
        self._has_coverage = any(row.is_searched for row in rows)
        below = {Kind.COVERAGE: self._has_coverage, Kind.BASEMAP: bool(self._counts[Kind.BASEMAP])}
        for kind in (kind for kind, is_there in below.items() if is_there):
            self._node(kind, tr(kind), str(kind), self._root)
        number_children(self._root)

    def _build_rasters(self, top: Node, rows: Sequence[ArchiveRow]) -> None:
        folders: dict[str, Node] = {"": top}
        for number, row in enumerate(rows):
            if not self._passes(row):
                continue
            folder, _, name = row.name.rpartition("/")
            node = self._node(
                Kind.RASTER, name or row.name, row.path or row.name, self._folder(folder, folders)
            )
            node.number, node.numbers = number, [number]
            self._of_number[number] = node
            above = node.parent
            while above is not None and above is not self._root:
                above.numbers.append(number)
                above = above.parent
        paths = [row.path for row in rows]
        for folder_node in folders.values():
            folder_node.children.sort(key=lambda node: self._order_of(node, paths))

    def _folder(self, path: str, folders: dict[str, Node]) -> Node:
        if path not in folders:
            above, _, name = path.rpartition("/")
            folders[path] = self._node(Kind.FOLDER, name or "/", f"{path}/", self._folder(above, folders))
        return folders[path]

    def _order_of(self, node: Node, paths: Sequence[str]) -> tuple[int, bool, str]:
        """By hand where that was done; else folders first, by name."""
        last = len(self._rank)
        rank = min(self._rank.get(paths[number], last) for number in node.numbers) if self._rank else 0
        return rank, node.kind is Kind.RASTER, node.name.casefold()

    def _passes(self, row: ArchiveRow) -> bool:
        if self._words and self._words not in row.name.casefold():
            return False
        return not self._only_gaps or gap_of(row) not in (Gap.NONE, Gap.WAITING)

    # Qt's questions

    def index(self, row: int, column: int, parent: _Index | None = None) -> QModelIndex:
        above = self.node_at(parent)
        if column != 0 or not 0 <= row < len(above.children):
            return QModelIndex()
        return self.createIndex(row, 0, above.children[row].id)

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]
        above = self.node_at(index).parent
        return QModelIndex() if above is None or above is self._root else self.index_of(above)

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.node_at(parent).children)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 1

    def node_at(self, index: _Index | None) -> Node:
        """The node of an index; the root for an invalid one."""
        return self._nodes[index.internalId()] if index is not None and index.isValid() else self._root

    def index_of(self, node: Node) -> QModelIndex:
        """The index of a node."""
        return self.createIndex(node.at, 0, node.id)

    def nodes(self) -> Iterator[Node]:
        """All rows."""
        return iter(self._nodes[1:])

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
        placed = [row.shown for number in node.numbers if (row := self.archive.row(number)).is_placed]
        if not placed:
            return None
        shown = sum(placed)
        if shown == len(placed):
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
        paths = [self.archive.row(number).path for number in leaves(self._root)]
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
        known = [int(text) for text in ids if text.isdigit() and int(text) < len(self._nodes)]
        return [self._nodes[number] for number in known]

    # Changes

    @Slot(QModelIndex, QModelIndex)
    def _on_rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if last.row() - first.row() > MANY or self._only_gaps or not self._has_coverage:
            self._on_many_changed()
            return
        for number in range(first.row(), last.row() + 1):
            node = self._of_number.get(number)
            while node is not None and node is not self._root:
                self._tell(node)
                node = node.parent

    def _on_many_changed(self) -> None:
        """Built anew only when other rows are in the tree now."""
        if self._only_gaps or self._has_coverage != any(row.is_searched for row in self.archive.rows()):
            self.rebuild()
            return
        for node in self._nodes:
            if node.children:
                self.dataChanged.emit(self.index_of(node.children[0]), self.index_of(node.children[-1]))

    def _tell(self, node: Node) -> None:
        self.dataChanged.emit(self.index_of(node), self.index_of(node))
