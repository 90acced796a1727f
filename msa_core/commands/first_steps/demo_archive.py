"""``msa demo-archive``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.config import DEMO_SEED


def demo_archive(
    folder: Annotated[Path, typer.Argument(help="Folder for the archive, made if needed.")],
    seed: Annotated[int, typer.Option(help="Another number draws other landscapes.")] = DEMO_SEED,
) -> None:
    """Draw an archive of landscapes, with the ground truth beside it, to try everything without data of your own."""
    from msa_core.demo.archive import make_archive

    with terminal.stoppable():
        files = make_archive(folder, seed, terminal.Bar())
    terminal.end_bar()
    for file in files:
        terminal.say(str(file))
