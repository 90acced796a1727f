from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.map.basemap.land import COAST, FAR, GROUND, NEAR, land_in
from app.map.canvas.canvas import MapCanvas
from app.map.painting.layer import DARK_INK, LIGHT_INK, Ink
from app.map.projection.chosen_projection import projection_of
from app.map.projection.geometry import WEB_MERCATOR, Projection

LAND = {
    "Prague": (14.4, 50.1),
    "Chukotka": (179.0, 68.0),
    "beyond 180": (-179.0, 68.0),
    "Nairobi": (36.8, -1.3),
}
SEA = {"North Sea": (3.0, 56.0), "Pacific": (-150.0, 10.0), "at 180": (180.0, 0.0), "Caspian": (51.0, 42.0)}


def is_land(projection: Projection, level: str, lon: float, lat: float) -> bool:
    x, y = projection.forward(np.array([[lon, lat]]))[0].tolist()
    around = (lon - 1, lat - 1, lon + 1, lat + 1)
    shapes = land_in(projection, level, GROUND)
    return any(path.contains(QPointF(x, y)) for path in shapes.within(around, budget_s=60))


@pytest.mark.parametrize("level", [FAR, NEAR])
@pytest.mark.parametrize("code", ["EPSG:3857", "EPSG:4326", "EPSG:3832", "ESRI:54009"])
def test_land_is_land_and_sea_is_sea_on_both_sides_of_the_antimeridian(level: str, code: str) -> None:
    projection = projection_of(code)
    assert [name for name, place in LAND.items() if not is_land(projection, level, *place)] == []
    assert [name for name, place in SEA.items() if is_land(projection, level, *place)] == []


def test_no_coast_is_drawn_along_the_antimeridian_or_the_south_pole() -> None:
    degrees = land_in(WEB_MERCATOR, NEAR, COAST).degrees
    at_edge = (np.abs(degrees.points[:, 0]) > 179.985) | (degrees.points[:, 1] < -89.5)
    neighbours = at_edge[1:] & at_edge[:-1]
    steps = np.abs(np.diff(degrees.points, axis=0)).max(axis=1)
    inside_a_ring = ~np.isin(np.arange(len(steps)), degrees.ends - 1)
    assert not (neighbours & (steps > 0.05) & inside_a_ring).any()


def test_a_frame_without_time_is_completed_by_the_next(qtbot: QtBot) -> None:
    shapes = land_in(projection_of("EPSG:3035"), FAR, GROUND)
    first = shapes.within((-20, 30, 50, 70), budget_s=0.0)
    assert not shapes.is_complete
    assert len(shapes.within((-20, 30, 50, 70), budget_s=60)) > len(first)
    assert shapes.is_complete


@pytest.mark.parametrize("ink", [LIGHT_INK, DARK_INK])
def test_the_map_shows_land_and_sea_in_the_colours_of_the_theme(qtbot: QtBot, ink: Ink) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.set_ink(ink)
    canvas.show()

    def colour() -> QColor:
        return canvas.grab().toImage().pixelColor(203, 148)

    canvas.center_on(25.0, 12.0, 2000.0)  # Chad and Sudan
    qtbot.waitUntil(lambda: colour() == ink.land, timeout=20_000)
    canvas.center_on(-150.4, 10.3, 2000.0)
    qtbot.waitUntil(lambda: colour() == ink.paper, timeout=20_000)


def test_near_by_where_the_coast_would_be_wrong_there_is_none(qtbot: QtBot) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.center_on(25.013, 12.013, 5.0)
    assert canvas.grab().toImage().pixelColor(203, 148) == LIGHT_INK.paper
