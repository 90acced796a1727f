"""``msa explain``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.asking.search import note_unread
from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import Asked, Choosing, Filtering, Running, check_device, make_query
from msa_core.errors import UsageError
from msa_core.memory import check_address_space


@dataclass(frozen=True)
class Explained:
    """What to explain."""

    rank: Annotated[int, typer.Option(min=1, help="Which hit of the search to explain.")] = 1
    out: Annotated[Path, typer.Option(help="Folder for the overlays, made if needed.")] = Path("overlays")


@takes(Asked, Explained, Filtering, Choosing, Running)
def explain(
    asked: Asked, explained: Explained, filtering: Filtering, choosing: Choosing, running: Running
) -> None:
    """Show why a hit was found: GeoTIFF overlays in the raster's CRS, for each scale and the ranking, and a sheet.

    Give the words and filters that you gave to msa search. Values are signed: logits for the scales; the ranking map
    adds up to the score, whatever the query is made of. A .qml beside each GeoTIFF makes QGIS show it in the colours
    of the sheet.
    """
    check_address_space()
    query, listing = make_query(asked, filtering), choosing.listing()
    if not query.text:
        raise UsageError("An explanation needs words: give a text to look for, not only pictures.")
    from msa_core.engine import Engine

    with terminal.stoppable():
        bar = terminal.Bar()
        engine = Engine(asked.indexes, running.model, check_device(running.device))
        result = engine.search(query, explained.rank, listing, bar)
        if len(result.hits) < explained.rank:
            raise UsageError(f"--rank {explained.rank}: the search gives only {len(result.hits)} hits.")
        hit = result.hits[explained.rank - 1]
        bar(0.8, "making the heatmaps")
        explanation = engine.explain(hit.tile, query.text, query=query)
        files = engine.write_overlays(explanation, hit, explained.out)
    terminal.end_bar()
    note_unread(engine, query)
    for file in files:
        terminal.say(str(file))
