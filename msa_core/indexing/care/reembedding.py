"""An index made anew for a retrained model, from the features that the old one keeps: no raster is read.

Shards keep what the trunk made of each tile (``msa:pooled``). A model whose trunk is the same, as after ``msa-train
--freeze all-but-fusion``, makes other embeddings of them in a moment; an archive is not read again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import torch

from msa_core.errors import IndexFolderError, UsageError
from msa_core.indexing.care.new_index import check_empty, load_at_rest, made_aside
from msa_core.indexing.folder.cached.packing import bounds_of_table
from msa_core.indexing.folder.manifest.index_model import model_of_index
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest, ModelFacts, ShardRecord
from msa_core.indexing.folder.rows.schema import HUBNESS, POOLED, THUMBNAIL, shard_schema, written_schema
from msa_core.indexing.folder.rows.shards import ShardWriter, read_fitting, shard_footer
from msa_core.model.network.hub_layout import parted
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.names import absolute
from msa_core.progress import Progress


@dataclass(frozen=True, slots=True)
class Reembedded:
    """Where the new index lies, and how many tiles it has."""

    folder: Path
    tiles: int


def reembed(
    index: Path | str, model: Path | str, out: Path | str, progress: Progress | None = None
) -> Reembedded:
    """Make the index ``out`` of the tiles of ``index`` with another model; ``index`` is only read.

    The new index is made beside its place and renamed: killed at any moment it is not there, and the same call
    starts over. Ids of tiles, and all else but embeddings and model, stay as they are, so that ``msa index`` goes on
    with it.

    Args:
        index: made with a model of the same trunk.
        model: checkpoint folder of the new one.
        out: folder of the new index, which must not exist yet, or be empty.
        progress: told after some thousand tiles; may raise ``Cancelled``.

    Raises:
        IndexFolderError: ``index`` is damaged or being written, or its shards keep no features.
        UsageError: the trunks differ, or ``out`` holds something already.
        CheckpointError: a model cannot be loaded.
        StorageError: the disk is full or read-only.
    """
    progress = progress or Progress()
    source, target = absolute(index), absolute(out)
    manifest = load_at_rest(source)
    check_empty(target)  # as the index itself is not
    new = _fitting_model(manifest, Path(model), progress)
    with made_aside(target, ".reembedding", progress) as aside:
        tiles = _write_all(source, manifest, new, aside, target, progress)
    return Reembedded(target, tiles)


@dataclass(frozen=True, slots=True)
class _New:
    """The new model and what the manifest says of it."""

    model: MSA
    facts: ModelFacts


def _fitting_model(manifest: Manifest, folder: Path, progress: Progress) -> _New:
    """The new model, if its trunk is that of the index's model. Raises UsageError, CheckpointError."""
    progress(0.0, "loading the models")
    before = checkpoint.load(model_of_index(manifest, None))
    new = checkpoint.load(folder)
    if checkpoint.fingerprint(model_of_index(manifest, None)) != manifest.model.fingerprint:
        raise UsageError(
            f"The model that the index was made with is no longer there (it was in {manifest.model.folder}): whether "
            f"{folder} sees alike cannot be told. Index the archive with it: msa index ARCHIVE --model {folder}."
        )
    if new.config.class_token or not _see_alike(before, new):
        raise UsageError(
            f"{folder} sees differently from the model of the index: its trunk was trained too, so the features that "
            f"the index keeps are not its own. Index the archive with it: msa index ARCHIVE --model {folder}."
        )
    facts = replace(
        manifest.model,
        fingerprint=checkpoint.fingerprint(folder),
        folder=str(absolute(folder)),
        dim=new.config.dim,
        hubness=new.hubs is not None,
        ground_range_m=new.ground_range_m,
    )
    return _New(new, facts)


def _see_alike(one: MSA, other: MSA) -> bool:
    """Whether pooled features of one are those of the other: the same trunk, pooling and preparation of pictures."""
    kept = ("trunk", "trunk_options", "pooling", "preprocess")
    if any(getattr(one.config, name) != getattr(other.config, name) for name in kept):
        return False
    mine, theirs = one.image_encoder.trunk.state_dict(), other.image_encoder.trunk.state_dict()
    # Checkpoints of a run are kept in half precision.
    return mine.keys() == theirs.keys() and all(
        torch.equal(mine[key].half(), theirs[key].half()) for key in mine
    )


def _write_all(
    source: Path, manifest: Manifest, new: _New, aside: Path, target: Path, progress: Progress
) -> int:
    roots = manifest.root_folders(source)
    made = replace(manifest, model=new.facts, roots=[], shards={})
    for root in roots:
        made.add_root(root, target)
    names = sorted({entry.shard for entry in manifest.sources if entry.searchable})
    for number, name in enumerate(names):
        progress(number / max(1, len(names)), f"{number} of {len(names)} shards")
        made.shards[name] = _write_shard(source, manifest, new, made, aside, name, progress)
    made.save(aside)
    progress(1.0, "done")
    return sum(record.rows for record in made.shards.values())


def _write_shard(
    source: Path, manifest: Manifest, new: _New, made: Manifest, aside: Path, name: str, progress: Progress
) -> ShardRecord:
    path = source / SHARD_FOLDER / name
    footer = shard_footer(path)
    tables = list(read_fitting(path, manifest)) if footer.facts is None else None
    has_later = "msa:blank" in footer.schema.names
    schema = shard_schema(made.model, made.tiling)
    if has_later:
        schema = written_schema(made.model, made.tiling, THUMBNAIL in footer.schema.names)
    pieces = tables if tables is not None else read_fitting(path, manifest)
    writer: ShardWriter | None = None
    try:
        for table in pieces:
            if writer is None:
                bounds = bounds_of_table(pa.concat_tables(tables)) if tables else None
                writer = ShardWriter(aside / SHARD_FOLDER / name, schema, bounds)
            progress(0.0, name)
            writer.write(_changed(table, new, schema))
        if writer is None:
            raise IndexFolderError(f"{path} holds no tiles: run msa verify.")
        return writer.commit(footer.facts)
    except BaseException:
        if writer is not None:
            writer.discard()
        raise


def _changed(table: pa.Table, new: _New, schema: pa.Schema) -> pa.Table:
    """The rows with the new model's embeddings."""
    values = table.column(POOLED).combine_chunks()
    if values.null_count:
        raise IndexFolderError("The index keeps no features of some tiles: index the archive with the model.")
    width = sum(new.model.pooled_dims)
    pooled = np.asarray(values.flatten()).reshape(-1, width).astype(np.float32)
    with torch.inference_mode():
        encoder = new.model.image_encoder
        embeddings = new.model.embed_scales(encoder.split(torch.from_numpy(pooled))).float().numpy()
    columns: dict[str, pa.Array] = {name: table.column(name) for name in table.schema.names}
    if new.facts.hubness:
        embeddings, hubness = parted(embeddings)
        columns[HUBNESS] = pa.array(hubness, pa.float32())
    kind = schema.field("embedding").type
    flat = pa.array(np.ascontiguousarray(embeddings).reshape(-1), pa.float32())
    columns["embedding"] = pa.FixedSizeListArray.from_arrays(flat, type=kind)
    return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)
