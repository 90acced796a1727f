"""A saved search asked of the open index and of others of the same rasters, which other models made."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.jobs.command_job import CANCELLED, CommandJob, JobProgress
from app.jobs.files_lane import FilesLane
from app.models.choices.compared import ComparedQuestion, compared
from app.session.archive.archive_session import ArchiveSession
from app.settings import Settings
from app.translation import tr
from msa_core.errors import MsaError
from msa_core.model.stored.known_models import KnownModel, known_models
from msa_core.retrieval.query.saved.project_file import Project, SavedSearch, write_project

if TYPE_CHECKING:
    from msa_core.indexing.folder.manifest.manifest import Manifest

_LOG = logging.getLogger(__name__)
_FIND = "Looking for other indexes"


@dataclass(frozen=True, slots=True)
class OtherIndex:
    """An index that can be compared: its folder, its model's fingerprint, and what that model is called."""

    folder: Path
    model: str
    name: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What is there to compare with, and why some of it cannot be."""

    own: str
    others: tuple[OtherIndex, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Where a comparison is.

    Attributes:
        search: the saved search that is compared.
        found: what was found so far, a question for each other model, named after it.
        asking: name of the model that is asked now, ``""`` when none is.
        progress: of that.
        problem: why it ended before its time.
    """

    search: SavedSearch
    found: tuple[ComparedQuestion, ...] = ()
    asking: str = ""
    progress: JobProgress | None = None
    problem: str = ""


class ModelComparison(QObject):
    """Finds the indexes, and runs ``msa compare`` for one after the other.

    Attributes:
        state: the Comparison, None before the first.

    Signals:
        state_changed: the Comparison.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    state_changed = Signal(object)
    message_posted = Signal(str, str, str)

    def __init__(self, archive: ArchiveSession, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive, self._settings = archive, settings
        self._lane: FilesLane | None = None
        self._job: CommandJob | None = None
        self._wanted: SavedSearch | None = None
        self._own = ""
        self._left: list[OtherIndex] = []
        self.state: Comparison | None = None

    @property
    def is_running(self) -> bool:
        """Whether a model is being asked."""
        return self._job is not None

    def compare(self, search: SavedSearch, folder: str = "") -> None:
        """Ask a saved search of all other indexes that are known, or of the one in ``folder``."""
        index = self._archive.index_path
        if self._archive.index is None or index is None:
            self._say(tr("Nothing is indexed yet: there is no model to compare."))
        elif self._archive.index.origin:
            self._say(
                tr("These embeddings were made elsewhere: no other model can be asked of the same tiles.")
            )
        elif self._archive.more_indexes:
            self._say(tr("Several indexes are open: open the one alone that is to be compared."))
        elif self.is_running:
            self._say(tr("Models are being compared already."))
        else:
            self._wanted = search
            chosen, remembered = self._archive.paths, self._settings.index_of(self._archive.paths)

            def find() -> _Found:
                write_project(_project_file(), Project(searches=(replace(search, seen=None),)))
                return _find(index, chosen, remembered, folder)

            self._files.run(_FIND, find)

    @Slot()
    def cancel(self) -> None:
        """Stop; what was found stays."""
        self._left.clear()
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """The window goes: end what runs."""
        self._left.clear()
        if self._job is not None:
            self._job.close()
        if self._lane is not None:
            self._lane.close()

    # Steps

    @property
    def _files(self) -> FilesLane:
        if self._lane is None:
            self._lane = FilesLane(self)
            self._lane.finished.connect(self._on_found)
            self._lane.failed.connect(lambda _key, sentence: self.message_posted.emit("bad", sentence, ""))
        return self._lane

    @Slot(str, object)
    def _on_found(self, _key: str, found: object) -> None:
        search, self._wanted = self._wanted, None
        if not isinstance(found, _Found) or search is None:
            return
        kept = self.state.found if self.state is not None and self.state.search.asked == search.asked else ()
        if not found.others and kept:
            self._say(found.problem)
        elif not found.others:
            self._set(Comparison(search=search, problem=found.problem))
        if not found.others:
            return
        new = {other.name for other in found.others}
        self._own, self._left = found.own, list(found.others)
        self._set(Comparison(search=search, found=tuple(one for one in kept if one.name not in new)))
        self._ask_next()

    def _ask_next(self) -> None:
        state, index = self.state, self._archive.index_path
        if state is None or not self._left or index is None:
            return
        other = self._left[0]
        self._job = job = CommandJob(parent=self)
        job.progressed.connect(self._on_progress)
        job.finished.connect(self._on_done)
        self._set(replace(state, asking=other.name, progress=None))
        arguments = ["compare", str(index), str(other.folder), "--project", str(_project_file())]
        arguments += ["-k", str(state.search.asked.k)]
        job.start([*arguments, "--device", self._settings.device, "--json", "--json-progress"])

    @Slot(object)
    def _on_progress(self, progress: JobProgress) -> None:
        if self.state is not None:
            self._set(replace(self.state, progress=progress))

    @Slot(int, str)
    def _on_done(self, code: int, sentence: str) -> None:
        job, self._job = self._job, None
        state = self.state
        if job is None or state is None:
            return
        job.deleteLater()
        state = replace(state, asking="", progress=None)
        other = self._left.pop(0) if self._left else None
        if code == 0 and other is not None:
            (told,) = compared(json.loads(job.output)["questions"])
            told = replace(told, name=other.name, models=(self._own, other.name))
            self._set(replace(state, found=(*state.found, told)))
        elif code not in (0, CANCELLED):
            words = sentence or tr("Comparing failed (exit code {code}). The log has the details.", code=code)
            self._set(replace(state, problem=words))
        else:
            self._set(state)
        self._ask_next()

    def _set(self, state: Comparison) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _say(self, sentence: str) -> None:
        self.message_posted.emit("info", sentence, "")


def _project_file() -> Path:
    """The search that is compared, as the command line reads it."""
    return paths.data_dir() / "compared.msaproj"


def _find(index: Path, archive: tuple[str, ...], remembered: str, wanted: str) -> _Found:
    """The indexes of the same rasters by other models: ``wanted`` alone, or all there are in the usual folders."""
    from msa_core.indexing.folder.manifest.manifest import Manifest

    own = Manifest.load(index)
    known = {model.fingerprint: model for model in known_models() if model.fingerprint}
    rasters = _rasters(own)
    places = [Path(wanted)] if wanted else [*_usual(archive, remembered)]
    others: dict[str, OtherIndex] = {}
    problem = ""
    for place in places:
        if place.resolve() == index.resolve():
            problem = tr("{folder} is the index that is open: choose another one.", folder=place)
            continue
        try:
            found = Manifest.load(place)
        except MsaError as error:
            _LOG.info("%s", error)
            problem = str(error)
            continue
        if not rasters & _rasters(found):
            problem = tr("{folder} is an index of other rasters than those that are open.", folder=place)
        elif found.model.fingerprint == own.model.fingerprint:
            problem = tr("{folder} was made with the model of the open index.", folder=place)
        else:
            name = _name(found.model.fingerprint, found.model.folder, known)
            others.setdefault(found.model.fingerprint, OtherIndex(place, found.model.fingerprint, name))
    if not wanted or not problem:
        problem = tr(
            "There is only one index of these rasters, made with one model. Index them again with another model "
            "(Models in the project's menu); this index is kept."
        )
    mine = _name(own.model.fingerprint, own.model.folder, known)
    return _Found(mine, tuple(_distinct(others.values(), mine)), problem)


def _usual(archive: tuple[str, ...], remembered: str) -> list[Path]:
    """Where indexes of an archive lie unless somewhere else was chosen."""
    own = sorted((paths.data_dir() / "indexes").glob("*"))
    places = [*(paths.index_locations(archive) if archive else ()), *own]
    places += [Path(remembered)] if remembered else []
    return [place for place in dict.fromkeys(places) if paths.is_index(place)]


def _rasters(manifest: Manifest) -> set[str]:
    """Hashes of the content of what was indexed: the same wherever the files lie."""
    return {entry.id for entry in manifest.sources if entry.id}


def _name(fingerprint: str, folder: str, known: dict[str, KnownModel]) -> str:
    model = known.get(fingerprint)
    if model is not None:
        return model.name
    return Path(folder).name or fingerprint[:8]


def _distinct(others: Iterable[OtherIndex], mine: str) -> list[OtherIndex]:
    """With names that tell them apart."""
    named, taken = [], {mine}
    for other in others:
        name = other.name if other.name not in taken else f"{other.name} ({other.model[:8]})"
        taken.add(name)
        named.append(replace(other, name=name))
    return named
