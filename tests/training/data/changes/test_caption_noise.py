from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import UsageError
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.changes.caption_noise import shuffle_captions

IMAGES = [CaptionedImage(Path(f"{i}.png"), (f"picture {i}", f"number {i}"), f"class {i}") for i in range(50)]


@pytest.mark.parametrize("fraction", [0.0, 0.04, 0.2, 0.5, 0.81, 1.0])
def test_exactly_the_share_asked_for_bears_anothers_captions(fraction: float) -> None:
    shuffled, moved = shuffle_captions(IMAGES, fraction)
    assert moved.sum() == round(fraction * 50)
    for before, after, other in zip(IMAGES, shuffled, moved, strict=True):
        assert (after.path, after.group) == (before.path, before.group)
        assert (after.sentences != before.sentences) == other
    assert sorted(i.sentences for i in shuffled) == sorted(i.sentences for i in IMAGES)


def test_the_same_captions_are_wrong_every_time_and_others_with_another_seed() -> None:
    first, again, other = (shuffle_captions(IMAGES, 0.4, seed)[0] for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_one_picture_has_nobody_to_swap_with() -> None:
    with pytest.raises(UsageError, match="one picture, which has none to swap captions with"):
        shuffle_captions(IMAGES[:10], 0.1)
    with pytest.raises(UsageError, match="0 to 1, not nan"):
        shuffle_captions(IMAGES, float("nan"))


def test_no_captions_are_shuffled_between_none() -> None:
    shuffled, moved = shuffle_captions([], 0.5)
    assert shuffled == []
    assert np.array_equal(moved, [])
