"""Questions asked before, by mouse and keyboard; and what is said about words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.question.conditions import (
    Area,
)
from app.wiring.wiring import Wiring
from msa_core.messages import Search
from tests.app.query_box_steps import (
    LONG,
    ask,
    box_of,
    fill,
    key,
    labels,
)


def test_the_history_is_shown_walked_and_asked_again(opened: Wiring, qtbot: QtBot) -> None:
    field, history = box_of(opened).field, opened.window.history
    key(field, "Down")
    assert not history.isVisible(), "there is nothing to show yet"
    ask(opened, qtbot, "a river^0.5")
    fill(opened, "Without", "clouds")
    ask(opened, qtbot, "storage tanks")
    QTest.mouseClick(box_of(opened).clear, Qt.MouseButton.LeftButton)
    key(field, "Down")
    assert history.isVisible()
    model = opened.history_model
    assert [model.index(row).data() for row in range(2)] == [
        "storage tanks  ·  without clouds",
        "a river^0.5",
    ]
    assert "8" in model.index(0).data(int(Qt.ItemDataRole.ToolTipRole)) or model.rowCount() == 2
    key(field, "Escape")
    assert not history.isVisible()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert history.isVisible()
    QTest.keyClicks(field, "z")
    assert not history.isVisible()
    key(field, "Down")
    key(field, "Down")
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG) as caught:
        key(field, "Return")
    assert [(t.value, t.weight) for t in caught.args[0].query.terms] == [("a river", 0.5)]
    assert (field.text(), labels(opened), history.isVisible()) == ("a river^0.5", [], False)
    QTest.mouseClick(box_of(opened).clear, Qt.MouseButton.LeftButton)
    key(field, "Down")
    rows = history.list
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG):
        QTest.mouseClick(
            rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(model.index(1)).center()
        )
    assert labels(opened) == ["without clouds"]


def test_the_history_outlives_the_window(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, indexed: Path, home: Path
) -> None:
    wiring = make_wiring()
    wiring.session.open_paths([str(indexed)])
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    wiring.session.search.asking.add(Area("POLYGON ((14 45, 16 45, 16 46, 14 45))", "District 7"))
    ask(wiring, qtbot, "a river")
    wiring.close()
    kept = json.loads((home / "history.json").read_text())
    assert kept["entries"][0]["question"]["terms"] == [{"text": "a river", "weight": 1.0}]
    kept["entries"].append({"question": {"msa_query": 99}, "of": "a newer program"})
    (home / "history.json").write_text(json.dumps(kept))
    other = make_wiring()
    qtbot.waitUntil(lambda: bool(other.session.history.entries), timeout=LONG)
    assert other.session.history.entries[0].asked.query.text == "a river"
    key(box_of(other).field, "Down")
    assert other.history_model.index(0).data() == "a river  ·  in District 7"
    assert "archive" in other.history_model.index(0).data(int(Qt.ItemDataRole.ToolTipRole))
    other.session.history.add(other.session.history.entries[0])
    other.close()
    assert json.loads((home / "history.json").read_text())["entries"][-1]["of"] == "a newer program"


def test_a_damaged_history_is_put_aside_and_said(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, home: Path
) -> None:
    home.mkdir()
    (home / "history.json").write_text('{"msa_history": 1, "ent')
    wiring = make_wiring()
    qtbot.waitUntil(lambda: "put aside" in wiring.window.messages.text, timeout=LONG)
    assert (home / "history.json.damaged").read_text() == '{"msa_history": 1, "ent'


def test_back_shows_the_question_before_with_its_places_at_once(opened: Wiring, qtbot: QtBot) -> None:
    first = ask(opened, qtbot, "a river")
    assert not box_of(opened).back.isEnabled()
    opened.session.shown.select(2)
    fill(opened, "Without", "clouds")
    ask(opened, qtbot, "storage tanks")
    asked: list[object] = []
    opened.engine.replied.connect(lambda reply, body: asked.append(type(body)))
    QTest.mouseClick(box_of(opened).back, Qt.MouseButton.LeftButton)
    assert (box_of(opened).field.text(), labels(opened)) == ("a river", [])
    assert opened.session.shown.hits == first.hits
    assert opened.session.shown.selected == 2
    assert opened.hits_model.hits() == first.hits
    assert not box_of(opened).back.isEnabled()
    qtbot.waitUntil(lambda: not opened.engine.is_busy, timeout=LONG)
    assert Search not in asked
    ask(opened, qtbot, "a road")
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow, timeout=LONG)
    key(opened.window, "Left", Qt.KeyboardModifier.AltModifier)
    assert box_of(opened).field.text() == "a river"


def test_what_a_text_negates_is_said_and_one_click_avoids_it(opened: Wiring, qtbot: QtBot) -> None:
    hint = opened.window.search_bar.hint
    ask(opened, qtbot, "a field without trees")
    assert "trees” was looked for" in hint.text
    assert hint.isVisible()
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG) as caught:
        QTest.mouseClick(hint.button, Qt.MouseButton.LeftButton)
    assert [(t.value, t.weight) for t in caught.args[0].query.terms] == [("a field", 1.0), ("trees", -0.5)]
    assert (box_of(opened).field.text(), labels(opened)) == ("a field", ["without trees"])
    assert not hint.isVisible()


def test_words_that_the_model_does_not_know_are_said(opened: Wiring, qtbot: QtBot) -> None:
    hint = opened.window.search_bar.hint
    ask(opened, qtbot, "a 空港 beside a river")
    assert hint.isVisible()
    assert "空港" in hint.text
    assert not hint.button.isVisible()
    QTest.keyClicks(box_of(opened).field, "x")
    assert not hint.isVisible()
