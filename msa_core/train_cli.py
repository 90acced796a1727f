"""``msa-train``: captioned pictures in, a run folder with the best checkpoint out."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from msa_core import __version__
from msa_core.commands.terminal import Bar, stop_on_signals, stop_was_asked, stoppable
from msa_core.config import starter_model
from msa_core.errors import Cancelled, MsaError, UsageError
from msa_core.progress import JsonProgress, Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"msa-train {__version__}")
        raise typer.Exit()


@app.command()
def train(
    captions: Annotated[
        list[Path], typer.Option(help="Captions JSON (Karpathy style); repeat for several sets.")
    ],
    images: Annotated[list[Path], typer.Option(help="Folder of the pictures; one for each --captions.")],
    out: Annotated[Path, typer.Option(help="Run folder; an interrupted run in it goes on.")],
    init: Annotated[
        str, typer.Option(help="starter, scratch, or a checkpoint folder to begin from.")
    ] = "starter",
    preset: Annotated[str, typer.Option(help="With --init scratch: msa, or paper as published.")] = "msa",
    trunk: Annotated[str, typer.Option(help="With --init scratch: the image trunk.")] = "mobilenet_v2",
    trunk_weights: Annotated[
        Path | None, typer.Option(help="With scratch: safetensors of the trunk.")
    ] = None,
    text: Annotated[
        Path | None, typer.Option(help="With scratch: folder of a BERT-family text encoder.")
    ] = None,
    input_px: Annotated[
        int | None, typer.Option(help="With scratch: side of the square the model reads.")
    ] = None,
    extra: Annotated[
        Path | None, typer.Option(help="Captions JSON of made-up pictures, beside their folder.")
    ] = None,
    share: Annotated[float, typer.Option(min=0.0, max=0.5, help="Share of --extra in each batch.")] = 0.1,
    epochs: Annotated[int, typer.Option(min=1)] = 10,
    batch: Annotated[int, typer.Option(min=2)] = 64,
    texts_per_image: Annotated[int, typer.Option(min=1, help="Sentences drawn per picture and step.")] = 1,
    train_px: Annotated[int, typer.Option(min=0, help="Side of training views; 0: the model's input.")] = 0,
    crop: Annotated[
        float, typer.Option(min=0.05, max=1.0, help="Smallest share of a picture in a view.")
    ] = 0.6,
    rate: Annotated[float, typer.Option(min=0.0, help="Factor on all learning rates.")] = 1.0,
    mscma: Annotated[
        float | None, typer.Option(help="Weight of the per-scale loss; default by preset.")
    ] = None,
    csmmc: Annotated[
        float | None, typer.Option(help="Weight of the consistency loss; default by preset.")
    ] = None,
    blend: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, help="Also save OUT/blend: this share of the best, the rest of --init."
        ),
    ] = None,
    seed: Annotated[int, typer.Option()] = 1,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    amp: Annotated[
        bool | None, typer.Option("--amp/--no-amp", help="bfloat16; default: where it is fast.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Threads that read pictures.")] = 2,
    eval_every: Annotated[int, typer.Option(min=1, help="Epochs between validations.")] = 1,
    json_progress: Annotated[bool, typer.Option(help="JSON lines on stderr instead of a bar.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """Teach the model pictures and their captions.

    The best checkpoint (OUT/best) is chosen on the "val" split. Repeat the command to go on after a kill.
    """
    stop_on_signals()
    progress: Progress = JsonProgress(is_cancelled=stop_was_asked) if json_progress else Bar()
    from msa_core.training.loop import Recipe
    from msa_core.training.losses import WEIGHTS, LossWeights
    from msa_core.training.schedule import Rates

    try:
        with stoppable():
            model, where = _start_model(init, preset, trunk, trunk_weights, text, input_px, device)
            base = WEIGHTS[model.config.preset]
            weights = LossWeights(
                base.mscma if mscma is None else mscma, base.csmmc if csmmc is None else csmmc
            )
            plain = Rates()
            rates = replace(plain, trunk=plain.trunk * rate, text=plain.text * rate, new=plain.new * rate)
            recipe = Recipe(
                epochs, batch, texts_per_image, train_px, crop, rates, weights, amp=_choose_amp(amp, where), seed=seed,
                share=share if extra else 0.0, workers=workers, eval_every=eval_every,
            )  # fmt: skip
            best, blended = _run(model, recipe, captions, images, extra, out, init, blend, progress)
    except Cancelled:
        _end(progress, "Stopped; repeat the command to go on from the last saved state.", Cancelled.exit_code)
    except MsaError as error:
        _end(progress, str(error), error.exit_code)
    progress.done(f"best mean val mR {best:.1f}")
    typer.echo(f"{out / 'best'}  mean val mR {best:.2f}")
    if blended is not None:
        typer.echo(f"{out / 'blend'}  mean val mR {blended:.2f}")


def _end(progress: Progress, sentence: str, code: int) -> NoReturn:
    progress.error(sentence)
    typer.echo("\n" + sentence, err=True)
    raise typer.Exit(code)


def _run(
    model: Any, recipe: Any, captions: list[Path], images: list[Path], extra: Path | None, out: Path, init: str,
    share: float | None, progress: Progress,
) -> tuple[float, float | None]:  # fmt: skip
    from msa_core.training.blend import save_blend, weights_of
    from msa_core.training.captions import merge_sentences, read_captions
    from msa_core.training.loop import TrainingData, train
    from msa_core.training.run_folder import RunFolder

    if len(captions) != len(images):
        raise UsageError(
            f"Give one --images for each --captions ({len(captions)} and {len(images)} were given)."
        )
    val = {}
    for file, folder in zip(captions, images, strict=True):
        with contextlib.suppress(MsaError):  # a set may have no validation split of its own
            val[file.stem] = read_captions(file, folder, ("val",))
    train_sets = [read_captions(f, d, ("train", "restval")) for f, d in zip(captions, images, strict=True)]
    if not val:
        raise UsageError('No captions file has a "val" split: the best checkpoint could not be chosen.')
    made_up = read_captions(extra, extra.parent, ("train",)) if extra else []
    settings = {
        "version": __version__,
        "captions": [str(c) for c in captions],
        "extra": str(extra) if extra else None,
        "init": init,
        "model": model.config.to_json(),
    }
    data = TrainingData(merge_sentences(train_sets), val, made_up)
    begun_from = weights_of(model)
    best = train(model, data, recipe, RunFolder(out), settings, progress)
    if share is None:
        return best, None
    return best, save_blend(begun_from, RunFolder(out), share, data, recipe.amp)


def _choose_amp(amp: bool | None, device: str) -> bool:
    import torch

    if amp is not None:
        return amp
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return device == "cpu" and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()) and _has_bf16_instructions()


def _has_bf16_instructions() -> bool:
    try:
        return "bf16" in Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return False


def _start_model(
    init: str,
    preset: str,
    trunk: str,
    trunk_weights: Path | None,
    text: Path | None,
    input_px: int | None,
    device: str,
) -> tuple[Any, str]:
    import torch

    from msa_core.model import checkpoint, presets
    from msa_core.model.backbone import build_trunk
    from msa_core.model.msa import MSA
    from msa_core.model.text_encoder import read_pretrained

    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise UsageError("There is no usable CUDA GPU here; use --device cpu.")
    if init != "scratch":
        return checkpoint.load(starter_model() if init == "starter" else Path(init), device), device
    if text is None:
        raise UsageError("--init scratch needs --text, the folder of a BERT-family text encoder.")
    if preset not in ("msa", "paper"):
        raise UsageError(f"--preset must be msa or paper, not {preset}.")
    configuration, bert, tokenizer = read_pretrained(text)
    make = presets.paper if preset == "paper" else presets.msa
    changes: dict[str, Any] = {}
    if input_px is not None:
        changes["preprocess"] = presets.Preprocess(input_px=input_px)
    model = MSA(make(trunk, configuration, **changes), tokenizer, build_trunk(trunk, trunk_weights), bert)
    return model.to(device).to(memory_format=torch.channels_last), device


def main() -> None:
    """Entry point of ``msa-train``."""
    app()


if __name__ == "__main__":
    main()
