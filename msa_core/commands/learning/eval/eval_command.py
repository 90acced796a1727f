"""``msa eval``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msa_core.commands.learning.eval import eval_pictures
from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import Device, Json, check_device
from msa_core.errors import CheckpointError, UsageError
from msa_core.memory import check_address_space

if TYPE_CHECKING:
    from msa_core.training.measure.evaluate import Measurement

_MIN_RESAMPLES = 100


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """What to measure on."""

    captions: Annotated[
        Path | None,
        typer.Option(help="Captions: JSON, GeoJSON or CSV as msa-train reads them, or a folder of pictures."),
    ] = None
    images: Annotated[
        Path | None,
        typer.Option(help="Folder of the pictures; without --captions, of class folders for --classes."),
    ] = None
    split: Annotated[
        str | None,
        typer.Option(help="Split to measure on. Default: test, or everything if the set names no splits."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Measuring:
    """What to measure."""

    classes: Annotated[
        str | None,
        typer.Option(
            help="Also classify zero-shot: auto (the classes of the set), or a file with one class per line."
        ),
    ] = None
    scales: Annotated[
        bool, typer.Option(help="Also rank by the match logit of each scale, and re-ranked; slower.")
    ] = True
    resamples: Annotated[
        int, typer.Option(min=0, help="Bootstrap draws for the 95 % intervals; 0 for none.")
    ] = 2000


@dataclass(frozen=True, kw_only=True)
class Report:
    """Where the figures go."""

    out: Annotated[
        Path | None,
        typer.Option(help="Folder for report.json, categories.csv, and sheets of the worst queries."),
    ] = None
    worst: Annotated[int, typer.Option(min=1, max=50, help="Queries on each failure sheet of --out.")] = 8
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class Computing:
    """The model."""

    model: Annotated[Path | None, typer.Option(help="Checkpoint folder. Default: the bundled starter.")] = (
        None
    )
    device: Device = "auto"


@takes(Pictures, Measuring, Report, Computing)
def evaluate(pictures: Pictures, measuring: Measuring, wanted: Report, computing: Computing) -> None:
    """Measure retrieval: R@1/5/10 both ways and their mean mR, in percent, with 95 % intervals.

    Pictures and captions are ranked by cosine, as msa search does (corrected for hubs where the model does so), by the
    match logit of each scale, and re-ranked by cosine + 0.1 x the sum of the standardised logits. A picture may have
    any number of captions; ties count as their expected recall. By text equivalence, captions that read the same count
    as right wherever they stand.
    """
    check_device(computing.device)
    if 0 < measuring.resamples < _MIN_RESAMPLES:
        raise UsageError(f"--resamples must be 0 or at least {_MIN_RESAMPLES}: fewer draws give no interval.")
    found = eval_pictures.read_eval_set(
        pictures.captions, pictures.images, pictures.split, by_class=measuring.classes is not None
    )
    _tell(found)
    check_address_space()
    from msa_core.commands.learning.eval import eval_report, eval_tables
    from msa_core.commands.learning.raster_pictures import RasterPictures
    from msa_core.engine import Engine
    from msa_core.training.measure.evaluate import measure

    with terminal.stoppable():
        chosen = eval_report.choose_classes(found.images, measuring.classes)
        embedder = Engine(model=computing.model, device=computing.device).load(terminal.Bar())
        load = RasterPictures().load
        measured = measure(
            embedder.model, found.images, load, measuring.scales, progress=terminal.Bar(), lenient=True
        )
    terminal.end_bar()
    _check(measured, embedder.folder)
    report = eval_report.make_report(found, measured, embedder, chosen, measuring.resamples)
    if wanted.out is not None:
        for path in eval_report.write_report(wanted.out, report, measured, load, wanted.worst):
            terminal.note(f"wrote {path}")
    if wanted.as_json:
        terminal.say_json(report)
    else:
        eval_tables.print_report(report)


def _tell(found: eval_pictures.EvalSet) -> None:
    for note in found.notes:
        terminal.note(note)
    if found.missing:
        total = len(found.images) + len(found.missing)
        terminal.note(
            f"{len(found.missing)} of {total} pictures are missing and left out (first: {found.missing[0]}): the "
            "figures are of a smaller, easier set."
        )


def _check(measured: Measurement, folder: Path) -> None:
    """Tell of unreadable pictures; refuse vectors that are not numbers."""
    if measured.unreadable:
        total = len(measured.images) + len(measured.unreadable)
        terminal.note(
            f"{len(measured.unreadable)} of {total} pictures cannot be read and are left out (first: "
            f"{measured.unreadable[0]})."
        )
    if not (measured.v.isfinite().all() and measured.g.isfinite().all()):
        raise CheckpointError(
            f"The model in {folder} answers with values that are not numbers: its weights are damaged."
        )
