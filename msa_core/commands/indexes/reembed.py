"""``msa reembed``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import IndexFolder
from msa_core.memory import check_address_space
from msa_core.names import visible
from msa_core.progress import JsonProgress


@dataclass(frozen=True, kw_only=True)
class Reembedding:
    """What is made of which."""

    index: IndexFolder
    model: Annotated[
        Path, typer.Option(help="Checkpoint folder of the retrained model, its trunk unchanged.")
    ]
    out: Annotated[Path, typer.Option(help="Folder of the new index.")]
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Progress as JSON lines on stderr.")
    ] = False


@takes(Reembedding)
def reembed(given: Reembedding) -> None:
    """Make a new index with a retrained model from what an index keeps, without reading a raster.

    For models of msa-train --freeze all-but-fusion. The old index stays as it is. The new one appears whole or not at
    all, and msa index can bring it up to date.
    """
    check_address_space()
    from msa_core.indexing.care.reembedding import reembed as make_anew

    bar = JsonProgress(is_cancelled=terminal.stop_was_asked) if given.json_progress else terminal.Bar()
    with terminal.stoppable():
        made = make_anew(given.index, given.model, given.out, bar)
    terminal.end_bar()
    bar.done(f"{made.tiles:,} tiles")
    sys.stdout.write(f"{visible(str(made.folder))}\t{made.tiles}\n")
