"""Indexing an archive: one child process at a time."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.jobs.command_job import CANCELLED, CommandJob, JobProgress
from app.models.choices.index_plan import IndexPlan
from app.session.archive.asked_addresses import without_unasked
from app.settings import Settings
from app.translation import tr, tr_n
from msa_core.raster.gdal.locations import network
from msa_core.source_states import SourceState

LITTLE_MEMORY = ["--batch", "8", "--readers", "1"]


class Indexing(QObject):
    """Runs ``msa index`` and tells how it goes.

    Signals:
        started: the job's title.
        progressed: JobProgress; a negative fraction when nobody knows.
        source_finished: (name, state, reason, tiles).
        message_posted: (kind, sentence, action) of the end.
        finished: the index folder when there is an index now, else None.
    """

    started = Signal(str)
    progressed = Signal(object)
    source_finished = Signal(str, str, str, int)
    message_posted = Signal(str, str, str)
    finished = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._job: CommandJob | None = None
        self._out = Path()
        self._begun_s = 0.0
        self._done = self._tiles = self._unusable = 0

    @property
    def is_running(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def start(self, archive_paths: tuple[str, ...], out: Path, plan: IndexPlan | None = None) -> None:
        """Index files and folders into ``out`` as planned; what is unchanged is skipped."""
        if self._job is not None:
            return
        self._out = out
        self._begun_s, self._done, self._tiles, self._unusable = time.monotonic(), 0, 0, 0
        self._job = CommandJob(parent=self)
        self._job.progressed.connect(self.progressed)
        self._job.source_finished.connect(self._on_source)
        self._job.source_finished.connect(self.source_finished)
        self._job.finished.connect(self._on_finished)
        arguments = ["index", *without_unasked(archive_paths), "--out", str(out), "--json-progress"]
        arguments += ["--device", self._settings.device]
        arguments += [network.SWITCH] if network.is_all_allowed() else []
        if self._settings.vram_limit_gb is not None:
            arguments += ["--vram-limit", f"{self._settings.vram_limit_gb:g}"]
        if self._settings.saves_memory:
            arguments += LITTLE_MEMORY
        arguments += plan.arguments() if plan is not None else []
        self.started.emit(tr("Indexing"))
        self._job.start(arguments)

    @property
    def out(self) -> Path:
        """The index folder that is written, or was last."""
        return self._out

    @property
    def took_s(self) -> float:
        """How long the job has been running, in seconds; 0 when none is."""
        return time.monotonic() - self._begun_s if self.is_running else 0.0

    @Slot()
    def cancel(self) -> None:
        """Stop; what is finished is kept."""
        if self._job is not None and not self._job.is_cancelling:
            self._job.cancel()
            self.progressed.emit(JobProgress(-1.0, tr("Stopping; finished rasters are kept …"), None))

    def close(self) -> None:
        """The window goes: stop now."""
        if self._job is not None:
            self._job.close()

    @Slot(str, str, str, int)
    def _on_source(self, _name: str, state: str, _reason: str, tiles: int) -> None:
        if SourceState(state).is_searchable:
            self._done += 1
            self._tiles += tiles
        elif state == SourceState.REFUSED:
            self._unusable += 1

    @property
    def _searchable(self) -> str:
        rasters = tr_n(self._done, "%n raster", "%n rasters")
        return tr_n(
            self._tiles,
            "{rasters} with %n tile can be searched",
            "{rasters} with %n tiles can be searched",
            rasters=rasters,
        )

    def _what_is_there(self) -> str:
        """What an indexing that was stopped has left."""
        if not self._done:
            return tr("Indexing was stopped before the first raster was finished. Index again to go on.")
        return tr("Indexing was stopped. {searchable}; index again to go on.", searchable=self._searchable)

    def _what_was_done(self) -> str:
        """What an indexing that came to its end has left."""
        there = self._searchable
        if not self._unusable:
            return tr("Indexing is done. {searchable}.", searchable=there)
        return tr_n(
            self._unusable,
            "Indexing is done. {searchable}; %n is unusable.",
            "Indexing is done. {searchable}; %n are unusable.",
            searchable=there,
        )

    @Slot(int, str)
    def _on_finished(self, code: int, sentence: str) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        if code == 0:
            self.message_posted.emit("good", self._what_was_done(), "")
        elif code == CANCELLED:
            self.message_posted.emit("info", self._what_is_there(), "index")
        else:
            words = sentence or tr("Indexing failed (exit code {code}). The log has the details.", code=code)
            self.message_posted.emit("bad", words, "")
        self.finished.emit(self._out if paths.is_index(self._out) else None)
