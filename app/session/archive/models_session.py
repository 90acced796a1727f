"""The models of this user: which there are, importing and removing them, and which of them an index uses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.jobs.command_job import CANCELLED, CommandJob
from app.jobs.files_lane import FilesLane
from app.models.choices.model_uses import NEXT_INDEX, OPEN_INDEX
from app.session.archive.archive_session import ArchiveSession
from app.settings import Settings
from app.translation import tr
from msa_core.model.stored.known_models import STARTER, KnownModel, known_models, remove_model
from msa_core.names import visible

LIST, REMOVE = "listing the models", "removing a model"


class ModelsSession(QObject):
    """Lists them on a thread of its own, for each is read whole once; imports by ``msa models import``.

    Attributes:
        known: the models there are, the starter first; empty until they have been listed.

    Signals:
        listed: the tuple of KnownModel.
        import_started: nothing.
        import_progressed: JobProgress.
        import_ended: (whether a model came in, a sentence).
        chosen: nothing; another model is for the next index.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    listed = Signal(object)
    import_started = Signal()
    import_progressed = Signal(object)
    import_ended = Signal(bool, str)
    chosen = Signal()
    message_posted = Signal(str, str, str)

    def __init__(self, archive: ArchiveSession, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive, self._settings = archive, settings
        self._job: CommandJob | None = None
        self._lane = FilesLane(self)
        self._lane.finished.connect(self._on_finished)
        self._lane.failed.connect(self._on_failed)
        self.known: tuple[KnownModel, ...] = ()

    def refresh(self) -> None:
        """List them again."""
        self._lane.run(LIST, known_models)

    @property
    def of_index(self) -> str:
        """Fingerprint of the model that the open index was made with, ``""`` without one, or where none of ours was."""
        index = self._archive.index
        return index.model if index is not None and not index.origin else ""

    def is_for_next(self, model: KnownModel) -> bool:
        """Whether the next new index is made with it."""
        if self._settings.model is None:
            return model.origin == STARTER
        return Path(self._settings.model) == model.folder

    def uses_of(self, model: KnownModel) -> list[str]:
        """What a model is used for now: some of :data:`app.models.choices.model_uses.USES`."""
        words = [OPEN_INDEX] if model.fingerprint and model.fingerprint == self.of_index else []
        return [*words, *([NEXT_INDEX] if self.is_for_next(model) else [])]

    def choose(self, model: KnownModel) -> None:
        """Make the next new index with it."""
        if not model.problem:
            self._settings.model = None if model.origin == STARTER else str(model.folder)
            self.chosen.emit()

    # Importing

    @property
    def is_importing(self) -> bool:
        """Whether a model is being imported."""
        return self._job is not None

    def import_from(self, source: str, text: str = "") -> None:
        """Import a folder or a file under its own name; ``text``: folder of the tokenizer, if needed."""
        if self._job is not None:
            return
        self._job = CommandJob(parent=self)
        self._job.progressed.connect(self.import_progressed)
        self._job.finished.connect(self._on_imported)
        arguments = ["models", "import", source, "--json-progress"]
        arguments += ["--text", text] if text else []
        self.import_started.emit()
        self._job.start(arguments)

    @Slot()
    def cancel_import(self) -> None:
        """Stop; nothing of the model is kept."""
        if self._job is not None:
            self._job.cancel()

    @Slot(int, str)
    def _on_imported(self, code: int, sentence: str) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        if code == CANCELLED:
            self.import_ended.emit(False, tr("The import was stopped; nothing of it is kept."))
        else:
            words = sentence or tr(
                "The import failed (exit code {code}). The log has the details.", code=code
            )
            self.import_ended.emit(code == 0, words)
        self.refresh()

    # Removing

    def remove(self, model: KnownModel) -> None:
        """Remove a model for good, unless it is in use."""
        uses = self.uses_of(model)
        if uses:
            sentence = tr("“{name}” is in use and stays.", name=visible(model.name))
            self.message_posted.emit("warn", sentence, "")
        elif model.origin != STARTER:
            self._lane.run(REMOVE, lambda: (remove_model(model.name), known_models()))

    def close(self) -> None:
        """The window goes: stop what runs."""
        if self._job is not None:
            self._job.close()
        self._lane.close()

    @Slot(str, object)
    def _on_finished(self, key: str, value: object) -> None:
        if key == REMOVE and isinstance(value, tuple):
            value = value[1]
        if isinstance(value, tuple):
            self.known = value
            self.listed.emit(value)

    @Slot(str, str)
    def _on_failed(self, _key: str, sentence: str) -> None:
        self.message_posted.emit("bad", sentence, "")
