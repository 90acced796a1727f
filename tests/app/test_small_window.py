"""The least window, 900 x 560: everything is inside what holds it, and what floats on the map lies apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.models.archive.layer_nodes import Kind
from app.models.question.conditions import Words
from app.widgets.frame.pages.counts_page import CountsPage
from app.wiring.wiring import Wiring
from tests.app.laid_out import clipped, out_of_bounds, overlapping
from tests.ui.stories.steps import write_colours


def settled(wiring: Wiring) -> QWidget:
    wiring.window.resize(900, 560)
    for _ in range(3):
        QApplication.processEvents()
    # What came in the last turn is laid out, too, as it is before anybody sees it.
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    return wiring.window


def answered(wiring: Wiring, qtbot: QtBot) -> None:
    """Search, and wait for the places."""
    wiring.building.search_for("river")
    qtbot.waitUntil(lambda: wiring.hits_model.rowCount() > 0, timeout=60_000)


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
    answered(opened, qtbot)
    opened.session.message_posted.emit("warn", "A sentence that takes a line of its own.", "")
    for is_reviewing in (True, False):
        opened.reviewing.turn(is_reviewing)
        window = settled(opened)
        assert overlapping(window.side) == []
        assert clipped(window.side) == []
        assert window.hits.list.height() > 80  # a row


def test_why_a_place_was_found_gives_way_and_comes_back_when_there_is_room(
    opened: Wiring, qtbot: QtBot
) -> None:
    answered(opened, qtbot)
    window = opened.window
    window.jobs.show()
    for is_reviewing in (False, True):
        opened.reviewing.turn(is_reviewing)
        for lines in range(1, 9):
            opened.session.message_posted.emit("warn", "\n".join(["A line of its own."] * lines), "")
            settled(opened)
            assert [*overlapping(window.side), *clipped(window.side), *out_of_bounds(window.side)] == []
    assert not window.overlays.isVisible()
    window.messages.hide()
    window.jobs.hide()
    settled(opened)
    assert window.overlays.isVisible()
    assert overlapping(window.side) == []


def test_the_chosen_place_stays_in_sight_when_something_comes_up_beside_the_list(
    opened: Wiring, qtbot: QtBot
) -> None:
    opened.building.search_for("river")
    qtbot.waitUntil(lambda: opened.hits_model.rowCount() > 3, timeout=60_000)
    places = settled(opened).hits.list
    places.setCurrentIndex(opened.hits_model.index(3, 0))
    places.scrollTo(places.currentIndex())
    opened.session.message_posted.emit("warn", "A sentence that takes a line of its own.", "")
    opened.reviewing.turn(True)
    settled(opened)
    assert places.viewport().rect().contains(places.visualRect(places.currentIndex()).center())
    box = places.visualRect(places.currentIndex())
    assert box.bottom() <= places.viewport().height() or box.top() == 0


def test_another_archive_is_listed_whole_whatever_was_filtered_before(
    opened: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    panel, other = opened.window.archive, tmp_path / "other.tif"
    write_colours(other, np.full((64, 64, 3), (90, 60, 200), np.uint8), 20.0, 10.0, 0.001, 4326)
    panel.filter.setText("no raster is called so")
    panel.bar.click()
    assert panel.layers.is_filtered
    opened.session.open_paths([str(other)])
    qtbot.waitUntil(lambda: opened.session.archive.paths == (str(other),), timeout=60_000)
    qtbot.waitUntil(lambda: opened.archive_model.rowCount() == 1, timeout=60_000)
    assert not panel.layers.is_filtered
    assert not panel.bar.isChecked()
    assert [node.name for node in panel.layers.nodes() if node.kind is Kind.RASTER] == ["other.tif"]


def test_the_offer_and_the_page_of_teaching_leave_everything_its_room(opened: Wiring, qtbot: QtBot) -> None:
    answered(opened, qtbot)
    opened.session.message_posted.emit("warn", "A sentence that takes a line of its own.", "")
    opened.reviewing.turn(True)
    opened.window.hits.teach.show()
    opened.teaching._open_page()
    window = settled(opened)
    assert overlapping(window.side) == []
    assert out_of_bounds(window) == []


def test_every_page_of_the_drawer_has_its_room_where_the_drawer_is_as_low_as_it_goes(opened: Wiring) -> None:
    drawer = opened.window.drawer
    pages = {
        "Table": opened.drawer_pages.table,
        "Histogram": opened.drawer_pages.histogram,
        "Counts": opened.counting.page,
        "Models": opened.comparing.page,
        "Training": opened.teaching.page,
    }
    for name, page in pages.items():
        drawer.add_page(name, page)
        drawer.open_page(page)
        settled(opened)
        opened.window.centre.setSizes([10_000, 1])
        settled(opened)
        assert [*overlapping(drawer), *clipped(drawer), *out_of_bounds(drawer)] == [], name
        if isinstance(page, CountsPage):
            page.set_counting(1, 9, False)
            settled(opened)
        assert [*overlapping(drawer), *clipped(drawer), *out_of_bounds(drawer)] == [], name
        assert drawer.height() < 260, f"{name} leaves the map its room"
        assert out_of_bounds(opened.window) == []


def test_the_list_keeps_its_room_under_many_chips_and_what_gave_way_comes_back(
    opened: Wiring, qtbot: QtBot
) -> None:
    answered(opened, qtbot)
    window = opened.window
    window.jobs.show()
    opened.reviewing.turn(True)
    opened.session.message_posted.emit("warn", "\n".join(["A line of its own."] * 6), "")
    for number in range(9):
        opened.session.search.asking.add(Words(f"quite some words {number}", 1.0))
        settled(opened)
        assert [*overlapping(window.side), *clipped(window.side), *out_of_bounds(window.side)] == [], number
    assert window.hits.list.height() >= 48
    assert not window.hits.histogram.isVisible()
    assert not window.review_keys.ranking.isVisible()
    opened.session.search.asking.set("river", ())
    window.messages.hide()
    settled(opened)
    assert window.hits.histogram.isVisible()
    assert window.review_keys.ranking.isVisible()
    assert [*overlapping(window.side), *clipped(window.side), *out_of_bounds(window.side)] == []


def test_a_long_message_is_scrolled_in_a_low_window_and_whole_in_a_high_one(opened: Wiring) -> None:
    window, lines = opened.window, [f"Line {number}." for number in range(6)]
    opened.session.message_posted.emit("warn", "\n".join(lines), "")
    settled(opened)
    low = window.messages.height()
    [area] = window.messages.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.focusPolicy() == Qt.FocusPolicy.StrongFocus
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() == area.verticalScrollBar().maximum()
    window.resize(900, 900)
    for _ in range(3):
        QApplication.processEvents()
    assert window.messages.height() > low
    assert area.verticalScrollBar().maximum() == 0
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert window.messages.text == "\n".join(lines)
