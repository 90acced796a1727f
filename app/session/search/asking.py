"""What stands in the query box: the words, and everything that narrows or adds to them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.models.question.conditions import (
    Arrangement,
    Condition,
    Picture,
    Raster,
    Words,
    chips_of,
    label,
    put,
    question_of,
)
from app.session.project.steps import Steps
from app.translation import tr, tr_n
from msa_core.messages import Search
from msa_core.records import Bounds, Listing

_State = tuple[str, tuple[Condition, ...]]
"""The words and the chips."""


class Asking(QObject):
    """The question as it is being put together. The box shows it and tells what is typed.

    Signals:
        words_changed: the words, when it was not the user who typed them.
        conditions_changed: the tuple of conditions, a chip each.
    """

    words_changed = Signal(str)
    conditions_changed = Signal(object)

    def __init__(self, steps: Steps, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self.words = ""
        self.conditions: tuple[Condition, ...] = ()

    @Slot(str)
    def edit_words(self, words: str) -> None:
        """The user typed."""
        self.words = words

    def set_words(self, words: str) -> None:
        """Put words into the field."""
        self.words = words
        self.words_changed.emit(words)

    @Slot(object)
    def add(self, condition: Condition) -> None:
        """One chip more; it takes the place of one that it contradicts."""
        self._step(tr("add “{chip}”", chip=label(condition)), put(self.conditions, condition))

    @Slot(int, object)
    def change(self, row: int, condition: Condition) -> None:
        """Another value for a chip."""
        if 0 <= row < len(self.conditions):
            found = list(self.conditions)
            found[row] = condition
            self._step(tr("change “{chip}”", chip=label(self.conditions[row])), tuple(dict.fromkeys(found)))

    @Slot(int)
    def remove(self, row: int) -> None:
        """Take a chip away."""
        if 0 <= row < len(self.conditions):
            left = self.conditions[:row] + self.conditions[row + 1 :]
            self._step(tr("remove “{chip}”", chip=label(self.conditions[row])), left)

    @Slot()
    def clear(self) -> None:
        """An empty box."""
        self._step(tr("clear the question"), (), "")

    def narrow_to(self, patterns: tuple[str, ...]) -> None:
        """Only these rasters from now on, in place of others that the question names."""
        others = tuple(found for found in self.conditions if not isinstance(found, Raster))
        self._step(tr("search in chosen rasters only"), (*others, *map(Raster, patterns)))

    def _step(self, what: str, conditions: tuple[Condition, ...], words: str | None = None) -> None:
        """Change the question, so that it can be taken back as far as nothing else has changed it since."""
        before, after = (self.words, self.conditions), (self.words if words is None else words, conditions)
        if after == before:
            return
        self._put(*after)
        self._steps.add(
            tr("{step} (question)", step=what) if words is None else what,
            lambda: self._go(after, before),
            lambda: self._go(before, after),
        )

    def _go(self, one: _State, other: _State) -> None:
        """From one state to another: what differs between them, and nothing that was changed by other means."""
        gone = [chip for chip in one[1] if chip not in other[1]]
        come = [(row, chip) for row, chip in enumerate(other[1]) if chip not in one[1]]
        found = [chip for chip in self.conditions if chip not in gone]
        for row, chip in come:
            if chip not in found:
                found.insert(min(row, len(found)), chip)
        whole: tuple[Condition, ...] = ()
        for chip in found:
            whole = put(whole, chip)
        self._put(other[0] if one[0] != other[0] else self.words, whole)

    def _put(self, words: str, conditions: tuple[Condition, ...]) -> None:
        if words != self.words:
            self.set_words(words)
        self._set_conditions(conditions)

    @property
    def listing(self) -> Listing:
        """How the list is to depart from the usual one."""
        found = (chip.listing for chip in self.conditions if isinstance(chip, Arrangement))
        return next(found, Listing())

    def arrange(self, listing: Listing) -> None:
        """List in another way; the usual one needs no chip."""
        if listing != Listing():
            self._set_conditions(put(self.conditions, Arrangement(listing)))
        else:
            self._set_conditions(tuple(c for c in self.conditions if not isinstance(c, Arrangement)))

    def set(self, words: str, conditions: tuple[Condition, ...]) -> None:
        """Another question altogether."""
        self.set_words(words)
        self._set_conditions(conditions)

    def take(self, asked: Search, area_name: str = "") -> None:
        """Show a question that was asked before."""
        self.set(*chips_of(asked, area_name))

    def use_pictures(self, pictures: tuple[Picture, ...]) -> None:
        """Look for what is like these alone; what narrows the search stays, and stays visible."""
        kept = tuple(found for found in self.conditions if not isinstance(found, Words | Picture))
        if len(pictures) == 1:
            what = tr("look for places {like}", like=label(pictures[0]))
        else:
            what = tr_n(len(pictures), "look for places like %n example", "look for places like %n examples")
        self._step(what, (*pictures, *kept), "")

    def question(self, view: Bounds) -> Search:
        """As it would be asked now; ``view`` is what the map shows. Raises UsageError."""
        return question_of(self.words, self.conditions, view)

    def _set_conditions(self, conditions: tuple[Condition, ...]) -> None:
        if conditions != self.conditions:
            self.conditions = conditions
            self.conditions_changed.emit(conditions)
