"""The query that was asked, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from app.models.question.conditions import Condition, Tiles
from app.models.words.core_words import in_own_language
from app.models.words.foreign_words import nothing_asked, words_refused
from app.session.archive.archive_session import ArchiveSession
from app.session.project.steps import Steps
from app.session.questions import Questions
from app.session.search.asking import Asking
from app.session.search.shown_hits import SEARCH, ShownHits
from app.translation import tr
from msa_core.messages import Body, ExportedHits, ExportHits, OpenIndex, Search
from msa_core.records import Background, IndexInfo, Listing, Query, SearchResult, TileHit
from msa_core.retrieval.query.meaning.wording import about_words
from msa_core.retrieval.query.parsing import asks_the_model
from msa_core.retrieval.query.review.reviews import with_reviews

MAX_ANSWERS = 12
MAX_KEPT_HITS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question as it stood in the box, what was found, and the row that was chosen when it was left."""

    asked: Search
    words: str
    conditions: tuple[Condition, ...]
    result: SearchResult
    selected: int = 0


class SearchSession(QObject):
    """Asks the engine for places; a query asked while an index is being opened waits for it.

    Attributes:
        asking: what stands in the query box.
        said: what was said of tiles in a review, by id: exports tell it.

    Signals:
        searching_changed: whether an answer is being waited for.
        search_finished: the SearchResult, of a question that was asked or gone back to.
        answered: the Answer to a question that was asked.
        going_back_changed: whether there is an earlier question with its answer.
        overlap_changed: how much of a tile a better one may cover from now on, None for the usual rule.
        exported: the path of a file that was written.
        words_refused: the sentence why the open index cannot be asked for words and pictures.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    searching_changed = Signal(bool)
    search_finished = Signal(object)
    overlap_changed = Signal(object)
    answered = Signal(object)
    going_back_changed = Signal(bool)
    exported = Signal(str)
    words_refused = Signal(str)
    message_posted = Signal(str, str, str)

    def __init__(
        self,
        questions: Questions,
        archive: ArchiveSession,
        shown: ShownHits,
        steps: Steps,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._questions = questions
        self._archive = archive
        self._shown = shown
        self.asking = Asking(steps, self)
        self.asking.conditions_changed.connect(self._on_conditions_changed)
        self._asked: Search | None = None
        self._overlap: float | None = None
        self._pending: Search | None = None
        self._box: tuple[str, tuple[Condition, ...]] = ("", ())
        self._answers: list[Answer] = []
        self.result: SearchResult | None = None
        self.said: dict[str, str] = {}
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)
        archive.index_changed.connect(self._on_index_changed)
        archive.archive_changed.connect(self._on_archive_changed)
        archive.opening_refused.connect(self._on_opening_refused)
        archive.indexing.finished.connect(self._on_archive_changed)
        archive.closed.connect(self._forget_answer)

    def start(self, query: Query, k: int, listing: Listing | None = None) -> None:
        """Rank the index's tiles; waits for an index that is just being opened."""
        query = self._without_foreign_votes(query)
        self._box = (self.asking.words, self.asking.conditions)
        listing = listing or self.listing
        if not any(term.weight > 0 for term in query.terms):
            self.message_posted.emit("info", self._advice(), "")
        elif self._is_refused(query):
            self.stop()
        elif self._archive.index is not None and not self._archive.is_changing:
            self._pending = None
            self._archive.refreshing.catch_up()
            self.searching_changed.emit(True)
            self._asked = Search(query, k, listing)
            self._questions.ask(self._asked)
        elif self._archive.is_opening:
            self._pending = Search(query, k, listing)
            self.searching_changed.emit(True)
        elif self._archive.indexing.is_running:
            self._pending = Search(query, k, listing)
            self.searching_changed.emit(True)
            sentence = tr(
                "The first raster is still being indexed. You see what is found as soon as it is done."
            )
            self.message_posted.emit("info", sentence, "")
        elif self._archive.paths:
            sentence = tr("This archive has not been indexed yet. Index it once, then search.")
            self.message_posted.emit("info", sentence, "index")
        else:
            sentence = tr("Open a folder of rasters first: there is nothing to search yet.")
            self.message_posted.emit("info", sentence, "")

    def _advice(self) -> str:
        """How a question begins."""
        if self._archive.index is not None and self._archive.index.origin:
            return nothing_asked()
        return tr("Type what you are looking for, for example “storage tanks beside a river”.")

    def _is_refused(self, query: Query) -> bool:
        """Whether words or pictures are asked of embeddings that no model here reads; then it is said."""
        index = None if self._archive.is_changing else self._archive.index
        if index is None or not index.origin or not asks_the_model(query.terms):
            return False
        self.words_refused.emit(words_refused(index.origin))
        return True

    @Slot(object)
    def set_overlap(self, shared: float | None) -> None:
        """Of tiles that share more than this part list the best alone, None as usual; asks the last question again."""
        if shared == self.listing.nms:
            return
        self.asking.arrange(replace(self.listing, nms=shared))
        if self._asked is not None and self.result is not None:
            self.start(self._asked.query, self._asked.k)

    def rank_by(self, accepted: frozenset[str], rejected: frozenset[str]) -> None:
        """Ask the last question again, its ranking moved by these votes; a chip of the box says so."""
        if not self._answers:
            return
        last = self._answers[-1]
        query = replace(last.asked.query, accepted=accepted, rejected=rejected)
        self.asking.set(last.words, _with_tiles(last.conditions, query))
        self.start(query, last.asked.k, last.asked.listing)

    def _without_foreign_votes(self, query: Query) -> Query:
        """Votes are about a wish: those of the last question do not move another one."""
        before = self.result.query if self.result is not None else None
        votes = (query.accepted, query.rejected)
        if before is None or not any(votes) or before.terms == query.terms:
            return query
        if votes != (before.accepted, before.rejected):
            return query
        query = replace(query, accepted=frozenset(), rejected=frozenset())
        self.asking.set(self.asking.words, _with_tiles(self.asking.conditions, query))
        return query

    @property
    def listing(self) -> Listing:
        """Which of the ranked tiles are listed: as a chip of the box says, else as usual."""
        return self.asking.listing

    @Slot(object)
    def _on_conditions_changed(self, _conditions: object) -> None:
        if self.listing.nms != self._overlap:
            self._overlap = self.listing.nms
            self.overlap_changed.emit(self._overlap)

    def export(self, path: str, crs: str | None = None, numbers: Sequence[int] | None = None) -> None:
        """Let the engine write hits (None: all) for GIS; the name's ending says the format. See :class:`ExportHits`."""
        if self.result is None or not self.result.hits:
            self.message_posted.emit("info", tr("There are no places to save yet: search first."), "")
        else:
            hits = self.result.hits if numbers is None else tuple(self.result.hits[n] for n in numbers)
            told = with_reviews(replace(self.result, hits=hits), self.said)
            self._questions.ask(ExportHits(told, path, crs))

    @property
    def answer(self) -> Answer | None:
        """The question on screen with its result, None without one."""
        return self._answers[-1] if self._answers and self.result is not None else None

    @property
    def asked(self) -> Search | None:
        """The question whose answer :attr:`result` is, None without one."""
        return self.answer.asked if self.answer is not None else None

    @property
    def is_waiting(self) -> bool:
        """Whether a query is unanswered."""
        return self._pending is not None or self._questions.is_open(Search)

    @property
    def hits(self) -> tuple[TileHit, ...]:
        """What was found last; empty before the first search."""
        return self.result.hits if self.result is not None else ()

    @property
    def background(self) -> Background | None:
        """What the hits are measured against."""
        return self.result.background if self.result is not None else None

    @property
    def query(self) -> Query | None:
        """What was asked last."""
        return self.result.query if self.result is not None else None

    @property
    def text(self) -> str:
        """The words of the last query."""
        return self.result.query.text if self.result is not None else ""

    def stop(self) -> None:
        """The answer is no longer waited for."""
        self._questions.drop(Search)
        self._pending = None
        self.searching_changed.emit(False)

    @Slot()
    def _forget_answer(self) -> None:
        """Another archive is open; a query that waited for it is still asked."""
        self._questions.drop(Search)
        self.result = self._asked = None
        self._answers.clear()
        self.going_back_changed.emit(False)
        self.searching_changed.emit(self._pending is not None)

    @Slot()
    def go_back(self) -> None:
        """Show the question before this one, with its places, at once."""
        if len(self._answers) < 2:
            return
        self.stop()
        self._answers.pop()
        answer = self._answers[-1]
        self._asked = answer.asked
        self.going_back_changed.emit(len(self._answers) > 1)
        self.asking.set(answer.words, answer.conditions)
        self._show(answer)

    def _keep(self, answer: Answer) -> None:
        """Remember an answer; of the earlier ones as many as memory is given to."""
        if self._answers:
            left = self._answers[-1]
            row = self._shown.selected if self._shown.origin == SEARCH else left.selected
            self._answers[-1] = replace(left, selected=max(row, 0))
        self._answers.append(answer)
        while len(self._answers) > 2 and (
            len(self._answers) > MAX_ANSWERS
            or sum(len(kept.result.hits) for kept in self._answers) > MAX_KEPT_HITS
        ):
            del self._answers[0]
        self.going_back_changed.emit(len(self._answers) > 1)

    def _tell(self, result: SearchResult) -> None:
        """What is noted about a result; what concerns its words is said under them."""
        _, others = about_words(result.notes)
        if others:
            told = (in_own_language(note) for note in others)
            sentence = " ".join(note[:1].upper() + note[1:] for note in told)
            self.message_posted.emit("info", sentence, "")

    def _show(self, answer: Answer) -> None:
        self.result = answer.result
        self.search_finished.emit(answer.result)
        found = answer.result
        self._shown.show_found(found.hits, SEARCH, found.query.text, found.background, found.query)
        self._shown.select(answer.selected)

    @Slot()
    @Slot()
    def _on_opening_refused(self) -> None:
        """Why has been said, and advice must not hide it: a query that waited is asked of what is open, or dropped."""
        if self._archive.index is not None:
            self._ask_pending()
        elif self._pending is not None:
            self.stop()

    def _ask_pending(self) -> None:
        if self._pending is not None:
            asked, self._pending = self._pending, None
            self.searching_changed.emit(False)
            self.start(asked.query, asked.k, asked.listing)

    @Slot(object)
    def _on_index_changed(self, info: IndexInfo | None) -> None:
        if info is not None or not self._archive.is_opening:
            self._ask_pending()

    @Slot(object)
    def _on_archive_changed(self, _listing: object) -> None:
        """Listed, and there is no index to wait for: the query gets its advice."""
        if not self._archive.is_opening and self._archive.index is None:
            self._ask_pending()

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if isinstance(body, ExportHits) and isinstance(value, ExportedHits):
            self.message_posted.emit("good", " ".join(value.sentences), "")
            self.exported.emit(body.path)
        if isinstance(value, SearchResult) and isinstance(body, Search):
            self.searching_changed.emit(False)
            words, conditions = self._box
            answer = Answer(asked=body, words=words, conditions=conditions, result=value)
            self._keep(answer)
            self._show(answer)
            self._tell(value)
            self.answered.emit(answer)

    @Slot(object, str)
    def _on_failed(self, body: Body, _sentence: str) -> None:
        if isinstance(body, Search):
            self.searching_changed.emit(False)
        elif isinstance(body, OpenIndex) and self._pending is not None:
            self.stop()


def _with_tiles(conditions: tuple[Condition, ...], query: Query) -> tuple[Condition, ...]:
    """The chips with what the query says of single tiles, if it says anything."""
    others = tuple(chip for chip in conditions if not isinstance(chip, Tiles))
    tiles = Tiles(query.only_ids, query.without_ids, query.accepted, query.rejected)
    return others if tiles == Tiles() else (*others, tiles)
