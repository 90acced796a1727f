"""The loop of a run: the main thread embeds while readers read and a writer writes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

import torch

from msa_core.config import IndexOptions
from msa_core.errors import Cancelled
from msa_core.indexing.build.core_sharing import Turns
from msa_core.indexing.build.deciding import Decider
from msa_core.indexing.build.ending import note_change, why_empty
from msa_core.indexing.build.ledger import Ledger
from msa_core.indexing.build.pace import Pace
from msa_core.indexing.build.read_ahead import Ended, Event, Refused, TileFeed
from msa_core.indexing.build.shard_sink import Batches, ShardSink, SourceProgress
from msa_core.indexing.build.tile_reading import Container, OpenedSource, SourceJob, TileChunk, TileWorker
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER
from msa_core.indexing.folder.rows.schema import written_schema
from msa_core.model.running.embedder import Embedder
from msa_core.names import printable
from msa_core.progress import Progress
from msa_core.raster.gdal.locations import remote

_log = logging.getLogger(__name__)


class IndexRun:
    """Opens, reads, embeds and writes the sources of one run.

    Args:
        ledger: where what becomes of each source is booked; its catalogue is the index.
        jobs: the files to be dealt with.
        embedder: with the model of the index.
        options: batch and readers.
        progress: shown how far it is.
    """

    def __init__(
        self,
        ledger: Ledger,
        jobs: Sequence[SourceJob],
        embedder: Embedder,
        options: IndexOptions,
        progress: Progress,
    ) -> None:
        catalogue, manifest = ledger.catalogue, ledger.catalogue.manifest
        self._ledger = ledger
        self._jobs = jobs
        self._decider = Decider(ledger)
        self._pace = Pace(progress, jobs)
        self._in_hand: dict[str, SourceProgress] = {}
        self._turns = Turns(options.readers, torch.get_num_threads() if embedder.device == "cpu" else 0)
        worker = TileWorker(
            manifest.tiling,
            embedder.input_px,
            manifest.model.ground_range_m,
            manifest.band_rules,
            self._turns,
            manifest.thumbnails,
        )
        self._feed = TileFeed(worker, options.readers, 2 * options.batch, self._tick)
        self._batches = Batches(embedder, options.batch)
        schema = written_schema(manifest.model, manifest.tiling, manifest.thumbnails)
        self._sink = ShardSink(catalogue.folder / SHARD_FOLDER, schema)

    def index(self) -> None:
        """Deal with all files. Raises StorageError, CheckpointError, Cancelled."""
        try:
            self._ledger.catalogue.save()
            for event in self._feed.events(self._jobs, self._accept, self._inside):
                self._take(event)
                while self._batches.is_full:
                    self._embed()
                self._hand_over()
            while not self._batches.is_empty:
                self._embed()
            self._hand_over()
            self._ledger.book_finished(self._sink.finished(wait=True))
        except (Cancelled, KeyboardInterrupt):
            remote.interrupt()
            self._ledger.book_finished(self._sink.finished(wait=True))
            raise
        finally:
            self._feed.close()
            self._sink.close()
            for source in self._in_hand.values():
                self._sink.abandon(source)

    def _accept(self, opened: OpenedSource) -> bool:
        """Take a raster in hand; False when its tiles are already there."""
        source_id = self._decider.id_to_make(opened)
        if not source_id:
            self._pace.done(opened.job)
            return False
        self._in_hand[opened.job.name] = SourceProgress(
            opened=opened,
            source_id=source_id,
            thumbnails=self._ledger.catalogue.manifest.thumbnails,
        )
        if opened.plan.warning:
            _log.warning("%s: %s", printable(opened.job.name), opened.plan.warning)
        return True

    def _inside(self, opened: OpenedSource | Container) -> list[SourceJob]:
        """The rasters inside a file that was opened, to be looked at next."""
        jobs = self._decider.jobs_inside(opened)
        self._pace.add(jobs)
        if isinstance(opened, Container):
            self._pace.done(opened.job)
        return jobs

    def _take(self, event: Event) -> None:
        if isinstance(event, Refused):
            self._refuse(event.job, event.reason)
        elif isinstance(event, TileChunk):
            self._batches.add(self._in_hand[event.opened.job.name], event)
        elif isinstance(event, Ended):
            self._in_hand[event.opened.job.name].ended = True

    def _embed(self) -> None:
        with self._turns.working():
            sources = self._batches.embed()
        for source in sources:
            self._sink.flush(source)
        self._hand_over()
        self._tick()

    def _hand_over(self) -> None:
        """Send complete sources to the writer, and book those it has finished."""
        for name in [name for name, source in self._in_hand.items() if source.is_complete]:
            source = self._in_hand.pop(name)
            if source.tiles:
                self._pace.done(source.opened.job, source.tiles)
                remote.patiently(partial(note_change, source), self._tick)
                self._sink.finish(source)
            else:
                self._decider.give_back(source.source_id)
                self._refuse(source.opened.job, why_empty(source))
        self._ledger.book_finished(self._sink.finished())

    def _refuse(self, job: SourceJob, reason: str) -> None:
        self._pace.done(job)
        self._ledger.book_refused(job, reason)

    def _tick(self) -> None:
        self._pace.show(self._in_hand.values())
