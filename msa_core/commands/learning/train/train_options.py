"""The options of ``msa-train``, by panel of its help. A new option is a new field here, read where it acts.

A default must be what was done before the option existed, or else be chosen by the command and not by the core's
records: an interrupted run must be able to go on with a newer program.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True, kw_only=True, slots=True)
class DataOptions:
    """Pictures and captions."""

    captions: Annotated[
        list[Path],
        typer.Option(
            help="Captions JSON, table (CSV), GeoJSON of tiles, or a folder: a .txt beside each picture, or class "
            "folders. Repeat for several sets."
        ),
    ]
    images: Annotated[
        list[Path] | None,
        typer.Option(
            help="Folder of the pictures (GeoJSON: the archive), one for each --captions that is a file. Default: "
            "beside it."
        ),
    ] = None
    val_share: Annotated[
        float,
        typer.Option(
            min=0.01,
            max=0.5,
            help="Share to set aside for validation if the data names no validation split.",
        ),
    ] = 0.1
    guard_m: Annotated[
        float | None,
        typer.Option(
            min=0.0, help="Keep training and validation tiles this many metres apart. Default: half a tile."
        ),
    ] = None
    extra: Annotated[
        Path | None,
        typer.Option(
            help="Captions JSON of drawn or generated pictures to mix in; the pictures lie beside it."
        ),
    ] = None
    share: Annotated[float, typer.Option(min=0.0, max=0.5, help="Share of --extra in each batch.")] = 0.1
    class_words: Annotated[
        float,
        typer.Option(
            min=0.0,
            max=0.9,
            help="Chance that a text names the picture's class, where the data names classes.",
        ),
    ] = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelOptions:
    """The model to begin from."""

    init: Annotated[
        str,
        typer.Option(help="starter, scratch, a checkpoint folder, or an index: the model it was made with."),
    ] = "starter"
    preset: Annotated[str, typer.Option(help="With --init scratch: msa, or paper as published.")] = "msa"
    trunk: Annotated[
        str, typer.Option(help="With --init scratch: the image trunk; a wrong name lists the known ones.")
    ] = "mobilenet_v2"
    trunk_weights: Annotated[
        str | None,
        typer.Option(help="With scratch: file or folder, imagenet, or for CLIP openai or a hub repository."),
    ] = None
    text: Annotated[
        str | None,
        typer.Option(help="With scratch: folder, name (bert-base, minilm, clip-...) or hub repository."),
    ] = None
    download: Annotated[
        bool, typer.Option("--download", help="With scratch: download weights that are not cached.")
    ] = False
    input_px: Annotated[
        int | None, typer.Option(help="With scratch: side of the square the model reads.")
    ] = None
    light: Annotated[
        bool,
        typer.Option(
            "--light", help="Train small adapters only: for a few hundred captions; the model forgets little."
        ),
    ] = False
    rank: Annotated[int, typer.Option(min=1, max=256, help="With --light: rank of the adapters.")] = 8
    freeze: Annotated[
        str,
        typer.Option(
            help="What to keep frozen: none, early, trunk, text, all-but-heads, or all-but-fusion: from features of "
            "whole pictures that are made once, so in minutes."
        ),
    ] = "none"
    match_only: Annotated[
        bool,
        typer.Option(
            "--match-only",
            help="Train only what explains a hit, in minutes, and leave the ranking as it is: for a CLIP from msa "
            "convert.",
        ),
    ] = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipeOptions:
    """How to train."""

    as_published: Annotated[
        bool,
        typer.Option(
            "--as-published",
            help="Preset paper's own recipe: 60 epochs, batch 32, rate 1e-5, every caption once an epoch, whole "
            "pictures.",
        ),
    ] = False
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1, help="Passes over the pictures. Default: 10, with --light 30.", show_default=False
        ),
    ] = None
    minutes: Annotated[
        float | None,
        typer.Option(
            min=0.05,
            help="Take about so long at most: where --epochs would take longer there are fewer, and the learning rates "
            "fall in time.",
            show_default=False,
        ),
    ] = None
    batch: Annotated[
        int | None,
        typer.Option(min=2, help="Pictures in a step. Default: 64, with --light 32.", show_default=False),
    ] = None
    crop: Annotated[
        float, typer.Option(min=0.05, max=1.0, help="Smallest share of a picture that a crop keeps.")
    ] = 0.6
    rate: Annotated[float, typer.Option(min=0.0, help="Multiply all learning rates by this.")] = 1.0
    hubs: Annotated[
        bool | None,
        typer.Option(
            "--hubs/--no-hubs",
            help="At the end, lower the scores of pictures that come up for every text, and of texts that come up for "
            "every picture. Default: as in the model you begin from.",
            show_default=False,
        ),
    ] = None
    patience: Annotated[
        int, typer.Option(min=0, help="Stop after this many validations without a better mR; 0: never.")
    ] = 0
    seed: Annotated[
        int, typer.Option(help="Seed for the order of the pictures, the crops and new weights.")
    ] = 1
    robust: Annotated[
        bool,
        typer.Option("--robust", help="Find captions that are probably wrong, and give them little weight."),
    ] = False
    recipe: Annotated[
        Path | None,
        typer.Option(help="TOML file with the finer settings of training; the guide lists its keys."),
    ] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RunOptions:
    """The run and the machine."""

    out: Annotated[Path, typer.Option(help="Run folder; an interrupted run in it is resumed.")]
    blend: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Also save OUT/blend: the average of the best weights, with this share, and those of --init.",
        ),
    ] = None
    eval_every: Annotated[int, typer.Option(min=1, help="Epochs between validations.")] = 1
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto"
    amp: Annotated[
        bool | None,
        typer.Option("--amp/--no-amp", help="Compute in bfloat16. Default: where that is faster."),
    ] = None
    compile: Annotated[
        bool, typer.Option("--compile/--no-compile", help="Use torch.compile: slower to start, faster steps.")
    ] = False
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, help="Threads that read pictures. Default: 2, with a GPU up to 16.", show_default=False
        ),
    ] = None
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Progress as JSON lines on stderr.")
    ] = False
