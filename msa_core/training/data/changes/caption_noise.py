"""Wrong captions on purpose, to study what they cost: a share of the pictures swap their caption sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from msa_core.errors import UsageError
from msa_core.training.data.captioned_image import CaptionedImage

NOISE_SEED = 20240529  # of its own: a study over several --seed compares the same wrong captions


def shuffle_captions(
    images: Sequence[CaptionedImage], fraction: float, seed: int = NOISE_SEED
) -> tuple[list[CaptionedImage], np.ndarray]:
    """Give ``round(fraction * n)`` of the n pictures the whole caption set of another of them.

    The pictures are drawn at random and their sets move along one random cycle, so that each of them really loses
    its own captions (a derangement) and no set is lost or doubled. This is the protocol of noisy correspondence
    (Huang et al. 2021, "Learning with Noisy Correspondence for Cross-modal Matching") with whole sets of captions.

    Args:
        images: the training pictures; paths and groups stay in place.
        fraction: 0..1.

    Returns:
        The pictures in the same order, and bool (n,): True where the captions are another picture's.

    Raises:
        UsageError: ``fraction`` is out of range, or asks for exactly one picture, which has nobody to swap with.
    """
    if not 0.0 <= fraction <= 1.0:
        raise UsageError(f"The share of shuffled captions must be 0 to 1, not {fraction}.")
    count = round(fraction * len(images))
    if count == 1:
        raise UsageError(
            f"{fraction:g} of {len(images)} pictures is one picture, which has none to swap captions with: "
            "ask for a larger share."
        )
    moved = np.zeros(len(images), dtype=bool)
    cycle = np.random.default_rng(seed).permutation(len(images))[:count]
    moved[cycle] = True
    shuffled = list(images)
    for to, source in zip(cycle, np.roll(cycle, 1), strict=True):
        shuffled[to] = replace(
            images[to], sentences=images[source].sentences, class_sentences=images[source].class_sentences
        )
    return shuffled, moved
