"""Pictures of one colour each with captions that name it: what a model of a few thousand weights can learn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from msa_core.training.data.captioned_image import CaptionedImage

COLOURS = {"red": (200, 30, 30), "green": (30, 180, 40), "white": (240, 240, 240), "forest": (30, 40, 20)}


def write_pictures(folder: Path, count: int = 48) -> list[CaptionedImage]:
    """``count`` noisy pictures of 48 px in ``folder``, two sentences each."""
    rng = np.random.default_rng(0)
    images = []
    for i in range(count):
        word, colour = list(COLOURS.items())[i % len(COLOURS)]
        pixels = np.clip(np.array(colour) + rng.normal(0, 20, (48, 48, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{i}.png")
        images.append(CaptionedImage(folder / f"{i}.png", (f"a {word} field", f"the field is {word}")))
    return images
