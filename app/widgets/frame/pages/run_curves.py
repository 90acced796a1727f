"""Two curves of a run while it goes on: the loss, and how often the right one is found in the test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.translation import numeral, tr
from app.widgets import theme

_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX, _GAP_PX = 16, 16, 24, 20, 32
_MIN_PX = 96


class RunCurves(QWidget):
    """Points by epoch; a run that is gone on with writes its epochs again over the old ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_MIN_PX)
        self.loss: dict[int, float] = {}
        self.val: dict[int, float] = {}
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(480, 150)

    def clear(self) -> None:
        """Another run."""
        self.loss.clear()
        self.val.clear()
        self._say()

    def add(self, line: Mapping[str, Any]) -> None:
        """A line of figures, as ``metrics.jsonl`` has it; others than those of epochs are passed over."""
        epoch = line.get("epoch")
        if not isinstance(epoch, int):
            return
        for key, points in (("loss", self.loss), ("val_mean_mR", self.val)):
            value = line.get(key)
            if isinstance(value, int | float):
                points[epoch] = float(value)
        self._say()

    def _say(self) -> None:
        told = [tr("Curves of the training.")]
        if self.loss:
            last = max(self.loss)
            told.append(tr("Epoch {epoch}: loss {loss}.", epoch=last, loss=numeral(self.loss[last], 3)))
        if self.val:
            told.append(
                tr(
                    "In the test: {val} percent at last, {best} at best.",
                    val=numeral(self.val[max(self.val)], 1),
                    best=numeral(max(self.val.values()), 1),
                )
            )
        self.setAccessibleName(" ".join(told))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - _LEFT_PX - _RIGHT_PX - _GAP_PX) / 2
        height = self.height() - _TOP_PX - _BOTTOM_PX
        for place, (name, points, colour, decimals) in enumerate(
            (
                (tr("Loss"), self.loss, "warn", 3),
                (tr("Test: mean recall, %"), self.val, "accent", 1),
            )
        ):
            left = _LEFT_PX + place * (width + _GAP_PX)
            self._draw(painter, QRectF(left, _TOP_PX, width, height), name, points, colour, decimals)
        painter.end()

    def _draw(
        self, painter: QPainter, box: QRectF, name: str, points: dict[int, float], colour: str, decimals: int
    ) -> None:
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        epochs = sorted(points)
        last = f"  {numeral(points[epochs[-1]], decimals)}" if epochs else ""
        painter.setPen(theme.colour("text"))
        head = QRectF(box.left(), 0, box.width(), _TOP_PX - 4)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        # The figure is what is looked for: where there is no room for both, the name ends in ….
        metrics = painter.fontMetrics()
        room = round(box.width()) - metrics.horizontalAdvance(last)
        painter.drawText(head, int(flags), metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) + last)
        if not epochs:
            return
        low, high = min(points.values()), max(points.values())
        span = (high - low) or 1.0
        first, width = epochs[0], max(1, epochs[-1] - epochs[0])

        def at(epoch: int) -> QPointF:
            x = box.left() + (epoch - first) / width * box.width()
            return QPointF(x, box.bottom() - 4 - (points[epoch] - low) / span * (box.height() - 8))

        painter.setPen(QPen(theme.colour(colour), 2))
        if len(epochs) == 1:
            painter.drawEllipse(at(epochs[0]), 2, 2)
        painter.drawPolyline([at(epoch) for epoch in epochs])
        painter.setPen(theme.colour("muted"))
        foot = QRectF(box.left(), box.bottom(), box.width(), _BOTTOM_PX)
        painter.drawText(foot, int(flags), tr("epoch {first} to {last}", first=first, last=epochs[-1]))
