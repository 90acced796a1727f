"""What a lesson leaves behind when it ends: never without an index that is searched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.models.choices.lesson import DONE, Lesson
from app.session.learning.teaching import TeachingState
from app.wiring.wiring import Wiring

LONG = 30_000


@pytest.fixture
def lesson(tmp_path: Path, opened: Wiring) -> Lesson:
    """One that is done, with a new index beside the one that was taught."""
    archive = opened.session.archive
    assert archive.index_path is not None
    new = tmp_path / "taught"
    shutil.copytree(archive.index_path, new)
    made = Lesson(
        name="taught",
        folder=str(tmp_path / "lesson"),
        index=str(archive.index_path),
        archive=archive.paths,
        new_index=str(new),
        model=str(tmp_path / "model"),
        step=DONE,
    )
    Path(made.folder).mkdir()
    made.save()
    return made


def end(wiring: Wiring, qtbot: QtBot, lesson: Lesson) -> None:
    teaching = wiring.session.teaching
    teaching._set(TeachingState(lesson=lesson))
    teaching.finish()
    qtbot.waitUntil(lambda: not Path(lesson.folder).exists(), timeout=LONG)


def test_an_index_that_nobody_uses_goes(opened: Wiring, qtbot: QtBot, lesson: Lesson) -> None:
    end(opened, qtbot, lesson)
    qtbot.waitUntil(lambda: not Path(lesson.new_index).exists(), timeout=LONG)


def _open_it(wiring: Wiring, lesson: Lesson) -> None:
    wiring.session.archive.open(lesson.archive, Path(lesson.new_index))


def _open_it_beside_another(wiring: Wiring, lesson: Lesson) -> None:
    wiring.session.archive.more_indexes = (lesson.new_index,)


def _choose_it_for_the_next_time(wiring: Wiring, lesson: Lesson) -> None:
    # As a window leaves it that is killed between switching and keeping the lesson.
    wiring.session.teaching._settings.use_index(lesson.archive, lesson.new_index)


@pytest.mark.parametrize("use", [_open_it, _open_it_beside_another, _choose_it_for_the_next_time])
def test_an_index_that_is_searched_stays_though_the_lesson_does_not_know_of_it(
    opened: Wiring, qtbot: QtBot, lesson: Lesson, use: Callable[[Wiring, Lesson], None]
) -> None:
    use(opened, lesson)
    if use is _open_it:
        qtbot.waitUntil(lambda: opened.session.archive.index_path == Path(lesson.new_index), timeout=LONG)
    end(opened, qtbot, lesson)
    opened.session.teaching._files.close()  # all that was asked for is done
    assert (Path(lesson.new_index) / "manifest.json").is_file()
