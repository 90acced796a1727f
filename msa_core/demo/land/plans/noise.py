"""Fractal noise that repeats without a seam, made once per seed and kept."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

SIZE = 1024


@lru_cache(maxsize=12)
def fractal(seed: int, beta: float, lowest: float = 1.0, size: int = SIZE) -> np.ndarray:
    """Noise whose power falls with frequency as f**-beta: float32 (size, size), mean 0, deviation 1, read only.

    Args:
        seed: which noise.
        beta: 0 white, 1 to 2 rough ground, 3 and more soft clouds.
        lowest: frequencies below this many waves per tile are left out, so that the repeat does not show.
        size: side in samples; the tile wraps around.
    """
    rng = np.random.default_rng((seed, int(beta * 100), int(lowest), size))
    spectrum = np.fft.rfft2(rng.standard_normal((size, size), dtype=np.float32))
    fy, fx = np.fft.fftfreq(size)[:, None] * size, np.fft.rfftfreq(size)[None, :] * size
    frequency = np.hypot(fx, fy)
    frequency[0, 0] = 1.0
    spectrum *= frequency ** (-beta / 2)
    spectrum[frequency < lowest] = 0.0
    spectrum[0, 0] = 0.0
    field = np.fft.irfft2(spectrum, s=(size, size))
    field = (field / field.std()).astype(np.float32)
    field.setflags(write=False)
    return field


def window(field: np.ndarray, y0: int, x0: int, height: int, width: int, zoom: int = 1) -> np.ndarray:
    """(height, width) of the endless repeat of ``field`` from (y0, x0); ``zoom`` > 1 stretches it smoothly."""
    if zoom == 1:
        rows = np.arange(y0, y0 + height) % field.shape[0]
        cols = np.arange(x0, x0 + width) % field.shape[1]
        return field[rows[:, None], cols[None, :]]
    return _stretched(field, np.arange(y0, y0 + height) / zoom, np.arange(x0, x0 + width) / zoom)


def _stretched(field: np.ndarray, ys: np.ndarray, xs: np.ndarray) -> np.ndarray:
    """Bilinear samples of the repeat of ``field`` at rows ``ys`` and columns ``xs``."""
    n = field.shape[0]
    iy, ix = np.floor(ys).astype(int), np.floor(xs).astype(int)
    ty, tx = (ys - iy).astype(np.float32)[:, None], (xs - ix).astype(np.float32)[None, :]
    # Columns first on the few rows that are needed, then rows: cheap for large zooms.
    first = iy.min()
    rows = field[np.arange(first, iy.max() + 2) % n]
    across = rows[:, ix % n] * (1 - tx) + rows[:, (ix + 1) % n] * tx
    return across[iy - first] * (1 - ty) + across[iy - first + 1] * ty
