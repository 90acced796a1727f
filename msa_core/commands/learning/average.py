"""``msa average``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msa_core.commands.learning.named_checkpoint import named_checkpoint
from msa_core.commands.options import terminal
from msa_core.commands.options.options import Device, check_device
from msa_core.errors import NothingUsableError, UsageError
from msa_core.memory import check_address_space
from msa_core.names import printable, visible

if TYPE_CHECKING:
    from msa_core.model.network.msa import MSA


def average(
    checkpoints: Annotated[
        list[Path],
        typer.Argument(
            metavar="CHECKPOINT...",
            help="Checkpoint folders of one architecture, or starter.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="Checkpoint folder to make.")],
    share: Annotated[
        list[float] | None,
        typer.Option(help="Weight of a checkpoint, in any unit; repeat for each. Default: equal weights."),
    ] = None,
    hubs_from: Annotated[
        list[Path] | None,
        typer.Option(
            help="Captions, as msa-train reads them, whose training pictures and sentences show the model its hubs. "
            "Repeat for several sets."
        ),
    ] = None,
    images: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of the pictures, one for each --hubs-from that is a file."),
    ] = None,
    hub_weight: Annotated[
        float | None,
        typer.Option(
            min=0.01,
            max=1.0,
            help="Share of the hubness of a picture and of a sentence that a score takes off. "
            "Default: as the first checkpoint has it; 0.5, which is CSLS, where it says nothing.",
        ),
    ] = None,
    device: Device = "auto",
) -> None:
    """Average the weights of checkpoints that were trained from one another, and correct for hubs.

    The average of a few such checkpoints is often better than each, and forgets less. With --hubs-from a picture that
    is near to every sentence scores lower, and so does a sentence that is near to every picture (CSLS). One checkpoint
    alone keeps its weights. Measure the result with msa eval.
    """
    check_device(device)
    if (out / "model.safetensors").exists():
        raise UsageError(f"{out} already holds a model: name another folder, or remove it first.")
    if not hubs_from:
        _check_without_hubs(checkpoints, images, hub_weight)
    check_address_space()
    from msa_core.model.running.device import find_device
    from msa_core.model.stored import checkpoint
    from msa_core.training.combine.averaging import average

    with terminal.stoppable():
        model = average([named_checkpoint(name) for name in checkpoints], share or ())
        if hubs_from:
            model = _with_hubs(model.to(find_device(device)), hubs_from, images or [], hub_weight)
    terminal.end_bar()
    checkpoint.save(model, out, card=_card(checkpoints, share or [], hubs_from or []))
    sys.stdout.write(f"{visible(str(out))}\t{checkpoint.fingerprint(out)}\n")


def _check_without_hubs(checkpoints: list[Path], images: list[Path] | None, hub_weight: float | None) -> None:
    if images:
        raise UsageError("--images names the pictures of --hubs-from: give that too.")
    if hub_weight:
        raise UsageError("--hub-weight goes with --hubs-from: give that too.")
    if len(checkpoints) == 1:
        raise UsageError("One checkpoint has no average: give several, or --hubs-from.")


def _with_hubs(model: MSA, captions: list[Path], images: list[Path], weight: float | None) -> MSA:
    from msa_core.commands.learning.raster_pictures import RasterPictures
    from msa_core.commands.learning.train.train_data import pair_sets, tell
    from msa_core.training.combine.averaging import with_hubs
    from msa_core.training.data.datasets.read import open_sets

    bar = terminal.Bar()
    source = RasterPictures()
    found = open_sets(pair_sets(captions, images, "--hubs-from"), source, ("train",), progress=bar)
    tell(found.notes, bar)
    sets = found.of("train")
    if not sets:
        raise NothingUsableError('No captions of --hubs-from name a usable picture of the "train" split.')
    return with_hubs(model, list(sets.values()), source.load, bar, weight)


def _card(checkpoints: list[Path], shares: list[float], hubs_from: list[Path]) -> str:
    shares = shares or [1.0] * len(checkpoints)
    names = "\n".join(
        f"- {printable(str(path))}, share {share / sum(shares):.3g}"
        for path, share in zip(checkpoints, shares, strict=True)
    )
    hubs = ""
    if hubs_from:
        sets = ", ".join(printable(path.name) for path in hubs_from)
        hubs = f"It makes up for hubs by training pictures and sentences of {sets}.\n\n"
    return (
        f"# An average of checkpoints\n\nMade by `msa average` from the weights of\n\n{names}\n\n{hubs}"
        "Not measured when it was made: `msa eval` says what it is worth. The terms of the checkpoints hold.\n"
    )
