"""A search kept as evidence: the engine writes it, as ``msa search --evidence`` does."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.session.questions import Questions
from app.translation import tr
from msa_core.messages import Body, Search, WriteEvidence, WrittenEvidence
from msa_core.records import SearchResult


class Evidence(QObject):
    """Lets the engine write a search with its hashes, one at a time.

    Signals:
        written: the path of the page.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
        engine_status_changed: what the engine is doing.
    """

    written = Signal(str)
    message_posted = Signal(str, str, str)
    engine_status_changed = Signal(str)

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        questions.answered.connect(self._on_answered)

    def write(self, asked: Search, result: SearchResult, folder: str) -> None:
        """Write into ``folder``, which is new or empty; a failure is said as that of any question."""
        if self._questions.is_open(WriteEvidence):
            self.message_posted.emit("info", tr("Other evidence is still being written."), "")
            return
        self._questions.ask(WriteEvidence(asked, result, folder))
        self.engine_status_changed.emit(tr("Writing evidence …"))

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if isinstance(body, WriteEvidence) and isinstance(value, WrittenEvidence):
            self.written.emit(value.page)
