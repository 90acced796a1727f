"""Tree crowns: small pictures made once per species and size, then set down in thousands."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image
from scipy import ndimage

from msa_core.demo.land.plans.style import CONIFER, PALM
from msa_core.demo.paint.canvas import HEIGHT_STEP_M, TREE, Canvas

VARIANTS = 3
RADIUS_STEP_M = 0.5


def hue(base: tuple[float, float, float], number: int) -> np.ndarray:
    """One of eight hues (number 0..7) around ``base``, from dark bluish to light yellowish green."""
    t = (number - 3.5) / 3.5
    return np.array(base) * (1 + 0.2 * t + np.array((0.09, 0.03, -0.07)) * t)


class Crowns:
    """Pictures of crowns for one canvas, made when first needed."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._made: dict[tuple[int, int, int], tuple[Image.Image, Image.Image, int, int]] = {}
        self._rng = np.random.default_rng((canvas.seed, 77))

    def plant(self, trees: list[tuple[float, float, float, int]]) -> None:
        """Set down trees (x, y, radius in metres, species)."""
        canvas, scale = self._canvas, self._canvas.scale
        for number, (x, y, radius, species) in enumerate(trees):
            picture, mask, half, height = self._crown(species, radius, number % VARIANTS)
            at = (int(x * scale) - half, int(y * scale) - half)
            canvas.colour.paste(picture, at, mask)
            box = (at[0], at[1], at[0] + mask.width, at[1] + mask.height)
            canvas.height.paste(height, box, mask)
            canvas.surface.paste(TREE, box, mask)

    def _crown(
        self, species: int, radius_m: float, variant: int
    ) -> tuple[Image.Image, Image.Image, int, int]:
        size = max(2, round(radius_m / RADIUS_STEP_M))
        key = (species, size, variant)
        if key not in self._made:
            self._made[key] = self._paint(species, size * RADIUS_STEP_M)
        return self._made[key]

    def _paint(self, species: int, radius_m: float) -> tuple[Image.Image, Image.Image, int, int]:
        """Picture, mask, half size in pixels and height step of one crown."""
        style, rng = self._canvas.style, self._rng
        r_px = max(1.1, radius_m * self._canvas.scale)
        half = math.ceil(r_px * 1.25)
        v, u = np.mgrid[-half : half + 1, -half : half + 1] / r_px
        outline = self._outline(species, np.arctan2(v, u))
        distance = np.hypot(u, v) / outline
        dome = (
            np.sqrt(np.clip(1 - distance**2, 0, 1))
            if species < CONIFER
            else np.clip(1 - distance, 0, 1) * 1.2
        )
        clumps = ndimage.gaussian_filter(rng.standard_normal(u.shape), max(0.5, 0.45 * self._canvas.scale))
        dome = dome + 0.22 * clumps / max(clumps.std(), 1e-6)
        slope_y, slope_x = np.gradient(dome, 1 / r_px)
        sx, sy = style.sunward
        light = -(slope_x * sx + slope_y * sy) / np.sqrt(1 + slope_x**2 + slope_y**2)
        shade = np.clip(1.02 + 0.42 * light + 0.1 * np.clip(dome - 0.5, -1, 1), 0.4, 1.6)
        base = style.conifer if CONIFER <= species < PALM else style.forest
        colours = np.clip(hue(base, species % 8) * shade[..., None], 0, 255).astype(np.uint8)
        mask = np.clip((1 - distance) * r_px + 0.5, 0, 1) * 255
        tall = radius_m * (2.6 if CONIFER <= species < PALM else 1.7) + 2.0
        return (
            Image.fromarray(colours),
            Image.fromarray(mask.astype(np.uint8)),
            half,
            int(tall / HEIGHT_STEP_M),
        )

    def _outline(self, species: int, angle: np.ndarray) -> np.ndarray:
        """Radius (1 on average) of the crown's edge in each direction."""
        rng = self._rng
        if species >= PALM:
            return 0.62 + 0.38 * np.abs(np.cos(angle * 3.5 + rng.uniform(0, 6)))
        edge = np.ones_like(angle)
        for k in range(2, 7):
            edge += 0.11 * rng.normal() / math.sqrt(k) * np.cos(k * angle + rng.uniform(0, 6.3))
        return np.clip(edge, 0.6, 1.2)
