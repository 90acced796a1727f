"""One caption as a row: its words, wrapped, and its score."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.models.hits.captions_model import CaptionRole
from app.translation import numeral
from app.widgets import theme
from msa_core.names import visible
from msa_core.records import CaptionHit

_Index = QModelIndex | QPersistentModelIndex
PAD_PX = 6
SCORE_PX = 40
WRAP = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class CaptionDelegate(QStyledItemDelegate):
    """Paints a row as high as its words need."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = max(120, self._view.viewport().width())
        room = QRect(0, 0, width - SCORE_PX - 2 * PAD_PX, 1000)
        words = QFontMetrics(option.font).boundingRect(room, WRAP, str(index.data()))
        return QSize(width, words.height() + 2 * PAD_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        caption = index.data(CaptionRole)
        if not isinstance(caption, CaptionHit):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(rect, 5, 5)
        inner = rect.adjusted(PAD_PX, PAD_PX, -PAD_PX, -PAD_PX)
        painter.setPen(theme.colour("text"))
        painter.drawText(inner.adjusted(0, 0, -SCORE_PX, 0), WRAP, visible(caption.text))
        painter.setPen(theme.colour("muted"))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, numeral(caption.score, 2)
        )
        painter.restore()
