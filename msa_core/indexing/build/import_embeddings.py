"""``msa import``: an index made of embeddings that another program computed. Searched by example, never by words."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from msa_core.config import MANIFEST_NAME, Tiling
from msa_core.errors import NothingUsableError, SourceError, UsageError
from msa_core.files import make_folder, remove_leftovers, sha256_of, storing
from msa_core.indexing.build.file_signature import file_signature
from msa_core.indexing.build.foreign_files import ForeignFile, ForeignRows, open_foreign, read_foreign
from msa_core.indexing.build.run_manifest import check_folder
from msa_core.indexing.folder.cached.cache import CACHE_FOLDER, refresh_cache
from msa_core.indexing.folder.cached.catalogue import Catalogue
from msa_core.indexing.folder.cached.packing import pack_small_shards, remove_unused_shards
from msa_core.indexing.folder.lock import IndexLock
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest, ModelFacts, SourceEntry
from msa_core.indexing.folder.manifest.report_lines import number_of, report_of
from msa_core.indexing.folder.manifest.shard_facts import own_shard
from msa_core.indexing.folder.rows.schema import shard_schema
from msa_core.indexing.folder.rows.shards import ShardWriter, TileRows
from msa_core.lonlat import side_m as side_of
from msa_core.messages import counted
from msa_core.names import absolute, printable
from msa_core.progress import Progress
from msa_core.records import SourceReport
from msa_core.source_states import SourceState

USUAL_SIDE_M = 100.0
"""Side of the square that stands for a point."""

_SUFFIXES = (".parquet", ".geoparquet")
_INPUT_PX = 256
_MAX_ROWS = 999_999_999


def import_embeddings(
    given: Sequence[Path | str],
    out: Path | str,
    origin: str | None = None,
    side_m: float = USUAL_SIDE_M,
    progress: Progress | None = None,
) -> list[SourceReport]:
    """Make an index of files of embeddings.

    Args:
        given: Parquet files, and folders that are searched through for them.
        out: a new folder.
        origin: what made the embeddings; None: as the files say.
        side_m: side of the square that stands for a point, in metres.
        progress: told after each file; may raise ``Cancelled``. Its ``passed_over`` counts what lies in the folders
            beside Parquet files.

    Returns:
        One report per file: indexed, partial, or refused with the reason.

    Whatever is raised, nothing of the import stays behind.

    Raises:
        NothingUsableError: there is no such file, or none that can be searched.
        UsageError: ``out`` holds something already, or the files are by different models.
        StorageError: the disk is full or read-only.
    """
    progress, folder = progress or Progress(), absolute(out)
    files = _files_of(given, progress)
    with storing(folder):
        check_folder(folder)
    if (folder / MANIFEST_NAME).exists():
        raise UsageError(f"{folder} is an index already: choose a new folder.")
    sound, refused = _opened(files, progress)
    for report in refused:
        progress.source(SourceState.REFUSED, report.name, report.reason, report)
    if not sound:
        first = f" {refused[0].name}: {refused[0].reason}" if refused else ""
        raise NothingUsableError(f"There are no embeddings to import.{first}")
    manifest = _manifest(sound, origin)
    is_new = not folder.exists()
    make_folder(folder / SHARD_FOLDER)
    with storing(folder), IndexLock(folder), _whole_or_nothing(folder, is_new):
        remove_leftovers(folder / SHARD_FOLDER)
        catalogue = Catalogue(manifest, folder)
        reports = refused + [
            _take(file, catalogue, side_m, SharedProgress(progress, number, len(sound)))
            for number, file in enumerate(sound)
        ]
        if not any(entry.tiles for entry in catalogue.entries):
            raise NothingUsableError(f"No embedding in {printable(str(sound[0].path))} can be compared.")
        catalogue.save()
        pack_small_shards(catalogue)
        remove_unused_shards(catalogue)
        refresh_cache(folder, progress)
        progress(1.0, "done")
    return reports


@contextlib.contextmanager
def _whole_or_nothing(folder: Path, is_new: bool) -> Iterator[None]:
    """What is raised takes with it what was written into a folder that held no index, and the folder if it was new."""
    try:
        yield
    except BaseException:
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            (folder / MANIFEST_NAME).unlink(missing_ok=True)
            for name in (SHARD_FOLDER, CACHE_FOLDER):
                shutil.rmtree(folder / name, ignore_errors=True)
        raise


class SharedProgress:
    """How far one file of several is."""

    def __init__(self, progress: Progress, number: int, count: int) -> None:
        self._progress, self._number, self._count = progress, number, count

    def __call__(self, share: float, text: str) -> None:
        self._progress((self._number + share) / self._count, text)

    def source(self, report: SourceReport) -> None:
        """A file is done."""
        self._progress.source(report.state, report.name, report.reason, report)


def _files_of(given: Sequence[Path | str], progress: Progress) -> list[Path]:
    found: dict[Path, None] = {}
    others: Counter[str] = Counter()
    for one in map(absolute, given):
        for path in _within(one) if one.is_dir() else [one]:
            if path == one or path.suffix.lower() in _SUFFIXES:
                found[path] = None
            else:
                others[path.suffix.lower() or "without an ending"] += 1
            progress(0.0, "looking for files")
    progress.passed_over = counted(others)
    if not found:
        named = printable(", ".join(map(str, given)))
        there = f" What lies there: {printable(progress.passed_over.words)}." if others else ""
        raise NothingUsableError(f"No Parquet files were found in {named}.{there}")
    return list(found)


def _within(folder: Path) -> Iterator[Path]:
    """The files below a folder, in order."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


def _opened(files: Sequence[Path], progress: Progress) -> tuple[list[ForeignFile], list[SourceReport]]:
    sound, refused = [], []
    for path in files:
        progress(0.0, printable(path.name))
        try:
            sound.append(open_foreign(path))
        except SourceError as error:
            refused.append(
                SourceReport(
                    name=path.name, path=str(path), state=SourceState.REFUSED, tiles=0, reason=error.reason
                )
            )
    return sound, refused


def _manifest(files: Sequence[ForeignFile], origin: str | None) -> Manifest:
    """An index of one model that is not ours. Raises UsageError when the files are by several."""
    first = files[0]
    for other in files[1:]:
        if other.width != first.width or (origin is None and other.origin != first.origin):
            told = [
                f"{f.path.name} {f.origin or 'no model named'}, {f.width} numbers" for f in (first, other)
            ]
            raise UsageError(
                f"The files are by different models, whose embeddings do not compare ({printable('; '.join(told))}). "
                "Import them into different folders."
            )
    name = printable(origin or first.origin or f"an unnamed model of {first.width} numbers")[:200]
    facts = ModelFacts(
        fingerprint=hashlib.sha256(f"foreign\0{name}\0{first.width}".encode()).hexdigest(),
        folder="",
        dim=first.width,
        pooled_dims=(1,),
        input_px=_INPUT_PX,
        ground_range_m=(0.0, 1e9),
        origin=name,
    )
    return Manifest(model=facts, tiling=Tiling())


def _take(file: ForeignFile, catalogue: Catalogue, side_m: float, progress: SharedProgress) -> SourceReport:
    """Write the shard of one file, and book it."""
    digest = sha256_of(file.path)
    root, name = catalogue.name_new(file.path.parent, file.path.name)
    size, mtime_ns = file_signature(file.path)
    entry = SourceEntry(
        id=digest[:16], name=name, root=root, size=size, mtime_ns=mtime_ns, state=SourceState.INDEXED,
        content_id=digest[:16], digest=digest, shard=own_shard(digest[:16]), planned=min(file.rows, _MAX_ROWS),
        parts=[],
    )  # fmt: skip
    twin = catalogue.with_id(entry.id)
    if twin is not None:
        entry.become_copy(twin.id, twin.name)
        catalogue.put(entry)
        return _told(entry, file, progress, entry.reason)
    schema = shard_schema(catalogue.manifest.model, catalogue.manifest.tiling)
    writer = ShardWriter(catalogue.folder / SHARD_FOLDER / entry.shard, schema, None)
    points = unplaced = 0
    try:
        try:
            for rows in read_foreign(file, side_m):
                progress((entry.tiles + entry.failed) / max(1, file.rows), name)
                entry.failed += rows.left_out
                if len(rows.numbers):
                    writer.add(_tile_rows(rows, entry).to_table(schema))
                entry.tiles += len(rows.numbers)
                points += rows.points
                unplaced += sum(not rings for rings in rows.footprints)
        except SourceError as error:
            entry.reason = error.reason
        if not entry.tiles:
            writer.discard()
            refused = replace(
                entry, state=SourceState.REFUSED, id="", shard="", failed=0, planned=0, attempts=1
            )
            refused.reason = entry.reason or "None of its embeddings can be compared."
            catalogue.put(refused)
            return _told(refused, file, progress, refused.reason)
        if entry.failed:
            entry.reason = (
                entry.reason or f"{number_of(entry.failed, 'row')} without an embedding that can be compared"
            )
        entry.state = SourceState.PARTIAL if entry.reason else SourceState.INDEXED
        entry.note = _note(points, unplaced, side_m)
        catalogue.put(entry, writer.commit(entry.facts()))
    except BaseException:
        writer.discard()
        raise
    told = [number_of(entry.tiles, "tile"), entry.reason, entry.note]
    return _told(entry, file, progress, "; ".join(one.removesuffix(".") for one in told if one))


def _told(entry: SourceEntry, file: ForeignFile, progress: SharedProgress, detail: str) -> SourceReport:
    report = report_of(entry, file.path, entry.state, detail)
    progress.source(report)
    return report


def _note(points: int, unplaced: int, side_m: float) -> str:
    told = []
    if points:
        told.append(f"{number_of(points, 'point')} shown as squares of {side_m:g} m")
    if unplaced:
        told.append(f"{number_of(unplaced, 'row')} without a position")
    return "; ".join(told)


def _tile_rows(rows: ForeignRows, entry: SourceEntry) -> TileRows:
    count = len(rows.numbers)
    sides = [side_of(rings) for rings in rows.footprints]
    return TileRows(
        ids=[f"{entry.id}/0/{number}/0" for number in rows.numbers.tolist()],
        footprints=rows.footprints,
        embedding=rows.embedding,
        pooled=np.zeros((count, 1), np.float16),
        pixel_bbox=[(number, 0, number + 1, 1) for number in rows.numbers.tolist()],
        gsd_m=[None if side is None or side <= 0 else side / _INPUT_PX for side in sides],
        level=[0] * count,
        nodata_percent=[0.0] * count,
        datetime=None,
        datetimes=rows.dates,
        source=printable(entry.name),
        crs=None,
    )
