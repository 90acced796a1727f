"""The archive and the index that are open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.session.indexing import Indexing
from app.session.questions import Questions
from app.settings import Settings
from msa_core.messages import ArchiveListing, Body, OpenIndex, ScanArchive, WarmUp
from msa_core.records import IndexInfo


class ArchiveSession(QObject):
    """What is open, and opening something else.

    Signals:
        archive_changed: the ArchiveListing of the rasters that are open; empty while the next one is being listed.
        scanning_changed: whether the archive is being listed.
        index_changed: the IndexInfo of the open index, None without one.
        closed: nothing; the archive before is closed, and what was found in it no longer holds.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
        engine_status_changed: what the engine is doing.
    """

    archive_changed = Signal(object)
    scanning_changed = Signal(bool)
    index_changed = Signal(object)
    closed = Signal()
    message_posted = Signal(str, str, str)
    engine_status_changed = Signal(str)

    def __init__(self, questions: Questions, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._settings = settings
        self._is_warm = False
        self.indexing = Indexing(settings, self)
        self.paths: tuple[str, ...] = ()
        self.listing = ArchiveListing((), ())
        self.index: IndexInfo | None = None
        self.index_path: Path | None = None
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)
        self.indexing.message_posted.connect(self.message_posted)
        self.indexing.finished.connect(self._on_indexed)

    def open(self, chosen: tuple[str, ...], index_path: Path | None = None) -> None:
        """List the rasters under files and folders, and open the index made of them earlier."""
        if self._is_indexing("another archive"):
            return
        found = index_path or paths.existing_index(chosen)
        self._change_to(chosen, found)
        self._list()
        if found is not None:
            self._questions.ask(OpenIndex(str(found), self._settings.model))
        if len(chosen) == 1:
            self._settings.add_recent(chosen[0])
        self.warm_up()

    def open_index(self, path: str) -> None:
        """Open an index folder, and then the archive it was made of."""
        if self._is_indexing("another index"):
            return
        self._change_to((), Path(path).expanduser().absolute())
        self._questions.ask(OpenIndex(str(self.index_path), self._settings.model))
        self._settings.add_recent(str(self.index_path))

    @Slot()
    def reload(self) -> None:
        """List the open archive again: files may have come or gone."""
        if self.paths:
            self._list()

    @Slot()
    def start_indexing(self) -> None:
        """Index the open archive in a child process; what is unchanged is skipped."""
        if not self.paths:
            self.message_posted.emit("info", "Open a folder of rasters first, then index it.", "")
        else:
            self.indexing.start(self.paths, self.index_path or paths.new_index_place(self.paths))

    @property
    def is_opening(self) -> bool:
        """Whether an index or the list of an archive is still to come."""
        return self._questions.is_open(OpenIndex, ScanArchive)

    def warm_up(self) -> None:
        """Let the engine load the model now, so that the first query is quick."""
        if not self._is_warm:
            self._is_warm = True
            self.engine_status_changed.emit("Loading the model …")
            self._questions.ask(WarmUp(self._settings.model))

    def open_again(self) -> None:
        """Open the index in an engine that was started anew."""
        self._is_warm = False
        if self.index_path is not None:
            self._questions.ask(OpenIndex(str(self.index_path), self._settings.model))
        self.warm_up()

    # Steps

    def _is_indexing(self, what: str) -> bool:
        """Whether indexing is in the way of opening ``what``, which is then said."""
        if self.indexing.is_running:
            sentence = f"Indexing is still running. Stop it before opening {what}."
            self.message_posted.emit("warn", sentence, "")
        return self.indexing.is_running

    def _change_to(self, chosen: tuple[str, ...], index_path: Path | None) -> None:
        """Close what is open; what is to be opened is not read yet."""
        self._questions.drop(OpenIndex, ScanArchive)
        self.paths, self.index_path = chosen, index_path
        self.listing = ArchiveListing((), ())
        self.closed.emit()
        self.archive_changed.emit(self.listing)
        self.index = None
        self.index_changed.emit(None)

    def _list(self) -> None:
        self.scanning_changed.emit(True)
        self._questions.ask(ScanArchive(self.paths))

    # Answers

    @Slot(object, object)
    def _on_answered(self, _body: Body, value: object) -> None:
        if isinstance(value, ArchiveListing):
            self._on_listing(value)
        elif isinstance(value, IndexInfo):
            self._on_index(value)

    @Slot(object, str)
    def _on_failed(self, body: Body, _sentence: str) -> None:
        if isinstance(body, ScanArchive):
            self.scanning_changed.emit(False)
        elif isinstance(body, WarmUp):
            self.engine_status_changed.emit("No model")

    def _on_listing(self, listing: ArchiveListing) -> None:
        self.scanning_changed.emit(False)
        self.listing = listing
        self.archive_changed.emit(listing)
        if not listing.rasters:
            reason = f" {listing.refused[0].name}: {listing.refused[0].reason}" if listing.refused else ""
            self.message_posted.emit("warn", f"No raster that can be opened was found here.{reason}", "")

    def _on_index(self, info: IndexInfo) -> None:
        self.index = info
        if not self.paths:
            self.paths = tuple(root for root in info.roots if Path(root).exists())
            if self.paths:
                self._questions.ask(ScanArchive(self.paths))
            else:
                sentence = "The rasters of this index are not where they were; places are shown without."
                self.message_posted.emit("warn", sentence, "")
        self.index_changed.emit(info)  # last: a query that waited is asked after the list of rasters
        self.warm_up()

    @Slot(object)
    def _on_indexed(self, out: Path | None) -> None:
        if out is not None:
            self.index_path = out
            self._questions.ask(OpenIndex(str(out), self._settings.model))
