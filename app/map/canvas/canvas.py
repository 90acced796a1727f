"""Mouse and keyboard of the map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.map.canvas.view import FOCUS_MARGIN, KEY_FACTOR, MapView
from app.translation import tr_n

WHEEL_FACTOR = 1.25
KEY_PAN_SHARE = 0.2
DRAG_START_PX = 4
MIN_BAND_PX = 8


class MapCanvas(MapView):
    """Mouse: drag pans, wheel zooms about the cursor, shift-drag zooms to a box.

    A click chooses a hit and moves nothing, with Ctrl one more; a double click zooms to it, or to all hits of a count.

    Keys: arrows pan, + and - zoom, Home shows everything, space turns mouse moves into panning.

    Signals:
        pointer_moved: (longitude, latitude) under the mouse, degrees.
        pointer_left: the mouse is no longer over the map.
        hit_clicked: number of the hit, -1 beside all hits.
        hit_added: number of the hit that was clicked with Ctrl.
        hit_hovered: number of the hit under the mouse, -1 for none.
        back_asked: the view before is wanted.
        forward_asked: the view after is wanted.
        menu_requested: (place on screen, longitude, latitude, number of the hit there or -1).
    """

    pointer_moved = Signal(float, float)
    pointer_left = Signal()
    hit_clicked = Signal(int)
    hit_added = Signal(int)
    hit_hovered = Signal(int)
    back_asked = Signal()
    forward_asked = Signal()
    menu_requested = Signal(QPoint, float, float, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed_at: QPointF | None = None
        self._dragging = False
        self._band_from: QPointF | None = None
        self._space_at: QPointF | None = None
        self._rest_cursor = Qt.CursorShape.OpenHandCursor
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(self._rest_cursor)

    def set_rest_cursor(self, shape: Qt.CursorShape) -> None:
        """The cursor while nothing is pointed at or dragged."""
        self._rest_cursor = shape
        self.viewport().setCursor(shape)

    def cancel_band(self) -> bool:
        """Give up a box being drawn; False when there was none."""
        had = self._band_from is not None
        self._band_from = None
        self.hud.set_band(None)
        return had

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
            self.pointer_left.emit()
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos().x(), event.pos().y()), self.viewport())
            return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            at = event.position()
            self.set_view(self.view.zoomed(1.0 + event.value(), at.x(), at.y()))
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.stop_flight()
        steps = event.angleDelta().y() / 120.0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps /= 4.0
        at = event.position()
        if steps:
            self.set_view(self.view.zoomed(WHEEL_FACTOR**steps, at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        asked = {Qt.MouseButton.BackButton: self.back_asked, Qt.MouseButton.ForwardButton: self.forward_asked}
        if event.button() in asked:
            asked[event.button()].emit()
            event.accept()
            return
        self.stop_flight()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._band_from = event.position()
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        elif left or event.button() == Qt.MouseButton.MiddleButton:
            self._pressed_at = event.position()
            self._dragging = False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self.pointer_moved.emit(*self.projection.inverse(*self.view.to_map(at.x(), at.y())))
        if self._band_from is not None:
            self.hud.set_band(QRectF(self._band_from, at).normalized())
        elif self._space_at is not None:
            self._pan_by(at - self._space_at)
            self._space_at = at
        elif self._pressed_at is not None:
            self._drag_to(at)
        else:
            self._hover(self.hits.hit_at(at.x(), at.y()))
        event.accept()

    def _hover(self, number: int) -> None:
        pointing = number >= 0
        self.hits.set_hovered(number)
        self.hit_hovered.emit(number)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if pointing else self._rest_cursor)

    def _tip(self, x: float, y: float) -> str:
        cluster = self.hits.cluster_at(x, y)
        if cluster is None or cluster.count < 2:
            return ""
        return tr_n(
            cluster.count,
            "%n place here. A click chooses it, a double click zooms to it.",
            "%n places here. A click chooses the best, a double click zooms to all of them.",
        )

    def _drag_to(self, at: QPointF) -> None:
        assert self._pressed_at is not None
        moved = at - self._pressed_at
        if not self._dragging and moved.manhattanLength() < DRAG_START_PX:
            return
        self._dragging = True
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pan_by(moved)
        self._pressed_at = at

    def _pan_by(self, moved: QPointF) -> None:
        self.stop_flight()
        self.set_view(self.view.panned(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._band_from is not None:
            self._finish_band(event.position())
        elif (
            self._pressed_at is not None
            and not self._dragging
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self._click(event)
        self._pressed_at, self._dragging = None, False
        self.viewport().setCursor(self._rest_cursor)
        event.accept()

    def let_go(self) -> None:
        """Forget that a button is held: what was taken has been dropped elsewhere."""
        self._pressed_at, self._dragging = None, False
        self.viewport().setCursor(self._rest_cursor)

    def _click(self, event: QMouseEvent) -> None:
        number = self.hits.hit_at(event.position().x(), event.position().y())
        if number >= 0 and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.hit_added.emit(number)
        else:
            self.hit_clicked.emit(number)

    def _finish_band(self, at: QPointF) -> None:
        assert self._band_from is not None
        band = QRectF(self._band_from, at).normalized()
        self.cancel_band()
        if min(band.width(), band.height()) >= MIN_BAND_PX:
            west, north = self.view.to_map(band.left(), band.top())
            east, south = self.view.to_map(band.right(), band.bottom())
            self.fly_to((west, south, east, north), margin=0.0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        cluster, number = self.hits.cluster_at(at.x(), at.y()), self.hits.hit_at(at.x(), at.y())
        if cluster is not None and cluster.count > 1:
            self.fly_to(cluster.bounds, margin=FOCUS_MARGIN)
        elif number >= 0:
            self.show_hit(number)
        else:
            self.set_view(self.view.zoomed(KEY_FACTOR, at.x(), at.y()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        lon, lat = self.projection.inverse(*self.view.to_map(at.x(), at.y()))
        self.menu_requested.emit(event.globalPos(), lon, lat, self.hits.hit_at(at.x(), at.y()))

    def event(self, event: QEvent) -> bool:
        # With the map in focus Alt and an arrow are its views; elsewhere the window's.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_view_key(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_view_key(event):
            (self.back_asked if event.key() == Qt.Key.Key_Left else self.forward_asked).emit()
            return
        share_x, share_y = self.view.width_px * KEY_PAN_SHARE, self.view.height_px * KEY_PAN_SHARE
        pans = {
            Qt.Key.Key_Left: QPointF(share_x, 0),
            Qt.Key.Key_Right: QPointF(-share_x, 0),
            Qt.Key.Key_Up: QPointF(0, share_y),
            Qt.Key.Key_Down: QPointF(0, -share_y),
        }
        key = Qt.Key(event.key())
        if key in pans:
            self._pan_by(pans[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_out()
        elif key == Qt.Key.Key_Home:
            self.show_everything()
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_at = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif key == Qt.Key.Key_Escape and self.cancel_band():
            pass
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_at = None
            self.viewport().setCursor(self._rest_cursor)
        super().keyReleaseEvent(event)


def _is_view_key(event: QKeyEvent) -> bool:
    is_alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
    return is_alt and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
