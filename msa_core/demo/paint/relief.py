"""Painters of dunes and mountains."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from msa_core.demo.land.plans.noise import fractal, window
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import SAND, SOIL, Canvas
from msa_core.demo.paint.ground import _paste, depth


def dunes(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Desert sand with ridges that lie across the wind and are dark on the side away from the sun."""
    base = np.array(feature.traits.get("colour", canvas.style.sand), np.float32)
    wave = float(feature.traits.get("wave_m", 90.0))
    angle, offset = float(rng.uniform(0, np.pi)), int(rng.integers(1024))
    soft, fine = fractal(canvas.seed + 41, 4.2, 2), fractal(canvas.seed + 43, 2.4, 8)

    def make(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        x0, y0 = int(x[0, 0] * canvas.scale), int(y[0, 0] * canvas.scale)
        shape = (y.shape[0], x.shape[1])
        bend = window(soft, y0 + offset, x0, shape[0], shape[1], max(1, round(canvas.scale * 3)))
        bend2 = window(fine, y0, x0 + offset, shape[0], shape[1], max(1, round(canvas.scale)))
        along = (x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))) / wave
        phase = along + 0.9 * bend + 0.008 * bend2
        slope = np.hypot(*np.gradient(phase, 1 / canvas.scale))
        behind = (1 - phase % 1.0) / np.maximum(slope, 0.25 / wave) / wave  # distance to the crest, in waves
        light = 1.02 - 0.24 * np.exp(-((behind / 0.13) ** 4)) - 0.05 * np.clip(behind, 0, 1) + 0.012 * bend2
        return base * ndimage.gaussian_filter(light, 1.2 * canvas.scale)[..., None]

    canvas.texture(feature.ring, SAND, make)


def rock(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Mountain relief: ridged noise, lit by the sun; ``traits``: colour, second (valleys), relief_m, snow."""
    base = np.array(feature.traits.get("colour", (142, 130, 112)), np.float32)
    low = np.array(feature.traits.get("second", canvas.style.forest), np.float32)
    relief, snow = float(feature.traits.get("relief_m", 60.0)), float(feature.traits.get("snow", 0.0))
    box = canvas.window(feature.ring)
    shape, step = (box[3] - box[1], box[2] - box[0]), max(1, round(canvas.scale * 2))
    offset = int(rng.integers(1024))
    rise = np.clip(depth(canvas, feature.ring, box) / 260, 0, 1) ** 0.8
    big = window(fractal(canvas.seed + 47, 4.6, 2), box[1] + offset, box[0], shape[0], shape[1], 2 * step)
    middle = window(fractal(canvas.seed + 59, 4.3, 9), box[1], box[0] + offset, shape[0], shape[1], 2 * step)
    small = window(fractal(canvas.seed + 53, 4.0, 20), box[1], box[0] + offset, shape[0], shape[1], 2 * step)
    heights = ((1.2 - np.abs(big)) + 0.42 * (1 - np.abs(middle)) + 0.13 * (1 - np.abs(small))) * relief * rise
    dy, dx = np.gradient(ndimage.gaussian_filter(heights, 2.2 * canvas.scale), 1 / canvas.scale)
    sx, sy = canvas.style.sunward
    light = np.clip(1 - 0.75 * (dx * sx + dy * sy) / np.sqrt(1 + dx**2 + dy**2), 0.4, 1.25)
    mix = np.clip((heights / relief - 0.25 + 0.1 * small) * 1.6, 0, 1)[..., None]
    colours = low + (base - low) * mix
    colours += (np.array(canvas.style.soil, np.float32) - colours) * ((1 - rise) ** 2)[..., None]
    if snow > 0:
        white = np.clip((heights / relief + 0.06 * small - (1 - snow)) * 5, 0, 1)[..., None]
        colours += (np.array((236, 240, 246), np.float32) - colours) * white
    _paste(canvas, feature.ring, box, colours * light[..., None], SOIL)
