"""``msa average``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msa_core.commands import terminal
from msa_core.commands.options import Device, check_device
from msa_core.errors import NothingUsableError, UsageError
from msa_core.indexing.names import printable

if TYPE_CHECKING:
    from msa_core.model.msa import MSA


def average(
    checkpoints: Annotated[
        list[Path], typer.Argument(metavar="CHECKPOINT...", help="Checkpoint folders of one architecture.")
    ],
    out: Annotated[Path, typer.Option(help="Checkpoint folder to make.")],
    share: Annotated[
        list[float] | None,
        typer.Option(help="Weight of a checkpoint, in any unit; repeat, one for each. Default: all alike."),
    ] = None,
    centre_on: Annotated[
        list[Path] | None,
        typer.Option(
            help="Captions as msa-train reads them: the means of the vectors of their training pictures and "
            "sentences are taken off. Repeat for several sets."
        ),
    ] = None,
    images: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of the pictures, one for each --centre-on that is a file."),
    ] = None,
    device: Device = "auto",
) -> None:
    """Average the weights of checkpoints that were trained from one another, and centre the model's vectors.

    The average of a few such checkpoints is often better than each, and forgets less. With --centre-on no picture and
    no sentence is near to everything any more. One checkpoint alone is only centred. Measure the result with msa eval.
    """
    check_device(device)
    if (out / "model.safetensors").exists():
        raise UsageError(f"{out} already holds a model: name another folder, or remove it first.")
    if images and not centre_on:
        raise UsageError("--images names the pictures of --centre-on: give that too.")
    if len(checkpoints) == 1 and not centre_on:
        raise UsageError("One checkpoint has no average: give several, or --centre-on to centre it.")
    from msa_core.model import checkpoint
    from msa_core.model.device import find_device
    from msa_core.training.averaging import average

    with terminal.stoppable():
        model = average(checkpoints, share or ())
        if centre_on:
            model = _centred(model.to(find_device(device)), centre_on, images or [])
    terminal.end_bar()
    checkpoint.save(model, out, card=_card(checkpoints, share or [], centre_on or []))
    sys.stdout.write(f"{printable(str(out))}\t{checkpoint.fingerprint(out)}\n")


def _centred(model: MSA, captions: list[Path], images: list[Path]) -> MSA:
    from msa_core.commands.raster_pictures import RasterPictures
    from msa_core.commands.train_data import pair_sets, tell
    from msa_core.training.averaging import centre
    from msa_core.training.datasets.read import open_sets

    bar = terminal.Bar()
    source = RasterPictures()
    found = open_sets(pair_sets(captions, images, "--centre-on"), source, ("train",), progress=bar)
    tell(found.notes, bar)
    sets = found.of("train")
    if not sets:
        raise NothingUsableError('No captions of --centre-on name a usable picture of the "train" split.')
    return centre(model, list(sets.values()), source.load, bar)


def _card(checkpoints: list[Path], shares: list[float], centred_on: list[Path]) -> str:
    shares = shares or [1.0] * len(checkpoints)
    names = "\n".join(
        f"- {printable(str(path))}, share {share / sum(shares):.3g}"
        for path, share in zip(checkpoints, shares, strict=True)
    )
    centred = ""
    if centred_on:
        sets = ", ".join(printable(path.name) for path in centred_on)
        centred = (
            f"The means of the vectors of the training pictures and sentences of {sets} are taken off.\n\n"
        )
    return (
        f"# An average of checkpoints\n\nMade by `msa average` from the weights of\n\n{names}\n\n{centred}"
        "Not measured when it was made: `msa eval` says what it is worth. The terms of the checkpoints hold.\n"
    )
