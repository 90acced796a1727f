"""Small pictures of hits that the index keeps: there before any pixel is read, and where the rasters are not."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.session.questions import Questions
from msa_core.messages import Body, ReadThumbnails, TileThumbnails
from msa_core.records import IndexInfo

AT_ONCE = 64


class KeptThumbnails(QObject):
    """Asks for what is painted, some at a time, what was wanted last first.

    Signals:
        read: WebP by tile id, a dict.
    """

    read = Signal(object)

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._wanted: dict[str, None] = {}
        self._has_any = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask)
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)

    @Slot(object)
    def use(self, index: IndexInfo | None) -> None:
        """The index that is open now, None without one."""
        self._has_any = index is not None and index.thumbnails > 0
        self._wanted.clear()
        self._questions.drop(ReadThumbnails)

    @Slot(str)
    def want(self, tile_id: str) -> None:
        """A hit is painted that has no picture yet."""
        if self._has_any:
            self._wanted.pop(tile_id, None)
            self._wanted[tile_id] = None
            self._timer.start()

    def _ask(self) -> None:
        if self._wanted and not self._questions.is_open(ReadThumbnails):
            ids = tuple(self._wanted)[-AT_ONCE:]
            for tile_id in ids:
                del self._wanted[tile_id]
            self._questions.ask(ReadThumbnails(ids))

    @Slot(object, object)
    def _on_answered(self, _body: Body, value: object) -> None:
        if isinstance(value, TileThumbnails):
            self.read.emit(value.pictures)
            self._ask()

    @Slot(object, str)
    def _on_failed(self, body: Body, _sentence: str) -> None:
        if isinstance(body, ReadThumbnails):
            self._wanted.clear()
