"""The open archive: every raster, its state, and whether it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.models.archive_model import ArchiveModel, ArchiveRow, RowRole, details
from app.models.plain_text import plain_tip
from app.widgets import theme
from app.widgets.parts import EmptyState, IconButton, muted, panel_header, title
from msa_core.names import visible
from msa_core.records import PassedOver
from msa_core.source_states import SourceState

_Index = QModelIndex | QPersistentModelIndex
ROW_PX = 52
STATE_ICONS = {
    SourceState.NEW: ("new", "muted"),
    SourceState.INDEXED: ("check", "good"),
    SourceState.UNCHANGED: ("check", "good"),
    SourceState.PARTIAL: ("partial", "warn"),
    SourceState.COPY: ("check", "good"),
    SourceState.REFUSED: ("error", "bad"),
    SourceState.MISSING: ("warning", "warn"),
}


class ArchiveDelegate(QStyledItemDelegate):
    """State icon, name, details, and an eye that shows or hides the raster on the map."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(RowRole)
        if not isinstance(row, ArchiveRow):
            return
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        ratio = painter.device().devicePixelRatioF()
        name, tint = STATE_ICONS[row.state]
        painter.drawPixmap(rect.left() + 14, rect.top() + 9, theme.pixmap(name, tint, 16, ratio))
        eye = eye_rect(rect)
        if row.is_placed:
            picture = theme.pixmap(
                "eye" if row.shown else "eye-off", "muted" if row.shown else "disabled", 18, ratio
            )
            painter.drawPixmap(eye.left() + 5, eye.top() + 5, picture)
        elif row.info is not None:
            painter.drawPixmap(eye.left() + 5, eye.top() + 5, theme.pixmap("pin-off", "warn", 18, ratio))
        self._paint_text(painter, rect, row)
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRect, row: ArchiveRow) -> None:
        left, width = rect.left() + 40, rect.width() - 40 - 40
        font = QFont(painter.font())
        metrics = QFontMetrics(font)
        painter.setPen(theme.colour("text" if row.info is not None else "muted"))
        text = metrics.elidedText(visible(row.name), Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QRect(left, rect.top() + 6, width, 20), Qt.AlignmentFlag.AlignVCenter, text)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.setPen(
            QPen(theme.colour("bad" if row.state == SourceState.REFUSED or row.problem else "muted"))
        )
        text = QFontMetrics(font).elidedText(visible(second_line(row)), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, rect.top() + 26, width, 18), Qt.AlignmentFlag.AlignVCenter, text)


def second_line(row: ArchiveRow) -> str:
    """What stands under the name: a reason when there is one, else the facts."""
    if row.info is None or (row.state in (SourceState.REFUSED, SourceState.PARTIAL) and row.reason):
        return row.reason or row.state_words
    if row.problem:
        return row.problem.removeprefix(f"{row.path}: ")
    if not row.is_placed:
        return "No position  ·  " + details(row)
    return details(row)


def eye_rect(row: QRect) -> QRect:
    """Where the eye of a row is."""
    return QRect(row.right() - 38, row.top() + (row.height() - 28) // 2, 28, 28)


class _ArchiveList(QListView):
    """A click on the eye shows or hides; elsewhere it selects."""

    def mouseReleaseEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        index = self.indexAt(event.position().toPoint())
        on_eye = index.isValid() and eye_rect(self.visualRect(index)).contains(event.position().toPoint())
        state = index.data(Qt.ItemDataRole.CheckStateRole) if on_eye else None
        if state is not None:
            shown = Qt.CheckState(state) == Qt.CheckState.Checked
            flipped = Qt.CheckState.Unchecked if shown else Qt.CheckState.Checked
            self.model().setData(index, flipped, Qt.ItemDataRole.CheckStateRole)
            return
        super().mouseReleaseEvent(event)


class ArchivePanel(QWidget):
    """List, summary, and the button that indexes.

    Signals:
        open_clicked: the button that opens a folder.
        index_clicked: the button that indexes.
        raster_chosen: the path of the row that was opened.
    """

    open_clicked = Signal()
    index_clicked = Signal()
    raster_chosen = Signal(object)

    def __init__(self, model: ArchiveModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = model
        self._open = IconButton("folder-open", "Open a folder of rasters (Ctrl+O)")
        self._open.clicked.connect(self.open_clicked)
        self.list = _ArchiveList()
        self.list.setAccessibleName("Rasters of the archive")
        self.list.setModel(model)
        self.list.setItemDelegate(ArchiveDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.activated.connect(self._on_activated)
        self.list.clicked.connect(self._on_activated)
        self.empty = EmptyState("raster", "No archive open", "Open a folder, or drop GeoTIFFs here.")
        self.index_button = QPushButton("Index archive")
        self.index_button.setObjectName("primary")
        self.index_button.clicked.connect(self.index_clicked)
        self._summary = muted()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        self._foot = self._build_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(panel_header(title("Archive"), self._open))
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        self.setMinimumWidth(220)
        model.modelReset.connect(self._on_changed)
        model.dataChanged.connect(self._on_changed)
        self._scanning = self._indexing = False
        self._on_changed()

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._summary)
        column.addWidget(self.index_button)
        return foot

    @Slot(bool)
    def set_scanning(self, scanning: bool) -> None:
        """Whether the archive is being listed."""
        self._scanning = scanning
        self._on_changed()

    def set_indexing(self, indexing: bool) -> None:
        """Whether a job runs."""
        self._indexing = indexing
        self._on_changed()

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        self._open.refresh_theme()
        self.empty.refresh_theme()
        self.list.viewport().update()

    @Slot()
    def _on_changed(self) -> None:
        rows = self._model.rows()
        self._stack.setCurrentWidget(self.list if rows else self.empty)
        self._foot.setVisible(bool(rows))
        if self._scanning:
            self.empty.say("Looking through the folder …", "Reading headers only; this takes a moment.")
        else:
            self.empty.say("No archive open", "Open a folder of rasters, or drop GeoTIFFs here.")
        over = self._model.passed_over
        self._summary.setText(summary(rows, over))
        self._summary.setToolTip(plain_tip(f"Passed over as no rasters: {over.words}.") if over.files else "")
        waiting = sum(row.state == SourceState.NEW for row in rows)
        indexed = any(row.state.is_indexed for row in rows)
        words = "Index archive" if not indexed else f"Index {waiting} new" if waiting else "Update index"
        self.index_button.setText("Indexing …" if self._indexing else words)
        self.index_button.setEnabled(not self._indexing and any(row.info is not None for row in rows))
        name = "primary" if waiting and not self._indexing else ""
        if self.index_button.objectName() != name:
            self.index_button.setObjectName(name)
            self.index_button.style().unpolish(self.index_button)
            self.index_button.style().polish(self.index_button)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and row.is_placed:
            self.raster_chosen.emit(row.path)


def summary(rows: list[ArchiveRow], over: PassedOver) -> str:
    """How the archive fares as a whole, in one line; ``over`` counts the files that are no rasters."""
    usable = [row for row in rows if row.info is not None]
    parts = [f"{len(usable):,} raster{'s' if len(usable) != 1 else ''}"]
    indexed = sum(row.state.is_indexed for row in usable)
    tiles = sum(row.tiles for row in rows)
    parts.append(f"{indexed:,} indexed" if indexed else "not indexed")
    if tiles:
        parts.append(f"{tiles:,} tiles")
    refused = sum(row.state == SourceState.REFUSED for row in rows)
    if refused:
        parts.append(f"{refused:,} unusable")
    if over.files:
        parts.append(f"{over.files:,} passed over")
    return "  ·  ".join(parts)
