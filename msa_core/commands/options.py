"""Options that several verbs share, and the query made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msa_core.errors import UsageError
from msa_core.records import Query

DEVICES = ("auto", "cpu", "cuda", "mps")

Device = Annotated[str, typer.Option(help="Where the model runs: auto, cpu, cuda or mps.")]
Model = Annotated[
    Path | None,
    typer.Option(help="Checkpoint folder. Default: the index's own model, else the bundled starter."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
IndexFolder = Annotated[Path, typer.Argument(help="Folder that msa index made.")]
Text = Annotated[
    str | None,
    typer.Argument(help='What to look for, for example "boats in a harbour". A weight may follow: ^0.5.'),
]
MoreText = Annotated[
    list[str] | None,
    typer.Option("--text", help="More words to look for, weight +1 unless given; repeatable."),
]
NotText = Annotated[
    list[str] | None, typer.Option("--not", help="Words to avoid, weight -0.5 unless given; repeatable.")
]
Like = Annotated[
    list[str] | None, typer.Option("--like", help="Picture or GeoTIFF to resemble, weight +1; repeatable.")
]
Unlike = Annotated[
    list[str] | None, typer.Option("--unlike", help="Picture or GeoTIFF not to resemble, -0.5; repeatable.")
]
MinScore = Annotated[float | None, typer.Option("--min-score", help="Leave out hits below this score.")]
Bbox = Annotated[
    str | None,
    typer.Option(
        "--bbox", help="Only tiles touching west,south,east,north (WGS84 degrees); west > east crosses 180."
    ),
]
EveryTile = Annotated[
    bool,
    typer.Option(
        "--every-tile",
        help="List overlapping tiles of the same place as well; otherwise only the best of them.",
    ),
]


def make_query(
    text: str | None,
    more: list[str] | None,
    avoid: list[str] | None,
    like: list[str] | None,
    unlike: list[str] | None,
    bbox: str | None,
    min_score: float | None,
) -> Query:
    """The query of the options. Raises UsageError."""
    from msa_core.retrieval.query import parse_bbox, parse_terms

    if min_score is not None and min_score != min_score:
        raise UsageError("--min-score must be a number.")
    texts = ([] if text is None else [text]) + (more or [])
    terms = parse_terms(texts, avoid or (), like or (), unlike or ())
    return Query(terms, parse_bbox(bbox), min_score)


def check_device(device: str) -> str:
    """Raise UsageError for an unknown device, before anything heavy is loaded."""
    if device not in DEVICES:
        raise UsageError(f"--device must be one of {', '.join(DEVICES)}, not {device!r}.")
    return device
