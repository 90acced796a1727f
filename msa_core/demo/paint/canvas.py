"""What is painted on: colour, height above ground, and the kind of surface, at twice the final resolution."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from msa_core.demo.land.plans.geometry import Points
from msa_core.demo.land.plans.style import Style

PLAIN, GRASS, SOIL, ASPHALT, CONCRETE, ROOF, TREE, WATER, SAND, CROP = range(10)
SURFACE_NAMES = {
    "plain": PLAIN,
    "grass": GRASS,
    "soil": SOIL,
    "asphalt": ASPHALT,
    "concrete": CONCRETE,
    "sand": SAND,
}
HEIGHT_STEP_M = 0.25
BAND_ROWS = 512

Rgb = Sequence[float] | np.ndarray


def rgb(colour: Rgb, factor: float = 1.0) -> tuple[int, int, int]:
    """``colour`` times ``factor`` as three bytes."""
    return tuple(int(min(255, max(0, c * factor))) for c in colour)  # type: ignore[return-value]


class Canvas:
    """Three pictures of one landscape, painted with Pillow in metres.

    ``colour`` is the surface in full sun; shadows come later from ``height`` (steps of 0.25 m), and fine
    texture from ``surface`` (one of the constants of this file).
    """

    def __init__(self, width_m: float, height_m: float, px_per_m: float, style: Style, seed: int) -> None:
        self.scale = px_per_m
        self.style = style
        self.seed = seed
        self.size = (round(width_m * px_per_m), round(height_m * px_per_m))
        self.colour = Image.new("RGB", self.size, rgb(style.grass))
        self.height = Image.new("L", self.size, 0)
        self.surface = Image.new("L", self.size, GRASS)
        self._draw = ImageDraw.Draw(self.colour)
        self._draw_height = ImageDraw.Draw(self.height)
        self._draw_surface = ImageDraw.Draw(self.surface)

    def polygon(
        self,
        ring: Points,
        colour: Rgb | None,
        height_m: float | None = None,
        surface: int | None = None,
        shade: float = 1.0,
    ) -> None:
        """Fill ``ring`` (metres); None leaves a picture as it is."""
        corners = (ring * self.scale).ravel().tolist()
        if colour is not None:
            self._draw.polygon(corners, fill=rgb(colour, shade))
        if height_m is not None:
            self._draw_height.polygon(corners, fill=min(255, int(height_m / HEIGHT_STEP_M)))
        if surface is not None:
            self._draw_surface.polygon(corners, fill=surface)

    def line(
        self,
        points: Points,
        width_m: float,
        colour: Rgb | None,
        height_m: float | None = None,
        surface: int | None = None,
        shade: float = 1.0,
    ) -> None:
        """Draw a line with round joints; what is thinner than a pixel is drawn paler rather than wider."""
        width = max(1, round(width_m * self.scale))
        corners = (points * self.scale).ravel().tolist()
        if colour is not None:
            self._draw.line(corners, fill=rgb(colour, shade), width=width, joint="curve")
        if height_m is not None:
            self._draw_height.line(
                corners, fill=min(255, int(height_m / HEIGHT_STEP_M)), width=width, joint="curve"
            )
        if surface is not None:
            self._draw_surface.line(corners, fill=surface, width=width, joint="curve")

    def mark(self, points: Points, width_m: float, colour: Rgb, under: Rgb) -> None:
        """A painted line: thinner than a pixel, it is mixed with the colour ``under`` it."""
        cover = min(1.0, width_m * self.scale)
        self.line(points, width_m, [c * cover + u * (1 - cover) for c, u in zip(colour, under, strict=True)])

    def disc(
        self,
        x: float,
        y: float,
        radius_m: float,
        colour: Rgb | None,
        height_m: float | None = None,
        surface: int | None = None,
        shade: float = 1.0,
    ) -> None:
        """Fill a circle."""
        r, cx, cy = radius_m * self.scale, x * self.scale, y * self.scale
        box = (cx - r, cy - r, cx + r, cy + r)
        if colour is not None:
            self._draw.ellipse(box, fill=rgb(colour, shade))
        if height_m is not None:
            self._draw_height.ellipse(box, fill=min(255, int(height_m / HEIGHT_STEP_M)))
        if surface is not None:
            self._draw_surface.ellipse(box, fill=surface)

    def circle(self, x: float, y: float, radius_m: float, width_m: float, colour: Rgb) -> None:
        """Draw a ring line."""
        r, cx, cy = radius_m * self.scale, x * self.scale, y * self.scale
        self._draw.ellipse(
            (cx - r, cy - r, cx + r, cy + r), outline=rgb(colour), width=max(1, round(width_m * self.scale))
        )

    def window(self, ring: Points, margin_m: float = 0.0) -> tuple[int, int, int, int]:
        """Pixel box (x0, y0, x1, y1) around ``ring``, cut to the canvas."""
        low = np.floor((ring.min(axis=0) - margin_m) * self.scale).astype(int)
        high = np.ceil((ring.max(axis=0) + margin_m) * self.scale).astype(int) + 1
        x0, y0 = np.maximum(low, 0)
        x1, y1 = np.minimum(high, self.size)
        return int(x0), int(y0), int(x1), int(y1)

    def cover(self, ring: Points, box: tuple[int, int, int, int]) -> Image.Image:
        """Mask (mode L, 0 or 255) of ``ring`` in the pixel ``box``."""
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        corners = (ring * self.scale - (box[0], box[1])).ravel().tolist()
        ImageDraw.Draw(mask).polygon(corners, fill=255)
        return mask

    def texture(
        self, ring: Points, surface: int, make: Callable[[np.ndarray, np.ndarray], np.ndarray]
    ) -> None:
        """Fill ``ring`` with ``make(x_m (1, w), y_m (h, 1)) -> (h, w, 3)`` of colours 0..255."""
        whole = self.window(ring)
        if whole[2] <= whole[0]:
            return
        x = np.arange(whole[0], whole[2], dtype=np.float32)[None, :] / self.scale
        for top in range(whole[1], whole[3], BAND_ROWS):  # in bands, so that a large area needs little memory
            box = (whole[0], top, whole[2], min(whole[3], top + BAND_ROWS))
            y = np.arange(box[1], box[3], dtype=np.float32)[:, None] / self.scale
            mask = self.cover(ring, box)
            colours = np.clip(make(x, y), 0, 255).astype(np.uint8)
            self.colour.paste(Image.fromarray(colours), box[:2], mask)
            self.surface.paste(surface, box, mask)
            self.height.paste(0, box, mask)
