"""What becomes of each source of a run: an entry of the manifest, and a report."""

from __future__ import annotations

import time
from collections.abc import Sequence

from msa_core import addresses
from msa_core.indexing.build.shard_sink import SourceProgress, facts_of
from msa_core.indexing.build.tile_reading import Container, OpenedSource, SourceJob
from msa_core.indexing.folder.cached.catalogue import Catalogue
from msa_core.indexing.folder.manifest.manifest import SourceEntry
from msa_core.indexing.folder.manifest.report_lines import counts, number_of, report_of
from msa_core.indexing.folder.manifest.shard_facts import ShardFacts, own_shard
from msa_core.progress import Progress
from msa_core.raster.pixels import taken
from msa_core.records import SourceReport
from msa_core.source_states import SourceState

# Writing the manifest may cost this part of the time.
_SAVING_SHARE = 0.1


class Ledger:
    """Books sources in the manifest, and tells about each.

    Args:
        catalogue: the index so far.
        progress: told about each source as it is booked.

    Attributes:
        reports: of the sources so far, in the order they were booked.
    """

    def __init__(self, catalogue: Catalogue, progress: Progress) -> None:
        self.catalogue = catalogue
        self.reports: list[SourceReport] = []
        self._progress = progress
        self._saved_s = 0.0
        self._save_cost_s = 0.0

    def tell(self, state: SourceState, entry: SourceEntry, detail: str) -> None:
        """Report a source that is booked already."""
        report = report_of(entry, self.catalogue.path_of(entry), state, detail)
        self.reports.append(report)
        self._progress.source(state, entry.name, detail, report)

    def tell_unchanged(self, entries: Sequence[SourceEntry]) -> None:
        """Report sources that need no work."""
        for entry in entries:
            self.tell(SourceState.UNCHANGED, entry, counts(entry))

    def tell_given_up(self, entries: Sequence[SourceEntry]) -> None:
        """Report files that were refused so often that they are left alone."""
        for entry in entries:
            advice = (
                f"refused in {entry.attempts} runs, so not tried again until it changes or --retry is given"
            )
            self.tell(SourceState.REFUSED, entry, f"{entry.reason.removesuffix('.')} ({advice}).")

    def tell_unreached(self, entries: Sequence[tuple[SourceEntry, str]]) -> None:
        """Report addresses whose server did not answer: what is known of them stays."""
        for entry, reason in entries:
            self.tell(
                SourceState.UNCHANGED,
                entry,
                f"{counts(entry)}; not looked at in this run: {reason.rstrip('.')}",
            )

    def tell_container(self, opened: Container) -> None:
        """Say what is left out of a file of many rasters; those that are taken have lines of their own."""
        if opened.left_out:
            job = opened.job
            detail = (
                f"{number_of(len(opened.subdatasets), 'raster')} in it follow; left out: {opened.left_out}"
            )
            report = SourceReport(
                name=job.name,
                path=addresses.shown(job.path),
                state=SourceState.PARTIAL,
                tiles=0,
                reason=detail,
            )
            self.reports.append(report)
            self._progress.source(SourceState.PARTIAL, job.name, detail)

    def book_missing(self, entries: Sequence[SourceEntry]) -> None:
        """Mark sources whose files are gone: kept, but left out of searches."""
        for entry in entries:
            if entry.state == SourceState.REFUSED:
                self.catalogue.drop(entry)
                continue
            entry.state = SourceState.MISSING
            path = addresses.shown(self.catalogue.path_of(entry))
            reason = "The file is gone; its tiles are kept but not searched."
            self.reports.append(
                SourceReport(name=entry.name, path=path, state=entry.state, tiles=entry.tiles, reason=reason)
            )

    def book_refused(self, job: SourceJob, reason: str) -> None:
        """Note a file that gives no tiles, and how many runs in a row found it so."""
        before = self.catalogue.at(job.path)
        same = before is not None and (before.size, before.mtime_ns) == (job.size, job.mtime_ns)
        attempts = 1 + (before.attempts if before is not None and same else 0)
        entry = SourceEntry(
            id="", name=job.name, root=job.root, size=job.size, mtime_ns=job.mtime_ns, state=SourceState.REFUSED,
            reason=reason, attempts=attempts, parts=list(job.siblings),
        )  # fmt: skip
        self.catalogue.put(entry)
        self.tell(entry.state, entry, reason)

    def book_finished(self, sources: Sequence[SourceProgress]) -> None:
        """Book shards that were written, and write the manifest, often, but never for a tenth of the time."""
        for source in sources:
            entry = entry_of(source.opened, facts_of(source))
            self.catalogue.put(entry, source.record)
            self.tell(entry.state, entry, counts(entry))
        now_s = time.monotonic()
        if sources and now_s - self._saved_s >= self._save_cost_s / _SAVING_SHARE:
            self.catalogue.save()
            self._saved_s = time.monotonic()
            self._save_cost_s = self._saved_s - now_s


def entry_of(opened: OpenedSource, facts: ShardFacts) -> SourceEntry:
    """What the manifest says of a raster whose tiles are in a shard of its own."""
    job = opened.job
    return SourceEntry(
        id=facts.source_id,
        name=job.name,
        root=job.root,
        size=job.size,
        mtime_ns=job.mtime_ns,
        state=facts.state,
        shard=own_shard(facts.source_id),
        note=" ".join(filter(None, (opened.note, opened.plan.warning))),
        taken=taken.to_json(opened.taken),
        parts=opened.others_inside,
        **facts.for_manifest(),
    )
