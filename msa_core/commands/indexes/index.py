"""``msa index``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msa_core.commands.indexes.index_report import conclude
from msa_core.commands.indexes.stac_options import Catalogues
from msa_core.commands.options import terminal
from msa_core.commands.options.faults import in_words
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import Device, Network, check_device
from msa_core.config import DTYPES, BandRules, IndexOptions, Tiling
from msa_core.errors import UsageError
from msa_core.memory import check_address_space

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What to index, and where to."""

    archives: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARCHIVE...",
            help="Rasters, folders and zips of rasters (searched through), VRTs, patterns (*), /vsizip/ paths, "
            "addresses (https, s3, gs, az), STAC documents (.json), or text files (.txt) with one such path per line. "
            "May be left out with --stac.",
        ),
    ] = None
    out: Annotated[
        Path, typer.Option(help="Index folder, made if needed; an existing index is brought up to date.")
    ]
    retry: Annotated[
        bool,
        typer.Option(
            "--retry",
            help="Try again files that were read only in part, or refused three times.",
        ),
    ] = False
    part: Annotated[
        str | None,
        typer.Option(
            help="Index only part i of N, for example 2/8, into an --out of its own, as in a job array. "
            "msa merge joins the parts."
        ),
    ] = None
    thumbnails: Annotated[
        bool | None,
        typer.Option(
            "--thumbnails/--no-thumbnails",
            help="Keep a small picture of each tile (about 2 KB), so that hits can be seen while the rasters are not "
            "there. Default: yes, or as the index was begun. --thumbnails also makes them for rasters indexed without.",
        ),
    ] = None
    # What --part was called before.
    shard: Annotated[str | None, typer.Option(hidden=True)] = None
    network: Network = False


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """How rasters are cut and shown to the model."""

    tile_m: Annotated[
        str | None,
        typer.Option(
            help="Ground sizes of tiles in metres, for example 80,320. Default: 80 to 2560, as they fit."
        ),
    ] = None
    tile_px: Annotated[
        int | None, typer.Option(help="Side of tiles in source pixels, instead of metres.")
    ] = None
    overlap: Annotated[
        float, typer.Option(help="How much neighbouring tiles overlap, from 0 to below 0.9.")
    ] = 0.25
    bands: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[PATTERN=]CHOICE",
            help="What is shown as red, green and blue: auto (as the file says), rgb, nir (false colour), naip, "
            "naip-nir, sentinel2, sentinel2-nir, landsat (8 and 9), landsat-nir, landsat457, landsat457-nir, "
            "superdove, superdove-nir, worldview (2 and 3), worldview-nir, grey, or one or three numbers or names of "
            "bands, for example 4,3,2. PATTERN= limits it to rasters whose names match (*, ?, [..]); "
            "repeatable, the last match counts.",
        ),
    ] = None
    stretch: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[PATTERN=]CHOICE",
            help="How values become 8 bits, one stretch per raster: auto (percentiles 2 and 98; 8-bit colour stays), "
            "none, minmax, percentages (1,99%), or values (0,3000; six values for three bands). PATTERN as above.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Computing:
    """The model and the machine."""

    model: Annotated[
        Path | None,
        typer.Option(help="Checkpoint folder. Default: the index's own model, else the bundled starter."),
    ] = None
    device: Device = "auto"
    batch: Annotated[int, typer.Option(min=1, max=1024, help="Tiles in each pass of the model.")] = 32
    readers: Annotated[int, typer.Option(min=1, max=64, help="Threads that read rasters.")] = 2
    dtype: Annotated[
        str,
        typer.Option(
            help="Number format of the model: float32, bfloat16, float16, or auto for the faster one (timed once; "
            "float32 with --part and --dask)."
        ),
    ] = "auto"
    vram_limit: Annotated[
        float | None, typer.Option(min=0.1, help="Use at most this much GPU memory, in GB.")
    ] = None
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="CLUSTER",
            help="Have the workers of a Dask cluster do the work: tcp://HOST:PORT, local:N for N processes here, a "
            "scheduler file (.json), or a .yaml file for a batch system such as Slurm. They need the same paths.",
        ),
    ] = None
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Progress as JSON lines on stderr.")
    ] = False


@takes(Sources, Catalogues, Tiles, Computing)
def index(sources: Sources, catalogues: Catalogues, tiles: Tiles, computing: Computing) -> None:
    """Make rasters searchable, or bring an index up to date.

    Skips what has not changed, resumes where it was interrupted, and prints one line per source:
    indexed, unchanged, partial or refused, the name, and counts or the reason.
    """
    if computing.json_progress:
        terminal.hide_warnings()
    progress = terminal.SourceJson() if computing.json_progress else terminal.SourceLines()
    try:
        options = _options(sources, tiles, computing)
        check_address_space()
        from msa_core.indexing.build.index_archive import build_index
        from msa_core.raster.gdal.locations import network

        if sources.network:
            network.allow_all()
        archives = sources.archives or []
        network.ask_all(archives)
        options = replace(options, stac=catalogues.search())
        if not archives and not options.stac.catalogues:
            raise UsageError("Name what to index: rasters or folders, or --stac with a catalogue.")

        with terminal.stoppable(), _cluster(computing.dask) as cluster:
            reports = build_index(archives, sources.out, options, progress, cluster)
        conclude(reports, sources.out, progress, is_part=options.part is not None)
    except Exception as error:
        if not computing.json_progress:
            raise
        fault = in_words(error)
        progress.error(str(fault))
        raise typer.Exit(fault.exit_code) from error


@contextmanager
def _cluster(target: str | None) -> Iterator[Client | None]:
    """A client of the cluster that ``--dask`` names, None without. Raises UsageError."""
    if target is None:
        yield None
        return
    from msa_core.indexing.build.cluster.clients import cluster_client

    with cluster_client(target) as client:
        yield client


def _options(sources: Sources, tiles: Tiles, computing: Computing) -> IndexOptions:
    """Raises UsageError for what makes no sense."""
    part = sources.part or sources.shard
    return IndexOptions(
        tiling=Tiling(_sizes(tiles.tile_m), tiles.tile_px, tiles.overlap),
        model=computing.model,
        device=check_device(computing.device),
        batch=computing.batch,
        readers=computing.readers,
        dtype=_check_dtype(computing.dtype),
        part=None if part is None else _part(part),
        vram_limit_gb=computing.vram_limit,
        retry=sources.retry,
        thumbnails=sources.thumbnails,
        band_rules=BandRules(tuple(tiles.bands or ()), tuple(tiles.stretch or ())),
    )


def _part(text: str) -> tuple[int, int]:
    """``i/N`` as (i, N). Raises UsageError."""
    number, _, count = text.partition("/")
    if not (number.isascii() and number.isdigit() and count.isascii() and count.isdigit()):
        raise UsageError(f"--part needs i/N, for example 2/8 for the second of eight parts, not {text!r}.")
    if not 1 <= int(number) <= int(count) <= 999_999:
        raise UsageError(f"--part counts from 1: the first of {count} parts is 1/{count}, not {text!r}.")
    return int(number), int(count)


def _check_dtype(dtype: str) -> str:
    if dtype not in ("auto", *DTYPES):
        raise UsageError(f"--dtype must be auto, {', '.join(DTYPES)}, not {dtype!r}.")
    return dtype


def _sizes(text: str | None) -> tuple[float, ...] | None:
    if text is None:
        return None
    try:
        sizes = tuple(sorted({float(part) for part in text.split(",")}))
    except ValueError as error:
        raise UsageError(
            f"--tile-m needs ground sizes in metres, for example 80,320, not {text!r}."
        ) from error
    if any(not 0 < size < 1e7 for size in sizes):
        raise UsageError(f"--tile-m needs ground sizes above 0 metres, for example 80,320, not {text!r}.")
    return sizes
