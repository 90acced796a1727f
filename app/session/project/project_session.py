"""The project: one file of what is open and asked, saved by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app import paths
from app.jobs.files_lane import FilesLane
from app.session.project.steps import Steps
from app.settings import Settings
from app.translation import tr
from msa_core.errors import MsaError
from msa_core.files import put_aside
from msa_core.names import printable
from msa_core.retrieval.query.saved.project_file import (
    SUFFIX,
    NamedArea,
    Project,
    SavedSearch,
    read_project,
    write_project,
)

_LOG = logging.getLogger(__name__)
SAVE_AFTER_MS = 1200
SEARCHES = "searches"
"""The subject of the steps of saved searches."""


class ProjectSession(QObject):
    """Holds the file, the saved searches and what can be undone; without a name it is kept as the last session.

    Attributes:
        file: of the project, None until it has a name.
        base: the project as it was opened or written last.
        snapshot: gives the project as it stands now, made from ``base``.

    Signals:
        named: what the project is called, ``""`` without a name.
        opened: the Project that is to be shown.
        searches_changed: the tuple of SavedSearch.
        areas_changed: the tuple of NamedArea that searches are counted in.
        searches_restored: nothing; a step was taken back or again, and counts may be of another day.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    named = Signal(str)
    opened = Signal(object)
    searches_changed = Signal(object)
    areas_changed = Signal(object)
    searches_restored = Signal()
    message_posted = Signal(str, str, str)

    def __init__(self, settings: Settings, steps: Steps, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._steps = steps
        self.file: Path | None = None
        self.base = Project()
        self.searches: tuple[SavedSearch, ...] = ()
        self.areas: tuple[NamedArea, ...] = ()
        self.snapshot: Callable[[], Project] = lambda: replace(
            self.base, searches=self.searches, areas=self.areas
        )
        self._is_dirty = self._is_held = self._is_refused = False
        self._lane = FilesLane(self)
        self._lane.finished.connect(self._on_finished)
        self._lane.failed.connect(self._on_failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    @property
    def name(self) -> str:
        """What the project is called."""
        return self.file.stem if self.file is not None else ""

    # The file

    @Slot()
    def touch(self) -> None:
        """Something changed: save a little later."""
        if not self._is_held:
            self._is_dirty = True
            self._timer.start()

    @Slot()
    def save(self) -> None:
        """Write what changed now."""
        self._timer.stop()
        if self._is_dirty and not self._is_held:
            self._is_dirty = False
            project, file = self.snapshot(), self._file()
            if self.file is None and not (
                project.archive or project.index or project.searches or project.areas
            ):
                return  # nothing to keep: the last session may yet be opened again
            self.base = project
            self._lane.run(f"save {file}", lambda: write_project(file, project))

    def hold(self, is_held: bool) -> None:
        """While a project is being shown nothing is written: half of it would take the place of the whole."""
        self._is_held = is_held

    def save_as(self, file: Path) -> None:
        """Give the project a file; it is saved there from now on."""
        if file.suffix.lower() != SUFFIX:
            file = file.with_name(file.name + SUFFIX)
        self.file, self._is_dirty, self._is_held = file.absolute(), True, False
        self._settings.last_project = str(self.file)
        self._settings.add_recent_project(str(self.file))
        self.save()
        self.named.emit(self.name)

    def forget_changes(self) -> None:
        """Something else is open already: what is open now must not be written into this project."""
        self._timer.stop()
        self._is_dirty = False

    def begin_new(self, keep: tuple[SavedSearch, ...] = ()) -> None:
        """A project without a name; the one before was saved."""
        self.save()
        self.file, self.base = None, Project()
        self._settings.last_project = ""
        last = paths.last_session_file()
        self._lane.run(f"save {last}", lambda: last.unlink(missing_ok=True))
        self._take(keep, ())
        self.named.emit("")

    def open(self, file: Path) -> None:
        """Read a project on a thread of its own, then show it."""
        self.save()
        file = file.absolute()
        self._lane.run(f"open {file}", lambda: (file, read_project(file)))

    def reopen_last(self) -> None:
        """What was open when the program was left."""
        last = self._settings.last_project
        if last:
            self.open(Path(last))
        elif paths.last_session_file().is_file():
            self._lane.run("reopen", lambda: (None, _read_or_put_aside(paths.last_session_file())))

    def close(self) -> None:
        """Write what is left, and wait for it."""
        self.save()
        self._lane.close()

    def _file(self) -> Path:
        return self.file or paths.last_session_file()

    @Slot(str, object)
    def _on_finished(self, key: str, value: object) -> None:
        self._is_refused = False
        if key.startswith("save"):
            return
        if isinstance(value, tuple) and isinstance(value[1], Project):
            self._show(*value)
        elif isinstance(value, tuple):
            self.message_posted.emit("warn", str(value[1]), "")

    def _show(self, file: Path | None, project: Project) -> None:
        self.file, self.base = file, project
        if file is not None:
            self._settings.last_project = str(file)
            self._settings.add_recent_project(str(file))
        self._timer.stop()
        self._is_dirty = False
        self._take(project.searches, project.areas)
        self.named.emit(self.name)
        self.opened.emit(project)

    @Slot(str, str)
    def _on_failed(self, key: str, sentence: str) -> None:
        _LOG.warning("%s: %s", key, sentence)
        if not key.startswith("save"):
            self.message_posted.emit("bad", sentence, "")
            self._settings.last_project = str(self.file) if self.file is not None else ""
        elif not self._is_refused:
            self._is_refused = True  # said once, not every second
            self.message_posted.emit(
                "bad", tr("The project could not be saved: {sentence}", sentence=sentence), ""
            )

    # What the user made

    def change_searches(self, searches: tuple[SavedSearch, ...], what: str = "") -> None:
        """Other saved searches; ``what`` names the step for undoing, ``""`` for counts, which are nobody's work."""
        before = self.searches
        if searches == before:
            return
        self.searches = searches
        self.searches_changed.emit(searches)
        self.touch()
        if what:
            self._steps.add(
                what, lambda: self._restore(before), lambda: self._restore(searches), subject=SEARCHES
            )
            self.save()

    def change_areas(self, areas: tuple[NamedArea, ...], what: str = "") -> None:
        """Other areas to count in; ``what`` names the step for undoing."""
        before = self.areas
        if areas == before:
            return
        self.areas = areas
        self.areas_changed.emit(areas)
        self.touch()
        if what:
            self._steps.add(what, lambda: self.change_areas(before), lambda: self.change_areas(areas))

    def _restore(self, searches: tuple[SavedSearch, ...]) -> None:
        """Searches as they were made; what was counted since stays known."""
        now = {search.asked: search for search in self.searches}
        self.change_searches(tuple(_with_counts_of(search, now.get(search.asked)) for search in searches))
        self.searches_restored.emit()
        self.save()

    def _take(self, searches: tuple[SavedSearch, ...], areas: tuple[NamedArea, ...]) -> None:
        """Another project: nothing can be taken back any more."""
        self._steps.clear()
        self.searches, self.areas = searches, areas
        self.searches_changed.emit(searches)
        self.areas_changed.emit(areas)


def _with_counts_of(search: SavedSearch, counted: SavedSearch | None) -> SavedSearch:
    if counted is None:
        return search
    return replace(
        search,
        seen=counted.seen,
        floor=counted.floor,
        found=counted.found,
        above_cut=counted.above_cut,
        new=counted.new,
    )


def _read_or_put_aside(file: Path) -> Project | str:
    """The last session, or what became of a file that cannot be read."""
    try:
        return read_project(file)
    except MsaError as error:
        _LOG.warning("%s", error)
        try:
            aside = put_aside(file)
        except OSError as refused:
            return tr(
                "The last session could not be read, nor put aside: {reason}.",
                reason=refused.strerror or refused,
            )
        kept = printable(str(aside))
        return tr(
            "The last session could not be read ({error}) It was put aside as {kept}.", error=error, kept=kept
        )
