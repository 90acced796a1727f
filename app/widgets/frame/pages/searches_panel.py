"""The page of saved searches in the left column."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.models.question.searches_model import CountRole, NewRole, SearchesModel
from app.translation import mark, tr, tr_n
from app.widgets import theme
from app.widgets.small_widgets import EmptyState, PlainLabel

_Index = QModelIndex | QPersistentModelIndex
ROW_PX = 48
EMPTY = (
    mark("No saved searches"),
    mark("Search, then save the question here. After indexing you see what is new."),
)


class _SearchDelegate(QStyledItemDelegate):
    """The name, under it what is found, at the right how much is new."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(120, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        room = rect.adjusted(16, 5, -16 - self._paint_new(painter, rect, int(index.data(NewRole) or 0)), -5)
        elide = Qt.TextElideMode.ElideRight
        painter.setPen(theme.colour("text"))
        name = painter.fontMetrics().elidedText(str(index.data()), elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, name)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        counts = QFontMetrics(font).elidedText(str(index.data(CountRole)), elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, counts)
        painter.restore()

    def _paint_new(self, painter: QPainter, rect: QRect, new: int) -> int:
        """The badge; returns the width it takes."""
        if not new:
            return 0
        words = tr_n(new, "%n new", "%n new")
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        badge = QRect(rect.right() - 14 - width, rect.center().y() - 10, width, 21)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(badge, 10, 10)
        painter.setPen(theme.colour("on_accent"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
        return width + 8


class _SearchList(QListView):
    """Return asks, F2 renames, Delete takes away.

    Signals:
        deleted: the row.
    """

    deleted = Signal(int)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if self.state() == QAbstractItemView.State.EditingState:
            return  # Return ends the typing of a name; the field hands the key on
        if event.key() == Qt.Key.Key_Delete and row >= 0:
            if not event.isAutoRepeat():
                self.deleted.emit(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class SearchesPanel(QWidget):
    """A button that saves the question, the list, and what can be undone.

    Signals:
        save_clicked: the question that was asked last is to be saved.
        asked: the row of a search that is to be asked.
        deleted: the row of one that is to be deleted.
        menu_requested: (row, where on the screen).
        undo_clicked: the last step is to be taken back.
    """

    save_clicked = Signal()
    asked = Signal(int)
    deleted = Signal(int)
    menu_requested = Signal(int, QPoint)
    undo_clicked = Signal()

    def __init__(self, model: SearchesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.save = QPushButton(tr("Save this question"))
        self.save.setToolTip(tr("Save the question that was asked last, with its filters"))
        self.save.clicked.connect(self.save_clicked)
        self.list = self._build_list(model)
        self.empty = EmptyState("search", tr(EMPTY[0]), tr(EMPTY[1]))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        self._undo_words = PlainLabel()
        self._undo_words.setWordWrap(True)
        self.undo = QPushButton(tr("Undo"))
        self.undo.setObjectName("link")
        self.undo.clicked.connect(self.undo_clicked)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 12, 0)
        foot.addWidget(self._undo_words, 1)
        foot.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 12)
        column.setSpacing(6)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        button = QHBoxLayout()
        button.setContentsMargins(16, 0, 16, 0)
        button.addWidget(self.save)
        column.addLayout(button)
        model.modelReset.connect(self.refresh)
        self.set_undo("")
        self.refresh()

    def _build_list(self, model: SearchesModel) -> _SearchList:
        made = _SearchList()
        made.setModel(model)
        made.setItemDelegate(_SearchDelegate(made))
        made.setAccessibleName(tr("Saved searches"))
        made.setUniformItemSizes(True)
        made.setMouseTracking(True)
        made.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(self._on_menu)
        made.doubleClicked.connect(self._on_asked)
        made.activated.connect(self._on_asked)
        made.deleted.connect(self.deleted)
        return made

    @Slot(str)
    def set_undo(self, what: str) -> None:
        """What the last step was, ``""`` for nothing to undo."""
        self._undo_words.setText(what)
        self._undo_words.setVisible(bool(what))
        self.undo.setVisible(bool(what))

    @Slot()
    def refresh(self) -> None:
        """Show the list, or what it is for."""
        self._stack.setCurrentWidget(self.list if self._model.rowCount() else self.empty)

    def rename(self, row: int) -> None:
        """Let the name be typed."""
        self.list.setCurrentIndex(self._model.index(row))
        self.list.edit(self._model.index(row))

    def refresh_theme(self) -> None:
        """Take colours and icons of the theme."""
        self.empty.refresh_theme()
        self.list.viewport().update()

    @Slot(QModelIndex)
    def _on_asked(self, index: QModelIndex) -> None:
        self.asked.emit(index.row())

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if index.isValid():
            self.menu_requested.emit(index.row(), self.list.viewport().mapToGlobal(at))
