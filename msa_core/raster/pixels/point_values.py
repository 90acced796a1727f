"""What a raster holds at one pixel, in the file's own values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msa_core.raster.find.dates import Dated
from msa_core.raster.gdal.opening import Handle
from msa_core.records import PixelBox

# isort: split
from rasterio.windows import Window

MAX_BANDS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class PointValues:
    """One pixel.

    Attributes:
        column, row: from 0, of the picture as it is shown.
        names: of the bands, ``""`` where the file has none.
        values: stored values, None where the band says "no data".
        left_out: bands beyond the first 64.
        datetime: when the raster was taken, ISO 8601 in UTC, None when nothing says so; ``datetime_from`` what does.
    """

    column: int
    row: int
    names: tuple[str, ...]
    values: tuple[float | None, ...]
    left_out: int = 0
    datetime: str | None = None
    datetime_from: str = ""


def read_point(handle: Handle, box: PixelBox, shown_at: tuple[int, int], dated: Dated) -> PointValues:
    """Read the one pixel ``box`` of the file. Raises what GDAL raises; the caller makes a sentence of it."""
    dataset = handle.dataset
    handle.check_window(box)
    window = Window(box[0], box[1], 1, 1)
    indexes = list(range(1, min(dataset.count, MAX_BANDS) + 1))
    with handle.strictly():
        pixels = handle.pixels.read(indexes, window=window)[:, 0, 0]
        there = dataset.read_masks(indexes, window=window)[:, 0, 0] > 0
    pixels = np.abs(pixels) if np.iscomplexobj(pixels) else pixels
    values = tuple(
        float(value) if ok and np.isfinite(value) else None for value, ok in zip(pixels, there, strict=True)
    )
    return PointValues(
        column=shown_at[0],
        row=shown_at[1],
        names=tuple(name or "" for name in dataset.descriptions[: len(indexes)]),
        values=values,
        left_out=dataset.count - len(indexes),
        datetime=dated.iso,
        datetime_from=dated.origin,
    )
