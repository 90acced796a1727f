"""The recipe that ``msa-train`` follows."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from msa_core.commands.learning.train.recipe_file import FinePoints
from msa_core.commands.learning.train.train_options import DataOptions, RecipeOptions, RunOptions
from msa_core.errors import UsageError

if TYPE_CHECKING:
    from msa_core.model.config.model_config import ModelConfig
    from msa_core.training.learn.recipe.losses import LossWeights
    from msa_core.training.learn.recipe.recipe import Recipe
    from msa_core.training.learn.recipe.schedule import Rates
    from msa_core.training.learn.recipe.soft_losses import Objective


def make_recipe(
    options: RecipeOptions, data: DataOptions, run: RunOptions, fine: FinePoints, config: ModelConfig,
    device: str, light: bool = False,
) -> Recipe:  # fmt: skip
    """The recipe of the options on ``device`` for a model of ``config``, whose preset gives the loss weights.

    ``light``: of adapters, whose sets are small: as many steps as a few hundred captions want.
    """
    from msa_core.model.running.device import half_format
    from msa_core.training.data.changes.degrade import Degrade
    from msa_core.training.data.changes.paraphrase import Paraphrase
    from msa_core.training.learn.recipe.recipe import Recipe

    if options.as_published:
        return _published(options, data, run, fine, config.preset, device)
    return Recipe(
        epochs=options.epochs or (30 if light else 10),
        batch=options.batch or (32 if light else 64),
        at_once=fine.at_once,
        texts_per_image=fine.texts_per_image,
        train_px=fine.train_px,
        crop=options.crop,
        extra_crop=fine.extra_crop or 0.0,
        rates=_rates(options, fine, config),
        weights=_weights(fine, config),
        amp=half_format(device) == "bfloat16" if run.amp is None else run.amp,
        seed=options.seed,
        share=data.share if data.extra else 0.0,
        class_words=data.class_words,
        per_class=fine.per_class,
        workers=run.workers or _readers(device),
        eval_every=run.eval_every,
        patience=options.patience,
        compiled=run.compile,
        ema=fine.ema,
        robust=options.robust,
        objective=_objective(options, fine, config),
        paraphrase=Paraphrase(fine.drop_words, fine.join_sentences),
        degrade=Degrade(fine.coarse, fine.jpeg, fine.erase),
        minutes=options.minutes or 0.0,
    )


def _rates(options: RecipeOptions, fine: FinePoints, config: ModelConfig) -> Rates:
    from msa_core.model.config.text_table import TOWERS
    from msa_core.model.trunks.trunk_table import TRUNKS
    from msa_core.training.learn.recipe.schedule import Rates

    plain = Rates()
    return replace(
        plain,
        trunk=plain.trunk * options.rate * TRUNKS[config.trunk].rate,
        text=plain.text * options.rate * (0.2 if config.text.get("model_type") in TOWERS else 1.0),
        new=plain.new * options.rate,
        adapters=plain.adapters * options.rate,
        weight_decay=fine.weight_decay,
        text_layer_decay=fine.text_layer_decay,
        trunk_layer_decay=fine.trunk_layer_decay,
    )


def _weights(fine: FinePoints, config: ModelConfig) -> LossWeights:
    """Of the losses: those of the model's preset, where the recipe says no others."""
    from msa_core.training.learn.recipe.losses import WEIGHTS, LossWeights

    base = WEIGHTS[config.preset]
    return LossWeights(
        base.mscma if fine.mscma is None else fine.mscma, base.csmmc if fine.csmmc is None else fine.csmmc
    )


def _objective(options: RecipeOptions, fine: FinePoints, config: ModelConfig) -> Objective:
    from msa_core.training.learn.recipe.soft_losses import Objective

    forgive = fine.forgive
    # Robust losses and forgiving together kept most of the figure of clean captions; the losses of the preset paper
    # are as published.
    if forgive is None:
        forgive = 0.7 if options.robust and config.preset == "msa" else 0.0
    return Objective(
        soft=fine.soft,
        soft_tau=fine.soft_tau,
        hard=fine.hard_negatives,
        same=fine.same_captions,
        forgive=forgive,
    )


def _published(
    options: RecipeOptions, data: DataOptions, run: RunOptions, fine: FinePoints, preset: str, device: str
) -> Recipe:
    from msa_core.training.learn.recipe.published_recipe import published_recipe

    if preset != "paper":
        raise UsageError(f"--as-published is for a model of preset paper; this one is of preset {preset}.")
    free = ("as_published", "epochs", "batch", "seed", "patience", "recipe")
    if (
        data.extra
        or data.class_words
        or run.amp
        or fine != FinePoints()
        or options != replace(RecipeOptions(), **{name: getattr(options, name) for name in free})
    ):
        raise UsageError(
            "--as-published leaves only --epochs, --batch, --seed and --patience of how to train: leave out the "
            "others, --amp, --extra, --class-words, and what the --recipe says."
        )
    return replace(
        published_recipe(options.epochs, options.batch),
        seed=options.seed,
        patience=options.patience,
        workers=run.workers or _readers(device),
        eval_every=run.eval_every,
        compiled=run.compile,
    )


def _readers(device: str) -> int:
    # On the CPU the model itself wants the cores.
    return 2 if device == "cpu" else max(2, min(16, os.cpu_count() or 2))
