"""A run whose rasters are opened, read and embedded by the workers of a Dask cluster.

This process decides, books and joins, as :class:`~msa_core.indexing.build.run.IndexRun` does, and holds the lock of the
index. A task opens some rasters, or makes some ranges of them. What a worker finished lies in the folder of the
index, whole or not at all, so nothing is lost when a worker or this process is killed, and nothing is counted twice.
"""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msa_core import addresses
from msa_core.errors import MsaError, SourceError
from msa_core.files import remove_leftovers, write_whole
from msa_core.indexing.build.cluster.tasks import SIGN, Opening, RunFacts, Trouble, make_ranges, open_sources
from msa_core.indexing.build.cluster.tile_ranges import (
    MadeRange,
    TileRange,
    join,
    left_before,
    ranges_of,
)
from msa_core.indexing.build.cluster.workers import Workers, lost
from msa_core.indexing.build.deciding import Decider
from msa_core.indexing.build.ending import note_change, why_empty
from msa_core.indexing.build.ledger import Ledger
from msa_core.indexing.build.pace import Pace
from msa_core.indexing.build.shard_sink import SourceProgress
from msa_core.indexing.build.tile_reading import Container, OpenedSource, SourceJob
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, ShardRecord
from msa_core.names import printable
from msa_core.progress import Progress
from msa_core.raster.gdal.locations import network

if TYPE_CHECKING:
    from distributed import Client

_log = logging.getLogger(__name__)

# Of so many batches: long enough that the scheduler's work does not show, short enough that all workers end together.
_BATCHES_A_TASK = 16
# Ranges do not depend on how many workers there are, so that the next run finds them again.
_BATCHES_A_RANGE = 4
_OPENED_A_TASK = 8
_KILLED = "it ended each of {count} workers that tried it, perhaps for want of memory{memory}"
_SIGNED = (
    "Its address has a part after ?, which may be secret and is not handed to other machines: index it without "
    "--dask."
)


@dataclass(eq=False)
class _Task:
    """Jobs to be opened, or ranges to be made, on their way."""

    items: Sequence[Any]
    future: Future[Any]


@dataclass(eq=False)
class _Source:
    """A raster whose ranges are being made."""

    progress: SourceProgress
    ranges: list[TileRange]
    made: dict[int, MadeRange] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return len(self.made) == len(self.ranges)


class ClusterRun:
    """Deals with the sources of one run by the workers of a cluster.

    Args:
        ledger: where what becomes of each source is booked; its catalogue is the index.
        jobs: the files to be dealt with.
        run: what the workers are told; its sign is given here.
        progress: shown how far it is; may raise ``Cancelled``.
        client: of the cluster.
    """

    def __init__(
        self, ledger: Ledger, jobs: Sequence[SourceJob], run: RunFacts, progress: Progress, client: Client
    ) -> None:
        self._ledger, self._run, self._client = ledger, run, client
        self._folder, self._manifest = ledger.catalogue.folder, ledger.catalogue.manifest
        self._decider = Decider(ledger)
        self._progress, self._pace = progress, Pace(progress, jobs)
        self._jobs = deque(jobs)
        self._opening: deque[_Task] = deque()
        self._waiting: deque[TileRange] = deque()
        self._suspect: deque[TileRange] = deque()
        self._making: set[_Task] = set()
        self._sources: dict[str, _Source] = {}
        self._joiner = ThreadPoolExecutor(1, thread_name_prefix="msa-writer")
        self._joining: list[tuple[_Source, Future[ShardRecord]]] = []
        self._workers = Workers(client)

    def index(self) -> None:
        """Deal with all files. Raises StorageError, CheckpointError, Cancelled, and MsaError when the cluster fails."""
        self._ledger.catalogue.save()
        write_whole(self._folder / SIGN, self._run.sign.encode())
        try:
            while self._jobs or self._opening or self._sources:
                self._submit()
                self._wait()
                self._take_opened()
                self._take_made()
                self._take_joined()
                self._show()
            remove_leftovers(self._folder / SHARD_FOLDER)
        finally:
            with contextlib.suppress(OSError):
                (self._folder / SIGN).unlink()
            for task in [*self._opening, *self._making]:
                task.future.cancel()
            self._joiner.shutdown(wait=True)
            with contextlib.suppress(MsaError):
                self._take_joined()

    # Handing out

    def _submit(self) -> None:
        """Keep each worker busy and a little to spare; rasters are opened while there is room for their tiles."""
        self._workers.see()
        threads = max(1, self._workers.threads)
        room, full = 2 * threads + 2, _BATCHES_A_TASK * self._run.batch
        while self._jobs and len(self._opening) < room and self._tiles_waiting() < room * full:
            count = min(_OPENED_A_TASK, -(-len(self._jobs) // threads))
            jobs = [self._jobs.popleft() for _ in range(count)]
            if allowed := [job for job in jobs if not self._refuse_signed(job)]:
                self._opening.append(self._task(open_sources, allowed))
        while self._suspect:
            self._making.add(self._task(make_ranges, [self._suspect.popleft()]))
        while self._waiting and len(self._making) < room:
            more_may_come = bool(self._opening or self._jobs)
            are_busy = len(self._making) + len(self._opening) >= threads
            if more_may_come and are_busy and self._tiles_waiting() < full:
                return
            share = self._tiles_waiting() // (2 * threads)
            self._making.add(self._task(make_ranges, self._next_ranges(min(full, share))))

    def _tiles_waiting(self) -> int:
        return sum(tile_range.tiles for tile_range in self._waiting)

    def _next_ranges(self, most_tiles: int) -> list[TileRange]:
        """Ranges for one task: at least one, then as many as fit."""
        taken = [self._waiting.popleft()]
        tiles = taken[0].tiles
        while self._waiting and tiles + self._waiting[0].tiles <= most_tiles:
            taken.append(self._waiting.popleft())
            tiles += taken[-1].tiles
        return taken

    def _task(self, work: Callable[..., Any], items: Sequence[Any]) -> _Task:
        paths = [item.path if isinstance(item, SourceJob) else item.opened.job.path for item in items]
        asked = network.asked_among(addresses.shown(path) for path in paths)
        options: dict[str, Any] = {"pure": False}
        if self._workers.allowed is not None:
            options["workers"] = self._workers.allowed
        executor = self._client.get_executor(**options)
        return _Task(items, executor.submit(work, self._run, items, asked))

    def _refuse_signed(self, job: SourceJob) -> bool:
        if not network.query_of(job.path):
            return False
        self._refuse(job, _SIGNED)
        return True

    # Taking in

    def _wait(self) -> None:
        pending = {task.future for task in self._making}
        if self._opening:
            pending.add(self._opening[0].future)
        pending |= {future for _, future in self._joining}
        if pending:
            wait(pending, timeout=0.1, return_when=FIRST_COMPLETED)

    def _take_opened(self) -> None:
        """In the order of the archive, so that of two copies the same one is the original as on one machine."""
        while self._opening and self._opening[0].future.done():
            task = self._opening.popleft()
            result = self._result(task)
            if result is None:
                again = [self._task(open_sources, [job]) for job in self._split(task, self._lose_job)]
                self._opening.extendleft(reversed(again))
            elif isinstance(result, Trouble):
                self._workers.shut_out(result)
                self._opening.appendleft(self._task(open_sources, task.items))
            else:
                for job, opened in zip(task.items, result, strict=True):
                    self._accept(job, opened)

    def _accept(self, job: SourceJob, opened: Opening) -> None:
        if isinstance(opened, SourceError):
            self._refuse(job, opened.reason)
            return
        source_id = self._decider.id_to_make(opened) if isinstance(opened, OpenedSource) else ""
        inside = self._decider.jobs_inside(opened)
        self._pace.add(inside)
        self._jobs.extendleft(reversed(inside))
        if isinstance(opened, Container) or not source_id:
            self._pace.done(job)
            return
        if opened.plan.warning:
            _log.warning("%s: %s", printable(job.name), opened.plan.warning)
        self._begin(opened, source_id)

    def _begin(self, opened: OpenedSource, source_id: str) -> None:
        ranges = ranges_of(opened, source_id, _BATCHES_A_RANGE * self._run.batch)
        progress = SourceProgress(opened=opened, source_id=source_id, thumbnails=self._manifest.thumbnails)
        progress.began_s = time.monotonic()
        source = self._sources[source_id] = _Source(progress, ranges)
        for tile_range in ranges:
            before = None if opened.job.again else left_before(tile_range, self._folder, self._manifest)
            if before is not None:
                self._count(source, tile_range, before)
            else:
                self._waiting.append(tile_range)
        if source.is_complete:
            self._finish(source)

    def _take_made(self) -> None:
        for task in [task for task in self._making if task.future.done()]:
            self._making.remove(task)
            result = self._result(task)
            if result is None:
                self._suspect.extend(self._split(task, self._lose_range))
            elif isinstance(result, Trouble):
                self._workers.shut_out(result)
                self._waiting.extendleft(reversed(task.items))
            else:
                for tile_range, made in zip(task.items, result, strict=True):
                    self._take_range(tile_range, made)

    def _take_range(self, tile_range: TileRange, made: MadeRange) -> None:
        source = self._sources[tile_range.source_id]
        self._count(source, tile_range, made)
        if source.is_complete:
            self._finish(source)

    def _count(self, source: _Source, tile_range: TileRange, made: MadeRange) -> None:
        source.made[tile_range.first] = made
        progress = source.progress
        progress.tiles += made.tiles
        progress.empty += made.empty
        progress.failed += made.failed
        progress.blank += made.blank
        progress.reason = progress.reason or made.reason

    def _finish(self, source: _Source) -> None:
        """All ranges of a source are made: book it, or have its shard joined first."""
        progress = source.progress
        if not progress.tiles:
            del self._sources[progress.source_id]
            self._decider.give_back(progress.source_id)
            self._refuse(progress.opened.job, why_empty(progress))
            return
        self._pace.done(progress.opened.job, progress.tiles)
        if len(source.ranges) == 1:
            made = source.made[0]
            progress.opened.digest, progress.record = made.digest, made.record
            del self._sources[progress.source_id]
            self._ledger.book_finished([progress])
            return
        self._joining.append((source, self._joiner.submit(self._join, source)))

    def _join(self, source: _Source) -> ShardRecord:
        """The writer's part: it may wait for a server, and for the disk."""
        note_change(source.progress)
        return join(source.progress, source.ranges, self._folder, self._manifest)

    def _take_joined(self) -> None:
        """Book what the writer has finished. Raises StorageError."""
        while self._joining and self._joining[0][1].done():
            source, future = self._joining.pop(0)
            source.progress.record = future.result()
            del self._sources[source.progress.source_id]
            self._ledger.book_finished([source.progress])

    # What goes wrong

    def _result(self, task: _Task) -> Any:
        """What a task gave; None when it ended the workers that tried it. Raises MsaError when the cluster is gone."""
        error = task.future.exception() if not task.future.cancelled() else None
        if error is None and not task.future.cancelled():
            result = task.future.result()
            if isinstance(result, list) and len(result) != len(task.items):
                raise MsaError("Another run has begun on this index, on the same cluster.")
            return result
        if error is not None and type(error).__name__ == "KilledWorker":
            return None
        if error is None or type(error).__name__ in ("FutureCancelledError", "CancelledError"):
            raise MsaError(lost())
        raise MsaError(
            f"A worker failed in an unforeseen way ({type(error).__name__}: {str(error)[:200]}). The workers need the "
            "same MSA Analyst, Python and Dask as this machine. What was finished is kept."
        ) from error

    def _split(self, task: _Task, lose: Callable[[Any], None]) -> Sequence[Any]:
        """What is tried again, one by one, of a task that ended workers; one that is alone is given up."""
        if len(task.items) > 1:
            return task.items
        lose(task.items[0])
        return ()

    def _lose_job(self, job: SourceJob) -> None:
        self._refuse(job, f"It cannot be opened: {self._killed()}.")

    def _lose_range(self, tile_range: TileRange) -> None:
        reason = self._killed()
        self._take_range(
            tile_range, MadeRange(failed=tile_range.tiles, reason=reason, digest=tile_range.opened.digest)
        )

    def _killed(self) -> str:
        import dask

        # So many workers a task may end before Dask gives it up.
        count = int(dask.config.get("distributed.scheduler.allowed-failures", 3)) + 1
        return _KILLED.format(count=count, memory=self._workers.memory)

    def _refuse(self, job: SourceJob, reason: str) -> None:
        self._pace.done(job)
        self._ledger.book_refused(job, reason)

    def _show(self) -> None:
        if self._workers.are_resting:
            self._progress(0.0, "the workers have paused for want of memory")
        elif self._workers:
            in_hand = (source for source in self._sources.values() if not source.is_complete)
            self._pace.show([source.progress for source in in_hand])
        else:
            self._progress(0.0, "waiting for the workers of the cluster")


def new_sign() -> str:
    """By which the workers know whether their run still goes on."""
    return uuid.uuid4().hex
