"""Painters of ships and boats."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import PLAIN, WATER, Canvas

CONTAINERS = (
    (156, 66, 54),
    (52, 92, 142),
    (176, 172, 164),
    (66, 116, 92),
    (196, 128, 60),
    (92, 100, 112),
    (128, 52, 56),
)


def hull(site: Site, bow: float = 0.2, stern: float = 0.04) -> np.ndarray:
    """Outline of a ship, bow towards +u."""
    w, h = site.width_m / 2, site.height_m / 2
    return site.points(
        [
            (w, 0),
            (w * (1 - bow * 0.5), h * 0.62),
            (w * (1 - bow * 1.2), h),
            (-w * (1 - stern), h),
            (-w, h * 0.78),
            (-w, -h * 0.78),
            (-w * (1 - stern), -h),
            (w * (1 - bow * 1.2), -h),
            (w * (1 - bow * 0.5), -h * 0.62),
        ]
    )


def ship(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A ship, bow towards +u; ``traits``: type (container, bulk, tanker, ferry), colour (deck), hull, wake."""
    site, traits = feature.site, feature.traits
    assert site is not None
    w, h = site.width_m / 2, site.height_m / 2
    deck = np.array(traits["colour"], float)
    if traits.get("wake"):
        _wake(canvas, site)
    canvas.polygon(hull(site), np.array(traits["hull"], float), 7, PLAIN)
    canvas.polygon(hull(site.shrunk(min(1.2, h * 0.12))), deck, 7)
    {"container": _containers_on_deck, "bulk": _hatches, "tanker": _pipes, "ferry": _decks}[traits["type"]](
        canvas, site, deck, rng
    )
    if traits["type"] != "ferry":
        house_u = -w * 0.8
        canvas.polygon(site.inner(house_u, 0, w * 0.16, h * 1.7).ring, (226, 226, 222), 22)
        canvas.polygon(
            site.inner(house_u - w * 0.1, 0, w * 0.07, h * 0.5).ring,
            np.array(traits["hull"], float) * 1.1,
            26,
        )


def _wake(canvas: Canvas, site: Site) -> None:
    w, h = site.width_m / 2, site.height_m / 2
    for number in range(14):
        u = -w - number * w * 0.28
        wide = h * (0.7 + 0.09 * number)
        tone = np.array(canvas.style.sea_deep) + (
            np.array((205, 214, 214)) - np.array(canvas.style.sea_deep)
        ) * (0.62 * (1 - number / 14))
        canvas.polygon(site.rect(u, -wide, u - w * 0.28, wide), tone, 0, WATER)


def _containers_on_deck(canvas: Canvas, site: Site, deck: np.ndarray, rng: np.random.Generator) -> None:
    w, h = site.width_m / 2, site.height_m / 2
    for u in np.arange(-w * 0.66, w * 0.72, 13.2):
        for v in np.arange(-h + 1.6, h - 3.4, 2.6):
            if abs(v) > h * (1 - max(0.0, u / w - 0.5) * 1.3) or rng.random() < 0.06:
                continue
            colour = np.array(CONTAINERS[int(rng.integers(len(CONTAINERS)))])
            canvas.polygon(
                site.rect(u, v, u + 12.2, v + 2.44),
                colour * float(rng.normal(1, 0.06)),
                12 + float(rng.integers(3)) * 2.5,
            )


def _hatches(canvas: Canvas, site: Site, deck: np.ndarray, rng: np.random.Generator) -> None:
    w, h = site.width_m / 2, site.height_m / 2
    for u in np.linspace(-w * 0.52, w * 0.6, 6):
        canvas.polygon(site.inner(float(u), 0, w * 0.15, h * 1.1).ring, deck * 1.18 + 16, 9)
    for u in np.linspace(-w * 0.4, w * 0.5, 3):
        canvas.line(site.points([(u, -h * 0.2), (u + w * 0.12, h * 0.5)]), 1.2, (212, 206, 170), 16)


def _pipes(canvas: Canvas, site: Site, deck: np.ndarray, rng: np.random.Generator) -> None:
    w, h = site.width_m / 2, site.height_m / 2
    for v in (-0.12, 0.0, 0.12):
        canvas.mark(site.points([(-w * 0.66, v * h), (w * 0.8, v * h)]), 0.8, deck * 0.7 + 50, deck)
    for u in np.linspace(-w * 0.5, w * 0.6, 5):
        canvas.mark(site.points([(u, -h * 0.85), (u, h * 0.85)]), 0.6, deck * 0.75, deck)
    canvas.polygon(site.inner(0, 0, w * 0.1, h * 1.5).ring, deck * 0.8 + 20, 9)


def _decks(canvas: Canvas, site: Site, deck: np.ndarray, rng: np.random.Generator) -> None:
    w, h = site.width_m / 2, site.height_m / 2
    white = np.array((232, 232, 228))
    canvas.polygon(site.rect(-w * 0.82, -h * 0.84, w * 0.62, h * 0.84), white, 16)
    canvas.polygon(site.rect(-w * 0.6, -h * 0.5, w * 0.4, h * 0.5), white * 0.92, 19)
    canvas.polygon(site.inner(-w * 0.2, 0, w * 0.12, h * 0.5).ring, (176, 70, 56), 26)
    canvas.polygon(site.inner(w * 0.15, 0, w * 0.16, h * 0.5).ring, (92, 170, 190), 19)


def boat(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A small boat or yacht, bow towards +u."""
    site, colour = feature.site, np.array(feature.traits["colour"], float)
    assert site is not None
    if feature.traits.get("wake"):
        _wake(canvas, site)
    canvas.polygon(hull(site, 0.5), colour, 1.5, PLAIN)
    w, h = site.width_m / 2, site.height_m / 2
    canvas.polygon(site.rect(-w * 0.5, -h * 0.55, w * 0.2, h * 0.55), colour * 0.78 + (4, 8, 14), 2.2)
    if feature.traits.get("mast"):
        canvas.mark(site.points([(-w * 0.7, 0), (w * 0.25, 0)]), 0.5, (120, 110, 100), colour)
