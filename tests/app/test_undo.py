"""One history of what the user made: Ctrl+Z and Ctrl+Shift+Z through votes, searches, areas, layers and chips."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.archive.layer_nodes import Kind
from app.models.question.conditions import HitCount, LowestScore, Raster, Words
from app.wiring.wiring import Wiring
from msa_core.retrieval.query.saved.project_file import NamedArea, read_project
from tests.app.test_saved_searches import LONG, names, saved, search

SQUARE = "POLYGON ((14 44, 16 44, 16 46, 14 46, 14 44))"
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def undo(wiring: Wiring) -> None:
    """As with the map in focus."""
    wiring.window.canvas.setFocus()
    QTest.keyClick(wiring.window.canvas, Qt.Key.Key_Z, CTRL)


def redo(wiring: Wiring) -> None:
    wiring.window.canvas.setFocus()
    QTest.keyClick(wiring.window.canvas, Qt.Key.Key_Z, CTRL_SHIFT)


def test_steps_of_every_kind_are_taken_back_in_their_order_and_taken_again(
    opened: Wiring, qtbot: QtBot
) -> None:
    session, actions = opened.session, opened.window.actions_
    assert not actions.undo.isEnabled()
    search(opened, qtbot, "clear water")
    saved(opened, qtbot, "lakes")
    session.review.turn(True)
    opened.reviewing.accept()
    session.area_counts.add([NamedArea("north", SQUARE)])
    session.search.asking.add(HitCount(7))
    assert actions.undo.text() == "Undo: add “7 places” (question)"
    undo(opened)
    assert session.search.asking.conditions == ()
    assert actions.redo.text() == "Redo: add “7 places” (question)"
    assert actions.undo.text() == "Undo: count in “north”"
    undo(opened)
    assert session.area_counts.areas == ()
    assert actions.undo.text() == "Undo: accept a place of “clear water”"
    undo(opened)
    assert session.review.votes == {}
    undo(opened)
    assert actions.undo.text() == "Undo: save the search “clear water”"
    undo(opened)
    assert names(opened) == []
    assert not actions.undo.isEnabled()
    for _ in range(5):
        redo(opened)
    assert names(opened) == ["lakes"]
    assert list(session.review.votes.values()) == ["accepted"]
    assert [area.name for area in session.area_counts.areas] == ["north"]
    assert session.search.asking.conditions == (HitCount(7),)
    assert not actions.redo.isEnabled()


def test_order_and_opacity_of_layers_are_taken_back_and_kept_in_the_project(
    opened: Wiring, qtbot: QtBot, tmp_path: Path, make_wiring: Callable[..., Wiring]
) -> None:
    layers, rows = opened.window.archive.layers, opened.archive_model
    top = next(node for node in layers.nodes() if node.kind is Kind.RASTERS)
    data: QMimeData = layers.mimeData([layers.index_of(top.children[-1])])
    assert [child.name for child in top.children] == ["sub", "broken.tif", "east.tif", "plain.png"]
    layers.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, layers.index_of(top))
    order = layers.order()
    assert order[0].endswith("plain.png")
    number = next(n for n, row in enumerate(rows.rows()) if row.name == "east.tif")
    path, before = rows.row(number).path, rows.opacities(np.array([number]))
    rows.set_opacity([number], 0.4)
    opened.layers._keep_opacity(before)
    file = tmp_path / "a.msaproj"
    opened.session.project.save_as(file)
    qtbot.waitUntil(lambda: file.is_file() and bool(read_project(file).opacities), timeout=LONG)
    assert read_project(file).order == order
    undo(opened)
    assert rows.row(number).opacity == 1.0
    assert opened.window.canvas.rasters.opacity_of(path) == 1.0
    undo(opened)
    assert layers.order() == ()
    redo(opened)
    redo(opened)
    assert layers.order() == order
    assert opened.session.project._timer.isActive()
    opened.close()
    again = make_wiring()
    again.session.project.open(file)
    qtbot.waitUntil(lambda: again.window.archive.layers.order() == order, timeout=LONG)
    assert dict(again.archive_model.opacities()) == {path: 0.4}
    assert not again.window.actions_.undo.isEnabled()


def test_chips_come_back_with_the_focus_in_the_box_and_typing_is_undone_there_first(
    opened: Wiring, qtbot: QtBot
) -> None:
    box, asking = opened.window.search_bar.box, opened.session.search.asking
    asking.add(LowestScore(0.25))
    asking.add(Words("clouds", -0.5))
    box.field.setFocus()
    QTest.keyClick(box.field, Qt.Key.Key_Backspace)
    assert asking.conditions == (LowestScore(0.25),)
    QTest.keyClicks(box.field, "river")
    QTest.keyClick(box.field, Qt.Key.Key_Z, CTRL)
    assert box.field.text() == ""
    assert asking.conditions == (LowestScore(0.25),)
    QTest.keyClick(box.field, Qt.Key.Key_Z, CTRL)
    assert asking.conditions == (LowestScore(0.25), Words("clouds", -0.5))
    QTest.keyClicks(box.field, "ships")
    qtbot.mouseClick(box.clear, Qt.MouseButton.LeftButton)
    assert (asking.words, asking.conditions, box.field.text()) == ("", (), "")
    undo(opened)
    assert box.field.text() == "ships"
    assert len(asking.conditions) == 2


def test_a_step_of_the_question_leaves_alone_what_was_changed_by_other_means_since(
    opened: Wiring, qtbot: QtBot
) -> None:
    asking = opened.session.search.asking
    asking.add(Raster("east*"))
    asking.add(HitCount(7))
    asking.set("harbour", (HitCount(7), LowestScore(0.2)))  # as the history puts it
    undo(opened)
    assert (asking.words, asking.conditions) == ("harbour", (LowestScore(0.2),))
    undo(opened)
    assert asking.conditions == (LowestScore(0.2),)


def test_what_was_counted_since_stays_known_when_a_deleted_search_comes_back(
    opened: Wiring, qtbot: QtBot
) -> None:
    for words in ("clear water", "houses"):
        search(opened, qtbot, words)
        saved(opened, qtbot, words)
    panel = opened.keeping.panel
    panel.list.setCurrentIndex(opened.keeping.model.index(1))
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert panel.undo.isVisible()
    assert panel._undo_words.text() == "Delete the search “houses”"
    counted = opened.session.project.searches[0]
    opened.session.project.change_searches((counted.__class__(name="water", asked=counted.asked, found=3),))
    qtbot.mouseClick(panel.undo, Qt.MouseButton.LeftButton)
    first = opened.session.project.searches[0]
    assert (first.name, first.found) == ("clear water", 3)
    qtbot.waitUntil(lambda: opened.session.project.searches[0].found == counted.found, timeout=LONG)


def test_a_vote_on_another_question_is_taken_back_and_said(opened: Wiring, qtbot: QtBot) -> None:
    search(opened, qtbot, "clear water")
    opened.session.review.turn(True)
    opened.reviewing.reject()
    search(opened, qtbot, "houses")
    with qtbot.waitSignal(opened.session.review.message_posted) as told:
        undo(opened)
    assert "clear water" in told.args[1]
    search(opened, qtbot, "clear water")
    QApplication.processEvents()
    assert opened.session.review.votes == {}


@pytest.mark.parametrize("has_own", [False, True])
def test_votes_travel_in_the_project_and_those_of_the_user_come_first(
    opened: Wiring,
    qtbot: QtBot,
    tmp_path: Path,
    make_wiring: Callable[..., Wiring],
    monkeypatch: pytest.MonkeyPatch,
    has_own: bool,
) -> None:
    search(opened, qtbot, "clear water")
    review = opened.session.review
    qtbot.waitUntil(lambda: review._now is not None and review._now.is_read, timeout=LONG)
    review.turn(True)
    opened.reviewing.accept()
    file = tmp_path / "a.msaproj"
    opened.session.project.save_as(file)
    qtbot.waitUntil(lambda: file.is_file() and bool(read_project(file).votes), timeout=LONG)
    accepted = review.votes
    if has_own:
        opened.reviewing.reject()
    own = review.votes
    opened.session.project.hold(True)  # the file stays as it is
    opened.close()
    if not has_own:
        monkeypatch.setenv("MSA_ANALYST_HOME", str(tmp_path / "another computer"))
    again = make_wiring()
    again.session.project.open(file)
    qtbot.waitUntil(lambda: again.session.review.votes == (own if has_own else accepted), timeout=LONG)
