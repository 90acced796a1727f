"""One run of the indexing loop: the main thread embeds while readers read and a writer writes."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Sequence

import torch

from msa_core.config import IndexOptions
from msa_core.errors import Cancelled, IndexFolderError
from msa_core.indexing.build.core_sharing import Turns
from msa_core.indexing.build.file_signature import file_signature, names_others
from msa_core.indexing.build.read_ahead import Ended, Event, Refused, TileFeed
from msa_core.indexing.build.shard_sink import Batches, ShardSink, SourceProgress, facts_of
from msa_core.indexing.build.survey import same_content, state_again
from msa_core.indexing.build.tile_reading import Container, OpenedSource, SourceJob, TileChunk, TileWorker
from msa_core.indexing.folder.catalogue import Catalogue
from msa_core.indexing.folder.manifest import SHARD_FOLDER, SourceEntry
from msa_core.indexing.folder.packing import relabel_shard
from msa_core.indexing.folder.report_lines import counts, number_of, report_of
from msa_core.indexing.folder.schema import difference, written_schema
from msa_core.indexing.folder.shards import record_of, shard_facts
from msa_core.model.embedder import Embedder
from msa_core.names import printable
from msa_core.progress import Progress
from msa_core.raster import taken
from msa_core.raster.find.archive import SourcePath
from msa_core.raster.gdal import inner, zips
from msa_core.records import SourceReport

_log = logging.getLogger(__name__)


class IndexRun:
    """State of one run: the catalogue, the reports so far, and the sources in hand."""

    def __init__(self, catalogue: Catalogue, progress: Progress) -> None:
        self.catalogue = catalogue
        self.reports: list[SourceReport] = []
        self._progress = progress
        self._in_hand: dict[str, SourceProgress] = {}
        # Ids given in this run: such a source may be with the writer, neither in hand nor booked yet.
        self._claimed: dict[str, OpenedSource] = {}
        self._saved_s = 0.0
        self._save_cost_s = 0.0
        self._done_bytes = 0.0
        self._all_bytes = 1.0
        self._tiles = 0
        self._start_s = time.monotonic()
        self._turns = Turns(1, 0)

    def report_unchanged(self, entries: Sequence[SourceEntry]) -> None:
        """Tell about sources that need no work."""
        for entry in entries:
            self._report("unchanged", entry, counts(entry))

    def report_given_up(self, entries: Sequence[SourceEntry]) -> None:
        """Tell about files that were refused so often that they are left alone."""
        for entry in entries:
            advice = (
                f"refused in {entry.attempts} runs, so not tried again until it changes or --retry is given"
            )
            self._report("refused", entry, f"{entry.reason.removesuffix('.')} ({advice}).")

    def report_missing(self, entries: Sequence[SourceEntry]) -> None:
        """Mark sources whose files are gone: kept, but left out of searches."""
        for entry in entries:
            if entry.state == "refused":
                self.catalogue.drop(entry)
                continue
            entry.state = "missing"
            path = str(self.catalogue.path_of(entry))
            reason = "The file is gone; its tiles are kept but not searched."
            self.reports.append(
                SourceReport(name=entry.name, path=path, state="missing", tiles=entry.tiles, reason=reason)
            )

    def index(self, jobs: Sequence[SourceJob], embedder: Embedder, options: IndexOptions) -> None:
        """Open, read, embed and write ``jobs``. Raises StorageError, CheckpointError, Cancelled."""
        manifest = self.catalogue.manifest
        self._all_bytes = float(sum(max(job.size, 1) for job in jobs))
        schema = written_schema(manifest.model, manifest.tiling)
        model_threads = torch.get_num_threads() if embedder.device == "cpu" else 0
        self._turns = Turns(options.readers, model_threads)
        worker = TileWorker(
            manifest.tiling,
            embedder.input_px,
            manifest.model.ground_range_m,
            manifest.band_rules,
            self._turns,
        )
        feed = TileFeed(worker, options.readers, 2 * options.batch, self._tick)
        sink = ShardSink(self.catalogue.folder / SHARD_FOLDER, schema)
        batches = Batches(embedder, options.batch)
        try:
            self.catalogue.save()
            for event in feed.events(jobs, self._accept, self._inside):
                self._take(event, batches)
                while batches.is_full:
                    self._embed(batches, sink)
                self._hand_over(sink)
            while not batches.is_empty:
                self._embed(batches, sink)
            self._hand_over(sink)
            self._settle(sink.finished(wait=True))
        except (Cancelled, KeyboardInterrupt):
            self._settle(sink.finished(wait=True))
            raise
        finally:
            feed.close()
            sink.close()
            for source in self._in_hand.values():
                sink.abandon(source)

    def _take(self, event: Event, batches: Batches) -> None:
        if isinstance(event, Refused):
            self._refuse(event.job, event.reason)
        elif isinstance(event, TileChunk):
            batches.add(self._in_hand[event.opened.job.name], event)
        elif isinstance(event, Ended):
            self._in_hand[event.opened.job.name].ended = True

    def _embed(self, batches: Batches, sink: ShardSink) -> None:
        with self._turns.working():
            sources = batches.embed()
        for source in sources:
            sink.flush(source)
        self._hand_over(sink)
        self._tick()

    def _hand_over(self, sink: ShardSink) -> None:
        """Send complete sources to the writer, and book those it has finished."""
        for name in [name for name, source in self._in_hand.items() if source.is_complete]:
            source = self._in_hand.pop(name)
            self._done_bytes += max(source.opened.job.size, 1)
            self._tiles += source.tiles
            if source.tiles:
                _note_change(source)
                sink.finish(source)
            else:
                self._refuse_empty(source)
        self._settle(sink.finished())

    def _settle(self, finished: Sequence[SourceProgress]) -> None:
        """Book finished shards in the manifest; it is written often, but never costs more than a tenth of the time."""
        for source in finished:
            entry = _entry_of(source)
            self.catalogue.put(entry, source.record)
            self._report(entry.state, entry, counts(entry))
        now_s = time.monotonic()
        if finished and now_s - self._saved_s >= 10.0 * self._save_cost_s:
            self.catalogue.save()
            self._saved_s = time.monotonic()
            self._save_cost_s = self._saved_s - now_s

    def _accept(self, opened: OpenedSource) -> bool:
        """Decide about an opened raster: False when its tiles are already there."""
        job = opened.job
        source_id = self._id_for(opened)
        owner = self.catalogue.with_id(source_id)
        claim = self._claimed.get(source_id)
        if claim is not None and (owner is None or not self.catalogue.is_sound(owner)):
            self._copy(opened, source_id, claim.job.name)
        elif self._is_there(owner, opened) and owner is not None:
            self._known(opened, owner)
        elif not job.again and (facts := self._orphan(source_id, opened)) is not None:
            self._adopt(opened, source_id, facts)
        else:
            self._in_hand[job.name] = SourceProgress(opened=opened, source_id=source_id)
            self._claimed[source_id] = opened
            if opened.warning:
                _log.warning("%s: %s", printable(job.name), opened.warning)
            return True
        self._done_bytes += max(job.size, 1)
        return False

    def _inside(self, opened: OpenedSource | Container) -> list[SourceJob]:
        """The rasters inside a file that was opened, to be looked at next; those it no longer holds are missing."""
        job = opened.job
        paths = {inner.path_of(job.path, part): part for part in opened.parts}
        if inner.split(job.path) is None:
            lost = [e for e in self.catalogue.inside(job.path) if self.catalogue.path_of(e) not in paths]
            self.report_missing(lost)
        siblings = opened.parts if isinstance(opened, Container) else ()
        jobs = []
        for path, part in paths.items():
            root, name = self.catalogue.place(SourcePath(f"{job.name}#{part}", path))
            jobs.append(
                SourceJob(
                    name=name,
                    path=path,
                    root=root,
                    size=job.size,
                    mtime_ns=job.mtime_ns,
                    again=job.again,
                    siblings=siblings,
                )
            )
        self._all_bytes += len(jobs) * max(job.size, 1)
        if isinstance(opened, Container):
            self._done_bytes += max(job.size, 1)
            self.catalogue.drop(self.catalogue.at(job.path))
            self._report_container(opened)
        return jobs

    def _report_container(self, opened: Container) -> None:
        """Say what is left out of a file of many rasters; those that are taken have lines of their own."""
        if opened.left_out:
            job = opened.job
            detail = f"{number_of(len(opened.parts), 'raster')} in it follow; left out: {opened.left_out}"
            self.reports.append(
                SourceReport(name=job.name, path=str(job.path), state="partial", tiles=0, reason=detail)
            )
            self._progress.source("partial", job.name, detail)

    def _is_there(self, owner: SourceEntry | None, opened: OpenedSource) -> bool:
        """True when the tiles of a raster are in the index and need not be made again."""
        if owner is None or not same_content(owner, opened) or not self.catalogue.is_sound(owner):
            return False
        return not (opened.job.again and self.catalogue.path_of(owner) == opened.job.path)

    def _id_for(self, opened: OpenedSource) -> str:
        """The content's id; another one when a raster that only looks alike in the sparse read has that already."""
        owner = self.catalogue.with_id(opened.content_id)
        claim = self._claimed.get(opened.content_id)
        taken = claim is not None and claim.digest != opened.digest
        if owner is not None and self.catalogue.path_of(owner) != opened.job.path:
            taken = taken or not same_content(owner, opened)
        if not taken:
            return opened.content_id
        return hashlib.sha256(f"{opened.content_id}{opened.digest}".encode()).hexdigest()[:16]

    def _known(self, opened: OpenedSource, owner: SourceEntry) -> None:
        """Tiles of this content are in the index: the same file touched, moved here, or a copy."""
        job = opened.job
        old_path = self.catalogue.path_of(owner)
        if old_path != job.path and zips.exists(old_path):
            self._copy(opened, owner.id, owner.name)
            return
        moved_from, dated = owner.name if old_path != job.path else "", owner.when
        had_date = owner.taken is not None
        self.catalogue.drop(owner)
        owner.name, owner.root, owner.size, owner.mtime_ns = job.name, job.root, job.size, job.mtime_ns
        owner.state = state_again(owner)
        owner.taken, owner.parts = taken.to_json(opened.taken), parts_of(opened)
        record = None
        if (moved_from and moved_from != job.name) or (had_date and dated != owner.when):
            record = relabel_shard(self.catalogue.folder, owner)
        self.catalogue.put(owner, record)
        self._report(
            "unchanged",
            owner,
            counts(owner) + (f"; moved from {printable(moved_from)}" if moved_from else ""),
        )

    def _copy(self, opened: OpenedSource, source_id: str, original: str) -> None:
        """Note a file whose tiles are another's: it adds none of its own."""
        job = opened.job
        reason = f"the same content as {printable(original)}, found under that name"
        entry = SourceEntry(
            id=source_id, name=job.name, root=job.root, size=job.size, mtime_ns=job.mtime_ns, state="copy",
            content_id=opened.content_id, digest=opened.digest, reason=reason, taken=taken.to_json(opened.taken),
        )  # fmt: skip
        entry.parts = parts_of(opened)
        self.catalogue.put(entry)
        self._report("unchanged", entry, reason)

    def _orphan(self, source_id: str, opened: OpenedSource) -> dict[str, object] | None:
        """Facts of a shard that a killed run finished without booking it, when it fits this raster and model."""
        path = self.catalogue.folder / SHARD_FOLDER / f"{source_id}.parquet"
        # A shard that the manifest tells of and that is no longer sound was damaged, not left by a killed run.
        if not path.exists() or path.name in self.catalogue.manifest.shards:
            return None
        try:
            footer = shard_facts(path)
        except IndexFolderError:
            return None
        facts, manifest = footer.facts, self.catalogue.manifest
        fits = facts.get("digest") == opened.digest and facts.get("content_id") == opened.content_id
        fits = fits and not difference(footer.schema, manifest.model, manifest.tiling)
        return facts if fits and footer.rows == facts.get("tiles") else None

    def _adopt(self, opened: OpenedSource, source_id: str, facts: dict[str, object]) -> None:
        source = SourceProgress(opened=opened, source_id=source_id, ended=True)
        source.tiles, source.empty = int(str(facts["tiles"])), int(str(facts["empty"]))
        source.failed, source.reason = int(str(facts["failed"])), str(facts["reason"])
        source.blank = int(str(facts.get("blank", 0)))
        entry = _entry_of(source)
        path = self.catalogue.folder / SHARD_FOLDER / entry.shard
        record = relabel_shard(self.catalogue.folder, entry) or record_of(path)
        self.catalogue.put(entry, record)
        self._report("unchanged", entry, counts(entry) + "; finished by an interrupted run")

    def _refuse(self, job: SourceJob, reason: str) -> None:
        self._done_bytes += max(job.size, 1)
        before = self.catalogue.at(job.path)
        same = before is not None and (before.size, before.mtime_ns) == (job.size, job.mtime_ns)
        attempts = 1 + (before.attempts if before is not None and same else 0)
        entry = SourceEntry(
            id="",
            name=job.name,
            root=job.root,
            size=job.size,
            mtime_ns=job.mtime_ns,
            state="refused",
            reason=reason,
            attempts=attempts,
        )
        entry.parts = list(job.siblings)
        self.catalogue.put(entry)
        self._report("refused", entry, reason)

    def _refuse_empty(self, source: SourceProgress) -> None:
        planned = source.opened.tiles
        self._claimed.pop(source.source_id, None)
        if source.failed:
            reason = f"0 of {planned} tiles can be read: {source.reason}"
        else:
            reason = f"It holds no picture: {number_of(planned, 'tile')} of nothing but nodata, or nearly so."
        self._done_bytes -= max(source.opened.job.size, 1)
        self._refuse(source.opened.job, reason)

    def _report(self, state: str, entry: SourceEntry, detail: str) -> None:
        report = report_of(entry, self.catalogue.path_of(entry), state, detail)
        self.reports.append(report)
        self._progress.source(state, entry.name, detail, report)

    def _tick(self) -> None:
        """Show progress; raises Cancelled when asked to stop."""
        begun = sum(s.looked_at / s.opened.tiles * max(s.opened.job.size, 1) for s in self._in_hand.values())
        tiles = self._tiles + sum(s.tiles for s in self._in_hand.values())
        now_s = time.monotonic()
        rate = tiles / max(now_s - self._start_s, 1e-3)
        self._progress(
            min((self._done_bytes + begun) / self._all_bytes, 0.999),
            f"{self._in_work(now_s)}{tiles} tiles, {rate:.0f}/s",
        )

    def _in_work(self, now_s: float) -> str:
        """The source in hand, how far it is and how long it will take; the whole run's time is the progress's own."""
        source = next(iter(self._in_hand.values()), None)
        if source is None:
            return ""
        left_s = source.left_s(now_s)
        left = "" if left_s is None else f", {round(left_s) // 60}:{round(left_s) % 60:02d} left of it"
        share = source.looked_at / source.opened.tiles
        return f"{printable(source.opened.job.name)} {share:.0%}{left}  "


def _entry_of(source: SourceProgress) -> SourceEntry:
    opened, job = source.opened, source.opened.job
    facts = facts_of(source)
    return SourceEntry(
        id=source.source_id,
        name=job.name,
        root=job.root,
        size=job.size,
        mtime_ns=job.mtime_ns,
        state="partial" if source.failed or source.reason else "indexed",
        content_id=opened.content_id,
        digest=opened.digest,
        shard=f"{source.source_id}.parquet",
        tiles=source.tiles,
        planned=opened.tiles,
        empty=source.empty,
        failed=source.failed,
        blank=source.blank,
        stretch=facts["stretch"],
        reason=source.reason,
        note=" ".join(filter(None, (opened.note, opened.warning))),
        taken=taken.to_json(opened.taken),
        parts=parts_of(opened),
    )


def parts_of(opened: OpenedSource) -> list[str]:
    """The other rasters of its file, or all of them where the file itself is none."""
    return list(opened.parts or opened.job.siblings)


def _note_change(source: SourceProgress) -> None:
    """Mark a source whose file was written while it was read: its tiles are of two states, the next run's of one."""
    job = source.opened.job
    try:
        size, mtime_ns = zips.stat(job.path)
        changed = size != job.size or mtime_ns > job.mtime_ns
        if not changed and names_others(job.path):
            changed = file_signature(job.path) != (job.size, job.mtime_ns)
    except OSError:
        changed = job.size > 0
    if changed:
        source.opened.digest = ""  # equal to that of no file
        source.reason = source.reason or "it changed while it was read; the next run makes it again"
