"""Reviewing by mouse and keyboard: votes, undo, what is kept, exported, and ranked by."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.jobs.engine_client import ENGINE
from app.models.hits.hits_model import ReviewRole
from app.models.question.conditions import label as chip_label
from app.widgets.places.hit_list.hit_delegate import check_rect
from app.wiring.wiring import Wiring
from msa_core import cli
from msa_core.retrieval.query.review.precision import precision
from msa_core.retrieval.query.review.reviews import read_reviews
from tests.app.query_box_steps import held
from tests.support.scenes import write_scene

LONG = 120_000
LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
A, X, U, R = Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_U, Qt.Key.Key_R


@pytest.fixture
def asked(opened: Wiring, qtbot: QtBot) -> Wiring:
    """A window with the answer to a question, the list in focus."""
    ask(opened, qtbot, "clear water")
    return opened


def ask(wiring: Wiring, qtbot: QtBot, words: str) -> None:
    field = wiring.window.search_bar.field
    field.setFocus()
    field.clear()
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
    wiring.window.activateWindow()
    wiring.window.hits.list.setFocus()
    qtbot.waitUntil(wiring.window.hits.list.hasFocus)


def press(wiring: Wiring, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(wiring.window.hits.list, key)


def states(wiring: Wiring) -> list[str | None]:
    model = wiring.hits_model
    return [model.index(row).data(ReviewRole) for row in range(model.rowCount())]


def test_a_key_held_too_long_votes_once(asked: Wiring) -> None:
    press(asked, R)
    places = asked.window.hits.list
    held(places, "X")
    held(places, "A")
    assert states(asked)[:3] == ["rejected", "accepted", None]
    assert asked.session.shown.selected == 2
    held(places, "N", 2)
    assert asked.session.shown.selected == 5, "one walks through the list with a key held"


def test_three_keys_review_one_place_after_the_other(asked: Wiring) -> None:
    window, shown = asked.window, asked.session.shown
    press(asked, A)
    assert states(asked)[0] is None, "nothing is voted on before the review"
    press(asked, R)
    assert window.review_keys.isVisible()
    press(asked, A, A, X, U)
    assert states(asked)[:5] == ["accepted", "accepted", "rejected", "unsure", None]
    assert shown.selected == 4
    told = precision(2, 1)
    assert told is not None
    assert window.hits._review.text() == f"2 ✓  1 ✗  1 ? · {told.in_words()}"
    assert "unsure" in asked.hits_model.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    asked.drawer_pages.model.set_hits(shown.hits)
    assert asked.drawer_pages.model.said(2).review == "rejected"
    press(asked, R)
    assert not window.review_keys.isVisible()
    assert window.hits._review.isVisible(), "what was said stays in sight"


def test_every_vote_can_be_taken_back(asked: Wiring) -> None:
    press(asked, R, A, X)
    before = states(asked)
    asked.session.shown.select(0)
    press(asked, U)
    assert states(asked)[0] == "unsure"
    QTest.keyClick(asked.window.hits.list, Qt.Key.Key_Z, CTRL)
    assert states(asked) == before
    assert asked.session.shown.selected == 0
    for _ in range(4):
        QTest.keyClick(asked.window.hits.list, Qt.Key.Key_Z, CTRL)
    assert not any(states(asked))
    assert not asked.window.hits._review.isVisible()
    assert not asked.window.review_keys.undo.isEnabled()


def test_letters_typed_into_the_query_box_stay_letters(asked: Wiring) -> None:
    press(asked, R)
    field = asked.window.search_bar.field
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, "auxr")
    assert field.text() == "auxr"
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() != "auxr", "and Ctrl+Z undoes typing there"
    assert not any(states(asked))
    assert asked.session.review.is_on


def test_by_mouse_from_the_check_mark_of_a_row(asked: Wiring) -> None:
    places = asked.window.hits.list
    index = asked.hits_model.index(1)
    places.scrollTo(index)
    QTest.mouseClick(places.viewport(), LEFT, pos=check_rect(places.visualRect(index)).center())
    keys = asked.window.review_keys
    assert keys.isVisible()
    assert asked.session.shown.selected == 1
    QTest.mouseClick(keys.buttons[1], LEFT)
    assert states(asked)[:3] == [None, "rejected", None]
    assert asked.session.shown.selected == 2
    QTest.mouseClick(keys.undo, LEFT)
    assert not any(states(asked))
    QTest.mouseClick(keys.end, LEFT)
    assert not keys.isVisible()


def test_several_places_get_one_vote_and_one_undo(asked: Wiring) -> None:
    press(asked, R)
    asked.session.shown.choose((0, 2, 3), 0)
    press(asked, X)
    assert [state is not None for state in states(asked)[:5]] == [True, False, True, True, False]
    assert asked.session.shown.chosen == (4,)
    QTest.keyClick(asked.window.hits.list, Qt.Key.Key_Z, CTRL)
    assert not any(states(asked))


def test_at_the_end_the_review_goes_to_what_was_skipped_and_then_stays(asked: Wiring) -> None:
    press(asked, R)
    asked.session.shown.select(1)
    press(asked, *[A] * (asked.hits_model.rowCount() - 1))
    assert asked.session.shown.selected == 0
    press(asked, X)
    assert asked.session.shown.selected == 0
    assert asked.window.hits._review.text().startswith("All reviewed")


def test_the_mark_of_a_vote_is_on_the_frame(asked: Wiring) -> None:
    canvas = asked.window.canvas
    number = next(n for n, hit in enumerate(asked.session.shown.hits) if hit.tile.footprint_lonlat)
    asked.session.shown.select(number)
    canvas.show_hit(number)
    before = canvas.grab().toImage()
    asked.session.review.vote([asked.session.shown.hits[number]], "accepted")
    x, y, width, height = canvas.view.box_to_view(canvas.hits.bounds_of(number))
    after = canvas.grab().toImage()
    assert after != before
    ratio = after.devicePixelRatio()
    at = after.pixelColor(round((x + width - 10) * ratio), round((y + height - 4) * ratio))
    assert at.green() > at.red()
    assert at.green() > at.blue()


def test_each_question_keeps_its_votes_in_a_file_and_in_the_next_window(
    asked: Wiring, qtbot: QtBot, make_wiring: Callable[..., Wiring], indexed: Path
) -> None:
    press(asked, R, A, X)
    voted = asked.session.search.hits[:2]
    file = asked.session.review.file
    assert file is not None
    qtbot.waitUntil(lambda: file.is_file() and len(read_reviews(file)) == 2, timeout=LONG)
    ask(asked, qtbot, "vague land")
    assert not any(states(asked))
    press(asked, U)
    ask(asked, qtbot, "clear water")
    assert states(asked)[:3] == ["accepted", "rejected", None]
    asked.close()
    kept = json.loads(file.read_text("utf-8"))["features"]
    assert [item["id"] for item in kept] == [hit.tile.id for hit in voted]
    assert {item["properties"]["caption"] for item in kept} == {"clear water"}
    later = make_wiring()
    later.session.open_paths([str(indexed)])
    qtbot.waitUntil(lambda: later.session.archive.index is not None, timeout=LONG)
    ask(later, qtbot, "clear water")
    qtbot.waitUntil(lambda: states(later)[:3] == ["accepted", "rejected", None], timeout=LONG)


def test_votes_given_before_the_file_is_read_do_not_replace_it(asked: Wiring, qtbot: QtBot) -> None:
    review = asked.session.review
    first, second = asked.session.search.hits[:2]
    press(asked, R, A)
    file = review.file
    assert file is not None
    qtbot.waitUntil(lambda: file.is_file() and len(read_reviews(file)) == 1, timeout=LONG)
    review._all.clear()
    asked.session.search.search_finished.emit(asked.session.search.result)
    review.vote([second], "rejected")
    qtbot.waitUntil(lambda: len(read_reviews(file)) == 2, timeout=LONG)
    assert review.votes == {first.tile.id: "accepted", second.tile.id: "rejected"}


def test_a_damaged_file_of_votes_is_put_aside_and_said(asked: Wiring, qtbot: QtBot) -> None:
    review = asked.session.review
    press(asked, R, A)
    file = review.file
    assert file is not None
    qtbot.waitUntil(file.is_file, timeout=LONG)
    file.write_text("nothing of the kind")
    review._all.clear()
    asked.session.search.search_finished.emit(asked.session.search.result)
    qtbot.waitUntil(lambda: "put aside" in asked.window.messages.text, timeout=LONG)
    assert file.with_name(f"{file.name}.damaged").read_text() == "nothing of the kind"
    assert review.votes == {}


def test_only_the_accepted_are_saved_and_every_format_says_what_was_said(
    asked: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    press(asked, R, A, X, A)
    asked.saving.ask()
    dialog = asked.saving.dialog
    assert dialog is not None
    assert "Only the 2 accepted" in [dialog.which.itemText(row) for row in range(dialog.which.count())]
    dialog.which.setCurrentText("Only the 2 accepted")
    dialog.file.setText(str(tmp_path / "right.csv"))
    with qtbot.waitSignal(asked.session.search.exported, timeout=LONG):
        dialog._on_save()
    rows = list(csv.DictReader((tmp_path / "right.csv").read_text("utf-8").splitlines()))
    assert [(row["rank"], row["review"]) for row in rows] == [("1", "accepted"), ("3", "accepted")]
    asked.session.search.export(str(tmp_path / "all.geojson"))
    qtbot.waitUntil((tmp_path / "all.geojson").is_file, timeout=LONG)
    features = json.loads((tmp_path / "all.geojson").read_text("utf-8"))["features"]
    assert [item["properties"]["review"] for item in features[:4]] == [
        "accepted",
        "rejected",
        "accepted",
        None,
    ]


def test_the_switch_ranks_by_votes_and_back(asked: Wiring, qtbot: QtBot) -> None:
    keys, search = asked.window.review_keys, asked.session.search
    before = [hit.tile.id for hit in search.hits]
    press(asked, R)
    assert not keys.ranking.isEnabled(), "not before there are votes"
    letters = {action.text().split("&")[1][0] for action in asked.window.menuBar().actions()}
    assert keys.ranking.text().split("&")[1][0] not in letters, "Alt and its letter mean one thing"
    press(asked, X, A)
    with qtbot.waitSignal(search.search_finished, timeout=LONG):
        QTest.mouseClick(keys.ranking, LEFT)
    assert keys.ranking.isChecked()
    assert keys._probe.isVisible()
    assert "not training" in keys._probe.text()
    assert [hit.tile.id for hit in search.hits] == [before[1], *before[2:], before[0]]
    assert [chip_label(chip) for chip in search.asking.conditions] == ["moved by 2 votes"]
    assert states(asked)[0] == "accepted", "votes follow their places"
    asked.session.shown.select(1)
    press(asked, X)
    assert keys.renew.text() == "+1 new"
    with qtbot.waitSignal(search.search_finished, timeout=LONG):
        QTest.mouseClick(keys.renew, LEFT)
    assert not keys.renew.isVisible()
    with qtbot.waitSignal(search.search_finished, timeout=LONG):
        QTest.mouseClick(keys.ranking, LEFT)
    assert [hit.tile.id for hit in search.hits] == before
    assert not keys.ranking.isChecked()


def test_votes_do_not_move_another_question(asked: Wiring, qtbot: QtBot) -> None:
    press(asked, R, A)
    with qtbot.waitSignal(asked.session.search.search_finished, timeout=LONG):
        QTest.mouseClick(asked.window.review_keys.ranking, LEFT)
    ask(asked, qtbot, "vague land")
    assert not asked.session.search.query.accepted  # type: ignore[union-attr]
    assert not asked.session.search.asking.conditions


def test_without_places_nothing_can_be_reviewed(opened: Wiring, qtbot: QtBot) -> None:
    assert not opened.window.actions_.review.isEnabled()
    ask_for_nothing = opened.window.search_bar.field
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG):
        QTest.keyClicks(ask_for_nothing, "nothing")
        QTest.keyClick(ask_for_nothing, Qt.Key.Key_Return)
    assert not opened.window.actions_.review.isEnabled()
    QGuiApplication.processEvents()


@pytest.mark.timeout(600)
def test_the_engine_ranks_by_votes_and_says_that_it_is_a_probe(
    make_wiring: Callable[..., Wiring],
    qtbot: QtBot,
    tmp_path: Path,
    tiny_checkpoint: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    folder = tmp_path / "archive"
    write_scene(folder / "one.tif", seed=1)
    indexing = [
        "index",
        folder,
        "--out",
        folder / ".msa-index",
        "--model",
        tiny_checkpoint,
        "--tile-m",
        "100",
    ]
    assert cli.run([str(word) for word in indexing]) == 0
    wiring = make_wiring(ENGINE)
    search, keys = wiring.session.search, wiring.window.review_keys
    wiring.session.open_paths([str(folder)])
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    ask(wiring, qtbot, "many houses")
    before = [(hit.tile.id, hit.score) for hit in search.hits]
    press(wiring, R, X, X, A)
    with qtbot.waitSignal(search.search_finished, timeout=LONG):
        QTest.mouseClick(keys.ranking, LEFT)
    after = [(hit.tile.id, hit.score) for hit in search.hits]
    (wrong, wrong_before), _, (right, right_before) = before[:3]
    gap = dict(after)[right] - dict(after)[wrong]
    assert gap > right_before - wrong_before, "what was accepted gains on what was rejected"
    qtbot.waitUntil(lambda: "not training" in wiring.window.messages.text, timeout=LONG)
    with qtbot.waitSignal(search.search_finished, timeout=LONG):
        QTest.mouseClick(keys.ranking, LEFT)
    assert [(hit.tile.id, hit.score) for hit in search.hits] == before


def test_a_damaged_file_that_is_met_while_votes_are_gathered_is_said_and_kept_beside_earlier_ones(
    asked: Wiring, qtbot: QtBot
) -> None:
    press(asked, R, A)
    file = asked.session.review.file
    assert file is not None
    qtbot.waitUntil(file.is_file, timeout=LONG)
    other = file.with_name("0123456789abcdef.geojson")
    before = other.with_name(f"{other.name}.damaged")
    other.write_text("nothing of the kind")
    before.write_text("from another day")
    with qtbot.waitSignal(asked.session.teaching.votes_gathered, timeout=LONG) as gathered:
        asked.session.teaching.gather()
    assert len(gathered.args[0]) == 1
    assert "put aside" in asked.window.messages.text
    assert before.read_text() == "from another day"
    assert other.with_name(f"{other.name}.damaged2").read_text() == "nothing of the kind"


def test_the_same_keys_review_while_a_picture_is_in_the_maps_place(asked: Wiring, qtbot: QtBot) -> None:
    shown, area = asked.session.shown, asked.window.map_area
    press(asked, R)
    asked.window.overlays.whole.trigger()
    view = area.picture
    assert area.shows_picture
    view.setFocus()
    for key in (A, X, U):
        QTest.keyClick(view, key)
        assert area.shows_picture, "the next place is looked at as this one was"
        assert view.path == shown.hits[shown.selected].tile.path
    assert states(asked)[:4] == ["accepted", "rejected", "unsure", None]
    assert shown.selected == 3
    QTest.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert (states(asked)[2], shown.selected) == (None, 2)
    QTest.mouseClick(view.back, LEFT)
    press(asked, A)
    assert not area.shows_picture, "the map stays once it was gone back to"


def test_places_without_position_are_reviewed_by_keys_on_their_picture_and_the_map_comes_back(
    asked: Wiring, qtbot: QtBot
) -> None:
    shown, area = asked.session.shown, asked.window.map_area
    unplaced = next(n for n, hit in enumerate(shown.hits) if not hit.tile.footprint_lonlat)
    shown.select(unplaced)
    assert area.shows_picture
    area.picture.setFocus()
    QTest.keyClick(area.picture, R)
    QTest.keyClick(area.picture, X)
    assert states(asked)[asked.hits_model.row_of(unplaced)] == "rejected"
    assert area.shows_picture is (not shown.hits[shown.selected].tile.footprint_lonlat)
