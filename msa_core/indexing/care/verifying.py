"""Is an index what its manifest says? Reads everything, changes nothing, names each file that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from msa_core.addresses import is_address, shown
from msa_core.config import MANIFEST_NAME
from msa_core.errors import CheckpointError, IndexFolderError
from msa_core.files import ASIDE_SUFFIX, check_ordinary, sha256_of
from msa_core.indexing.care.staleness import stale_sources
from msa_core.indexing.folder.lock import lock_holder
from msa_core.indexing.folder.manifest.index_model import model_of_index
from msa_core.indexing.folder.manifest.manifest import FORMAT, SHARD_FOLDER, Manifest, SourceEntry
from msa_core.indexing.folder.manifest.migration import NewerFormatError
from msa_core.indexing.folder.rows.row_groups import ROW_GROUP_ROWS
from msa_core.indexing.folder.rows.row_rules import row_faults
from msa_core.indexing.folder.rows.schema import THUMBNAIL, difference
from msa_core.indexing.folder.rows.shards import shard_footer
from msa_core.model.stored import checkpoint
from msa_core.names import absolute, printable
from msa_core.pictures.thumbnails import decode_thumbnail
from msa_core.progress import Progress
from msa_core.source_states import SourceState

_REMAKE = "Delete this file and run msa index on the archive again: it makes only what is missing."
_REINDEX = "Run msa index on the archive again."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be known about one file: ``damage`` to the index, or a ``note`` that it can live with."""

    severity: str
    file: str
    problem: str
    advice: str


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What an examination found.

    Attributes:
        format: of the manifest on the disk; ``model`` the fingerprint it names; ``part`` ``i/N`` or ``""``.
        sources, shards, tiles: how many the manifest lists, tiles of searchable sources.
        unchecked: shards without a checksum, because they were made before format 2.
    """

    folder: Path
    format: int = 0
    model: str = ""
    part: str = ""
    sources: int = 0
    shards: int = 0
    tiles: int = 0
    unchecked: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """True when nothing is damaged."""
        return all(finding.severity != "damage" for finding in self.findings)


def verify_index(
    folder: Path | str, model: Path | None = None, quick: bool = False, progress: Progress | None = None
) -> Verdict:
    """Examine an index: manifest, checksums, counts, model, columns and rows of each shard, and its sources.

    Args:
        folder: the index folder.
        model: a checkpoint that the index is expected to have been made with; None for the one it remembers.
        quick: leave out what needs whole files: checksums and rows.
        progress: told after each shard; may raise ``Cancelled``.

    Raises:
        IndexFolderError: ``folder`` is not an index, or a newer program made it.
    """
    folder, progress = absolute(folder), progress or Progress()
    verdict = Verdict(folder=folder)
    if not (folder / MANIFEST_NAME).is_file():
        Manifest.load(folder)
    try:
        manifest = Manifest.load(folder)
    except NewerFormatError:
        raise
    except IndexFolderError as error:
        verdict.findings.append(Finding("damage", str(folder / MANIFEST_NAME), str(error), ""))
        return verdict
    verdict.format, verdict.model, verdict.part = (
        manifest.read_format,
        manifest.model.fingerprint,
        manifest.part,
    )
    verdict.sources = len(manifest.sources)
    verdict.tiles = sum(entry.tiles for entry in manifest.sources if entry.searchable)
    verdict.findings += _folder_notes(folder, manifest)
    verdict.findings += _model_findings(manifest, model)
    owners = _owners(manifest)
    verdict.shards = len(owners)
    verdict.unchecked = sum(shard not in manifest.shards for shard in owners)
    for number, (shard, entries) in enumerate(sorted(owners.items())):
        progress(number / len(owners), f"{shard} ({number + 1} of {len(owners)})")
        path = folder / SHARD_FOLDER / shard
        for problem in _shard_problems(path, entries, manifest, quick):
            verdict.findings.append(Finding("damage", str(path), problem, _REMAKE))
    verdict.findings += _source_notes(manifest, folder)
    progress(1.0, "verified")
    return verdict


def _owners(manifest: Manifest) -> dict[str, list[SourceEntry]]:
    owners: dict[str, list[SourceEntry]] = {}
    for entry in manifest.sources:
        if entry.shard and entry.tiles:
            owners.setdefault(entry.shard, []).append(entry)
    return owners


def _folder_notes(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    holder = lock_holder(folder)
    if holder is not None:
        yield Finding(
            "note", str(folder), f"process {holder['pid']} on {holder['host']} is writing it",
            "What is found may be out of date: verify again when it has ended.",
        )  # fmt: skip
    if manifest.read_format < FORMAT:
        yield Finding(
            "note", str(folder / MANIFEST_NAME), f"it has format {manifest.read_format}, an earlier one",
            f"The next msa index that changes something writes format {FORMAT}.",
        )  # fmt: skip
    listed = {entry.shard for entry in manifest.sources}
    for path in sorted((folder / SHARD_FOLDER).glob("*")) if holder is None else []:
        if path.name.endswith(ASIDE_SUFFIX):
            yield Finding("note", str(path), "an interrupted run left it", "The next msa index removes it.")
        elif path.name not in listed:
            yield Finding("note", str(path), "no source refers to it", "The next msa index removes it.")


def _model_findings(manifest: Manifest, wanted: Path | None) -> Iterator[Finding]:
    if manifest.model.origin:
        return
    place, expected = model_of_index(manifest, wanted), manifest.model.fingerprint
    try:
        found = checkpoint.fingerprint(place)
    except CheckpointError as error:
        if wanted is not None:
            raise
        advice = f"Searches need the model {expected[:16]}: give its folder with --model."
        yield Finding("note", str(place), f"the model of the index is not there ({error})", advice)
        return
    if found != expected:
        severity = "note" if wanted is None else "damage"
        problem = f"it is not the model of the index ({found[:16]}, the index has {expected[:16]})"
        yield Finding(
            severity, str(place), problem, "Searches need the index's own model: give it with --model."
        )


def _shard_problems(path: Path, entries: list[SourceEntry], manifest: Manifest, quick: bool) -> Iterator[str]:
    """Phrases about one shard; the first that makes the others meaningless is the last."""
    record = manifest.shards.get(path.name)
    try:
        size = path.stat().st_size
        if record is not None and size != record.bytes:
            yield f"it has {size} bytes instead of {record.bytes}"
            return
        if record is not None and not quick and sha256_of(path) != record.sha256:
            yield "its checksum is another: bytes of it have changed since it was written"
        footer = shard_footer(path)
    except FileNotFoundError:
        yield "it is missing"
        return
    except IndexFolderError as error:
        yield str(error).removeprefix(f"{path} ").partition(": run msa")[0]
        return
    except OSError as error:
        yield f"it cannot be read ({error.strerror or error})"
        return
    differs = difference(footer.schema, manifest.model, manifest.tiling)
    if differs:
        yield differs
        return
    wanted = sum(entry.tiles for entry in entries)
    if footer.rows < wanted or (record is not None and footer.rows != record.rows):
        yield f"it holds {footer.rows} tiles; the manifest lists {record.rows if record else wanted}"
        return
    if not quick:
        yield from _row_problems(path, entries, len(manifest.ground_sizes_m))


def _row_problems(path: Path, entries: list[SourceEntry], levels: int) -> Iterator[str]:
    """Faults of the rows, of at most one row group; then of the counts and ids over the whole shard."""
    counts, names, seen = Counter[str](), dict[str, set[str]](), Counter[str]()
    pictured = Counter[str]()
    start = 0
    try:
        check_ordinary(path)
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ROW_GROUP_ROWS):
                rows = pa.Table.from_batches([batch])
                faults = row_faults(rows, levels, start)
                if faults:
                    yield from faults
                    return
                start += len(rows)
                ids = rows.column("id").to_pylist()
                seen.update(ids)
                for tile, name in zip(ids, rows.column("source").to_pylist(), strict=True):
                    source = tile.split("/", 1)[0]
                    counts[source] += 1
                    names.setdefault(source, set()).add(name)
                pictured.update(_pictured(rows, ids))
    except (OSError, ValueError, IndexError, pa.ArrowException) as error:
        yield f"its rows cannot be read ({(str(error).splitlines() or [''])[0][:160]})"
        return
    twice = [tile for tile, count in seen.most_common(1) if count > 1]
    if twice:
        yield f"it holds the tile {twice[0]} twice"
    for entry in entries:
        if counts[entry.id] != entry.tiles:
            yield f"it holds {counts[entry.id]} of the {entry.tiles} tiles of {printable(entry.name)}"
        elif entry.thumbnails and pictured[entry.id] != entry.tiles:
            yield f"it holds {pictured[entry.id]} of the {entry.tiles} thumbnails of {printable(entry.name)}"
        elif names[entry.id] != {printable(entry.name)}:
            yield f"it calls {printable(entry.name)} {min(map(str, names[entry.id]))}"


def _pictured(rows: pa.Table, ids: list[str]) -> Iterator[str]:
    """The source of each row with a thumbnail that can be shown."""
    if THUMBNAIL in rows.schema.names:
        for tile, data in zip(ids, rows.column(THUMBNAIL).to_pylist(), strict=True):
            if decode_thumbnail(data) is not None:
                yield tile.split("/", 1)[0]


def _source_notes(manifest: Manifest, folder: Path) -> Iterator[Finding]:
    """Archives and files that are gone or changed: the index is whole, but no longer of what is there."""
    roots = manifest.root_folders(folder)
    gone = {number for number, root in enumerate(roots) if not is_address(root) and not root.exists()}
    for number in sorted(gone):
        advice = "Searches go on without it; plug it in, or move it back, to see the pictures."
        yield Finding("note", str(roots[number]), "this archive is not there", advice)
    owners = {entry.id for entry in manifest.sources if entry.searchable}
    for entry in manifest.sources:
        path = shown(roots[entry.root] / entry.name)
        if entry.state == SourceState.COPY and entry.id not in owners:
            yield Finding("note", path, "the file it is a copy of is not in the index", _REINDEX)
    for _entry, path, error in stale_sources(manifest, folder):
        if error is not None:
            yield Finding("note", path, f"it is not there ({error.strerror or error})", _REINDEX)
        else:
            yield Finding("note", path, "it has changed since it was indexed", _REINDEX)
