"""``msa convert``: weights of other programs as checkpoint folders. A kind of weights is one function of ``KINDS``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.errors import UsageError
from msa_core.memory import check_address_space
from msa_core.names import printable, visible
from msa_core.progress import Progress

if TYPE_CHECKING:
    from msa_core.model.network.msa import MSA

GroundRange = Annotated[
    tuple[float, float] | None,
    typer.Option(
        help="Ground side of the smallest and largest training pictures, in metres.", metavar="MIN MAX"
    ),
]
"""An option of all verbs that convert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be converted.

    Attributes:
        sources: the weights files, in the order given; of a CLIP one file, folder or name on the hub.
        text: folder of the text encoder's tokenizer and configuration, if one was named.
        ground_range_m: smallest and largest ground side of the training pictures, metres, if they were named.
        activation: of a CLIP, ``gelu`` or ``quick_gelu``, if it was named.
        download: a name on the hub that is not in its cache may be fetched.
    """

    sources: tuple[Path, ...]
    text: Path | None
    ground_range_m: tuple[float, float] | None
    activation: str | None = None
    download: bool = False


def _published(request: Request) -> tuple[MSA, str]:
    check_address_space()
    from msa_core.model.convert.published import convert as convert_published

    if request.text is None:
        raise UsageError(
            "--kind published needs --text, the folder of the BERT that the training began from (bert-base-uncased): "
            "the weights hold no vocabulary."
        )
    model = convert_published(request.sources, request.text, request.ground_range_m)
    return model, "the published MSA code's state dicts (Yang et al. 2024, arXiv 2405.18959)"


def _clip(request: Request) -> tuple[MSA, str]:
    check_address_space()
    from msa_core.model.convert.any_clip import convert as convert_clip

    if len(request.sources) != 1:
        raise UsageError(f"--kind clip takes one file, folder or name, not {len(request.sources)}.")
    model = convert_clip(
        request.sources[0], request.text, request.activation, request.ground_range_m, request.download
    )
    return model, f"{_kind_of(model)}, activation {model.config.text.get('hidden_act', 'as usual')}"


def _kind_of(model: MSA) -> str:
    if model.text_encoder.is_siglip:
        return (
            "a SigLIP (Zhai et al. 2023; its bias is left out: scores are cosines, which rank as its "
            "probabilities do)"
        )
    return "a CLIP (Radford et al. 2021)"


KINDS: dict[str, Callable[[Request], tuple[MSA, str]]] = {
    "published": _published,
    "clip": _clip,
    "open_clip": _clip,
}
"""By the name of a kind: from a request to the model, and the words that say in the card what it was."""


def convert(
    sources: Annotated[
        list[Path],
        typer.Argument(
            help="Weights files (.pt, .pth, .bin, .safetensors); of a CLIP also a folder or owner/name on the hub."
        ),
    ],
    kind: Annotated[str, typer.Option(help=f"What they are: {' or '.join(KINDS)}.")],
    out: Annotated[Path, typer.Option(help="Checkpoint folder to make.")],
    text: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the text encoder's tokenizer (and config.json), where the weights lack it."
        ),
    ] = None,
    ground_range: GroundRange = None,
    activation: Annotated[
        str | None,
        typer.Option(
            help="Activation of a CLIP of open_clip's naming: gelu or quick_gelu. Default: by open_clip_config.json, "
            "else by the file's name (RS5M_*, GeoRSCLIP, openai quick_gelu; others, RemoteCLIP too, gelu)."
        ),
    ] = None,
    download: Annotated[
        bool, typer.Option("--download", help="Fetch a name on the hub that is not on this machine.")
    ] = False,
    half: Annotated[
        bool,
        typer.Option("--half", help="Store matrices as float16: half the size, slightly different scores."),
    ] = False,
) -> None:
    """Turn weights that another program trained into a checkpoint folder; measure it with msa eval.

    Kind "published": the four state dicts img_model, img_map, text_model and crossatt of the published MSA code, in
    any number of files under any names.

    Kind "clip" (or "open_clip"): a CLIP with a Vision Transformer, a SigLIP or a SigLIP 2; a weights file in the naming
    of open_clip (RemoteCLIP, GeoRSCLIP), a folder of open_clip or transformers, or a name on the hub. The model ranks
    exactly as that one does. --text names a folder with its tokenizer, where none lies beside the weights.
    """
    request = Request(
        sources=tuple(sources),
        text=text,
        ground_range_m=ground_range,
        activation=activation,
        download=download,
    )
    check_request(request, kind)
    if (out / "model.safetensors").exists():
        raise UsageError(f"{out} already holds a model: name another folder, or remove it first.")
    model = write_model(request, kind, out, half)
    from msa_core.model.stored import checkpoint

    sys.stdout.write(f"{visible(str(out))}\t{checkpoint.fingerprint(out)}\n")
    terminal.note(f"preset {model.config.preset}, trunk {model.config.trunk}, D = {model.config.dim}")


def check_request(request: Request, kind: str) -> None:
    """Raise UsageError for what makes no sense, before anything heavy is loaded."""
    activation, ground = request.activation, request.ground_range_m
    if activation not in (None, "gelu", "quick_gelu"):
        raise UsageError(f"--activation must be gelu or quick_gelu, not {activation!r}.")
    if kind not in KINDS:
        raise UsageError(f"--kind must be {' or '.join(KINDS)}, not {kind!r}.")
    if ground is not None and not 0.0 < ground[0] <= ground[1] < float("inf"):
        raise UsageError(f"--ground-range must be two lengths in metres, the smaller first, not {ground}.")


def write_model(request: Request, kind: str, out: Path, half: bool, progress: Progress | None = None) -> MSA:
    """Convert weights into a checkpoint folder; the model. Errors as those of :mod:`msa_core.model.convert`."""
    from msa_core.model.stored import checkpoint

    progress = progress or Progress()
    progress(0.02, "reading the weights")
    model, origin = KINDS[kind](request)
    progress(0.7, "writing the model")
    checkpoint.save(model, out, half=half, card=_card(model, origin, list(request.sources), half))
    return model


def _card(model: MSA, origin: str, sources: list[Path], half: bool) -> str:
    low, high = model.ground_range_m
    names = "\n".join(f"- {printable(path.name)}" for path in sources)
    prepared = model.config.preprocess
    values = [" ".join(f"{value:.4g}" for value in row) for row in (prepared.mean, prepared.std)]
    return (
        f"# A converted model\n\nMade by `msa convert` from {origin}:\n\n{names}\n\n"
        f"Preset `{model.config.preset}`, trunk `{model.config.trunk}`, D = {model.config.dim}, weights in "
        f"{'float16 and float32' if half else 'float32'}, ground range {low:g} to {high:g} m. Pictures are resized to "
        f"squares of {prepared.input_px} px ({prepared.interpolation}), mean {values[0]}, deviation {values[1]}; texts "
        f"are read up to {model.config.max_tokens} word pieces, marks counted.\n\n"
        "Not trained by MSA Analyst, and not measured by the conversion: `msa eval` says what it is worth. The licence "
        "of the original weights holds.\n"
    )
