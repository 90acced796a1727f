"""Joining indexes: shards are copied as they are where they can be, the result appears whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from msa_core.errors import IndexFolderError, UsageError
from msa_core.indexing.care.new_index import check_empty, load_at_rest, made_aside
from msa_core.indexing.folder.cached.catalogue import Catalogue
from msa_core.indexing.folder.cached.packing import copy_rows, pack_small_shards, remove_unused_shards
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest, ShardRecord, SourceEntry
from msa_core.indexing.folder.manifest.shard_facts import own_shard
from msa_core.indexing.folder.rows.shards import copy_shard, shard_footer
from msa_core.names import absolute
from msa_core.progress import Progress
from msa_core.source_states import SourceState

# Of two entries of one file the better one is kept; among equals the one that sorts first by name, as in one run.
_BEST_FIRST = (
    SourceState.INDEXED, SourceState.PARTIAL, SourceState.MISSING, SourceState.COPY, SourceState.REFUSED,
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class MergeReport:
    """What came of a merge.

    Attributes:
        doubles: sources that were in several of the indexes, by name.
        notes: what should be known, e.g. that a part is missing.
    """

    sources: int = 0
    tiles: int = 0
    shards: int = 0
    doubles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Item:
    """A source of one of the indexes, on its way: ``entry`` is a copy that may be renamed."""

    entry: SourceEntry
    folder: Path
    record: ShardRecord | None
    path: Path
    root: Path
    old_id: str
    name: str


def merge_indexes(
    folders: Sequence[Path | str], out: Path | str, progress: Progress | None = None
) -> MergeReport:
    """Join indexes of the same model and tiling into a new one. The inputs are only read.

    A source that is in several of them (the same file, or the same content) is taken once. Two archives that have
    a file of the same name keep both, the name of the archive's folder before it. The new index is made beside
    its place and renamed: killed at any moment nothing is half done, and the same command starts over.

    Args:
        folders: index folders, two or more; one is copied.
        out: folder of the new index, which must not exist yet, or be empty.
        progress: told after each shard; may raise ``Cancelled``.

    Raises:
        IndexFolderError: an input is not an index, damaged, being written, or made with another model or tiling than
            the first one; the sentence names the first difference.
        UsageError: ``out`` holds something already, or is one of the inputs.
        StorageError: the disk is full or read-only.
    """
    progress = progress or Progress()
    inputs = list(dict.fromkeys(absolute(folder) for folder in folders))
    target = absolute(out)
    manifests = [load_at_rest(folder) for folder in inputs]
    _check_target(target, inputs)
    for folder, manifest in zip(inputs[1:], manifests[1:], strict=True):
        _check_same(manifests[0], inputs[0], manifest, folder)
    with made_aside(target, ".merging", progress) as aside:
        report = _join(inputs, manifests, target, aside, progress)
    progress(1.0, "done")
    return report


def _check_target(target: Path, inputs: Sequence[Path]) -> None:
    if target in inputs or any(target.is_relative_to(folder / SHARD_FOLDER) for folder in inputs):
        raise UsageError(f"--out {target} is one of the indexes to be merged. Choose a new folder.")
    check_empty(target)


def _check_same(one: Manifest, here: Path, other: Manifest, there: Path) -> None:
    """Raise IndexFolderError, naming the first difference, unless tiles of both can be compared."""
    facts = [
        ("model", one.model.fingerprint, other.model.fingerprint),
        ("size of embeddings", one.model.dim, other.model.dim),
        ("keeping of hubness in a column", one.model.hubness, other.model.hubness),
        ("sizes of pooled features", one.model.pooled_dims, other.model.pooled_dims),
        ("input size", one.model.input_px, other.model.input_px),
        ("--tile-m", one.tiling.tile_m, other.tiling.tile_m),
        ("--tile-px", one.tiling.tile_px, other.tiling.tile_px),
        ("--overlap", one.tiling.overlap, other.tiling.overlap),
        ("list of ground sizes", one.ground_sizes_m, other.ground_sizes_m),
        ("--bands", one.band_rules.bands, other.band_rules.bands),
        ("--stretch", one.band_rules.stretch, other.band_rules.stretch),
    ]
    for what, mine, theirs in facts:
        if mine != theirs:
            raise IndexFolderError(
                f"These indexes cannot be merged: the {what} of {here} is {mine}, that of {there} is {theirs}. Index "
                "one of the archives again with the settings of the other."
            )


def _join(
    inputs: Sequence[Path], manifests: Sequence[Manifest], target: Path, aside: Path, progress: Progress
) -> MergeReport:
    first = manifests[0]
    merged = Manifest(
        model=first.model,
        tiling=first.tiling,
        ground_sizes_m=first.ground_sizes_m,
        compute=dict(first.compute),
        band_rules=first.band_rules,
        thumbnails=any(manifest.thumbnails for manifest in manifests),
    )
    report = MergeReport(notes=_notes(inputs, manifests))
    # Paths relative to the index are those of its final place, which lies beside the present one.
    catalogue = Catalogue(merged, target)
    items = _items(inputs, manifests)
    kept = _one_per_content(_one_per_file(items, report), report)
    for item in sorted(kept, key=lambda i: (i.name, i.path)):
        entry = item.entry
        entry.root, entry.name = catalogue.name_new(item.root, item.name)
        catalogue.put(entry)
    _copy_shards([item for item in kept if item.entry.shard], aside, catalogue, progress)
    catalogue.folder = aside
    pack_small_shards(catalogue)
    catalogue.save()
    remove_unused_shards(catalogue)
    report.sources = len(catalogue.entries)
    report.tiles = sum(entry.tiles for entry in catalogue.entries if entry.searchable)
    report.shards = len({entry.shard for entry in catalogue.entries if entry.shard})
    return report


def _items(inputs: Sequence[Path], manifests: Sequence[Manifest]) -> list[_Item]:
    items = []
    for folder, manifest in zip(inputs, manifests, strict=True):
        roots = manifest.root_folders(folder)
        for entry in manifest.sources:
            root = roots[entry.root]
            record = manifest.shards.get(entry.shard)
            items.append(
                _Item(
                    entry=replace(entry),
                    folder=folder,
                    record=record,
                    path=root / entry.name,
                    root=root,
                    old_id=entry.id,
                    name=entry.name,
                )
            )
    return items


def _one_per_file(items: Sequence[_Item], report: MergeReport) -> list[_Item]:
    """Of several entries of one file the best; of equally good ones the newest."""
    best: dict[Path, _Item] = {}
    for item in items:
        rival = best.get(item.path)
        if rival is not None:
            report.doubles.append(item.name)
        if rival is None or _merit(item) < _merit(rival):
            best[item.path] = item
    return list(best.values())


def _merit(item: _Item) -> tuple[int, int]:
    return _BEST_FIRST.index(item.entry.state), -item.entry.mtime_ns


def _one_per_content(items: Sequence[_Item], report: MergeReport) -> list[_Item]:
    """Of several files with the same content the first by name has the tiles; the others become copies of it.

    One of which all was read goes before one of which parts were. One that is missing in its index and there in
    another was moved, and is left out. Files that differ only where the sparse read does not look share an id; all but
    the first get one of their own, as in a run over all of them.
    """
    owners: dict[tuple[str, str], _Item] = {}
    used: dict[str, tuple[str, str]] = {}
    ranked = sorted(items, key=lambda i: (_BEST_FIRST.index(i.entry.state), i.name, i.path))
    kept = []
    for item in ranked:
        entry = item.entry
        if not entry.shard:
            kept.append(item)
            continue
        content = entry.content_id, entry.digest
        owner = owners.setdefault(content, item)
        if owner is item or entry.state != SourceState.MISSING:
            kept.append(item)
        if owner is not item:
            report.doubles.append(item.name)
            entry.become_copy(owner.entry.id, owner.name)
        elif used.setdefault(entry.id, content) != content:
            entry.id = hashlib.sha256("".join(content).encode()).hexdigest()[:16]
    for item in kept:
        owned = owners.get((item.entry.content_id, item.entry.digest))
        if item.entry.state == SourceState.COPY and owned is not None:
            item.entry.become_copy(owned.entry.id, owned.name)
    return kept


def _copy_shards(items: Sequence[_Item], aside: Path, catalogue: Catalogue, progress: Progress) -> None:
    """Copy each shard of which everything is kept as it is; of the others the rows that are kept."""
    groups: dict[Path, list[_Item]] = {}
    for item in items:
        groups.setdefault(item.folder / SHARD_FOLDER / item.entry.shard, []).append(item)
    shards = catalogue.manifest.shards
    for number, (path, group) in enumerate(sorted(groups.items())):
        progress(number / len(groups), f"{path.name} ({number + 1} of {len(groups)})")
        record, destination = group[0].record, aside / SHARD_FOLDER / path.name
        as_it_is = all(i.entry.id == i.old_id and i.entry.name == i.name for i in group)
        complete = shard_footer(path).rows == sum(i.entry.tiles for i in group)
        if as_it_is and complete and not destination.exists():
            shards[path.name] = copy_shard(path, destination, record)
            continue
        for item in group:
            entry = item.entry
            entry.shard = own_shard(entry.id)
            shards[entry.shard] = copy_rows(path, aside / SHARD_FOLDER / entry.shard, item.old_id, entry)


def _notes(inputs: Sequence[Path], manifests: Sequence[Manifest]) -> list[str]:
    notes = []
    parts = {manifest.part for manifest in manifests if manifest.part}
    for count in sorted({part.partition("/")[2] for part in parts}):
        missing = [f"{i}/{count}" for i in range(1, int(count) + 1) if f"{i}/{count}" not in parts]
        if missing:
            notes.append(
                f"The archive was indexed in {count} parts; missing here: {', '.join(missing[:20])}."
            )
    pictured = [manifest.thumbnails for manifest in manifests]
    if any(pictured) and not all(pictured):
        without = ", ".join(str(folder) for folder, has in zip(inputs, pictured, strict=True) if not has)
        notes.append(
            f"Tiles of {without} have no thumbnails: msa index --thumbnails on their archive makes them."
        )
    for key in ("dtype", "device"):
        found = {str(manifest.compute.get(key, "")) for manifest in manifests} - {""}
        if len(found) > 1:
            notes.append(f"The indexes were made with different {key}s ({', '.join(sorted(found))}): scores of "
                         "equal pictures differ in the third digit.")  # fmt: skip
    return notes
