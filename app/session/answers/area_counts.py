"""Saved searches counted in several areas: a row a search, a column an area."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.models.words.plain_text import short
from app.session.archive.archive_session import ArchiveSession
from app.session.project.project_session import ProjectSession
from app.session.questions import Questions
from app.translation import tr, tr_n
from msa_core.messages import Body, CountInAreas, Search, SearchCount
from msa_core.names import distinct
from msa_core.records import IndexInfo
from msa_core.retrieval.query.saved.project_file import NamedArea

Cell = tuple[Search, str]
"""A question and the WKT it is asked in."""


class AreaCounts(QObject):
    """Asks the engine search by search, so that what the user asks meanwhile waits for one of them at most.

    Signals:
        changed: nothing; other searches, areas or counts.
        counting_changed: (searches counted, searches to count); (0, 0) when nothing is being counted.
    """

    changed = Signal()
    counting_changed = Signal(int, int)

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
        self._counts: dict[Cell, SearchCount] = {}
        self._asked: CountInAreas | None = None
        self._tried: set[Cell] = set()
        self._done = self._all = 0
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)
        archive.index_changed.connect(self._on_index)
        project.searches_changed.connect(self._on_project)
        project.areas_changed.connect(self._on_project)

    # What is known

    @property
    def areas(self) -> tuple[NamedArea, ...]:
        """The columns."""
        return self._project.areas

    def counts(self) -> dict[tuple[int, int], SearchCount]:
        """What was counted, by row and column."""
        return {
            (row, column): count
            for row, search in enumerate(self._project.searches)
            for column, area in enumerate(self.areas)
            if (count := self._counts.get((search.asked, area.wkt))) is not None
        }

    @property
    def is_counting(self) -> bool:
        """Whether an answer is being waited for."""
        return self._asked is not None

    @property
    def is_complete(self) -> bool:
        """Whether every search was counted in every area."""
        return not self._missing()

    # Intents

    def add(self, areas: Sequence[NamedArea]) -> None:
        """More columns; an area that is there already is not added again. Then they are counted."""
        known = {area.wkt for area in self.areas}
        new = [area for area in dict.fromkeys(areas) if area.wkt not in known]
        if new:
            names = distinct([area.name for area in (*self.areas, *new)])
            together = (*self.areas, *new)
            one = tr("count in “{area}”", area=short(new[0].name))
            what = one if len(new) == 1 else tr_n(len(new), "count in %n area", "count in %n areas")
            self._project.change_areas(
                tuple(NamedArea(name, area.wkt) for name, area in zip(names, together, strict=True)), what
            )
        self.count()

    def remove(self, columns: Sequence[int]) -> None:
        """Take areas away."""
        left = tuple(area for column, area in enumerate(self.areas) if column not in set(columns))
        gone = [area.name for area in self.areas if area not in left]
        what = (
            tr("remove “{area}” from the table", area=short(gone[0]))
            if len(gone) == 1
            else tr_n(len(gone), "remove %n area from the table", "remove %n areas from the table")
        )
        self._project.change_areas(left, what)

    @Slot()
    def count(self) -> None:
        """Count what was not counted yet."""
        missing = self._missing()
        if self.is_counting or not missing or self._archive.index is None:
            return
        self._tried.clear()
        self._done, self._all = 0, len(missing)
        self._ask(missing)

    @Slot()
    def cancel(self) -> None:
        """Stop: what was counted stays."""
        if self.is_counting:
            self._end()
            self._questions.ask(CountInAreas())  # the engine gives the one before up

    # Steps

    def _missing(self) -> dict[Search, tuple[str, ...]]:
        """The areas in which each search was not counted."""
        missing: dict[Search, tuple[str, ...]] = {}
        for search in self._project.searches:
            lacks = tuple(area.wkt for area in self.areas if (search.asked, area.wkt) not in self._counts)
            if lacks:
                missing[search.asked] = lacks
        return missing

    def _ask(self, missing: dict[Search, tuple[str, ...]]) -> None:
        """Ask for the first of what is missing."""
        search, areas = next(iter(missing.items()))
        self._tried.update((search, area) for area in areas)
        self._asked = CountInAreas((search,), areas)
        self.counting_changed.emit(self._done, self._all)
        self._questions.ask(self._asked)

    def _end(self) -> None:
        self._asked = None
        self.counting_changed.emit(0, 0)

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if body is not self._asked or not isinstance(body, CountInAreas) or not isinstance(value, tuple):
            return
        for count in value:
            self._counts[body.searches[count.search], body.areas[count.area]] = count
        self._done += 1
        self.changed.emit()
        # What the engine was asked for and did not count is not asked for again and again.
        missing = {
            search: left
            for search, areas in self._missing().items()
            if (left := tuple(area for area in areas if (search, area) not in self._tried))
        }
        if missing:
            self._all = max(self._all, self._done + len(missing))
            self._ask(missing)
        else:
            self._end()

    @Slot(object, str)
    def _on_failed(self, body: Body, _sentence: str) -> None:
        if body is self._asked and body is not None:
            self._end()

    @Slot(object)
    def _on_index(self, info: IndexInfo | None) -> None:
        """Counted anew when indexing is over; until then the counts of before are shown."""
        if self._archive.indexing.is_running and info is not None:
            return
        self.cancel()
        self._counts.clear()
        self.changed.emit()
        self.count()

    @Slot(object)
    def _on_project(self, _value: object) -> None:
        """Other searches or areas: what is new is counted."""
        kept = {search.asked for search in self._project.searches}
        self._counts = {cell: count for cell, count in self._counts.items() if cell[0] in kept}
        self.changed.emit()
        if self.areas:
            self.count()
