"""The map: a view that pans and zooms in double precision and keeps its layers in step."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QPointF, QRectF, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from app.map.basemap_layer import BasemapLayer
from app.map.geometry import WEB_MERCATOR, Projection, Viewport, union
from app.map.heatmap_layer import HeatmapLayer
from app.map.hits_layer import HitsLayer
from app.map.hud import Hud
from app.map.layer import Ink, Layer
from app.map.raster_layer import RasterLayer
from msa_core.records import Bounds

WHEEL_FACTOR = 1.25
KEY_FACTOR = 1.6
KEY_PAN_SHARE = 0.2
DRAG_START_PX = 4
FLIGHT_MS = 260
FOCUS_MARGIN = 0.28


class MapCanvas(QGraphicsView):
    """Layers from below: basemap, rasters, heatmap, hits, HUD.

    The scene is measured in view coordinates and always as large as the canvas; the part of the map on
    screen is :attr:`view`. Scroll bars, whose ranges are 32-bit integers, therefore play no part.

    Mouse: drag pans, wheel zooms about the cursor, shift-drag zooms to a box, click chooses a hit.
    Keys: arrows pan, + and - zoom, Home shows everything, space turns mouse moves into panning.
    """

    view_changed = Signal(object)
    pointer_moved = Signal(float, float)
    pointer_left = Signal()
    hit_clicked = Signal(int)
    menu_requested = Signal(QPoint, float, float, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map")
        self.setAccessibleName("Map")
        self.view = Viewport(0.0, 0.0, 40_000.0, 1, 1)
        self.projection: Projection = WEB_MERCATOR
        self.flight_ms = FLIGHT_MS
        self._pressed_at: QPointF | None = None
        self._dragging = False
        self._band_from: QPointF | None = None
        self._space_at: QPointF | None = None
        self._pending_focus: Bounds | None = None
        self._build_layers()
        self._build_flight()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def _build_layers(self) -> None:
        self.basemap, self.rasters, self.heatmap = BasemapLayer(0), RasterLayer(1), HeatmapLayer(2)
        self.hits, self.hud = HitsLayer(3), Hud(4)
        self._layers: tuple[Layer, ...] = (self.basemap, self.rasters, self.heatmap, self.hits, self.hud)
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        for layer in self._layers:
            scene.addItem(layer)
        self.setScene(scene)

    def _build_flight(self) -> None:
        self._from = self._to = self.view
        self._flight = QVariantAnimation(self)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._flight.valueChanged.connect(self._on_flight_step)

    # Setters

    def set_ink(self, ink: Ink) -> None:
        """Change the theme's colours."""
        for layer in self._layers:
            layer.set_ink(ink)

    def set_projection(self, projection: Projection) -> None:
        """Change the map CRS and keep the place in view."""
        if projection == self.projection:
            return
        lon, lat = self.projection.inverse(self.view.center_x, self.view.center_y)
        ground = self.view.units_per_px * self.projection.ground_m_per_unit(self.view.center_y)
        self.projection = projection
        for layer in self._layers:
            layer.set_projection(projection)
        self.center_on(lon, lat, ground)

    def set_view(self, view: Viewport) -> None:
        """Show another part of the map, at once."""
        view = view.clamped(self.projection)
        if view == self.view:
            return
        self.view = view
        self.rasters.set_pixel_ratio(self.devicePixelRatioF())
        for layer in self._layers:
            layer.set_view(view)
        self.view_changed.emit(view)

    def center_on(self, lon: float, lat: float, ground_m_per_px: float) -> None:
        """Show a place in degrees at a resolution in ground metres per pixel."""
        import numpy as np

        x, y = self.projection.forward(np.array([[lon, lat]]))[0]
        units = ground_m_per_px / self.projection.ground_m_per_unit(float(y))
        self.set_view(Viewport(float(x), float(y), units, self.view.width_px, self.view.height_px))

    def fly_to(self, box: Bounds | None, margin: float = 0.08) -> None:
        """Move so that ``box`` fills the canvas less a margin; a short flight when the window is visible."""
        if box is None:
            return
        if not self.isVisible():
            self._pending_focus = box
            return
        self._flight.stop()
        self._from, self._to = self.view, self.view.fitted(box, margin).clamped(self.projection)
        if self.flight_ms <= 0:
            self.set_view(self._to)
            return
        self._flight.setDuration(self.flight_ms)
        self._flight.start()

    @Slot()
    def show_everything(self) -> None:
        """Zoom to all rasters, else to all hits, else to the Earth."""
        self.fly_to(union(self.rasters.all_boxes()) or self.hits.all_bounds() or self.projection.world)

    @Slot()
    def show_hits(self) -> None:
        """Zoom to all hits with a position."""
        self.fly_to(self.hits.all_bounds(), margin=0.15)

    def show_hit(self, row: int) -> None:
        """Zoom to one hit, with its surroundings."""
        self.fly_to(self.hits.bounds_of(row), margin=FOCUS_MARGIN)

    def show_raster(self, path: str) -> None:
        """Zoom to one raster."""
        self.fly_to(self.rasters.bounds_of(path))

    def zoom(self, factor: float) -> None:
        """Zoom about the middle."""
        self._flight.stop()
        self.set_view(self.view.zoomed(factor, self.view.width_px / 2, self.view.height_px / 2))

    @Slot()
    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom(KEY_FACTOR)

    @Slot()
    def zoom_out(self) -> None:
        """One step away."""
        self.zoom(1 / KEY_FACTOR)

    @property
    def ground_m_per_px(self) -> float:
        """Ground metres per logical pixel at the middle."""
        return self.view.units_per_px * self.projection.ground_m_per_unit(self.view.center_y)

    def view_lonlat(self) -> Bounds:
        """What is in view, in WGS84 degrees, cut at the world's edge."""
        west, south, east, north = self.view.bounds
        lon0, lat0 = self.projection.inverse(west, south)
        lon1, lat1 = self.projection.inverse(east, north)
        return (max(lon0, -180.0), max(lat0, -90.0), min(lon1, 180.0), min(lat1, 90.0))

    def cancel_band(self) -> bool:
        """Give up a box being drawn; False when there was none."""
        had = self._band_from is not None
        self._band_from = None
        self.hud.set_band(None)
        return had

    # Events

    def _on_flight_step(self, t: float) -> None:
        self.set_view(self._from.between(self._to, float(t)) if t < 1.0 else self._to)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self.viewport().size()
        self.scene().setSceneRect(0, 0, size.width(), size.height())
        self.set_view(self.view.resized(size.width(), size.height()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self._pending_focus is not None:
            box, self._pending_focus = self._pending_focus, None
            self.set_view(self.view.fitted(box).clamped(self.projection))
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.rasters.set_pixel_ratio(self.devicePixelRatioF())
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.hits.set_hovered(-1)
            self.pointer_left.emit()
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            at = event.position()
            self.set_view(self.view.zoomed(1.0 + event.value(), at.x(), at.y()))
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._flight.stop()
        steps = event.angleDelta().y() / 120.0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps /= 4.0
        at = event.position()
        if steps:
            self.set_view(self.view.zoomed(WHEEL_FACTOR**steps, at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._flight.stop()
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
            row = self.hits.hit_at(at.x(), at.y())
            self.hits.set_hovered(row)
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.OpenHandCursor
            )
        event.accept()

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
        self._flight.stop()
        self.set_view(self.view.panned(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._band_from is not None:
            self._finish_band(event.position())
        elif (
            self._pressed_at is not None
            and not self._dragging
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self.hit_clicked.emit(self.hits.hit_at(event.position().x(), event.position().y()))
        self._pressed_at, self._dragging = None, False
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        event.accept()

    def _finish_band(self, at: QPointF) -> None:
        assert self._band_from is not None
        band = QRectF(self._band_from, at).normalized()
        self.cancel_band()
        if band.width() >= 8 and band.height() >= 8:
            west, north = self.view.to_map(band.left(), band.top())
            east, south = self.view.to_map(band.right(), band.bottom())
            self.fly_to((west, south, east, north), margin=0.0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        row = self.hits.hit_at(at.x(), at.y())
        if row >= 0:
            self.show_hit(row)
        else:
            self.set_view(self.view.zoomed(KEY_FACTOR, at.x(), at.y()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        lon, lat = self.projection.inverse(*self.view.to_map(at.x(), at.y()))
        self.menu_requested.emit(event.globalPos(), lon, lat, self.hits.hit_at(at.x(), at.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
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
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        super().keyReleaseEvent(event)
