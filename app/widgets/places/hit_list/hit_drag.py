"""Taking a hit off the map by its rank, to drop it on the query box."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.map.canvas.canvas import MapCanvas
from app.models.question.dragged import dragged_hits
from app.widgets import theme


class HitDrag(QObject):
    """A drag that begins on a rank or a dot takes the hit along; elsewhere it moves the map."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._from: QPointF | None = None
        self._number = -1
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._press(event)
        elif event.type() == QEvent.Type.MouseMove and self._from is not None:
            return self._move(event)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._from = None
        return False

    def _press(self, event: QMouseEvent) -> None:
        at = event.position()
        self._number = self._canvas.hits.handle_at(at.x(), at.y())
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        left = event.button() == Qt.MouseButton.LeftButton
        self._from = at if left and is_plain and self._number >= 0 else None

    def _move(self, event: QMouseEvent) -> bool:
        assert self._from is not None
        if (event.position() - self._from).manhattanLength() >= QApplication.startDragDistance():
            self._from = None
            drag = QDrag(self._canvas)
            drag.setMimeData(dragged_hits([self._number]))
            drag.setPixmap(theme.pixmap("pin", "accent", 28, self._canvas.devicePixelRatioF()))
            drag.setHotSpot(QPoint(14, 26))
            self._canvas.let_go()
            drag.exec(Qt.DropAction.CopyAction)
        return True
