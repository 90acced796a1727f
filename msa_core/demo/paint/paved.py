"""Painters of runways, taxiways, aprons, quays, squares and parking lots."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import ASPHALT, CONCRETE, Canvas
from msa_core.demo.paint.ways import WHITE, asphalt_of


def runway(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A runway along u of its site: shoulders, centre line, thresholds, touchdown marks, rubber."""
    site = feature.site
    assert site is not None
    half, w = site.width_m / 2, site.height_m
    tone = np.array(canvas.style.asphalt) * float(feature.traits.get("shade", 0.86))
    canvas.polygon(site.rect(-half - 60, -w / 2 - 7, half + 60, w / 2 + 7), tone * 1.13, 0, ASPHALT)
    canvas.polygon(site.ring, tone, 0, ASPHALT)
    for side in (-1, 1):
        canvas.mark(site.points([(-half, side * (w / 2 - 1)), (half, side * (w / 2 - 1))]), 0.9, WHITE, tone)
        for number in range(5):  # rubber of landings
            v = side * (3.0 + number * 0.8)
            for end in (-1, 1):
                canvas.mark(
                    site.points([(end * (half - 180), v), (end * (half - 620 - number * 40), v)]),
                    1.1,
                    tone * 0.6,
                    tone * 0.9,
                )
        for end in (-1, 1):
            for stripe in range(6):
                v = side * (2.6 + stripe * (w / 2 - 4) / 6)
                canvas.polygon(site.rect(end * (half - 8), v - 0.9, end * (half - 38), v + 0.9), WHITE)
            canvas.polygon(
                site.rect(end * (half - 300), side * 8 - 2.4, end * (half - 350), side * 8 + 2.4), WHITE
            )
            canvas.polygon(
                site.rect(end * (half - 150), side * 8 - 1.0, end * (half - 172), side * 8 + 1.0), WHITE
            )
    for u in np.arange(-half + 80, half - 80, 50.0):
        canvas.polygon(site.rect(u, -0.5, u + 30, 0.5), WHITE)
    for end in (-1, 1):
        canvas.polygon(site.rect(end * (half - 48), -4, end * (half - 57), 4), np.array(WHITE) * 0.92)
        for arrow in range(4):  # yellow chevrons before the threshold
            tip = end * (half + 14 + arrow * 12)
            canvas.mark(
                site.points([(tip + end * 8, -w / 2), (tip, 0), (tip + end * 8, w / 2)]),
                0.9,
                (190, 168, 70),
                tone,
            )


def taxiway(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A taxiway along a line, with its yellow middle; joints show on concrete."""
    tone = np.array(canvas.style.asphalt) * float(feature.traits.get("shade", 0.97))
    canvas.line(feature.ring, feature.traits["width_m"] + 9, tone * 1.12, 0, ASPHALT)
    canvas.line(feature.ring, feature.traits["width_m"], tone, 0, ASPHALT)


def taxiway_marks(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The yellow middle line."""
    tone = np.array(canvas.style.asphalt)
    canvas.mark(feature.ring, 0.4, (196, 170, 62), tone)


def paved(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A yard, apron, quay or square: concrete or asphalt with joints; ``traits``: material, joints_m, shade."""
    material = feature.traits.get("material", "concrete")
    base = np.array(canvas.style.concrete if material == "concrete" else canvas.style.asphalt)
    base = np.array(feature.traits.get("colour", base)) * float(feature.traits.get("shade", 1.0))
    surface = CONCRETE if material == "concrete" else ASPHALT
    canvas.polygon(feature.ring, base, float(feature.traits.get("height_m", 0.0)), surface)
    joints, site = float(feature.traits.get("joints_m", 0.0)), feature.site
    if not joints or site is None:
        return
    w, h = site.width_m / 2, site.height_m / 2
    for u in np.arange(-w + joints, w, joints):
        canvas.mark(site.points([(u, -h), (u, h)]), 0.3, base * 0.86, base)
    for v in np.arange(-h + joints, h, joints):
        canvas.mark(site.points([(-w, v), (w, v)]), 0.3, base * 0.86, base)
    for _ in range(int(site.width_m * site.height_m / 2500)):  # slabs replaced, oil, repairs
        u, v = (
            int(rng.uniform(-w, w - joints) // joints) * joints,
            int(rng.uniform(-h, h - joints) // joints) * joints,
        )
        tone = float(rng.uniform(0.9, 1.06))
        canvas.polygon(site.rect(u, v, min(w, u + joints), min(h, v + joints)), base, None, None, tone)


def parking_lot(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Asphalt with white bays along u; the cars are features of their own."""
    site = feature.site
    assert site is not None
    tone = asphalt_of(canvas, feature)
    canvas.polygon(site.ring, tone, 0, ASPHALT)
    for v, side in feature.traits["bays"]:
        ends = site.points([(-site.width_m / 2 + 4, v), (site.width_m / 2 - 4, v)])
        canvas.mark(ends, 0.15, WHITE, tone)
        for u in np.arange(-site.width_m / 2 + 4, site.width_m / 2 - 3.9, 2.6):
            canvas.mark(site.points([(u, v), (u, v + side * 5.0)]), 0.14, WHITE, tone)
