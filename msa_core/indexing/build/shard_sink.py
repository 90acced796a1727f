"""From read tiles to shards: batches across sources for the model, row groups per source for the disk."""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from msa_core.errors import StorageError
from msa_core.indexing.build.tile_reading import OpenedSource, TileChunk, TileFacts
from msa_core.indexing.folder.manifest.manifest import ShardRecord
from msa_core.indexing.folder.manifest.shard_facts import ShardFacts, own_shard
from msa_core.indexing.folder.rows.row_groups import CHUNK_ROWS
from msa_core.indexing.folder.rows.shards import ShardWriter, TileRows, bounds_of
from msa_core.model.running.embedder import Embedder
from msa_core.names import printable
from msa_core.records import Bounds

# Part of a source that has to be done before it tells how long the rest will take.
_TOLD_FROM = 0.02
# Pieces of CHUNK_ROWS rows that may wait for the disk.
_BEHIND = 16


@dataclass(slots=True, kw_only=True)
class SourceProgress:
    """One source on its way: tiles counted, and rows embedded but not yet handed to the disk.

    ``shard`` is the file's name where it is another than that of a shard of its own.
    """

    opened: OpenedSource
    source_id: str
    shard: str = ""
    waiting: int = 0
    ended: bool = False
    tiles: int = 0
    empty: int = 0
    failed: int = 0
    blank: int = 0
    thumbnails: bool = False
    reason: str = ""
    began_s: float | None = None
    rows: list[_Row] = field(default_factory=list)
    writer: ShardWriter | None = None
    record: ShardRecord | None = None

    @property
    def is_complete(self) -> bool:
        """True when every planned tile is embedded or counted out."""
        return self.ended and self.waiting == 0

    @property
    def examined(self) -> int:
        """Tiles dealt with so far, of ``opened.tiles``."""
        return self.tiles + self.empty + self.failed

    @property
    def share_done(self) -> float:
        """The same as a part of them, 0..1."""
        return self.examined / self.opened.tiles

    def left_s(self, now_s: float) -> float | None:
        """Seconds until the source is done, as it goes on average since its first tile; None before that is known."""
        done = self.share_done
        if self.began_s is None or done < _TOLD_FROM:
            return None
        return (now_s - self.began_s) * (1.0 - done) / done


@dataclass(frozen=True, slots=True)
class _Row:
    tile: TileFacts
    embedding: np.ndarray
    pooled: np.ndarray


@dataclass(frozen=True, slots=True)
class _Waiting:
    source: SourceProgress
    image: np.ndarray
    tile: TileFacts


class Batches:
    """Collects tiles of any sources into batches of one size and embeds them.

    Every forward pass has the same shape, so a tile's embedding does not depend on what it happened to be read with,
    and a resumed run makes what an undisturbed one makes.
    """

    def __init__(self, embedder: Embedder, batch: int) -> None:
        self._embedder = embedder
        self._batch = batch
        self._waiting: list[_Waiting] = []

    def add(self, source: SourceProgress, chunk: TileChunk) -> None:
        """Take the tiles of a chunk."""
        source.began_s = time.monotonic() if source.began_s is None else source.began_s
        source.empty += chunk.empty
        source.failed += chunk.failed
        source.reason = source.reason or chunk.reason
        source.waiting += len(chunk.images)
        for image, tile in zip(chunk.images, chunk.tiles, strict=True):
            self._waiting.append(_Waiting(source, image, tile))

    @property
    def is_full(self) -> bool:
        """True when a whole batch waits."""
        return len(self._waiting) >= self._batch

    @property
    def is_empty(self) -> bool:
        """True when nothing waits."""
        return not self._waiting

    def embed(self) -> list[SourceProgress]:
        """Embed one batch; returns the sources that got rows. Raises CheckpointError."""
        taken, self._waiting = self._waiting[: self._batch], self._waiting[self._batch :]
        result = self._embedder.embed_tiles([waiting.image for waiting in taken], self._batch)
        for waiting, embedding, pooled in zip(taken, result.embedding, result.pooled, strict=True):
            source = waiting.source
            source.rows.append(_Row(waiting.tile, embedding, pooled))
            source.waiting -= 1
            source.tiles += 1
            source.blank += waiting.tile.blank
        return list({id(waiting.source): waiting.source for waiting in taken}.values())


class ShardSink:
    """Hands rows of sources to a writer thread, so that the disk and the model work at the same time."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder = folder
        self._schema = schema
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="msa-writer")
        self._pending: list[Future[SourceProgress | None]] = []

    def flush(self, source: SourceProgress) -> None:
        """Hand over what a source has when that is enough to be handled at once."""
        if len(source.rows) >= CHUNK_ROWS:
            self._submit(source, last=False)

    def finish(self, source: SourceProgress) -> None:
        """Write the rest of a source and let its shard appear."""
        self._submit(source, last=True)

    def finished(self, wait: bool = False) -> list[SourceProgress]:
        """Sources whose shards appeared since the last call; with ``wait`` all that were handed over.

        Raises:
            StorageError: the disk refused; that source's shard does not appear.
        """
        done = []
        while self._pending and (wait or self._pending[0].done()):
            source = self._pending.pop(0).result()
            if source is not None:
                done.append(source)
        return done

    def close(self) -> None:
        """Stop the thread after what it is writing now."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def abandon(self, source: SourceProgress) -> None:
        """Remove what was written of a source that will not be finished in this run."""
        if source.writer is not None:
            source.writer.discard()

    def _submit(self, source: SourceProgress, last: bool) -> None:
        rows, source.rows = source.rows, []
        if len(self._pending) >= _BEHIND:  # a slow disk: memory stays what it is
            wait([self._pending[-_BEHIND]])
        self._pending.append(self._pool.submit(self._write, source, rows, last))

    def _write(self, source: SourceProgress, rows: list[_Row], last: bool) -> SourceProgress | None:
        if source.writer is None:
            path = self._folder / (source.shard or own_shard(source.source_id))
            source.writer = ShardWriter(path, self._schema, bounds_of_source(source.opened))
        try:
            if rows:
                source.writer.add(_table_rows(source, rows).to_table(self._schema))
            if not last:
                return None
            source.record = source.writer.commit(facts_of(source))
        except StorageError:
            source.writer.discard()
            raise
        return source


def bounds_of_source(opened: OpenedSource) -> Bounds | None:
    """West, south, east, north of a raster, None without a position."""
    box = bounds_of([opened.info.footprint_lonlat])[0]
    if np.isnan(box).any():
        return None
    west, south, east, north = box.tolist()
    return west, south, east, north


def facts_of(source: SourceProgress) -> ShardFacts:
    """What the shard of a source says about it."""
    return ShardFacts(
        source_id=source.source_id,
        content_id=source.opened.content_id,
        digest=source.opened.digest,
        tiles=source.tiles,
        planned=source.opened.tiles,
        empty=source.empty,
        failed=source.failed,
        reason=source.reason,
        stretch=source.opened.stretch.to_json(),
        blank=source.blank,
        thumbnails=source.thumbnails,
    )


def _table_rows(source: SourceProgress, rows: list[_Row]) -> TileRows:
    tiles = [row.tile for row in rows]
    windows = [tile.window for tile in tiles]
    when = source.opened.datetime
    return TileRows(
        ids=[f"{source.source_id}/{w.level}/{w.row}/{w.col}" for w in windows],
        footprints=[tile.footprint for tile in tiles],
        embedding=np.stack([row.embedding for row in rows]),
        pooled=np.stack([row.pooled for row in rows]),
        pixel_bbox=[w.pixel_bbox for w in windows],
        gsd_m=[tile.gsd_m for tile in tiles],
        level=[w.level for w in windows],
        nodata_percent=[tile.nodata_percent for tile in tiles],
        blank=[tile.blank for tile in tiles],
        thumbnails=[tile.thumbnail for tile in tiles],
        datetime=None if when is None else dt.datetime.fromisoformat(when),
        source=printable(source.opened.job.name),
        crs=source.opened.info.crs,
    )
