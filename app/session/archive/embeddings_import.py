"""Importing embeddings that another program made: one child process at a time."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject, Signal, Slot

from app.jobs.command_job import CANCELLED, CommandJob, JobProgress
from app.models.archive.wanted_import import ImportReport, WantedImport
from app.models.words.core_words import in_own_language, kinds_in_own_language
from app.translation import tr, tr_n
from msa_core.messages import counted
from msa_core.names import visible
from msa_core.records import PassedOver
from msa_core.source_states import SourceState


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
        self._told: list[tuple[str, SourceState, str, int]] = []

    @property
    def is_running(self) -> bool:
        """Whether something is being imported."""
        return self._job is not None

    @Slot(object)
    def start(self, wanted: WantedImport) -> None:
        """Import, unless that is being done already."""
        if self._job is not None:
            return
        self._wanted, self._told = wanted, []
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

    @Slot(str, str, str, int)
    def _on_file(self, name: str, state: str, reason: str, tiles: int) -> None:
        self._told.append((name, SourceState(state), reason, tiles))

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
        taken = [tiles for _, state, _, tiles in self._told if state.is_searchable]
        files = tr_n(len(taken), "%n file", "%n files")
        return tr_n(
            sum(taken), "Imported: %n tile of {files}.", "Imported: %n tiles of {files}.", files=files
        )

    def _of_files(self) -> tuple[str, ...]:
        """Files that were not taken whole, each with its reason."""
        words = {
            SourceState.REFUSED: tr("refused"),
            SourceState.PARTIAL: tr("taken in part"),
            SourceState.COPY: tr("a copy of another file"),
        }
        return tuple(
            f"{visible(name)}: {words[state]}. {visible(in_own_language(reason))}".strip()
            for name, state, reason, _ in self._told
            if state in words
        )


def _passed_over(facts: dict[str, object]) -> PassedOver:
    kinds = facts.get("passed_over")
    return counted(Counter(kinds)) if isinstance(kinds, dict) else PassedOver()


def _of_others(over: PassedOver) -> tuple[str, ...]:
    """What lay beside the Parquet files."""
    return (tr("Passed over: {what}.", what=kinds_in_own_language(over.words)),) if over.files else ()
