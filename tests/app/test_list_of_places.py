"""The list of places by mouse and keyboard: verdict and cut, hover, several chosen, order, groups, overlap, grid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.hits.hits_model import BelowRole, GroupRole, HoverRole, LineRole
from app.models.words.verdict import NOTHING, TOO_FEW
from app.widgets.places.hit_list.hit_delegate import group_rect
from app.wiring.wiring import Wiring
from msa_core.records import SearchResult

LONG = 120_000
LEFT, CTRL, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def ask(wiring: Wiring, qtbot: QtBot, words: str) -> SearchResult:
    field = wiring.window.search_bar.field
    field.clear()
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
    return caught.args[0]


def row_at(wiring: Wiring, row: int) -> QPoint:
    view = wiring.window.hits.list
    view.scrollTo(wiring.hits_model.index(row))
    return view.visualRect(wiring.hits_model.index(row)).center()


def click_row(wiring: Wiring, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(wiring.window.hits.list.viewport(), LEFT, keys, row_at(wiring, row))


def on_map(wiring: Wiring, number: int) -> QPoint:
    box = wiring.window.canvas.hits.bounds_of(number)
    assert box is not None
    x, y, width, height = wiring.window.canvas.view.box_to_view(box)
    return QPoint(round(x + width / 2), round(y + height / 2))


def placed_of(result: SearchResult) -> list[int]:
    return [number for number, hit in enumerate(result.hits) if hit.tile.footprint_lonlat]


@pytest.mark.parametrize(
    "words, said", [("clear water", "stand"), ("vague water", NOTHING), ("water", TOO_FEW)]
)
def test_the_list_begins_with_a_verdict(opened: Wiring, qtbot: QtBot, words: str, said: str) -> None:
    result = ask(opened, qtbot, words)
    panel = opened.window.hits
    assert panel.verdict.isVisible()
    assert said in panel.verdict.text()
    assert panel.histogram.isVisible()
    assert f"{result.background.tiles:,} tiles" in panel.histogram.accessibleDescription()  # type: ignore[union-attr]
    below = [bool(opened.hits_model.index(row).data(BelowRole)) for row in range(len(result.hits))]
    lines = [row for row in range(len(result.hits)) if opened.hits_model.index(row).data(LineRole)]
    assert lines == ([] if result.background.cut is None else [below.index(True)])  # type: ignore[union-attr]
    assert (
        "below the cut" not in opened.hits_model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) or below[0]
    )


def test_the_cut_is_dragged_and_the_list_follows(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "clear water")
    panel, histogram = opened.window.hits, opened.window.hits.histogram
    start = QPoint(round(histogram._x_of(opened.session.shown.scale.cut or 0.0)), 10)
    end = QPoint(histogram.width() // 4, 10)
    QTest.mousePress(histogram, LEFT, pos=start)
    QTest.mouseMove(histogram, end)
    QTest.mouseRelease(histogram, LEFT, pos=end)
    cut = opened.session.shown.scale.own_cut
    assert cut == pytest.approx(histogram._score_at(end.x()))
    above = sum(hit.score >= cut for hit in result.hits)
    assert panel.verdict.text().startswith(f"{above} of {len(result.hits)} places at your cut")
    below = [bool(opened.hits_model.index(row).data(BelowRole)) for row in range(len(result.hits))]
    assert below == [hit.score < cut for hit in result.hits]
    assert opened.window.canvas.hits._below.tolist() == below, "and the map"
    QTest.mouseDClick(histogram, LEFT, pos=end)
    assert opened.session.shown.scale.own_cut is None
    assert "stand" in panel.verdict.text()


def test_the_cut_moves_by_keys_and_shows_that_it_has_them(opened: Wiring, qtbot: QtBot) -> None:
    ask(opened, qtbot, "clear water")
    histogram = opened.window.hits.histogram
    before = histogram.grab().toImage()
    opened.window.activateWindow()
    opened.window.hits.grid.setFocus()
    qtbot.waitUntil(opened.window.hits.grid.hasFocus)
    histogram.setFocus(Qt.FocusReason.TabFocusReason)
    assert histogram.hasFocus()
    assert histogram.grab().toImage() != before, "the focus is seen"
    cut = opened.session.shown.scale.cut
    assert cut is not None
    QTest.keyClick(histogram, Qt.Key.Key_Right)
    higher = opened.session.shown.scale.cut
    assert higher is not None
    assert higher > cut
    QTest.keyClick(histogram, Qt.Key.Key_Right, SHIFT)
    finer = opened.session.shown.scale.cut
    assert finer is not None
    assert 0 < finer - higher < 0.2 * (higher - cut) + 1e-3
    QTest.keyClick(histogram, Qt.Key.Key_Home)
    assert opened.session.shown.scale.cut == pytest.approx(opened.session.shown.scale.background.low)  # type: ignore[union-attr]
    QTest.keyClick(histogram, Qt.Key.Key_Backspace)
    assert opened.session.shown.scale.cut == cut


def test_a_new_search_forgets_the_cut_and_the_other_tab_keeps_its_own(opened: Wiring, qtbot: QtBot) -> None:
    ask(opened, qtbot, "clear water")
    opened.session.shown.set_cut(0.2)
    opened.window.tabs.setCurrentIndex(1)
    assert opened.session.shown.scale.cut is None
    opened.window.tabs.setCurrentIndex(0)
    assert opened.session.shown.scale.own_cut == 0.2
    ask(opened, qtbot, "clear land")
    assert opened.session.shown.scale.own_cut is None


def test_a_click_on_a_frame_chooses_it_and_moves_nothing(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "water")
    canvas = opened.window.canvas
    canvas.show_everything()
    view = canvas.view
    number = placed_of(result)[-1]
    at = on_map(opened, number)
    meant = canvas.hits.hit_at(at.x(), at.y())
    QTest.mouseClick(canvas.viewport(), LEFT, pos=at)
    assert opened.session.shown.selected == meant >= 0
    assert canvas.view == view
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=at)
    assert canvas.view.units_per_px < view.units_per_px


def test_a_row_brings_its_place_into_view_only_when_it_is_not(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "water")
    canvas = opened.window.canvas
    number = placed_of(result)[-1]
    canvas.show_everything()
    view = canvas.view
    click_row(opened, number)
    assert canvas.view == view
    canvas.center_on(-60.0, -20.0, 30.0)
    click_row(opened, placed_of(result)[0])
    units = canvas.view.units_per_px
    assert canvas.is_in_view(placed_of(result)[0])
    assert canvas.view != view
    QTest.keyClick(opened.window.hits.list, Qt.Key.Key_Return)
    assert canvas.is_in_view(placed_of(result)[0])
    assert canvas.view.units_per_px != units, "Return zooms"


def point_at(widget: QWidget, at: QPoint) -> None:
    """A move of the mouse that no other process can come between."""
    spot, none = QPointF(at), Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, spot, QPointF(widget.mapToGlobal(at)), none, none, keys)
    QApplication.sendEvent(widget, move)


def test_the_map_stays_after_a_search_while_it_shows_the_best_place(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "water")
    canvas = opened.window.canvas
    canvas.show_everything()
    view = canvas.view
    ask(opened, qtbot, "water")
    assert canvas.view == view
    canvas.center_on(-60.0, -20.0, 30.0)
    ask(opened, qtbot, "water")
    assert all(canvas.is_in_view(number) for number in placed_of(result)) or not placed_of(result)
    assert canvas.is_in_view(0)


def test_what_the_mouse_points_at_is_marked_on_both_sides(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "water")
    canvas, view = opened.window.canvas, opened.window.hits.list
    number = placed_of(result)[-1]
    at = row_at(opened, number)
    point_at(view.viewport(), at)
    assert canvas.hits._hovered == number
    assert opened.hits_model.index(number).data(HoverRole)
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert canvas.hits._hovered == -1
    canvas.show_hit(number)
    point_at(canvas.viewport(), on_map(opened, number))
    hovered = canvas.hits._hovered
    assert hovered >= 0
    assert opened.hits_model.index(hovered).data(HoverRole)
    QApplication.sendEvent(canvas.viewport(), QEvent(QEvent.Type.Leave))
    assert not opened.hits_model.index(hovered).data(HoverRole)


def test_several_are_chosen_and_copied(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "water")
    click_row(opened, 1)
    click_row(opened, 3, SHIFT)
    assert opened.session.shown.chosen == (1, 2, 3)
    click_row(opened, 2, CTRL)
    assert opened.session.shown.chosen == (1, 3)
    assert opened.window.canvas.hits._chosen == {1, 3}
    opened.window.hits.list.setFocus()
    QTest.keySequence(opened.window.hits.list, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["rank", "score", "source"]
    assert [line.split("\t")[0] for line in lines[1:]] == ["2", "4"]
    canvas = opened.window.canvas
    number = placed_of(result)[0]
    canvas.show_hit(number)
    meant = canvas.hits.hit_at(*on_map(opened, number).toTuple())  # type: ignore[misc]
    QTest.mouseClick(canvas.viewport(), LEFT, CTRL, on_map(opened, number))
    assert set(opened.session.shown.chosen) == {1, 3} ^ {meant}
    chosen = [index.row() for index in opened.window.hits.list.selectionModel().selectedIndexes()]
    assert sorted(chosen) == sorted(opened.session.shown.chosen)


def test_the_list_is_sorted_and_what_is_chosen_stays(
    make_wiring: Callable[..., Wiring], opened: Wiring, qtbot: QtBot
) -> None:
    result = ask(opened, qtbot, "water")
    click_row(opened, 2)
    opened.window.hits.options.orders["raster"].trigger()
    names = [result.hits[opened.hits_model.number_at(row)].tile.source for row in range(len(result.hits))]
    assert names == sorted(names)
    assert opened.session.shown.selected == 2
    current = opened.window.hits.list.currentIndex().row()
    assert opened.hits_model.number_at(current) == 2
    QTest.keyClick(opened.window.canvas, "n")
    assert opened.hits_model.row_of(opened.session.shown.selected) == current + 1, "the next one in the list"
    assert make_wiring().window.hits.options.orders["raster"].isChecked(), "remembered"


def test_the_grid_is_remembered_and_fills_the_width(
    make_wiring: Callable[..., Wiring], opened: Wiring, qtbot: QtBot
) -> None:
    ask(opened, qtbot, "water")
    panel = opened.window.hits
    QTest.mouseClick(panel.grid, LEFT)
    first, second = (panel.list.visualRect(opened.hits_model.index(row)) for row in (0, 1))
    assert first.top() == second.top()
    assert first.right() < second.left() + 1
    click_row(opened, 1)
    assert opened.session.shown.selected == 1
    assert make_wiring().window.hits.list.is_grid
    QTest.mouseClick(panel.grid, LEFT)
    assert not panel.list.is_grid


def test_overlap_asks_the_same_question_again(opened: Wiring, qtbot: QtBot) -> None:
    before = ask(opened, qtbot, "water")
    slider = opened.window.hits.options.overlap
    opened.window.hits._on_more()
    qtbot.waitUntil(slider.isVisible)
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG) as caught:
        for _ in range(3):
            QTest.keyClick(slider, Qt.Key.Key_PageDown)
    opened.window.hits.options.hide()
    assert opened.session.search.listing.nms is not None
    assert opened.session.search.listing.nms <= 0.9
    assert caught.args[0].query == before.query
    assert len(caught.args[0].hits) < len(before.hits)


def test_hits_of_one_ground_share_a_row_that_unfolds(opened: Wiring, qtbot: QtBot) -> None:
    result = ask(opened, qtbot, "places of one ground")
    assert {hit.ground_group for hit in result.hits} > {1, None}
    opened.window.hits.options.grouping.trigger()
    model, view = opened.hits_model, opened.window.hits.list
    rows = model.rowCount()
    assert rows < len(result.hits)
    row = next(row for row in range(rows) if model.index(row).data(GroupRole) is not None)
    others = model.index(row).data(GroupRole).others
    click_row(opened, row)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert model.rowCount() == rows + others
    assert model.index(row + 1).data(GroupRole).is_member
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert model.rowCount() == rows
    rect: QRect = view.visualRect(model.index(row))
    QTest.mouseClick(view.viewport(), LEFT, pos=group_rect(rect, grid=False).center())
    assert model.rowCount() == rows + others
    QTest.keyClick(view, Qt.Key.Key_Left)
    shown = [model.number_at(row) for row in range(model.rowCount())]
    folded = next(number for number in range(len(result.hits)) if number not in shown)
    opened.session.shown.select(folded)
    head = model.number_at(view.currentIndex().row())
    assert result.hits[head].ground_group == result.hits[folded].ground_group, (
        "shown by the row it is folded into"
    )
