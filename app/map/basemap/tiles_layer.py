"""A basemap of tiles under the rasters: it asks for what is in view, and only while it is shown."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QImage, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.basemap.tile_grid import TileId, tiles_of, zoom_for
from app.map.painting.layer import Layer
from app.map.projection.geometry import Projection, Viewport, lonlat_bounds_of

SETTLE_MS = 120
MAX_IMAGES = 400
PARENTS = 5
FIRST_SIDE = 2


class TilesLayer(Layer):
    """Hidden until it is switched on; then its attribution stands at the lower right.

    Signals:
        tiles_wanted: the TileIds in view that are missing, those in the middle first; others are no longer wanted.
    """

    tiles_wanted = Signal(object)

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._images: OrderedDict[TileId, QImage | None] = OrderedDict()
        self._attribution = ""
        self._zooms = (0, 19)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self.setVisible(False)

    def begin(self, attribution: str, lowest_zoom: int, highest_zoom: int) -> None:
        """Show tiles of another source; those before are forgotten."""
        self._images.clear()
        self._attribution, self._zooms = attribution, (lowest_zoom, highest_zoom)
        self.setVisible(True)
        self._ask()

    def end(self) -> None:
        """Show none, ask for none."""
        self.setVisible(False)
        self._settle.stop()
        self._images.clear()
        self.tiles_wanted.emit(())

    def set_view(self, view: Viewport) -> None:
        super().set_view(view)
        if self.isVisible():
            self._settle.start()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        if self.isVisible():
            self._settle.start()

    @Slot(object, object)
    def take(self, tile: TileId, image: QImage | None) -> None:
        """A tile has come; None: there is none, and it is not asked for again."""
        self._images[tile] = image
        self._images.move_to_end(tile)
        if image is None:
            self._settle.start()
        while len(self._images) > MAX_IMAGES:
            self._images.popitem(last=False)
        self.update()

    @property
    def attribution(self) -> str:
        """Whom the map names while tiles are shown."""
        return self._attribution

    @property
    def is_settled(self) -> bool:
        """Whether all tiles in view are there."""
        return not self._settle.isActive() and not any(map(self._missing, self._needed()))

    def _needed(self) -> list[TileId]:
        view = self.view
        lonlat = lonlat_bounds_of(view, self.projection)
        ground = view.units_per_px * self.projection.ground_m_per_unit(view.center_y, view.center_x)
        # Of the screen's own pixels: a tile has 256 of them, however large the desktop draws one.
        ground /= self._pixel_ratio()
        zoom = zoom_for(ground, (lonlat[1] + lonlat[3]) / 2, *self._zooms)
        tiles = tiles_of(lonlat, zoom)
        while not tiles and zoom > self._zooms[0]:
            zoom -= 1
            tiles = tiles_of(lonlat, zoom)
        return tiles

    def _pixel_ratio(self) -> float:
        """Pixels of the screen a logical pixel is wide."""
        views = self.scene().views() if self.scene() is not None else []
        return views[0].devicePixelRatioF() if views else 1.0

    @Slot()
    def _ask(self) -> None:
        if self.isVisible():
            wanted = [self._missing(tile) for tile in self._needed()]
            self.tiles_wanted.emit(tuple(dict.fromkeys(tile for tile in wanted if tile is not None)))

    def _missing(self, tile: TileId) -> TileId | None:
        """What to ask for so that a tile can be drawn: itself, or where the source has none a coarser one."""
        for _ in range(PARENTS + 1):
            if tile not in self._images:
                return tile
            if self._images[tile] is not None or tile.zoom <= self._zooms[0]:
                return None
            tile = tile.parent
        return None

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for tile in self._needed():
            self._paint_tile(painter, tile)
        self._paint_attribution(painter)

    def _paint_tile(self, painter: QPainter, tile: TileId) -> None:
        """The tile, else its part of a coarser one."""
        shown, found = tile, self._images.get(tile)
        for _ in range(min(PARENTS, tile.zoom)):
            if found is not None:
                break
            shown = shown.parent
            found = self._images.get(shown)
        if found is None:
            return
        corners = self.view.to_view(self.projection.forward(tile.corners))
        if not np.isfinite(corners).all():
            return
        share = 2 ** (tile.zoom - shown.zoom)
        width, height = found.width() / share, found.height() / share
        source = QRectF(
            (tile.x - shown.x * share) * width, (tile.y - shown.y * share) * height, width, height
        )
        self._draw(painter, found, source, corners)

    def _draw(self, painter: QPainter, image: QImage, source: QRectF, corners: np.ndarray) -> None:
        if self.projection.is_plain:
            left, top = np.round(corners[0])
            right, bottom = np.round(corners[FIRST_SIDE])
            painter.drawImage(QRectF(left, top, right - left, bottom - top), image, source)
            return
        square = QPolygonF([source.topLeft(), source.topRight(), source.bottomRight(), source.bottomLeft()])
        turned = QTransform()
        placed = QPolygonF([QPointF(x, y) for x, y in corners.tolist()])
        if QTransform.quadToQuad(square, placed, turned):
            painter.save()
            painter.setTransform(turned, True)
            painter.drawImage(source, image, source)
            painter.restore()

    def _paint_attribution(self, painter: QPainter) -> None:
        if not self._attribution:
            return
        font = QFont(painter.font())
        font.setPixelSize(11)
        painter.setFont(font)
        width = min(painter.fontMetrics().horizontalAdvance(self._attribution) + 14.0, self.view.width_px / 2)
        box = QRectF(self.view.width_px - width - 6, self.view.height_px - 24, width, 18)
        painter.setPen(QPen(self.ink.grid, 0))
        painter.setBrush(self.ink.halo)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self.ink.label)
        painter.drawText(
            box.adjusted(7, 0, -7, 0), 0x0080 | 0x0001, self._attribution
        )  # vertical middle, left
