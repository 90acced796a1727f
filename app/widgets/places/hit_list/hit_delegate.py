"""One hit as a row (thumbnail, rank, score, source and place) or as a cell of a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.map.painting.layer import readable_on
from app.map.painting.pixmaps import image_from_rgb
from app.map.painting.vote_marks import MARK_PX, paint_mark
from app.models.hits.hit_pictures import Thumbnail
from app.models.hits.hits_model import (
    BelowRole,
    Group,
    GroupRole,
    HitRole,
    HoverRole,
    LineRole,
    ReviewRole,
    ShareRole,
    ThumbnailRole,
    ground_label,
    place_label,
)
from app.translation import numeral, tr
from app.widgets import theme
from msa_core.colours import SCORE_RAMP
from msa_core.names import visible
from msa_core.records import TileHit

_Index = QModelIndex | QPersistentModelIndex
ROW_PX = 92
PICTURE_PX = 72
INSET_PX = 10
CELL_PX = 104
CAPTION_PX = 22
MEMBER_INDENT_PX = 22
DIMMED = 0.6
_POINTED_AT = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What is painted of a hit."""

    hit: TileHit
    share: float
    is_below: bool
    group: Group | None
    review: str | None = None

    @property
    def tint(self) -> QColor:
        return QColor(*(int(c) for c in SCORE_RAMP[round(self.share * 255)]))


class HitDelegate(QStyledItemDelegate):
    """Paints a row or a cell; the colour of the rank is that of the footprint on the map.

    What lies below the cut is dimmed, and a line says where that begins.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cell_px: int | None = None
        self.offers_review = False

    @property
    def is_grid(self) -> bool:
        """Whether cells of a grid are painted instead of rows."""
        return self.cell_px is not None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(240, ROW_PX) if self.cell_px is None else QSize(self.cell_px, self.cell_px + CAPTION_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit = index.data(HitRole)
        if not isinstance(hit, TileHit):
            return
        row = _Row(
            hit=hit,
            share=float(index.data(ShareRole)),
            is_below=bool(index.data(BelowRole)),
            group=index.data(GroupRole),
            review=index.data(ReviewRole),
        )
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect: QRect = option.rect
        self._paint_state(painter, rect, option.state, bool(index.data(HoverRole)))
        if self.is_grid:
            self._paint_cell(painter, rect, row, index.data(ThumbnailRole))
        else:
            self._paint_row(painter, rect, row, index.data(ThumbnailRole))
            if self.offers_review and option.state & _POINTED_AT:
                self._paint_check(painter, check_rect(rect))
            if index.data(LineRole):
                self._paint_line(painter, rect)
        painter.restore()

    def _paint_state(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, hovered: bool) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or hovered or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("accent_soft" if selected else "hover"))
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Active:
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75))

    def _paint_row(self, painter: QPainter, rect: QRect, row: _Row, picture: object) -> None:
        indent = MEMBER_INDENT_PX if row.group is not None and row.group.is_member else 0
        box = QRect(rect.left() + 14 + indent, rect.top() + INSET_PX, PICTURE_PX, PICTURE_PX)
        self._paint_picture(painter, box, picture, row)
        self._paint_rank(painter, box, row)
        self._paint_review(painter, box, row)
        self._paint_words(painter, rect, box.right() + 14, row)
        if row.group is not None and not row.group.is_member:
            self._paint_group(painter, group_rect(rect, grid=False), row.group)
        painter.setPen(theme.colour("border"))
        painter.drawLine(box.right() + 14, rect.bottom(), rect.right() - 14, rect.bottom())

    def _paint_cell(self, painter: QPainter, rect: QRect, row: _Row, picture: object) -> None:
        side = min(rect.width(), rect.height() - CAPTION_PX) - 12
        box = QRect(rect.left() + (rect.width() - side) // 2, rect.top() + 6, side, side)
        self._paint_picture(painter, box, picture, row)
        self._paint_rank(painter, box, row)
        self._paint_review(painter, box, row)
        painter.setFont(_small())
        painter.setPen(theme.colour("muted" if row.is_below else "text"))
        words = QRect(box.left(), box.bottom() + 2, side, CAPTION_PX - 4)
        placed = bool(row.hit.tile.footprint_lonlat)
        if not placed:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(words.left(), words.top() + 2, theme.pixmap("pin-off", "warn", 14, ratio))
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, numeral(row.hit.score, 3)
        )
        if row.group is not None and not row.group.is_member:
            self._paint_group(painter, group_rect(rect, grid=True), row.group)

    def _paint_line(self, painter: QPainter, rect: QRect) -> None:
        """Here begins what lies below the cut."""
        font = _small()
        font.setPixelSize(10)
        painter.setFont(font)
        text = tr("below the cut")
        width = painter.fontMetrics().horizontalAdvance(text)
        tint = theme.colour("muted")
        painter.setPen(QPen(tint, 1.5))
        end = rect.right() - 20 - width
        painter.drawLine(rect.left(), rect.top() + 1, end - 6, rect.top() + 1)
        painter.drawText(QRect(end, rect.top(), width + 2, 13), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_group(self, painter: QPainter, box: QRect, group: Group) -> None:
        """How many more hits of the same ground there are; a click unfolds them."""
        painter.setPen(QPen(theme.colour("border_strong"), 1.0))
        painter.setBrush(theme.colour("accent_soft" if group.is_open else "raised"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(_small())
        painter.setPen(theme.colour("text"))
        sign = "\u2212" if group.is_open else "+"
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{sign}{group.others}")

    def _paint_picture(self, painter: QPainter, box: QRect, picture: object, row: _Row) -> None:
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(box), 6, 6)
        painter.fillPath(frame, theme.colour("sunken"))
        ratio = painter.device().devicePixelRatioF()
        if isinstance(picture, Thumbnail):
            painter.save()
            painter.setClipPath(frame)
            painter.setOpacity(DIMMED if row.is_below else 1.0)
            painter.drawPixmap(box, _pixmap(picture, row.hit.tile.id, box.size(), ratio))
            if picture.problem:
                _paint_offline(painter, box)
            painter.restore()
        else:
            name = "error" if isinstance(picture, str) else "picture"
            painter.drawPixmap(
                box.center().x() - 11, box.center().y() - 11, theme.pixmap(name, "disabled", 22, ratio)
            )

    def _paint_rank(self, painter: QPainter, picture: QRect, row: _Row) -> None:
        """On the colour of the score; hollow below the cut, as on the map."""
        font = QFont(painter.font())
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        text = str(row.hit.rank)
        width = max(20, QFontMetrics(font).horizontalAdvance(text) + 10)
        box = QRectF(picture.left() + 4, picture.top() + 4, width, 18)
        painter.setPen(QPen(row.tint, 1.5) if row.is_below else QColor(0, 0, 0, 90))
        painter.setBrush(theme.colour("surface") if row.is_below else row.tint)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("text") if row.is_below else readable_on(row.tint))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_review(self, painter: QPainter, picture: QRect, row: _Row) -> None:
        if row.review:
            half = MARK_PX / 2 + 3
            paint_mark(painter, QPointF(picture.right() - half, picture.bottom() - half), row.review)

    def _paint_check(self, painter: QPainter, box: QRect) -> None:
        """A click on it begins the review here."""
        painter.setPen(QPen(theme.colour("border_strong"), 1.0))
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(box.left() + 4, box.top() + 3, theme.pixmap("check", "text", 14, ratio))

    def _paint_words(self, painter: QPainter, rect: QRect, left: int, row: _Row) -> None:
        hit = row.hit
        base = QApplication.font()
        width = rect.right() - 14 - left
        base.setBold(not row.is_below)
        painter.setFont(base)
        painter.setPen(theme.colour("muted" if row.is_below else "text"))
        score = numeral(hit.score, 3)
        score_px = QFontMetrics(base).horizontalAdvance(score)
        name = visible(hit.tile.source.rsplit("/", 1)[-1])
        text = QFontMetrics(base).elidedText(name, Qt.TextElideMode.ElideMiddle, width - score_px - 12)
        line = QRect(left, rect.top() + 12, width, 20)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, score)
        self._paint_bar(painter, QRectF(left, rect.top() + 35, width, 4), row)
        small = _small()
        painter.setFont(small)
        room = width - (check_rect(rect).width() + 8 if self.offers_review else 0)
        self._paint_place(painter, QRect(left, rect.top() + 44, room, 18), hit)
        painter.setPen(theme.colour("muted"))
        words = "  ·  ".join(
            part for part in (ground_label(hit.tile), (hit.tile.datetime or "")[:10]) if part
        )
        room = width - (group_rect(rect, grid=False).width() + 8 if row.group is not None else 0)
        text = QFontMetrics(small).elidedText(visible(words), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, rect.top() + 63, room, 18), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_place(self, painter: QPainter, box: QRect, hit: TileHit) -> None:
        placed = bool(hit.tile.footprint_lonlat)
        ratio = painter.device().devicePixelRatioF()
        name, tint = ("pin", "muted") if placed else ("pin-off", "warn")
        painter.drawPixmap(box.left() - 1, box.top() + 2, theme.pixmap(name, tint, 14, ratio))
        painter.setPen(theme.colour("muted" if placed else "warn"))
        words = place_label(hit.tile) if placed else tr("No position: not on the map")
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 18)
        painter.drawText(box.adjusted(18, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, box: QRectF, row: _Row) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(box, 2, 2)
        painter.setOpacity(DIMMED if row.is_below else 1.0)
        painter.setBrush(row.tint)
        width = max(4.0, box.width() * row.share)
        painter.drawRoundedRect(QRectF(box.left(), box.top(), width, box.height()), 2, 2)
        painter.setOpacity(1.0)


def group_rect(rect: QRect, grid: bool) -> QRect:
    """Where the count of a ground's other hits stands in a row or cell."""
    if grid:
        return QRect(rect.right() - 44, rect.top() + 10, 34, 18)
    return QRect(rect.right() - 14 - 40, rect.top() + 63, 40, 18)


def check_rect(rect: QRect) -> QRect:
    """Where the check mark of a row is: a click on it begins the review."""
    return QRect(rect.right() - 14 - 22, rect.top() + 42, 22, 20)


def _small() -> QFont:
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * 0.9)
    return font


def _paint_offline(painter: QPainter, box: QRect) -> None:
    """Along the lower edge: the picture is the index's, for the raster cannot be read."""
    strip = QRect(box.left(), box.bottom() - 15, box.width(), 16)
    painter.fillRect(strip, QColor(0, 0, 0, 170))
    font = _small()
    font.setPixelSize(10)
    painter.setFont(font)
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(strip.adjusted(6, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, tr("offline"))


def _pixmap(picture: Thumbnail, tile_id: str, size: QSize, ratio: float) -> QPixmap:
    """The middle square of a thumbnail at the wanted size, from Qt's cache when it was made before."""
    key = f"{'kept' if picture.is_kept else 'hit'}/{tile_id}/{size.width()}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    side = min(picture.rgb.shape[:2])
    top, left = (picture.rgb.shape[0] - side) // 2, (picture.rgb.shape[1] - side) // 2
    square = np.s_[top : top + side, left : left + side]
    image = image_from_rgb(picture.rgb[square], picture.valid[square])
    wanted = size * ratio
    made = QPixmap.fromImage(
        image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    )
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made
