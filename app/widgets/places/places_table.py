"""The table of hits in the drawer: every property, columns to choose, the same hits chosen as in list and map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from app.models.hits.hit_columns import COLUMNS, FIRST_SHOWN, as_table
from app.models.hits.hit_table_model import HitTableModel
from app.translation import tr
from app.widgets.places.row_selection import WHOLE_ROWS, selected_rows, selection_of

ROW_PX = 24
WIDTHS_PX = {
    "source": 220,
    "path": 320,
    "id": 220,
    "pixel_bbox": 170,
    "scale_scores": 220,
    "datetime": 180,
    "rank": 76,
}
OTHER_WIDTH_PX = 96


class HitTable(QTableView):
    """Hits by their numbers: indices among the hits as found, whatever the order of rows.

    A click on a heading sorts; the menu of the headings chooses columns.

    Signals:
        hits_chosen: (numbers of all hits chosen, number of the current one or -1).
        hit_opened: the number that was double-clicked, or on which Return was pressed.
        columns_changed: names of the columns shown from now on.
    """

    hits_chosen = Signal(object, int)
    hit_opened = Signal(int)
    columns_changed = Signal(object)

    def __init__(self, model: HitTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = model
        self._quiet = False
        self.setModel(model)
        self.setAccessibleName(tr("Table of places"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        # All rows alike: with a hundred thousand none is measured.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_PX)
        self._build_headings()
        self.doubleClicked.connect(self._on_opened)
        self.activated.connect(self._on_opened)
        self.set_columns(FIRST_SHOWN)

    def _build_headings(self) -> None:
        headings = self.horizontalHeader()
        headings.setSectionsMovable(True)
        headings.setHighlightSections(False)
        headings.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        headings.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        headings.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        headings.customContextMenuRequested.connect(self._on_headings_menu)
        self.setSortingEnabled(True)
        for number, column in enumerate(COLUMNS):
            headings.resizeSection(number, WIDTHS_PX.get(column.name, OTHER_WIDTH_PX))
        self.menu = QMenu(self)
        for number, column in enumerate(COLUMNS):
            action = self.menu.addAction(column.name)
            action.setCheckable(True)
            action.setToolTip(column.about)
            action.setData(number)
        self.menu.setToolTipsVisible(True)
        self.menu.triggered.connect(self._on_column)

    # Setters

    def set_columns(self, names: Sequence[str]) -> None:
        """Show these columns; with none of them known, the usual ones."""
        shown = [column.name for column in COLUMNS if column.name in set(names)] or list(FIRST_SHOWN)
        for number, column in enumerate(COLUMNS):
            self.setColumnHidden(number, column.name not in shown)
        for action in self.menu.actions():
            action.setChecked(not self.isColumnHidden(int(action.data())))

    def columns(self) -> tuple[str, ...]:
        """Names of the columns shown."""
        return tuple(column.name for number, column in enumerate(COLUMNS) if not self.isColumnHidden(number))

    @Slot(object)
    def set_chosen(self, numbers: tuple[int, ...]) -> None:
        """Select these hits without telling about it, and show the first of them."""
        rows = self._table.rows_of(numbers)
        if np.array_equal(rows, selected_rows(self.selectionModel())):
            return
        chosen = selection_of(self._table, rows)
        self._quiet = True
        self.selectionModel().select(chosen, WHOLE_ROWS)
        if len(rows):
            first = self._table.index(int(rows[0]), self.horizontalHeader().logicalIndexAt(0))
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)
        self._quiet = False

    # Events

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = selected_rows(self.selectionModel())
        if not self._quiet and len(rows):
            current = self.currentIndex().row()
            current = current if current in rows else int(rows[-1])
            self.hits_chosen.emit(self._table.numbers_at(rows), self._table.number_at(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The chosen rows with the columns that are shown, in the order on screen."""
        rows = selected_rows(self.selectionModel()).tolist()
        hits = [self._table.said(self._table.number_at(row)) for row in rows]
        headings = self.horizontalHeader()
        order = [headings.logicalIndex(place) for place in range(headings.count())]
        columns = [COLUMNS[number] for number in order if not self.isColumnHidden(number)]
        if hits:
            QGuiApplication.clipboard().setText(as_table(hits, columns))

    @Slot(QPoint)
    def _on_headings_menu(self, at: QPoint) -> None:
        self.menu.popup(self.horizontalHeader().viewport().mapToGlobal(at))

    @Slot(object)
    def _on_column(self, _action: object) -> None:
        wanted = [COLUMNS[int(action.data())].name for action in self.menu.actions() if action.isChecked()]
        self.set_columns(wanted)
        self.columns_changed.emit(self.columns())

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        self.hit_opened.emit(self._table.number_at(index.row()))
