"""Training tiles cut from made landscapes, with captions from their ground truth."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from msa_core.config import DEMO_SEED
from msa_core.demo.describe import describe
from msa_core.demo.land.plans.plan import Plan
from msa_core.demo.paint.order import paint
from msa_core.demo.scenes.mixtures import mixture
from msa_core.demo.tile_truth import TileTruth
from msa_core.errors import StorageError, UsageError
from msa_core.files import make_folder, write_whole
from msa_core.progress import Progress

TILES_PER_LANDSCAPE = 32
GROUND_M = (80.0, 1500.0)
FIRST_SEED = 100_000
"""Seeds of training landscapes begin here: the demo's and the tests' are all smaller."""


def make_training_tiles(
    folder: Path, seed: int, n: int, size_px: int = 150, progress: Progress | None = None
) -> int:
    """Write ``n`` WebP tiles and ``captions.json`` (Karpathy style, split "train") into ``folder``.

    Each tile shows 80 to 1,500 metres of ground. Nearby tiles of one landscape may overlap.

    Args:
        folder: made if needed; tiles of the same names are replaced.
        seed: of all chances; not the demo's.
        n: how many tiles.
        size_px: side of a tile in pixels.
        progress: told of each landscape.

    Returns:
        How many sentences were written.

    Raises:
        UsageError: ``seed`` is the demo's, or ``n`` is not positive.
        StorageError: the disk is full or read-only.
    """
    if seed == DEMO_SEED:
        raise UsageError(
            f"Seed {DEMO_SEED} makes the demo archive: train on another seed, so that it stays unseen."
        )
    if n < 1 or size_px < 16:
        raise UsageError("Ask for at least one tile of 16 pixels or more.")
    progress = progress or Progress()
    images: list[dict[str, Any]] = []
    number = 0
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        while len(images) < n:
            progress(len(images) / n, f"{len(images)} of {n} tiles")
            landscape_seed = FIRST_SEED + seed * 10_000 + number
            for tile, sentences in _tiles_of(
                landscape_seed, min(TILES_PER_LANDSCAPE, n - len(images)), size_px
            ):
                name = f"made_{seed}_{len(images):05d}.webp"
                tile.save(Path(folder) / name, quality=88, method=2)
                images.append(
                    {"filename": name, "split": "train", "sentences": [{"raw": text} for text in sentences]}
                )
            number += 1
            # After every landscape, so that what an interrupted run has made can be used.
            content = json.dumps({"dataset": "made landscapes", "images": images}, indent=0)
            make_folder(Path(folder))
            write_whole(Path(folder) / "captions.json", f"{content}\n".encode())
    except OSError as error:
        raise StorageError(
            f"The training tiles in {folder} were not finished: {error.strerror or error}."
        ) from error
    progress(1.0, f"{n} tiles")
    return sum(len(image["sentences"]) for image in images)


def _tiles_of(seed: int, count: int, size_px: int) -> list[tuple[Image.Image, list[str]]]:
    """Up to ``count`` captioned tiles of one landscape."""
    plan, gsd_m = mixture(seed)
    picture = Image.fromarray(paint(plan, 1.0 / gsd_m, seed))
    truth, rng, words = TileTruth(plan), np.random.default_rng((seed, 31)), random.Random(seed)
    made: list[tuple[Image.Image, list[str]]] = []
    for _ in range(count * 4):
        if len(made) == count:
            break
        x, y, side_m = _choose(plan, truth, rng, gsd_m, size_px)
        sentences = describe(truth.seen(x, y, side_m), words)
        if len(sentences) >= 2:
            made.append(
                (
                    _cut(picture, x / gsd_m, y / gsd_m, side_m / gsd_m, size_px, int(rng.integers(8))),
                    sentences,
                )
            )
    return made


def _choose(
    plan: Plan, truth: TileTruth, rng: np.random.Generator, gsd_m: float, size_px: int
) -> tuple[float, float, float]:
    """Top left corner and side in metres of a tile around something of a class chosen evenly."""
    largest = min(GROUND_M[1], plan.width_m, plan.height_m)
    smallest = max(GROUND_M[0], 0.8 * gsd_m * size_px)
    x, y = rng.uniform(0, plan.width_m), rng.uniform(0, plan.height_m)
    side = float(np.exp(rng.uniform(np.log(smallest), np.log(largest))))
    kinds = sorted({feature.kind for feature in truth.named})
    if kinds and rng.random() < 0.85:
        kind = kinds[int(rng.integers(len(kinds)))]
        those = [index for index, feature in enumerate(truth.named) if feature.kind == kind]
        index = those[int(rng.integers(len(those)))]
        x, y = truth.boxes[index].reshape(2, 2).mean(axis=0)
        side = float(
            np.clip(truth.sizes[index] * np.exp(rng.uniform(np.log(0.9), np.log(9))), smallest, largest)
        )
    x, y = (np.array((x, y)) + rng.normal(0, 0.14, 2) * side) - side / 2
    return float(np.clip(x, 0, plan.width_m - side)), float(np.clip(y, 0, plan.height_m - side)), side


def _cut(picture: Image.Image, x: float, y: float, side: float, size_px: int, turn: int) -> Image.Image:
    """A square of the picture, resampled and turned or mirrored (0..7)."""
    side = min(side, picture.width, picture.height)
    x, y = min(x, picture.width - side), min(y, picture.height - side)
    tile = picture.resize(
        (size_px, size_px), Image.Resampling.BICUBIC, (x, y, x + side, y + side), reducing_gap=3.0
    )
    if turn >= 4:
        tile = tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    quarter = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)[
        turn % 4
    ]
    return tile if quarter is None else tile.transpose(quarter)
