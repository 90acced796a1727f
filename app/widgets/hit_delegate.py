"""One hit as a row: thumbnail, rank, score, source and place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.map.hits_layer import readable_on
from app.map.pixmaps import image_from_rgb
from app.models.hits_model import HitRole, ShareRole, Thumbnail, ThumbnailRole, ground_label, place_label
from app.widgets import theme
from msa_core.colours import SCORE_RAMP
from msa_core.names import visible
from msa_core.records import TileHit

_Index = QModelIndex | QPersistentModelIndex
ROW_PX = 92
PICTURE_PX = 72
INSET_PX = 10


class HitDelegate(QStyledItemDelegate):
    """Paints a row; the colour of the rank is that of the footprint on the map."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(240, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit = index.data(HitRole)
        if not isinstance(hit, TileHit):
            return
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("accent_soft" if selected else "hover"))
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        share = float(index.data(ShareRole))
        picture = QRect(rect.left() + 14, rect.top() + INSET_PX, PICTURE_PX, PICTURE_PX)
        self._paint_picture(painter, picture, index.data(ThumbnailRole), hit)
        self._paint_rank(painter, picture, hit, share)
        self._paint_words(painter, rect, picture.right() + 14, hit, share)
        painter.setPen(theme.colour("border"))
        painter.drawLine(picture.right() + 14, rect.bottom(), rect.right() - 14, rect.bottom())
        painter.restore()

    def _paint_picture(self, painter: QPainter, box: QRect, picture: object, hit: TileHit) -> None:
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(box), 6, 6)
        painter.fillPath(frame, theme.colour("sunken"))
        ratio = painter.device().devicePixelRatioF()
        if isinstance(picture, Thumbnail):
            painter.save()
            painter.setClipPath(frame)
            painter.drawPixmap(box, _pixmap(picture, hit.tile.id, box.size(), ratio))
            painter.restore()
        else:
            name = "error" if isinstance(picture, str) else "picture"
            painter.drawPixmap(
                box.center().x() - 11, box.center().y() - 11, theme.pixmap(name, "disabled", 22, ratio)
            )

    def _paint_rank(self, painter: QPainter, picture: QRect, hit: TileHit, share: float) -> None:
        tint = QColor(*(int(c) for c in SCORE_RAMP[round(share * 255)]))
        font = QFont(painter.font())
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        text = str(hit.rank)
        width = max(20, QFontMetrics(font).horizontalAdvance(text) + 10)
        box = QRectF(picture.left() + 4, picture.top() + 4, width, 18)
        painter.setPen(QColor(0, 0, 0, 90))
        painter.setBrush(tint)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(readable_on(tint))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_words(self, painter: QPainter, rect: QRect, left: int, hit: TileHit, share: float) -> None:
        base = QApplication.font()
        width = rect.right() - 14 - left
        base.setBold(True)
        painter.setFont(base)
        painter.setPen(theme.colour("text"))
        score = f"{hit.score:.3f}"
        score_px = QFontMetrics(base).horizontalAdvance(score)
        name = visible(hit.tile.source.rsplit("/", 1)[-1])
        text = QFontMetrics(base).elidedText(name, Qt.TextElideMode.ElideMiddle, width - score_px - 12)
        painter.drawText(QRect(left, rect.top() + 10, width, 20), Qt.AlignmentFlag.AlignVCenter, text)
        painter.drawText(
            QRect(left, rect.top() + 10, width, 20),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            score,
        )
        self._paint_bar(painter, QRectF(left, rect.top() + 35, width, 4), share)
        small = QApplication.font()
        small.setPointSizeF(small.pointSizeF() * 0.9)
        painter.setFont(small)
        self._paint_place(painter, QRect(left, rect.top() + 44, width, 18), hit)
        painter.setPen(theme.colour("muted"))
        metrics = QFontMetrics(small)
        line = "  ·  ".join(part for part in (ground_label(hit.tile), (hit.tile.datetime or "")[:10]) if part)
        text = metrics.elidedText(visible(line), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, rect.top() + 63, width, 18), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_place(self, painter: QPainter, box: QRect, hit: TileHit) -> None:
        placed = bool(hit.tile.footprint_lonlat)
        ratio = painter.device().devicePixelRatioF()
        name, tint = ("pin", "muted") if placed else ("pin-off", "warn")
        painter.drawPixmap(box.left() - 1, box.top() + 2, theme.pixmap(name, tint, 14, ratio))
        painter.setPen(theme.colour("muted" if placed else "warn"))
        words = place_label(hit.tile) if placed else "No position: not on the map"
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 18)
        painter.drawText(box.adjusted(18, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, box: QRectF, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(box, 2, 2)
        painter.setBrush(QColor(*(int(c) for c in SCORE_RAMP[round(share * 255)])))
        painter.drawRoundedRect(
            QRectF(box.left(), box.top(), max(4.0, box.width() * share), box.height()), 2, 2
        )


def _pixmap(picture: Thumbnail, tile_id: str, size: QSize, ratio: float) -> QPixmap:
    """The middle square of a thumbnail at the wanted size, from Qt's cache when it was made before."""
    key = f"hit/{tile_id}/{size.width()}/{ratio}"
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
