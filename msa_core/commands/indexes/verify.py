"""``msa verify``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.options import IndexFolder, Json
from msa_core.memory import check_address_space
from msa_core.names import printable


def verify(
    folder: IndexFolder,
    model: Annotated[
        Path | None, typer.Option(help="Checkpoint folder that the index should have been made with.")
    ] = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Check sizes, counts and columns only, without checksums and rows."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Check an index: checksums, counts, model, columns, rows and sources. Changes nothing.

    One line per finding: damaged or note, the file, what is wrong and what to do. Exit code 3 when something is
    damaged; notes (an archive that is not plugged in, an older format) leave it at 0.
    """
    check_address_space()
    from msa_core.indexing.care.verifying import verify_index

    with terminal.stoppable():
        verdict = verify_index(folder, model, quick, terminal.Bar())
    terminal.end_bar()
    if as_json:
        found = asdict(verdict) | {"folder": str(verdict.folder), "sound": verdict.is_sound}
        sys.stdout.write(json.dumps(found, ensure_ascii=True, allow_nan=False) + "\n")
    else:
        for finding in verdict.findings:
            state = "damaged" if finding.severity == "damage" else finding.severity
            sentence = f"{finding.problem.removesuffix('.')}. {finding.advice}".strip()
            terminal.say(f"{state}  {finding.file}  {sentence}")
        words = "sound" if verdict.is_sound else "damaged"
        counts = terminal.held(verdict.tiles, verdict.sources, verdict.shards)
        how = (
            "sizes and columns"
            if quick
            else f"{terminal.counted(verdict.shards - verdict.unchecked, 'checksum')}"
        )
        terminal.say(f"{words}  {printable(str(verdict.folder))}  {counts}; {how} checked")
    if not verdict.is_sound:
        raise typer.Exit(3)
