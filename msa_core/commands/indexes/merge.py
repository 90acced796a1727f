"""``msa merge``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.options import Json
from msa_core.errors import NothingUsableError
from msa_core.memory import check_address_space
from msa_core.names import printable

_MAX_NAMED = 20


def merge(
    folders: Annotated[list[Path], typer.Argument(metavar="INDEX...", help="Folders that msa index made.")],
    out: Annotated[Path, typer.Option(help="Folder of the new index, which must not exist yet.")],
    as_json: Json = False,
) -> None:
    """Join indexes of the same model and tiling: several archives, or the parts that msa index --part made.

    The indexes are read and not changed. A source that is in several of them is taken once.
    """
    check_address_space()
    from msa_core.indexing.care.merging import merge_indexes

    with terminal.stoppable():
        report = merge_indexes(folders, out, terminal.Bar())
    terminal.end_bar()
    for sentence in report.notes:
        terminal.note(sentence)
    for name in report.doubles[:_MAX_NAMED]:
        terminal.note(f"{printable(name)} is in several of the indexes: taken once.")
    if len(report.doubles) > _MAX_NAMED:
        terminal.note(f"So are {len(report.doubles) - _MAX_NAMED} more.")
    if as_json:
        terminal.say_json({"index": printable(str(out)), **asdict(report)})
    else:
        counts = terminal.held(report.tiles, report.sources, report.shards)
        terminal.say(f"merged  {out}  {counts}")
    if not report.tiles:
        raise NothingUsableError(f"{out} holds no tiles: none of the indexes had any.")
