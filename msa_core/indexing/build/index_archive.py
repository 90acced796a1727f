"""Making an index: survey, read ahead, embed, write, finish. One call, one process, killable at any moment."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msa_core.config import IndexOptions
from msa_core.errors import MsaError, NothingUsableError, StorageError
from msa_core.files import make_folder, remove_leftovers, storing
from msa_core.indexing.build.cluster.tile_ranges import remove_ranges
from msa_core.indexing.build.ledger import Ledger
from msa_core.indexing.build.partition import sources_of_part
from msa_core.indexing.build.run import IndexRun
from msa_core.indexing.build.run_manifest import check_folder, check_sizes, earlier_manifest, new_manifest
from msa_core.indexing.build.survey import survey
from msa_core.indexing.build.tile_reading import SourceJob
from msa_core.indexing.folder.cached.cache import refresh_cache
from msa_core.indexing.folder.cached.catalogue import Catalogue
from msa_core.indexing.folder.cached.packing import pack_small_shards, remove_unused_shards
from msa_core.indexing.folder.lock import IndexLock
from msa_core.indexing.folder.manifest.index_model import bundled_model, model_of_index
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest
from msa_core.model.running.embedder import Embedder
from msa_core.names import absolute
from msa_core.progress import Progress, SubProgress
from msa_core.raster.find import archive
from msa_core.raster.gdal.locations import network
from msa_core.raster.pixels.stretch import check_band_rules
from msa_core.records import SourceReport
from msa_core.source_states import SourceState

if TYPE_CHECKING:
    from distributed import Client

_REFUSALS_TOLD = 5


def build_index(
    archives: Sequence[Path | str],
    out: Path | str,
    options: IndexOptions | None = None,
    progress: Progress | None = None,
    cluster: Client | None = None,
) -> list[SourceReport]:
    """Index rasters, or bring an index up to date.

    Files that did not change are skipped; a killed run is resumed, at most the source in hand is made again.

    Args:
        archives: files, folders and patterns.
        out: the index folder, made if needed.
        options: model, tiling, device, batch and readers. Default tiling and model None mean those of an index
            that is already there.
        progress: told about each source as it is finished; may raise ``Cancelled``, and what was finished is kept.
        cluster: a client of a Dask cluster whose workers open, read and embed; they see the archives and ``out`` under
            the same paths. None: this process does.

    Returns:
        One report per source: indexed, unchanged, partial, refused or missing.

    Raises:
        NothingUsableError: no rasters were found.
        UsageError: ``out`` is a folder of other files, or a setting makes no sense.
        IndexFolderError: another process writes the index, or it was made with another model or tiling.
        CheckpointError: the model cannot be loaded.
        StorageError: the disk is full or read-only.
        Cancelled: the user stopped.
        MsaError: the cluster was lost; what was finished is kept.
    """
    options = options if options is not None else IndexOptions()
    check_band_rules(options.band_rules)
    progress = progress if progress is not None else Progress()
    progress(0.0, "looking for rasters")
    search = archive.search(archives, progress, options.stac)
    found, refused = search.sources, search.refused
    progress.passed_over = search.passed_over
    progress.told = search.told
    if not found:
        raise NothingUsableError(_nothing_found([*archives, *options.stac.catalogues], refused))
    folder = absolute(out)
    with storing(folder):
        check_folder(folder)
    make_folder(folder / SHARD_FOLDER)
    with storing(folder), IndexLock(folder):
        remove_leftovers(folder)
        remove_leftovers(folder / SHARD_FOLDER)
        manifest = earlier_manifest(folder, options)
        for report in refused:
            progress.source(SourceState.REFUSED, report.name, report.reason, report)
        scopes = [*archive.scopes_of(archives), *search.named]
        if options.part is not None:
            found = sources_of_part(found, options.part)
        return refused + _update(folder, manifest, found, scopes, options, progress, cluster)


def _update(
    folder: Path,
    manifest: Manifest | None,
    found: list[archive.SourcePath],
    scopes: list[Path],
    options: IndexOptions,
    progress: Progress,
    cluster: Client | None,
) -> list[SourceReport]:
    embedder = None
    if manifest is None:
        embedder = _load(options, options.model or bundled_model(), progress)
        manifest = new_manifest(embedder, options)
        manifest.save(folder)
    catalogue = Catalogue(manifest, folder)
    plan = survey(found, scopes, catalogue, options.retry, options.thumbnails is True, progress)
    ledger = Ledger(catalogue, progress)
    ledger.book_missing(plan.missing)
    ledger.tell_unchanged(plan.unchanged)
    ledger.tell_given_up(plan.given_up)
    ledger.tell_unreached(plan.unreached)
    if plan.jobs:
        embedder = embedder or _load(options, model_of_index(manifest, options.model), progress)
        check_sizes(embedder, manifest, folder)
        _choose_dtype(embedder, manifest, options, alone=options.part is None and cluster is None)
        try:
            if cluster is None:
                IndexRun(ledger, plan.jobs, embedder, options, progress).index()
            else:
                _index_by(cluster, ledger, plan.jobs, embedder, options, progress)
        except (MsaError, KeyboardInterrupt):
            # On a full disk this fails as well; finished shards are then taken up by what they say themselves.
            with contextlib.suppress(StorageError):
                catalogue.save()
            raise
    catalogue.save()
    pack_small_shards(catalogue)
    remove_unused_shards(catalogue)
    remove_ranges(folder)
    refresh_cache(folder, SubProgress(progress, 0.999, 1.0))
    progress(1.0, "done")
    return ledger.reports


def _index_by(
    cluster: Client,
    ledger: Ledger,
    jobs: Sequence[SourceJob],
    embedder: Embedder,
    options: IndexOptions,
    progress: Progress,
) -> None:
    """Have the workers of a cluster deal with all files."""
    from msa_core.indexing.build.cluster.cluster_run import ClusterRun, new_sign
    from msa_core.indexing.build.cluster.tasks import RunFacts

    manifest = ledger.catalogue.manifest
    run = RunFacts(
        folder=ledger.catalogue.folder,
        checkpoint=absolute(embedder.folder),
        model=manifest.model,
        tiling=manifest.tiling,
        band_rules=manifest.band_rules,
        thumbnails=manifest.thumbnails,
        device=options.device,
        dtype=embedder.dtype,
        batch=options.batch,
        readers=options.readers,
        vram_limit_gb=options.vram_limit_gb,
        sign=new_sign(),
        network=network.is_all_allowed(),
    )
    ClusterRun(ledger, jobs, run, progress, cluster).index()


def _load(options: IndexOptions, model: Path, progress: Progress) -> Embedder:
    progress(0.0, "loading the model")
    embedder = Embedder(model, options.device, vram_limit_gb=options.vram_limit_gb, images_only=True)
    progress(0.0, "loading the model")
    return embedder


def _choose_dtype(embedder: Embedder, manifest: Manifest, options: IndexOptions, alone: bool) -> None:
    """The number format of the last run on this kind of device, so that all tiles are made alike; else timed.

    A machine that is not ``alone`` does not choose by its own speed.
    """
    before, wanted = manifest.compute, options.dtype
    if wanted == "auto" and not alone:
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


def _nothing_found(archives: Sequence[Path | str], refused: Sequence[SourceReport]) -> str:
    if refused:
        told = [f"{report.name}: {report.reason}" for report in refused[:_REFUSALS_TOLD]]
        more = len(refused) - len(told)
        return " ".join(told) + (f" {more:,} more paths lead to no raster." if more else "")
    return f"No rasters were found in {', '.join(map(str, archives)) or 'nothing'}."
