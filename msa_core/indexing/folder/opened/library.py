"""Several indexes searched as one: one numbering of rows, one manifest, nothing large copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa

from msa_core.errors import IndexFolderError, UsageError
from msa_core.indexing.folder.cached.cache import IndexRows
from msa_core.indexing.folder.manifest.manifest import Manifest, SourceEntry
from msa_core.indexing.folder.opened.stacked import Numbering, StackedRows, StackedThumbnails, StackedVectors
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.names import absolute, printable
from msa_core.progress import Progress
from msa_core.records import IndexInfo
from msa_core.source_states import SourceState


def open_indexes(folders: Sequence[Path | str], progress: Progress | None = None) -> TileIndex:
    """Open index folders, several as one library; one given twice is opened once.

    Args:
        folders: one or more.
        progress: told while a cache is made.

    Raises:
        IndexFolderError: one is not an index, damaged, newer than this program, or of another model than the first.
        UsageError: none is given.
    """
    each = list(dict.fromkeys(absolute(folder) for folder in folders))
    if not each:
        raise UsageError("Name an index to open.")
    opened = [TileIndex(folder, progress) for folder in each]
    return opened[0] if len(opened) == 1 else TileLibrary(opened)


class TileLibrary(TileIndex):
    """Several indexes of one model as one.

    A raster that several of them hold is searched in the first of them that has all of it.

    Args:
        indexes: two or more opened indexes.

    Attributes:
        indexes: the same.
        manifest: made of theirs; it is on no disk. Ground sizes are those of all, and levels count among them; of two
            rasters of one name the later bears that of its folder before it.

    Raises:
        IndexFolderError: their models differ; the sentence names both.
    """

    def __init__(self, indexes: Sequence[TileIndex]) -> None:
        for index in indexes[1:]:
            _check_model(indexes[0], index)
        self.indexes = tuple(indexes)
        self.folder = indexes[0].folder
        self.manifest, origins = _joint_manifest(indexes, self.folder)
        self._roots = self.manifest.root_folders(self.folder)
        kept = [
            _kept_rows(index, self.manifest, origin) for index, origin in zip(indexes, origins, strict=True)
        ]
        numbering = Numbering(kept, [len(index) for index in indexes])
        self.rows = _joint_rows(indexes, numbering, origins, self.manifest)
        embedding = cast("StackedRows", self.rows.embedding)
        vectors = StackedVectors([index.vectors for index in indexes], embedding, numbering)
        self.vectors = cast("Any", vectors)
        self._batches = self.rows.table.to_batches()
        self._starts = np.cumsum([0, *map(len, self._batches)])

    @property
    def info(self) -> IndexInfo:
        """What the indexes hold together."""
        return replace(super().info, folders=tuple(str(index.folder) for index in self.indexes))

    @property
    def only_folder(self) -> Path:
        """Raises UsageError: there are several."""
        raise UsageError("Several indexes are open, and this is about one: name its folder.")


def _check_model(first: TileIndex, other: TileIndex) -> None:
    one, two = first.manifest.model, other.manifest.model
    if one.fingerprint != two.fingerprint and (one.origin or two.origin):
        told = [model.origin or f"the model {model.fingerprint[:16]}" for model in (one, two)]
        raise IndexFolderError(
            f"These indexes cannot be searched as one: {first.folder} holds embeddings by {printable(told[0])}, "
            f"{other.folder} by {printable(told[1])}. Scores of two models do not compare. Search them one after the "
            "other."
        )
    if one.fingerprint != two.fingerprint:
        raise IndexFolderError(
            f"These indexes cannot be searched as one, for they were made with different models: {first.folder} with "
            f"{one.fingerprint[:16]} ({one.folder}), {other.folder} with {two.fingerprint[:16]} ({two.folder}). "
            "Scores of two models do not compare. Search them one after the other, or index one of the archives again "
            "with the other's model."
        )
    if (one.width, one.pooled_dims, one.input_px) != (two.width, two.pooled_dims, two.input_px):
        raise IndexFolderError(
            f"{other.folder} keeps its embeddings differently from {first.folder}, though their model is the same: one "
            "was made by an earlier version. Index its archive again into another folder to search both as one."
        )


def _joint_manifest(indexes: Sequence[TileIndex], folder: Path) -> tuple[Manifest, list[np.ndarray]]:
    """The manifest of all, and for each index the new positions of its sources."""
    first = indexes[0].manifest
    sizes = sorted({size for index in indexes for size in index.manifest.ground_sizes_m})
    joint = Manifest(
        model=first.model,
        tiling=first.tiling,
        ground_sizes_m=tuple(sizes),
        compute=dict(first.compute),
        band_rules=first.band_rules,
    )
    places: dict[Path, int] = {}
    names: set[str] = set()
    origins = []
    for index in indexes:
        roots = index.manifest.root_folders(index.folder)
        origins.append(len(joint.sources) + np.arange(len(index.manifest.sources)))
        for entry in index.manifest.sources:
            root, name = roots[entry.root], entry.name
            while name in names and root.parent != root:
                root, name = root.parent, f"{root.name}/{name}"
            names.add(name)
            if root not in places:
                places[root] = joint.add_root(root, folder)
            joint.sources.append(replace(entry, root=places[root], name=name))
    _one_owner_each(joint)
    return joint, origins


def _one_owner_each(joint: Manifest) -> None:
    """Of entries with one content the first has the tiles, but one of which all was read goes before one of parts."""
    searchable = [entry for entry in joint.sources if entry.searchable]
    owners: dict[str, SourceEntry] = {}
    for entry in sorted(searchable, key=lambda each: each.state == SourceState.PARTIAL):
        owners.setdefault(entry.id, entry)
    for entry in searchable:
        owner = owners[entry.id]
        if entry is not owner:
            entry.become_copy(owner.id, owner.name)


def _kept_rows(index: TileIndex, joint: Manifest, origin: np.ndarray) -> np.ndarray | None:
    """Rows of an index whose source is not searched in another one; None for all."""
    searched = np.array([joint.sources[place].searchable for place in origin.tolist()], bool)
    if not len(index) or searched[np.unique(index.rows.source)].all():
        return None
    return np.flatnonzero(searched[index.rows.source])


def _joint_rows(
    indexes: Sequence[TileIndex], numbering: Numbering, origins: Sequence[np.ndarray], joint: Manifest
) -> IndexRows:
    """The rows of all: embeddings, features and thumbnails stay where they are, the small columns are copied."""

    def column(values: Sequence[np.ndarray]) -> np.ndarray:
        kept = zip(values, numbering.kept, strict=True)
        return np.concatenate([np.asarray(own if some is None else own[some]) for own, some in kept])

    def stacked(matrices: Sequence[np.ndarray]) -> np.ndarray:
        return cast("Any", StackedRows(matrices, numbering))

    tables = [_table(index, some, joint) for index, some in zip(indexes, numbering.kept, strict=True)]
    pictures = [index.rows.thumbnails for index in indexes]
    return IndexRows(
        embedding=stacked([index.rows.embedding for index in indexes]),
        half=stacked([index.rows.half for index in indexes]),
        pooled=stacked([index.rows.pooled for index in indexes]),
        table=pa.concat_tables(tables),
        source=column([origin[p.rows.source].astype(np.int32) for p, origin in zip(indexes, origins, strict=True)]),
        pixel_bbox=column([index.rows.pixel_bbox for index in indexes]),
        bounds=column([index.rows.bounds for index in indexes]),
        blank=column([_blank(index) for index in indexes]),
        thumbnails=cast("Any", StackedThumbnails(pictures, numbering)) if any(pictures) else None,
        left_out=_notes(indexes, numbering),
    )  # fmt: skip


def _blank(index: TileIndex) -> np.ndarray:
    return np.zeros(len(index), bool) if index.rows.blank is None else np.asarray(index.rows.blank)


def _table(index: TileIndex, some: np.ndarray | None, joint: Manifest) -> pa.Table:
    """The table of an index, its levels counted among the ground sizes of all."""
    table = index.rows.table if some is None else index.rows.table.take(pa.array(some))
    own, sizes = index.manifest.ground_sizes_m, joint.ground_sizes_m
    if own == sizes or (not own and not sizes):
        return table
    # Levels of tiles that are counted in pixels follow those that have a ground size.
    level = np.asarray(table.column("level"))
    named = np.array([sizes.index(size) for size in own], np.int32)
    level = named[level] if len(named) else level + np.int32(len(sizes))
    place = table.schema.get_field_index("level")
    return table.set_column(place, table.schema.field(place), pa.array(level, pa.int32()))


def _notes(indexes: Sequence[TileIndex], numbering: Numbering) -> tuple[str, ...]:
    told = [sentence for index in indexes for sentence in index.rows.left_out]
    for index, some in zip(indexes, numbering.kept, strict=True):
        if some is not None:
            shared = len(np.unique(index.rows.source)) - len(np.unique(index.rows.source[some]))
            rasters = "1 raster of it is" if shared == 1 else f"{shared} rasters of it are"
            told.append(
                f"{printable(str(index.folder))}: {rasters} in another of the indexes, and searched there."
            )
    rules = {index.manifest.band_rules for index in indexes}
    if len(rules) > 1:
        told.append(
            "The indexes were made with different --bands or --stretch: pictures of the question are read as those of "
            f"{printable(str(indexes[0].folder))}."
        )
    return tuple(told)
