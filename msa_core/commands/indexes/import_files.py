"""``msa import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.indexes.index_report import conclude
from msa_core.commands.options import terminal
from msa_core.commands.options.faults import in_words
from msa_core.errors import UsageError
from msa_core.memory import check_address_space


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE_OR_FOLDER...", help="Parquet files of embeddings, and folders of them."),
    ],
    out: Annotated[Path, typer.Option(help="A new index folder.")],
    model: Annotated[
        str | None,
        typer.Option("--by", help="What made the embeddings. Default: as the files say.", metavar="MODEL"),
    ] = None,
    side_m: Annotated[
        float, typer.Option(help="Side, in metres, of the square that is shown where a file has only points.")
    ] = 100.0,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Progress as JSON lines on stderr.")
    ] = False,
) -> None:
    """Make other people's tile embeddings searchable by example: a place, a box, a tile.

    Clay, Earth Index, Major TOM and what follows the STAC embedding extension, as (Geo)Parquet. Words and pictures
    cannot be compared with them. One line per file: indexed, partial or refused, the name, and counts or the reason.
    """
    if json_progress:
        terminal.hide_warnings()
    progress = terminal.SourceJson() if json_progress else terminal.SourceLines()
    try:
        check_address_space()
        if not 0.1 <= side_m <= 1e6:
            raise UsageError("--side-m must be from 0.1 to 1,000,000 metres.")
        from msa_core.indexing.build.import_embeddings import import_embeddings

        with terminal.stoppable():
            reports = import_embeddings(files, out, model, side_m, progress)
        conclude(reports, out, progress, is_part=False)
    except Exception as error:
        if not json_progress:
            raise
        fault = in_words(error)
        progress.error(str(fault))
        raise typer.Exit(fault.exit_code) from error
