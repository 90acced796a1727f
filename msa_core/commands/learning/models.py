"""``msa models``: the models of this user, those that the window offers, too."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.learning.convert import KINDS, GroundRange, Request, check_request, write_model
from msa_core.commands.options import terminal
from msa_core.commands.options.faults import in_words
from msa_core.commands.options.options import Json
from msa_core.errors import UsageError
from msa_core.names import printable, visible
from msa_core.progress import JsonProgress, Progress

app = typer.Typer(
    help="List, import and remove models. They lie in the user's data folder, where the window finds them, too.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
WEIGHTS_SUFFIXES = (".safetensors", ".pt", ".pth", ".bin")


@app.command("list")
def list_models(as_json: Json = False) -> None:
    """Name, kind, fingerprint and facts of each model: the starter, imported ones, training runs."""
    from msa_core.model.stored.known_models import known_models

    known = known_models()
    if as_json:
        rows = [{**asdict(model), "folder": printable(str(model.folder))} for model in known]
        terminal.say_json({"msa_models": 1, "models": rows})
        return
    for model in known:
        facts = model.facts if not model.problem else f"! {model.problem}"
        row = (model.name, model.origin, model.fingerprint[:16] or "-", facts, str(model.folder))
        sys.stdout.write("\t".join(map(visible, row)) + "\n")


@app.command("import")
def import_model(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE...",
            help="A checkpoint folder, a training run, or a model of another program as msa convert takes it: weights "
            "(.pt, .pth, .bin, .safetensors), a folder, also as the Hugging Face hub names them, or a name on the hub.",
        ),
    ],
    name: Annotated[
        str | None, typer.Option(help="What to call it. Default: the name of what is imported.")
    ] = None,
    kind: Annotated[str, typer.Option(help=f"What weights are: {' or '.join(KINDS)}.")] = "clip",
    text: Annotated[
        Path | None, typer.Option(help="Folder of the text encoder's tokenizer, where the weights lack it.")
    ] = None,
    ground_range: GroundRange = None,
    activation: Annotated[
        str | None, typer.Option(help="Activation of a CLIP: gelu or quick_gelu, as for msa convert.")
    ] = None,
    download: Annotated[
        bool, typer.Option("--download", help="Fetch a name on the hub that is not on this machine.")
    ] = False,
    half: Annotated[bool, typer.Option("--half", help="Store converted matrices as float16.")] = False,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Progress as JSON lines on stderr.")
    ] = False,
) -> None:
    """Copy a model, or convert the weights of another program, into the folder of this user's models.

    Interrupted, it leaves nothing behind. msa index --model takes the folder it prints.
    """
    if json_progress:
        terminal.hide_warnings()
    progress: Progress = (
        JsonProgress(is_cancelled=terminal.stop_was_asked) if json_progress else terminal.Bar()
    )
    request = Request(
        sources=tuple(sources),
        text=text,
        ground_range_m=ground_range,
        activation=activation,
        download=download,
    )
    try:
        place = _import(request, kind, name or _name_of(sources[0]), half, progress)
        progress.done(f"{place.name} is imported.")
        sys.stdout.write(f"{visible(str(place))}\n")
    except Exception as error:
        if not json_progress:
            raise
        fault = in_words(error)
        progress.error(str(fault))
        raise typer.Exit(fault.exit_code) from error


@app.command("remove")
def remove(name: Annotated[str, typer.Argument(help="Its name, as msa models list has it.")]) -> None:
    """Remove a model for good. Indexes made with it can be searched no more, until it is imported again."""
    from msa_core.model.stored.known_models import remove_model

    sys.stdout.write(f"removed  {visible(str(remove_model(name)))}\n")


def _import(request: Request, kind: str, name: str, half: bool, progress: Progress) -> Path:
    from msa_core.model.stored.known_models import import_folder, new_model
    from msa_core.model.stored.model_folder import CONFIG, WEIGHTS

    check_request(request, kind)
    source = request.sources[0]
    if len(request.sources) == 1 and source.is_dir():
        is_run = (source / "best" / WEIGHTS).is_file()
        if is_run or ((source / WEIGHTS).is_file() and _is_checkpoint(source / CONFIG)):
            with terminal.stoppable():
                return import_folder(source, name, progress)
        if not _has_settings(source):
            request = replace(request, sources=(weights_in(source),))
    with new_model(name) as aside:
        place = aside.with_name(name)
        write_model(request, kind, aside, half, progress)
    return place


def weights_in(folder: Path) -> Path:
    """The one weights file of a folder, of its newest snapshot where it is one of the hub's.

    Raises:
        UsageError: there is none, or several.
    """
    snapshots = [path for path in folder.glob("snapshots/*") if path.is_dir()]
    inside = max(snapshots, key=lambda path: path.stat().st_mtime, default=folder)
    found = sorted(path for path in inside.rglob("*") if path.suffix.lower() in WEIGHTS_SUFFIXES)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            f"{folder} holds no model: neither a checkpoint nor weights ({', '.join(WEIGHTS_SUFFIXES)})."
        )
    names = ", ".join(printable(path.name) for path in found[:6])
    raise UsageError(f"{folder} holds {len(found)} weights files ({names}): name the one to import.")


def _has_settings(folder: Path) -> bool:
    """Whether a folder says what its weights are, itself or in a snapshot of the hub's."""
    names = ("config.json", "open_clip_config.json")
    return any((place / name).is_file() for place in (folder, *folder.glob("snapshots/*")) for name in names)


def _is_checkpoint(config: Path) -> bool:
    """Whether a configuration is one of this program: a hub folder has a config.json, too."""
    try:
        return '"trunk"' in config.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _name_of(source: Path) -> str:
    """What a model is called by where it comes from: ``models--org--name`` is ``name``, of a run the run."""
    source = source.absolute()
    if source.name == "best":
        source = source.parent
    is_file = source.suffix.lower() in WEIGHTS_SUFFIXES and not source.is_dir()
    return source.stem if is_file else source.name.removeprefix("models--").rpartition("--")[2]
