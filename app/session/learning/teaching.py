"""Teaching the model: one lesson at a time, its steps as child processes; the old index and model stay as they are."""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.jobs.command_job import CommandJob, JobProgress
from app.jobs.files_lane import FilesLane
from app.models.choices.lesson import COMPARE, DONE, KEEP, STEP_NAMES, STEPS, TRAIN, Lesson, read_lesson
from app.session.archive.archive_session import ArchiveSession
from app.session.learning.review_session import Gathered, ReviewSession
from app.session.project.project_session import ProjectSession
from app.settings import Settings
from app.translation import tr
from msa_core.errors import MsaError
from msa_core.retrieval.query.saved.project_file import Project, write_project

_LOG = logging.getLogger(__name__)
_GATHER, _BEGIN, _KEEP, _FIND, _DROP = (
    "Gathering votes",
    "Beginning",
    "Keeping the model",
    "Lessons",
    "Clearing up",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingState:
    """Where a lesson is.

    Attributes:
        lesson: None when nothing is taught.
        is_running: whether its step is being done; else it is paused, failed or done.
        progress: of the step.
        problem: why it ended before its time.
    """

    lesson: Lesson | None = None
    is_running: bool = False
    progress: JobProgress | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A lesson that another window left, the figures of its run, and what was compared."""

    lesson: Lesson
    figures: list[dict[str, Any]]
    compared: object


class Teaching(QObject):
    """Begins, pauses, goes on with and gives up a lesson, and switches between the two indexes at its end.

    Signals:
        state_changed: the TeachingState.
        votes_gathered: the votes on the open index, features of GeoJSON.
        figures_found: a line of figures of the run, a dict, as ``metrics.jsonl`` has it.
        comparison_found: the questions before and after, as ``msa compare --json`` has them.
        note_told: a sentence, in English: something that the training or the indexing left out, and why.
        notes_forgotten: those told so far are of no lesson any more.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    state_changed = Signal(object)
    votes_gathered = Signal(object)
    figures_found = Signal(object)
    comparison_found = Signal(object)
    note_told = Signal(str)
    notes_forgotten = Signal()
    message_posted = Signal(str, str, str)

    def __init__(
        self,
        review: ReviewSession,
        archive: ArchiveSession,
        project: ProjectSession,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._review, self._archive, self._project = review, archive, project
        self._lane: FilesLane | None = None
        self._job: CommandJob | None = None
        self._is_given_up = False
        self.state = TeachingState()

    # Intents

    @Slot()
    def gather(self) -> None:
        """Read all votes on tiles of the open index; told by ``votes_gathered``."""
        self._files.run(_GATHER, self._review.gathering())

    def begin(self, lesson: Lesson, votes: list[dict[str, Any]]) -> None:
        """Teach with these votes; the saved searches are compared at the end."""
        searches = self._project.searches

        def write() -> Lesson:
            from msa_core.retrieval.exports.reviewed.review_file import write_collection

            write_collection(lesson.votes, votes)
            if searches:
                write_project(lesson.searches, Project(searches=searches))
            lesson.save()
            return lesson

        self._set(TeachingState(lesson=lesson, is_running=True))
        self._files.run(_BEGIN, write)

    @Slot()
    def pause(self) -> None:
        """Stop the step; what it has done is kept."""
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def go_on(self) -> None:
        """Go on with the step that was paused, or failed."""
        lesson = self.state.lesson
        if lesson is not None and not self.state.is_running and lesson.step != DONE:
            self._take_step(lesson)

    @Slot()
    def give_up(self) -> None:
        """End the lesson before its time; votes, old index and old model stay as they are."""
        if self._job is not None:
            self._is_given_up = True
            self._job.cancel()
        else:
            self._drop()

    @Slot()
    def use(self) -> None:
        """Search the index of the taught model from now on."""
        self._switch(True)

    @Slot()
    def go_back(self) -> None:
        """Search the old index again."""
        self._switch(False)

    @Slot()
    def finish(self) -> None:
        """The comparison was seen. The new index goes, unless it is in use or open."""
        self._drop()

    @Slot()
    def find_unfinished(self) -> None:
        """Look for a lesson that a closed window left."""
        self._files.run(_FIND, _unfinished)

    def close(self) -> None:
        """The window goes: the step stops, and is gone on with by the next window."""
        if self._job is not None:
            self._job.close()
        if self._lane is not None:
            self._lane.close()

    # Steps

    @property
    def _files(self) -> FilesLane:
        if self._lane is None:
            self._lane = FilesLane(self)
            self._lane.finished.connect(self._on_file_done)
            self._lane.failed.connect(self._on_file_failed)
        return self._lane

    def _set(self, state: TeachingState) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _take_step(self, lesson: Lesson) -> None:
        self._set(TeachingState(lesson=lesson, is_running=True))
        if lesson.step == KEEP:
            self._files.run(_KEEP, lambda: _keep_model(lesson))
            return
        module, arguments = lesson.command()
        self._is_given_up = False
        if lesson.step == TRAIN:  # what it is told of its data is told again when it goes on
            self.notes_forgotten.emit()
        self._job = job = CommandJob(module, self)
        job.progressed.connect(self._on_progress)
        job.figures_found.connect(self.figures_found)
        job.source_finished.connect(self._on_source)
        job.finished.connect(self._on_step_done)
        job.start(arguments)

    def _advance(self, lesson: Lesson) -> None:
        following = replace(lesson, step=STEPS[STEPS.index(lesson.step) + 1])
        self._save(following)
        if following.step == DONE:
            self._set(TeachingState(lesson=following))
        else:
            self._take_step(following)

    def _save(self, lesson: Lesson) -> None:
        self._files.run("Keeping the lesson", lesson.save)

    def _switch(self, to_new: bool) -> None:
        lesson = self.state.lesson
        if lesson is None or lesson.step != DONE:
            return
        folder = Path(lesson.new_index if to_new else lesson.index)
        if self._archive.indexing.is_running:
            self.message_posted.emit("warn", tr("Indexing is still running. Switch when it has ended."), "")
        elif not paths.is_index(folder):
            self.message_posted.emit("bad", tr("The index {folder} is no longer there.", folder=folder), "")
        else:
            self._settings.use_index(lesson.archive, str(folder))
            self._archive.open(lesson.archive, folder)
            lesson = replace(lesson, in_use=to_new)
            self._save(lesson)
            self._set(TeachingState(lesson=lesson))

    def _drop(self) -> None:
        lesson = self.state.lesson
        self._set(TeachingState())
        self.notes_forgotten.emit()
        if lesson is not None:
            keeps_new = lesson.in_use or self._is_used(lesson)
            self._files.run(_DROP, lambda: _clear_up(lesson, keeps_new))

    def _is_used(self, lesson: Lesson) -> bool:
        """Whether the new index is open, or is what the archive is opened with the next time, however that came."""
        archive, new = self._archive, Path(lesson.new_index)
        opened = [archive.index_path, *map(Path, archive.more_indexes)]
        return new in opened or self._settings.index_of(lesson.archive) == str(new)

    # Answers

    @Slot(object)
    def _on_progress(self, progress: JobProgress) -> None:
        self._set(replace(self.state, progress=progress))

    @Slot(str, str, str, int)
    def _on_source(self, name: str, state: str, reason: str, tiles: int) -> None:
        if state in ("note", "refused", "partial"):
            note = reason if state == "note" else f"{name}: {reason}"
            _LOG.info("%s", note)
            self.note_told.emit(note)

    @Slot(int, str)
    def _on_step_done(self, code: int, sentence: str) -> None:
        job, self._job = self._job, None
        lesson = self.state.lesson
        if job is None or lesson is None:
            return
        job.deleteLater()
        if self._is_given_up:
            self._drop()
        elif job.is_cancelling:
            self._set(TeachingState(lesson=lesson))
        elif code != 0:
            words = sentence or tr(
                "“{step}” failed. The log has the details.", step=tr(STEP_NAMES[lesson.step])
            )
            self._set(TeachingState(lesson=lesson, problem=words))
            self.message_posted.emit("bad", words, "")
        else:
            if lesson.step == COMPARE:
                self._files.run(COMPARE, _keeping(lesson, job.output))
            self._advance(lesson)

    @Slot(str, object)
    def _on_file_done(self, key: str, value: object) -> None:
        if key == _GATHER and isinstance(value, Gathered):
            self.votes_gathered.emit(value.features)
            if value.sentence:  # last: it may be why there are too few votes
                self.message_posted.emit("warn", value.sentence, "")
        elif key in (_BEGIN, _KEEP) and isinstance(value, Lesson) and value == self.state.lesson:
            if key == _BEGIN:
                self._take_step(value)
            else:
                self._advance(value)
        elif key == COMPARE and value:
            self.comparison_found.emit(value)
        elif key == _FIND and isinstance(value, _Kept):
            self._take_found(value)

    def _take_found(self, found: _Kept) -> None:
        if self.state.lesson is not None:
            return
        self._set(TeachingState(lesson=found.lesson))
        for line in found.figures:
            self.figures_found.emit(line)
        if found.compared:
            self.comparison_found.emit(found.compared)

    @Slot(str, str)
    def _on_file_failed(self, key: str, sentence: str) -> None:
        self.message_posted.emit("bad", sentence, "")
        if key in (_BEGIN, _KEEP) and self.state.lesson is not None:
            self._set(TeachingState(lesson=self.state.lesson, problem=sentence))


def _keeping(lesson: Lesson, output: str) -> Callable[[], object]:
    """Keep what was compared beside the lesson."""

    def work() -> object:
        from msa_core.files import write_whole

        write_whole(Path(lesson.folder) / "compared.json", output.encode())
        return json.loads(output)["questions"]

    return work


def _keep_model(lesson: Lesson) -> Lesson:
    """The checkpoint of the run under its name among the user's models; whole or not at all."""
    target = Path(lesson.model)
    if not (target / "model.safetensors").is_file():
        aside = target.with_name(f".{target.name}.part")
        shutil.rmtree(aside, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(lesson.checkpoint, aside)
        aside.rename(target)
    return lesson


def _unfinished() -> _Kept | None:
    """The newest lesson that is kept."""
    files = sorted(paths.lessons_folder().glob("*/lesson.json"), key=lambda file: file.stat().st_mtime)
    for file in reversed(files):
        try:
            lesson = read_lesson(file)
        except MsaError as error:
            _LOG.warning("%s", error)
            continue
        told, compared = None, Path(lesson.folder) / "compared.json"
        with contextlib.suppress(ValueError, KeyError):
            told = json.loads(compared.read_text("utf-8"))["questions"] if compared.is_file() else None
        return _Kept(lesson, _figures(lesson.run / "metrics.jsonl"), told)
    return None


def _figures(file: Path) -> list[dict[str, Any]]:
    """What a training logged, without a line that a kill left half written."""
    found = []
    for line in file.read_text("utf-8", "replace").splitlines() if file.is_file() else ():
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


def _clear_up(lesson: Lesson, keeps_new: bool) -> None:
    """The lesson's own files, and the new index unless it is to be kept."""
    shutil.rmtree(lesson.folder, ignore_errors=True)
    if not keeps_new:
        shutil.rmtree(lesson.new_index, ignore_errors=True)
