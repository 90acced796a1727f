"""Teaching the model from the window, with everything real: child processes train, make the index and compare."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app import paths
from app.controllers.window.teaching_controls import name_fault
from app.jobs.engine_client import ENGINE
from app.models.choices.lesson import DONE, TRAIN, Lesson, doubts, too_few
from app.session.learning.review_session import _earlier_key
from app.widgets.frame.dialogs.teach_dialog import TeachDialog, Wanted
from app.widgets.frame.pages.training_page import TrainingPage
from app.wiring.wiring import Wiring
from msa_core import cli
from msa_core.indexing.folder.manifest.manifest import Manifest
from tests.support.made_index import all_rows
from tests.support.scenes import write_scene

LONG = 400_000
LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def archive_with_index(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    folder = tmp_path_factory.mktemp("teach") / "archive"
    for number in range(3):
        write_scene(folder / f"scene{number}.tif", seed=number, east_m=500_000.0 + 900.0 * number)
    arguments = [
        "index",
        folder,
        "--out",
        folder / ".msa-index",
        "--model",
        tiny_checkpoint,
        "--tile-m",
        "80",
    ]
    assert cli.run([str(a) for a in arguments]) == 0
    return folder


@pytest.fixture
def open_window(
    make_wiring: Callable[..., Wiring],
    tiny_checkpoint: Path,
    archive_with_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> Callable[[], Wiring]:
    monkeypatch.setenv("MSA_MODEL", str(tiny_checkpoint))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")

    def make() -> Wiring:
        wiring = make_wiring(ENGINE)
        wiring.session.open_paths([str(archive_with_index)])
        qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
        return wiring

    return make


def review(wiring: Wiring, qtbot: QtBot, accepted: int = 16, rejected: int = 8) -> None:
    """Ask, and judge from the top."""
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        field = wiring.window.search_bar.field
        field.setText("red fields")
        QTest.keyClick(field, Qt.Key.Key_Return)
    shown = wiring.session.search.hits
    # More places than are listed at first: the votes go to the session as the keys send them.
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        asked = wiring.session.search.asked
        assert asked is not None
        wiring.session.search.start(asked.query, 40, asked.listing)
    shown = wiring.session.search.hits
    assert len(shown) >= accepted + rejected
    wiring.session.review.vote(shown[:accepted], "accepted")
    wiring.session.review.vote(shown[accepted : accepted + rejected], "rejected")


def begin(wiring: Wiring, qtbot: QtBot, name: str = "red fields") -> None:
    assert wiring.window.hits.teach.isVisible()
    QTest.mouseClick(wiring.window.hits.teach, LEFT)
    qtbot.waitUntil(lambda: wiring.teaching.dialog is not None, timeout=LONG)
    dialog = wiring.teaching.dialog
    assert dialog is not None
    dialog.name.setText(name)
    QTest.mouseClick(dialog.teach, LEFT)


@pytest.mark.slow
def test_from_votes_to_the_taught_model_and_back(
    open_window: Callable[[], Wiring], qtbot: QtBot, archive_with_index: Path
) -> None:
    wiring = open_window()
    teaching, page = wiring.session.teaching, wiring.teaching.page
    old = archive_with_index / ".msa-index"
    before = all_rows(old)
    assert not wiring.window.hits.teach.isVisible()
    review(wiring, qtbot)
    wiring.session.saved.save(wiring.session.search.answer, "red ones", "")  # type: ignore[arg-type]
    begin(wiring, qtbot)
    qtbot.waitUntil(lambda: teaching.state.lesson is not None, timeout=LONG)
    assert wiring.window.drawer.isVisible()
    assert not wiring.window.hits.teach.isVisible()
    with qtbot.waitSignal(teaching.comparison_found, timeout=LONG):
        pass
    lesson = teaching.state.lesson
    assert lesson is not None
    qtbot.waitUntil(lambda: teaching.state.lesson is not None and teaching.state.lesson.step == DONE)
    assert page.curves.loss
    assert page.curves.val
    assert (paths.models_folder() / "red fields" / "model.safetensors").is_file()
    assert page.comparison.isVisible()
    assert page.comparison.questions.count() == 1
    assert page.comparison.models[0].rowCount() == page.comparison.models[1].rowCount() == 20
    assert "right" in page.comparison.heads[0].text()
    assert wiring.session.archive.index_path == old, "nothing is switched before it is asked for"
    assert all_rows(old).equals(before)

    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        QTest.mouseClick(page.use, LEFT)
    index = wiring.session.archive.index
    assert index is not None
    assert wiring.session.archive.index_path == Path(lesson.new_index)
    qtbot.waitUntil(
        lambda: wiring.session.archive.index.model == Manifest.load(Path(lesson.new_index)).model.fingerprint  # type: ignore[union-attr]
    )
    assert len(wiring.session.review.votes) == 24, "votes are about places, whatever the model"
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        QTest.mouseClick(page.back, LEFT)
    assert wiring.session.archive.index_path == old
    QTest.mouseClick(page.finish, LEFT)
    qtbot.waitUntil(lambda: not Path(lesson.folder).exists() and not Path(lesson.new_index).exists())
    assert (paths.models_folder() / "red fields").is_dir(), "the model stays"


@pytest.mark.slow
def test_a_lesson_is_paused_survives_the_window_and_goes_on(
    open_window: Callable[[], Wiring], qtbot: QtBot, archive_with_index: Path
) -> None:
    wiring = open_window()
    teaching = wiring.session.teaching
    review(wiring, qtbot)
    begin(wiring, qtbot, "paused one")
    qtbot.waitUntil(
        lambda: teaching.state.lesson is not None and teaching.state.lesson.step == TRAIN, timeout=LONG
    )
    QTest.mouseClick(wiring.teaching.page.pause, LEFT)
    qtbot.waitUntil(lambda: not teaching.state.is_running, timeout=LONG)
    assert wiring.teaching.page.resume.isVisible()
    wiring.close()

    again = open_window()
    found = again.session.teaching
    qtbot.waitUntil(lambda: found.state.lesson is not None, timeout=LONG)
    assert not found.state.is_running, "it goes on when it is asked to"
    again.window.drawer.open_page(again.teaching.page)
    QTest.mouseClick(again.teaching.page.resume, LEFT)
    qtbot.waitUntil(lambda: found._job is not None, timeout=LONG)
    # Killed midway: it says so, and goes on all the same.
    process = found._job._process.processId()  # type: ignore[union-attr]
    os.kill(process, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(found.state.problem), timeout=LONG)
    assert again.session.archive.index_path == archive_with_index / ".msa-index"
    QTest.mouseClick(again.teaching.page.resume, LEFT)
    qtbot.waitUntil(lambda: found.state.lesson is not None and found.state.lesson.step == DONE, timeout=LONG)


@pytest.mark.slow
def test_what_a_lesson_leaves_out_is_said_on_its_page(
    open_window: Callable[[], Wiring], qtbot: QtBot
) -> None:
    wiring = open_window()
    teaching, page = wiring.session.teaching, wiring.teaching.page
    review(wiring, qtbot)
    begin(wiring, qtbot, "with notes")
    qtbot.waitUntil(page.notes.isVisible, timeout=LONG)
    assert "set aside as val" in page.notes.text()
    QTest.mouseClick(page.cancel, LEFT)
    qtbot.waitUntil(lambda: teaching.state.lesson is None, timeout=LONG)
    assert not page.notes.isVisible()


@pytest.mark.slow
def test_a_lesson_given_up_leaves_nothing_but_the_votes(
    open_window: Callable[[], Wiring], qtbot: QtBot, archive_with_index: Path
) -> None:
    wiring = open_window()
    teaching = wiring.session.teaching
    before = all_rows(archive_with_index / ".msa-index")
    review(wiring, qtbot)
    begin(wiring, qtbot, "given up")
    qtbot.waitUntil(
        lambda: teaching.state.lesson is not None and teaching.state.lesson.step == TRAIN, timeout=LONG
    )
    folder = Path(teaching.state.lesson.folder)  # type: ignore[union-attr]
    QTest.mouseClick(wiring.teaching.page.cancel, LEFT)
    qtbot.waitUntil(lambda: teaching.state.lesson is None and not folder.exists(), timeout=LONG)
    assert not (paths.models_folder() / "given up").exists()
    assert all_rows(archive_with_index / ".msa-index").equals(before)
    assert len(wiring.session.review.votes) == 24
    assert wiring.window.hits.teach.isVisible()


def test_votes_that_cannot_carry_a_lesson_are_warned_of() -> None:
    def votes(accepted: int, rejected: int, *captions: str) -> list[dict[str, object]]:
        said = ["accepted"] * accepted + ["rejected"] * rejected
        return [
            {"id": f"a/{n}", "properties": {"review": state, "caption": captions[n % len(captions)]}}
            for n, state in enumerate(said)
        ]

    few = " ".join(doubts(votes(3, 20, "a", "b")))
    assert "Only 3 places are accepted" in few
    assert "nearly all of its tiles are practised ones" in few
    assert "rejected" in " ".join(doubts(votes(20, 1, "a", "b")))
    assert not doubts(votes(20, 20, "a", "b"))
    # Other tiles are practised beside them, so one question is enough to tell words apart.
    assert not doubts(votes(20, 20, "a"))
    assert too_few(votes(1, 30, "a"))
    assert not too_few(votes(2, 0, "a"))


def test_what_the_steps_of_a_lesson_tell_of_is_said_on_its_page_and_in_the_log(
    make_wiring: Callable[..., Wiring],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # A child process that tells as training and indexing do, in a second.
    monkeypatch.setattr(Lesson, "command", lambda _lesson: ("tests.support.telling", []))
    caplog.set_level("INFO")
    wiring = make_wiring()
    teaching, page = wiring.session.teaching, wiring.teaching.page
    folder = tmp_path / "lesson"
    folder.mkdir()
    lesson = Lesson(
        name="told", folder=str(folder), index=str(tmp_path), archive=(), new_index=str(tmp_path / "new"),
        model=str(tmp_path / "model"), minutes=1.0, share=0.75, device="cpu",
    )  # fmt: skip
    teaching.begin(replace(lesson, step=TRAIN), [])
    qtbot.waitUntil(lambda: bool(teaching.state.problem), timeout=LONG)
    assert page.notes.text().startswith("2 captions are empty.")
    assert page.notes.toolTip().splitlines() == [
        "2 captions are empty.", "cut.tif: it is cut short.", "half.tif: 3 tiles could not be read.",
    ]  # fmt: skip
    assert "cut.tif: it is cut short." in caplog.text
    teaching.give_up()
    assert not page.notes.isVisible()


def test_the_first_note_is_read_at_once_and_all_of_them_in_the_tip(qtbot: QtBot) -> None:
    page = TrainingPage()
    qtbot.addWidget(page)
    page.resize(900, 200)
    page.show()
    assert not page.notes.isVisible()
    page.add_note("2 captions are empty.")
    assert page.notes.isVisible()
    assert page.notes.text() == "2 captions are empty."
    page.add_note("a%n.tif: it is cut short.")
    page.add_note("b.tif: it has no position.")
    assert page.notes.text() == "2 captions are empty. And 2 more."
    assert page.notes.toolTip().splitlines()[1:] == [
        "a%n.tif: it is cut short.",
        "b.tif: it has no position.",
    ]
    for number in range(30):
        page.add_note(f"{number}.tif: it is cut short.")
    assert page.notes.text() == "2 captions are empty. And 32 more."
    assert page.notes.toolTip().splitlines()[-1] == "13 more are in the log."
    page.clear_notes()
    assert not page.notes.isVisible()
    page.add_note("a%n.tif: it is cut short.")
    page.add_note("b.tif: it has no position.")
    assert page.notes.text() == "a%n.tif: it is cut short. And one more."


def test_a_taken_or_impossible_name_cannot_be_chosen(qtbot: QtBot) -> None:
    (paths.models_folder() / "taken").mkdir(parents=True)
    dialog = TeachDialog("new", "16 accepted, 8 rejected", [], name_fault)
    qtbot.addWidget(dialog)
    for name, minutes, can in (
        ("taken", "10", False), ("starter", "10", False), ("../up", "10", False), ("", "10", False),
        ("new", "soon", False), ("new", "0", False), ("new", "1.5", True),
    ):  # fmt: skip
        dialog.name.setText(name)
        dialog.minutes.setText(minutes)
        assert dialog.teach.isEnabled() is can, (name, minutes)
    with qtbot.waitSignal(dialog.chosen) as caught:
        QTest.mouseClick(dialog.teach, LEFT)
    assert caught.args[0] == Wanted("new", 1.5, 0.75)


def test_votes_are_kept_by_question_and_tile_and_those_of_before_are_found(
    opened: Wiring, make_wiring: Callable[..., Wiring], qtbot: QtBot, indexed: Path
) -> None:
    def ask(wiring: Wiring) -> None:
        field = wiring.window.search_bar.field
        field.setText("clear water")
        with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
            QTest.keyClick(field, Qt.Key.Key_Return)

    ask(opened)
    opened.session.review.vote(opened.session.search.hits[:3], "accepted")
    query, kept = opened.session.search.query, opened.session.review.file
    index = opened.session.archive.index
    assert query is not None
    assert kept is not None
    assert index is not None
    opened.close()
    votes = json.loads(kept.read_text("utf-8"))
    kept.unlink()
    # As a program kept them that told indexes apart by their paths.
    early = paths.reviews_file(_earlier_key(query, index.path))
    early.write_text(json.dumps(votes), "utf-8")

    again = make_wiring()
    again.session.open_paths([str(indexed)])
    qtbot.waitUntil(lambda: again.session.archive.index is not None, timeout=LONG)
    ask(again)
    qtbot.waitUntil(lambda: len(again.session.review.votes) == 3, timeout=LONG)
    qtbot.waitUntil(lambda: kept.exists() and not early.exists(), timeout=LONG)
    again.close()

    moved = indexed.with_name("elsewhere")
    indexed.rename(moved)
    later = make_wiring()
    later.session.open_paths([str(moved)])
    qtbot.waitUntil(lambda: later.session.archive.index is not None, timeout=LONG)
    ask(later)
    qtbot.waitUntil(lambda: len(later.session.review.votes) == 3, timeout=LONG)
