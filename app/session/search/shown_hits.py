"""The hits on screen, the one that is chosen, and why it matched."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.models.words.foreign_words import overlays_refused
from app.session.questions import Questions
from app.translation import mark, tr
from msa_core.colours import ScoreScale
from msa_core.messages import Body, Explain, SavedOverlays, SaveOverlays
from msa_core.records import Background, Explanation, IndexInfo, Query, TileHit
from msa_core.retrieval.query.picture_window import picture_tile

SEARCH = "search"
PICTURE = "picture"
STOPPED = mark("Stopped. Choose the place again for its overlays.")


class ShownHits(QObject):
    """Hits of a search or of a picture, as list and map show them.

    Attributes:
        origin: ``SEARCH`` or ``PICTURE``: what the hits answer.
        text: the words that the chosen hit is explained with; empty when there are none.
        query: what found the hits: their scores are explained by it.
        picture: path of the picture that hits of ``PICTURE`` are like: it is explained while none of them is chosen.
        selected: number (index into ``hits``) of the hit that is explained, -1 for none.
        chosen: numbers of all hits that are chosen, ``selected`` among them.
        scale: what the scores are measured against, and the cut.

    Signals:
        scale_changed: the ScoreScale; before the hits that it belongs to.
        hits_shown: (hits, origin) that list and map are to show.
        hit_selected: the number chosen, -1 for none.
        chosen_changed: numbers of all hits chosen, a tuple.
        explaining_changed: whether overlays are being made.
        explanation_changed: (Explanation or None, sentence): the overlays of the chosen hit, or why there are none.
        overlays_saved: the paths of the files that were written.
    """

    scale_changed = Signal(object)
    hits_shown = Signal(object, str)
    hit_selected = Signal(int)
    chosen_changed = Signal(object)
    explaining_changed = Signal(bool)
    explanation_changed = Signal(object, str)
    overlays_saved = Signal(object)

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._known: dict[tuple[str, str, Query | None], Explanation] = {}
        self.origin = SEARCH
        self.hits: tuple[TileHit, ...] = ()
        self.selected = -1
        self.chosen: tuple[int, ...] = ()
        self.scale = ScoreScale()
        self._cuts: dict[str, float] = {}
        self.text = ""
        self.query: Query | None = None
        self.picture = ""
        self._is_stopped = False
        self._origin = ""
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)

    @Slot(object)
    def use_index(self, index: IndexInfo | None) -> None:
        """The index that is open now, None without one: of embeddings made elsewhere nothing is explained."""
        self._origin = "" if index is None else index.origin

    def show(
        self,
        hits: tuple[TileHit, ...],
        origin: str,
        text: str,
        background: Background | None = None,
        query: Query | None = None,
    ) -> None:
        """Show other hits, none of them chosen; the cut is where the user left it for this origin.

        ``query`` is what found them: their scores are explained by it.
        """
        self.origin, self.hits, self.selected, self.text, self.query = origin, hits, -1, text, query
        self.chosen = ()
        self._set_scale(ScoreScale(background, self._cuts.get(origin)))
        self.hits_shown.emit(hits, origin)
        self.hit_selected.emit(-1)
        self.chosen_changed.emit(())
        self._explain()

    def show_found(
        self,
        hits: tuple[TileHit, ...],
        origin: str,
        text: str,
        background: Background | None = None,
        query: Query | None = None,
    ) -> None:
        """Show a fresh answer, its cut as the background suggests; of a search the best hit is chosen.

        Of a picture none is: the picture itself is what is looked at first.
        """
        self._known.clear()
        self._cuts.pop(origin, None)
        self.show(hits, origin, text, background, query)
        if origin == SEARCH:
            self.select(0)

    @Slot(int)
    def select(self, number: int) -> None:
        """Choose one of the shown hits alone, -1 for none, and explain it."""
        self.choose(() if number < 0 else (number,), number)

    @Slot(object, int)
    def choose(self, numbers: tuple[int, ...], current: int) -> None:
        """Choose several hits, of which ``current`` is explained."""
        current = current if 0 <= current < len(self.hits) else -1
        numbers = tuple(filter(range(len(self.hits)).__contains__, numbers))
        is_other = current != self.selected
        self.selected = current
        if is_other:
            self.hit_selected.emit(current)
        if numbers != self.chosen:
            self.chosen = numbers
            self.chosen_changed.emit(numbers)
        if is_other or self._is_stopped:
            self._explain()

    @Slot(int)
    def choose_also(self, number: int) -> None:
        """Add a hit to those chosen, or take it out again."""
        numbers = set(self.chosen) ^ {number}
        current = number if number in numbers else max(numbers, default=-1)
        self.choose(tuple(sorted(numbers)), current)

    @Slot(object)
    def set_cut(self, cut: float | None) -> None:
        """Put the cut elsewhere, None back to where the background suggests it; it changes no result."""
        if cut is None:
            self._cuts.pop(self.origin, None)
        else:
            self._cuts[self.origin] = cut
        self._set_scale(ScoreScale(self.scale.background, cut))

    def _set_scale(self, scale: ScoreScale) -> None:
        self.scale = scale
        self.scale_changed.emit(scale)

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
            self.explanation_changed.emit(None, tr(STOPPED))

    def _explain(self) -> None:
        self._is_stopped = False
        self._questions.drop(Explain)
        self.explaining_changed.emit(False)
        is_picture = self.selected < 0 and self.origin == PICTURE and bool(self.picture and self.text)
        if self.selected < 0 and not is_picture:
            self.explanation_changed.emit(None, "")
            return
        if self._origin and not is_picture:
            self.explanation_changed.emit(None, overlays_refused(self._origin))
            return
        tile = picture_tile(self.picture) if is_picture else self.hits[self.selected].tile
        query = None if is_picture else self.query
        if not self.text and query is None:
            self.explanation_changed.emit(None, tr("Overlays show words on a place: add words to the query."))
            return
        known = self._known.get((tile.id, self.text, query))
        self.explanation_changed.emit(known, "")
        if known is None:
            self.explaining_changed.emit(True)
            self._questions.ask(Explain(tile, self.text, query))

    def save_overlays(self, folder: str) -> None:
        """Write the overlays of the chosen hit into a folder, as ``msa explain`` does."""
        if self.selected >= 0 and self.text:
            self._questions.ask(SaveOverlays(self.hits[self.selected], self.text, self.query, folder))

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if isinstance(body, Explain) and isinstance(value, Explanation):
            self.explaining_changed.emit(False)
            self._known[(body.tile.id, body.text, body.query)] = value
            self.explanation_changed.emit(value, "")
        if isinstance(value, SavedOverlays):
            self.overlays_saved.emit(value.files)

    @Slot(object, str)
    def _on_failed(self, body: Body, sentence: str) -> None:
        if isinstance(body, Explain):
            self.explaining_changed.emit(False)
            self.explanation_changed.emit(None, sentence)
