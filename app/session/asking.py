"""What stands in the query box: the words, and everything that narrows or adds to them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.models.conditions import Arrangement, Condition, Picture, Words, chips_of, put, question_of
from msa_core.messages import Search
from msa_core.records import Bounds, Listing


class Asking(QObject):
    """The question as it is being put together. The box shows it and tells what is typed.

    Signals:
        words_changed: the words, when it was not the user who typed them.
        conditions_changed: the tuple of conditions, a chip each.
    """

    words_changed = Signal(str)
    conditions_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        self._set_conditions(put(self.conditions, condition))

    @Slot(int, object)
    def change(self, row: int, condition: Condition) -> None:
        """Another value for a chip."""
        if 0 <= row < len(self.conditions):
            found = list(self.conditions)
            found[row] = condition
            self._set_conditions(tuple(dict.fromkeys(found)))

    @Slot(int)
    def remove(self, row: int) -> None:
        """Take a chip away."""
        if 0 <= row < len(self.conditions):
            self._set_conditions(self.conditions[:row] + self.conditions[row + 1 :])

    @property
    def listing(self) -> Listing:
        """How the list is to depart from the usual one."""
        found = (chip.listing for chip in self.conditions if isinstance(chip, Arrangement))
        return next(found, Listing())

    def arrange(self, listing: Listing) -> None:
        """List in another way; the usual one needs no chip."""
        if listing != Listing():
            self.add(Arrangement(listing))
        else:
            self._set_conditions(tuple(c for c in self.conditions if not isinstance(c, Arrangement)))

    def set(self, words: str, conditions: tuple[Condition, ...]) -> None:
        """Another question altogether."""
        self.set_words(words)
        self._set_conditions(conditions)

    def take(self, asked: Search, area_name: str = "") -> None:
        """Show a question that was asked before."""
        self.set(*chips_of(asked, area_name))

    def use_picture(self, picture: Picture) -> None:
        """Look for what is like this alone; what narrows the search stays, and stays visible."""
        kept = tuple(found for found in self.conditions if not isinstance(found, Words | Picture))
        self.set("", (picture, *kept))

    def question(self, view: Bounds) -> Search:
        """As it would be asked now; ``view`` is what the map shows. Raises UsageError."""
        return question_of(self.words, self.conditions, view)

    def _set_conditions(self, conditions: tuple[Condition, ...]) -> None:
        if conditions != self.conditions:
            self.conditions = conditions
            self.conditions_changed.emit(conditions)
