from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.controllers.archive import job_controls
from app.jobs.command_job import CommandJob
from app.paths import user_index_location
from app.session.archive import indexing as sessions
from app.wiring.wiring import Wiring

LONG = 120_000


class FakeJob(CommandJob):
    """The same child process and reading, another command: the mode stands in for the arguments."""

    mode = "work"
    asked: list[list[str]] = []  # noqa: RUF012 (shared on purpose: the window makes the job)

    def __init__(self, parent: object = None) -> None:
        super().__init__("fake_command", parent)  # type: ignore[arg-type]

    def start(self, arguments: list[str]) -> None:
        FakeJob.asked.append(arguments)
        super().start([FakeJob.mode])


def answer(wiring: Wiring, name: str, button: str) -> None:
    """Press a button of the question that is open."""
    box = wiring.window.findChild(QMessageBox, name)
    assert box is not None
    assert box.isVisible()
    QTest.mouseClick(
        next(b for b in box.buttons() if b.text().replace("&", "") == button), Qt.MouseButton.LeftButton
    )
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def wiring(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> Wiring:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setattr(sessions, "CommandJob", FakeJob)
    FakeJob.asked.clear()
    FakeJob.mode = "work"
    wiring = make_wiring()
    wiring.settings.index_location = "beside"
    wiring.session.open_paths([str(archive)])
    qtbot.waitUntil(lambda: wiring.archive_model.rowCount() == 4, timeout=LONG)
    return wiring


def test_indexing_runs_the_command_line_and_shows_its_progress(
    wiring: Wiring, qtbot: QtBot, archive: Path
) -> None:
    window = wiring.window
    FakeJob.mode = "wait"
    with qtbot.waitSignal(wiring.session.archive.indexing.source_finished, timeout=LONG):
        QTest.mouseClick(window.archive.index_button, Qt.MouseButton.LeftButton)
        assert window.jobs.isVisible()
    out = str(archive / ".msa-index")
    assert FakeJob.asked == [["index", str(archive), "--out", out, "--json-progress", "--device", "auto"]]
    assert window.jobs._text.text() == "east.tif"
    assert window.jobs._eta.text() == "25%  ·  about 3 s left"
    states = {row.name: row.state for row in wiring.archive_model.rows()}
    assert states["east.tif"] == "partial"
    assert not window.archive.index_button.isEnabled()
    QTest.mouseClick(window.jobs._cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wiring.session.archive.indexing.is_running, timeout=LONG)
    assert not window.jobs.isVisible()
    assert "1 raster with 3 tiles can be searched" in window.messages.text
    assert window.archive.index_button.isEnabled()


def test_escape_never_ends_indexing(wiring: Wiring, qtbot: QtBot) -> None:
    FakeJob.mode = "wait"
    with qtbot.waitSignal(wiring.session.archive.indexing.source_finished, timeout=LONG):
        wiring.window.actions_.index.trigger()
    QTest.keyClick(wiring.window, Qt.Key.Key_Escape)
    QTest.keyClick(wiring.window, Qt.Key.Key_Escape)
    qtbot.wait(200)
    job = wiring.session.archive.indexing._job
    assert job is not None
    assert not job.is_cancelling


def test_after_indexing_the_index_is_open(wiring: Wiring, qtbot: QtBot, archive: Path) -> None:
    (archive / ".msa-index").mkdir()
    (archive / ".msa-index" / "manifest.json").write_text("{}")
    with qtbot.waitSignal(wiring.session.archive.indexing.finished, timeout=LONG):
        wiring.session.archive.start_indexing()
    assert wiring.window.messages.kind == "good"
    assert "1 raster with 3 tiles can be searched" in wiring.window.messages.text
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    assert {row.name: row.state for row in wiring.archive_model.rows()}["east.tif"] == "indexed"


def test_a_failed_job_says_why(wiring: Wiring, qtbot: QtBot) -> None:
    FakeJob.mode = "fail"
    with qtbot.waitSignal(wiring.session.archive.indexing.finished, timeout=LONG):
        wiring.session.archive.start_indexing()
    assert wiring.window.messages.kind == "bad"
    assert wiring.window.messages.text == "The disk is full: free some space and index again."


def test_another_archive_waits_until_indexing_is_over(wiring: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    FakeJob.mode = "wait"
    with qtbot.waitSignal(wiring.session.archive.indexing.source_finished, timeout=LONG):
        wiring.session.archive.start_indexing()
    wiring.session.open_paths([str(tmp_path)])
    assert "Stop it before" in wiring.window.messages.text
    assert wiring.archive_model.rowCount() == 4


def test_closing_the_window_asks_about_a_running_job_and_ends_it(wiring: Wiring, qtbot: QtBot) -> None:
    FakeJob.mode = "wait"
    with qtbot.waitSignal(wiring.session.archive.indexing.source_finished, timeout=LONG):
        wiring.session.archive.start_indexing()
    job = wiring.session.archive.indexing._job
    assert job is not None
    wiring.window.close()
    answer(wiring, "closeWhileIndexing", "Stay")
    assert wiring.window.isVisible()
    assert job.is_running
    wiring.window.close()
    answer(wiring, "closeWhileIndexing", "Stop and close")
    assert not wiring.window.isVisible()
    assert not wiring.session.archive.indexing.is_running
    assert not wiring.engine.is_running


def test_a_long_job_is_not_stopped_without_a_question(
    wiring: Wiring, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_controls, "ASK_AFTER_S", 0.0)
    FakeJob.mode = "wait"
    with qtbot.waitSignal(wiring.session.archive.indexing.source_finished, timeout=LONG):
        wiring.session.archive.start_indexing()
    stop = wiring.window.jobs._cancel
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    answer(wiring, "stopIndexing", "Go on")
    assert wiring.session.archive.indexing.is_running
    assert stop.isEnabled()
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(wiring.session.archive.indexing.finished, timeout=LONG):
        answer(wiring, "stopIndexing", "Stop indexing")


def test_where_the_index_is_to_lie_is_asked_once(wiring: Wiring, qtbot: QtBot, archive: Path) -> None:
    wiring.settings.index_location = ""
    QTest.mouseClick(wiring.window.archive.index_button, Qt.MouseButton.LeftButton)
    options = wiring.planning.options
    assert options is not None
    options.reject()
    assert FakeJob.asked == []
    QTest.mouseClick(wiring.window.archive.index_button, Qt.MouseButton.LeftButton)
    options = wiring.planning.options
    assert options is not None
    options.location.setCurrentIndex(1)
    with qtbot.waitSignal(wiring.session.archive.indexing.finished, timeout=LONG):
        QTest.mouseClick(options.now, Qt.MouseButton.LeftButton)
    assert FakeJob.asked[0][3] == str(user_index_location((str(archive),)))
    assert not (archive / ".msa-index").exists()
    with qtbot.waitSignal(wiring.session.archive.indexing.finished, timeout=LONG):
        QTest.mouseClick(wiring.window.archive.index_button, Qt.MouseButton.LeftButton)
    assert wiring.settings.index_location == "own"


def test_advice_to_index_goes_when_indexing_begins(wiring: Wiring, qtbot: QtBot) -> None:
    wiring.building.search_for("a river")
    assert "has not been indexed" in wiring.window.messages.text
    FakeJob.mode = "wait"
    with qtbot.waitSignal(wiring.session.archive.indexing.source_finished, timeout=LONG):
        wiring.window.messages.action_chosen.emit("index")
    assert not wiring.window.messages.isVisible()


def test_what_is_finished_is_searched_while_the_rest_is_indexed(
    wiring: Wiring, qtbot: QtBot, archive: Path
) -> None:
    FakeJob.mode = "wait"
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        wiring.session.archive.start_indexing()
        # As the child process does: the index is there before its first raster is reported.
        (archive / ".msa-index").mkdir()
        (archive / ".msa-index" / "manifest.json").write_text("{}")
        wiring.building.search_for("a river")
        assert "still being indexed" in wiring.window.messages.text
    assert caught.args[0].hits
    assert wiring.session.archive.indexing.is_running
    # What is finished between two looks at the index is taken in by the search itself.
    wiring.session.archive.indexing.source_finished.emit("sub/west.tif", "indexed", "4 tiles", 4)
    with qtbot.waitSignals(
        [wiring.session.archive.index_changed, wiring.session.search.search_finished],
        timeout=LONG,
        order="strict",
    ):
        wiring.building.search_for("a road")
    assert wiring.window.archive.index_button.text() == "Indexing …"


def test_stopped_before_the_first_raster_it_says_so(wiring: Wiring, qtbot: QtBot) -> None:
    FakeJob.mode = "silent"
    wiring.session.archive.start_indexing()
    wiring.building.search_for("a river")
    with qtbot.waitSignal(wiring.session.archive.indexing.finished, timeout=LONG):
        QTest.mouseClick(wiring.window.jobs._cancel, Qt.MouseButton.LeftButton)
    assert wiring.window.search_bar.button.text() == "Search"
    assert "0 tiles" not in wiring.window.hits.empty._text.text()


def test_rasters_in_a_zip_are_listed_and_drawn_like_any_other(
    wiring: Wiring, qtbot: QtBot, archive: Path, tmp_path: Path
) -> None:
    zipped = shutil.make_archive(str(tmp_path / "sent by post"), "zip", archive)
    wiring.session.open_paths([zipped])
    qtbot.waitUntil(lambda: wiring.session.archive.paths == (zipped,), timeout=LONG)
    qtbot.waitUntil(lambda: any("east.tif" in row.name for row in wiring.archive_model.rows()), timeout=LONG)
    drawn = wiring.window.canvas.rasters.rasters()
    qtbot.waitUntil(lambda: any(p.overview and "east.tif" in p.path for p in drawn), timeout=LONG)
    assert not any(raster.failed for raster in drawn)
    wiring.session.archive.start_indexing()
    assert FakeJob.asked[0][:2] == ["index", zipped]
