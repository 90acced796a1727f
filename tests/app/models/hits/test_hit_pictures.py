"""Pictures of hits: what the index keeps stands in for rasters that cannot be read, however far one scrolls."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from app.models.hits.hit_pictures import MAX_PICTURES, HitPictures


def webp() -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.full((8, 8, 3), 90, np.uint8)).save(stream, "WEBP")
    return stream.getvalue()


def test_a_kept_picture_is_forgotten_with_the_reason_why_there_is_no_other_and_not_before() -> None:
    pictures, data = HitPictures(), webp()

    def shown(number: int) -> None:
        """As a row is painted: asked for when it is wanted, and answered that the raster is not there."""
        if pictures.is_wanted(str(number)):
            pictures.store_kept(str(number), data)
            pictures.store(str(number), "missing")

    for number in range(MAX_PICTURES):
        shown(number)
    for number in (*range(10), *range(MAX_PICTURES, MAX_PICTURES + 20)):  # back to the top, and on below
        shown(number)
    for number in (*range(10), *range(MAX_PICTURES, MAX_PICTURES + 20)):
        shown(number)
        assert pictures.is_offline(str(number)), number
