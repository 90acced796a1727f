"""The recipe as published (Yang et al. 2024): what is learned when, how fast, and from which views.

AdamW at 1e-5 throughout and for all weights, weight decay 0.1 on all of them, batches of 32 pairs, 60 epochs in which
each picture comes once with each of its captions, whole pictures as they are, float32, no clipping, no average.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from msa_core.training.data.batches.sampler import Batch, Sampler
from msa_core.training.data.captioned_image import CaptionedImage, normalise
from msa_core.training.learn.recipe.losses import WEIGHTS
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates

RECIPE = Recipe(
    as_published=True,
    epochs=60,
    batch=32,
    rates=Rates(trunk=1e-5, text=1e-5, new=1e-5, weight_decay=0.1, decay_vectors=True),
    weights=WEIGHTS["paper"],
    warmup=0.0,
    ema=0.0,
    clip=1e9,
    crop=1.0,
    amp=False,
)


def published_recipe(epochs: int | None = None, batch: int | None = None) -> Recipe:
    """:data:`RECIPE`, or with another number of epochs or pairs in a batch."""
    return replace(RECIPE, epochs=epochs or RECIPE.epochs, batch=batch or RECIPE.batch)


class EveryCaption(Sampler):
    """Draws batches of (picture, caption) pairs: each caption of each picture once per epoch, the last batch short.

    A batch is ``rows`` (B,) and as many texts, pair i at place i. A picture may come twice in it. Which other captions
    also fit it is said in ``positive`` bool (B, B), and the published losses do not ask.
    """

    def __init__(self, images: Sequence[CaptionedImage], batch: int, seed: int) -> None:
        super().__init__(images, batch, texts_per_image=1, seed=seed)
        self._pairs = [(row, text) for row, image in enumerate(images) for text in image.sentences]

    @property
    def steps_per_epoch(self) -> int:
        """Batches in one pass over the captions."""
        return -(-len(self._pairs) // self._own_per_batch)

    def epoch(self, epoch: int) -> list[Batch]:
        """All batches of an epoch."""
        order = np.random.default_rng((self._seed, epoch)).permutation(len(self._pairs))
        size = self._own_per_batch
        return [self._pair_up(order[at : at + size]) for at in range(0, len(order), size)]

    def _pair_up(self, drawn: np.ndarray) -> Batch:
        pairs = [self._pairs[i] for i in drawn]
        texts = [text for _, text in pairs]
        keys = [normalise(text) for text in texts]
        positive = np.array([[key in self._known[row] for key in keys] for row, _ in pairs])
        return Batch(
            rows=np.array([row for row, _ in pairs]),
            texts=texts,
            positive=positive,
            sources=[(text,) for text in texts],
        )


def whole_view(picture: np.ndarray, rng: np.random.Generator, size_px: int, interpolation: str) -> np.ndarray:
    """A picture uint8 (H, W, 3) as it is, resized to (size, size, 3); nothing is left to chance (``rng``)."""
    if picture.shape[:2] == (size_px, size_px):
        return picture
    resampling = Image.Resampling[interpolation.upper()]
    return np.asarray(Image.fromarray(picture).resize((size_px, size_px), resampling))
