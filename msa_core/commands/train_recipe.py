"""The recipe that ``msa-train`` follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msa_core.commands.train_options import DataOptions, RecipeOptions, RunOptions

if TYPE_CHECKING:
    from msa_core.training.loop import Recipe


def make_recipe(
    options: RecipeOptions, data: DataOptions, run: RunOptions, preset: str, device: str
) -> Recipe:
    """The recipe of the options for a model of ``preset`` on ``device``; loss weights by preset unless given."""
    from msa_core.model.device import half_format
    from msa_core.training.loop import Recipe
    from msa_core.training.losses import WEIGHTS, LossWeights
    from msa_core.training.schedule import Rates

    base, plain = WEIGHTS[preset], Rates()
    return Recipe(
        epochs=options.epochs,
        batch=options.batch,
        texts_per_image=options.texts_per_image,
        train_px=options.train_px,
        crop=options.crop,
        rates=replace(
            plain,
            trunk=plain.trunk * options.rate,
            text=plain.text * options.rate,
            new=plain.new * options.rate,
        ),
        weights=LossWeights(
            base.mscma if options.mscma is None else options.mscma,
            base.csmmc if options.csmmc is None else options.csmmc,
        ),
        amp=half_format(device) == "bfloat16" if run.amp is None else run.amp,
        seed=options.seed,
        share=data.share if data.extra else 0.0,
        workers=run.workers,
        eval_every=run.eval_every,
    )
