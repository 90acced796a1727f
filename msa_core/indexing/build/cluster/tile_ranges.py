"""A range of the tiles of a source that one worker makes, and the file in which it leaves them."""

from __future__ import annotations

import contextlib
import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msa_core.errors import IndexFolderError
from msa_core.indexing.build.shard_sink import SourceProgress, bounds_of_source, facts_of
from msa_core.indexing.build.tile_reading import OpenedSource
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest, ShardRecord
from msa_core.indexing.folder.manifest.shard_facts import own_shard
from msa_core.indexing.folder.rows.schema import difference, written_schema
from msa_core.indexing.folder.rows.shards import ShardWriter, read_chunks, shard_footer

RANGE_FOLDER = ".ranges"
"""In the folder of an index: ranges of sources that several workers make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TileRange:
    """Tiles ``first`` to ``last`` (exclusive) in the plan of a raster."""

    opened: OpenedSource
    source_id: str
    first: int
    last: int

    @property
    def tiles(self) -> int:
        """How many are planned."""
        return self.last - self.first

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole raster: its file is then the shard."""
        return self.tiles == self.opened.tiles

    @property
    def file(self) -> str:
        """Path of its file in the folder of the index."""
        if self.is_whole:
            return f"{SHARD_FOLDER}/{own_shard(self.source_id)}"
        return f"{RANGE_FOLDER}/{self.source_id}-{self.first}-{self.last}.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRange:
    """What became of the tiles of a range.

    Attributes:
        tiles, empty, failed, blank: counts, as in the manifest.
        reason: why tiles could not be read, ``""`` when all could.
        digest: of the raster's bytes; ``""`` when it changed while it was read.
        record: of the file; None when there is none, for want of tiles.
    """

    tiles: int = 0
    empty: int = 0
    failed: int = 0
    blank: int = 0
    reason: str = ""
    digest: str = ""
    record: ShardRecord | None = None


def ranges_of(opened: OpenedSource, source_id: str, most_tiles: int) -> list[TileRange]:
    """The tiles of a raster in even ranges of at most ``most_tiles``, in the order of its plan."""
    count = max(1, -(-opened.tiles // most_tiles))
    cuts = [opened.tiles * number // count for number in range(count + 1)]
    return [
        TileRange(opened=opened, source_id=source_id, first=first, last=last)
        for first, last in itertools.pairwise(cuts)
    ]


def left_before(tile_range: TileRange, folder: Path, manifest: Manifest) -> MadeRange | None:
    """What an interrupted run left of a range, when it is whole and fits this raster, model and tiling."""
    path = folder / tile_range.file
    if tile_range.is_whole or not path.exists():
        return None
    try:
        footer = shard_footer(path)
    except IndexFolderError:
        return None
    facts, opened = footer.facts, tile_range.opened
    if facts is None or difference(footer.schema, manifest.model, manifest.tiling):
        return None
    is_same = (facts.content_id, facts.digest, facts.stretch) == (
        opened.content_id,
        opened.digest,
        opened.stretch.to_json(),
    )
    counted = facts.tiles + facts.empty + facts.failed
    if (
        not is_same
        or facts.tiles != footer.rows
        or counted != tile_range.tiles
        or facts.failed
        or facts.reason
    ):
        return None
    if manifest.thumbnails and not facts.thumbnails:
        return None
    return MadeRange(tiles=facts.tiles, empty=facts.empty, blank=facts.blank, digest=facts.digest)


def join(source: SourceProgress, ranges: list[TileRange], folder: Path, manifest: Manifest) -> ShardRecord:
    """Write the shard of a source from the files of its ranges, some thousand rows at a time, and remove them.

    Raises:
        StorageError: the disk refuses; no shard appears, and the ranges stay.
        IndexFolderError: a range was damaged since it was written.
    """
    schema = written_schema(manifest.model, manifest.tiling, manifest.thumbnails)
    path = folder / SHARD_FOLDER / own_shard(source.source_id)
    writer = ShardWriter(path, schema, bounds_of_source(source.opened))
    try:
        for tile_range in _present(ranges, folder):
            for table in read_chunks(tile_range):
                writer.add(table.cast(schema))
        record = writer.commit(facts_of(source))
    except BaseException:
        writer.discard()
        raise
    for tile_range in _present(ranges, folder):
        with contextlib.suppress(OSError):
            tile_range.unlink()
    return record


def remove_ranges(folder: Path) -> None:
    """Delete what runs on a cluster left: of no use once a run has come to its end."""
    shutil.rmtree(folder / RANGE_FOLDER, ignore_errors=True)


def _present(ranges: list[TileRange], folder: Path) -> Iterator[Path]:
    """Files of the ranges; one without tiles has none."""
    for tile_range in ranges:
        if (path := folder / tile_range.file).exists():
            yield path
