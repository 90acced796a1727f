"""The page of the drawer that counts saved searches in several areas."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.models.asked_of_map.count_table_model import CountTableModel
from app.translation import numeral, tr
from app.widgets.frame.pages.page_head import PageHead
from app.widgets.small_widgets import YieldingLabel

ROW_PX, NAME_PX, AREA_PX = 28, 220, 132


class _CountTable(QTableView):
    """Return asks, Ctrl+C copies.

    Signals:
        copied: the table is to be copied.
        asked: the cell whose search is to be asked.
    """

    copied = Signal()
    asked = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.asked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class CountsPage(QWidget):
    """A line that says what is shown, with buttons, above the table.

    Signals:
        areas_wanted: where on the screen the menu of areas is to be.
        column_menu_wanted: (number of the area, where on the screen).
        cell_asked: (number of the search, number of the area, -1 for everywhere).
        stop_clicked: counting is to be stopped.
        count_clicked: what was not counted is to be counted.
        copy_clicked: the table is to be copied.
        save_clicked: the table is to be saved.
    """

    areas_wanted = Signal(QPoint)
    column_menu_wanted = Signal(int, QPoint)
    cell_asked = Signal(int, int)
    stop_clicked = Signal()
    count_clicked = Signal()
    copy_clicked = Signal()
    save_clicked = Signal()

    def __init__(self, model: CountTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.words = YieldingLabel()
        self.words.setObjectName("muted")
        self.table = self._build_table()
        self.areas = self._button(
            tr("&Add areas"), tr("Count in more areas: from files, drawn, or of the question")
        )
        self.stop = self._button(tr("Stop"), tr("Stop counting; what was counted stays"))
        self.again = self._button(tr("Count the rest"), tr("Count what was not counted yet"))
        self.copy = self._button(
            tr("Copy"), tr("Copy the table, with the best scores, for a spreadsheet (Ctrl+C)")
        )
        self.save = self._button(tr("Save as CSV …"), tr("Save the table, with the best scores"))
        self.areas.clicked.connect(self._on_areas)
        self.stop.clicked.connect(self.stop_clicked)
        self.again.clicked.connect(self.count_clicked)
        self.copy.clicked.connect(self.copy_clicked)
        self.save.clicked.connect(self.save_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        buttons = (self.again, self.stop, self.areas, self.copy, self.save)
        column.addWidget(PageHead(self.words, buttons))
        column.addWidget(self.table, 1)
        self.set_counting(0, 0, True)

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(tip)
        return button

    def _build_table(self) -> _CountTable:
        table = _CountTable()
        table.setModel(self._model)
        table.setAccessibleName(tr("What saved searches find in each area"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_PX)
        headings = table.horizontalHeader()
        headings.setDefaultSectionSize(AREA_PX)
        headings.setHighlightSections(False)
        headings.setTextElideMode(Qt.TextElideMode.ElideRight)
        headings.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        headings.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        headings.customContextMenuRequested.connect(self._on_headings_menu)
        table.setSortingEnabled(True)
        table.clicked.connect(self._on_clicked)
        table.asked.connect(self._ask)
        table.copied.connect(self.copy_clicked)
        self._model.modelReset.connect(self._on_other_areas)
        return table

    @Slot()
    def _on_other_areas(self) -> None:
        headings = self.table.horizontalHeader()
        headings.resizeSection(0, NAME_PX)
        blocker = QSignalBlocker(headings)  # the rows are in that order already
        headings.setSortIndicator(*self._model.sorted_by)
        blocker.unblock()

    # Setters

    def set_counting(self, done: int, everything: int, is_complete: bool) -> None:
        """How far counting is; (0, 0) when nothing is being counted."""
        is_counting = everything > 0
        self.stop.setVisible(is_counting)
        self.again.setVisible(not is_counting and not is_complete)
        rows, areas = self._model.rowCount(), self._model.columnCount() - 1
        has_table = rows > 0 and areas > 0
        self.copy.setEnabled(has_table)
        self.save.setEnabled(has_table)
        if is_counting:
            self.words.setText(
                tr(
                    "Counting: {done} of {everything} searches done",
                    done=numeral(done),
                    everything=numeral(everything),
                )
            )
        elif not rows:
            self.words.setText(tr("Save a search first: the table has a row for each."))
        elif not areas:
            self.words.setText(tr("Add areas: the table has a column for each."))
        else:
            self.words.setText(tr("Tiles at the cut or above, and the best score. A click searches there."))

    # Events

    @Slot()
    def _on_areas(self) -> None:
        self.areas_wanted.emit(self.areas.mapToGlobal(QPoint(0, self.areas.height() + 2)))

    @Slot(QPoint)
    def _on_headings_menu(self, at: QPoint) -> None:
        headings = self.table.horizontalHeader()
        area = self._model.area_at(headings.logicalIndexAt(at))
        if area >= 0:
            self.column_menu_wanted.emit(area, headings.viewport().mapToGlobal(at))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        # With a key held a click selects more cells.
        if not QGuiApplication.keyboardModifiers():
            self._ask(index)

    @Slot(QModelIndex)
    def _ask(self, index: QModelIndex) -> None:
        self.cell_asked.emit(self._model.search_at(index.row()), self._model.area_at(index.column()))
