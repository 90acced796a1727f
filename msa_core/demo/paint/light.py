"""From painted surfaces to a photograph: fine texture, shadows, and a camera."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image
from scipy import ndimage

from msa_core.demo.land.plans.noise import fractal, window
from msa_core.demo.land.plans.style import Style
from msa_core.demo.paint.canvas import HEIGHT_STEP_M, Canvas

STRIP_ROWS = 384
SUPERSAMPLING = 2
# How much each kind of surface varies: fine (pixels), rough (metres), broad (tens of metres), and hue.
#           PLAIN  GRASS  SOIL   ASPHALT CONCR. ROOF   TREE   WATER  SAND   CROP
_FINE = (0.028, 0.045, 0.045, 0.035, 0.030, 0.035, 0.100, 0.018, 0.035, 0.050)
_ROUGH = (0.015, 0.055, 0.060, 0.040, 0.045, 0.030, 0.050, 0.016, 0.030, 0.045)
_BROAD = (0.010, 0.050, 0.045, 0.045, 0.040, 0.015, 0.075, 0.050, 0.030, 0.040)
_HUE = (0.000, 0.022, 0.014, 0.004, 0.006, 0.003, 0.022, 0.014, 0.008, 0.010)
_SHADOW = np.array((0.64, 0.60, 0.52), np.float32)


def develop(canvas: Canvas) -> np.ndarray:
    """The finished photograph, uint8 (h, w, 3), at half the canvas's resolution; deterministic."""
    colour = np.asarray(canvas.colour.reduce(SUPERSAMPLING))
    height = np.asarray(canvas.height)
    surface = np.asarray(canvas.surface)[::SUPERSAMPLING, ::SUPERSAMPLING]
    rows, cols = (n // SUPERSAMPLING for n in height.shape)
    picture = np.empty((rows, cols, 3), np.uint8)
    for top in range(0, rows, STRIP_ROWS):
        bottom = min(rows, top + STRIP_ROWS)
        lit = colour[top:bottom, :cols].astype(np.float32)
        _add_texture(lit, surface[top:bottom, :cols], top, canvas)
        hidden = cast_shadows(height, SUPERSAMPLING * top, SUPERSAMPLING * bottom, canvas.scale, canvas.style)
        shade = np.asarray(Image.fromarray(hidden).reduce(SUPERSAMPLING), np.float32)[:, :cols, None] / 255.0
        lit *= 1.0 - shade * _SHADOW
        picture[top:bottom] = photograph(lit, canvas.style, canvas.seed, top)
    return picture


def _add_texture(lit: np.ndarray, surface: np.ndarray, top: int, canvas: Canvas) -> None:
    """Vary brightness and hue in place, by kind of surface."""
    rows, cols = surface.shape
    scale = canvas.scale / SUPERSAMPLING
    gain = _lookup(_FINE, surface) * window(fractal(canvas.seed, 0.4), top, 0, rows, cols)
    gain += _lookup(_ROUGH, surface) * window(
        fractal(canvas.seed + 1, 1.7, 6), top, 0, rows, cols, max(1, round(scale))
    )
    broad = max(1, round(scale * 8))
    gain += _lookup(_BROAD, surface) * window(fractal(canvas.seed + 2, 2.2, 3), top, 0, rows, cols, broad)
    gain += 1.0
    np.clip(gain, 0.4, 1.8, out=gain)
    turn = _lookup(_HUE, surface) * window(fractal(canvas.seed + 3, 2.4, 3), top, 0, rows, cols, broad)
    lit[..., 0] *= gain * (1 + turn)
    lit[..., 1] *= gain
    lit[..., 2] *= gain * (1 - turn)


def _lookup(amounts: tuple[float, ...], surface: np.ndarray) -> np.ndarray:
    return np.asarray(amounts, np.float32)[surface]


def cast_shadows(height: np.ndarray, top: int, bottom: int, px_per_m: float, style: Style) -> np.ndarray:
    """How much of the sun is taken, uint8 0..255, for rows top..bottom of ``height`` (uint8 steps of 0.25 m).

    A shadow is where the highest line of sight towards the sun passes above the surface:
    ``S(p) = max over d of h(p + d sun) - d tan(elevation)``, found by doubling the distance looked at.
    Heights are counted in sixteenths of a metre.
    """
    sx, sy = style.sunward
    drop = 16 * math.tan(style.sun_height) / px_per_m
    pad = math.ceil(255 * 16 * HEIGHT_STEP_M / drop) + 2
    first, last = max(0, top - pad), min(height.shape[0], bottom + pad)
    own = height[first:last].astype(np.int16) * np.int16(16 * HEIGHT_STEP_M)
    reach = math.ceil(float(own.max()) / drop)
    horizon = own
    distance = 1
    while distance <= reach:
        moved = _shifted(horizon, round(sy * distance), round(sx * distance))
        horizon = np.maximum(horizon, moved - np.int16(round(drop * distance)))
        distance *= 2
    above = (horizon - own)[top - first : bottom - first]
    return np.clip(above * 25 - 76, 0, 255).astype(np.uint8)


def _shifted(field: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """``out[i, j] = field[i + rows, j + cols]``, 0 outside."""
    out = np.zeros_like(field)
    h, w = field.shape
    if abs(rows) >= h or abs(cols) >= w:
        return out
    out[max(0, -rows) : h - max(0, rows), max(0, -cols) : w - max(0, cols)] = field[
        max(0, rows) : h - max(0, -rows), max(0, cols) : w - max(0, -cols)
    ]
    return out


def photograph(light: np.ndarray, style: Style, seed: int, row: int) -> np.ndarray:
    """Lens, haze, grading and sensor noise: float32 (h, w, 3) of 0..255 to uint8."""
    rng = np.random.default_rng((seed, 5, row))
    light = ndimage.gaussian_filter(light, (0.45, 0.45, 0), mode="nearest")
    grey = light @ np.array((0.3, 0.59, 0.11), np.float32)
    light = grey[..., None] + (light - grey[..., None]) * (0.84 * style.saturation)
    light = (light - 110.0) * style.contrast + 106.0
    light = (
        light * np.asarray(style.tint, np.float32) * (1 - style.haze)
        + np.array((168, 180, 192), np.float32) * style.haze
    )
    light += rng.standard_normal(grey.shape, dtype=np.float32)[..., None] * 2.2
    return np.clip(light + 0.5, 0, 255).astype(np.uint8)
