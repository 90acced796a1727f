"""Views are read for the right pictures: own ones and those that only join."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from msa_core.training.data.batches.batch_feed import Feed
from msa_core.training.data.batches.sampler import Sampler
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.pictures import PictureCache


def made(folder: Path, count: int, first: int) -> list[CaptionedImage]:
    images = []
    for n in range(first, first + count):
        Image.fromarray(np.full((12, 12, 3), n, np.uint8)).save(folder / f"{n}.png")
        images.append(CaptionedImage(folder / f"{n}.png", (f"number {n}",)))
    return images


def test_extra_pictures_get_views_of_their_own(tmp_path: Path) -> None:
    own, extra = made(tmp_path, 12, 0), made(tmp_path, 6, 100)
    sampler = Sampler(own, 8, 1, seed=5, extra=extra, share=0.5)
    feed = Feed(
        sampler=sampler,
        cache=PictureCache(),
        view=lambda picture, rng: picture[:4, :4],
        seed=5,
        readers=2,
        extra_view=lambda picture, rng: 255 - picture[:4, :4],
    )
    steps = list(feed.epoch(0))
    assert len(steps) == 3
    for _, batch, views in steps:
        shown = views[:, 0, 0, 0].tolist()
        wanted = [row if row < 12 else 255 - (100 + row - 12) for row in batch.rows.tolist()]
        assert shown == wanted
        assert sum(sampler.is_extra(row) for row in batch.rows) == 4


def test_without_a_view_of_their_own_extra_pictures_are_seen_as_the_others(tmp_path: Path) -> None:
    own, extra = made(tmp_path, 6, 0), made(tmp_path, 6, 100)
    feed = Feed(
        sampler=Sampler(own, 4, 1, seed=5, extra=extra, share=0.5),
        cache=PictureCache(),
        view=lambda picture, rng: picture[:2, :2],
        seed=5,
        readers=1,
    )
    for _, batch, views in feed.epoch(1):
        assert views[:, 0, 0, 0].tolist() == [
            row if row < 6 else 100 + row - 6 for row in batch.rows.tolist()
        ]
