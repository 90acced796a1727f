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
            min=0.01, max=0.5, help="Share set aside as val where the data names no validation split."
        ),
    ] = 0.1
    guard_m: Annotated[
        float | None,
        typer.Option(
            min=0.0, help="Least ground metres between training and validation tiles. Default: half a tile."
        ),
    ] = None
    extra: Annotated[
        Path | None, typer.Option(help="Captions JSON of made-up pictures, beside their folder.")
    ] = None
    share: Annotated[float, typer.Option(min=0.0, max=0.5, help="Share of --extra in each batch.")] = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelOptions:
    """The model to begin from."""

    init: Annotated[str, typer.Option(help="starter, scratch, or a checkpoint folder to begin from.")] = (
        "starter"
    )
    preset: Annotated[str, typer.Option(help="With --init scratch: msa, or paper as published.")] = "msa"
    trunk: Annotated[str, typer.Option(help="With --init scratch: the image trunk.")] = "mobilenet_v2"
    trunk_weights: Annotated[Path | None, typer.Option(help="With scratch: safetensors of the trunk.")] = None
    text: Annotated[Path | None, typer.Option(help="With scratch: folder of a BERT-family text encoder.")] = (
        None
    )
    input_px: Annotated[
        int | None, typer.Option(help="With scratch: side of the square the model reads.")
    ] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipeOptions:
    """How to train."""

    epochs: Annotated[int, typer.Option(min=1, help="Passes over the pictures.")] = 10
    batch: Annotated[int, typer.Option(min=2, help="Pictures in a step.")] = 64
    texts_per_image: Annotated[int, typer.Option(min=1, help="Sentences drawn per picture and step.")] = 1
    train_px: Annotated[int, typer.Option(min=0, help="Side of training views; 0: the model's input.")] = 0
    crop: Annotated[float, typer.Option(min=0.05, max=1.0, help="Smallest share of a picture in a view.")] = (
        0.6
    )
    rate: Annotated[float, typer.Option(min=0.0, help="Factor on all learning rates.")] = 1.0
    mscma: Annotated[float | None, typer.Option(help="Weight of the per-scale loss; default by preset.")] = (
        None
    )
    csmmc: Annotated[
        float | None, typer.Option(help="Weight of the consistency loss; default by preset.")
    ] = None
    seed: Annotated[int, typer.Option(help="Of the order of the pictures, the views and new weights.")] = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class RunOptions:
    """The run and the machine."""

    out: Annotated[Path, typer.Option(help="Run folder; an interrupted run in it goes on.")]
    blend: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, help="Also save OUT/blend: this share of the best, the rest of --init."
        ),
    ] = None
    eval_every: Annotated[int, typer.Option(min=1, help="Epochs between validations.")] = 1
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto"
    amp: Annotated[
        bool | None, typer.Option("--amp/--no-amp", help="bfloat16; default: where it is fast.")
    ] = None
    workers: Annotated[int, typer.Option(min=1, help="Threads that read pictures.")] = 2
    json_progress: Annotated[bool, typer.Option(help="JSON lines on stderr instead of a bar.")] = False
