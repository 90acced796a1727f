"""The manifest that a run begins with: a new one, or that of an earlier run when it fits what is asked for."""

from __future__ import annotations

from pathlib import Path

from msa_core.config import DEFAULT_GROUND_SIZES_M, MANIFEST_NAME, BandRules, IndexOptions, Tiling
from msa_core.errors import IndexFolderError, UsageError
from msa_core.indexing.folder.lock import LOCK_NAME
from msa_core.indexing.folder.manifest.index_model import check_model, model_of_index
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest, ModelFacts
from msa_core.model.running.embedder import Embedder
from msa_core.model.stored import checkpoint
from msa_core.names import absolute

_OWN_NAMES = {MANIFEST_NAME, LOCK_NAME, SHARD_FOLDER, "cache", "collection.json"}


def new_manifest(embedder: Embedder, options: IndexOptions) -> Manifest:
    """That of an index that holds nothing yet."""
    model = embedder.model
    facts = ModelFacts(
        fingerprint=embedder.fingerprint,
        folder=str(absolute(embedder.folder)),
        dim=model.config.dim,
        pooled_dims=tuple(model.pooled_dims),
        input_px=model.input_px,
        ground_range_m=model.ground_range_m,
        hubness=model.hubs is not None,
    )
    sizes = _ground_sizes(options.tiling)
    return Manifest(
        model=facts,
        tiling=options.tiling,
        ground_sizes_m=sizes,
        part=_part(options),
        band_rules=options.band_rules,
        thumbnails=options.thumbnails is not False,
    )


def earlier_manifest(folder: Path, options: IndexOptions) -> Manifest | None:
    """That of an earlier run, None where there was none.

    Raises:
        IndexFolderError: it is damaged, or was made with another model, tiling, part or rules than are asked for now.
        CheckpointError: there is no model to compare.
    """
    if not (folder / MANIFEST_NAME).exists():
        return None
    manifest = Manifest.load(folder)
    if manifest.part != _part(options):
        raise IndexFolderError(
            f"{folder} holds {_part_words(manifest.part)} and you asked for {_part_words(_part(options))}. Choose "
            "another --out for it; msa merge joins the parts."
        )
    if manifest.model.origin:
        raise IndexFolderError(
            f"{folder} holds embeddings by {manifest.model.origin}, made elsewhere: index into another folder."
        )
    check_model(manifest, checkpoint.fingerprint(model_of_index(manifest, options.model)), folder)
    if options.tiling not in (Tiling(), manifest.tiling):
        raise IndexFolderError(
            f"{folder} was made with {_words(manifest.tiling)}; you asked for {_words(options.tiling)}. Leave out the "
            "tile options to go on with it, or choose another --out."
        )
    if options.band_rules not in (BandRules(), manifest.band_rules):
        raise IndexFolderError(
            f"{folder} was made with {_rule_words(manifest.band_rules)}; you asked for "
            f"{_rule_words(options.band_rules)}. Leave out --bands and --stretch to go on with it, or choose "
            "another --out."
        )
    if options.thumbnails is not None:
        manifest.thumbnails = options.thumbnails
    return manifest


def check_sizes(embedder: Embedder, manifest: Manifest, folder: Path) -> None:
    """A manifest with this model's fingerprint has this model's sizes, unless somebody changed it.

    Raises:
        IndexFolderError: somebody did.
    """
    model, facts = embedder.model, manifest.model
    is_so = (model.embedding_dim, tuple(model.pooled_dims), model.input_px)
    if (facts.width, facts.pooled_dims, facts.input_px) != is_so:
        raise IndexFolderError(
            f"{folder / MANIFEST_NAME} was changed by hand: it says dim {facts.dim}, pooled_dims "
            f"{list(facts.pooled_dims)}, input_px {facts.input_px}, but its model has {is_so[0]}, {list(is_so[1])}, "
            f"{is_so[2]}. Put these numbers there, or delete {folder} and run msa index again."
        )


def check_folder(folder: Path) -> None:
    """Raise UsageError rather than spread an index over a folder that holds other things."""
    if not folder.is_dir() or (folder / MANIFEST_NAME).exists():
        return
    strangers = sorted(
        p.name for p in folder.iterdir() if p.name not in _OWN_NAMES and not p.name.startswith(".")
    )
    if strangers:
        raise UsageError(
            f"--out {folder} holds other files ({strangers[0]}) and no index. Choose a new folder, for example "
            f"{folder / 'index'}."
        )


def _ground_sizes(tiling: Tiling) -> tuple[float, ...]:
    """Ground metres of each level, empty when tiles are counted in pixels."""
    if tiling.tile_px is not None:
        return ()
    return tuple(sorted(set(tiling.tile_m))) if tiling.tile_m is not None else DEFAULT_GROUND_SIZES_M


def _part(options: IndexOptions) -> str:
    return "" if options.part is None else f"{options.part[0]}/{options.part[1]}"


def _part_words(part: str) -> str:
    return f"part {part} of its archives (--part {part})" if part else "whole archives (no --part)"


def _rule_words(band_rules: BandRules) -> str:
    options = [
        *(f"--bands {rule}" for rule in band_rules.bands),
        *(f"--stretch {rule}" for rule in band_rules.stretch),
    ]
    return " ".join(options) or "the bands and stretch that each raster suggests"


def _words(tiling: Tiling) -> str:
    if tiling.tile_px is not None:
        size = f"--tile-px {tiling.tile_px}"
    elif tiling.tile_m is not None:
        size = "--tile-m " + ",".join(f"{m:g}" for m in tiling.tile_m)
    else:
        size = "the default ground sizes"
    return f"{size} and --overlap {tiling.overlap:g}"
