"""The toolbar of the map, by mouse and keyboard on the real window."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.map.canvas.drawing import AREA, BOX
from app.map.canvas.map_tool import IDENTIFY, MEASURE
from app.models.question.conditions import Area, Box
from app.widgets.frame.around_map.map_tools import MOVE
from app.wiring.wiring import Wiring
from msa_core.lonlat import area_m2, geodesic, length_m
from tests.app.test_map_position import wait_for_crs

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def wiring(make_wiring: Callable[..., Wiring]) -> Wiring:
    wiring = make_wiring()
    wiring.window.map_area.set_welcome(False)
    wiring.window.canvas.center_on(15.0, 48.0, 10.0)
    return wiring


def tool(wiring: Wiring, name: str) -> None:
    QTest.mouseClick(wiring.window.map_area.tools.buttons[name], LEFT)


def is_chosen(wiring: Wiring, name: str) -> bool:
    return wiring.window.map_area.tools.buttons[name].isChecked()


def click(wiring: Wiring, x: int, y: int, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseMove(wiring.window.canvas.viewport(), QPoint(x, y))
    QTest.mouseClick(wiring.window.canvas.viewport(), button, pos=QPoint(x, y))


def test_a_box_drawn_with_the_tool_becomes_a_chip_and_the_mouse_moves_the_map_again(wiring: Wiring) -> None:
    tool(wiring, BOX)
    assert is_chosen(wiring, BOX)
    view = wiring.window.canvas.viewport()
    QTest.mousePress(view, LEFT, pos=QPoint(100, 120))
    QTest.mouseMove(view, QPoint(200, 220))
    QTest.mouseRelease(view, LEFT, pos=QPoint(200, 220))
    assert any(isinstance(chip, Box) for chip in wiring.session.search.asking.conditions)
    assert is_chosen(wiring, MOVE)


def test_on_a_bent_map_the_box_drawn_is_searched_as_the_area_it_is(wiring: Wiring, qtbot: QtBot) -> None:
    wiring.map_position.set_crs("EPSG:3035")
    wait_for_crs(wiring, qtbot, "EPSG:3035")
    tool(wiring, BOX)
    view = wiring.window.canvas.viewport()
    QTest.mousePress(view, LEFT, pos=QPoint(100, 120))
    QTest.mouseRelease(view, LEFT, pos=QPoint(200, 220))
    conditions = wiring.session.search.asking
    qtbot.waitUntil(lambda: any(isinstance(chip, Area) for chip in conditions.conditions), timeout=60_000)


def test_an_area_is_closed_by_a_right_click_and_given_up_by_escape(wiring: Wiring, qtbot: QtBot) -> None:
    tool(wiring, AREA)
    click(wiring, 100, 120)
    QTest.keyClick(wiring.window.canvas, Qt.Key.Key_Escape)
    assert is_chosen(wiring, MOVE)
    tool(wiring, AREA)
    for x, y in ((100, 120), (220, 130), (160, 240)):
        click(wiring, x, y)
    click(wiring, 160, 250, RIGHT)
    asking = wiring.session.search.asking
    qtbot.waitUntil(lambda: any(isinstance(chip, Area) for chip in asking.conditions), timeout=60_000)
    assert is_chosen(wiring, MOVE)


def test_a_way_is_measured_on_the_ellipsoid_live_and_until_return(wiring: Wiring) -> None:
    canvas = wiring.window.canvas
    QTest.keyClick(wiring.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert is_chosen(wiring, MEASURE)
    click(wiring, 100, 120)
    QTest.mouseMove(canvas.viewport(), QPoint(200, 120))
    live = canvas.measure.words
    assert live.endswith("m")
    click(wiring, 200, 120)
    click(wiring, 200, 220)
    assert [len(wiring.window.map_tool.corners), canvas.measure.words.count("area")] == [3, 1]
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    done = canvas.measure.words
    QTest.mouseMove(canvas.viewport(), QPoint(300, 300))
    assert canvas.measure.words == done
    assert length_m(wiring.window.map_tool.corners) == pytest.approx(2000.0, rel=0.01)
    assert area_m2(wiring.window.map_tool.corners) == pytest.approx(500_000.0, rel=0.02)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.measure.words == ""
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert is_chosen(wiring, MOVE)


def test_while_measuring_a_drag_still_moves_the_map_and_sets_no_corner(wiring: Wiring) -> None:
    canvas = wiring.window.canvas
    tool(wiring, MEASURE)
    before = canvas.view
    QTest.mousePress(canvas.viewport(), LEFT, pos=QPoint(100, 120))
    for x in (120, 160, 200):
        QTest.mouseMove(canvas.viewport(), QPoint(x, 120))
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=QPoint(200, 120))
    assert canvas.view.center_x < before.center_x
    assert wiring.window.map_tool.corners == ()


def test_what_lies_here_is_told_with_the_values_of_the_file(opened: Wiring, qtbot: QtBot) -> None:
    canvas = opened.window.canvas
    path = next(info.path for info in opened.session.archive.listing.rasters if info.name == "east.tif")
    canvas.show_raster(path)
    tool(opened, IDENTIFY)
    QTest.keyClick(canvas, Qt.Key.Key_Return)  # the middle of the map: the middle of the raster
    popover = opened.map_tools.popover
    assert popover is not None
    qtbot.waitUntil(lambda: "band 3" in popover.text, timeout=60_000)
    assert "east.tif" in popover.text
    assert "band 3: 90" in popover.text
    # The ramps of the file reach from 20 to 235: 127 or 128 in the middle.
    assert "band 1: 12" in popover.text
    assert "no date" in popover.text
    QTest.mouseClick(popover.copy, LEFT)
    assert QGuiApplication.clipboard().text() == popover.text
    popover.close()


def test_beside_all_rasters_it_says_so(opened: Wiring) -> None:
    opened.window.canvas.center_on(-150.0, 10.0, 10.0)
    tool(opened, IDENTIFY)
    click(opened, 300, 300)
    assert opened.map_tools.popover is not None
    assert "No raster lies here." in opened.map_tools.popover.text
    opened.map_tools.popover.close()


def test_views_go_back_and_forward_by_button_key_and_mouse(wiring: Wiring) -> None:
    canvas, views, tools = wiring.window.canvas, wiring.window.views, wiring.window.map_area.tools
    views.keep()
    for lon in (20.0, 25.0):
        canvas.center_on(lon, 48.0, 100.0)
        views.keep()
    assert not tools.forward.isEnabled()
    QTest.mouseClick(tools.back, LEFT)
    assert canvas.middle_lonlat[0] == pytest.approx(20.0)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert canvas.middle_lonlat[0] == pytest.approx(15.0)
    assert canvas.ground_m_per_px == pytest.approx(10.0)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.ForwardButton, pos=QPoint(300, 300))
    assert canvas.middle_lonlat[0] == pytest.approx(20.0)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert canvas.middle_lonlat[0] == pytest.approx(25.0)


def test_the_toolbar_is_reached_by_tab_and_used_by_space(wiring: Wiring) -> None:
    button = wiring.window.map_area.tools.buttons[MEASURE]
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert wiring.window.map_tool.kind == MEASURE


def test_a_geodesic_runs_on_across_180_degrees_and_is_bent() -> None:
    way = np.array(geodesic([(170.0, 50.0), (-170.0, 50.0)]))
    assert way[-1, 0] == pytest.approx(190.0)
    assert way[:, 1].max() > 50.3
    assert (np.diff(way[:, 0]) > 0).all()
