"""Importing embeddings that another program made: one child process at a time."""

from __future__ import annotations

import logging
from collections import Counter

from PySide6.QtCore import QObject, Signal, Slot

from app.jobs.command_job import CANCELLED, CommandJob, JobProgress
from app.models.archive.wanted_import import ImportReport, WantedImport
from app.models.words.core_words import in_own_language, kinds_in_own_language
from app.translation import mark, tr, tr_n
from msa_core.messages import counted
from msa_core.names import visible
from msa_core.records import PassedOver
from msa_core.source_states import SourceState

MAX_REMARKS = 30
"""Each is looked up in the language of the window, which takes 1.4 ms."""
REMARKABLE = {
    SourceState.REFUSED: mark("refused"),
    SourceState.PARTIAL: mark("taken in part"),
    SourceState.COPY: mark("a copy of another file"),
}
_LOG = logging.getLogger(__name__)


class EmbeddingsImport(QObject):
    """Runs ``msa import`` and tells how it goes.

    Signals:
        started: nothing.
        progressed: JobProgress.
        ended: the ImportReport.
        imported: the folder of the index that there is now.
    """

    started = Signal()
    progressed = Signal(object)
    ended = Signal(object)
    imported = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: CommandJob | None = None
        self._wanted = WantedImport(given=(), out="")
        self._forget()

    @property
    def is_running(self) -> bool:
        """Whether something is being imported."""
        return self._job is not None

    @Slot(object)
    def start(self, wanted: WantedImport) -> None:
        """Import, unless that is being done already."""
        if self._job is not None:
            return
        self._wanted = wanted
        self._forget()
        self._job = CommandJob(parent=self)
        self._job.progressed.connect(self.progressed)
        self._job.source_finished.connect(self._on_file)
        self._job.finished.connect(self._on_finished)
        self.started.emit()
        self._job.start(wanted.arguments())

    @Slot()
    def cancel(self) -> None:
        """Stop; nothing of it is kept."""
        if self._job is not None and not self._job.is_cancelling:
            self._job.cancel()
            self.progressed.emit(JobProgress(-1.0, tr("Stopping …"), None))

    def close(self) -> None:
        """The window goes: stop now."""
        if self._job is not None:
            self._job.close()

    def _forget(self) -> None:
        """What was told of an import before."""
        self._files = self._tiles = self._remarked = 0
        self._remarks: list[tuple[str, SourceState, str]] = []

    @Slot(str, str, str, int)
    def _on_file(self, name: str, state: str, reason: str, tiles: int) -> None:
        found = SourceState(state)
        if found.is_searchable:
            self._files, self._tiles = self._files + 1, self._tiles + tiles
        if found in REMARKABLE:
            _LOG.info("%s: %s. %s", visible(name), found, visible(reason))
            self._remarked += 1
            if len(self._remarks) < MAX_REMARKS:
                self._remarks.append((name, found, reason))

    @Slot(int, str)
    def _on_finished(self, code: int, sentence: str) -> None:
        job, self._job = self._job, None
        if job is None:
            return
        job.deleteLater()
        remarks = (*self._of_files(), *_of_others(_passed_over(job.facts)))
        if code == 0:
            self.ended.emit(
                ImportReport(out=self._wanted.out, sentence=self._what_was_taken(), remarks=remarks)
            )
            self.imported.emit(self._wanted.out)
        elif code == CANCELLED:
            stopped = tr("The import was stopped; nothing of it is kept.")
            self.ended.emit(ImportReport(sentence=stopped))
        else:
            failed = tr("The import failed (exit code {code}). The log has the details.", code=code)
            self.ended.emit(ImportReport(sentence=in_own_language(sentence) or failed, remarks=remarks))

    def _what_was_taken(self) -> str:
        files = tr_n(self._files, "%n file", "%n files")
        return tr_n(
            self._tiles, "Imported: %n tile of {files}.", "Imported: %n tiles of {files}.", files=files
        )

    def _of_files(self) -> tuple[str, ...]:
        """The first files that were not taken whole, each with its reason, and how many more there are."""
        told = [
            f"{visible(name)}: {tr(REMARKABLE[state])}. {visible(in_own_language(reason))}".strip()
            for name, state, reason in self._remarks
        ]
        more = self._remarked - len(told)
        if more:
            told.append(tr_n(more, "One more is in the log.", "%n more are in the log."))
        return tuple(told)


def _passed_over(facts: dict[str, object]) -> PassedOver:
    kinds = facts.get("passed_over")
    return counted(Counter(kinds)) if isinstance(kinds, dict) else PassedOver()


def _of_others(over: PassedOver) -> tuple[str, ...]:
    """What lay beside the Parquet files."""
    return (tr("Passed over: {what}.", what=kinds_in_own_language(over.words)),) if over.files else ()
