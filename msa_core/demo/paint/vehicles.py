"""Painters of what moves: cars, trucks, aircraft, ships and boats, containers, trains, cranes."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import PLAIN, Canvas
from msa_core.demo.paint.ships import CONTAINERS


def car(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A car along u: body, dark windscreens, lighter roof."""
    site, colour = feature.site, np.array(feature.traits["colour"], float)
    assert site is not None
    w, h = site.width_m / 2, site.height_m / 2
    canvas.polygon(site.ring, colour, 1.25, PLAIN)
    if canvas.scale >= 1.3:
        canvas.polygon(site.rect(-w * 0.62, -h * 0.82, w * 0.45, h * 0.82), colour * 0.42 + 14)
        canvas.polygon(
            site.rect(-w * 0.38, -h * 0.82, w * 0.12, h * 0.82), np.minimum(colour * 1.08 + 8, 255), 1.5
        )


def truck(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A lorry or bus: a cab and a long box."""
    site, colour = feature.site, np.array(feature.traits["colour"], float)
    assert site is not None
    w, h = site.width_m / 2, site.height_m / 2
    canvas.polygon(site.rect(-w, -h, w - 2.6, h), colour, 3.5, PLAIN)
    canvas.polygon(
        site.rect(w - 2.2, -h, w, h), np.array(feature.traits.get("cab", (190, 190, 188))), 3, PLAIN
    )
    canvas.mark(site.points([(-w, 0), (w - 2.6, 0)]), 0.4, np.minimum(colour * 1.12, 255), colour)


def plane(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """An aircraft, nose towards +u; width_m long, height_m wide; ``traits``: colour, tail, engines, prop."""
    site, traits = feature.site, feature.traits
    assert site is not None
    colour, tail = np.array(traits["colour"], float), np.array(traits["tail"], float)
    if traits.get("prop"):
        _light_aircraft(canvas, site, colour, tail)
        return
    spots = (0.34,) if traits.get("engines", 2) == 2 else (0.3, 0.58)
    for side in (-1, 1):
        _wing(canvas, site, side, colour * 0.86)
        _engines(canvas, site, side, spots)
    _hull(canvas, site, colour)
    _tail_and_cockpit(canvas, site, colour, tail)


_HULL = 0.052
"""Half the width of an airliner's hull, as a share of its length."""


def _wing(canvas: Canvas, site: Site, side: int, colour: np.ndarray) -> None:
    """The swept wing and the tail plane of one side."""
    half, span, r = site.width_m / 2, site.height_m / 2, site.width_m * _HULL
    wing = [
        (half * 0.34, side * r),
        (half * 0.1, side * span * 0.36),
        (-half * 0.28, side * span),
        (-half * 0.38, side * span),
        (-half * 0.2, side * span * 0.36),
        (-half * 0.24, side * r),
    ]
    tail_plane = [
        (-half * 0.74, 0),
        (-half * 0.9, side * span * 0.36),
        (-half * 0.98, side * span * 0.36),
        (-half * 0.95, 0),
    ]
    canvas.polygon(site.points(wing), colour, 4.0, PLAIN)
    canvas.polygon(site.points(tail_plane), colour, 5.0, PLAIN)


def _engines(canvas: Canvas, site: Site, side: int, spots: tuple[float, ...]) -> None:
    """Engines under the wing of one side, at these shares of the half span."""
    half, span, r = site.width_m / 2, site.height_m / 2, site.width_m * _HULL
    for v in spots:
        u = half * (0.2 - 0.52 * v)
        canvas.polygon(site.inner(u, side * span * v, r * 2.0, r * 1.05).ring, (126, 128, 132), 3.0)


def _hull(canvas: Canvas, site: Site, colour: np.ndarray) -> None:
    """The hull, lighter along its ridge and darker away from the sun."""
    half, r = site.width_m / 2, site.width_m * _HULL
    body = [
        (half, 0),
        (half * 0.96, r * 0.55),
        (half * 0.86, r),
        (-half * 0.55, r),
        (-half * 0.9, r * 0.35),
        (-half, 0),
    ]
    outline = body + [(u, -v) for u, v in reversed(body[1:-1])]
    canvas.polygon(site.points(outline), colour, 6.5, PLAIN)
    canvas.polygon(site.points([(u, v * 0.45) for u, v in outline]), np.minimum(colour * 1.06 + 4, 255))
    sx, sy = canvas.style.sunward
    dark = 1 if -np.sin(site.angle) * sx + np.cos(site.angle) * sy < 0 else -1
    shade = site.points([(half * 0.85, dark * r * 0.8), (-half * 0.6, dark * r * 0.8)])
    canvas.mark(shade, r * 0.45, colour * 0.74, colour)


def _tail_and_cockpit(canvas: Canvas, site: Site, colour: np.ndarray, tail: np.ndarray) -> None:
    half, r = site.width_m / 2, site.width_m * _HULL
    fin = [(-half * 0.66, 0), (-half * 0.99, r * 0.2), (-half * 1.02, 0), (-half * 0.99, -r * 0.2)]
    canvas.polygon(site.points(fin), tail, 12)
    panes = site.points([(half * 0.9, -r * 0.5), (half * 0.92, 0), (half * 0.9, r * 0.5)])
    canvas.mark(panes, 0.7, (70, 74, 80), colour)


def _light_aircraft(canvas: Canvas, site: Site, colour: np.ndarray, tail: np.ndarray) -> None:
    half, span = site.width_m / 2, site.height_m / 2
    canvas.polygon(site.rect(half * 0.1, -span, half * 0.42, span), colour, 2.2, PLAIN)
    canvas.polygon(site.rect(-half, -span * 0.3, -half * 0.76, span * 0.3), colour, 1.8, PLAIN)
    canvas.polygon(
        site.points(
            [
                (half, 0),
                (half * 0.8, span * 0.1),
                (-half, span * 0.04),
                (-half, -span * 0.04),
                (half * 0.8, -span * 0.1),
            ]
        ),
        np.minimum(colour * 1.05, 255),
        2.4,
    )
    canvas.polygon(site.rect(-half, -span * 0.03, -half * 0.7, span * 0.03), tail, 3)


def containers(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Stacks of containers in rows along u on the yard of their site."""
    site = feature.site
    assert site is not None
    w, h = site.width_m / 2, site.height_m / 2
    for v in np.arange(-h, h - 2.4, 2.75):
        for u in np.arange(-w, w - 12, 12.8):
            if rng.random() < 0.1:
                continue
            colour = np.array(CONTAINERS[int(rng.integers(len(CONTAINERS)))])
            canvas.polygon(
                site.rect(u, v, u + 12.2, v + 2.44),
                colour * float(rng.normal(1, 0.07)),
                2.6 * float(rng.integers(1, 5)),
                PLAIN,
            )


def train(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """One carriage or wagon."""
    site, colour = feature.site, np.array(feature.traits["colour"], float)
    assert site is not None
    canvas.polygon(site.ring, colour, 3.8, PLAIN)
    canvas.mark(
        site.points([(-site.width_m / 2, 0), (site.width_m / 2, 0)]),
        0.8,
        np.minimum(colour * 1.2, 255),
        colour,
    )


def crane(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A quay crane: a boom along u over the ship and the quay, on four legs."""
    site, colour = feature.site, np.array(feature.traits["colour"], float)
    assert site is not None
    w, h = site.width_m / 2, site.height_m / 2
    for v in (-0.22, 0.22):
        canvas.line(site.points([(-w, v * h), (w, v * h)]), 1.3, colour, 38)
    for u in (-0.35, 0.15):
        canvas.line(site.points([(u * w, -h), (u * w, h)]), 1.6, colour * 0.9, 30)
    canvas.polygon(site.inner(-w * 0.5, 0, w * 0.22, h * 0.8).ring, colour * 0.8 + 20, 34)
