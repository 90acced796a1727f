"""The list of hits, used for a search and for places like a picture."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.models.hits_model import HitsModel
from app.widgets.hit_delegate import HitDelegate


class HitsList(QListView):
    """Rows of hits; choosing one tells its row, -1 for none.

    Signals:
        row_chosen: the row, -1 for none.
        row_opened: the row that was double-clicked, or on which Return was pressed.
        menu_requested: (place on screen, row).
    """

    row_chosen = Signal(int)
    row_opened = Signal(int)
    menu_requested = Signal(QPoint, int)

    def __init__(self, model: HitsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setModel(model)
        self.setItemDelegate(HitDelegate(self))
        self.setAccessibleName("Places found")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._on_opened)
        self.activated.connect(self._on_opened)

    @Slot(int)
    def set_row(self, row: int) -> None:
        """Select a row without telling about it; -1 selects none."""
        self._quiet = True
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row < self.model().rowCount():
            index = self.model().index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)
        self._quiet = False

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = [index.row() for index in self.selectionModel().selectedIndexes()]
        if not self._quiet and rows:
            self.row_chosen.emit(rows[0])

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.row())

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_requested.emit(self.viewport().mapToGlobal(at), index.row())
