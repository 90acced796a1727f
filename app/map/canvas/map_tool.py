"""The tools of the map that only look: measuring, and asking what lies at a place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from app.map.canvas.canvas import MapCanvas
from app.map.canvas.measure_layer import MeasureLayer
from app.translation import tr
from app.units import exact_area, exact_length
from msa_core.lonlat import area_m2, length_m

MEASURE, IDENTIFY = "measure", "identify"
CLICK_PX = 4.0


class MapTool(QObject):
    """Takes left clicks on a map while one of its tools is chosen; drags still move the map, the wheel zooms.

    Measuring: a click sets a corner; double click, right click or Return ends, Backspace takes a corner back, Esc
    clears and then leaves the tool. Identifying: a click asks, Return asks for the middle of the map.

    Signals:
        point_asked: longitude and latitude of a place; what lies there is wanted.
        left: Esc: the map is moved by the mouse again.
    """

    point_asked = Signal(float, float)
    left = Signal()

    def __init__(self, canvas: MapCanvas, layer: MeasureLayer) -> None:
        super().__init__(canvas)
        self._canvas, self._layer = canvas, layer
        self.kind = ""
        self._corners: list[tuple[float, float]] = []
        self._is_done = True
        self._pressed_at: QPointF | None = None
        canvas.viewport().installEventFilter(self)
        canvas.installEventFilter(self)

    def choose(self, kind: str) -> None:
        """Use ``MEASURE``, ``IDENTIFY`` or, with ``""``, none; what was measured goes."""
        self.kind = kind
        self._clear()
        self._canvas.set_rest_cursor(Qt.CursorShape.CrossCursor if kind else Qt.CursorShape.OpenHandCursor)

    def _clear(self) -> None:
        self._corners, self._is_done = [], True
        self._layer.set_way((), "")

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Corners of what is measured, in degrees."""
        return tuple(self._corners)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.kind:
            return False
        if isinstance(event, QKeyEvent):
            return watched is self._canvas and self._key(event)
        if not isinstance(event, QMouseEvent) or watched is self._canvas:
            return False
        return self._mouse(event)

    def _mouse(self, event: QMouseEvent) -> bool:
        at, kind = event.position(), event.type()
        if kind == QEvent.Type.MouseMove and not event.buttons():
            self._show(at)
        if event.button() == Qt.MouseButton.RightButton and self.kind == MEASURE and not self._is_done:
            if kind == QEvent.Type.MouseButtonPress:
                self._finish()
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind == QEvent.Type.MouseButtonPress:
            self._pressed_at = at
        elif kind == QEvent.Type.MouseButtonDblClick:
            self._finish()
            return True
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed_at is not None:
            moved, self._pressed_at = at - self._pressed_at, None
            if moved.manhattanLength() < CLICK_PX:
                self._canvas.let_go()
                self._click(at)
                return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.type() == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if key == Qt.Key.Key_Escape:
            if self._corners:
                self._clear()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._return()
        elif key == Qt.Key.Key_Backspace and self._corners and not self._is_done:
            self._corners.pop()
            self._show(None)
        else:
            return False
        return True

    def _return(self) -> None:
        middle = QPointF(self._canvas.view.width_px / 2, self._canvas.view.height_px / 2)
        if self.kind == MEASURE and not self._is_done:
            self._finish()
        elif self.kind == IDENTIFY:
            self._click(middle)

    def _click(self, at: QPointF) -> None:
        lonlat = self._lonlat(at)
        if lonlat is None:
            return
        if self.kind == IDENTIFY:
            self.point_asked.emit(*lonlat)
            return
        if self._is_done:
            self._corners, self._is_done = [], False
        self._corners.append(lonlat)
        self._show(None)

    def _finish(self) -> None:
        self._is_done = True
        self._show(None)

    def _show(self, pointer: QPointF | None) -> None:
        """The way so far, and live to where the mouse is."""
        if self.kind != MEASURE or not self._corners or (self._is_done and pointer is not None):
            return
        extra = self._lonlat(pointer) if pointer is not None else None
        corners = (*self._corners, extra) if extra is not None else tuple(self._corners)
        self._layer.set_way(corners, measured(corners))

    def refresh(self) -> None:
        """Tell what is measured anew: in other units."""
        self._show(None)

    def _lonlat(self, at: QPointF) -> tuple[float, float] | None:
        lon, lat = self._canvas.projection.inverse(*self._canvas.view.to_map(at.x(), at.y()))
        return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def measured(corners: tuple[tuple[float, float], ...]) -> str:
    """Length along the corners, and the area within them, on the ellipsoid."""
    length = exact_length(length_m(corners)) if len(corners) > 1 else exact_length(0.0)
    return (
        tr("{length}\narea {area}", length=length, area=exact_area(area_m2(corners)))
        if len(corners) > 2
        else length
    )
