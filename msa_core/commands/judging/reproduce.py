"""``msa reproduce``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import Running, check_device
from msa_core.errors import IndexFolderError, NothingUsableError
from msa_core.memory import check_address_space


@dataclass(frozen=True)
class Evidence:
    """What to ask again, and where."""

    evidence: Annotated[Path, typer.Argument(help="evidence.json of msa search --evidence, or its folder.")]
    index: Annotated[
        list[Path] | None,
        typer.Option(
            help="The index to ask; repeatable, where several were searched as one. Default: what the evidence names, "
            "where it was made."
        ),
    ] = None


def _named(index: dict[str, Any]) -> list[Path]:
    """The folders that evidence names. Raises IndexFolderError when one is not here."""
    told = index.get("folders")
    folders = [
        Path(str(name)) for name in (told if isinstance(told, list) and told else [index.get("folder", "")])
    ]
    for folder in folders:
        if not folder.is_dir():
            raise IndexFolderError(
                f"The index {folder}, of which this evidence is, is not here: name the one to ask with --index."
            )
    return folders


@takes(Evidence, Running)
def reproduce(given: Evidence, running: Running) -> None:
    """Ask the question of an evidence pack again, and say whether the same is found.

    Compared are the model, the data, the hits, their scores (to 0.0001) and the pixels of their rasters. Exit code 0
    when all is the same; 3, with each difference in words, when something is not.
    """
    check_address_space()
    from msa_core.engine import Engine
    from msa_core.retrieval.evidence.evidence_record import read_evidence

    kept, _ = read_evidence(given.evidence)
    with terminal.stoppable():
        engine = Engine(given.index or _named(kept["index"]), running.model, check_device(running.device))
        found = engine.reproduce(given.evidence, terminal.Bar())
    terminal.end_bar()
    if not found.is_same:
        raise NothingUsableError("Not the same. " + " ".join(found.sentences))
    for sentence in found.sentences:
        terminal.say(sentence)
