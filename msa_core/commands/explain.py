"""``msa explain``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands import terminal
from msa_core.commands.options import (
    Bbox,
    Device,
    EveryTile,
    IndexFolder,
    Like,
    MinScore,
    Model,
    MoreText,
    NotText,
    Text,
    Unlike,
    check_device,
    make_query,
)
from msa_core.commands.search import note_unread
from msa_core.errors import UsageError


def explain(
    index: IndexFolder,
    text: Text = None,
    more: MoreText = None,
    avoid: NotText = None,
    like: Like = None,
    unlike: Unlike = None,
    rank: Annotated[int, typer.Option(min=1, help="Which hit of the search to explain.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder for the overlays, made if needed.")] = Path("overlays"),
    min_score: MinScore = None,
    bbox: Bbox = None,
    every_tile: EveryTile = False,
    model: Model = None,
    device: Device = "auto",
) -> None:
    """Show why a hit was found: GeoTIFF overlays in the source's CRS, one per scale and the ranking map, and a sheet.

    Give the same words and filters as to msa search. Values are signed: logits for the scales, cosine for ranking.
    """
    query = make_query(text, more, avoid, like, unlike, bbox, min_score)
    if not query.text:
        raise UsageError("An explanation needs words: give a text to look for, not only pictures.")
    from msa_core.engine import Engine
    from msa_core.retrieval.explain import write_overlays

    with terminal.stoppable():
        bar = terminal.Bar()
        engine = Engine(index, model, check_device(device))
        result = engine.search(query, rank, merge=not every_tile, progress=bar)
        if len(result.hits) < rank:
            raise UsageError(f"--rank {rank}: the search gives only {len(result.hits)} hits.")
        hit = result.hits[rank - 1]
        bar(0.8, "making the heatmaps")
        explanation = engine.explain(hit.tile, query.text)
        files = write_overlays(explanation, hit, engine.index, out)
    terminal.end_bar()
    note_unread(engine, query)
    for file in files:
        sys.stdout.write(f"{file}\n")
