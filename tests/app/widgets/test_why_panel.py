"""The panel that says why a place was found: by mouse and keys, on real widgets."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from laid_out import clipped, overlapping, scrollers
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QToolTip
from pytestqt.qtbot import QtBot

from app.map.overlays.overlay import ALL_SCALES, OverlayChoice
from app.session.search.shown_hits import SEARCH
from app.widgets.why.score_bars import BarButton
from app.wiring.wiring import Wiring
from msa_core.records import RANKING, SENTENCE, Explanation, Heatmap, Query, QueryTerm

LONG = 60_000
WORDS = "many tanks beside the river"
SIZES = {"small": (1024, 660), "smallest": (900, 560), "usual": (1440, 900)}


@pytest.fixture
def explained(opened: Wiring, qtbot: QtBot) -> Wiring:
    """A search answered, its best place explained."""
    opened.session.search.start(Query(terms=(QueryTerm("text", WORDS),)), 5)
    qtbot.waitUntil(lambda: opened.window.overlays.preview.has_overlay, timeout=LONG)
    return opened


def press(wiring: Wiring, scale: int) -> None:
    QTest.mouseClick(wiring.window.overlays._scales.button(scale), Qt.MouseButton.LeftButton)


def drawn(wiring: Wiring, qtbot: QtBot) -> None:
    """Wait until what is chosen is what is drawn."""
    qtbot.waitUntil(lambda: wiring.overlay_lane.is_idle, timeout=LONG)


def test_the_number_above_is_the_number_explained(explained: Wiring) -> None:
    panel, hit = explained.window.overlays, explained.session.shown.hits[0]
    assert f"score {hit.score:.3f}" in panel._facts.text()
    assert panel.rows.lines[-1] == ("Score", f"{hit.score:.3f}")
    added = sum(float(number.replace("−", "-")) for _, number in panel.rows.lines[:-1])
    assert added == pytest.approx(hit.score, abs=2e-3)
    assert [name for name, _ in panel.rows.lines] == [f"“{WORDS}”", "Hubness", "Score"]


def test_rows_tell_what_they_are(explained: Wiring) -> None:
    rows = explained.window.overlays.rows
    rows.ensurePolished()
    at = QPoint(20, 30)
    QApplication.sendEvent(rows, QHelpEvent(QEvent.Type.ToolTip, at, rows.mapToGlobal(at)))
    assert "near to every text" in QToolTip.text()
    assert "Hubness" in rows.accessibleDescription()


def test_the_words_of_the_place_before_are_gone_at_once(explained: Wiring) -> None:
    """Chips are deleted a turn later; for as long they lay under the new ones."""
    panel = explained.window.overlays
    explanation = panel._explanation
    assert explanation is not None
    assert len(explanation.words) > 1
    for words in (explanation.words[:1], explanation.words):
        panel.set_explanation(replace(explanation, words=words), "")
        shown = [chip for chip in panel._words_box.findChildren(BarButton) if not chip.isHidden()]
        assert shown == panel._words.buttons()


def test_scales_have_names_for_people_and_numbers_in_their_tips(explained: Wiring, qtbot: QtBot) -> None:
    panel = explained.window.overlays
    names = [panel._scales.button(scale).text().replace("\n", " ") for scale in (ALL_SCALES, 1, 2, 3, 4)]
    assert names == ["All", "Texture", "Small objects", "Large objects", "Scene"]
    for scale in (1, 2, 3, 4):
        press(explained, scale)
        assert panel.choice == OverlayChoice(scale)
        tip = panel._scales.button(scale).toolTip()
        assert f"Scale {scale}" in tip
        assert "Match logit" in tip
        assert panel._scales.button(scale).share is not None
    QTest.mouseClick(panel.ranking, Qt.MouseButton.LeftButton)
    assert panel.choice == OverlayChoice(RANKING)
    drawn(explained, qtbot)
    assert "score" in panel.legend.toolTip()
    press(explained, ALL_SCALES)
    assert not panel.ranking.isChecked()


def test_words_are_chips_without_fillers_and_the_sentence_holds_them(explained: Wiring, qtbot: QtBot) -> None:
    panel = explained.window.overlays
    chips = panel._words.buttons()
    assert [chip.text() for chip in chips] == ["All words", "many", "tanks", "river", "sentence"]
    assert "beside, the" in chips[-1].toolTip()
    ranges = []
    for chip, word in zip(chips[1:], ("many", "tanks", "river", SENTENCE), strict=True):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert panel.choice.word == word
        drawn(explained, qtbot)
        ranges.append(panel.legend.reach)
    assert len(set(ranges)) == 4, "each word in its own range"
    QTest.mouseClick(panel.common, Qt.MouseButton.LeftButton)
    drawn(explained, qtbot)
    assert panel.legend.reach >= max(ranges)
    assert "One range" in panel.legend.toolTip()


def test_the_legend_has_no_range_of_the_place_before_while_overlays_are_made(explained: Wiring) -> None:
    panel = explained.window.overlays
    assert all(any(sign.isdigit() for sign in words) for words in panel.legend.words())
    panel.set_explanation(None, "Making overlays …")
    assert panel.legend.words() == ("speaks against", "0", "speaks for")


def test_the_sentence_says_what_speaks_for_and_against(explained: Wiring) -> None:
    said = explained.window.overlays.sentence
    assert said.endswith(".")
    assert "word" in said


def test_space_held_on_the_map_looks_under_the_overlay(explained: Wiring) -> None:
    window = explained.window
    for widget in (window.canvas, window.hits.list):
        widget.setFocus()
        QTest.keyPress(widget, Qt.Key.Key_Space)
        assert not window.overlays.preview.has_overlay
        assert window.overlays.eye.isChecked(), "it is not switched off"
        QTest.keyRelease(widget, Qt.Key.Key_Space)
        assert window.overlays.preview.has_overlay
    QTest.keyClicks(window.search_bar.field, "a b")
    assert window.search_bar.text == "a b"
    assert window.overlays.preview.has_overlay


def test_a_query_of_a_picture_alone_has_rows_and_the_ranking_map(
    opened: Wiring, qtbot: QtBot, indexed: Path
) -> None:
    query = Query(terms=(QueryTerm("image", str(indexed / "plain.png")),))
    opened.session.search.start(query, 3)
    panel = opened.window.overlays
    qtbot.waitUntil(lambda: panel._explanation is not None, timeout=LONG)
    assert panel.ranking.isChecked()
    assert not panel._segment.isEnabled()
    assert not panel._words_box.isVisible()
    assert not panel.save.isEnabled()
    qtbot.waitUntil(lambda: panel.preview.has_overlay, timeout=LONG)


def test_overlays_are_saved_where_one_says_and_nothing_is_replaced_unasked(
    explained: Wiring, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, asked = explained.window.overlays, []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(explained.session.shown.overlays_saved, timeout=LONG):
        panel.save.trigger()
    files = sorted(path.name for path in tmp_path.glob("rank001_*"))
    assert files == ["rank001_scale1.tif", "rank001_sheet.png"]
    assert "rank001_scale1.tif" in explained.window.messages.text
    (tmp_path / "rank001_scale1.tif").write_bytes(b"mine")
    answers = iter([QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[-1]) or next(answers))
    panel.save.trigger()
    assert "rank001_scale1.tif" in asked[0]
    assert (tmp_path / "rank001_scale1.tif").read_bytes() == b"mine"
    with qtbot.waitSignal(explained.session.shown.overlays_saved, timeout=LONG):
        panel.save.trigger()
    assert (tmp_path / "rank001_scale1.tif").read_bytes() != b"mine"


@contextmanager
def longest_turn() -> Iterator[list[float]]:
    """Seconds of processor time of this thread in each turn of the event loop: waiting for others does not count."""
    dispatcher = QAbstractEventDispatcher.instance()
    turns: list[float] = []
    began = [time.thread_time()]

    def awake() -> None:
        began[0] = time.thread_time()

    def block() -> None:
        turns.append(time.thread_time() - began[0])

    dispatcher.awake.connect(awake)
    dispatcher.aboutToBlock.connect(block)
    try:
        yield turns
    finally:
        dispatcher.awake.disconnect(awake)
        dispatcher.aboutToBlock.disconnect(block)


def large_explanation(wiring: Wiring) -> Explanation:
    """Twenty words on grids as fine as those of the starter, 96 cells a side."""
    words = tuple(f"word{number}" for number in range(20))
    rng = np.random.default_rng(0)
    maps = []
    for scale, side in {1: 96, 2: 48, 3: 24, 4: 12, RANKING: 96}.items():
        for word in ("", *words, SENTENCE) if scale else ("",):
            values = rng.normal(0.1, 1.0, (side, side)).astype(np.float32)
            maps.append(
                Heatmap(scale=scale, word=word, values=values, constant=0.0, total=float(values.sum()))
            )
    tile = wiring.session.shown.hits[0].tile
    return Explanation(tile=tile, text=" ".join(words), words=words, heatmaps=tuple(maps))


def test_the_first_overlays_of_a_query_do_not_hold_the_window(explained: Wiring, qtbot: QtBot) -> None:
    panel, explanation = explained.window.overlays, large_explanation(explained)
    drawn(explained, qtbot)
    with longest_turn() as turns:
        began = time.thread_time()
        panel.set_explanation(explanation, "")
        turns.append(time.thread_time() - began)
        drawn(explained, qtbot)
        for scale in (1, 2, 3, 4, ALL_SCALES):
            press(explained, scale)
            panel.common.click()
            drawn(explained, qtbot)
    assert len(turns) > 5
    assert max(turns) < 0.1


def test_what_was_drawn_for_another_choice_is_not_shown(explained: Wiring, qtbot: QtBot) -> None:
    panel = explained.window.overlays
    shown: list[object] = []
    panel.overlay_changed.connect(shown.append)
    for scale in (1, 2, 3, 4):
        panel.choose_scale(scale)
    drawn(explained, qtbot)
    qtbot.waitUntil(lambda: bool(shown), timeout=LONG)
    assert len(shown) <= 2
    assert panel.choice.scale == 4


@pytest.mark.parametrize("size", SIZES)
def test_nothing_in_the_panel_lies_over_anything_else(explained: Wiring, qtbot: QtBot, size: str) -> None:
    window = explained.window
    window.resize(*SIZES[size])
    for has_score in (True, False):
        window.overlays.rows.setVisible(has_score)
        QTest.qWait(50)
        assert window.size().toTuple() == SIZES[size]
        assert overlapping(window.side) == []
        assert clipped(window.overlays) == []
        assert scrollers(window.overlays) == []
        assert window.side_splitter.geometry().bottom() <= window.side.height()


@pytest.mark.parametrize("factor", ["1.5", "2"])
def test_nothing_in_the_panel_lies_over_anything_else_enlarged(factor: str) -> None:
    """The same in a process of its own, since Qt takes the factor when it starts."""
    if os.environ.get("QT_SCALE_FACTOR"):
        pytest.skip("this is the enlarged process")
    name = "test_nothing_in_the_panel_lies_over_anything_else"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--timeout",
            "600",
            f"{__file__}::{name}",
        ],
        env={**os.environ, "QT_SCALE_FACTOR": factor},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_the_panel_leaves_with_the_hits(explained: Wiring) -> None:
    explained.session.shown.show((), SEARCH, "")
    assert not explained.window.overlays.isVisible()
