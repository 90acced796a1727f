"""The rasters, drawn in place. What is missing is asked for; the answer is painted when it comes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.geometry import (
    Projection,
    Viewport,
    contains,
    focus_bounds,
    intersection,
    ring_bounds,
    rings_on_map,
)
from app.map.layer import Layer, polygon
from app.map.pixmaps import image_from_rgba
from msa_core.records import Bounds, RasterInfo

if TYPE_CHECKING:
    from msa_core.raster.reader import RasterReader

OVERVIEW_PX = 384
SETTLE_MS = 70
MARKER_PX = 9.0
DETAIL_MARGIN = 0.15
MAX_SIDE_PX = 8192


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """A picture of one raster in map coordinates; ``key`` names the place a newer request takes over.

    Attributes:
        path: the file.
        crs: the map CRS.
        box: map bounds of the picture.
        width_px, height_px: its size in device pixels.
        piece: which part of a raster split at the antimeridian.
        overview: True for the coarse picture of the whole piece.
    """

    path: str
    crs: str
    box: Bounds
    width_px: int
    height_px: int
    piece: int
    overview: bool

    @property
    def key(self) -> tuple[object, ...]:
        return ("render", self.path, self.piece, self.overview)

    @property
    def priority(self) -> int:
        return 3 if self.overview else 2

    def work(self, open_raster: Callable[[str], RasterReader]) -> QImage:
        """Read and warp; runs on a thread of the pixels lane. Raises SourceError."""
        from msa_core.raster import warp

        reader = open_raster(self.path)
        return image_from_rgba(warp.render(reader, self.crs, self.box, self.width_px, self.height_px))


@dataclass(slots=True)
class _Patch:
    image: QImage
    box: Bounds
    units_per_px: float


@dataclass(slots=True)
class _Piece:
    path: str
    index: int
    ring_xy: np.ndarray
    box: Bounds
    shown: bool = True
    failed: bool = False
    overview: _Patch | None = None
    detail: _Patch | None = None
    asked: set[tuple[object, ...]] = field(default_factory=set)


class RasterLayer(Layer):
    """All rasters with a position, small ones above large ones."""

    render_wanted = Signal(object)

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._infos: tuple[RasterInfo, ...] = ()
        self._pieces: list[_Piece] = []
        self._hidden: set[str] = set()
        self._pixel_ratio = 1.0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)

    def set_rasters(self, infos: Sequence[RasterInfo]) -> None:
        """Show these rasters and forget the others."""
        self._infos = tuple(infos)
        self._place()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        self._place()

    def set_shown(self, path: str, shown: bool) -> None:
        """Show or hide one raster."""
        (self._hidden.discard if shown else self._hidden.add)(path)
        for piece in self._pieces:
            piece.shown = piece.path not in self._hidden
        self._settle.start()
        self.update()

    def set_pixel_ratio(self, ratio: float) -> None:
        """Device pixels per logical pixel of the screen the canvas is on."""
        if ratio != self._pixel_ratio:
            self._pixel_ratio = ratio
            self._settle.start()

    def set_view(self, view: Viewport) -> None:
        super().set_view(view)
        self._settle.start()

    def refresh(self) -> None:
        """Draw failed rasters once more: a file may have come back."""
        for piece in self._pieces:
            piece.failed = False
        self._settle.start()

    def bounds_of(self, path: str) -> Bounds | None:
        """Map bounds of one raster, None when it is not on the map."""
        return focus_bounds([piece.ring_xy for piece in self._pieces if piece.path == path])

    def all_boxes(self) -> list[Bounds]:
        """Map bounds of every piece."""
        return [piece.box for piece in self._pieces]

    @property
    def is_settled(self) -> bool:
        """Whether everything visible has been drawn at the wanted resolution."""
        return not self._settle.isActive() and not any(self._missing(piece) for piece in self._pieces)

    def _place(self) -> None:
        self._pieces = []
        for info in self._infos:
            for index, xy in enumerate(rings_on_map(self.projection, info.footprint_lonlat)):
                box = ring_bounds(xy)
                if box[2] > box[0] and box[3] > box[1]:
                    self._pieces.append(_Piece(info.path, index, xy, box, info.path not in self._hidden))
        # A map of the world must not cover the city in it.
        self._pieces.sort(key=lambda p: (p.box[0] - p.box[2]) * (p.box[3] - p.box[1]))
        self._settle.start()
        self.update()

    @Slot()
    def _ask(self) -> None:
        for piece in self._pieces:
            for request in self._missing(piece):
                if request.key not in piece.asked or not request.overview:
                    piece.asked.add(request.key)
                    self.render_wanted.emit(request)

    def _missing(self, piece: _Piece) -> list[RenderRequest]:
        """What must be drawn for ``piece`` to look right in the present view."""
        seen = intersection(piece.box, self.view.bounds)
        if not piece.shown or piece.failed or seen is None or self._side_px(piece) < MARKER_PX:
            return []
        wanted = []
        if piece.overview is None:
            wanted.append(self._overview(piece))
        fine = self.view.units_per_px / self._pixel_ratio
        if piece.overview is not None and piece.overview.units_per_px <= fine * 1.05:
            return wanted
        detail = piece.detail
        good = detail is not None and 0.5 < detail.units_per_px / fine < 1.05 and contains(detail.box, seen)
        if not good:
            wanted.append(self._detail(piece, fine))
        return wanted

    def _side_px(self, piece: _Piece) -> float:
        west, south, east, north = piece.box
        return max(east - west, north - south) / self.view.units_per_px

    def _overview(self, piece: _Piece) -> RenderRequest:
        west, south, east, north = piece.box
        units = max(east - west, north - south) / OVERVIEW_PX
        width, height = max(1, round((east - west) / units)), max(1, round((north - south) / units))
        return RenderRequest(piece.path, self.projection.crs, piece.box, width, height, piece.index, True)

    def _detail(self, piece: _Piece, fine: float) -> RenderRequest:
        """The visible part and a margin, on the grid of the screen's pixels so that it is drawn 1:1."""
        west, south, east, north = self.view.bounds
        margin_x, margin_y = (east - west) * DETAIL_MARGIN, (north - south) * DETAIL_MARGIN
        around = (west - margin_x, south - margin_y, east + margin_x, north + margin_y)
        part = intersection(piece.box, around) or piece.box
        x0, x1 = math.floor((part[0] - west) / fine), math.ceil((part[2] - west) / fine)
        y0, y1 = math.floor((north - part[3]) / fine), math.ceil((north - part[1]) / fine)
        x1, y1 = min(x1, x0 + MAX_SIDE_PX), min(y1, y0 + MAX_SIDE_PX)
        box = (west + x0 * fine, north - y1 * fine, west + x1 * fine, north - y0 * fine)
        return RenderRequest(piece.path, self.projection.crs, box, x1 - x0, y1 - y0, piece.index, False)

    @Slot(object, object)
    def on_rendered(self, request: object, image: object) -> None:
        """Take an answer of the pixels lane; answers for another map CRS or archive are dropped."""
        if not isinstance(request, RenderRequest) or not isinstance(image, QImage):
            return
        patch = _Patch(image, request.box, (request.box[2] - request.box[0]) / request.width_px)
        for piece in self._pieces:
            if (piece.path, piece.index) == (
                request.path,
                request.piece,
            ) and request.crs == self.projection.crs:
                if request.overview:
                    piece.overview = patch
                else:
                    piece.detail = patch
        self.update()

    @Slot(object, str)
    def on_failed(self, request: object, _sentence: str) -> None:
        """Remember that a raster cannot be drawn, so that it is not asked for again and again."""
        if isinstance(request, RenderRequest):
            for piece in self._pieces:
                piece.failed = piece.failed or piece.path == request.path
            self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        bounds = self.view.bounds
        for piece in self._pieces:
            if not piece.shown or intersection(piece.box, bounds) is None:
                continue
            if self._side_px(piece) < MARKER_PX:
                self._paint_marker(painter, piece)
            else:
                self._paint_piece(painter, piece)

    def _paint_piece(self, painter: QPainter, piece: _Piece) -> None:
        if piece.overview is None and piece.detail is None:
            painter.setPen(
                QPen(self.ink.outline, 1, Qt.PenStyle.DashLine if piece.failed else Qt.PenStyle.SolidLine)
            )
            painter.setBrush(self.ink.fill)
            painter.drawPolygon(polygon(self.view.to_view(piece.ring_xy)))
        seen = intersection(piece.box, self.view.bounds)
        covered = piece.detail is not None and seen is not None and contains(piece.detail.box, seen)
        if piece.overview is not None and not (covered and self._is_fine(piece.detail)):
            self._paint_patch(painter, piece.overview)
        if piece.detail is not None:
            self._paint_patch(painter, piece.detail)

    def _is_fine(self, patch: _Patch | None) -> bool:
        return patch is not None and patch.units_per_px < self.view.units_per_px * 1.05 / self._pixel_ratio

    def _paint_patch(self, painter: QPainter, patch: _Patch) -> None:
        x, y, width, height = self.view.box_to_view(patch.box)
        ratio = self._pixel_ratio
        if abs(patch.units_per_px * ratio / self.view.units_per_px - 1) < 1e-4:
            patch.image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), patch.image)
            return
        patch.image.setDevicePixelRatio(1.0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Only the visible part: scaled far up, the whole target would be larger than the painter can take.
        seen = QRectF(x, y, width, height).intersected(self.boundingRect())
        if seen.isEmpty():
            return
        fx, fy = patch.image.width() / width, patch.image.height() / height
        source = QRectF((seen.x() - x) * fx, (seen.y() - y) * fy, seen.width() * fx, seen.height() * fy)
        painter.drawImage(seen, patch.image, source)

    def _paint_marker(self, painter: QPainter, piece: _Piece) -> None:
        """A raster too small to see, as a dot."""
        x, y, width, height = self.view.box_to_view(piece.box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.ink.halo, 1.5))
        colour = QColor(self.ink.accent)
        colour.setAlpha(210)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x + width / 2, y + height / 2), 4.0, 4.0)
