"""Coordinates, scale and CRS in the status bar, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.widgets.frame.around_map.entry_popover import EntryPopover
from app.wiring.wiring import Wiring

LEFT = Qt.MouseButton.LeftButton


def popover(wiring: Wiring) -> EntryPopover:
    opened = wiring.map_position.popover
    assert opened is not None
    return opened


def typed(wiring: Wiring, text: str) -> None:
    line = popover(wiring).line
    line.selectAll()
    QGuiApplication.clipboard().setText(text)  # Qt's simulated keys know no degree signs
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Return)


def pick(wiring: Wiring, key: str) -> None:
    button = popover(wiring).button(key)
    assert button is not None
    QTest.mouseClick(button, LEFT, pos=QPoint(8, button.height() // 2))


def wait_for_crs(wiring: Wiring, qtbot: QtBot, crs: str) -> None:
    """It is drawn a turn after it is chosen."""
    qtbot.waitUntil(lambda: wiring.window.canvas.projection.crs == crs, timeout=20_000)


@pytest.fixture
def wiring(make_wiring: Callable[..., Wiring]) -> Wiring:
    return make_wiring()


@pytest.mark.parametrize(
    "text",
    [
        "52.75131, 15.58",
        "52°45′04.7″ N 15°34′48″ E",
        "33N 539137 5844756",
        "33U WU 39137 44756",
        "1734357.7, 6937128.8",
    ],
)
def test_a_place_typed_in_any_form_is_gone_to(wiring: Wiring, text: str) -> None:
    canvas = wiring.window.canvas
    canvas.center_on(0.0, 0.0, 10.0)
    QTest.mouseClick(wiring.window.status.coordinates, LEFT)
    typed(wiring, text)
    assert canvas.middle_lonlat == pytest.approx((15.58, 52.75131), abs=2e-3)
    assert canvas.ground_m_per_px == pytest.approx(10.0, rel=1e-6)


def test_what_is_not_understood_is_said_under_the_line_and_can_be_mended(wiring: Wiring) -> None:
    canvas = wiring.window.canvas
    QTest.keyClick(wiring.window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    typed(wiring, "over there")
    assert "not understood" in popover(wiring).problem
    assert popover(wiring).isVisible()
    typed(wiring, "10 N 20 E")
    assert canvas.middle_lonlat == pytest.approx((20.0, 10.0), abs=1e-6)


def test_the_form_is_chosen_shown_and_remembered(wiring: Wiring, make_wiring: Callable[..., Wiring]) -> None:
    status = wiring.window.status
    wiring.window.canvas.center_on(15.0, 48.0, 10.0)
    QTest.mouseClick(status.coordinates, LEFT)
    pick(wiring, "utm")
    assert status.coordinates.text() == "Middle  33N 500000 E 5316300 N"
    wiring.window.set_pointer(15.0, 48.0)
    assert status.coordinates.text() == "33N 500000 E 5316300 N"
    wiring.settings.save()
    assert make_wiring().window.status.form == "utm"


def test_the_middle_is_copied_as_qgis_takes_it(wiring: Wiring) -> None:
    wiring.window.canvas.center_on(15.0, 48.0, 10.0)
    QTest.mouseClick(wiring.window.status.coordinates, LEFT)
    pick(wiring, "copy for QGIS")
    assert QGuiApplication.clipboard().text() == "15.000000,48.000000"


def test_a_scale_is_typed_or_chosen(wiring: Wiring) -> None:
    status = wiring.window.status
    wiring.window.canvas.center_on(15.0, 48.0, 10.0)
    QTest.mouseClick(status.scale, LEFT)
    typed(wiring, "1:25,000")
    assert status.scale.text() == "1 : 25,000"
    QTest.mouseClick(status.scale, LEFT)
    typed(wiring, "large")
    assert "not a scale" in popover(wiring).problem
    QTest.keyClick(popover(wiring), Qt.Key.Key_Escape)
    QTest.mouseClick(status.scale, LEFT)
    pick(wiring, "1000000")
    assert status.scale.text() == "1 : 1,000,000"


def test_the_map_is_drawn_in_another_crs_at_the_same_place_and_scale(opened: Wiring, qtbot: QtBot) -> None:
    canvas, status = opened.window.canvas, opened.window.status
    canvas.center_on(15.0, 45.1, 20.0)
    QTest.mouseClick(status.map_crs, LEFT)
    pick(opened, "utm")
    wait_for_crs(opened, qtbot, "EPSG:32633")
    assert status.map_crs.text() == "EPSG:32633"
    assert canvas.middle_lonlat == pytest.approx((15.0, 45.1), abs=1e-6)
    assert canvas.ground_m_per_px == pytest.approx(20.0, rel=1e-3)
    # east.tif lies in that CRS: its box there is the one in the file.
    path = next(info.path for info in opened.session.archive.listing.rasters if info.name == "east.tif")
    assert canvas.rasters.bounds_of(path) == pytest.approx((500_000, 4_998_720, 501_280, 5_000_000), abs=0.5)
    QTest.mouseClick(status.map_crs, LEFT)
    pick(opened, "fitting")
    assert canvas.projection.crs == "EPSG:3857"


def test_a_raster_is_drawn_in_the_crs_that_was_chosen(opened: Wiring, qtbot: QtBot) -> None:
    canvas = opened.window.canvas
    infos = opened.session.archive.listing.rasters
    number = next(number for number, info in enumerate(infos) if info.name == "east.tif")
    path = infos[number].path
    canvas.rasters.set_selected(infos, np.array([number]))
    QTest.mouseClick(opened.window.status.map_crs, LEFT)
    pick(opened, "of the raster")
    wait_for_crs(opened, qtbot, "EPSG:32633")
    canvas.show_raster(path)
    qtbot.waitUntil(lambda: canvas.rasters.is_settled, timeout=60_000)
    middle = canvas.grab().toImage().pixelColor(canvas.width() // 2, canvas.height() // 2)
    assert middle.blue() == pytest.approx(90, abs=25)  # the raster's own blue, not paper


def test_a_crs_that_makes_no_map_is_refused_and_the_map_stays(wiring: Wiring, qtbot: QtBot) -> None:
    before = wiring.window.canvas.projection
    QTest.mouseClick(wiring.window.status.map_crs, LEFT)
    typed(wiring, "EPSG:2053")
    qtbot.waitUntil(lambda: "upside down" in popover(wiring).problem)
    assert wiring.window.canvas.projection is before
    typed(wiring, "3035")
    wait_for_crs(wiring, qtbot, "EPSG:3035")


def test_a_place_that_the_map_cannot_show_is_not_gone_to(wiring: Wiring, qtbot: QtBot) -> None:
    wiring.map_position.set_crs("EPSG:32633")
    wait_for_crs(wiring, qtbot, "EPSG:32633")
    QTest.mouseClick(wiring.window.status.coordinates, LEFT)
    typed(wiring, "-40, -120")
    assert "does not reach" in popover(wiring).problem
