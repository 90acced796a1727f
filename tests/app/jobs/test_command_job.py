from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs import command_job
from app.jobs.command_job import CANCELLED, CommandJob, JobProgress
from app.widgets.frame.bars.job_bar import eta_label


@pytest.fixture(autouse=True)
def findable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))


def run(qtbot: QtBot, mode: str) -> tuple[CommandJob, int, str]:
    job = CommandJob("fake_command")
    with qtbot.waitSignal(job.finished, timeout=120_000) as caught:
        job.start([mode])
    return job, caught.args[0], caught.args[1]


def test_a_job_tells_how_far_it_is_and_how_it_ended(qtbot: QtBot) -> None:
    seen: list[object] = []
    job = CommandJob("fake_command")
    job.progressed.connect(seen.append)
    job.source_finished.connect(lambda *source: seen.append(source))
    with qtbot.waitSignal(job.finished, timeout=120_000) as caught:
        job.start(["work"])
    assert caught.args == [0, "1 raster indexed."]
    assert seen == [JobProgress(0.25, "east.tif", 3.0), ("east.tif", "partial", "3 of 4 tiles", 3)]
    assert job.output == "a result\n"


def test_a_failure_ends_with_its_own_sentence(qtbot: QtBot) -> None:
    assert run(qtbot, "fail")[1:] == (4, "The disk is full: free some space and index again.")


def test_a_crash_is_told_as_one(qtbot: QtBot) -> None:
    _, code, sentence = run(qtbot, "crash")
    assert code == 4
    assert "crashed" in sentence
    assert "kept" in sentence


def test_a_command_that_does_not_exist_fails_with_its_words(qtbot: QtBot) -> None:
    job = CommandJob("no_such_command_module")
    with qtbot.waitSignal(job.finished, timeout=120_000) as caught:
        job.start([])
    assert caught.args[0] != 0
    assert "no_such_command_module" in caught.args[1]


def test_cancelling_asks_and_is_obeyed(qtbot: QtBot) -> None:
    job = CommandJob("fake_command")
    with qtbot.waitSignal(job.source_finished, timeout=120_000):
        job.start(["wait"])
    with qtbot.waitSignal(job.finished, timeout=120_000) as caught:
        job.cancel()
        job.cancel()
    assert caught.args == [CANCELLED, "Cancelled. What was finished is kept."]
    assert not job.is_running


def test_what_was_done_before_it_could_be_stopped_is_said_to_be_done(qtbot: QtBot) -> None:
    job = CommandJob("fake_command")
    with qtbot.waitSignal(job.source_finished, timeout=120_000):
        job.start(["nearly done"])
    with qtbot.waitSignal(job.finished, timeout=120_000) as caught:
        job.cancel()
    assert caught.args == [0, "1 raster indexed."]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_cancel_before_the_command_has_loaded_is_heard_though_a_shell_ignores_ctrl_c(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_job, "KILL_AFTER_MS", 10**9)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        job = CommandJob("fake_command")
        with qtbot.waitSignal(job.finished, timeout=120_000) as caught:
            job.start(["wait"])
            job.cancel()
    finally:
        signal.signal(signal.SIGINT, before)
    assert caught.args[0] == CANCELLED


def test_a_command_that_does_not_obey_is_killed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_job, "KILL_AFTER_MS", 300)
    job = CommandJob("fake_command")
    with qtbot.waitSignal(job.source_finished, timeout=120_000):
        job.start(["stubborn"])
    with qtbot.waitSignal(job.finished, timeout=120_000) as caught:
        job.cancel()
    assert caught.args[0] == CANCELLED


@pytest.mark.parametrize(
    "seconds,label",
    [(None, ""), (0.2, "about 1 s left"), (200, "about 3 min left"), (7200, "about 2.0 h left")],
)
def test_time_left_is_written_for_people(seconds: float | None, label: str) -> None:
    assert eta_label(seconds) == label
