from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.controllers.calls import passing_menu
from app.jobs.engine_client import MAX_RESTARTS
from app.session.search.shown_hits import STOPPED
from app.widgets.frame.bars.job_bar import ESTIMATING
from app.widgets.frame.dialogs.dialogs import DiagnosticsDialog
from app.wiring.wiring import Wiring

LONG = 120_000


def ask(wiring: Wiring, qtbot: QtBot, words: str) -> int:
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        wiring.building.search_for(words)
    return len(caught.args[0].hits)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_after_many_deaths_a_search_starts_the_engine_and_opens_the_index(
    opened: Wiring, qtbot: QtBot
) -> None:
    for _ in range(MAX_RESTARTS):
        with qtbot.waitSignal(opened.engine.restarted, timeout=LONG):
            opened.building.search_for("crash")
    with qtbot.waitSignal(opened.engine.gave_up, timeout=LONG):
        opened.building.search_for("crash")
    assert "The next search starts it again" in opened.window.messages.text
    assert not opened.engine.is_running
    assert ask(opened, qtbot, "a river") > 0
    assert not opened.window.messages.isVisible(), "what was said of the engine is no longer true"


def test_escape_while_overlays_are_made_leaves_no_waiting_words(opened: Wiring, qtbot: QtBot) -> None:
    ask(opened, qtbot, "a river")
    shown = opened.session.shown
    qtbot.waitUntil(lambda: not opened.engine.is_busy, timeout=LONG)
    with qtbot.waitSignal(shown.explanation_changed, timeout=LONG, check_params_cb=lambda e, s: s == STOPPED):
        shown.select(1)
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
    with qtbot.waitSignal(
        shown.explanation_changed, timeout=LONG, check_params_cb=lambda e, s: e is not None
    ):
        shown.select(1)


def test_a_failed_search_is_said_until_the_next_is_asked(opened: Wiring, qtbot: QtBot) -> None:
    bar = opened.window.messages
    opened.building.search_for("")
    assert bar.isVisible()
    ask(opened, qtbot, "a river")
    assert not bar.isVisible()


def test_an_export_is_said_until_other_places_are_searched(
    opened: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    ask(opened, qtbot, "a river")
    with qtbot.waitSignal(opened.session.search.exported, timeout=LONG):
        opened.session.search.export(str(tmp_path / "hits.geojson"))
    assert opened.window.messages.isVisible()
    ask(opened, qtbot, "a road")
    assert not opened.window.messages.isVisible()


def test_a_menu_is_gone_once_it_was_closed(opened: Wiring, qtbot: QtBot) -> None:
    ask(opened, qtbot, "a river")
    before = len(opened.window.findChildren(QMenu))
    for _ in range(5):
        opened.places.open_hit_menu(QPoint(50, 50), 0)
        opened.places.open_map_menu(QPoint(50, 50), 1.0, 2.0, 0)
        for menu in opened.window.findChildren(QMenu):
            menu.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(opened.window.findChildren(QMenu)) == before
    passing_menu(opened.window).deleteLater()


def test_diagnostics_shows_lines_as_they_come(qtbot: QtBot) -> None:
    dialog = DiagnosticsDialog()
    qtbot.addWidget(dialog)
    assert not dialog._busy.isHidden()
    dialog.add("GDAL  3.9\n")
    dialog.add("model  starter\n")
    assert "GDAL  3.9\nmodel  starter" in dialog.text.toPlainText()
    dialog.end("")
    assert dialog._busy.isHidden()
    assert dialog.text.toPlainText().startswith("MSA Analyst")


def test_a_job_says_that_it_estimates_until_it_can_tell(opened: Wiring) -> None:
    from app.jobs.command_job import JobProgress

    jobs = opened.window.jobs
    jobs.begin("Indexing")
    jobs.update_progress(JobProgress(0.0, "loading the model", None))
    assert jobs._eta.text() == f"0%  ·  {ESTIMATING}"
    jobs.update_progress(JobProgress(0.1, "east.tif", 90.0))
    assert jobs._eta.text() == "10%  ·  about 2 min left"
    jobs.update_progress(JobProgress(-1.0, "Stopping", None))
    assert jobs._eta.text() == ""
