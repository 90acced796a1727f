"""The tree of layers: a click selects, a double click goes there, the eye shows or hides."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QDragMoveEvent, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QTreeView, QWidget

from app.models.archive.layer_nodes import Kind, Node
from app.models.archive.layers_model import LayersModel
from app.models.words.plain_text import plain_tip
from app.translation import tr
from app.widgets import theme
from app.widgets.layers.layers_delegate import LayersDelegate, eye_rect

MAX_OPENED = 400
"""Folders of an archive with more rasters than this stay shut at first."""
MAX_UNFOLDED = 1000
"""Folders with more rows than this in all are not unfolded at once, whatever is found in them."""


class LayersTree(QTreeView):
    """Keys: space opens and shuts the eye, Return goes there, the menu key opens the row's menu.

    Signals:
        node_opened: the Node that was double-clicked.
        nodes_selected: the Nodes that are selected.
        menu_requested: (place on screen, the Nodes it is about).
    """

    node_opened = Signal(object)
    nodes_selected = Signal(object)
    menu_requested = Signal(QPoint, object)

    def __init__(self, model: LayersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shut: set[str] = set()
        self._opened: set[str] = set()
        self._chosen: list[str] = []
        self._on_eye = QModelIndex()
        self._is_asking = False
        self.setAccessibleName(tr("Layers: places, rasters by folder, coverage"))
        self.setModel(model)
        self.setItemDelegate(LayersDelegate(model))
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.expanded.connect(lambda index: self._keep(index, self._opened, self._shut))
        self.collapsed.connect(lambda index: self._keep(index, self._shut, self._opened))
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.verticalScrollBar().valueChanged.connect(self._ask_for_more)
        self._restore()

    def refresh_theme(self) -> None:
        """Take the theme's colours: what is selected is the same colour before its name as behind it."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, theme.colour("accent_soft"))
        self.setPalette(palette)
        self.viewport().update()

    def chosen(self) -> list[Node]:
        """The selected rows."""
        return [self._model.node_at(index) for index in self.selectedIndexes()]

    def _keep(self, index: QModelIndex, into: set[str], out_of: set[str]) -> None:
        if not self._model.is_filtered:
            key = self._model.node_at(index).key
            into.add(key)
            out_of.discard(key)

    @Slot()
    def _remember(self) -> None:
        if not self._model.is_between:
            self._chosen = [node.key for node in self.chosen()]

    @Slot()
    def _restore(self) -> None:
        """As it was before the tree was built anew: what is open, and what is selected."""
        few, unfolded = self._model.archive.rowCount() <= MAX_OPENED, 0
        for node in self._model.folders():
            opens = node.kind is Kind.RASTERS or few or node.key in self._opened
            opens = self._model.is_filtered or (opens and node.key not in self._shut)
            if opens and node.parent is not None and unfolded < MAX_UNFOLDED:
                self.expand(self._model.reveal(node))
                unfolded += len(node.told)
        chosen = set(self._chosen)
        for node in self._model.with_keys(chosen):
            self.selectionModel().select(self._model.reveal(node), self.selectionModel().SelectionFlag.Select)

    @Slot()
    def _ask_for_more(self) -> None:
        """Where the last or the first row told of a folder is near, the ones beyond are asked for."""
        if self._is_asking:
            return
        self._is_asking = True
        if self.verticalScrollBar().value() == 0:
            self._model.tell_first()
        near = self._near()
        for node in near:
            if (above := node.parent) is None:
                continue
            if node.at == above.told.start > 0:
                self._tell_more(above, is_before=True)
            elif node.at == above.told.stop - 1 < len(above.children) - 1:
                self._tell_more(above, is_before=False)
        self._is_asking = False

    def _near(self) -> list[Node]:
        """What is seen, and a page above and below."""
        index, height = self.indexAt(QPoint(1, 1)), self.viewport().height()
        while index.isValid() and self.visualRect(index).top() > -height and self.indexAbove(index).isValid():
            index = self.indexAbove(index)
        found = []
        while index.isValid() and self.visualRect(index).top() < 2 * height:
            found.append(self._model.node_at(index))
            index = self.indexBelow(index)
        return found

    def _tell_more(self, above: Node, is_before: bool) -> None:
        """What is at the top of the view stays there, whatever comes or goes above it."""
        top = self.indexAt(QPoint(1, 1))
        kept = self._model.node_at(top)
        at = self.visualRect(top).top()
        self._model.tell_more(above, is_before)
        now, bar = self.visualRect(self._model.index_of(kept)), self.verticalScrollBar()
        if now.isValid():
            bar.setValue(bar.value() + now.top() - at)

    def _go_to_last(self) -> None:
        """To the last row of all, also of those that the view has not been told of."""
        node = self._model.node_at(None)
        while len(node.children) and (node.parent is None or self.isExpanded(self._model.index_of(node))):
            node = node.children[-1]
            self._model.reveal(node)
        self.setCurrentIndex(self._model.index_of(node))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.nodes_selected.emit(self.chosen())

    def _eye_at(self, at: QPoint) -> QModelIndex:
        index = self.indexAt(at)
        if index.isValid() and eye_rect(self.visualRect(index)).contains(at):
            return index
        return QModelIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._on_eye = self._eye_at(event.position().toPoint())
        if not self._on_eye.isValid() or event.button() != Qt.MouseButton.LeftButton:
            self._on_eye = QModelIndex()
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._eye_at(event.position().toPoint())
        if self._on_eye.isValid():
            if index == self._on_eye:
                self.flip_eye(index)
            self._on_eye = QModelIndex()
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._eye_at(at).isValid():
            self.mousePressEvent(event)
        elif self.indexAt(at).isValid():
            self.node_opened.emit(self._model.node_at(self.indexAt(at)))
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Space:
            self.flip_eye(index)
        elif index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.node_opened.emit(self._model.node_at(index))
        elif event.key() == Qt.Key.Key_End:
            self._go_to_last()
        else:
            if event.key() == Qt.Key.Key_Home:
                self._model.tell_first()
            super().keyPressEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        at = event.position().toPoint()
        why = "" if event.isAccepted() else self._model.refusal(event.mimeData(), self.indexAt(at))
        if why != QToolTip.text():
            QToolTip.showText(self.viewport().mapToGlobal(at), plain_tip(why), self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        at = self.visualRect(index).center() if by_key else event.pos()
        self.menu_requested.emit(self.viewport().mapToGlobal(at), self.chosen())

    def flip_eye(self, index: QModelIndex) -> None:
        """Open the eye of a row, or shut it when it is open."""
        state = self._model.data(index, Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            shut = state == Qt.CheckState.Checked
            flipped = Qt.CheckState.Unchecked if shut else Qt.CheckState.Checked
            self._model.setData(index, flipped, Qt.ItemDataRole.CheckStateRole)
