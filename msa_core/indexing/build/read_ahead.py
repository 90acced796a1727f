"""Reading ahead: threads open rasters and read tiles while the model works on earlier ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from msa_core.errors import SourceError
from msa_core.indexing.build.tile_reading import Container, OpenedSource, SourceJob, TileChunk, TileWorker
from msa_core.raster.gdal.locations import remote

# Windows read as one task: neighbours share decoded blocks of the file.
CHUNK_TILES = 8


@dataclass(frozen=True, slots=True)
class Refused:
    """A source that cannot be opened."""

    job: SourceJob
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """All chunks of a source have been delivered."""

    opened: OpenedSource


Event = Refused | TileChunk | Ended


class TileFeed:
    """Delivers chunks of tiles in the order of the sources, reading ahead of the consumer.

    Args:
        worker: opens and reads, in the threads.
        readers: number of threads.
        ahead_tiles: tiles that may wait in memory.
        tick: called at least ten times a second while the consumer waits; may raise to stop.
    """

    def __init__(self, worker: TileWorker, readers: int, ahead_tiles: int, tick: Callable[[], None]) -> None:
        self._worker = worker
        self._readers = max(1, readers)
        self._depth = max(2 * self._readers, -(-ahead_tiles // CHUNK_TILES))
        self._tick = tick
        self._pool = ThreadPoolExecutor(self._readers, thread_name_prefix="msa-reader")

    def events(
        self,
        jobs: Iterable[SourceJob],
        accept: Callable[[OpenedSource], bool],
        extend: Callable[[OpenedSource | Container], Sequence[SourceJob]] = lambda _opened: (),
    ) -> Iterator[Event]:
        """Open ``jobs`` in order and deliver their tiles.

        Args:
            jobs: the rasters.
            accept: asked in the consumer's thread about each opened raster; False leaves its tiles unread,
                and nothing more is delivered for it.
            extend: told in the consumer's thread which other rasters a file holds; returns those to be opened too.
        """
        waiting: deque[Event | Future[TileChunk]] = deque()
        schedule = self._schedule(iter(jobs), accept, extend, waiting)
        going = True
        while going or waiting:
            while going and len(waiting) < self._depth:
                pending = next(schedule, "end")
                going = pending != "end"
                if isinstance(pending, Future):
                    if waiting:
                        break
                    self._await(pending)
            if waiting:
                head = waiting.popleft()
                yield self._await(head) if isinstance(head, Future) else head

    def close(self) -> None:
        """Stop the threads after what they are reading now, and close the rasters."""
        # Who waits for a server gives up in a while; nobody waits for that.
        self._pool.shutdown(wait=not remote.is_in_use(), cancel_futures=True)

    def _schedule(
        self,
        jobs: Iterator[SourceJob],
        accept: Callable[[OpenedSource], bool],
        extend: Callable[[OpenedSource | Container], Sequence[SourceJob]],
        waiting: deque[Event | Future[TileChunk]],
    ) -> Iterator[Future[Any] | str]:
        """Append events and reads to ``waiting``; yields after each, or the opening it has to wait for."""
        opening: deque[tuple[SourceJob, Future[OpenedSource | Container | SourceError]]] = deque()
        inner: deque[SourceJob] = deque()
        while True:
            while len(opening) < 2 * self._readers and (job := _next(inner, jobs)) is not None:
                opening.append((job, self._pool.submit(self._worker.open, job)))
            if not opening:
                return
            job, future = opening.popleft()
            while not future.done():
                yield future
            opened = future.result()
            if isinstance(opened, SourceError):
                waiting.append(Refused(job, opened.reason))
                yield "refused"
                continue
            is_wanted = isinstance(opened, OpenedSource) and accept(opened)
            inner.extend(extend(opened))
            if isinstance(opened, OpenedSource) and is_wanted:
                for start in range(0, opened.tiles, CHUNK_TILES):
                    numbers = range(start, min(start + CHUNK_TILES, opened.tiles))
                    waiting.append(self._pool.submit(self._worker.read, opened, numbers))
                    yield "reading"
                waiting.append(Ended(opened))
                yield "ended"

    def _await(self, future: Future[Any]) -> Any:
        while not future.done():
            wait([future], timeout=0.1)
            self._tick()
        return future.result()


def _next(inner: deque[SourceJob], jobs: Iterator[SourceJob]) -> SourceJob | None:
    """Rasters inside a file come before the next file."""
    return inner.popleft() if inner else next(jobs, None)
