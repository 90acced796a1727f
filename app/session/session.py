"""What is open, chosen and found. The one place that decides; widgets and layers only show.

The loop is one way: widget signal -> intent here -> question to the engine -> record -> signal -> setters.
Answers older than the newest question of their kind are dropped.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.jobs.engine_client import EngineClient
from app.models.question.file_kinds import is_area_file, is_embeddings_file, is_plain_picture
from app.models.words.subjects import Subject
from app.session.answers.area_counts import AreaCounts
from app.session.answers.evidence import Evidence
from app.session.answers.grouped_scores import GroupedScores
from app.session.answers.kept_thumbnails import KeptThumbnails
from app.session.answers.picture_session import PictureSession
from app.session.archive.archive_session import ArchiveSession
from app.session.archive.asked_addresses import absolute_paths
from app.session.archive.catalogue_session import CatalogueSession
from app.session.archive.devices import Devices
from app.session.archive.embeddings_import import EmbeddingsImport
from app.session.archive.models_session import ModelsSession
from app.session.learning.model_comparison import ModelComparison
from app.session.learning.review_session import ReviewSession
from app.session.learning.teaching import Teaching
from app.session.project.project_session import ProjectSession
from app.session.project.steps import Steps
from app.session.questions import Questions
from app.session.search.history import History
from app.session.search.saved_searches import SavedSearches
from app.session.search.search_session import SearchSession
from app.session.search.shown_hits import SEARCH, ShownHits
from app.settings import Settings
from app.translation import tr
from msa_core.addresses import is_address
from msa_core.errors import UsageError
from msa_core.messages import (
    Body,
    CheckFiles,
    CountSearches,
    Explain,
    ExportHits,
    ListDevices,
    OpenIndex,
    RefreshIndex,
    ScanArchive,
    Search,
    UseDevice,
    WarmUp,
    WriteEvidence,
)
from msa_core.retrieval.query.saved.project_file import SUFFIX
from msa_core.stac_search import FindItems

_LOG = logging.getLogger(__name__)
SUBJECTS = {
    ScanArchive: Subject.ARCHIVE,
    OpenIndex: Subject.INDEX,
    Search: Subject.SEARCH,
    ExportHits: Subject.EXPORT,
    WriteEvidence: Subject.EXPORT,
    ListDevices: Subject.ENGINE,
    UseDevice: Subject.ENGINE,
    WarmUp: Subject.ENGINE,
}
"""What a question is about, for the message that it failed."""


class Session(QObject):
    """State of the window, one part for each story; methods without underscore are intents.

    Attributes:
        steps: what the user made, to be taken back.
        archive: the archive and the index that are open, and indexing.
        search: the query that was asked.
        review: what was said of the places found.
        history: the queries that were asked before.
        picture: the picture that was dropped.
        project: the file of what is open, and the saved searches.
        saved: counts and changes those.
        teaching: the lesson that the model is given.
        comparison: one of them asked of indexes that other models made.
        area_counts: counts them in several areas.
        evidence: a search as a folder of evidence.
        devices: what the model can run on.
        models: the models of this user.
        embeddings: importing those that another program made.
        grouped: how all tiles score, by ground size or source.
        shown: the hits on screen, the chosen one and why it matched.
        kept: their small pictures that the index keeps.

    Signals:
        area_given: the path of a file that holds an area to search in, no raster.
        project_given: the path of a project that is to be opened.
        embeddings_given: paths of Parquet files that are to be imported, a tuple.
        message_posted: (kind, sentence, action): kind ``info``, ``good``, ``warn`` or ``bad``; action ``""`` or the
            name of what one click can do about it (``index``, ``engine``).
        question_failed: the Subject of the message just posted, that a question had no answer.
        engine_status_changed: what the engine is doing, for the status bar.
    """

    area_given = Signal(str)
    project_given = Signal(str)
    embeddings_given = Signal(object)
    message_posted = Signal(str, str, str)
    question_failed = Signal(object)
    engine_status_changed = Signal(str)

    def __init__(self, engine: EngineClient, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._questions = Questions(engine, self)
        # First in line, so that "Ready" is overwritten by what an answer starts.
        self._questions.answered.connect(self._on_answered)
        self._questions.failed.connect(self._on_failed)
        self.steps = Steps(self)
        self.archive = ArchiveSession(self._questions, settings, self)
        self.shown = ShownHits(self._questions, self)
        self.kept = KeptThumbnails(self._questions, self)
        self.archive.index_changed.connect(self.kept.use)
        self.archive.index_changed.connect(self.shown.use_index)
        self.picture = PictureSession(self._questions, self.shown, self)
        self.search = SearchSession(self._questions, self.archive, self.shown, self.steps, self)
        self.review = ReviewSession(self.search, self.archive, self.steps, self)
        self.catalogues = CatalogueSession(self._questions, self)
        self.catalogues.opened.connect(self.archive.open_found)
        self.catalogues.message_posted.connect(self.message_posted)
        self.embeddings = EmbeddingsImport(self)
        self.embeddings.imported.connect(self.archive.open_index)
        self.history = History(parent=self)
        self.history.message_posted.connect(self.message_posted)
        self.grouped = GroupedScores(self._questions, self)
        self.project = ProjectSession(settings, self.steps, self)
        self.project.message_posted.connect(self.message_posted)
        self.saved = SavedSearches(self._questions, self.archive, self.project, self)
        self.teaching = Teaching(self.review, self.archive, self.project, settings, self)
        self.teaching.message_posted.connect(self.message_posted)
        self.comparison = ModelComparison(self.archive, settings, self)
        self.comparison.message_posted.connect(self.message_posted)
        self.archive.closed.connect(self.comparison.cancel)
        self.area_counts = AreaCounts(self._questions, self.archive, self.project, self)
        self.evidence = Evidence(self._questions, self)
        self.devices = Devices(self._questions, self.archive, self)
        self.models = ModelsSession(self.archive, settings, self)
        self.models.message_posted.connect(self.message_posted)
        self.evidence.message_posted.connect(self.message_posted)
        self.evidence.engine_status_changed.connect(self.engine_status_changed)
        self._questions.progressed.connect(self.engine_status_changed)
        self.archive.engine_status_changed.connect(self.engine_status_changed)
        self.archive.message_posted.connect(self.message_posted)
        self.search.message_posted.connect(self.message_posted)
        self.archive.closed.connect(self.picture.forget)
        self.archive.closed.connect(self.shown.forget)
        self.archive.closed.connect(self.steps.clear)
        engine.restarted.connect(self._on_engine_restarted)
        engine.gave_up.connect(self._on_engine_gave_up)
        engine.resumed.connect(self.archive.open_again)

    def open_paths(self, given: list[str]) -> None:
        """Open what was dropped or chosen: an index folder, a picture without position, an area, or an archive."""
        chosen = self.chosen_paths(given)
        if not chosen:
            return
        if all(is_embeddings_file(Path(path)) for path in chosen):
            self.embeddings_given.emit(chosen)
        elif len(chosen) == 1 and is_address(chosen[0]):
            (self.archive.add if self._is_of_index(chosen[0]) else self.archive.open)(chosen)
        elif len(chosen) == 1 and paths.is_index(Path(chosen[0])):
            self.archive.open_index(chosen[0])
        elif len(chosen) == 1 and is_plain_picture(Path(chosen[0])):
            self.picture.caption(chosen[0])
        elif len(chosen) == 1 and chosen[0].lower().endswith(SUFFIX):
            self.project_given.emit(chosen[0])
        elif len(chosen) == 1 and is_area_file(Path(chosen[0])):
            self.area_given.emit(chosen[0])
        else:
            self.archive.open(chosen)

    def add_paths(self, given: list[str]) -> None:
        """Open files and folders beside what is open."""
        chosen = self.chosen_paths(given)
        if chosen:
            self.archive.add(chosen)

    def chosen_paths(self, given: list[str]) -> tuple[str, ...]:
        """What was dropped or chosen, as the engine needs it; nothing, and a message, when an address is wrong."""
        try:
            return absolute_paths(given)
        except UsageError as error:
            self.message_posted.emit("bad", str(error), "")
            return ()

    def _is_of_index(self, chosen: str) -> bool:
        """True for an address whose raster is in the open index: its picture is wanted, not another archive."""
        index = self.archive.index
        return index is not None and any(source.path == chosen for source in index.sources)

    @Slot(str)
    def show_origin(self, origin: str) -> None:
        """Show the hits of the search, or those of the picture."""
        story = self.search if origin == SEARCH else self.picture
        self.shown.show(story.hits, origin, story.text, story.background, story.query)

    @Slot()
    def stop(self) -> None:
        """Give up what is being waited for. Indexing goes on: it is stopped where it is shown."""
        self.search.stop()
        self.picture.stop()
        self.shown.stop()

    def close(self) -> None:
        """The window goes: end the children."""
        self.archive.indexing.close()
        self.models.close()
        self.embeddings.close()
        self.teaching.close()
        self.comparison.close()
        self.history.close()
        self.project.close()
        self.review.close()
        self._engine.close()

    @Slot(object, object)
    def _on_answered(self, _body: Body, _value: object) -> None:
        self._say_when_ready()

    @Slot(object, str)
    def _on_failed(self, body: Body, sentence: str) -> None:
        self._say_when_ready()
        _LOG.warning("%s: %s", type(body).__name__, sentence)
        # Overlays say so where they would be; an index that is being written is opened again a little later.
        if not isinstance(body, Explain | RefreshIndex | CheckFiles | CountSearches | FindItems):
            self.message_posted.emit("bad", sentence, "")
            self.question_failed.emit(SUBJECTS.get(type(body), Subject.NOTHING))

    def _say_when_ready(self) -> None:
        if not self._questions.is_busy:
            self.engine_status_changed.emit(tr("Ready"))

    @Slot(str)
    def _on_engine_restarted(self, sentence: str) -> None:
        self.message_posted.emit("warn", sentence, "")
        self._questions.drop_all()
        self.archive.open_again()

    @Slot(str)
    def _on_engine_gave_up(self, sentence: str) -> None:
        self.engine_status_changed.emit(tr("Stopped"))
        self.message_posted.emit("bad", sentence, "engine")
