"""The archive and the index that are open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.models.choices.index_plan import IndexPlan, joined_rules, rules_of
from app.session.archive import being_opened
from app.session.archive.being_opened import Opening
from app.session.archive.indexing import Indexing
from app.session.archive.refreshing import Refreshing
from app.session.questions import Questions
from app.settings import Settings
from app.translation import tr
from msa_core.config import BandRules
from msa_core.messages import (
    ArchiveListing,
    Body,
    CheckFiles,
    OpenIndex,
    ScanArchive,
    UseDevice,
    WarmUp,
)
from msa_core.raster.gdal.locations import network
from msa_core.records import IndexInfo


class ArchiveSession(QObject):
    """What is open, and opening something else.

    Signals:
        archive_changed: the ArchiveListing of the rasters that are open; empty while the next one is being listed.
        scanning_changed: whether the archive is being listed.
        index_changed: the IndexInfo of the open index, None without one.
        plan_changed: nothing; the next index is to be made otherwise.
        rules_changed: nothing; rasters are to be shown with other bands or another contrast.
        changed_found: paths of the files that are not what they were when they were indexed.
        opening_refused: nothing; what was to be opened is none of ours, and what was open stays.
        closing: nothing; the archive before is about to be closed.
        closed: nothing; the archive before is closed, and what was found in it no longer holds.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
        engine_status_changed: what the engine is doing.
    """

    archive_changed = Signal(object)
    scanning_changed = Signal(bool)
    index_changed = Signal(object)
    plan_changed = Signal()
    rules_changed = Signal()
    changed_found = Signal(object)
    opening_refused = Signal()
    closing = Signal()
    closed = Signal()
    message_posted = Signal(str, str, str)
    engine_status_changed = Signal(str)

    def __init__(self, questions: Questions, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._settings = settings
        self._is_warm = False
        self._opening: Opening | None = None
        self._left_out: Opening | None = None
        self._view_rules = BandRules()
        self.plan = IndexPlan()
        self.indexing = Indexing(settings, self)
        self.refreshing = Refreshing(questions, self.indexing, self)
        self.paths: tuple[str, ...] = ()
        self.listing = ArchiveListing((), ())
        self.index: IndexInfo | None = None
        self.index_path: Path | None = None
        self.more_indexes: tuple[str, ...] = ()
        self.more_paths: tuple[str, ...] = ()
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)
        self.indexing.message_posted.connect(self.message_posted)
        self.indexing.finished.connect(self._on_indexed)
        self.refreshing.refreshed.connect(self._on_refreshed)

    def open(
        self, chosen: tuple[str, ...], index_path: Path | None = None, more: tuple[str, ...] = ()
    ) -> None:
        """List rasters, and open the index made of them; what is open stays so until there is something to open."""
        if not self._is_indexing(tr("Indexing is still running. Stop it before opening another archive.")):
            place = index_path or self._index_of(chosen)
            self._begin(Opening(paths=chosen, index_path=place, more_indexes=more))
            self.warm_up()

    def _index_of(self, chosen: tuple[str, ...]) -> Path | None:
        """The index used last for these files and folders."""
        remembered = Path(self._settings.index_of(chosen) or "/nowhere")
        return remembered if paths.is_index(remembered) else paths.existing_index(chosen)

    def add(self, chosen: tuple[str, ...]) -> None:
        """List the rasters under files and folders beside those that are open; the index stays open."""
        new = tuple(path for path in chosen if path not in self.paths)
        if not self.is_open:
            self.open(chosen)
        elif not new:
            self.message_posted.emit("info", tr("That is open already."), "")
        elif not self._is_indexing(tr("Indexing is still running. Stop it before opening more rasters.")):
            self._begin(Opening(paths=new, is_added=True, is_network_asked=network.is_all_allowed()))

    def open_found(self, path: str) -> None:
        """Open a file of items found in a STAC catalogue; finding them was asking for the rasters they name."""
        if not self._is_indexing(tr("Indexing is still running. Stop it before opening another archive.")):
            self._begin(Opening(paths=(path,), is_network_asked=True))
            self.warm_up()

    def fetch_named(self) -> None:
        """Open again, with the network, what was not opened because it names addresses; else what is open."""
        if self._left_out is not None:
            self._begin(replace(self._left_out, is_network_asked=True))
            return
        network.allow_all()
        if not self.paths and self.index is not None:
            self.paths = being_opened.roots_beside(self.index, ())
        self.reload()

    def open_index(self, path: str, more_indexes: tuple[str, ...] = ()) -> None:
        """Open an index folder, several as one, and then the archive it was made of."""
        if not self._is_indexing(tr("Indexing is still running. Stop it before opening another index.")):
            self._begin(Opening(index_path=Path(path).expanduser().absolute(), more_indexes=more_indexes))

    def search_too(self, folders: tuple[str, ...]) -> None:
        """Search other indexes with the one that is open as one; what is open stays so when that cannot be."""
        new = tuple(path for path in folders if path not in (str(self.index_path), *self.more_indexes))
        if not new:
            self.message_posted.emit("info", tr("That is searched already."), "")
        elif self.index_path is None:
            self.open_index(new[0])
        elif not self._is_indexing(tr("Indexing is still running. Stop it before opening another index.")):
            self._ask_index((*self.more_indexes, *new))

    def _ask_index(self, more: tuple[str, ...]) -> None:
        self._questions.ask(OpenIndex(str(self.index_path), None, more))

    @Slot()
    def close(self) -> None:
        """Nothing is open any more."""
        if self.is_open and not self._is_indexing(
            tr("Indexing is still running. Stop it before opening something else.")
        ):
            self._opening = None
            self._change_to((), None)

    @Slot()
    def reload(self) -> None:
        """List the open archive again: files may have come or gone."""
        if self.paths or self.more_paths:
            self._list()
            self._check_files()

    @Slot()
    def start_indexing(self) -> None:
        """Index the open archive in a child process; what is unchanged is skipped."""
        if not self.paths:
            self.message_posted.emit("info", tr("Open a folder of rasters first, then index it."), "")
        else:
            self.refreshing.begin()
            out, plan = self._index_location(), self.plan
            if not plan.model and not paths.is_index(out):
                plan = replace(plan, model=self._settings.model)
            self.plan = replace(self.plan, retries=False)
            self.indexing.start(self.paths, out, plan)

    def _index_location(self) -> Path:
        is_own = self._settings.index_location == "own"
        return self.plan.location_for(self.paths, self.index, self.index_path, is_own)

    @property
    def rules(self) -> BandRules:
        """The bands and stretches the map shows: those of the open index, and above them those chosen in the window."""
        return joined_rules(rules_of(self.index), self._view_rules)

    def show_as(self, chosen: BandRules, is_for_index: bool) -> None:
        """Show rasters by more rules, which come after those before; ``is_for_index``: index by them next time, too."""
        self._view_rules = joined_rules(self._view_rules, chosen)
        if is_for_index:
            before = self.plan.rules if self.plan.rules is not None else rules_of(self.index)
            self.plan = replace(self.plan, rules=joined_rules(before, chosen))
        self.rules_changed.emit()

    def change_plan(self, plan: IndexPlan) -> None:
        """Make the next index otherwise."""
        self.plan = plan
        self.plan_changed.emit()

    def try_again(self, chosen: tuple[str, ...]) -> None:
        """Index only these files once more, also what was refused too often or read in part."""
        if self.index_path is None:
            self.start_indexing()
        elif chosen:
            self.refreshing.begin()
            self.indexing.start(chosen, self.index_path, IndexPlan(retries=True))

    @property
    def is_open(self) -> bool:
        """Whether an archive or an index is open."""
        return bool(self.paths) or self.index_path is not None

    @property
    def is_changing(self) -> bool:
        """Whether something else is about to take the place of what is open."""
        return self._opening is not None and not self._opening.is_added

    @property
    def is_opening(self) -> bool:
        """Whether an index or the list of an archive is still to come."""
        return self._opening is not None or self._questions.is_open(OpenIndex, ScanArchive)

    def warm_up(self) -> None:
        """Let the engine load the model now, so that the first query is quick."""
        if not self._is_warm:
            self._is_warm = True
            self.engine_status_changed.emit(tr("Loading the model …"))
            if self._settings.vram_limit_gb is not None:
                self._questions.ask(UseDevice(self._settings.device, self._settings.vram_limit_gb))
            self._questions.ask(WarmUp(None if self.index_path else self._settings.model))

    def load_again(self) -> None:
        """Let the engine load the model anew: where it runs has changed."""
        self._is_warm = False
        self.warm_up()

    def open_again(self) -> None:
        """Open the index in an engine that was started anew, and go on with what was being opened."""
        self._is_warm = False
        if self.index_path is not None:
            self._ask_index(self.more_indexes)
        if self._opening is not None:
            self._begin(self._opening)
        self.warm_up()

    # Steps

    def _is_indexing(self, sentence: str) -> bool:
        """Whether indexing is in the way of opening something else; then ``sentence`` is said."""
        if self.indexing.is_running:
            self.message_posted.emit("warn", sentence, "")
        return self.indexing.is_running

    def _begin(self, opening: Opening) -> None:
        """Look at what is to be opened; of an index alone, the index itself says whether it is one."""
        self._opening, self._left_out = opening, None
        self._questions.drop(ScanArchive)
        self.scanning_changed.emit(bool(opening.paths))
        if opening.paths:
            self._questions.ask(ScanArchive(opening.paths, network=opening.is_network_asked))
        else:
            self._questions.ask(OpenIndex(str(opening.index_path), None, opening.more_indexes))

    def _change_to(
        self, chosen: tuple[str, ...], index_path: Path | None, is_network_asked: bool = False
    ) -> None:
        """Close what is open."""
        self.closing.emit()
        network.allow_all(is_network_asked)
        self._questions.drop(OpenIndex, ScanArchive)
        self.paths, self.index_path = chosen, index_path
        self.more_indexes = self.more_paths = self.refreshing.more_indexes = ()
        self._view_rules, self.plan = BandRules(), IndexPlan()
        self.listing = ArchiveListing((), ())
        self.closed.emit()
        self.archive_changed.emit(self.listing)
        self.index = None
        self.index_changed.emit(None)

    def _check_files(self) -> None:
        """After what is asked for: with many files on a slow disk it takes a while, and nothing waits for it."""
        if self.index is not None:
            self._questions.ask(CheckFiles())

    def _list(self) -> None:
        self.scanning_changed.emit(True)
        named = (*self.paths, *self.more_paths)
        self._questions.ask(ScanArchive(named, network=network.is_all_allowed()))

    # Answers

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if isinstance(value, ArchiveListing):
            self._on_listing(value)
        elif isinstance(body, CheckFiles) and isinstance(value, tuple):
            self.changed_found.emit(value)
        elif isinstance(body, OpenIndex) and isinstance(value, IndexInfo):
            self._on_index(body, value)

    @Slot(object, str)
    def _on_failed(self, body: Body, _sentence: str) -> None:
        if isinstance(body, ScanArchive):
            self._opening = None
            self.scanning_changed.emit(False)
        elif isinstance(body, OpenIndex) and self._is_of_opening(body):
            self._opening = None
            if self.index is None and self.index_path is not None:
                self._ask_index(self.more_indexes)
        elif isinstance(body, WarmUp):
            self.engine_status_changed.emit(tr("No model"))

    def _is_of_opening(self, body: OpenIndex) -> bool:
        told = self._opening
        return told is not None and not told.paths and body.path == str(told.index_path)

    def _on_listing(self, listing: ArchiveListing) -> None:
        opening = self._opening
        self.scanning_changed.emit(False)
        if opening is None:
            self._take(listing)
        elif not listing.rasters and opening.index_path is None:
            self._refuse(listing)
        elif opening.is_added:
            self._opening = None
            if opening.is_network_asked:
                network.allow_all()
            if opening.is_of_more:
                self.more_paths += opening.paths
            else:
                self.paths += opening.paths
            self._take(being_opened.joined(self.listing, listing))
        else:
            self._open_listed(opening, listing)

    def _open_listed(self, opening: Opening, listing: ArchiveListing) -> None:
        self._change_to(opening.paths, opening.index_path, opening.is_network_asked)
        if opening.index_path is not None:
            self._ask_index(opening.more_indexes)
        if len(opening.paths) == 1:
            self._settings.add_recent(opening.paths[0])
        self._opening = None
        self._take(listing)

    def _refuse(self, listing: ArchiveListing) -> None:
        """Nothing of what was to be opened is a raster: what is open stays."""
        self._left_out = self._opening if listing.is_network_left_out else None
        self._opening = None
        told = (being_opened.nothing_found(listing), *([tr("What was open stays open.")] * self.is_open))
        self.message_posted.emit("warn", " ".join(told), "network" if self._left_out else "")
        self.opening_refused.emit()

    def _take(self, listing: ArchiveListing) -> None:
        self.listing = listing
        self.archive_changed.emit(listing)
        action = "network" if listing.is_network_left_out else ""
        if not listing.rasters:
            self.message_posted.emit("warn", being_opened.nothing_found(listing), action)
        elif action:
            self.message_posted.emit("warn", being_opened.left_out(), action)

    def _on_index(self, body: OpenIndex, info: IndexInfo) -> None:
        if self._is_of_opening(body):
            self._change_to((), Path(body.path))
            self._settings.add_recent(body.path)
            self._opening = None
        # Stopped before the first raster was finished: there is nothing in it to search, nor to tell of.
        self.index = info if info.tiles or info.sources else None
        if not self.paths:
            self.paths = () if body.more else being_opened.roots_beside(info, ())
            if self.paths:
                self._list()
            else:
                self.archive_changed.emit(self.listing)
                for told in being_opened.without_rasters(info, body):
                    self.message_posted.emit(*told)
        if body.more != self.more_indexes:
            self._take_more(body.more, info)
        self.index_changed.emit(self.index)  # last: a query that waited is asked after the list of rasters
        self._check_files()
        if not info.origin:  # else no model is asked
            self.warm_up()

    def _take_more(self, more: tuple[str, ...], info: IndexInfo) -> None:
        self.more_indexes = self.refreshing.more_indexes = more
        self.message_posted.emit("good", being_opened.searched_as_one(info, more), "")
        if inside := being_opened.roots_beside(info, (*self.paths, *self.more_paths)):
            self._begin(Opening(paths=inside, is_added=True, is_of_more=True))

    @Slot(object)
    def _on_refreshed(self, info: IndexInfo) -> None:
        self.index, self.index_path = info, self.indexing.out
        self.index_changed.emit(info)

    @Slot(object)
    def _on_indexed(self, out: Path | None) -> None:
        if out is not None:
            self.index_path = out
            if self.paths and out not in paths.index_locations(self.paths):
                self._settings.use_index(self.paths, str(out))
            self._ask_index(self.more_indexes)
