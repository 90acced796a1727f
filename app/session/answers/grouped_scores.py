"""How all tiles score, apart by ground size or source: asked only while somebody looks at it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.session.questions import Questions
from app.translation import tr
from msa_core.messages import Body, GroupScores, ScoreGroups
from msa_core.records import Query


class GroupedScores(QObject):
    """Asks the engine once for each query and grouping.

    Signals:
        groups_changed: (ScoreGroups or None, sentence): what was asked for, or why it is not there.
    """

    groups_changed = Signal(object, str)

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._known: dict[str, ScoreGroups] = {}
        self._query: Query | None = None
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)

    def set_query(self, query: Query | None) -> None:
        """What was searched for last; what was known of another is forgotten."""
        if query is not self._query:
            self._questions.drop(GroupScores)
            self._query, self._known = query, {}

    def ask(self, by: str) -> None:
        """Tell the groups of ``GROUPINGS``: at once when they are known."""
        known = self._known.get(by)
        if self._query is None:
            self.groups_changed.emit(None, tr("Search first: here is shown how all tiles score."))
            return
        self.groups_changed.emit(known, "" if known is not None else tr("Computing …"))
        if known is None:
            self._questions.ask(GroupScores(self._query, by))

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if isinstance(body, GroupScores) and isinstance(value, ScoreGroups) and body.query is self._query:
            self._known[body.by] = value
            self.groups_changed.emit(value, "")

    @Slot(object, str)
    def _on_failed(self, body: Body, sentence: str) -> None:
        if isinstance(body, GroupScores):
            self.groups_changed.emit(None, sentence)
