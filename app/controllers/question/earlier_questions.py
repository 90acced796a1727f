"""Questions asked before, and what was noticed about the last one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.controllers.question.query_building import QueryBuilding
from app.models.question.conditions import Area, Condition, Words, chips_of, label
from app.models.question.history_model import HistoryModel, HistoryRow, outcome_words
from app.models.words.core_words import in_own_language
from app.session.search.history import Remembered, remembered
from app.session.search.search_session import Answer
from app.session.session import Session
from app.translation import tr, tr_n
from app.widgets.frame.main_window import MainWindow
from msa_core.names import printable
from msa_core.records import SearchResult
from msa_core.retrieval.query.meaning.wording import Wording, about_words, negations, without_negations
from msa_core.retrieval.query.parsing import NEGATIVE_WEIGHT


class EarlierQuestions(QObject):
    """The list under the box, asking one of it again, and the hint about words."""

    def __init__(
        self, window: MainWindow, session: Session, building: QueryBuilding, model: HistoryModel
    ) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._building = building
        self._model = model
        self._entries: tuple[Remembered, ...] = ()

    # History

    @Slot(object)
    def remember(self, answer: Answer) -> None:
        """Keep a question that was answered."""
        area = next((found.name for found in answer.conditions if isinstance(found, Area)), "")
        self._session.history.add(remembered(answer.asked, answer.result, area, self._archive()))

    @Slot(object)
    def show_history(self, entries: tuple[Remembered, ...]) -> None:
        """What is remembered, as rows."""
        self._entries = entries

    @Slot(bool)
    def open_history(self, is_wanted: bool) -> None:
        """Show or take away the list under the box."""
        self._session.history.load()
        if not is_wanted:
            self._window.history.close_list()
        elif not self._window.history.isVisible():
            here = self._archive()
            self._model.set_rows([_row(entry, here) for entry in self._entries])
            self._window.history.open_under(self._window.search_bar.box)

    @Slot(int)
    def step(self, by: int) -> None:
        """Down opens the list and goes through it."""
        history = self._window.history
        if history.isVisible():
            history.step(by)
        elif by > 0:
            self.open_history(True)
            if history.isVisible():
                history.step(1)

    @Slot()
    def ask_or_search(self) -> None:
        """Return: the question of the list that is chosen, else what stands in the box."""
        row = self._window.history.row
        self._window.history.close_list()
        if row >= 0:
            self.ask_again(row)
        else:
            self._building.search()

    @Slot(int)
    def ask_again(self, row: int) -> None:
        """Put a question of the list into the box, and ask it."""
        if 0 <= row < len(self._entries):
            self._session.search.asking.take(self._entries[row].asked, self._entries[row].area_name)
            self._building.search()

    def _archive(self) -> str:
        """What is open, by its name."""
        chosen = self._session.archive.paths
        if len(chosen) == 1:
            return Path(chosen[0]).name
        return tr_n(len(chosen), "%n file", "%n files") if chosen else ""

    # What was noticed

    @Slot(object)
    def show_hint(self, result: SearchResult) -> None:
        """Say what of the words the model does not know, or takes for their contrary."""
        about, _ = about_words(result.notes)
        negated = Wording(negated=result.negated).sentences()
        notes = (note[:1].upper() + note[1:] for note in about if note not in negated)
        told = [in_own_language(note) for note in notes]
        told += [
            tr(
                "“{words}” was looked for, not avoided: a text finds what it names.",
                words=printable(what),
            )
            for what in result.negated
        ]
        what = ", ".join(printable(words) for words in result.negated)
        offer = (
            tr("Search without {words}", words=what)
            if result.negated and len(what) < 40
            else tr("Search without it")
        )
        self._window.search_bar.hint.say(" ".join(told), offer if result.negated else "")

    @Slot()
    def turn_negation(self) -> None:
        """Take what a text negates out of it, and avoid it instead."""
        asking = self._session.search.asking
        kept = without_negations(asking.words)
        conditions: list[Condition] = []
        avoided = negations(asking.words)
        for condition in asking.conditions:
            if isinstance(condition, Words) and condition.weight > 0 and negations(condition.text):
                avoided += negations(condition.text)
                rest = without_negations(condition.text)
                conditions += [Words(rest, condition.weight)] if rest else []
            else:
                conditions.append(condition)
        conditions += [Words(what, NEGATIVE_WEIGHT) for what in avoided]
        self._window.search_bar.hint.hide()
        asking.set(kept, tuple(dict.fromkeys(conditions)))
        self._building.search()


def _row(entry: Remembered, here: str) -> HistoryRow:
    words, conditions = chips_of(entry.asked, entry.area_name)
    question = "  ·  ".join(part for part in (words, *map(label, conditions)) if part)
    outcome = outcome_words(
        found=entry.found,
        stands_out=entry.stands_out,
        above_cut=entry.above_cut,
        cut=entry.cut,
        archive=entry.archive if entry.archive != here else "",
        when=entry.when,
    )
    return HistoryRow(question, outcome, bool(entry.stands_out))
