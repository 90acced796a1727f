"""``msa-train``: captioned pictures in, a run folder with the best checkpoint out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NoReturn

import typer

from msa_core import __version__
from msa_core.commands.option_groups import takes
from msa_core.commands.terminal import Bar, stop_on_signals, stop_was_asked, stoppable
from msa_core.commands.train_options import DataOptions, ModelOptions, RecipeOptions, RunOptions
from msa_core.errors import Cancelled, MsaError
from msa_core.progress import JsonProgress, Progress

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
    data: DataOptions, model: ModelOptions, recipe: RecipeOptions, run: RunOptions, about: _About
) -> None:
    """Teach the model pictures and their captions.

    The best checkpoint (OUT/best) is chosen on the "val" split. Repeat the command to go on after a kill.
    """
    stop_on_signals()
    progress: Progress = JsonProgress(is_cancelled=stop_was_asked) if run.json_progress else Bar()
    try:
        with stoppable():
            best, blended = _run(data, model, recipe, run, progress)
    except Cancelled:
        _end(progress, "Stopped; repeat the command to go on from the last saved state.", Cancelled.exit_code)
    except MsaError as error:
        _end(progress, str(error), error.exit_code)
    progress.done(f"best mean val mR {best:.1f}")
    typer.echo(f"{run.out / 'best'}  mean val mR {best:.2f}")
    if blended is not None:
        typer.echo(f"{run.out / 'blend'}  mean val mR {blended:.2f}")


def _run(
    data_options: DataOptions,
    model_options: ModelOptions,
    recipe_options: RecipeOptions,
    run: RunOptions,
    progress: Progress,
) -> tuple[float, float | None]:
    """Train; returns the best mean val mR in percent and that of the blend, if one was asked for."""
    import torch

    from msa_core.commands.train_data import describe_data, read_data
    from msa_core.commands.train_model import start_model
    from msa_core.commands.train_recipe import make_recipe
    from msa_core.model.device import find_device
    from msa_core.training.blend import save_blend, weights_of
    from msa_core.training.loop import train
    from msa_core.training.run_folder import RunFolder

    device = find_device(run.device)
    torch.manual_seed(recipe_options.seed)  # new weights, too, are made from the seed
    model = start_model(model_options, device)
    recipe = make_recipe(recipe_options, data_options, run, model.config.preset, device)
    data = read_data(data_options, progress)
    settings = {
        "version": __version__,
        **describe_data(data_options),
        "init": model_options.init,
        "model": model.config.to_json(),
    }
    begun_from = weights_of(model)
    best = train(model, data, recipe, RunFolder(run.out), settings, progress)
    if run.blend is None:
        return best, None
    return best, save_blend(begun_from, RunFolder(run.out), run.blend, data, recipe.amp)


def _end(progress: Progress, sentence: str, code: int) -> NoReturn:
    progress.error(sentence)
    typer.echo("\n" + sentence, err=True)
    raise typer.Exit(code)


def main() -> None:
    """Entry point of ``msa-train``."""
    app()


if __name__ == "__main__":
    main()
