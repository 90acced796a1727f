"""Averages of the valid values of a window, where GDAL cannot know which those are."""

from __future__ import annotations

import numpy as np
from PIL import Image


def resample_valid(
    values: np.ndarray, ok: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Bring bands to another size from their valid values alone: averages when shrinking, smooth when growing.

    Args:
        values: (bands, h, w) real numbers.
        ok: bool (bands, h, w).
        shape: rows and columns wanted.

    Returns:
        Values (bands, rows, columns) of the same type, and where a valid value had part in them.
    """
    shrinks = shape[0] < values.shape[1] or shape[1] < values.shape[2]
    how = Image.Resampling.BOX if shrinks else Image.Resampling.BILINEAR
    least = 1e-6 if shrinks else 0.5
    found, valid = np.empty((len(values), *shape), values.dtype), np.empty((len(values), *shape), bool)
    for number, (band, good) in enumerate(zip(values, ok, strict=True)):
        whole = bool(good.all())
        weight = np.ones(shape, np.float32) if whole else _resized(good.astype(np.float32), shape, how)
        total = _resized(np.where(good, band, 0).astype(np.float32), shape, how)
        valid[number] = weight > least
        mean = total / np.where(weight > 0, weight, 1)
        if values.dtype.kind in "iu":
            limits = np.iinfo(values.dtype)
            mean = np.clip(np.rint(mean.astype(np.float64)), limits.min, limits.max)
        found[number] = mean.astype(values.dtype)
    return found, valid


def _resized(band: np.ndarray, shape: tuple[int, int], how: Image.Resampling) -> np.ndarray:
    return np.asarray(Image.fromarray(band).resize((shape[1], shape[0]), how))
