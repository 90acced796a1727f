"""Questions to the engine of which only the newest of each kind counts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.jobs.engine_client import EngineClient
from app.models.words.core_words import in_own_language
from msa_core.messages import Body, Progressed, Reply, ScanArchive
from msa_core.raster.gdal.locations import network


class Questions(QObject):
    """Drops answers that are older than the newest question of their kind.

    Signals:
        answered: (body, value) of the newest question of its kind.
        failed: (body, sentence) likewise.
        progressed: what the engine is doing for a question that still counts, as the window says it.
    """

    answered = Signal(object, object)
    failed = Signal(object, str)
    progressed = Signal(str)

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._newest: dict[type, int] = {}
        engine.replied.connect(self._on_replied)
        engine.progressed.connect(self._on_progressed)

    def ask(self, body: Body) -> None:
        """Ask; an earlier question of the same kind no longer counts. With a scan go the addresses that may be read."""
        if isinstance(body, ScanArchive):
            body = replace(body, asked=network.asked_among(body.paths))
        self._newest[type(body)] = self._engine.ask(body)

    def drop(self, *kinds: type) -> None:
        """Answers to questions of these kinds no longer count."""
        for kind in kinds:
            self._newest.pop(kind, None)

    def drop_all(self) -> None:
        """Nothing that was asked counts any more."""
        self._newest.clear()

    def is_open(self, *kinds: type) -> bool:
        """Whether an answer to one of these kinds is being waited for."""
        return any(kind in self._newest for kind in kinds)

    @property
    def is_busy(self) -> bool:
        """Whether the engine has anything to answer, wanted or not."""
        return self._engine.is_busy

    @Slot(object, object)
    def _on_replied(self, reply: Reply, body: Body | None) -> None:
        if body is None or self._newest.get(type(body)) != reply.id or reply.superseded:
            return
        del self._newest[type(body)]
        if reply.error is not None:
            self.failed.emit(body, reply.error)
        else:
            self.answered.emit(body, reply.value)

    @Slot(object)
    def _on_progressed(self, progress: Progressed) -> None:
        if progress.text and progress.id in self._newest.values():
            words = in_own_language(progress.text)
            self.progressed.emit(words[:1].upper() + words[1:])
