"""Labels of the graticule lie clear of what lies on the map, and of each other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from app.map.canvas.canvas import MapCanvas
from app.map.projection.chosen_projection import projection_of
from app.map.projection.geometry import PLATE_CARREE, WEB_MERCATOR, Projection
from app.widgets.frame.around_map.map_area import MapArea

PLACES = [
    (15.0, 48.0, 9000.0),
    (15.0, 48.0, 300.0),
    (14.03, 48.0, 40.0),
    (0.0, 0.0, 20_000.0),
    (-70.0, -33.0, 120.0),
]
PROJECTIONS: list[Callable[[], Projection]] = [
    lambda: WEB_MERCATOR,
    lambda: PLATE_CARREE,
    lambda: projection_of("EPSG:3035"),
]


@pytest.mark.parametrize("size", [(252, 445), (420, 300), (700, 600), (1400, 900)])
@pytest.mark.parametrize("make_projection", PROJECTIONS)
def test_no_label_lies_under_the_tools_or_is_cut_off(
    size: tuple[int, int], make_projection: Callable[[], Projection], qtbot: QtBot
) -> None:
    area = MapArea()
    qtbot.addWidget(area)
    area.set_welcome(False)
    area.resize(*size)
    area.show()
    canvas = area.canvas
    canvas.set_projection(make_projection())
    tools = [QRectF(tools.geometry()) for tools in (area.tools, area.zoom_in.parentWidget())]
    seen = 0
    for lon, lat, ground in PLACES:
        canvas.center_on(lon, lat, ground)
        canvas.viewport().grab()
        labels = canvas.basemap.labels
        seen += len(labels)
        boxes = [box for _, box in labels]
        assert not [
            (label, box.getRect()) for label, box in labels if any(box.intersects(other) for other in tools)
        ]
        assert not [1 for one, other in combinations(boxes, 2) if one.intersects(other)]
        assert all(QRectF(canvas.rect()).contains(box) for box in boxes)
    assert seen > 12, "there are labels"


def test_a_label_under_the_tools_goes_on_along_its_line(qtbot: QtBot) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(700, 600)
    canvas.show()
    canvas.center_on(15.0, 48.0, 300.0)
    canvas.viewport().grab()
    free = dict(canvas.basemap.labels)
    canvas.basemap.set_covered([QRectF(12, 10, 250, 40)])
    canvas.viewport().grab()
    moved = dict(canvas.basemap.labels)
    assert moved.keys() == free.keys()
    assert free["14.0°E"].top() == 2
    assert moved["14.0°E"].top() > 50
    assert moved["14.0°E"].left() == free["14.0°E"].left()
    assert moved["15.5°E"] == free["15.5°E"]
