"""The least window, 900 x 560: everything is inside what holds it, and what floats on the map lies apart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.wiring.wiring import Wiring
from tests.app.laid_out import clipped, out_of_bounds, overlapping


def settled(wiring: Wiring) -> QWidget:
    wiring.window.resize(900, 560)
    for _ in range(3):
        QApplication.processEvents()
    # What came in the last turn is laid out, too, as it is before anybody sees it.
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    return wiring.window


def test_the_tools_of_the_map_lie_inside_it_and_apart(opened: Wiring) -> None:
    area = settled(opened).map_area
    floating = [
        child for child in area.children() if isinstance(child, QWidget) and child.objectName() == "floating"
    ]
    assert len(floating) == 2
    assert all(area.rect().contains(tools.geometry()) for tools in floating)
    assert not floating[0].geometry().intersects(floating[1].geometry())


def test_the_card_of_an_empty_window_fits_on_the_map_with_long_paths(
    make_wiring: Callable[..., Wiring],
) -> None:
    wiring = make_wiring()
    wiring.window.map_area.welcome.set_recent(["/data/" + "a long folder of rasters/" * 8] * 2)
    window = settled(wiring)
    assert window.map_area.rect().contains(window.map_area.welcome.geometry())
    assert clipped(window.map_area) == []
    assert out_of_bounds(window) == []


def test_places_that_are_reviewed_lie_under_their_histogram_not_on_it(opened: Wiring, qtbot: QtBot) -> None:
    opened.building.search_for("river")
    qtbot.waitUntil(lambda: opened.hits_model.rowCount() > 0, timeout=60_000)
    opened.session.message_posted.emit("warn", "A sentence that takes a line of its own.", "")
    for is_reviewing in (True, False):
        opened.reviewing.turn(is_reviewing)
        window = settled(opened)
        assert overlapping(window.side) == []
        assert clipped(window.side) == []
        assert window.hits.list.height() > 80  # a row
