"""Drawing a box or an area on the map with the mouse."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from app.map.canvas.asked_layer import AskedLayer
from app.map.canvas.view import MapView
from app.map.projection.geometry import with_points_between
from app.translation import mark, tr
from msa_core.records import Bounds

BOX, AREA = "box", "area"
Corners = tuple[tuple[float, float], ...]
"""Longitude and latitude of each."""
MIN_SIDE_PX = 4
CLOSING_PX = 9.0
HINTS = {
    BOX: mark("Drag a box on the map  ·  Esc gives up"),
    AREA: mark(
        "Click the corners  ·  double-click or Return ends  ·  Backspace takes the last "
        "corner back  ·  Esc gives up"
    ),
}


class Drawing(QObject):
    """Takes the mouse of a map while something is being drawn; the wheel and the middle button stay the map's.

    Signals:
        box_drawn: Bounds in degrees, west above east across 180.
        area_drawn: the corners, pairs of longitude and latitude.
        kind_changed: ``BOX`` or ``AREA`` while it is being drawn, ``""`` when no more.
    """

    box_drawn = Signal(object)
    area_drawn = Signal(object)
    kind_changed = Signal(str)

    def __init__(self, canvas: MapView, layer: AskedLayer) -> None:
        super().__init__(canvas)
        self._canvas, self._layer = canvas, layer
        self._kind = ""
        self._corners: list[tuple[float, float]] = []
        self._from: QPointF | None = None
        canvas.viewport().installEventFilter(self)
        canvas.installEventFilter(self)

    @property
    def is_active(self) -> bool:
        """Whether something is being drawn."""
        return bool(self._kind)

    def begin(self, kind: str) -> None:
        """Draw a ``BOX`` or an ``AREA`` from now on."""
        self._kind, self._corners, self._from = kind, [], None
        self._canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()
        self.kind_changed.emit(kind)

    def cancel(self) -> bool:
        """Give up; False when nothing was being drawn."""
        was_active = self.is_active
        self._kind = ""
        if was_active:
            self._layer.set_drawing(None)
            self._canvas.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            self.kind_changed.emit("")
        return was_active

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._kind:
            return False
        if watched is self._canvas:
            return isinstance(event, QKeyEvent) and self._key(event)
        if not isinstance(event, QMouseEvent):
            return False
        if event.button() == Qt.MouseButton.MiddleButton or event.buttons() & Qt.MouseButton.MiddleButton:
            return False
        return self._box_mouse(event) if self._kind == BOX else self._area_mouse(event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._kind == AREA:
            self._finish_area()
        elif event.key() == Qt.Key.Key_Backspace and self._corners:
            self._corners.pop()
            self._show()
        else:
            return False
        return True

    # A box

    def _box_mouse(self, event: QMouseEvent) -> bool:
        at = event.position()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._from = at
        elif self._from is not None and event.type() == QEvent.Type.MouseMove:
            self._layer.set_drawing(self._box_corners(self._from, at), True, tr(HINTS[BOX]))
        elif self._from is not None and event.type() == QEvent.Type.MouseButtonRelease:
            start, self._from = self._from, None
            if min(abs(at.x() - start.x()), abs(at.y() - start.y())) < MIN_SIDE_PX:
                self._show()
                return True
            corners = self._box_corners(start, at)
            self.cancel()
            if self._canvas.projection.is_plain:
                (west, south), (east, north) = corners[[0, 2]].tolist()
                self.box_drawn.emit(folded((west, south, east, north)))
            else:  # bent in degrees: no box there
                self.area_drawn.emit(tuple(map(tuple, corners.tolist())))
        return True

    def _box_corners(self, one: QPointF, other: QPointF) -> np.ndarray:
        """Corners in degrees from the south-west: (4, 2), or on a bent map more of them along the sides."""
        left, right = sorted((one.x(), other.x()))
        top, bottom = sorted((one.y(), other.y()))
        corners = np.array([(left, bottom), (right, bottom), (right, top), (left, top)])
        if not self._canvas.projection.is_plain:
            corners = with_points_between(np.vstack([corners, corners[:1]]))[:-1]
        return np.array([self._lonlat(QPointF(x, y)) for x, y in corners.tolist()])

    # An area

    def _area_mouse(self, event: QMouseEvent) -> bool:
        at = event.position()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            if len(self._corners) > 2 and self._is_at_start(at):
                self._finish_area()
            else:
                self._corners.append(self._lonlat(at))
                self._show(at)
        elif event.type() == QEvent.Type.MouseButtonDblClick or (
            event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.RightButton
        ):
            self._finish_area()
        elif event.type() == QEvent.Type.MouseMove:
            self._show(at)
        return True

    def _is_at_start(self, at: QPointF) -> bool:
        first = self._canvas.view.to_view(self._canvas.projection.forward(np.array(self._corners[:1])))[0]
        return bool(np.hypot(first[0] - at.x(), first[1] - at.y()) < CLOSING_PX)

    def _finish_area(self) -> None:
        """Tell of the corners; of fewer than three nothing comes, and drawing goes on."""
        corners = tuple(dict.fromkeys(self._corners))
        if len(corners) > 2:
            self.cancel()
            self.area_drawn.emit(corners)

    def _show(self, pointer: QPointF | None = None) -> None:
        corners = [*self._corners, *([self._lonlat(pointer)] if pointer is not None else [])]
        self._layer.set_drawing(np.array(corners).reshape(-1, 2), False, tr(HINTS[self._kind]))

    def _lonlat(self, at: QPointF) -> tuple[float, float]:
        lon, lat = self._canvas.projection.inverse(*self._canvas.view.to_map(at.x(), at.y()))
        return max(-540.0, min(540.0, lon)), max(-90.0, min(90.0, lat))


def folded(box: Bounds) -> Bounds:
    """A box with its longitudes within -180..180; across 180 its west lies above its east."""
    west, south, east, north = box
    if east - west >= 360:
        return -180.0, south, 180.0, north
    west, east = ((lon + 180) % 360 - 180 if not -180 <= lon <= 180 else lon for lon in (west, east))
    return west, south, east, north
