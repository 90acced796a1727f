"""What a run is fed: batches drawn and views of pictures, by its recipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.errors import UsageError
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.network.msa import MSA
from msa_core.training.data.batches.batch_feed import Feed, View
from msa_core.training.data.batches.sampler import Sampler
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.pictures import Loader, PictureCache, augment, load_picture
from msa_core.training.learn.recipe.published_recipe import EveryCaption, whole_view
from msa_core.training.learn.recipe.recipe import Recipe

_MIN_KEPT_PX = 256


@dataclass(frozen=True, kw_only=True)
class TrainingData:
    """Training pictures, pictures of which a share joins, validation sets by name, and how to read a picture.

    ``shuffled`` bool (n,) says which training pictures bear wrong captions, where that was done on purpose; it is
    logged beside what ``robust`` finds and never used in training.
    """

    train: Sequence[CaptionedImage]
    val: dict[str, list[CaptionedImage]]
    extra: Sequence[CaptionedImage] = ()
    load: Loader = load_picture
    shuffled: np.ndarray | None = None


def view_px(recipe: Recipe, model: MSA) -> int:
    """Side in pixels of the views that are trained on."""
    return recipe.train_px or model.input_px


def make_cache(data: TrainingData, recipe: Recipe, model: MSA) -> PictureCache:
    """Pictures kept at a little more than a view's side, so that a crop of a large one is not blown up again."""
    side_px = max(_MIN_KEPT_PX, view_px(recipe, model) * 8 // 7) if not recipe.as_published else 1 << 16
    return PictureCache(data.load, side_px=side_px)


def make_feed(data: TrainingData, recipe: Recipe, model: MSA, cache: PictureCache, processes: int) -> Feed:
    """The feed of a run of ``processes`` processes. Raises UsageError when the recipe cannot draw from the data."""
    size_px = view_px(recipe, model)
    return Feed(
        sampler=make_sampler(data, recipe, processes),
        cache=cache,
        view=_view(recipe, model.config, size_px, recipe.crop),
        seed=recipe.seed,
        readers=recipe.workers,
        pin=model.device.type == "cuda",
        extra_view=_view(recipe, model.config, size_px, recipe.extra_crop or recipe.crop),
    )


def _view(recipe: Recipe, config: ModelConfig, size_px: int, crop: float) -> View:
    if recipe.as_published:
        interpolation = config.preprocess.interpolation
        return lambda picture, rng: whole_view(picture, rng, size_px, interpolation)
    degrade = recipe.degrade or None
    return lambda picture, rng: augment(picture, size_px, rng, crop, degrade)


def make_sampler(data: TrainingData, recipe: Recipe, processes: int) -> Sampler:
    """What draws the batches of ``processes`` processes. Raises UsageError when the recipe cannot draw."""
    if not recipe.as_published:
        return Sampler(
            data.train,
            recipe.batch * processes,
            recipe.texts_per_image,
            recipe.seed,
            data.extra,
            recipe.share,
            recipe.paraphrase,
            recipe.class_words,
            recipe.per_class,
        )
    if processes > 1 or data.extra or recipe.paraphrase:
        raise UsageError(
            "Training as published is for one process, without --extra pictures and changed captions: leave them out."
        )
    return EveryCaption(data.train, recipe.batch, recipe.seed)
