"""Making an index: survey, read ahead, embed, write, finish. One call, one process, killable at any moment."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

from msa_core.config import (
    DEFAULT_GROUND_SIZES_M,
    MANIFEST_NAME,
    BandRules,
    IndexOptions,
    Tiling,
    starter_model,
)
from msa_core.errors import IndexFolderError, MsaError, NothingUsableError, StorageError, UsageError
from msa_core.files import make_folder, remove_leftovers, storing
from msa_core.indexing.build.ledger import Ledger
from msa_core.indexing.build.partition import sources_of_part
from msa_core.indexing.build.run import IndexRun
from msa_core.indexing.build.survey import survey
from msa_core.indexing.folder.cache import refresh_cache
from msa_core.indexing.folder.catalogue import Catalogue
from msa_core.indexing.folder.index_model import check_model, model_of_index
from msa_core.indexing.folder.lock import LOCK_NAME, IndexLock
from msa_core.indexing.folder.manifest import SHARD_FOLDER, Manifest, ModelFacts
from msa_core.indexing.folder.packing import pack_small_shards, remove_unused_shards
from msa_core.model import checkpoint
from msa_core.model.embedder import Embedder
from msa_core.names import absolute
from msa_core.progress import Part, Progress
from msa_core.raster.find import archive
from msa_core.raster.pixels.stretch import check_band_rules
from msa_core.records import SourceReport
from msa_core.source_states import SourceState

_REFUSALS_TOLD = 5
_OWN_NAMES = {MANIFEST_NAME, LOCK_NAME, SHARD_FOLDER, "cache", "collection.json"}


def build_index(
    archives: Sequence[Path | str],
    out: Path | str,
    options: IndexOptions | None = None,
    progress: Progress | None = None,
) -> list[SourceReport]:
    """Index rasters, or bring an index up to date.

    Files that did not change are skipped; a killed run is resumed, at most the source in hand is made again.

    Args:
        archives: files, folders and patterns.
        out: the index folder, made if needed.
        options: model, tiling, device, batch and readers. Default tiling and model None mean those of an index
            that is already there.
        progress: told about each source as it is finished; may raise ``Cancelled``, and what was finished is kept.

    Returns:
        One report per source: indexed, unchanged, partial, refused or missing.

    Raises:
        NothingUsableError: no rasters were found.
        UsageError: ``out`` is a folder of other files, or a setting makes no sense.
        IndexFolderError: another process writes the index, or it was made with another model or tiling.
        CheckpointError: the model cannot be loaded.
        StorageError: the disk is full or read-only.
        Cancelled: the user stopped.
    """
    options = options if options is not None else IndexOptions()
    check_band_rules(options.band_rules)
    progress = progress if progress is not None else Progress()
    progress(0.0, "looking for rasters")
    search = archive.search(archives)
    found, refused = search.sources, search.refused
    progress.passed_over = search.passed_over
    if not found:
        raise NothingUsableError(_nothing_found(archives, refused))
    folder = absolute(out)
    with storing(folder):
        _check_folder(folder)
    make_folder(folder / SHARD_FOLDER)
    with storing(folder), IndexLock(folder):
        remove_leftovers(folder)
        remove_leftovers(folder / SHARD_FOLDER)
        manifest = _old_manifest(folder, options)
        for report in refused:
            progress.source(SourceState.REFUSED, report.name, report.reason, report)
        scopes = archive.scopes_of(archives)
        if options.part is not None:
            found = sources_of_part(found, options.part)
        return refused + _update(folder, manifest, found, scopes, options, progress)


def _update(
    folder: Path,
    manifest: Manifest | None,
    found: list[archive.SourcePath],
    scopes: list[Path],
    options: IndexOptions,
    progress: Progress,
) -> list[SourceReport]:
    embedder = None
    if manifest is None:
        embedder = _load(options, options.model or starter_model(), progress)
        manifest = _new_manifest(embedder, options)
        manifest.save(folder)
    catalogue = Catalogue(manifest, folder)
    plan = survey(found, scopes, catalogue, options.retry)
    ledger = Ledger(catalogue, progress)
    ledger.book_missing(plan.missing)
    ledger.tell_unchanged(plan.unchanged)
    ledger.tell_given_up(plan.given_up)
    if plan.jobs:
        embedder = embedder or _load(options, _model_folder(options, manifest), progress)
        _check_sizes(embedder, manifest, folder)
        _choose_dtype(embedder, manifest, options)
        try:
            IndexRun(ledger, plan.jobs, embedder, options, progress).index()
        except (MsaError, KeyboardInterrupt):
            # On a full disk this fails as well; finished shards are then taken up by what they say themselves.
            with contextlib.suppress(StorageError):
                catalogue.save()
            raise
    catalogue.save()
    pack_small_shards(catalogue)
    remove_unused_shards(catalogue)
    refresh_cache(folder, Part(progress, 0.999, 1.0))
    progress(1.0, "done")
    return ledger.reports


def _load(options: IndexOptions, model: Path, progress: Progress) -> Embedder:
    progress(0.0, "loading the model")
    embedder = Embedder(model, options.device, vram_limit_gb=options.vram_limit_gb, images_only=True)
    progress(0.0, "loading the model")
    return embedder


def _choose_dtype(embedder: Embedder, manifest: Manifest, options: IndexOptions) -> None:
    """The number format of the last run on this kind of device, so that all tiles are made alike; else timed."""
    before, wanted = manifest.compute, options.dtype
    if wanted == "auto" and options.part is not None:
        wanted = "float32"  # timed on each machine it might be another on each
    same = before.get("device") == embedder.device and before.get("batch") == options.batch
    if same and "dtype" in before and wanted in ("auto", before["dtype"]):
        embedder.dtype = str(before["dtype"])
        return
    start = time.perf_counter()
    if wanted != "auto":
        embedder.dtype = wanted
    dtype = embedder.choose_dtype(options.batch) if wanted == "auto" else wanted
    manifest.compute = {"device": embedder.device, "dtype": dtype, "batch": options.batch}
    manifest.compute["chosen_in_s"] = round(time.perf_counter() - start, 1)


def _new_manifest(embedder: Embedder, options: IndexOptions) -> Manifest:
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
    )


def _check_sizes(embedder: Embedder, manifest: Manifest, folder: Path) -> None:
    """A manifest with this model's fingerprint has this model's sizes, unless somebody changed it."""
    model, facts = embedder.model, manifest.model
    is_so = (model.embedding_dim, tuple(model.pooled_dims), model.input_px)
    if (facts.width, facts.pooled_dims, facts.input_px) != is_so:
        raise IndexFolderError(
            f"{folder / MANIFEST_NAME} was changed by hand: it says dim {facts.dim}, pooled_dims "
            f"{list(facts.pooled_dims)}, input_px {facts.input_px}, but its model has {is_so[0]}, {list(is_so[1])}, "
            f"{is_so[2]}. Put these numbers there, or delete {folder} and run msa index again."
        )


def _ground_sizes(tiling: Tiling) -> tuple[float, ...]:
    """Ground metres of each level, empty when tiles are counted in pixels."""
    if tiling.tile_px is not None:
        return ()
    return tuple(sorted(set(tiling.tile_m))) if tiling.tile_m is not None else DEFAULT_GROUND_SIZES_M


def _old_manifest(folder: Path, options: IndexOptions) -> Manifest | None:
    """The manifest of an earlier run, checked against what is asked for now."""
    if not (folder / MANIFEST_NAME).exists():
        return None
    manifest = Manifest.load(folder)
    if manifest.part != _part(options):
        raise IndexFolderError(
            f"{folder} holds {_part_words(manifest.part)} and you asked for {_part_words(_part(options))}. Choose "
            "another --out for it; msa merge joins the parts."
        )
    check_model(manifest, checkpoint.fingerprint(_model_folder(options, manifest)), folder)
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
    return manifest


def _model_folder(options: IndexOptions, manifest: Manifest) -> Path:
    """The model asked for; else the starter when it made the index, else the folder the index remembers."""
    return model_of_index(manifest, options.model)


def _check_folder(folder: Path) -> None:
    """Refuse to spread an index over a folder that holds other things."""
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


def _nothing_found(archives: Sequence[Path | str], refused: Sequence[SourceReport]) -> str:
    if refused:
        told = [f"{report.name}: {report.reason}" for report in refused[:_REFUSALS_TOLD]]
        more = len(refused) - len(told)
        return " ".join(told) + (f" {more:,} more paths lead to no raster." if more else "")
    return f"No rasters were found in {', '.join(map(str, archives)) or 'nothing'}."


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
