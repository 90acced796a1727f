"""One raster is painted: its outline until pictures come, then the coarse one and the fine one above it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.map.painting.layer import Ink, seen_ring
from app.map.projection.geometry import Viewport, contains, intersection
from app.map.rasters.rendering import MapRaster, Patch


def paint_raster(painter: QPainter, raster: MapRaster, view: Viewport, ink: Ink, pixel_ratio: float) -> None:
    """What there is of it, on a screen with ``pixel_ratio`` device pixels per logical pixel."""
    if not raster.has_picture:
        line = Qt.PenStyle.DashLine if raster.failed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink.outline, 1, line))
        painter.setBrush(ink.fill)
        painter.drawPolygon(seen_ring(view.to_view(raster.ring_xy), view))
    seen = intersection(raster.box, view.bounds)
    covered = raster.detail is not None and seen is not None and contains(raster.detail.box, seen)
    if raster.overview is not None and not (covered and _is_fine(raster.detail, view, pixel_ratio)):
        _paint_patch(painter, raster.overview, view, pixel_ratio)
    if raster.detail is not None:
        _paint_patch(painter, raster.detail, view, pixel_ratio)


def paint_selected(painter: QPainter, rings: Sequence[np.ndarray], view: Viewport, ink: Ink) -> None:
    """Outlines of rasters, rings of map coordinates (n, 2)."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ring in rings:
        shape = seen_ring(view.to_view(ring), view)
        for colour, width in ((ink.halo, 4.0), (ink.accent, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawPolygon(shape)


def _is_fine(patch: Patch | None, view: Viewport, pixel_ratio: float) -> bool:
    return (
        patch is not None and patch.is_whole and patch.units_per_px < view.units_per_px * 1.05 / pixel_ratio
    )


def _paint_patch(painter: QPainter, patch: Patch, view: Viewport, ratio: float) -> None:
    x, y, width, height = view.box_to_view(patch.box)
    if abs(patch.units_per_px * ratio / view.units_per_px - 1) < 1e-4:
        patch.image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), patch.image)
        return
    patch.image.setDevicePixelRatio(1.0)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    # Only the visible part: scaled far up, the whole target would be larger than the painter can take.
    seen = QRectF(x, y, width, height).intersected(QRectF(0, 0, view.width_px, view.height_px))
    if seen.isEmpty():
        return
    fx, fy = patch.image.width() / width, patch.image.height() / height
    source = QRectF((seen.x() - x) * fx, (seen.y() - y) * fy, seen.width() * fx, seen.height() * fy)
    painter.drawImage(seen, patch.image, source)
