"""``msa-train``: captioned pictures in, a run folder with the best checkpoint out."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from msa_core import __version__
from msa_core.commands.learning.train.recipe_file import FinePoints
from msa_core.commands.learning.train.train_options import (
    DataOptions,
    ModelOptions,
    RecipeOptions,
    RunOptions,
)
from msa_core.commands.options.faults import in_words
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.terminal import (
    Bar,
    complain,
    hide_warnings,
    note,
    prepare_streams,
    say,
    stop_on_signals,
    stop_was_asked,
    stoppable,
)
from msa_core.errors import Cancelled, UsageError
from msa_core.memory import check_address_space
from msa_core.progress import JsonProgress, Progress

if TYPE_CHECKING:
    from torch import Tensor

    from msa_core.training.learn.distributed import Team
    from msa_core.training.learn.training_feed import TrainingData

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"msa-train {__version__}")
        raise typer.Exit()


@dataclass(frozen=True, kw_only=True, slots=True)
class _About:
    """Options."""

    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False


@app.command(epilog="Exit codes: 0 done, 2 usage, 3 nothing usable, 4 disk or I/O, 130 cancelled.")
@takes(DataOptions, ModelOptions, RecipeOptions, RunOptions, _About)
def train(
    data: DataOptions,
    model: ModelOptions,
    recipe: RecipeOptions,
    run: RunOptions,
    about: _About,
) -> None:
    """Fine-tune the model on captioned pictures, or train one from scratch.

    The best checkpoint (OUT/best) is chosen on the "val" split; OUT/curves.png and OUT/tensorboard show how it went.
    Repeat the command to resume after a kill. Several GPUs: torchrun --nproc-per-node N --no-python msa-train ...
    """
    prepare_streams()
    stop_on_signals()
    progress = _progress(run.json_progress)
    try:
        with stoppable():
            check_address_space()
            from msa_core.model.running.device import find_device
            from msa_core.training.learn.distributed import team_of_environment

            device = find_device(run.device)
            with team_of_environment(device) as team:
                best, blended = _run(data, model, recipe, run, progress, device, team)
    except Cancelled:
        _end(progress, "Stopped; repeat the command to go on from the last saved state.", Cancelled.exit_code)
    except Exception as error:  # noqa: BLE001  the last one who can turn a fault into a sentence
        fault = in_words(error)
        _end(progress, str(fault), fault.exit_code)
    if _leads():
        by = " by the match logits" if model.match_only else ""
        progress.done(f"best mean val mR {best:.1f}{by}")
        _say_results(run.out, best, blended, by, remarks=not run.json_progress)


def _progress(as_json: bool) -> Progress:
    if not _leads():  # one voice is enough
        hide_warnings()
        return Progress(is_cancelled=stop_was_asked)
    if as_json:
        hide_warnings()
        return JsonProgress(is_cancelled=stop_was_asked)
    return Bar()


def _leads() -> bool:
    """True but in the second and further processes of torchrun."""
    return os.environ.get("RANK", "0") == "0"


def _say_results(out: Path, best: float, blended: float | None, by: str, remarks: bool) -> None:
    say(f"{out / 'best'}  mean val mR {best:.2f}{by}")
    chosen = out / "best"
    if blended is not None:
        chosen = out / "blend"
        say(f"{chosen}  mean val mR {blended:.2f}")
    if remarks:
        note(f"curves: {out / 'curves.png'}; all figures: {out / 'metrics.jsonl'}")
        note(f"to search with it: msa index ARCHIVE --model {shlex.quote(str(chosen))}")


def _run(
    data_options: DataOptions,
    model_options: ModelOptions,
    recipe_options: RecipeOptions,
    run: RunOptions,
    progress: Progress,
    device: str,
    team: Team,
) -> tuple[float, float | None]:
    """Train; returns the best mean val mR in percent and that of the blend, if one was asked for."""
    import torch

    from msa_core.commands.learning.train.recipe_file import read_recipe
    from msa_core.commands.learning.train.train_data import describe_data, read_data
    from msa_core.commands.learning.train.train_model import start_model
    from msa_core.commands.learning.train.train_recipe import make_recipe
    from msa_core.commands.learning.train.trained_layers import (
        check_trained,
        choose_trained,
        describe_trained,
    )
    from msa_core.training.combine.averaging import without_hubs
    from msa_core.training.combine.blend import weights_of
    from msa_core.training.learn.kept.kept_training import KEPT, train_kept
    from msa_core.training.learn.loop import train
    from msa_core.training.learn.recipe.adapters import MATCH
    from msa_core.training.learn.run.run_folder import RunFolder

    fine = read_recipe(recipe_options.recipe)
    model_options = check_trained(model_options, recipe_options, fine, run, team)
    torch.manual_seed(recipe_options.seed)  # new weights, too, are made from the seed
    model = start_model(model_options, device)
    keeps_ranking = model_options.freeze == MATCH
    makes_up = not keeps_ranking and (
        model.hubs is not None if recipe_options.hubs is None else recipe_options.hubs
    )
    if not keeps_ranking:
        model = without_hubs(model)  # banks belong to the weights they were made with
    recipe = make_recipe(recipe_options, data_options, run, fine, model.config, device, model_options.light)
    data = read_data(data_options, fine, progress)
    settings = {
        "version": __version__,
        **describe_data(data_options, fine),
        "init": model_options.init,
        **describe_trained(model_options),
        "model": model.config.to_json(),
    }
    begun_from = weights_of(model)
    choose_trained(model, model_options)
    if model_options.freeze in KEPT:
        best = train_kept(model, data, recipe, RunFolder(run.out), settings, progress, model_options.freeze)
    else:
        best = train(model, data, recipe, RunFolder(run.out), settings, progress, team)
    if not team.leads:
        return best, None
    return _finish(begun_from, best, run, data, recipe.amp, device if makes_up else None, progress)


def _finish(
    begun_from: dict[str, Tensor],
    best: float,
    run: RunOptions,
    data: TrainingData,
    amp: bool,
    hubs_on: str | None,
    progress: Progress,
) -> tuple[float, float | None]:
    """Save the blend, if one was asked for, and make up for hubs on the device ``hubs_on``; returns as :func:`_run`."""
    from msa_core.training.combine.blend import save_blend, save_with_hubs
    from msa_core.training.learn.run.run_folder import RunFolder

    folder, blended = RunFolder(run.out), None
    if run.blend is not None:
        blended = save_blend(begun_from, folder, run.blend, data, amp)
    if hubs_on is not None:
        best = save_with_hubs(folder, "best", data, amp, hubs_on, progress)
        if blended is not None:
            blended = save_with_hubs(folder, "blend", data, amp, hubs_on, progress)
    return best, blended


def _end(progress: Progress, sentence: str, code: int) -> NoReturn:
    progress.error(sentence)
    complain(sentence)
    raise typer.Exit(code)


def _check_moved(words: Sequence[str]) -> None:
    """An option that has become a key of a recipe ends in a sentence that says so: old runs were begun with them."""
    keys = {each.name for each in fields(FinePoints)}
    for word in words:
        key = word.removeprefix("--").partition("=")[0].replace("-", "_")
        if word.startswith("--") and key in keys:
            complain(
                f"{word.partition('=')[0]} is a key of a recipe now: write the line `{key} = ...` into a file and give "
                "that to --recipe FILE. A run that was begun with the option goes on with it."
            )
            raise SystemExit(UsageError.exit_code)


def main() -> None:
    """Entry point of ``msa-train``."""
    _check_moved(sys.argv[1:])
    app()


if __name__ == "__main__":
    main()
