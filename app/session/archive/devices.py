"""What the model can run on, and where it does."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.models.words.core_words import in_own_language
from app.session.archive.archive_session import ArchiveSession
from app.session.questions import Questions
from msa_core.messages import Body, ListDevices, UseDevice


class Devices(QObject):
    """Asks the engine, which alone has loaded torch.

    Signals:
        found: a tuple of ComputeDevice, the processor last, in the words of the window.
    """

    found = Signal(object)

    def __init__(self, questions: Questions, archive: ArchiveSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions, self._archive = questions, archive
        questions.answered.connect(self._on_answered)

    def ask(self) -> None:
        """Look what there is."""
        self._questions.ask(ListDevices())

    def use(self, device: str, vram_limit_gb: float | None) -> None:
        """Run the model there from now on, and load it there."""
        self._questions.ask(UseDevice(device, vram_limit_gb))
        self._archive.load_again()

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if isinstance(body, ListDevices) and isinstance(value, tuple):
            self.found.emit(tuple(replace(one, words=in_own_language(one.words)) for one in value))
