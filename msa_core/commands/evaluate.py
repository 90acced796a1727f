"""``msa eval``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands import terminal
from msa_core.commands.options import Device, Json, check_device
from msa_core.errors import UsageError
from msa_core.indexing.names import printable

_COLUMNS = ("i2t_r1", "i2t_r5", "i2t_r10", "t2i_r1", "t2i_r5", "t2i_r10", "mR")


def evaluate(
    captions: Annotated[Path, typer.Option(help="Captions JSON (Karpathy style).")],
    images: Annotated[Path, typer.Option(help="Folder of its pictures.")],
    split: Annotated[str, typer.Option(help="Which split to measure on.")] = "test",
    as_json: Json = False,
    model: Annotated[
        Path | None, typer.Option(help="Checkpoint folder. Default: the bundled starter.")
    ] = None,
    device: Device = "auto",
) -> None:
    """Measure retrieval: R@1/5/10 both ways and their mean mR, in percent.

    By cosine (what msa search ranks by), by the match logit of each scale, and re-ranked by cosine + 0.1 x the sum of
    the standardised logits. Any number of captions per picture; ties count as their expected recall.
    """
    for path in (captions, images):
        if not path.exists():
            raise UsageError(f"There is no {path}.")
    check_device(device)
    from msa_core.engine import Engine
    from msa_core.training.captions import read_captions
    from msa_core.training.evaluate import evaluate as measure

    with terminal.stoppable():
        entries = read_captions(captions, images, (split,))
        embedder = Engine(model=model, device=device).load(terminal.Bar())
        figures = measure(embedder.model, entries, scales=True, progress=terminal.Bar())
    terminal.end_bar()
    sentences = sum(len(entry.sentences) for entry in entries)
    if as_json:
        answer = {
            "captions": printable(str(captions)),
            "split": split,
            "images": len(entries),
            "sentences": sentences,
            "model": embedder.fingerprint,
            "figures": {name: {key: round(row[key], 4) for key in _COLUMNS} for name, row in figures.items()},
        }
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, allow_nan=False) + "\n")
        return
    sys.stdout.write("\t".join(("ranked by", *_COLUMNS)) + "\n")
    for name, row in figures.items():
        sys.stdout.write("\t".join((name, *(f"{row[key]:.2f}" for key in _COLUMNS))) + "\n")
    terminal.note(f"{len(entries)} pictures, {sentences} captions, split {split}")
