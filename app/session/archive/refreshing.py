"""Opening an index again and again while it is being written, so that what is finished can be searched at once."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal, Slot

from app.session.archive.indexing import Indexing
from app.session.questions import Questions
from msa_core.messages import Body, OpenIndex, RefreshIndex
from msa_core.records import IndexInfo

MIN_REFRESH_S, REFRESH_SHARE = 5.0, 10.0
"""While indexing, the index is opened again after this long, or after so many times what that took."""
QUICK_REFRESH_S = 1.0
"""What a search waits for, so that it finds all that is finished."""


class Refreshing(QObject):
    """Asks for what was finished since; gathering the rows takes a tenth of the time at the most.

    Attributes:
        more_indexes: what is searched with the index as one.

    Signals:
        refreshed: the IndexInfo of what is finished.
    """

    refreshed = Signal(object)

    def __init__(self, questions: Questions, indexing: Indexing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions, self._indexing = questions, indexing
        self._asked_s = self._after_s = self._took_s = 0.0
        self._is_behind = False
        self.more_indexes: tuple[str, ...] = ()
        questions.answered.connect(self._on_answered)
        indexing.source_finished.connect(self._on_source)

    def begin(self) -> None:
        """Indexing begins: its first finished raster is wanted at once."""
        self._after_s = 0.0

    def catch_up(self) -> None:
        """Before a search: open what was finished since, unless gathering it takes too long to be waited for."""
        is_quick = 0.0 < self._took_s < QUICK_REFRESH_S
        if self._indexing.is_running and self._is_behind and is_quick and not self._is_asked:
            self._ask()

    @property
    def _is_asked(self) -> bool:
        return self._questions.is_open(RefreshIndex, OpenIndex)

    def _ask(self) -> None:
        self._asked_s, self._is_behind = time.monotonic(), False
        self._questions.ask(RefreshIndex(str(self._indexing.out), self.more_indexes))

    @Slot(str, str, str, int)
    def _on_source(self, _name: str, _state: str, _reason: str, tiles: int) -> None:
        """A raster is finished: now and then, what is finished becomes searchable."""
        self._is_behind = self._is_behind or tiles > 0
        if tiles and time.monotonic() >= self._after_s and not self._is_asked:
            self._ask()

    @Slot(object, object)
    def _on_answered(self, body: Body, info: object) -> None:
        if not isinstance(body, RefreshIndex):
            return
        now_s = time.monotonic()
        self._took_s = now_s - self._asked_s
        self._after_s = now_s + max(MIN_REFRESH_S, REFRESH_SHARE * self._took_s)
        if isinstance(info, IndexInfo) and info.tiles and self._indexing.is_running:
            self.refreshed.emit(info)
