"""What a worker of a cluster does: open rasters, and make ranges of them. Results are small; tiles go to files."""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch

from msa_core.config import BandRules, Tiling
from msa_core.errors import CheckpointError, MsaError, SourceError, StorageError
from msa_core.files import make_folder
from msa_core.indexing.build.cluster.tile_ranges import RANGE_FOLDER, MadeRange, TileRange
from msa_core.indexing.build.core_sharing import Turns
from msa_core.indexing.build.ending import note_change
from msa_core.indexing.build.read_ahead import CHUNK_TILES
from msa_core.indexing.build.shard_sink import Batches, ShardSink, SourceProgress
from msa_core.indexing.build.tile_reading import (
    Container,
    OpenedSource,
    SourceJob,
    TileChunk,
    TileWorker,
)
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, ModelFacts
from msa_core.indexing.folder.rows.schema import written_schema
from msa_core.model.running.embedder import Embedder
from msa_core.raster.gdal.locations import location, network, remote

_SIGN_EVERY_S = 1.0
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # glibc, malloc.h


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What every task of a run is told.

    Attributes:
        folder: of the index.
        checkpoint: folder of the model; ``model`` says what it has to be.
        sign: what the file :data:`SIGN` in the folder of the index says while the run goes on.
        network: whether addresses that files name may be read.
    """

    folder: Path
    checkpoint: Path
    model: ModelFacts
    tiling: Tiling
    band_rules: BandRules
    thumbnails: bool
    device: str
    dtype: str
    batch: int
    readers: int
    vram_limit_gb: float | None
    sign: str
    network: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a worker cannot work, which says nothing of the rasters.

    Attributes:
        worker: its address.
        sentence: for the user.
        is_disk: True when its disk refused.
    """

    worker: str
    sentence: str
    is_disk: bool = False


SIGN = ".cluster-run"

Opening = OpenedSource | Container | SourceError


class _Over(Exception):
    """The run that this task belongs to has ended."""


def open_sources(run: RunFacts, jobs: Sequence[SourceJob], asked: Sequence[str]) -> list[Opening] | Trouble:
    """Open rasters and plan their tiles; refusals are returned.

    Args:
        run: the run.
        jobs: the rasters.
        asked: addresses of theirs that a person named.
    """
    try:
        reader = _ready(run, asked).reader
        opened: list[Opening] = []
        for job in jobs:
            _check_goes_on(run)
            outcome = reader.open(job)
            if isinstance(outcome, SourceError) and job.size and not location.of(job.path).exists():
                return Trouble(own_address(), f"it does not see {job.path}, which is there")
            opened.append(outcome)
    except _Over:
        return []
    except MsaError as error:
        return Trouble(own_address(), str(error), isinstance(error, StorageError))
    return opened


def make_ranges(
    run: RunFacts, ranges: Sequence[TileRange], asked: Sequence[str]
) -> list[MadeRange] | Trouble:
    """Read and embed tiles; those of each range go into a file of its own, which appears whole or not at all.

    Args:
        run: the run.
        ranges: what to make.
        asked: addresses of theirs that a person named.
    """
    try:
        return _Making(run, _ready(run, asked), ranges).make()
    except _Over:
        return []
    except MsaError as error:
        return Trouble(own_address(), str(error), isinstance(error, StorageError))


def own_address() -> str:
    """Address of the worker that runs this."""
    from distributed import get_worker

    return str(get_worker().address)


class _Making:
    """The ranges of one task on their way from reading to their files."""

    def __init__(self, run: RunFacts, tools: _Tools, ranges: Sequence[TileRange]) -> None:
        make_folder(run.folder / RANGE_FOLDER)
        self._run, self._tools, self._ranges = run, tools, ranges
        self._batches = Batches(tools.embedder(run), run.batch)
        self._sink = ShardSink(run.folder, written_schema(run.model, run.tiling, run.thumbnails))
        self._in_hand = [
            SourceProgress(
                opened=tile_range.opened,
                source_id=tile_range.source_id,
                shard=tile_range.file,
                thumbnails=run.thumbnails,
            )
            for tile_range in ranges
        ]
        self._ended: set[int] = set()

    def make(self) -> list[MadeRange]:
        """Read, embed and write all of them."""
        try:
            for number, chunk in _chunks(self._tools.reader, self._ranges, self._run):
                _check_goes_on(self._run)
                source = self._in_hand[number]
                self._batches.add(source, chunk)
                source.ended = source.examined + source.waiting == self._ranges[number].tiles
                while self._batches.is_full:
                    self._embed()
                self._end_complete()
            while not self._batches.is_empty:
                self._embed()
            self._end_complete()
            self._sink.finished(wait=True)
        finally:
            self._sink.close()
            for source in self._in_hand:
                if source.record is None:
                    self._sink.abandon(source)
        return [_made(source) for source in self._in_hand]

    def _embed(self) -> None:
        # A worker of several threads has several tasks at once, and the model is for one at a time.
        with _model_lock, self._tools.turns.working():
            sources = self._batches.embed()
        for source in sources:
            self._sink.flush(source)

    def _end_complete(self) -> None:
        """Let the files of complete ranges appear; of one without tiles there is none."""
        for number, (tile_range, source) in enumerate(zip(self._ranges, self._in_hand, strict=True)):
            if not source.is_complete or number in self._ended:
                continue
            self._ended.add(number)
            if tile_range.is_whole:
                note_change(source)
            if source.tiles:
                self._sink.finish(source)


def _made(source: SourceProgress) -> MadeRange:
    return MadeRange(
        tiles=source.tiles,
        empty=source.empty,
        failed=source.failed,
        blank=source.blank,
        reason=source.reason,
        digest=source.opened.digest,
        record=source.record,
    )


def _chunks(
    reader: TileWorker, ranges: Sequence[TileRange], run: RunFacts
) -> Iterator[tuple[int, TileChunk]]:
    """Chunks of tiles with the number of their range, in order, read ahead of the model by threads."""
    waiting: deque[tuple[int, Future[TileChunk]]] = deque()
    depth = max(2 * run.readers, 2 * run.batch // CHUNK_TILES)
    pool = ThreadPoolExecutor(run.readers, thread_name_prefix="msa-reader")
    try:
        for number, tile_range in enumerate(ranges):
            for start in range(tile_range.first, tile_range.last, CHUNK_TILES):
                numbers = range(start, min(start + CHUNK_TILES, tile_range.last))
                waiting.append((number, pool.submit(reader.read, tile_range.opened, numbers)))
                if len(waiting) >= depth:
                    done, chunk = waiting.popleft()
                    yield done, chunk.result()
        while waiting:
            done, chunk = waiting.popleft()
            yield done, chunk.result()
    finally:
        pool.shutdown(wait=not remote.is_in_use(), cancel_futures=True)


def _ready(run: RunFacts, asked: Sequence[str]) -> _Tools:
    """What this process reads and embeds with. Raises _Over, StorageError."""
    if not (run.folder / SHARD_FOLDER).is_dir():
        raise StorageError(f"it does not see the folder of the index, {run.folder}")
    _check_goes_on(run)
    if run.network:
        network.allow_all()
    network.ask_all(asked)
    return _tools(run.tiling, run.band_rules, run.model, run.thumbnails, run.readers)


class _Tools:
    """A reader, kept from task to task, and the model, loaded when the first tile is embedded."""

    def __init__(
        self, tiling: Tiling, band_rules: BandRules, model: ModelFacts, thumbnails: bool, readers: int
    ) -> None:
        self.turns = Turns(readers, torch.get_num_threads())
        self.reader = TileWorker(
            tiling, model.input_px, model.ground_range_m, band_rules, self.turns, thumbnails
        )

    def embedder(self, run: RunFacts) -> Embedder:
        """The model of the run. Raises CheckpointError when it is another."""
        with _model_lock:
            embedder = _loaded(run.checkpoint, run.device, run.vram_limit_gb)
        if embedder.fingerprint != run.model.fingerprint:
            raise CheckpointError(
                f"it finds a different model in {run.checkpoint} from the one the run is made with"
            )
        embedder.dtype = run.dtype
        return embedder


@lru_cache(maxsize=1)
def _tools(
    tiling: Tiling, band_rules: BandRules, model: ModelFacts, thumbnails: bool, readers: int
) -> _Tools:
    return _Tools(tiling, band_rules, model, thumbnails, readers)


@lru_cache(maxsize=1)
def _loaded(checkpoint: Path, device: str, vram_limit_gb: float | None) -> Embedder:
    _keep_freed_memory()
    return Embedder(checkpoint, device, vram_limit_gb=vram_limit_gb, images_only=True)


def _keep_freed_memory() -> None:
    """Let glibc keep what a forward pass frees, as it does by itself.

    Dask starts workers with ``MALLOC_TRIM_THRESHOLD_=65536``: each activation is then mapped anew, page by page, and a
    forward pass takes 2.3 times as long (0.86 s instead of 0.36 for 32 tiles by the starter, one thread).
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(_M_MMAP_THRESHOLD, 32 << 20)
        libc.mallopt(_M_TRIM_THRESHOLD, 512 << 20)


_model_lock = threading.Lock()
_seen_s: dict[str, float] = {}


def _check_goes_on(run: RunFacts) -> None:
    """Raise _Over when the run was stopped, or another has begun since. Asks the disk once a second."""
    now_s = time.monotonic()
    if now_s - _seen_s.get(run.sign, -_SIGN_EVERY_S) < _SIGN_EVERY_S:
        return
    said = ""
    with contextlib.suppress(OSError):
        said = (run.folder / SIGN).read_text("utf-8")
    if said != run.sign:
        raise _Over
    _seen_s[run.sign] = now_s
