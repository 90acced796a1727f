"""What all layers share: they cover the whole canvas and paint in view coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPolygonF
from PySide6.QtWidgets import QGraphicsObject

from app.map.projection.geometry import WEB_MERCATOR, Projection, Viewport


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Colours of what the map itself draws, for one theme."""

    paper: QColor
    land: QColor
    coast: QColor
    grid: QColor
    label: QColor
    outline: QColor
    fill: QColor
    accent: QColor
    halo: QColor


LIGHT_INK = Ink(
    paper=QColor("#e4eaf1"),
    land=QColor("#f1f3f3"),
    coast=QColor("#b3bfcc"),
    grid=QColor("#d3dae2"),
    label=QColor("#5c6a7c"),
    outline=QColor("#6b7a8f"),
    fill=QColor(255, 255, 255, 120),
    accent=QColor("#1d63d8"),
    halo=QColor(255, 255, 255, 235),
)
DARK_INK = Ink(
    paper=QColor("#10151b"),
    land=QColor("#191e24"),
    coast=QColor("#3a4653"),
    grid=QColor("#222931"),
    label=QColor("#8593a5"),
    outline=QColor("#76869b"),
    fill=QColor(255, 255, 255, 14),
    accent=QColor("#6aa5ff"),
    halo=QColor(12, 15, 19, 220),
)
FAR_PX, BEYOND_PX = 16_384.0, 64.0
"""A ring with a corner farther away than the first is cut so far outside of the view."""
_DARK, _WHITE = QColor("#14171c"), QColor("#ffffff")


def readable_on(colour: QColor) -> QColor:
    """Nearly black or white, whichever is easier to read on ``colour``."""
    brightness = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()
    return _DARK if brightness > 140 else _WHITE


class Layer(QGraphicsObject):
    """A layer of the canvas. It is told the viewport and paints what falls into it."""

    def __init__(self, z: float) -> None:
        super().__init__()
        self.setZValue(z)
        self.view = Viewport(center_x=0.0, center_y=0.0, units_per_px=1.0, width_px=1, height_px=1)
        self.projection: Projection = WEB_MERCATOR
        self.ink = LIGHT_INK

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.view.width_px, self.view.height_px)

    def set_view(self, view: Viewport) -> None:
        """Show another part of the map."""
        if (view.width_px, view.height_px) != (self.view.width_px, self.view.height_px):
            self.prepareGeometryChange()
        self.view = view
        self.update()

    def set_projection(self, projection: Projection) -> None:
        """Change the map CRS; what was placed in the old one is placed again."""
        self.projection = projection
        self.update()

    def set_ink(self, ink: Ink) -> None:
        """Change the theme's colours."""
        self.ink = ink
        self.update()


def polygon(xy: np.ndarray) -> QPolygonF:
    """View coordinates (n, 2) -> QPolygonF, kept within what the painter can take."""
    safe = np.clip(xy, -1e6, 1e6)
    return QPolygonF([QPointF(x, y) for x, y in safe.tolist()])


def seen_ring(xy: np.ndarray, view: Viewport) -> QPolygonF:
    """What is seen of a ring in view coordinates (n, 2), closed or not; of one that reaches far beyond the view the
    edges are cut just outside of it: far corners moved nearer would turn its edges (Sutherland and Hodgman 1974,
    "Reentrant polygon clipping").
    """
    if not len(xy) or np.abs(xy).max() <= FAR_PX:
        return polygon(xy)
    xy = np.clip(xy[np.isfinite(xy).all(axis=1)], -1e12, 1e12)
    for axis, size in ((0, view.width_px), (1, view.height_px)):
        xy = _cut(xy, axis, -BEYOND_PX, 1.0)
        xy = _cut(xy, axis, size + BEYOND_PX, -1.0)
    return polygon(xy)


def seen_line(xy: np.ndarray, view: Viewport) -> QPolygonF:
    """The same for a line: one that reaches far beyond the view is gone there and back."""
    if not len(xy) or np.abs(xy).max() <= FAR_PX:
        return polygon(xy)
    return seen_ring(np.concatenate([xy, xy[::-1]]), view)


def _cut(ring: np.ndarray, axis: int, limit: float, side: float) -> np.ndarray:
    """The part of a ring that lies on one side of a limit: above it where ``side`` is 1, below it where it is -1."""
    inside = side * (ring[:, axis] - limit)
    following, its_inside = np.roll(ring, -1, axis=0), np.roll(inside, -1)
    crosses = (inside >= 0) != (its_inside >= 0)
    share = np.divide(inside, inside - its_inside, out=np.zeros_like(inside), where=crosses)
    both = np.stack([ring, ring + share[:, None] * (following - ring)], axis=1)
    cut: np.ndarray = both[np.stack([inside >= 0, crosses], axis=1)]
    return cut
