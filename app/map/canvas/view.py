"""The view of the map, in double precision: it keeps its layers in step and flies to places."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEasingCurve, QEvent, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from app.map.basemap.basemap_layer import BasemapLayer
from app.map.basemap.tiles_layer import TilesLayer
from app.map.canvas.asked_layer import AskedLayer
from app.map.canvas.hud import Hud
from app.map.canvas.measure_layer import MeasureLayer
from app.map.hits.hits_layer import HitsLayer
from app.map.overlays.heatmap_layer import HeatmapLayer
from app.map.painting.layer import Ink, Layer
from app.map.projection.geometry import WEB_MERCATOR, Projection, Viewport, lonlat_bounds_of
from app.map.rasters.coverage_layer import CoverageLayer
from app.map.rasters.raster_layer import RasterLayer
from app.translation import tr
from msa_core.records import Bounds

KEY_FACTOR = 1.6
FLIGHT_MS = 260
FOCUS_MARGIN = 0.28


class MapView(QGraphicsView):
    """Layers from below: land and graticule, tiles, rasters, coverage, heatmap, limits of the question, hits, what
    is measured, HUD.

    The scene is measured in view coordinates and always as large as the canvas; the part of the map on
    screen is :attr:`view`. Scroll bars, whose ranges are 32-bit integers, therefore play no part.

    Signals:
        view_changed: the part of the map that is on screen.
        projection_changed: the Projection the map is drawn in now.
    """

    view_changed = Signal(object)
    projection_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map")
        self.setAccessibleName(tr("Map"))
        self.view = Viewport(center_x=0.0, center_y=0.0, units_per_px=40_000.0, width_px=1, height_px=1)
        self.projection: Projection = WEB_MERCATOR
        self._suggested: Projection = WEB_MERCATOR
        self.has_chosen_projection = False
        self.flight_ms = FLIGHT_MS
        self._pending_focus: Bounds | None = None
        self._is_to_show_everything = False
        self._build_layers()
        self._build_flight()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)

    def _build_layers(self) -> None:
        self.basemap, self.rasters, self.heatmap = BasemapLayer(0), RasterLayer(1), HeatmapLayer(2)
        self.tiles, self.coverage = TilesLayer(0.5), CoverageLayer(1.5)
        self.asked, self.hits, self.hud = AskedLayer(2.5), HitsLayer(3), Hud(4)
        self.measure = MeasureLayer(3.5)
        self._layers: tuple[Layer, ...] = (
            self.basemap,
            self.tiles,
            self.rasters,
            self.coverage,
            self.heatmap,
            self.asked,
            self.hits,
            self.measure,
            self.hud,
        )
        self.rasters.placed.connect(self._on_placed)
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
        ground = self.ground_m_per_px
        self.projection = projection
        for layer in self._layers:
            layer.set_projection(projection)
        self.center_on(lon, lat, ground)
        self.projection_changed.emit(projection)

    def suggest_projection(self, projection: Projection) -> None:
        """Use the map CRS that fits what is open, unless one was chosen."""
        self._suggested = projection
        if not self.has_chosen_projection:
            self.set_projection(projection)

    def choose_projection(self, projection: Projection | None) -> None:
        """Use a map CRS whatever is open, None for the one that fits."""
        self.has_chosen_projection = projection is not None
        self.set_projection(projection or self._suggested)

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
        x, y = self.projection.forward(np.array([[lon, lat]]))[0]
        if not np.isfinite([x, y]).all():  # a place this map cannot show
            west, south, east, north = self.projection.world
            x, y = (west + east) / 2, (south + north) / 2
        units = ground_m_per_px / self.projection.ground_m_per_unit(float(y), float(x))
        self.set_view(
            Viewport(
                center_x=float(x),
                center_y=float(y),
                units_per_px=units,
                width_px=self.view.width_px,
                height_px=self.view.height_px,
            )
        )

    def fly_to(self, box: Bounds | None, margin: float = 0.08) -> None:
        """Move so that ``box`` fills the canvas less a margin; a short flight when the window is visible."""
        if box is None:
            return
        self._is_to_show_everything = False
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

    def stop_flight(self) -> None:
        """Stay here: the user has taken over."""
        self._is_to_show_everything = False
        self._flight.stop()

    @Slot()
    def show_everything(self) -> None:
        """Zoom to all rasters, else outlined extents, all hits, or the Earth; once it is known where they lie."""
        if self.rasters.is_placing:
            self._is_to_show_everything = True
            return
        known = self.rasters.all_bounds() or self.asked.extent_bounds() or self.hits.all_bounds()
        self.fly_to(known or self.projection.world)

    @Slot()
    def _on_placed(self) -> None:
        if self._is_to_show_everything:
            self.show_everything()

    @Slot()
    def show_hits(self) -> None:
        """Zoom to all hits with a position."""
        self.fly_to(self.hits.all_bounds(), margin=0.15)

    def show_hit(self, number: int) -> None:
        """Zoom to one hit, with its surroundings."""
        self.fly_to(self.hits.bounds_of(number), margin=FOCUS_MARGIN)

    def is_in_view(self, number: int) -> bool:
        """Whether the middle of a hit is on screen; True for a hit without position, which nothing could show."""
        box = self.hits.bounds_of(number)
        if box is None:
            return True
        west, south, east, north = self.view.bounds
        return west <= (box[0] + box[2]) / 2 <= east and south <= (box[1] + box[3]) / 2 <= north

    def bring_hit_into_view(self, number: int) -> None:
        """Move to a hit that is out of view, at the scale there is unless it is too large for that."""
        box = self.hits.bounds_of(number)
        if box is None or self.is_in_view(number):
            return
        wide, high = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        west, south, east, north = self.view.bounds
        if 2.5 * wide > east - west or 2.5 * high > north - south:
            self.show_hit(number)
        else:
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            half_w, half_h = (east - west) / 2, (north - south) / 2
            self.fly_to((x - half_w, y - half_h, x + half_w, y + half_h), margin=0.0)

    def show_raster(self, path: str) -> None:
        """Zoom to one raster."""
        self.fly_to(self.rasters.bounds_of(path))

    def go_to(self, lon: float, lat: float) -> None:
        """Show a place in degrees at the scale there is."""
        self.stop_flight()
        self.center_on(lon, lat, self.ground_m_per_px)

    def set_ground_scale(self, ground_m_per_px: float) -> None:
        """Show the middle at a resolution in ground metres per logical pixel."""
        self.zoom(self.ground_m_per_px / ground_m_per_px)

    @property
    def middle_lonlat(self) -> tuple[float, float]:
        """Longitude and latitude of the middle; infinite where the map shows no place there."""
        return self.projection.inverse(self.view.center_x, self.view.center_y)

    def zoom(self, factor: float) -> None:
        """Zoom about the middle."""
        self.stop_flight()
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
        return self.view.units_per_px * self.projection.ground_m_per_unit(
            self.view.center_y, self.view.center_x
        )

    def view_lonlat(self) -> Bounds:
        """What is in view, in WGS84 degrees, cut at the world's edge."""
        return lonlat_bounds_of(self.view, self.projection)

    def _on_flight_step(self, t: float) -> None:
        view = self._from.between(self._to, float(t)) if t < 1.0 else self._to
        # The canvas may be of another size by now: a notice above it came or went.
        self.set_view(view.resized(self.view.width_px, self.view.height_px))

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
