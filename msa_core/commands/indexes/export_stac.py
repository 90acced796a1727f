"""``msa export-stac``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.options import IndexFolder
from msa_core.memory import check_address_space


def export_stac(
    folder: IndexFolder,
    out: Annotated[
        Path | None, typer.Option(help="JSON file to write. Default: collection.json in the index.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Id of the collection. Default: the folder's name.")
    ] = None,
    license_id: Annotated[
        str,
        typer.Option("--license", help="SPDX identifier of the licence of the collection, or other."),
    ] = "other",
) -> None:
    """Describe an index as a STAC collection with the emb: fields, its shards as assets."""
    check_address_space()
    from msa_core.indexing.care.stac_collection import export_collection

    with terminal.stoppable():
        path = export_collection(folder, out, name, license_id, terminal.Bar())
    terminal.end_bar()
    terminal.say(str(path))
