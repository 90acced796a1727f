"""``msa reembed``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands import terminal
from msa_core.commands.option_groups import takes
from msa_core.commands.options import IndexFolder
from msa_core.memory import check_address_space
from msa_core.names import visible
from msa_core.progress import JsonProgress


@dataclass(frozen=True, kw_only=True)
class Reembedding:
    """What is made of which."""

    index: IndexFolder
    model: Annotated[
        Path, typer.Option(help="Checkpoint folder: trained from the index's model, its trunk as it was.")
    ]
    out: Annotated[Path, typer.Option(help="Folder of the new index.")]
    json_progress: Annotated[bool, typer.Option(help="JSON lines on stderr instead of a bar.")] = False


@takes(Reembedding)
def reembed(given: Reembedding) -> None:
    """Make an index anew with a model that was taught, from what the index keeps: no raster is read.

    For models of msa-train --freeze all-but-fusion. The old index stays as it is; the new one appears whole or not at
    all, and msa index goes on with it.
    """
    check_address_space()
    from msa_core.indexing.care.reembedding import reembed as make_anew

    bar = JsonProgress(is_cancelled=terminal.stop_was_asked) if given.json_progress else terminal.Bar()
    with terminal.stoppable():
        made = make_anew(given.index, given.model, given.out, bar)
    terminal.end_bar()
    bar.done(f"{made.tiles:,} tiles")
    sys.stdout.write(f"{visible(str(made.folder))}\t{made.tiles}\n")
