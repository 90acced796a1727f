"""How the next index is made: asked when an archive is first indexed, later from the menu; and the models dialog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog

from app import paths
from app.jobs.command_job import JobProgress
from app.models.choices.index_plan import IndexPlan, plan_of, rules_of, tiling_of
from app.session.session import Session
from app.settings import Settings
from app.translation import tr
from app.widgets.frame.dialogs.indexes.index_options import BESIDE, ELSEWHERE, OWN, IndexOptionsDialog
from app.widgets.frame.dialogs.models_dialog import ModelsDialog
from app.widgets.frame.main_window import MainWindow
from msa_core.model.stored.known_models import STARTER, KnownModel
from msa_core.records import IndexInfo


class IndexPlanning(QObject):
    """Between the dialogs about models and indexes, and the session."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__()
        self._window, self._session, self._settings = window, session, settings
        self._source = ""
        self._warned = ""
        self.options: IndexOptionsDialog | None = None
        self.models: ModelsDialog | None = None

    # Index options

    @Slot()
    def start_indexing(self) -> None:
        """Index the open archive; the first time how is asked, unless the settings say where indexes lie."""
        archive = self._session.archive
        inside = paths.index_location_inside(archive.paths)
        is_known = bool(self._settings.index_location) or paths.existing_index(archive.paths) is not None
        if archive.paths and inside is not None and archive.index_path is None and not is_known:
            if not archive.indexing.is_running:
                self.open_options()
        else:
            archive.start_indexing()

    @Slot()
    def open_options(self) -> None:
        """Ask how the next index is to be made."""
        archive = self._session.archive
        if not archive.paths:
            self._session.message_posted.emit(
                "info", tr("Open a folder of rasters first, then index it."), ""
            )
            return
        inside = paths.index_location_inside(archive.paths)
        locations = [*([BESIDE] if inside is not None else []), OWN, ELSEWHERE]
        plan = self._complete(archive.plan, archive.index)
        usual = ELSEWHERE if plan.location else self._settings.index_location or locations[0]
        index = archive.index
        has_thumbnails = index is None or not index.tiles or index.thumbnails > 0
        self.options = IndexOptionsDialog(plan, locations, usual, self._window, has_thumbnails)
        self.options.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.options.decided.connect(self._decide)
        self.options.set_models(self._session.models.known)
        self._session.models.listed.connect(self.options.set_models)
        self._session.models.refresh()
        self.options.open()

    def _complete(self, plan: IndexPlan, index: IndexInfo | None) -> IndexPlan:
        """With what the open index has where nothing was planned."""
        if index is None or index.origin:
            return replace(plan, model=plan.model or self._settings.model)
        return replace(
            plan,
            fingerprint=plan.fingerprint or index.model,
            tiling=plan.tiling or tiling_of(index),
            rules=plan.rules if plan.rules is not None else rules_of(index),
        )

    @Slot(object, str, bool)
    def _decide(self, plan: IndexPlan, location: str, now: bool) -> None:
        archive = self._session.archive
        if location in (BESIDE, OWN):
            self._settings.index_location = location
        self._take(plan)
        if now:
            archive.start_indexing()
        elif archive.index is not None and not plan.fits(archive.index):
            sentence = tr("The next indexing makes another index; the open one is kept.")
            self._session.message_posted.emit("info", sentence, "index")

    def _take(self, plan: IndexPlan) -> None:
        """The plan, as a step that can be taken back."""
        archive = self._session.archive
        before, after = archive.plan.kept, plan.kept
        archive.change_plan(plan)
        if after != before:
            self._session.steps.add(
                tr("change how the next index is made"),
                lambda: archive.change_plan(plan_of(before)),
                lambda: archive.change_plan(plan_of(after)),
            )

    # Models

    @Slot()
    def open_models(self) -> None:
        """Show the models there are."""
        if self.models is None:
            models = self._session.models
            self.models = dialog = ModelsDialog(self._window)
            dialog.import_wanted.connect(self._import)
            dialog.import_cancelled.connect(models.cancel_import)
            dialog.use_wanted.connect(models.choose)
            dialog.removal_wanted.connect(models.remove)
            dialog.indexing_wanted.connect(self._index_again)
        self.models.set_importing(self._session.models.is_importing)
        self.models.say("")
        self.show_models()
        self._session.models.refresh()
        self.models.show()
        self.models.raise_()
        self.models.activateWindow()

    @Slot()
    def show_models(self) -> None:
        """The list, or what they are used for, has changed."""
        if self.models is not None:
            models = self._session.models
            uses = [models.uses_of(model) for model in models.known]
            self.models.set_models(models.known, uses, bool(self._session.archive.paths))
        self.check_index()

    @Slot()
    def list_for_index(self) -> None:
        """Another index was opened: is its model here?"""
        models = self._session.models
        if models.of_index and models.of_index not in {model.fingerprint for model in models.known}:
            models.refresh()
        elif self.models is not None:
            self.show_models()

    @Slot()
    def check_index(self) -> None:
        """Say it, once, when the open index was made with a model that is not here."""
        models, archive = self._session.models, self._session.archive
        wanted = models.of_index
        if not wanted or not models.known or wanted == self._warned:
            return
        if any(model.fingerprint == wanted for model in models.known):
            return
        if archive.index is not None and Path(archive.index.model_folder or "/nowhere").is_dir():
            return
        self._warned = wanted
        sentence = tr(
            "This index was made with a model that is not here (fingerprint {fingerprint}). Import that model, or "
            "index the archive again with one of yours; this index is kept.",
            fingerprint=wanted[:16],
        )
        self._session.message_posted.emit("warn", sentence, "models")

    @Slot(str, str)
    def _import(self, source: str, text: str) -> None:
        self._source = source
        self._session.models.import_from(source, text=text)

    @Slot()
    def begin_import(self) -> None:
        """An import has begun."""
        if self.models is not None:
            self.models.set_importing(True)

    @Slot(object)
    def show_progress(self, progress: JobProgress) -> None:
        """How far the import is."""
        if self.models is not None:
            self.models.show_progress(progress)

    @Slot(bool, str)
    def end_import(self, is_in: bool, sentence: str) -> None:
        """Say what came of it; a tokenizer that is missing is asked for."""
        if self.models is None:
            return
        self.models.set_importing(False)
        self.models.say(sentence)
        if not is_in and "tokenizer is not on this machine" in sentence and self.models.isVisible():
            folder = QFileDialog.getExistingDirectory(
                self.models, tr("The folder that holds CLIP's tokenizer")
            )
            if folder:
                self._import(self._source, folder)

    @Slot()
    def _index_again(self) -> None:
        """Index the open archive with the model chosen in the list; the open index is kept."""
        model = self.models.chosen if self.models is not None else None
        if model is not None and not model.problem:
            self._plan_with(model)
            if self.models is not None:
                self.models.accept()
            self.open_options()

    def _plan_with(self, model: KnownModel) -> None:
        archive = self._session.archive
        folder = None if model.origin == STARTER else str(model.folder)
        archive.change_plan(replace(archive.plan, model=folder, fingerprint=model.fingerprint))
