"""Where very many rasters lie is computed on a thread of the pixels lane; the map waits for it where it must."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.jobs.pixels_lane import PixelsLane
from app.map.canvas.canvas import MapCanvas
from app.map.projection.chosen_projection import projection_of
from app.map.rasters.coverage_layer import Hatch, HatchedFootprint
from app.map.rasters.footprint_grid import MANY
from msa_core.records import RasterInfo, Ring

LONG = 120_000
SIDE = 0.05
COLUMNS = 200
RED = Hatch("Unusable", "#d1342f", Qt.BrushStyle.BDiagPattern)
BLUE = Hatch("Not indexed yet", "#2f7fd1", Qt.BrushStyle.HorPattern)


def square(number: int) -> Ring:
    row, column = divmod(number, COLUMNS)
    west, south = -40 + column * 0.4, -20 + row * 0.4
    east, north = west + SIDE, south + SIDE
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def raster(number: int) -> RasterInfo:
    return RasterInfo(
        path=f"/none/{number}.tif", name=f"{number}.tif", width_px=64, height_px=64, bands=3, dtype="uint8",
        crs="EPSG:4326", gsd_m=10.0, footprint_lonlat=(square(number),), position="affine",
    )  # fmt: skip


@pytest.fixture(scope="module")
def many() -> list[RasterInfo]:
    return [raster(number) for number in range(MANY + 100)]


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    """A map whose layers ask a lane of their own."""
    lane, made = PixelsLane(), MapCanvas()
    qtbot.addWidget(made)
    made.flight_ms = 0
    made.resize(640, 480)
    for layer in (made.rasters, made.coverage):
        layer.render_wanted.connect(lane.run)
        lane.finished.connect(layer.on_rendered)
        lane.failed.connect(layer.on_failed)
    made.show()
    yield made
    lane.close()


def test_everything_is_shown_once_it_is_known_where_it_lies(
    canvas: MapCanvas, many: list[RasterInfo], qtbot: QtBot
) -> None:
    before = canvas.view
    canvas.rasters.set_rasters(many)
    canvas.show_everything()
    assert canvas.rasters.is_placing
    assert canvas.view == before
    qtbot.waitUntil(lambda: not canvas.rasters.is_placing, timeout=LONG)
    west, south, east, north = canvas.view.bounds
    box = canvas.rasters.all_bounds()
    assert box is not None
    assert west < box[0] < box[2] < east
    assert south < box[1] < box[3] < north
    assert canvas.rasters.bounds_of_some(many, np.array([7])) == canvas.rasters.bounds_of(many[7].path)


def test_who_moves_the_map_meanwhile_stays_there(
    canvas: MapCanvas, many: list[RasterInfo], qtbot: QtBot
) -> None:
    canvas.rasters.set_rasters(many)
    canvas.show_everything()
    canvas.zoom_in()
    view = canvas.view
    qtbot.waitUntil(lambda: not canvas.rasters.is_placing, timeout=LONG)
    assert canvas.view == view


def test_what_is_opened_last_is_what_is_placed(
    canvas: MapCanvas, many: list[RasterInfo], qtbot: QtBot
) -> None:
    canvas.rasters.set_rasters(many)
    less = many[:-50]
    canvas.rasters.set_rasters(less)
    canvas.set_projection(projection_of("EPSG:4326"))
    qtbot.waitUntil(lambda: not canvas.rasters.is_placing, timeout=LONG)
    assert canvas.rasters.bounds_of(many[-1].path) is None
    west, south, east, north = canvas.rasters.bounds_of_some(less, np.array([3])) or (0, 0, 0, 0)
    assert np.allclose((west, south, east, north), (*square(3)[0], *square(3)[2])), "degrees, not metres"
    canvas.rasters.set_rasters(many[:5])
    assert not canvas.rasters.is_placing, "of a few it is known at once"
    assert len(canvas.rasters.rasters()) == 5


def test_the_order_given_by_hand_is_that_of_very_many_too(
    canvas: MapCanvas, many: list[RasterInfo], qtbot: QtBot
) -> None:
    canvas.rasters.set_rasters(many)
    qtbot.waitUntil(lambda: not canvas.rasters.is_placing, timeout=LONG)
    order = [many[9].path, many[4].path]
    canvas.rasters.set_order(order)
    qtbot.waitUntil(lambda: not canvas.rasters.is_placing, timeout=LONG)
    count = len(many)
    assert [canvas.rasters.raster(number).path for number in (count - 1, count - 2)] == order


def test_of_very_many_gaps_each_reason_has_its_own_dots(
    canvas: MapCanvas, many: list[RasterInfo], qtbot: QtBot
) -> None:
    half = len(many) // 2
    canvas.coverage.setVisible(True)
    canvas.coverage.set_footprints(
        [HatchedFootprint(info.footprint_lonlat, RED if n < half else BLUE) for n, info in enumerate(many)]
    )
    canvas.center_on(0.0, 0.0, 20_000.0)
    qtbot.waitUntil(lambda: canvas.coverage.is_settled, timeout=LONG)
    picture = canvas.viewport().grab().toImage()
    south, north = picture.pixelColor(320, 260), picture.pixelColor(320, 215)
    assert (south, north) == (QColor(RED.colour), QColor(BLUE.colour))
    assert canvas.coverage.hatches == [RED, BLUE]
    canvas.center_on(-40 + SIDE / 2, -20 + SIDE / 2, 40.0)
    qtbot.waitUntil(lambda: canvas.coverage.is_settled, timeout=LONG)
    close = canvas.viewport().grab().toImage()
    inside = [close.pixelColor(320 + dx, 240 + dy) for dx in range(-30, 31, 3) for dy in range(-30, 31, 3)]
    assert QColor(RED.colour) in inside, "one that is large enough is hatched"
    assert any(colour != QColor(RED.colour) for colour in inside)
