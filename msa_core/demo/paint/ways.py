"""Painters of ways: roads with their markings, junctions, railways, runways, parking lots, bridges, quays."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.plans.geometry import Points, beside, directions, length, resample
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import ASPHALT, CONCRETE, GRASS, PLAIN, SOIL, Canvas

WHITE = (226, 226, 220)


def asphalt_of(canvas: Canvas, feature: Feature) -> np.ndarray:
    """Colour of this road's surface."""
    return np.array(canvas.style.asphalt) * float(feature.traits.get("shade", 1.0))


def verge(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Pavements in towns, worn shoulders elsewhere; drawn for all roads before any surface."""
    kind, width = feature.traits.get("edge", "shoulder"), feature.traits["width_m"]
    if kind == "pavement":
        canvas.line(feature.ring, width + 4.5, np.array(canvas.style.concrete) * 0.9, 0, CONCRETE)
    elif kind == "shoulder":
        canvas.line(feature.ring, width + 2.4, np.array(canvas.style.dry_grass) * 0.96, 0, SOIL)
    elif kind == "lawn":
        canvas.line(feature.ring, width + 16, np.array(canvas.style.grass), 0, GRASS)


def road(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The surface; ``traits``: width_m, shade, paved."""
    if feature.traits.get("paved", True):
        canvas.line(feature.ring, feature.traits["width_m"], asphalt_of(canvas, feature), 0, ASPHALT)
    else:
        canvas.line(feature.ring, feature.traits["width_m"], np.array(canvas.style.soil) * 1.12, 0, SOIL)
        if canvas.scale > 0.9:
            canvas.mark(
                feature.ring, 0.8, np.array(canvas.style.dry_grass) * 0.95, np.array(canvas.style.soil) * 1.12
            )


def road_marks(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Edge lines, lane lines; ``traits``: lanes (0: no marks), divided."""
    lanes, width = int(feature.traits.get("lanes", 0)), feature.traits["width_m"]
    if not lanes or not feature.traits.get("paved", True):
        return
    under = asphalt_of(canvas, feature)
    line = feature.ring
    if feature.traits.get("divided"):
        canvas.line(line, 2.4, np.array(canvas.style.grass) * 0.92, 0, GRASS)
    if width > 8.5:
        for side in (-1, 1):
            canvas.mark(beside(line, side * (width / 2 - 0.7)), 0.22, WHITE, under)
    for lane in range(1, lanes):
        offset = -width / 2 + 0.7 + lane * (width - 1.4) / lanes
        if feature.traits.get("divided") and abs(offset) < 1.5:
            continue
        dashes(canvas, beside(line, offset), 0.22, WHITE, under)


def dashes(
    canvas: Canvas,
    line: Points,
    width_m: float,
    colour: tuple[int, int, int],
    under: np.ndarray,
    on_m: float = 4.0,
    every_m: float = 12.0,
) -> None:
    """A broken line."""
    for start, along in zip(resample(line, every_m), directions(resample(line, every_m)), strict=True):
        canvas.mark(np.array([start, start + along * on_m]), width_m, colour, under)


def junction(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Bare asphalt where roads meet, with zebra crossings when ``traits`` says so."""
    site = feature.site
    assert site is not None
    canvas.polygon(site.ring, asphalt_of(canvas, feature), 0, ASPHALT)
    if not feature.traits.get("zebra"):
        return
    for turn in range(4):
        arm = site.inner(0, 0, site.width_m, site.height_m, turn * np.pi / 2)
        half, reach = (
            (site.height_m / 2, site.width_m / 2) if turn % 2 == 0 else (site.width_m / 2, site.height_m / 2)
        )
        for v in np.arange(-half + 1, half - 0.5, 1.6):
            canvas.polygon(arm.rect(reach + 0.5, v, reach + 3.5, v + 0.8), WHITE)


def roundabout(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A ring of asphalt around a green island; ``traits``: radius_m (outer), island_m."""
    site, traits = feature.site, feature.traits
    assert site is not None
    outer, island = traits["radius_m"], traits["island_m"]
    surface = asphalt_of(canvas, feature)
    canvas.disc(site.x, site.y, outer + 2.5, np.array(canvas.style.concrete) * 0.92, 0, CONCRETE)
    canvas.disc(site.x, site.y, outer, surface, 0, ASPHALT)
    canvas.circle(
        site.x,
        site.y,
        (outer + island) / 2,
        0.3,
        [0.5 * w + 0.5 * s for w, s in zip(WHITE, surface, strict=True)],
    )
    canvas.disc(site.x, site.y, island + 1.2, canvas.style.concrete, 0, CONCRETE)
    canvas.disc(site.x, site.y, island, np.array(canvas.style.grass) * 1.03, 0, GRASS)
    if island > 10:
        canvas.disc(site.x, site.y, island * 0.4, np.array(canvas.style.forest) * 1.25, 0.5, GRASS)
        canvas.disc(site.x, site.y, island * 0.16, (206, 200, 188), 3, PLAIN)


def railway(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Ballast with pairs of rails; ``traits``: tracks."""
    tracks = int(feature.traits.get("tracks", 2))
    ballast = np.array((136, 124, 112))
    canvas.line(feature.ring, tracks * 4.6 + 2.4, ballast, 0, SOIL)
    for track in range(tracks):
        middle = beside(feature.ring, (track - (tracks - 1) / 2) * 4.6)
        canvas.mark(middle, 2.6, (112, 100, 92), ballast)
        for rail in (-0.75, 0.75):
            canvas.mark(beside(middle, rail), 0.28, (186, 180, 176), ballast * 0.9)


def bridge(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The deck of a bridge or viaduct over whatever lies below; ``traits``: width_m, height_m, lanes."""
    width, high = feature.traits["width_m"], float(feature.traits.get("height_m", 6.0))
    canvas.line(feature.ring, width + 3, np.array(canvas.style.concrete) * 1.04, high, CONCRETE)
    canvas.line(feature.ring, width, asphalt_of(canvas, feature), high, ASPHALT)
    road_marks(canvas, feature, rng)
    if feature.traits.get("piers"):
        for spot in resample(feature.ring, length(feature.ring) / 3)[1:-1]:
            canvas.disc(float(spot[0]), float(spot[1]), width * 0.25, canvas.style.concrete, high + 20)
