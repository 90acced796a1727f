"""The last questions under the query box."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.models.question.history_model import HistoryModel, SecondLineRole, ShowsMatchRole
from app.translation import tr
from app.widgets import theme

_Index = QModelIndex | QPersistentModelIndex
ROW_PX = 46
MAX_ROWS = 8
FRAME_PX = 12


class _RowDelegate(QStyledItemDelegate):
    """The question, and under it what came of it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        ratio = painter.device().devicePixelRatioF()
        name, tint = ("check", "good") if index.data(ShowsMatchRole) else ("search", "muted")
        painter.drawPixmap(rect.left() + 12, rect.top() + 8, theme.pixmap(name, tint, 14, ratio))
        left, width = rect.left() + 36, rect.width() - 48
        middle, elide = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
        painter.setPen(theme.colour("text"))
        words = painter.fontMetrics().elidedText(str(index.data()), elide, width)
        painter.drawText(QRect(left, rect.top() + 4, width, 20), middle, words)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        words = QFontMetrics(font).elidedText(str(index.data(SecondLineRole)), elide, width)
        painter.drawText(QRect(left, rect.top() + 23, width, 18), middle, words)
        painter.restore()


class HistoryList(QFrame):
    """Hidden until it is asked for, and while there is nothing to show. The keys stay in the query field.

    Signals:
        chosen: the row of a question that is to be asked again.
        shown_changed: whether it is there.
    """

    chosen = Signal(int)
    shown_changed = Signal(bool)

    def __init__(self, model: HistoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("floating")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = model
        self.list = QListView()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Earlier questions"))
        self.list.setModel(model)
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, FRAME_PX // 2, 4, FRAME_PX // 2)
        column.addWidget(self.list)
        self.hide()

    @property
    def row(self) -> int:
        """The row that Return would ask again, -1 for none."""
        return self.list.currentIndex().row() if self.isVisible() else -1

    def open_under(self, box: QWidget) -> None:
        """Show it below the query box."""
        count = self._model.rowCount()
        if not count or self.isVisible():
            return
        self._arrange(box)
        box.installEventFilter(self)
        self.list.setCurrentIndex(QModelIndex())
        self.list.scrollToTop()
        self.raise_()
        self.show()
        self.shown_changed.emit(True)

    def _arrange(self, box: QWidget) -> None:
        at = box.mapTo(self._window, QPoint(0, box.height() + 3))
        room = self._window.height() - at.y() - 24
        wanted = min(self._model.rowCount(), MAX_ROWS) * ROW_PX + FRAME_PX + 2
        self.setGeometry(at.x(), at.y(), box.width(), min(wanted, max(room, ROW_PX + FRAME_PX)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._arrange(watched)
        return False

    @Slot()
    def close_list(self) -> None:
        """Take it away."""
        if self.isVisible():
            self.hide()
            self.shown_changed.emit(False)

    def step(self, by: int) -> None:
        """Select the next or the previous row; before the first none."""
        row = min(self.list.currentIndex().row() + by, self._model.rowCount() - 1)
        self.list.setCurrentIndex(self._model.index(row, 0) if row >= 0 else QModelIndex())

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.close_list()
        self.chosen.emit(index.row())
