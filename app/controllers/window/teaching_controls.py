"""Teaching the model: when it is offered, the sheet, and what the drawer shows of it."""

from __future__ import annotations

import re
import time
from typing import Any

from PySide6.QtCore import QObject, Slot

from app import paths
from app.models.choices.compared import compared
from app.models.choices.lesson import DONE, FROM_VOTES, STEP_NAMES, Lesson, doubts, too_few
from app.models.words.core_words import in_own_language
from app.session.learning.teaching import TeachingState
from app.session.session import Session
from app.settings import Settings
from app.translation import tr, tr_n
from app.widgets.frame.bars.job_bar import eta_label
from app.widgets.frame.dialogs.teach_dialog import TeachDialog, Wanted
from app.widgets.frame.main_window import MainWindow
from app.widgets.frame.pages.training_page import TrainingPage
from msa_core.errors import UsageError
from msa_core.model.stored.known_models import STARTER, check_name
from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, state_of

MAX_NAME = 60


class TeachingControls(QObject):
    """Owns the page, which is in the drawer once something is taught."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__()
        self._window, self._session, self._settings = window, session, settings
        self._teaching = session.teaching
        self._votes: list[dict[str, Any]] = []
        self.page = TrainingPage()
        self.dialog: TeachDialog | None = None

    # The offer and the sheet

    @Slot()
    def show_offer(self) -> None:
        """From some twenty votes on the review offers it, unless a lesson is under way."""
        votes = sum(state in (ACCEPTED, REJECTED) for state in self._session.review.votes.values())
        index = self._session.archive.index
        can_learn = self._teaching.state.lesson is None and not (index is not None and index.origin)
        self._window.hits.teach.setVisible(votes >= FROM_VOTES and can_learn)

    @Slot()
    def ask(self) -> None:
        """Gather the votes; the sheet opens when they are there."""
        archive = self._session.archive
        if archive.indexing.is_running:
            self._say(tr("Indexing is still running. Teach the model when it has ended."))
        elif archive.index is not None and archive.index.origin:
            self._say(
                tr("These embeddings were made elsewhere: the model that made them cannot be taught here.")
            )
        elif archive.more_indexes:
            self._say(tr("Several indexes are open: open the one whose model is to be taught alone."))
        elif archive.index_path is None or not archive.paths:
            self._say(tr("The rasters of this index are not where they were: training reads them."))
        elif self._teaching.state.lesson is None:
            self._teaching.gather()

    @Slot(object)
    def open_sheet(self, votes: list[dict[str, Any]]) -> None:
        """Ask for name, time, and how well old abilities are kept."""
        refusal = too_few(votes)
        if refusal or self.dialog is not None:
            if refusal:
                self._say(refusal)
            return
        self._votes = votes
        states = [state_of(item) for item in votes]
        accepted, rejected = states.count(ACCEPTED), states.count(REJECTED)
        questions = {(item.get("properties") or {}).get("query") for item in votes}
        summary = " · ".join(
            (
                tr("{accepted} accepted, {rejected} rejected", accepted=accepted, rejected=rejected),
                tr_n(len(questions), "one question", "%n questions"),
            )
        )
        self.dialog = TeachDialog(_free_name(self._session), summary, doubts(votes), name_fault, self._window)
        self.dialog.chosen.connect(self._begin)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    @Slot()
    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    @Slot(object)
    def _begin(self, wanted: Wanted) -> None:
        archive = self._session.archive
        if archive.index_path is None:
            return
        key = f"{_slug(wanted.name)}-{time.strftime('%Y%m%d-%H%M%S')}"
        lesson = Lesson(
            name=wanted.name,
            folder=str(paths.lessons_folder() / key),
            index=str(archive.index_path),
            archive=archive.paths,
            new_index=str(paths.other_index_location(archive.paths, f"taught {key}")),
            model=str(paths.models_folder() / wanted.name),
            minutes=wanted.minutes,
            share=wanted.share,
            device=self._settings.device,
        )
        self.page.curves.clear()
        self._teaching.begin(lesson, self._votes)
        self._open_page()

    def _open_page(self) -> None:
        self._window.drawer.add_page(tr("Training"), self.page)
        self._window.actions_.drawer.setChecked(True)
        self._window.drawer.open_page(self.page)

    # What the page shows

    @Slot(object)
    def show_state(self, state: TeachingState) -> None:
        """What is being done, and which buttons can be pressed."""
        self.show_offer()
        page, lesson = self.page, state.lesson
        if lesson is None:
            page.set_words(tr("Nothing is being taught."))
            page.show_buttons()
            page.curves.clear()
            page.comparison.set_questions([])
            page.pages.setCurrentWidget(page.curves)
            return
        page.set_words(_words_of(state))
        if lesson.step == DONE:
            page.show_buttons(page.back if lesson.in_use else page.use, page.finish)
        elif state.is_running:
            page.show_buttons(page.pause, page.cancel)
        else:
            page.show_buttons(page.resume, page.cancel)

    @Slot(object)
    def show_figures(self, line: dict[str, Any]) -> None:
        """One more point of the curves."""
        self.page.curves.add(line)

    @Slot(str)
    def show_note(self, note: str) -> None:
        """Something that was left out while the model was taught."""
        self.page.add_note(in_own_language(note))

    @Slot(object)
    def show_comparison(self, questions: list[dict[str, Any]]) -> None:
        """Before and after, side by side."""
        self.page.comparison.set_questions(compared(questions))
        self.page.pages.setCurrentWidget(self.page.comparison)
        self._open_page()

    @Slot(object)
    def tell_unfinished(self, state: TeachingState) -> None:
        """A lesson that the last window left is shown; it goes on when it is asked to."""
        if state.lesson is not None and not self._window.drawer.has_page(self.page):
            self._window.drawer.add_page(tr("Training"), self.page)
            if not state.is_running and state.lesson.step != DONE:
                sentence = tr(
                    "“{name}” was not taught to the end. Its page in the drawer (Ctrl+T) goes on with it.",
                    name=state.lesson.name,
                )
                self._session.message_posted.emit("info", sentence, "")

    @Slot()
    def use(self) -> None:
        """Switch to the taught model, and ask the last question again."""
        self._switch(True)

    @Slot()
    def go_back(self) -> None:
        """Switch to the index of before, and ask the last question again."""
        self._switch(False)

    def _switch(self, to_new: bool) -> None:
        if to_new:
            self._teaching.use()
        else:
            self._teaching.go_back()
        lesson, asked = self._teaching.state.lesson, self._session.search.asked
        if lesson is None or lesson.in_use != to_new:
            return
        model = f"“{lesson.name}”" if to_new else tr("the model of before")
        self._session.message_posted.emit(
            "good", tr("This archive is searched with {model} now.", model=model), ""
        )
        if asked is not None:
            self._session.search.start(asked.query, asked.k, asked.listing)

    def _say(self, sentence: str) -> None:
        self._session.message_posted.emit("info", sentence, "")


def _words_of(state: TeachingState) -> str:
    """One line."""
    lesson, progress = state.lesson, state.progress
    assert lesson is not None
    step = tr(STEP_NAMES[lesson.step])
    if lesson.step == DONE:
        usage = tr("in use") if lesson.in_use else tr("not in use yet")
        return tr(
            "“{name}” is taught, {usage}. These places taught it: look at the others, too.",
            name=lesson.name,
            usage=usage,
        )
    if state.problem:
        return tr(
            "“{name}”: {step} ended early. {problem}",
            name=lesson.name,
            step=step,
            problem=in_own_language(state.problem),
        )
    if not state.is_running:
        return tr("“{name}”: paused. {step} is next.", name=lesson.name, step=step)
    said = [tr("“{name}”: {step}", name=lesson.name, step=step)]
    if progress is not None:
        percent = tr("{percent}%", percent=round(100 * progress.fraction))
        said += [percent, in_own_language(progress.text), eta_label(progress.eta_s)]
    return " · ".join(part for part in said if part)


def _free_name(session: Session) -> str:
    """What the model may be called: the words that were asked, with a number when that is taken."""
    words = re.sub(r"[^\w -]", "", session.search.text).strip()[:40] or "taught"
    names = [words, *(f"{words} {number}" for number in range(2, 1000))]
    return next((name for name in names if not name_fault(name)), words)


def name_fault(name: str) -> str:
    """Why a model cannot be called so, ``""`` when it can."""
    if not name:
        return tr("Give the new model a name.")
    if len(name) > MAX_NAME or not re.fullmatch(r"[\w][\w .-]*", name) or name.endswith("."):
        return tr("A name is made of letters, digits, spaces, points and hyphens.")
    if name == STARTER or (paths.models_folder() / name).exists():
        return tr("A model of that name is there already.")
    try:
        check_name(name)
    except UsageError as error:
        return in_own_language(str(error))
    return ""


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")[:40] or "lesson"
