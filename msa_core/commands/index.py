"""``msa index``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands import terminal
from msa_core.commands.options import Device, check_device
from msa_core.config import IndexOptions, Tiling
from msa_core.errors import MsaError, NothingUsableError, UsageError
from msa_core.indexing.names import printable
from msa_core.records import SourceReport


def index(
    archives: Annotated[
        list[str],
        typer.Argument(metavar="ARCHIVE...", help="Rasters, folders of rasters (searched through), VRTs."),
    ],
    out: Annotated[
        Path, typer.Option(help="Index folder, made if needed; an existing index is brought up to date.")
    ],
    model: Annotated[
        Path | None,
        typer.Option(help="Checkpoint folder. Default: the index's own model, else the bundled starter."),
    ] = None,
    tile_m: Annotated[
        str | None,
        typer.Option(
            help="Ground sizes of tiles in metres, for example 80,320. Default: 80 to 2560, as they fit."
        ),
    ] = None,
    tile_px: Annotated[
        int | None, typer.Option(help="Side of tiles in source pixels, instead of metres.")
    ] = None,
    overlap: Annotated[
        float, typer.Option(help="Part of a tile that its neighbour repeats, 0 to below 0.9.")
    ] = 0.25,
    device: Device = "auto",
    batch: Annotated[int, typer.Option(min=1, max=1024, help="Tiles per pass of the model.")] = 32,
    readers: Annotated[int, typer.Option(min=1, max=64, help="Threads that read rasters.")] = 2,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Progress as JSON lines on stderr.")
    ] = False,
) -> None:
    """Make rasters searchable, or bring an index up to date.

    Skips what has not changed, goes on where it was interrupted, and prints one line per source:
    indexed, unchanged, partial or refused, the name, and counts or the reason.
    """
    if json_progress:
        terminal.hide_warnings()
    progress = terminal.SourceJson() if json_progress else terminal.SourceLines()
    try:
        tiling = Tiling(_sizes(tile_m), tile_px, overlap)
        options = IndexOptions(tiling, model, check_device(device), batch, readers)
        from msa_core.indexing.build import build_index

        with terminal.stoppable():
            reports = build_index(archives, out, options, progress)
        _conclude(reports, out, progress)
    except MsaError as error:
        if not json_progress:
            raise
        progress.error(str(error))
        raise typer.Exit(error.exit_code) from error


def _conclude(
    reports: list[SourceReport], out: Path, progress: terminal.SourceJson | terminal.SourceLines
) -> None:
    """Say what came of it all. Raises NothingUsableError when no source is searchable."""
    states = [report.state for report in reports]
    usable = sum(state in ("indexed", "unchanged", "partial") for state in states)
    if not usable:
        raise NothingUsableError(f"None of the {len(states)} sources could be indexed.")
    tiles = sum(report.tiles for report in reports if report.state in ("indexed", "unchanged", "partial"))
    parts = [
        f"{states.count(s)} {s}"
        for s in ("indexed", "partial", "unchanged", "refused", "missing")
        if s in states
    ]
    summary = f"{tiles} tiles of {usable} sources in {out} ({', '.join(parts)})"
    progress.done(summary)
    if isinstance(progress, terminal.SourceLines):
        for report in reports:
            if report.state == "missing":
                terminal.note(f"{printable(report.name)}: {report.reason}")
        terminal.note(summary)


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
