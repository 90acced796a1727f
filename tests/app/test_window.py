from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from dragging import drop
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.map.overlays.overlay import OverlayChoice
from app.models.archive.archive_row import ArchiveRow
from app.widgets import theme
from app.wiring.wiring import Wiring
from msa_core.records import RANKING, SearchResult

LONG = 120_000


def type_query(wiring: Wiring, words: str) -> None:
    field = wiring.window.search_bar.field
    field.clear()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def ask(wiring: Wiring, qtbot: QtBot, words: str) -> SearchResult:
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        type_query(wiring, words)
    return caught.args[0]


def rows(wiring: Wiring) -> dict[str, ArchiveRow]:
    return {row.name: row for row in wiring.archive_model.rows()}


def test_an_empty_window_says_what_to_do(make_wiring: Callable[..., Wiring]) -> None:
    window = make_wiring().window
    assert window.map_area.welcome.isVisible()
    assert window.archive.empty.heading == "No archive open"
    assert window.hits.empty.heading == "Search your imagery"
    assert not window.messages.isVisible()
    assert not window.jobs.isVisible()
    assert not window.overlays.isVisible()


def test_asking_without_an_archive_says_so(make_wiring: Callable[..., Wiring]) -> None:
    wiring = make_wiring()
    type_query(wiring, "a river")
    assert "Open a folder" in wiring.window.messages.text
    QTest.keyClick(wiring.window.search_bar.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(wiring.window.search_bar.field, Qt.Key.Key_Backspace)
    QTest.keyClick(wiring.window.search_bar.field, Qt.Key.Key_Return)
    assert "Type what you are looking for" in wiring.window.messages.text


def test_a_folder_is_listed_and_drawn_before_it_is_indexed(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, archive: Path
) -> None:
    wiring = make_wiring()
    wiring.session.open_paths([str(archive)])
    qtbot.waitUntil(lambda: len(rows(wiring)) == 4, timeout=LONG)
    found = rows(wiring)
    assert found["east.tif"].state == "new"
    assert found["sub/west.tif"].is_placed
    assert not found["plain.png"].is_placed
    assert found["broken.tif"].state == "refused"
    assert "not a raster" in found["broken.tif"].reason
    assert wiring.window.archive.index_button.text() == "Index archive"
    assert not wiring.window.map_area.welcome.isVisible()
    canvas = wiring.window.canvas
    qtbot.waitUntil(lambda: canvas.rasters.is_settled and wiring.lane.is_idle, timeout=LONG)
    wiring.window.canvas.show_raster(found["east.tif"].path)
    qtbot.waitUntil(lambda: canvas.rasters.is_settled and wiring.lane.is_idle, timeout=LONG)
    middle = canvas.grab().toImage().pixelColor(canvas.width() // 2, canvas.height() // 2)
    assert abs(middle.red() - middle.green()) < 25
    assert middle.red() > 90, "the middle of both ramps"
    type_query(wiring, "a river")
    assert "has not been indexed" in wiring.window.messages.text


def test_a_query_is_answered_on_list_and_map(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "storage tanks")
    window = opened.window
    assert opened.hits_model.rowCount() == len(result.hits) > 4
    assert opened.session.shown.selected == 0
    assert window.hits.list.currentIndex().row() == 0
    assert window.overlays.isVisible()
    assert window.canvas.hits.bounds_of(0) is not None or not result.hits[0].tile.footprint_lonlat
    unplaced = [hit for hit in result.hits if not hit.tile.footprint_lonlat]
    assert len(unplaced) == 4, "the picture without position is searched too"


def test_a_click_on_one_side_selects_on_the_other(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "storage tanks")
    window, session = opened.window, opened.session
    placed = [row for row, hit in enumerate(result.hits) if hit.tile.footprint_lonlat]
    row = placed[-1]
    view = window.hits.list
    view.scrollTo(opened.hits_model.index(row))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(opened.hits_model.index(row)).center()
    )
    assert session.shown.selected == row
    assert window.canvas.hits._selected == row
    box = window.canvas.hits.bounds_of(row)
    assert box is not None
    seen = window.canvas.view.bounds
    assert seen[0] < box[0]
    assert seen[3] > box[3]
    window.canvas.show_hits()
    other = placed[0]
    box = window.canvas.hits.bounds_of(other)
    assert box is not None
    x, y, width, height = window.canvas.view.box_to_view(box)
    at = QPoint(round(x + width / 2), round(y + height / 2))
    assert window.canvas.hits.hit_at(at.x(), at.y()) == other
    QTest.mouseClick(window.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.shown.selected == other
    assert view.currentIndex().row() == other


def test_overlays_come_and_follow_the_controls(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "tanks beside river")
    window = opened.window
    placed = next(row for row, hit in enumerate(result.hits) if hit.tile.footprint_lonlat)
    opened.session.shown.select(placed)
    qtbot.waitUntil(lambda: window.canvas.heatmap.is_drawn, timeout=LONG)
    assert window.overlays.preview.has_overlay
    assert not window.canvas.hasFocus()
    window.canvas.setFocus()
    for key, scale in (("1", 1), ("4", 4), ("0", RANKING), ("2", 2)):
        QTest.keyClick(window.canvas, key)
        assert window.overlays.choice == OverlayChoice(scale)
    with qtbot.waitSignal(window.overlays.overlay_changed):
        window.overlays.choose_word("river")
    assert window.overlays.choice == OverlayChoice(2, "river")
    before = window.canvas.grab().toImage()
    window.overlays.opacity.setValue(5)
    assert window.canvas.grab().toImage() != before
    QTest.keyClick(window.canvas, "v")
    assert not window.overlays.preview.has_overlay
    assert not window.canvas.heatmap.is_drawn


def test_digits_typed_into_the_query_do_not_change_the_overlay(opened: Wiring, qtbot: QtBot) -> None:
    ask(opened, qtbot, "3 ships")
    assert opened.window.search_bar.text == "3 ships"
    assert opened.window.overlays.choice.scale != 3


def test_a_place_without_position_is_listed_and_explained_beside_the_map(
    opened: Wiring, qtbot: QtBot
) -> None:
    result = ask(opened, qtbot, "storage tanks")
    row = next(row for row, hit in enumerate(result.hits) if not hit.tile.footprint_lonlat)
    view = opened.window.canvas.view
    opened.session.shown.select(row)
    qtbot.waitUntil(lambda: opened.window.overlays.preview.has_overlay, timeout=LONG)
    assert opened.window.canvas.view == view
    assert not opened.window.canvas.heatmap.is_drawn
    assert "without position" in opened.window.hits._summary.text()


def test_only_the_newest_question_is_answered(opened: Wiring, qtbot: QtBot) -> None:
    answers: list[str] = []
    opened.session.search.search_finished.connect(lambda result: answers.append(result.query.text))
    for words in ("slow one", "slow two", "three"):
        type_query(opened, words)
    qtbot.waitUntil(lambda: bool(answers), timeout=LONG)
    qtbot.waitUntil(lambda: not opened.engine.is_busy, timeout=LONG)
    assert answers == ["three"]


def test_escape_stops_waiting(opened: Wiring, qtbot: QtBot) -> None:
    answers: list[object] = []
    opened.session.search.search_finished.connect(answers.append)
    type_query(opened, "slow question")
    assert opened.window.search_bar.button.text() == "Stop"
    QTest.keyClick(opened.window, Qt.Key.Key_Escape)
    assert opened.window.search_bar.button.text() == "Search"
    qtbot.waitUntil(lambda: not opened.engine.is_busy, timeout=LONG)
    assert answers == []


def test_nothing_found_is_said(opened: Wiring, qtbot: QtBot) -> None:
    ask(opened, qtbot, "nothing")
    assert opened.window.hits.empty.heading == "Nothing found"
    assert not opened.window.overlays.isVisible()


def test_a_query_may_come_before_its_index(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, indexed: Path
) -> None:
    wiring = make_wiring()
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        wiring.session.archive.open_index(str(indexed / ".msa-index"))
        wiring.building.search_for("a river")
    qtbot.waitUntil(lambda: len(rows(wiring)) == 4, timeout=LONG)
    assert rows(wiring)["east.tif"].state == "indexed"


def test_places_like_a_place_are_found(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "storage tanks")
    tile = result.hits[0].tile
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG) as caught:
        opened.building.examples.search_like((0,))
    (term,) = caught.args[0].query.terms
    assert term.kind == "image"
    assert term.value == f"{tile.path}#window={','.join(map(str, tile.pixel_bbox))}", "no copy in a cache"
    (chip,) = opened.window.search_bar.box.chips
    assert chip.isVisible()
    QTest.mouseClick(chip._remove, Qt.MouseButton.LeftButton)
    (term,) = ask(opened, qtbot, "a river").query.terms
    assert term.kind == "text"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_crash_of_the_engine_is_survived(opened: Wiring, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.engine.restarted, timeout=LONG):
        type_query(opened, "crash")
    assert "started again" in opened.window.messages.text
    assert opened.window.search_bar.button.text() == "Search"
    assert len(ask(opened, qtbot, "a river").hits) > 0
    assert opened.engine.pid is not None
    with qtbot.waitSignal(opened.engine.restarted, timeout=LONG):
        os.kill(opened.engine.pid, signal.SIGKILL)
    assert len(ask(opened, qtbot, "a road").hits) > 0


def test_a_dropped_picture_is_described(opened: Wiring, qtbot: QtBot, archive: Path) -> None:
    window = opened.window
    with qtbot.waitSignal(opened.session.picture.picture_finished, timeout=LONG):
        drop(opened, [archive / "plain.png"], QPoint(opened.window.width() - 200, 400))
    assert window.tabs.currentIndex() == 1
    assert opened.captions_model.rowCount() == 3
    assert opened.similar_model.rowCount() > 0
    assert opened.session.shown.selected == -1, "the picture itself is looked at first"
    assert window.map_area.shows_picture
    assert opened.session.shown.text == "many storage tanks beside a river"
    qtbot.waitUntil(lambda: not window.captions._picture.pixmap().isNull(), timeout=LONG)
    index = opened.captions_model.index(2)
    QTest.mouseClick(
        window.captions.captions.viewport(),
        Qt.MouseButton.LeftButton,
        pos=window.captions.captions.visualRect(index).center(),
    )
    assert opened.session.shown.text == "dense houses"
    window.tabs.setCurrentIndex(0)
    assert opened.session.shown.hits == ()


def test_where_a_geotiff_falls_decides(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, archive: Path
) -> None:
    wiring = make_wiring()
    zone = wiring.window.drop_zone
    right = QPoint(wiring.window.width() - 200, 400)
    with qtbot.waitSignal(wiring.session.picture.picture_finished, timeout=LONG):
        drop(wiring, [archive / "east.tif"], right)
    assert rows(wiring) == {}
    with qtbot.waitSignal(wiring.session.archive.archive_changed, timeout=LONG):
        drop(wiring, [archive / "east.tif"], QPoint(200, 400))
    qtbot.waitUntil(lambda: list(rows(wiring)) == ["east.tif"], timeout=LONG)
    drop(wiring, [archive], right)
    assert not zone.caption_zone.isVisible()
    qtbot.waitUntil(lambda: len(rows(wiring)) == 4, timeout=LONG)


def test_the_keyboard_reaches_the_query_and_the_places(opened: Wiring, qtbot: QtBot) -> None:
    ask(opened, qtbot, "a river")
    opened.window.activateWindow()
    opened.window.canvas.setFocus()
    QTest.keyClick(opened.window.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert opened.session.shown.selected == 1
    QTest.keyClick(opened.window.canvas, "b")
    assert opened.session.shown.selected == 0
    QTest.keyClick(opened.window.canvas, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.search_bar.field.hasFocus()
    assert opened.window.search_bar.field.selectedText() == "a river"


def test_an_eye_hides_its_raster(opened: Wiring, qtbot: QtBot) -> None:
    from app.widgets.layers.layers_delegate import eye_rect

    qtbot.waitUntil(lambda: len(rows(opened)) == 4, timeout=LONG)
    tree = opened.window.archive.tree
    node = next(node for node in opened.window.archive.layers.nodes() if node.name == "east.tif")
    at = eye_rect(tree.visualRect(opened.window.archive.layers.index_of(node))).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not rows(opened)["east.tif"].shown
    assert not any(p.shown for p in opened.window.canvas.rasters.rasters() if p.path.endswith("east.tif"))


def test_both_themes_can_be_worn(opened: Wiring, qtbot: QtBot) -> None:
    ask(opened, qtbot, "a river")
    pictures = {}
    for choice in ("dark", "light"):
        opened.window.actions_.themes[choice].trigger()
        assert opened.settings.theme == choice
        qtbot.waitUntil(lambda choice=choice: theme.is_dark() == (choice == "dark"), timeout=LONG)
        qtbot.waitUntil(opened.window.updatesEnabled, timeout=LONG)
        pictures[choice] = opened.window.search_bar.grab().toImage().scaled(1, 1).pixelColor(0, 0).lightness()
    assert pictures["dark"] < pictures["light"] - 60


def test_a_query_of_ten_thousand_characters_is_taken_whole(opened: Wiring, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG) as caught:
        opened.building.search_for("river " * 2000)
    assert len(caught.args[0].query.text) == len("river " * 2000) - 1


def test_a_folder_without_rasters_says_so(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tmp_path: Path
) -> None:
    wiring = make_wiring()
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(wiring.session.message_posted, timeout=LONG) as caught:
        wiring.session.open_paths([str(tmp_path / "empty")])
    assert caught.args[0] == "warn"
    assert "No raster" in caught.args[1]


def test_the_window_is_never_held_up(opened: Wiring, qtbot: QtBot) -> None:
    """Between two turns of the event loop its thread computes for a fraction of a second at most."""
    turns: list[float] = []
    timer = QTimer()
    timer.setInterval(2)
    # Time of this thread alone: what other processes take from a busy machine is not the window's doing.
    timer.timeout.connect(lambda: turns.append(time.thread_time()))
    timer.start()
    hits = len(ask(opened, qtbot, "storage tanks beside a river").hits)
    for row in range(1, min(hits, 6)):
        opened.session.shown.select(row)
        qtbot.wait(120)
    opened.window.canvas.show_everything()
    qtbot.waitUntil(lambda: opened.lane.is_idle and opened.window.canvas.rasters.is_settled, timeout=LONG)
    timer.stop()
    longest_s = max(after - before for before, after in pairwise(turns))
    assert longest_s < 0.25
