"""Saved searches: counted anew after indexing, so that what is new is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from app.models.words.plain_text import short
from app.session.archive.archive_session import ArchiveSession
from app.session.project.project_session import ProjectSession
from app.session.questions import Questions
from app.session.search.search_session import Answer
from app.translation import tr
from msa_core.messages import Body, CountSearches, Search, SearchCount
from msa_core.records import IndexInfo
from msa_core.retrieval.query.saved.project_file import SavedSearch


class SavedSearches(QObject):
    """Changes the searches of the project, and keeps their counts in step with the open index."""

    def __init__(
        self,
        questions: Questions,
        archive: ArchiveSession,
        project: ProjectSession,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._questions = questions
        self._archive = archive
        self._project = project
        questions.answered.connect(self._on_answered)
        archive.index_changed.connect(self._on_index)
        project.searches_restored.connect(self.count)

    def save(self, answer: Answer, name: str, area_name: str) -> int:
        """Keep a question that was answered; returns its row."""
        found = answer.result
        told = found.background
        kept = SavedSearch(
            name=name,
            asked=answer.asked,
            area_name=area_name,
            seen=frozenset(hit.tile.id for hit in found.hits),
            floor=_floor(answer.asked, [hit.score for hit in found.hits]),
            found=len(found.hits),
            above_cut=None if told is None or told.cut is None else told.above_cut,
        )
        self._project.change_searches(
            (*self._project.searches, kept), tr("save the search “{name}”", name=short(name))
        )
        return len(self._project.searches) - 1

    def rename(self, row: int, name: str) -> None:
        """Call one otherwise."""
        before = self._project.searches[row]
        if name != before.name:
            self._put(
                row, replace(before, name=name), tr("rename the search “{name}”", name=short(before.name))
            )

    def delete(self, row: int) -> None:
        """Take one away."""
        left = self._project.searches
        if 0 <= row < len(left):
            self._project.change_searches(
                (*left[:row], *left[row + 1 :]),
                tr("delete the search “{name}”", name=short(left[row].name)),
            )

    @Slot(object)
    def take_answer(self, answer: Answer) -> None:
        """Its places are on screen: nothing of a saved search is new any more."""
        for row, search in enumerate(self._project.searches):
            if search.asked == answer.asked:
                told = answer.result.background
                ids = frozenset(hit.tile.id for hit in answer.result.hits)
                above = None if told is None or told.cut is None else told.above_cut
                floor = _floor(answer.asked, [hit.score for hit in answer.result.hits])
                looked_at = replace(search, seen=ids, floor=floor, found=len(ids), above_cut=above, new=0)
                self._put(row, looked_at)

    def _put(self, row: int, search: SavedSearch, what: str = "") -> None:
        found = self._project.searches
        self._project.change_searches((*found[:row], search, *found[row + 1 :]), what)

    @Slot(object)
    def _on_index(self, info: IndexInfo | None) -> None:
        """Counted when indexing is over: while it runs the engine has enough to do."""
        if info is not None and not self._archive.indexing.is_running:
            self.count()

    @Slot()
    def count(self) -> None:
        """Ask all of them behind what the user asks."""
        asked = tuple(search.asked for search in self._project.searches)
        if asked and self._archive.index is not None:
            self._questions.ask(CountSearches(asked))

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if not isinstance(body, CountSearches) or not isinstance(value, tuple):
            return
        counts = {body.searches[count.search]: count for count in value}
        searches = tuple(_counted(search, counts.get(search.asked)) for search in self._project.searches)
        self._project.change_searches(searches)


def _counted(search: SavedSearch, count: SearchCount | None) -> SavedSearch:
    """With what it finds now; what was never looked at is not new but unknown."""
    if count is None or count.problem:
        return search
    told = replace(search, found=len(count.ids), above_cut=count.above_cut)
    if search.seen is None:
        return replace(told, seen=frozenset(count.ids), floor=_floor(search.asked, count.scores), new=0)
    unseen = [score for tile, score in zip(count.ids, count.scores, strict=True) if tile not in search.seen]
    return replace(told, new=sum(search.floor is None or score > search.floor for score in unseen))


def _floor(asked: Search, scores: Sequence[float]) -> float | None:
    """What a place must score more than to be new and not one that moved up; None when all there were are listed."""
    return min(scores) if scores and len(scores) >= asked.k else None


def name_of(asked: Search) -> str:
    """What a question is called at first: its words."""
    words = ", ".join(term.value for term in asked.query.terms if term.kind == "text" and term.weight > 0)
    return (words or tr("Like a place"))[:60]
