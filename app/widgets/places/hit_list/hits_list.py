"""The list of hits, used for a search and for places like a picture: rows, or a grid of pictures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.models.hits.hits_model import GroupRole, HitsModel
from app.translation import tr
from app.widgets.places.hit_list.hit_delegate import (
    CAPTION_PX,
    CELL_PX,
    ROW_PX,
    HitDelegate,
    check_rect,
    group_rect,
)
from app.widgets.places.row_selection import WHOLE_ROWS, selected_rows, selection_of

_ROW = QSize(1, ROW_PX)


class HitsList(QListView):
    """Hits by their numbers: indices among the hits as found, whatever the order and folding of rows.

    Return and a double click open a hit. Left and Right, or a click on the count, fold and unfold hits of one ground.

    Signals:
        hits_chosen: (numbers of all hits chosen, number of the current one or -1).
        hit_opened: the number that was double-clicked, or on which Return was pressed.
        hit_hovered: the number under the mouse, -1 for none.
        menu_requested: (place on screen, number).
        copy_requested: the hits that are chosen are to be copied.
        review_requested: the number on whose check mark was clicked.
    """

    hits_chosen = Signal(object, int)
    hit_opened = Signal(int)
    hit_hovered = Signal(int)
    menu_requested = Signal(QPoint, int)
    copy_requested = Signal()
    review_requested = Signal(int)

    def __init__(self, model: HitsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._hits = model
        self._delegate = HitDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Places found"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._on_opened)
        self.activated.connect(self._on_opened)
        self.entered.connect(self._on_entered)

    # Setters

    def set_grid(self, grid: bool) -> None:
        """Show a grid of pictures instead of rows."""
        self._delegate.cell_px = CELL_PX if grid else None
        self.setWrapping(grid)
        self.setFlow(QListView.Flow.LeftToRight if grid else QListView.Flow.TopToBottom)
        self.setResizeMode(QListView.ResizeMode.Adjust if grid else QListView.ResizeMode.Fixed)
        # Where a scroll bar may come and go, Qt lays a grid out as if it were always there twice.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if grid else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        self._fit_cells()
        self.scrollTo(self.currentIndex())

    def offer_review(self) -> None:
        """Show a check mark in the rows that are pointed at or chosen."""
        self._delegate.offers_review = True

    @property
    def is_grid(self) -> bool:
        """Whether pictures are shown in a grid."""
        return self._delegate.is_grid

    @Slot(object)
    def set_chosen(self, numbers: tuple[int, ...]) -> None:
        """Select these hits without telling about it; what is folded away is selected by the row it is folded into."""
        rows = self._hits.rows_of(numbers)
        if np.array_equal(rows, selected_rows(self.selectionModel())):
            return
        chosen = selection_of(self._hits, rows)
        self._quiet = True
        self.selectionModel().select(chosen, WHOLE_ROWS)
        self._quiet = False

    @Slot(int)
    def set_current(self, number: int) -> None:
        """Go to a hit without telling about it, -1 for none."""
        row = self._hits.row_of(number)
        self._quiet = True
        index = self._hits.index(row) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if row >= 0:
            self.scrollTo(index)
        self._quiet = False

    # Events

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self._quiet:
            return
        rows = selected_rows(self.selectionModel())
        if len(rows) == 0:
            return
        current = self.currentIndex().row()
        current = current if current in rows else int(rows[-1])
        self.hits_chosen.emit(self._hits.numbers_at(rows), self._hits.number_at(current))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        on_count = (
            index.isValid()
            and index.data(GroupRole) is not None
            and group_rect(self.visualRect(index), self.is_grid).contains(event.position().toPoint())
        )
        if on_count and event.button() == Qt.MouseButton.LeftButton:
            self._hits.fold(index.row())
            event.accept()
            return
        if self._is_on_check(index, event):
            self.review_requested.emit(self._hits.number_at(index.row()))
            event.accept()
            return
        super().mousePressEvent(event)

    def _is_on_check(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if not self._delegate.offers_review or self.is_grid or not index.isValid():
            return False
        is_left = event.button() == Qt.MouseButton.LeftButton
        return is_left and check_rect(self.visualRect(index)).contains(event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        folds = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
        key = Qt.Key(event.key())
        row = self.currentIndex().row()
        if key in folds and row >= 0 and not self.is_grid and self.currentIndex().data(GroupRole) is not None:
            self._hits.fold(row, folds[key])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.hit_hovered.emit(-1)
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The chosen place stays in sight when something comes up beside the list, unless it was scrolled away from.
        box = self.visualRect(self.currentIndex())
        was_seen = box.isValid() and box.top() >= 0 and box.bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        self._fit_cells()
        if was_seen:
            self.scrollTo(self.currentIndex())

    def _fit_cells(self) -> None:
        """As many cells side by side as fit, filling the width."""
        if not self.is_grid:
            # With a size for all, Qt asks the model for none of them. It makes rows as wide as the list by itself, so
            # that a scroll bar or another width does not have a hundred thousand of them laid out again.
            if self.gridSize() != _ROW:
                self.setGridSize(_ROW)
            return
        columns = max(1, self.viewport().width() // CELL_PX)
        # Less one: a row that is exactly as wide as the list is wrapped.
        side = (self.viewport().width() - 1) // columns
        self._delegate.cell_px = side
        self.setGridSize(QSize(side, side + CAPTION_PX))

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        self.hit_hovered.emit(self._hits.number_at(index.row()))

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        self.hit_opened.emit(self._hits.number_at(index.row()))

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_requested.emit(self.viewport().mapToGlobal(at), self._hits.number_at(index.row()))
