"""``cache/``: all rows of an index as flat arrays, so that opening it takes no time. Always rebuildable."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from msa_core.config import exact_up_to
from msa_core.errors import IndexFolderError
from msa_core.files import storage_error
from msa_core.indexing.folder.cached.thumbnail_file import (
    Thumbnails,
    ThumbnailWriter,
    joined_thumbnails,
    open_thumbnails,
    thumbnails_of,
)
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest, SourceEntry
from msa_core.indexing.folder.nearest.byte_codes import FROM_ROWS, write_codes
from msa_core.indexing.folder.nearest.lists import make_lists, mend_lists
from msa_core.indexing.folder.rows.row_groups import bounds_of_rows, matrix_of
from msa_core.indexing.folder.rows.schema import BLANK, HUBNESS, POOLED, completed
from msa_core.indexing.folder.rows.shards import read_fitting
from msa_core.indexing.folder.rows.sound_rows import LeftOut, SoundRows
from msa_core.model.network.hub_layout import joined
from msa_core.progress import Progress

_log = logging.getLogger(__name__)

CACHE_FOLDER = "cache"
_FORMAT = 3
_BATCH_ROWS = 65_536
_ARRAYS = ("embedding", "half", "pooled", "source", "pixel_bbox", "bounds", "blank")
# What is left out of the cache of very many tiles, for it is a third of it, and candidates are few.
_HALF = "half"
_LEFT_OUT = "left_out.json"
_TABLE = pa.schema(
    [
        ("id", pa.string()),
        ("geometry", pa.binary()),
        ("datetime", pa.timestamp("us", tz="UTC")),
        ("source_crs", pa.string()),
        ("gsd", pa.float64()),
        ("level", pa.int32()),
        ("nodata_percent", pa.float32()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRows:
    """All searchable tiles of an index, aligned.

    Attributes:
        embedding: float32 (N, D), unit rows; with hubness (N, D + 8), joined as ``model.network.hub_layout`` says.
        half: the same in float16, which all scores are made from; of a very large index the same array again.
        pooled: float16 (N, C_1+..+C_4). All arrays are memory-mapped when cached.
        table: Arrow table (N rows) of id, geometry (WKB), datetime, source_crs, gsd, level, nodata_percent.
        source: int32 (N,), position in ``Manifest.sources``.
        pixel_bbox: int32 (N, 4); ``bounds``: float64 (N, 4) west, south, east, north, NaN without position.
        blank: bool (N,), tiles without content; None: nobody looked.
        thumbnails: small pictures of the tiles; None: there are none.
        left_out: a sentence for each shard of which rows were left out, because they are damaged.
        folder: of the cache, where an inverted index may lie beside the arrays; None when there is no cache.
    """

    embedding: np.ndarray
    half: np.ndarray
    pooled: np.ndarray
    table: pa.Table
    source: np.ndarray
    pixel_bbox: np.ndarray
    bounds: np.ndarray
    folder: Path | None = None
    blank: np.ndarray | None = None
    thumbnails: Thumbnails | None = None
    left_out: tuple[str, ...] = ()


def load_rows(folder: Path, manifest: Manifest, progress: Progress | None = None) -> IndexRows:
    """The rows of an index: from its cache when that is fresh, else from the shards, and the cache is renewed.

    Raises:
        IndexFolderError: a shard is missing or damaged.
    """
    kept = folder / CACHE_FOLDER / _digest(folder, manifest)
    if kept.is_dir():
        try:
            return _map(kept)
        except (OSError, ValueError, KeyError, pa.ArrowException) as error:
            _log.warning("The cache %s is damaged (%s) and is made again.", kept, error)
            shutil.rmtree(kept, ignore_errors=True)
    try:
        _store(kept, folder, manifest, progress or Progress())
        return _map(kept)
    except OSError as error:
        # A full or read-only disk costs the cache only: the index itself is complete.
        _log.warning("The cache of %s is not kept: %s", folder, storage_error(error, kept))
    left_out = LeftOut()
    chunks = list(_chunks(folder, manifest, progress or Progress(), left_out))
    arrays: dict[str, Any] = {
        name: np.concatenate([_array(chunk, name) for chunk in chunks]) for name in _ARRAYS
    }
    table = pa.concat_tables([chunk.table for chunk in chunks]).combine_chunks()
    pictures = joined_thumbnails([chunk.thumbnails for chunk in chunks if chunk.thumbnails is not None])
    return IndexRows(**arrays, table=table, thumbnails=pictures, left_out=tuple(left_out.sentences))


def damaged_sources(folder: Path, manifest: Manifest) -> set[str]:
    """Ids of the sources of which rows were found damaged when the present cache was made; none without a cache."""
    kept = folder / CACHE_FOLDER / _digest(folder, manifest) / _LEFT_OUT
    try:
        return set(json.loads(kept.read_text("utf-8"))["sources"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def refresh_cache(folder: Path, progress: Progress) -> None:
    """Make the cache of an index that was just written, and remove older ones; a damaged inverted index is made anew.

    On a full disk there is none, with a warning: the index is complete all the same.

    Raises:
        IndexFolderError: a shard is missing or damaged.
    """
    manifest = Manifest.load(folder)
    rows = load_rows(folder, manifest, progress)
    if rows.folder is not None:
        mend_lists(rows.embedding, rows.folder, progress)
    keep = _digest(folder, manifest)
    for old in (folder / CACHE_FOLDER).glob("*"):
        if old.name != keep:
            shutil.rmtree(old, ignore_errors=True)


def _digest(folder: Path, manifest: Manifest) -> str:
    """What a cache depends on: the model, and each searchable source with its shard as it was written and as it is."""
    facts: list[object] = [_FORMAT, manifest.model.fingerprint]
    for number, entry in _searchable(manifest):
        size = 0
        with contextlib.suppress(OSError):
            size = (folder / SHARD_FOLDER / entry.shard).stat().st_size
        record = manifest.shards.get(entry.shard)
        written = "" if record is None else record.sha256
        facts.append((number, entry.id, entry.digest, entry.shard, entry.tiles, size, written))
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _searchable(manifest: Manifest) -> list[tuple[int, SourceEntry]]:
    return [(number, entry) for number, entry in enumerate(manifest.sources) if entry.searchable]


def _chunks(folder: Path, manifest: Manifest, progress: Progress, left_out: LeftOut) -> Iterator[IndexRows]:
    """The rows of each shard, some at a time; first a part without rows, so that there is always one.

    Rows that are damaged are left out, and told in ``left_out``.

    Raises:
        IndexFolderError: a shard is missing or damaged, or does not hold what the manifest lists.
    """
    yield _nothing(manifest)
    owners: dict[str, dict[str, int]] = {}
    for number, entry in _searchable(manifest):
        owners.setdefault(entry.shard, {})[entry.id] = number
    for done, (shard, ids) in enumerate(sorted(owners.items())):
        progress(done / len(owners), "gathering the index")
        path = folder / SHARD_FOLDER / shard
        held, wanted = 0, sum(manifest.sources[number].tiles for number in ids.values())
        rows: SoundRows | None = None
        for table in read_fitting(path, manifest):
            rows = rows or SoundRows(path, ids, len(manifest.ground_sizes_m))
            chunk = _rows_of_table(rows.of(table), ids)
            held += len(chunk.source)
            yield chunk
        if rows is not None and rows.count:
            left_out.add(rows, wanted)
            _log.warning("%s", left_out.sentences[-1])
        elif held != wanted:
            raise IndexFolderError(
                f"{folder / SHARD_FOLDER / shard} holds {held} of the {wanted} tiles that the manifest lists. Run msa "
                "index on the archive again."
            )


def _rows_of_table(table: pa.Table, ids: dict[str, int]) -> IndexRows:
    """Rows of a shard that belong to the sources ``ids`` (id -> position in the manifest)."""
    owner = np.array(
        [ids.get(tile.split("/", 1)[0], -1) for tile in table.column("id").to_pylist()], np.int32
    )
    if (owner < 0).any():
        table, owner = table.filter(pa.array(owner >= 0)), owner[owner >= 0]
    flat = {name: matrix_of(table, name) for name in ("embedding", POOLED, "pixel_bbox")}
    plain = table.select(_TABLE.names).cast(_TABLE)
    embedding, boxes = flat["embedding"], flat["pixel_bbox"]
    if HUBNESS in table.schema.names:
        embedding = joined(embedding, table.column(HUBNESS).to_numpy())
    blank = pc.fill_null(completed(table, thumbnails=False).column(BLANK), False).to_numpy()
    return IndexRows(
        embedding=embedding,
        half=embedding.astype(np.float16),
        pooled=flat[POOLED],
        table=plain,
        source=owner,
        pixel_bbox=boxes,
        bounds=bounds_of_rows(table),
        blank=np.asarray(blank, bool),
        thumbnails=thumbnails_of(table),
    )


def _array(chunk: IndexRows, name: str) -> np.ndarray:
    """One of the arrays; of tiles nobody looked at none is blank."""
    array: np.ndarray | None = getattr(chunk, name)
    return np.zeros(len(chunk.source), bool) if array is None else array


def _nothing(manifest: Manifest) -> IndexRows:
    return IndexRows(
        embedding=np.empty((0, manifest.model.width), np.float32),
        half=np.empty((0, manifest.model.width), np.float16),
        pooled=np.empty((0, sum(manifest.model.pooled_dims)), np.float16),
        table=_TABLE.empty_table(),
        source=np.empty(0, np.int32),
        pixel_bbox=np.empty((0, 4), np.int32),
        bounds=np.empty((0, 4), np.float64),
        thumbnails=Thumbnails(np.empty(0, np.uint8), np.empty(0, np.int64)),
    )


def _store(kept: Path, folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Write the rows, shard by shard, into a folder beside their place, and rename it.

    Raises:
        OSError: the disk is full or read-only.
        IndexFolderError: a shard is missing or damaged.
    """
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = kept.parent / f".{kept.name}.{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        total = sum(e.tiles for _, e in _searchable(manifest))
        left_out = LeftOut()
        _write_chunks(aside, _chunks(folder, manifest, progress, left_out), total)
        (aside / _LEFT_OUT).write_text(json.dumps(left_out.to_json()), "utf-8")
        _make_quick(aside, total, progress)
        aside.rename(kept)
    except BaseException as error:
        shutil.rmtree(aside, ignore_errors=True)
        if not (isinstance(error, OSError) and kept.is_dir()):  # else another process was quicker
            raise


def _make_quick(aside: Path, total: int, progress: Progress) -> None:
    """Put beside the arrays what makes a search of so many rows quick: an inverted index, or codes for a first pass."""
    if total > exact_up_to():
        facts = make_lists(_map(aside).embedding, aside, progress)
        if facts is not None and facts.kind:
            return
    if total >= FROM_ROWS:
        write_codes(_map(aside).embedding, aside, progress)


def _write_chunks(aside: Path, chunks: Iterator[IndexRows], total: int) -> None:
    """One .npy per array and an Arrow file; only one part is in memory at a time."""
    first = next(chunks)
    with contextlib.ExitStack() as stack:
        names = [name for name in _ARRAYS if name != _HALF or total <= exact_up_to()]
        streams = {name: stack.enter_context((aside / f"{name}.npy").open("wb")) for name in names}
        _write_headers(streams, first, total)
        written = 0
        arrow = stack.enter_context((aside / "rows.arrow").open("wb"))
        writer = stack.enter_context(pa.ipc.new_file(arrow, _TABLE))
        pictures = ThumbnailWriter(aside, stack)
        # Few large batches: rows are found again by looking through them.
        waiting: list[pa.Table] = []
        for chunk in chunks:
            waiting.append(chunk.table)
            written += len(chunk.table)
            if sum(len(table) for table in waiting) >= _BATCH_ROWS:
                writer.write_table(pa.concat_tables(waiting).combine_chunks())
                waiting = []
            for name, stream in streams.items():
                stream.write(np.ascontiguousarray(_array(chunk, name)).data)
            if chunk.thumbnails is not None:
                pictures.add(chunk.thumbnails)
        if waiting:
            writer.write_table(pa.concat_tables(waiting).combine_chunks())
        if written != total:
            _write_headers(streams, first, written)
        pictures.finish()


def _write_headers(streams: Mapping[str, BinaryIO], first: IndexRows, total: int) -> None:
    """At the beginning of each file; numpy leaves room for any number of rows, so that it may be done again."""
    for name, stream in streams.items():
        array = _array(first, name)
        header = {"descr": array.dtype.str, "fortran_order": False, "shape": (total, *array.shape[1:])}
        stream.seek(0)
        np.lib.format.write_array_header_1_0(stream, header)


def _map(kept: Path) -> IndexRows:
    whole = (kept / f"{_HALF}.npy").is_file()
    arrays: dict[str, Any] = {
        name: np.load(kept / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in _ARRAYS
        if name != _HALF or whole
    }
    arrays.setdefault(_HALF, arrays["embedding"])
    table = pa.ipc.open_file(pa.memory_map(str(kept / "rows.arrow"))).read_all()
    counts = {len(array) for array in arrays.values()} | {len(table)}
    if len(counts) != 1:
        raise ValueError("its arrays differ in length")
    left_out = json.loads((kept / _LEFT_OUT).read_text("utf-8"))["sentences"] if _has_left_out(kept) else ()
    pictures = open_thumbnails(kept, len(table))
    return IndexRows(
        **arrays, table=table, folder=kept, thumbnails=pictures, left_out=tuple(map(str, left_out))
    )


def _has_left_out(kept: Path) -> bool:
    return (kept / _LEFT_OUT).is_file()
