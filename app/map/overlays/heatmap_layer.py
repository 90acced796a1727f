"""One overlay of the selected hit, drawn over its tile in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPolygonF, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.painting.layer import Layer, polygon
from app.map.projection.geometry import Projection, ring_bounds
from msa_core.records import Tile

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader


@dataclass(frozen=True, slots=True)
class CornersRequest:
    """Where the corners of a tile's pixels lie: upper left, upper right, lower right, lower left."""

    tile: Tile

    @property
    def key(self) -> tuple[object, ...]:
        return ("corners",)

    @property
    def priority(self) -> int:
        return 5

    def work(self, open_raster: Callable[[str], RasterReader]) -> np.ndarray:
        """WGS84 degrees (4, 2); runs on a thread of the pixels lane. Raises SourceError."""
        x0, y0, x1, y1 = self.tile.pixel_bbox
        georef = open_raster(self.tile.path).georef
        lon, lat = georef.pixel_to_lonlat([x0, x1, x1, x0], [y0, y0, y1, y1])
        return np.stack([lon, lat], axis=1)


class HeatmapLayer(Layer):
    """Draws an image into the quadrilateral of a tile: right for rotated and south-up rasters too."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._corners_lonlat: np.ndarray | None = None
        self._corners_xy = np.zeros((0, 2))
        self._image: QImage | None = None
        self._strength = 0.7

    def set_corners(self, corners_lonlat: np.ndarray | None) -> None:
        """Corners (4, 2) in degrees as :class:`CornersRequest` gives them; None draws nothing."""
        finite = corners_lonlat is not None and bool(np.isfinite(corners_lonlat).all())
        self._corners_lonlat = corners_lonlat if finite else None
        self._project()

    def set_image(self, image: QImage | None) -> None:
        """The overlay's colours, rows from the top of the tile; None draws nothing."""
        self._image = image
        self.update()

    def set_strength(self, strength: float) -> None:
        """Opacity from 0 to 1."""
        self._strength = min(max(strength, 0.0), 1.0)
        self.update()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        self._project()

    @property
    def is_drawn(self) -> bool:
        """Whether there is an overlay in place."""
        return self._image is not None and self._corners_lonlat is not None

    def _project(self) -> None:
        if self._corners_lonlat is not None:
            lonlat = self._corners_lonlat.copy()
            # A tile across the antimeridian: keep its corners together.
            lonlat[:, 0] -= 360.0 * np.round((lonlat[:, 0] - lonlat[0, 0]) / 360.0)
            self._corners_xy = self.projection.forward(lonlat)
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if self._image is None or self._corners_lonlat is None:
            return
        corners = self.view.to_view(self._corners_xy)
        west, south, east, north = ring_bounds(corners)
        if max(east - west, north - south) < 3 or not self.boundingRect().intersects(
            QRectF(west, south, east - west, north - south)
        ):
            return
        width, height = self._image.width(), self._image.height()
        source = QPolygonF(QRectF(0, 0, width, height))
        source.removeLast()
        turn = QTransform()
        if QTransform.quadToQuad(source, polygon(corners), turn):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(self._strength)
            painter.setTransform(turn, True)
            painter.drawImage(0, 0, self._image)
