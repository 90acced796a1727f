"""``msa caption``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.options import Device, Json, check_device
from msa_core.errors import UsageError
from msa_core.memory import check_address_space
from msa_core.names import printable, visible
from msa_core.records import NOTHING_FITS, CaptionHit
from msa_core.retrieval.query.picture_window import picture_hit

if TYPE_CHECKING:
    from msa_core.engine import Engine


def caption(
    image: Annotated[str, typer.Argument(help="Picture or GeoTIFF, also one in a zip: a.zip/b.tif.")],
    k: Annotated[int, typer.Option("-k", min=1, help="How many captions.")] = 5,
    as_json: Json = False,
    bank: Annotated[
        Path | None,
        typer.Option(
            help="Sentences to choose from: one on each line, or CSV/JSON with a caption column. Default: in words "
            "of the program's own, what stands out in the picture."
        ),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Checkpoint folder. Default: the bundled starter.")
    ] = None,
    overlays: Annotated[
        Path | None,
        typer.Option(
            help="Write into this folder where in the picture the words are seen, scale by scale, as msa explain does."
        ),
    ] = None,
    words: Annotated[
        str | None, typer.Option(help="Words for --overlays. Default: those of the first caption.")
    ] = None,
    device: Device = "auto",
) -> None:
    """Describe a picture: what stands out in it, or with --bank the sentences of a list that fit it best."""
    check_address_space()
    from msa_core.engine import Engine
    from msa_core.raster.gdal.locations import zips

    path = zips.given_path(image)
    if not zips.exists(path):
        raise UsageError(f"There is no picture {image}.")

    with terminal.stoppable():
        engine = Engine(model=model, device=check_device(device))
        hits = engine.caption(path, k, bank, terminal.Bar())
        fingerprint = engine.load().fingerprint
        files = () if overlays is None else _write_overlays(engine, path, overlays, hits, words)
    terminal.end_bar()
    if not hits:
        terminal.note(NOTHING_FITS)
    for file in files:
        terminal.note(f"Wrote {visible(str(file))}.")
    if as_json:
        captions = [{"rank": h.rank, "score": round(h.score, 6), "caption": h.text} for h in hits]
        answer = {"image": printable(str(path)), "model": fingerprint, "captions": captions}
        terminal.say_json(answer)
        return
    for hit in hits:
        sys.stdout.write(f"{hit.score:.4f}\t{visible(hit.text)}\n")


def _write_overlays(
    engine: Engine, path: Path | str, out: Path, hits: tuple[CaptionHit, ...], words: str | None
) -> tuple[Path, ...]:
    """Where the words are seen. Raises UsageError when there are none."""
    text = words or (hits[0].text if hits else "")
    if not text.strip():
        raise UsageError("There is no caption whose words could be shown: name some with --words.")
    hit = picture_hit(str(path), text, hits)
    return engine.write_overlays(engine.explain(hit.tile, text), hit, out)
