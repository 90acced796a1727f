"""Painters of buildings: houses with ridges, halls, blocks, towers, churches, tanks, greenhouses, solar panels."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import GRASS, ROOF, Canvas


def gable(canvas: Canvas, site: Site, colour: np.ndarray, eaves_m: float, hip_m: float = 0.0) -> None:
    """A roof whose ridge runs along u; ``hip_m`` > 0 slopes the ends too."""
    w, h = site.width_m / 2, site.height_m / 2
    hip = min(hip_m, w * 0.9)
    facing = canvas.style.facing
    top = eaves_m + 0.35 * site.height_m
    canvas.polygon(site.ring, None, eaves_m + 0.8, ROOF)
    canvas.polygon(
        site.points([(-w, -h), (w, -h), (w - hip, 0), (-w + hip, 0)]),
        colour,
        None,
        None,
        facing(site.angle - np.pi / 2),
    )
    canvas.polygon(
        site.points([(-w, h), (w, h), (w - hip, 0), (-w + hip, 0)]),
        colour,
        None,
        None,
        facing(site.angle + np.pi / 2),
    )
    if hip > 0:
        canvas.polygon(site.points([(w, -h), (w, h), (w - hip, 0)]), colour, None, None, facing(site.angle))
        canvas.polygon(
            site.points([(-w, -h), (-w, h), (-w + hip, 0)]), colour, None, None, facing(site.angle + np.pi)
        )
    canvas.polygon(site.rect(-w + hip, -h * 0.45, w - hip, h * 0.45), None, (eaves_m + top) / 2)
    ridge = site.points([(-w + hip, 0), (w - hip, 0)])
    canvas.mark(ridge, 0.35, np.minimum(colour * 1.25, 255), colour)


def house(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A dwelling; ``traits``: colour (of the roof), roof (gable, hip, flat), wing (an L shape), height_m."""
    site, traits = feature.site, feature.traits
    assert site is not None
    colour = np.array(traits["colour"]) * float(rng.normal(1, 0.05))
    eaves = float(traits.get("height_m", 4.2))
    if traits.get("roof") == "flat":
        flat_roof(canvas, site, colour, eaves, rng, fittings=site.width_m * site.height_m / 90)
        return
    hip = site.height_m / 2 if traits.get("roof") == "hip" else 0.0
    if traits.get("wing"):
        side = float(traits["wing"])
        wing = site.inner(
            side * site.width_m * 0.27,
            site.height_m * 0.42,
            site.height_m * 1.1,
            site.height_m * 0.72,
            np.pi / 2,
        )
        gable(canvas, wing, colour, eaves - 0.4, hip)
    gable(canvas, site, colour, eaves, hip)
    u = float(rng.uniform(-0.3, 0.3)) * site.width_m
    canvas.polygon(site.rect(u - 0.5, -0.9, u + 0.5, 0.1), (150, 128, 116), eaves + 3.4)
    if traits.get("solar"):
        canvas.polygon(
            site.rect(-site.width_m * 0.3, site.height_m * 0.1, site.width_m * 0.3, site.height_m * 0.42),
            (46, 56, 84),
        )


def flat_roof(
    canvas: Canvas,
    site: Site,
    colour: np.ndarray,
    height_m: float,
    rng: np.random.Generator,
    fittings: float = 6,
    parapet: float = 0.4,
) -> None:
    """A flat roof with a bright or dark rim and boxes on it."""
    canvas.polygon(site.ring, np.clip(colour * 1.12 + 6, 0, 255), height_m + parapet, ROOF)
    inner = site.shrunk(0.6)
    canvas.polygon(inner.ring, colour * 0.98, height_m)
    w, h = site.width_m / 2 - 2, site.height_m / 2 - 2
    if w < 1 or h < 1:
        return
    for _ in range(int(fittings)):
        u, v, a, b = rng.uniform(-w, w), rng.uniform(-h, h), rng.uniform(0.6, 2.2), rng.uniform(0.6, 1.8)
        a, b = min(a, w), min(b, h)
        canvas.polygon(
            site.inner(float(u), float(v), 2 * a, 2 * b).ring,
            colour * float(rng.choice((0.72, 0.86, 1.18))),
            height_m + float(rng.uniform(0.8, 2.2)),
        )


def hall(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A warehouse or factory; ``traits``: colour, height_m, roof (flat, ribbed, saw, shallow)."""
    site, traits = feature.site, feature.traits
    assert site is not None
    colour, high = np.array(traits["colour"], float), float(traits.get("height_m", 10))
    kind = traits.get("roof", "flat")
    if kind == "plain":
        canvas.polygon(site.ring, colour, high, ROOF)
    elif kind in ("flat", "ribbed"):
        flat_roof(canvas, site, colour, high, rng, fittings=min(40, site.width_m * site.height_m / 350))
        _bays(canvas, site, colour, rng, kind == "ribbed")
    elif kind == "saw":
        _saw_tooth(canvas, site, colour, high)
    else:
        count = max(1, round(site.height_m / 24))
        depth_m = site.height_m / count
        for number in range(count):
            v = -site.height_m / 2 + depth_m * (number + 0.5)
            shallow_gable(canvas, site.inner(0, v, site.width_m, depth_m), colour, high)
    if traits.get("docks"):
        w, h = site.width_m / 2, site.height_m / 2
        for u in np.arange(-w + 3, w - 4, 5.5):
            canvas.polygon(site.rect(u, h, u + 2.8, h + 0.8), (92, 92, 94), 1)


def _bays(canvas: Canvas, site: Site, colour: np.ndarray, rng: np.random.Generator, ribbed: bool) -> None:
    """Seams across a flat roof, or rows of skylights in some of its bays."""
    w, h = site.width_m / 2, site.height_m / 2
    for u in np.arange(-w + 5, w - 3, float(rng.choice((5.0, 7.5, 10.0)))):
        if ribbed:
            canvas.mark(site.points([(u, -h + 1), (u, h - 1)]), 0.4, colour * 0.9, colour)
        elif rng.random() < 0.5:
            for v in np.arange(-h + 6, h - 6, 12.0):
                canvas.polygon(site.rect(u - 0.7, v, u + 0.7, v + 4), np.minimum(colour * 1.2 + 10, 255))


def _saw_tooth(canvas: Canvas, site: Site, colour: np.ndarray, high: float) -> None:
    """A saw-tooth roof: sloping strips with a dark band of windows each."""
    w, h, step = site.width_m / 2, site.height_m / 2, 8.0
    canvas.polygon(site.ring, colour, high, ROOF)
    for u in np.arange(-w, w - 1, step):
        end, tone = min(w, u + step), canvas.style.facing(site.angle)
        canvas.polygon(site.rect(u, -h, end, h), colour, high + 1.5, None, tone)
        canvas.polygon(site.rect(u, -h, min(end, u + 2.2), h), colour * 0.7 + 20, high + 0.5)


def shallow_gable(canvas: Canvas, site: Site, colour: np.ndarray, high: float) -> None:
    """A wide metal roof: two tones, a ridge, sheets and skylights across."""
    w, h = site.width_m / 2, site.height_m / 2
    canvas.polygon(site.ring, None, high, ROOF)
    for side in (-1, 1):
        tone = 1 + 0.5 * (canvas.style.facing(site.angle + side * np.pi / 2) - 1)
        canvas.polygon(site.rect(-w, 0, w, side * h), colour, None, None, tone)
        for u in np.arange(-w + 6, w - 3, 12.0):
            canvas.polygon(
                site.rect(u, side * h * 0.25, u + 1.2, side * h * 0.8),
                np.minimum(colour * tone * 1.12 + 14, 255),
            )
    canvas.mark(site.points([(-w, 0), (w, 0)]), 0.7, np.minimum(colour * 1.2 + 8, 255), colour)


def block(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """An apartment block, office, school or terminal: a flat roof with plant rooms; ``traits``: colour, height_m."""
    site, traits = feature.site, feature.traits
    assert site is not None
    colour, high = np.array(traits["colour"], float), float(traits["height_m"])
    flat_roof(canvas, site, colour, high, rng, fittings=4 + site.width_m * site.height_m / 120)
    if min(site.width_m, site.height_m) > 9:
        for u in [0.0] if site.width_m < 30 else [-site.width_m * 0.28, site.width_m * 0.28]:
            canvas.polygon(site.inner(u, 0, 5.5, 4.5).ring, colour * 0.85 + 20, high + 3)
    if traits.get("court"):
        inner = Site(site.middle, site.angle, (site.width_m * 0.5, site.height_m * 0.42))
        canvas.polygon(inner.ring, np.array(canvas.style.grass) * 0.98, 0, GRASS)


def tower(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A tall office tower: steps back towards the top, with a bright or glassy roof."""
    site, traits = feature.site, feature.traits
    assert site is not None
    colour, high = np.array(traits["colour"], float), float(traits["height_m"])
    flat_roof(canvas, site, colour, high * 0.8, rng, 4, 0.8)
    upper = Site(site.middle, site.angle, (site.width_m * 0.74, site.height_m * 0.74))
    flat_roof(canvas, upper, np.clip(colour * 1.08, 0, 255), high, rng, 7, 1.0)
    if traits.get("helipad"):
        canvas.disc(site.x, site.y, min(site.width_m, site.height_m) * 0.25, (110, 120, 112), high)
        canvas.circle(site.x, site.y, min(site.width_m, site.height_m) * 0.22, 0.7, (230, 230, 226))


def church(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A cross shaped roof with a tower at one end."""
    site, colour = feature.site, np.array(feature.traits["colour"], float)
    assert site is not None
    w, h = site.width_m, site.height_m
    gable(canvas, site.inner(w * 0.1, 0, h * 1.9, h * 0.8, np.pi / 2), colour, 9)
    gable(canvas, site.inner(0, 0, w, h * 0.82), colour, 10)
    canvas.disc(*site.point(w * 0.5, 0), h * 0.4, colour * 0.9, 9, ROOF)
    spire = site.inner(-w * 0.5, 0, h * 0.62, h * 0.62)
    canvas.polygon(spire.ring, (170, 160, 146), 26, ROOF)
    gable(canvas, spire.shrunk(0.6), colour * 0.85, 30, spire.height_m)
