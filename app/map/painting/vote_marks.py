"""The mark of a vote, on rows and on the map: a sign in a disc, so that colour is not all that tells them apart."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, UNSURE

MARK_PX = 18.0
_TINTS = {ACCEPTED: QColor("#18794e"), REJECTED: QColor("#c02a2a"), UNSURE: QColor("#5b6878")}


def paint_mark(painter: QPainter, middle: QPointF, state: str) -> None:
    """Paint the mark of a state; nothing for what is not reviewed."""
    tint = _TINTS.get(state)
    if tint is None:
        return
    painter.save()
    radius = MARK_PX / 2
    painter.setPen(QPen(QColor(255, 255, 255), 1.6))
    painter.setBrush(tint)
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(QPen(QColor(255, 255, 255), 1.9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    x, y = middle.x(), middle.y()
    if state == ACCEPTED:
        painter.drawPolyline([QPointF(x - 4, y + 0.2), QPointF(x - 1.2, y + 3), QPointF(x + 4, y - 3)])
    elif state == REJECTED:
        painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
        painter.drawLine(QPointF(x - 3, y + 3), QPointF(x + 3, y - 3))
    else:
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        box = QRectF(x - radius, y - radius, MARK_PX, MARK_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
    painter.restore()
