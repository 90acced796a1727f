"""A photograph as a satellite product: 16 bits, a near-infrared band, and an irregular border without data."""

from __future__ import annotations

import numpy as np


def as_uint16(picture: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Reflectance-like numbers, uint16 (h, w, 4): red, green, blue, near infrared; 0 where not ``valid``.

    The infrared is guessed from colour: plants are greener than they are red and blue, and shine there;
    water is darker than everything and swallows it.
    """
    out = np.zeros((*picture.shape[:2], 4), np.uint16)
    for top in range(0, picture.shape[0], 512):
        rgb = picture[top : top + 512].astype(np.float32)
        green = rgb[..., 1] - 0.5 * (rgb[..., 0] + rgb[..., 2])
        grey = rgb.mean(axis=2)
        infrared = np.clip(
            0.9 * grey + 4.2 * green - 0.35 * np.maximum(rgb[..., 2] - rgb[..., 0], 0) * 3, 6, 255
        )
        bands = np.concatenate((rgb * 11.0 + 210.0, infrared[..., None] * 15.0 + 240.0), axis=2)
        out[top : top + 512] = np.where(valid[top : top + 512, :, None], bands.astype(np.uint16), 0)
    return out


def ragged_swath(shape: tuple[int, int], seed: int) -> np.ndarray:
    """Bool (h, w): the inside of a turned strip of flight whose long sides are stepped."""
    h, w = shape
    rng = np.random.default_rng((seed, 9))
    rows, cols = np.arange(h)[:, None], np.arange(w)[None, :]
    steps = np.repeat(rng.uniform(-0.012, 0.012, h // 90 + 2), 90)[:h, None] * w
    left = w * (0.075 - 0.06 * rows / h) + steps
    right = w * (0.985 - 0.05 * rows / h) + steps[::-1]
    waves = np.repeat(rng.uniform(-0.01, 0.01, w // 130 + 2), 130)[None, :w] * h
    top = h * (0.012 + 0.035 * cols / w) + waves
    bottom = h * (0.965 + 0.025 * cols / w) + waves[:, ::-1]
    inside: np.ndarray = (cols >= left) & (cols < right) & (rows >= top) & (rows < bottom)
    return inside
