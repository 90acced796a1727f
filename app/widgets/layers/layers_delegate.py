"""How a row of the layers' tree looks: state, name, details, and an eye at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.models.archive.archive_row import ArchiveRow, details
from app.models.archive.coverage import GAP_WORDS, Gap, gap_of
from app.models.archive.layer_nodes import Kind, Node
from app.models.archive.layers_model import LayersModel
from app.models.words.core_words import in_own_language
from app.translation import numeral, tr, tr_n
from app.widgets import theme
from msa_core.names import visible
from msa_core.source_states import SourceState

_Index = QModelIndex | QPersistentModelIndex
RASTER_PX, LAYER_PX = 44, 30
RASTER_SIZE, LAYER_SIZE = QSize(120, RASTER_PX), QSize(120, LAYER_PX)
EYE_PX = 28
STATE_ICONS = {
    SourceState.NEW: ("new", "muted"),
    SourceState.INDEXED: ("check", "good"),
    SourceState.UNCHANGED: ("check", "good"),
    SourceState.PARTIAL: ("partial", "warn"),
    SourceState.COPY: ("check", "good"),
    SourceState.REFUSED: ("error", "bad"),
    SourceState.MISSING: ("warning", "warn"),
}
LAYER_ICONS = {
    Kind.PLACES: "pin",
    Kind.AREAS: "target",
    Kind.RASTERS: "layers",
    Kind.FOLDER: "folder-open",
    Kind.COVERAGE: "partial",
    Kind.BASEMAP: "grid",
}


def eye_rect(row: QRect) -> QRect:
    """Where the eye of a row is."""
    return QRect(row.right() - EYE_PX - 8, row.top() + (row.height() - EYE_PX) // 2, EYE_PX, EYE_PX)


def state_icon(row: ArchiveRow) -> tuple[str, str]:
    """Icon and colour of how a raster fares."""
    if gap_of(row) is Gap.CHANGED:
        return "refresh", "warn"
    return STATE_ICONS[row.state]


def second_line(row: ArchiveRow) -> str:
    """What stands under the name: a reason when there is one, else the facts."""
    if row.holds_embeddings and row.tiles and not row.is_changed:
        told = [tr_n(row.tiles, "%n tile", "%n tiles"), in_own_language(row.reason)]
        return "  ·  ".join(filter(None, told))
    if row.info is None or (row.state in (SourceState.REFUSED, SourceState.PARTIAL) and row.reason):
        return in_own_language(row.reason) or row.state_words
    if row.problem:
        return row.problem.removeprefix(f"{row.path}: ")
    gap = gap_of(row)
    if gap in (Gap.CHANGED, Gap.OUT_OF_RANGE):
        return GAP_WORDS[gap]
    return details(row) if row.is_placed else f"{tr('No position')}  ·  {details(row)}"


class LayersDelegate(QStyledItemDelegate):
    """Paints rasters in two lines and everything else in one."""

    def __init__(self, model: LayersModel) -> None:
        super().__init__()
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return RASTER_SIZE if self._model.is_raster(index) else LAYER_SIZE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node = self._model.node_at(index)
        row = self._model.row_of(node)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if row is None:
            self._paint_layer(painter, rect, node)
        else:
            self._paint_raster(painter, rect, node, row)
        self._paint_eye(painter, rect, node, row)
        painter.restore()

    def _paint_layer(self, painter: QPainter, rect: QRect, node: Node) -> None:
        ratio = painter.device().devicePixelRatioF()
        icon = theme.pixmap(LAYER_ICONS[node.kind], "muted", 16, ratio)
        painter.drawPixmap(rect.left() + 2, rect.center().y() - 7, icon)
        left, right = rect.left() + 26, eye_rect(rect).left() - 4
        count = self._model.count_of(node)
        words = numeral(count) if count and node.kind not in (Kind.COVERAGE, Kind.BASEMAP) else ""
        metrics = QFontMetrics(painter.font())
        width = metrics.horizontalAdvance(words)
        painter.setPen(theme.colour("muted"))
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(right - width, rect.top(), width + 1, rect.height()), vertical, words)
        font = QFont(painter.font())
        font.setBold(node.kind is not Kind.FOLDER)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        room = right - width - 8 - left
        name = QFontMetrics(font).elidedText(visible(node.name), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), vertical, name)

    def _paint_raster(self, painter: QPainter, rect: QRect, node: Node, row: ArchiveRow) -> None:
        icon, tint = state_icon(row)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.left() + 2, rect.top() + 6, theme.pixmap(icon, tint, 16, ratio))
        left = rect.left() + 26
        width = eye_rect(rect).left() - 4 - left
        painter.setPen(theme.colour("text" if row.info is not None else "muted"))
        name = QFontMetrics(painter.font()).elidedText(
            visible(node.name), Qt.TextElideMode.ElideMiddle, width
        )
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, rect.top() + 4, width, 19), vertical, name)
        font = QFont(painter.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        is_bad = row.state is SourceState.REFUSED or row.problem
        painter.setPen(theme.colour("bad" if is_bad else "muted"))
        words = second_line(row)
        if row.opacity < 1:
            words = f"{tr('{percent}%', percent=round(100 * row.opacity))}  ·  {words}"
        words = QFontMetrics(font).elidedText(visible(words), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, rect.top() + 22, width, 17), vertical, words)

    def _paint_eye(self, painter: QPainter, rect: QRect, node: Node, row: ArchiveRow | None) -> None:
        state = self._model.state_of(node)
        corner = eye_rect(rect).topLeft() + QPoint(5, 5)
        ratio = painter.device().devicePixelRatioF()
        if state is None:
            if row is not None and row.info is not None:
                painter.drawPixmap(corner, theme.pixmap("pin-off", "warn", 18, ratio))
            return
        if state == Qt.CheckState.PartiallyChecked:
            painter.setOpacity(0.55)
        shut = state == Qt.CheckState.Unchecked
        painter.drawPixmap(
            corner, theme.pixmap("eye-off" if shut else "eye", "disabled" if shut else "muted", 18, ratio)
        )
