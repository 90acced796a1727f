"""``msa demo-archive``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands import terminal
from msa_core.config import DEMO_SEED


def demo_archive(
    folder: Annotated[Path, typer.Argument(help="Where to make it; made if needed.")],
    seed: Annotated[int, typer.Option(help="Another number makes another landscape.")] = DEMO_SEED,
) -> None:
    """Make an archive of painted landscapes with the truth beside it, to try everything without data of your own."""
    from msa_core.demo.archive import make_archive

    with terminal.stoppable():
        files = make_archive(folder, seed, terminal.Bar())
    terminal.end_bar()
    for file in files:
        terminal.say(str(file))
