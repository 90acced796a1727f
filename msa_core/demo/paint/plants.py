"""Painters of tanks, greenhouses, solar panels, cooling towers and pools."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.plans.geometry import ellipse
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import CONCRETE, GRASS, ROOF, SOIL, WATER, Canvas

POOL = (92, 176, 196)


def tank(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A round storage tank; ``traits``: colour, radius_m, height_m, roof (cone, floating)."""
    site, traits = feature.site, feature.traits
    assert site is not None
    radius, high = float(traits["radius_m"]), float(traits.get("height_m", 12))
    colour = np.array(traits["colour"], float)
    canvas.disc(site.x, site.y, radius, colour * 0.8, high, ROOF)
    sx, sy = canvas.style.sunward
    if traits.get("roof") == "floating":
        canvas.disc(site.x, site.y, radius - 0.5, colour * 0.82, high - 3)
        canvas.disc(site.x, site.y, radius * 0.86, colour * 0.9, high - 3)
        canvas.circle(site.x, site.y, radius - 0.2, 0.7, np.minimum(colour * 1.15, 255))
        return
    slices = 24
    for number in range(slices):
        a0, a1 = 2 * np.pi * number / slices, 2 * np.pi * (number + 1) / slices
        middle = (a0 + a1) / 2
        light = 1 + 0.13 * (sx * np.cos(middle) + sy * np.sin(middle))
        wedge = np.array(
            [(site.x, site.y)]
            + [
                (site.x + (radius - 0.4) * np.cos(a), site.y + (radius - 0.4) * np.sin(a))
                for a in (a0, middle, a1)
            ]
        )
        canvas.polygon(wedge, colour, None, None, light)
    canvas.disc(site.x, site.y, radius * 0.07 + 0.3, colour * 0.7, high + 1.5)
    angle = float(rng.uniform(0, 6.28))
    stairs = np.array([(site.x, site.y), (site.x + radius * np.cos(angle), site.y + radius * np.sin(angle))])
    canvas.mark(stairs, 0.5, colour * 0.75, colour)


def bund(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The low wall around a tank."""
    site = feature.site
    assert site is not None
    ground = np.array(feature.traits["colour"], float)
    canvas.polygon(site.ring, ground * 1.12, 1.5, SOIL)
    canvas.polygon(site.shrunk(2.2).ring, ground, 0, SOIL)


def greenhouse(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Long bays of glass or white plastic."""
    site = feature.site
    assert site is not None
    colour = np.array(feature.traits.get("colour", (206, 214, 214)), float)
    canvas.polygon(site.ring, colour, 3.5, ROOF)
    for number, v in enumerate(np.arange(-site.height_m / 2, site.height_m / 2 - 0.1, 3.4)):
        end = min(v + 3.4, site.height_m / 2)
        canvas.polygon(
            site.rect(-site.width_m / 2, v, site.width_m / 2, end),
            colour,
            None,
            None,
            (0.9, 1.05)[number % 2] * float(rng.normal(1, 0.02)),
        )


def solar(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Rows of dark blue panels on grass, all facing the sun."""
    site = feature.site
    assert site is not None
    canvas.polygon(site.ring, np.array(canvas.style.dry_grass) * 0.95, 0, GRASS)
    for v in np.arange(-site.height_m / 2 + 4, site.height_m / 2 - 4, 7.5):
        row = site.rect(-site.width_m / 2 + 4, v, site.width_m / 2 - 4, v + 4.2)
        canvas.polygon(row, np.array((50, 62, 92)) * float(rng.normal(1, 0.03)), 1.5, ROOF)
        canvas.mark(row[:2], 0.4, (120, 130, 150), (60, 70, 96))
    for u in np.arange(-site.width_m / 2 + 24, site.width_m / 2 - 20, 24.0):
        canvas.line(
            site.points([(u, -site.height_m / 2), (u, site.height_m / 2)]), 1.6, canvas.style.dry_grass, 0
        )


def cooling_tower(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A wide round tower open at the top."""
    site = feature.site
    assert site is not None
    radius = site.width_m / 2
    canvas.disc(site.x, site.y, radius, (168, 166, 162), 45, ROOF)
    canvas.disc(site.x, site.y, radius * 0.78, (206, 204, 200), 62)
    canvas.disc(site.x, site.y, radius * 0.68, (88, 90, 92), 58)


def pool(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A garden or public pool with its terrace; ``traits``: shape (kidney, box), lanes."""
    site = feature.site
    assert site is not None
    w, h = site.width_m, site.height_m
    canvas.polygon(site.inner(0, 0, w + 3.4, h + 3.4).ring, (198, 190, 176), 0, CONCRETE)
    ring = (
        ellipse(site.x, site.y, w / 2, h / 2, site.angle, 28, 2.4)
        if feature.traits.get("shape") == "kidney"
        else site.ring
    )
    canvas.polygon(ring, POOL, 0, WATER)
    for lane in range(1, int(feature.traits.get("lanes", 0))):
        v = -h / 2 + lane * h / int(feature.traits["lanes"])
        canvas.mark(site.points([(-w / 2, v), (w / 2, v)]), 0.25, (40, 90, 130), POOL)
