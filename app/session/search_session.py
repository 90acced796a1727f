"""The query that was asked, and what it found."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.session.archive_session import ArchiveSession
from app.session.questions import Questions
from app.session.shown_hits import SEARCH, ShownHits
from msa_core.messages import Body, ExportedHits, ExportHits, OpenIndex, Search
from msa_core.records import Background, IndexInfo, Listing, Query, SearchResult, TileHit


class SearchSession(QObject):
    """Asks the engine for places; a query asked while an index is being opened waits for it.

    Signals:
        searching_changed: whether an answer is being waited for.
        search_finished: the SearchResult.
        overlap_changed: how much of a tile a better one may cover from now on, None for the usual rule.
        exported: the path of a file that was written.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    searching_changed = Signal(bool)
    search_finished = Signal(object)
    overlap_changed = Signal(object)
    exported = Signal(str)
    message_posted = Signal(str, str, str)

    def __init__(
        self, questions: Questions, archive: ArchiveSession, shown: ShownHits, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._questions = questions
        self._archive = archive
        self._shown = shown
        self._pending: tuple[Query, int] | None = None
        self._asked: tuple[Query, int] | None = None
        self.listing = Listing()
        self.result: SearchResult | None = None
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)
        archive.index_changed.connect(self._on_index_changed)
        archive.archive_changed.connect(self._on_archive_changed)
        archive.opening_refused.connect(self._ask_pending)
        archive.indexing.finished.connect(self._on_archive_changed)
        archive.closed.connect(self._forget_answer)

    def start(self, query: Query, k: int) -> None:
        """Rank the index's tiles; waits for an index that is just being opened."""
        if not any(term.weight > 0 for term in query.terms):
            sentence = "Type what you are looking for, for example “storage tanks beside a river”."
            self.message_posted.emit("info", sentence, "")
        elif self._archive.index is not None and not self._archive.is_changing:
            self._pending = None
            self.searching_changed.emit(True)
            self._asked = (query, k)
            self._questions.ask(Search(query, k, self.listing))
        elif self._archive.is_opening:
            self._pending = (query, k)
            self.searching_changed.emit(True)
        elif self._archive.indexing.is_running:
            self._pending = (query, k)
            self.searching_changed.emit(True)
            sentence = "The first raster is still being indexed. You see what is found as soon as it is done."
            self.message_posted.emit("info", sentence, "")
        elif self._archive.paths:
            sentence = "This archive has not been indexed yet. Index it once, then search."
            self.message_posted.emit("info", sentence, "index")
        else:
            sentence = "Open a folder of rasters first: there is nothing to search yet."
            self.message_posted.emit("info", sentence, "")

    @Slot(object)
    def set_overlap(self, shared: float | None) -> None:
        """Of tiles that share more than this part list the best alone, None as usual; asks the last question again."""
        if shared == self.listing.nms:
            return
        self.listing = replace(self.listing, nms=shared)
        self.overlap_changed.emit(shared)
        if self._asked is not None and self.result is not None:
            self.start(*self._asked)

    def export(self, path: str, crs: str | None = None) -> None:
        """Let the engine write the hits for GIS; the name's ending says the format. See :class:`ExportHits`."""
        if self.result is None or not self.result.hits:
            self.message_posted.emit("info", "There are no places to save yet: search first.", "")
        else:
            self._questions.ask(ExportHits(self.result, path, crs))

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
        self.searching_changed.emit(self._pending is not None)

    @Slot()
    def _ask_pending(self) -> None:
        if self._pending is not None:
            (query, k), self._pending = self._pending, None
            self.searching_changed.emit(False)
            self.start(query, k)

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
        if isinstance(value, SearchResult):
            self.searching_changed.emit(False)
            self.result = value
            self.search_finished.emit(value)
            if value.notes:
                self.message_posted.emit("info", _sentence(value.notes), "")
            self._shown.show_found(value.hits, SEARCH, value.query.text, value.background, value.query)

    @Slot(object, str)
    def _on_failed(self, body: Body, _sentence: str) -> None:
        if isinstance(body, Search):
            self.searching_changed.emit(False)
        elif isinstance(body, OpenIndex) and self._pending is not None:
            self.stop()


def _sentence(notes: tuple[str, ...]) -> str:
    """What is noted about a result, as sentences."""
    return " ".join(note[:1].upper() + note[1:] for note in notes)
