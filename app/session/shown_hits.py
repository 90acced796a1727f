"""The hits on screen, the one that is chosen, and why it matched."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.session.questions import Questions
from msa_core.messages import Body, Explain
from msa_core.records import Explanation, TileHit

SEARCH = "search"
PICTURE = "picture"
STOPPED = "Stopped. Choose the place again for its overlays."


class ShownHits(QObject):
    """Hits of a search or of a picture, as list and map show them.

    Attributes:
        origin: ``SEARCH`` or ``PICTURE``: what the hits answer.
        text: the words that the chosen hit is explained with; empty when there are none.
        selected: row of the chosen hit, -1 for none.

    Signals:
        hits_shown: (hits, origin) that list and map are to show.
        hit_selected: the row chosen, -1 for none.
        explaining_changed: whether overlays are being made.
        explanation_changed: (Explanation or None, sentence): the overlays of the chosen hit, or why there are none.
    """

    hits_shown = Signal(object, str)
    hit_selected = Signal(int)
    explaining_changed = Signal(bool)
    explanation_changed = Signal(object, str)

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._known: dict[tuple[str, str], Explanation] = {}
        self.origin = SEARCH
        self.hits: tuple[TileHit, ...] = ()
        self.selected = -1
        self.text = ""
        self._is_stopped = False
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)

    def show(self, hits: tuple[TileHit, ...], origin: str, text: str) -> None:
        """Show other hits, none of them chosen."""
        self.origin, self.hits, self.selected, self.text = origin, hits, -1, text
        self.hits_shown.emit(hits, origin)
        self.hit_selected.emit(-1)
        self._explain()

    def show_found(self, hits: tuple[TileHit, ...], origin: str, text: str) -> None:
        """Show a fresh answer and choose its best hit."""
        self._known.clear()
        self.show(hits, origin, text)
        self.select(0)

    @Slot(int)
    def select(self, row: int) -> None:
        """Choose one of the shown hits, -1 for none, and explain it."""
        row = row if 0 <= row < len(self.hits) else -1
        if row == self.selected:
            if self._is_stopped:
                self._explain()
            return
        self.selected = row
        self.hit_selected.emit(row)
        self._explain()

    @Slot(str)
    def explain_with(self, text: str) -> None:
        """Explain the chosen hit with other words."""
        if text != self.text:
            self.text = text
            self._explain()

    def forget(self) -> None:
        """What was found no longer holds."""
        self._known.clear()
        self.show((), SEARCH, "")

    def stop(self) -> None:
        """Overlays are no longer waited for; choosing the hit again asks once more."""
        if self._questions.is_open(Explain):
            self._is_stopped = True
            self._questions.drop(Explain)
            self.explaining_changed.emit(False)
            self.explanation_changed.emit(None, STOPPED)

    def _explain(self) -> None:
        self._is_stopped = False
        self._questions.drop(Explain)
        self.explaining_changed.emit(False)
        if self.selected < 0:
            self.explanation_changed.emit(None, "")
            return
        tile = self.hits[self.selected].tile
        if not self.text:
            self.explanation_changed.emit(None, "Overlays show words on a place: add words to the query.")
            return
        known = self._known.get((tile.id, self.text))
        self.explanation_changed.emit(known, "")
        if known is None:
            self.explaining_changed.emit(True)
            self._questions.ask(Explain(tile, self.text))

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if isinstance(body, Explain) and isinstance(value, Explanation):
            self.explaining_changed.emit(False)
            self._known[(body.tile.id, body.text)] = value
            self.explanation_changed.emit(value, "")

    @Slot(object, str)
    def _on_failed(self, body: Body, sentence: str) -> None:
        if isinstance(body, Explain):
            self.explaining_changed.emit(False)
            self.explanation_changed.emit(None, sentence)
