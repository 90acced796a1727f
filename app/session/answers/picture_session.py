"""The picture that was dropped, its captions, and places like it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.session.questions import Questions
from app.session.search.shown_hits import PICTURE, ShownHits
from msa_core.messages import Body, CaptionPicture, PictureAnswer, SaveOverlays
from msa_core.records import Background, CaptionHit, Query, QueryTerm, TileHit
from msa_core.retrieval.query.picture_window import picture_hit


class PictureSession(QObject):
    """Captions one picture at a time.

    Attributes:
        answer: captions and places like it; None without one, or when the archive was closed since.
        captions: of the picture, whatever is open; empty while it is being described.
        text: the caption that is explained.

    Signals:
        picture_started: the picture's path.
        picture_finished: the PictureAnswer; without captions when it failed.
    """

    picture_started = Signal(str)
    picture_finished = Signal(object)

    def __init__(self, questions: Questions, shown: ShownHits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._shown = shown
        self.answer: PictureAnswer | None = None
        self.captions: tuple[CaptionHit, ...] = ()
        self.text = ""
        self.path = ""
        self.bank: str | None = None
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)

    @Slot(str)
    def caption(self, path: str) -> None:
        """Caption a picture and find places like it."""
        self._questions.drop(CaptionPicture)
        self.path, self.captions = path, ()
        self.picture_started.emit(path)
        self._questions.ask(CaptionPicture(path, bank=self.bank))

    def use_bank(self, bank: str | None) -> None:
        """Choose captions from a file of sentences from now on, None for the program's own words; asks again."""
        self.bank = bank
        if self.path:
            self.caption(self.path)

    @Slot(str)
    def explain_with(self, caption: str) -> None:
        """Explain the picture, or the place like it that is chosen, with this caption."""
        self.text = caption
        if self._shown.origin == PICTURE:
            self._shown.explain_with(caption)

    def save_overlays(self, folder: str) -> None:
        """Write where in the picture the caption is seen into a folder, as ``msa caption --overlays`` does."""
        if self.captions and self.text:
            hit = picture_hit(self.path, self.text, self.captions)
            self._questions.ask(SaveOverlays(hit, self.text, None, folder))

    @property
    def is_waiting(self) -> bool:
        """Whether a picture is being described."""
        return self._questions.is_open(CaptionPicture)

    @property
    def query(self) -> Query | None:
        """What places like the picture were found with."""
        if self.answer is None:
            return None
        return Query(terms=(QueryTerm("image", self.answer.path),))

    @property
    def hits(self) -> tuple[TileHit, ...]:
        """Places like the picture."""
        return self.answer.similar if self.answer is not None else ()

    @property
    def background(self) -> Background | None:
        """What those places are measured against."""
        return self.answer.background if self.answer is not None else None

    def stop(self) -> None:
        """The answer is no longer waited for."""
        self._questions.drop(CaptionPicture)

    @Slot()
    def forget(self) -> None:
        """The archive is another: places like the picture are not its own."""
        self.answer = None

    @Slot(object, object)
    def _on_answered(self, _body: Body, value: object) -> None:
        if isinstance(value, PictureAnswer):
            self.answer, self.captions = value, value.captions
            self.text = value.captions[0].text if value.captions else ""
            self._shown.picture = value.path
            self.picture_finished.emit(value)
            self._shown.show_found(value.similar, PICTURE, self.text, value.background, self.query)

    @Slot(object, str)
    def _on_failed(self, body: Body, _sentence: str) -> None:
        if isinstance(body, CaptionPicture):
            self.picture_finished.emit(PictureAnswer(path=body.path))
