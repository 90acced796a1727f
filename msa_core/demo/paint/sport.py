"""Painters of sports grounds: pitches, courts, diamonds, tracks, golf greens."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from msa_core.demo.land.plans.geometry import Points, Site
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import CONCRETE, GRASS, PLAIN, SAND, SOIL, Canvas

WHITE = (232, 234, 228)


def _outline(
    canvas: Canvas,
    site: Site,
    box: tuple[float, float, float, float],
    under: np.ndarray,
    width_m: float = 0.35,
) -> None:
    ring = site.rect(*box)
    canvas.mark(np.vstack((ring, ring[:1])), width_m, WHITE, under)


def arc(site: Site, u: float, v: float, radius: float, start: float, end: float, n: int = 24) -> Points:
    """Points of an arc in site coordinates."""
    t = np.linspace(start, end, n)
    return site.points(np.column_stack((u + radius * np.cos(t), v + radius * np.sin(t))))


def football(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A football pitch, long side along u: mown stripes, lines, goals; ``traits``: colour, stripes, worn."""
    site, traits = feature.site, feature.traits
    assert site is not None
    w, h = site.width_m / 2, site.height_m / 2
    green = np.array(traits.get("colour", (92, 128, 66)), float)
    canvas.polygon(site.inner(0, 0, 2 * w + 8, 2 * h + 8).ring, green * 0.98, 0, GRASS)
    if traits.get("stripes", True):
        edges = np.linspace(-w, w, 15)
        for number, (u0, u1) in enumerate(pairwise(edges)):
            canvas.polygon(site.rect(u0, -h, u1, h), green, None, GRASS, (0.95, 1.06)[number % 2])
    if traits.get("worn"):
        for u in (-w * 0.9, 0.0, w * 0.9):
            canvas.disc(*site.point(u, 0), h * 0.16, np.array(canvas.style.soil) * 0.98, None, SOIL)
    line = 0.3
    _outline(canvas, site, (-w, -h, w, h), green, line)
    canvas.mark(site.points([(0, -h), (0, h)]), line, WHITE, green)
    canvas.mark(arc(site, 0, 0, 9.15, 0, 2 * np.pi, 40), line, WHITE, green)
    for end in (-1, 1):
        _outline(
            canvas, site, (end * w, -min(20.2, h * 0.7), end * (w - 16.5), min(20.2, h * 0.7)), green, line
        )
        _outline(canvas, site, (end * w, -9.2, end * (w - 5.5), 9.2), green, line)
        canvas.line(site.points([(end * w, -3.7), (end * w, 3.7)]), 0.6, (240, 240, 240), 2)


def court(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A tennis court, long side along u; ``traits``: colour, surround."""
    site, traits = feature.site, feature.traits
    assert site is not None
    colour, around = np.array(traits["colour"], float), np.array(traits["surround"], float)
    canvas.polygon(site.ring, around, 0, PLAIN)
    play = site.inner(0, 0, 23.8, 11.0)
    canvas.polygon(play.ring, colour, 0, PLAIN)
    w, h = 11.9, 5.5
    _outline(canvas, play, (-w, -h, w, h), colour, 0.2)
    for side in (-1, 1):
        canvas.mark(play.points([(-w, side * 4.1), (w, side * 4.1)]), 0.2, WHITE, colour)
        canvas.mark(play.points([(side * 6.4, -4.1), (side * 6.4, 4.1)]), 0.2, WHITE, colour)
    canvas.mark(play.points([(-6.4, 0), (6.4, 0)]), 0.2, WHITE, colour)
    canvas.line(play.points([(0, -h - 1), (0, h + 1)]), 0.4, (214, 214, 214), 1)


def basketball(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A basketball court, long side along u."""
    site, traits = feature.site, feature.traits
    assert site is not None
    colour, around = np.array(traits["colour"], float), np.array(traits["surround"], float)
    canvas.polygon(site.ring, around, 0, PLAIN)
    play = site.inner(0, 0, 28, 15)
    canvas.polygon(play.ring, colour, 0, PLAIN)
    _outline(canvas, play, (-14, -7.5, 14, 7.5), colour, 0.22)
    canvas.mark(play.points([(0, -7.5), (0, 7.5)]), 0.2, WHITE, colour)
    canvas.mark(arc(play, 0, 0, 1.8, 0, 2 * np.pi), 0.2, WHITE, colour)
    for end in (-1, 1):
        canvas.polygon(play.rect(end * 14, -2.45, end * 8.2, 2.45), around)
        canvas.mark(
            arc(play, end * 12.4, 0, 6.7, np.pi / 2, 3 * np.pi / 2)
            if end > 0
            else arc(play, -12.4, 0, 6.7, -np.pi / 2, np.pi / 2),
            0.2,
            WHITE,
            colour,
        )


def baseball(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A baseball field in the quarter circle between +u and +v from its home plate at a corner of the site."""
    site = feature.site
    assert site is not None
    size = site.width_m
    home = site.inner(-size / 2, -size / 2, 1, 1)
    grass = np.array(canvas.style.grass) * 1.04 + (-6, 6, -6)
    clay = np.array(feature.traits.get("colour", (186, 130, 88)), float)
    fan = np.vstack((home.points([(0, 0)]), arc(home, 0, 0, size, 0, np.pi / 2, 32)))
    canvas.polygon(
        np.vstack((home.points([(-9, -9)]), arc(home, 0, 0, size + 2, -0.08, np.pi / 2 + 0.08, 32))),
        clay * 0.97,
        0,
        SOIL,
    )
    canvas.polygon(
        np.vstack((home.points([(-6, -6)]), arc(home, 0, 0, size - 3.5, -0.06, np.pi / 2 + 0.06, 32))),
        grass,
        0,
        GRASS,
    )
    infield = np.vstack((home.points([(-4, -4)]), arc(home, 19.5, 19.5, 29, -1.15, np.pi / 2 + 1.15, 28)))
    canvas.polygon(infield, clay, 0, SOIL)
    canvas.polygon(home.rect(3.5, 3.5, 24, 24), grass * 1.03, 0, GRASS)
    canvas.disc(*home.point(13.2, 13.2), 2.8, clay, 0, SOIL)
    canvas.disc(*home.point(0, 0), 4.2, clay, 0, SOIL)
    for end in ((size - 4, 0.0), (0.0, size - 4)):
        canvas.mark(home.points([(0, 0), end]), 0.35, WHITE, grass)
    for base_u, base_v in ((27.4, 0.0), (27.4, 27.4), (0.0, 27.4)):
        canvas.disc(*home.point(base_u, base_v), 0.6, WHITE)
    canvas.mark(np.vstack((fan[1:],)), 0.4, (120, 120, 116), grass)
    canvas.mark(home.points([(-6, 10), (-9, -9), (10, -6)]), 0.6, (150, 150, 150), clay)


def track(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A running track: two straights and two bends around a field, along u."""
    site = feature.site
    assert site is not None
    red = np.array(feature.traits.get("colour", (166, 84, 68)), float)
    bend = site.height_m / 2
    straight = site.width_m / 2 - bend
    lanes = 9.8

    def oval(radius: float) -> Points:
        return np.vstack(
            (
                arc(site, straight, 0, radius, -np.pi / 2, np.pi / 2),
                arc(site, -straight, 0, radius, np.pi / 2, 3 * np.pi / 2),
            )
        )

    canvas.polygon(oval(bend), red, 0, PLAIN)
    canvas.polygon(oval(bend - lanes), np.array(feature.traits.get("field", canvas.style.grass)), 0, GRASS)
    for lane in range(9):
        ring = oval(bend - lane * lanes / 8)
        canvas.mark(np.vstack((ring, ring[:1])), 0.14, WHITE, red)
    for end in (-1, 1):
        canvas.polygon(
            np.vstack(
                (
                    arc(site, end * straight, 0, bend - lanes - 2, -np.pi / 2, np.pi / 2, 12)
                    if end > 0
                    else arc(site, -straight, 0, bend - lanes - 2, np.pi / 2, 3 * np.pi / 2, 12),
                )
            ),
            red * 0.97 if feature.traits.get("red_ends", True) else canvas.style.grass,
            0,
            PLAIN,
        )


def stand(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A small grandstand with steps along u."""
    site = feature.site
    assert site is not None
    steps = 5
    for step in range(steps):
        v = -site.height_m / 2 + step * site.height_m / steps
        canvas.polygon(
            site.rect(-site.width_m / 2, v, site.width_m / 2, site.height_m / 2),
            np.array(feature.traits.get("colour", (170, 168, 164))) * (0.94, 1.06)[step % 2],
            2 + step,
            CONCRETE,
        )


def green(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A putting green or fairway of finer, lighter grass."""
    canvas.polygon(
        feature.ring,
        np.array(canvas.style.grass) * float(feature.traits.get("shade", 1.12)) + (-6, 8, -4),
        0,
        GRASS,
    )


def bunker(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A sand bunker."""
    canvas.polygon(feature.ring, np.array(canvas.style.sand) * 1.06, 0, SAND)
