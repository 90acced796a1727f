"""Outlines that reach far beyond the view: an area of a continent while one looks at a house."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from app.map.canvas.asked_layer import AskedLayer
from app.map.painting.layer import BEYOND_PX, seen_line, seen_ring
from app.map.projection.geometry import Viewport

VIEW = Viewport(center_x=0.0, center_y=0.0, units_per_px=0.05, width_px=800, height_px=600)


def corners(ring: np.ndarray) -> np.ndarray:
    return np.array([(point.x(), point.y()) for point in seen_ring(ring, VIEW)]).reshape(-1, 2)


def test_a_ring_near_the_view_stays_as_it_is() -> None:
    ring = np.array([(-900.0, 10.0), (40.0, -2000.0), (3000.0, 500.0), (-900.0, 10.0)])
    assert np.array_equal(corners(ring), ring)


@pytest.mark.parametrize("far", [2e4, 1e7, 1e11])
def test_a_far_ring_shows_what_it_has_within_the_view(far: float) -> None:
    rng = np.random.default_rng(3)
    triangle = np.array([(-far, 120.0), (400.0, far * 0.7), (far, -0.4 * far)])
    seen = seen_ring(triangle, VIEW)
    box = seen.boundingRect()
    assert box.left() >= -BEYOND_PX - 1e-6
    assert box.right() <= VIEW.width_px + BEYOND_PX + 1e-6
    for x, y in rng.uniform((0, 0), (800, 600), (400, 2)):
        ahead = [
            (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
            for a, b in zip(triangle, np.roll(triangle, -1, axis=0), strict=True)
        ]
        if min(abs(side) for side in ahead) < far:  # within a pixel of an edge
            continue
        is_within = all(side > 0 for side in ahead) or all(side < 0 for side in ahead)
        assert seen.containsPoint(QPointF(x, y), Qt.FillRule.OddEvenFill) == is_within


def test_a_ring_around_the_view_covers_it_and_one_beside_it_is_gone() -> None:
    around = np.array([(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)])
    assert seen_ring(around, VIEW).containsPoint(QPointF(400, 300), Qt.FillRule.OddEvenFill)
    assert not len(corners(around + np.array([3e6, 0.0])))


def test_a_far_line_is_not_closed() -> None:
    line = seen_line(np.array([(-1e6, 100.0), (400.0, 100.0), (400.0, 1e6)]), VIEW)
    points = {(round(point.x()), round(point.y())) for point in line}
    assert points == {(-64, 100), (400, 100), (400, 664)}


@pytest.mark.parametrize("is_drawn", [False, True], ids=["limit", "drawn"])
def test_an_area_of_a_continent_keeps_the_slope_of_its_edge_while_one_looks_at_a_house(
    is_drawn: bool,
) -> None:
    layer = AskedLayer(1.0)
    layer.set_view(VIEW)
    # In metres of the map: an edge through the middle of the view, twice as steep as wide; the area lies to its right.
    ring = [layer.projection.inverse(x, y) for x, y in ((-4e6, -8e6), (4e6, 8e6), (4e6, -8e6), (-4e6, -8e6))]
    if is_drawn:
        layer.set_drawing(np.array(ring[:-1]), is_closed=True)
    else:
        layer.set_limits(None, "POLYGON ((" + ", ".join(f"{lon!r} {lat!r}" for lon, lat in ring) + "))")
    image = QImage(800, 600, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    layer.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    inside, outside = image.pixelColor(700, 300), image.pixelColor(100, 300)
    assert inside != outside
    assert image.pixelColor(520, 140) == inside, "240 would be the edge's height there"
    assert image.pixelColor(280, 460) == outside
