"""Painters of ways: roads with their markings, junctions, railways, runways, parking lots, bridges, quays."""

from __future__ import annotations

import numpy as np

from msa_core.demo.canvas import ASPHALT, CONCRETE, GRASS, PLAIN, SOIL, Canvas
from msa_core.demo.geometry import Points, beside, directions, length, resample
from msa_core.demo.plan import Feature

WHITE = (226, 226, 220)


def asphalt_of(canvas: Canvas, feature: Feature) -> np.ndarray:
    """Colour of this road's surface."""
    return np.array(canvas.style.asphalt) * float(feature.look.get("shade", 1.0))


def verge(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Pavements in towns, worn shoulders elsewhere; drawn for all roads before any surface."""
    kind, width = feature.look.get("edge", "shoulder"), feature.look["width_m"]
    if kind == "pavement":
        canvas.line(feature.ring, width + 4.5, np.array(canvas.style.concrete) * 0.9, 0, CONCRETE)
    elif kind == "shoulder":
        canvas.line(feature.ring, width + 2.4, np.array(canvas.style.dry_grass) * 0.96, 0, SOIL)
    elif kind == "lawn":
        canvas.line(feature.ring, width + 16, np.array(canvas.style.grass), 0, GRASS)


def road(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The surface; ``look``: width_m, shade, paved."""
    if feature.look.get("paved", True):
        canvas.line(feature.ring, feature.look["width_m"], asphalt_of(canvas, feature), 0, ASPHALT)
    else:
        canvas.line(feature.ring, feature.look["width_m"], np.array(canvas.style.soil) * 1.12, 0, SOIL)
        if canvas.scale > 0.9:
            canvas.mark(feature.ring, 0.8, np.array(canvas.style.dry_grass) * 0.95, np.array(canvas.style.soil) * 1.12)


def road_marks(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Edge lines, lane lines; ``look``: lanes (0: no marks), divided."""
    lanes, width = int(feature.look.get("lanes", 0)), feature.look["width_m"]
    if not lanes or not feature.look.get("paved", True):
        return
    under = asphalt_of(canvas, feature)
    line = feature.ring
    if feature.look.get("divided"):
        canvas.line(line, 2.4, np.array(canvas.style.grass) * 0.92, 0, GRASS)
    if width > 8.5:
        for side in (-1, 1):
            canvas.mark(beside(line, side * (width / 2 - 0.7)), 0.22, WHITE, under)
    for lane in range(1, lanes):
        offset = -width / 2 + 0.7 + lane * (width - 1.4) / lanes
        if feature.look.get("divided") and abs(offset) < 1.5:
            continue
        dashes(canvas, beside(line, offset), 0.22, WHITE, under)


def dashes(canvas: Canvas, line: Points, width_m: float, colour: tuple[int, int, int], under: np.ndarray,
           on_m: float = 4.0, every_m: float = 12.0) -> None:
    """A broken line."""
    for start, along in zip(resample(line, every_m), directions(resample(line, every_m)), strict=True):
        canvas.mark(np.array([start, start + along * on_m]), width_m, colour, under)


def junction(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Bare asphalt where roads meet, with zebra crossings when ``look`` says so."""
    site = feature.site
    assert site is not None
    canvas.polygon(site.ring, asphalt_of(canvas, feature), 0, ASPHALT)
    if not feature.look.get("zebra"):
        return
    for turn in range(4):
        arm = site.part(0, 0, site.width_m, site.height_m, turn * np.pi / 2)
        half, reach = (site.height_m / 2, site.width_m / 2) if turn % 2 == 0 else (site.width_m / 2, site.height_m / 2)
        for v in np.arange(-half + 1, half - 0.5, 1.6):
            canvas.polygon(arm.rect(reach + 0.5, v, reach + 3.5, v + 0.8), WHITE)


def roundabout(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A ring of asphalt around a green island; ``look``: radius_m (outer), island_m."""
    site, look = feature.site, feature.look
    assert site is not None
    outer, island = look["radius_m"], look["island_m"]
    surface = asphalt_of(canvas, feature)
    canvas.disc(site.x, site.y, outer + 2.5, np.array(canvas.style.concrete) * 0.92, 0, CONCRETE)
    canvas.disc(site.x, site.y, outer, surface, 0, ASPHALT)
    canvas.circle(site.x, site.y, (outer + island) / 2, 0.3, [0.5 * w + 0.5 * s for w, s in zip(WHITE, surface, strict=True)])
    canvas.disc(site.x, site.y, island + 1.2, canvas.style.concrete, 0, CONCRETE)
    canvas.disc(site.x, site.y, island, np.array(canvas.style.grass) * 1.03, 0, GRASS)
    if island > 10:
        canvas.disc(site.x, site.y, island * 0.4, np.array(canvas.style.forest) * 1.25, 0.5, GRASS)
        canvas.disc(site.x, site.y, island * 0.16, (206, 200, 188), 3, PLAIN)


def railway(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Ballast with pairs of rails; ``look``: tracks."""
    tracks = int(feature.look.get("tracks", 2))
    ballast = np.array((136, 124, 112))
    canvas.line(feature.ring, tracks * 4.6 + 2.4, ballast, 0, SOIL)
    for track in range(tracks):
        middle = beside(feature.ring, (track - (tracks - 1) / 2) * 4.6)
        canvas.mark(middle, 2.6, (112, 100, 92), ballast)
        for rail in (-0.75, 0.75):
            canvas.mark(beside(middle, rail), 0.28, (186, 180, 176), ballast * 0.9)


def runway(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A runway along u of its site: shoulders, centre line, thresholds, touchdown marks, rubber."""
    site = feature.site
    assert site is not None
    half, w = site.width_m / 2, site.height_m
    tone = np.array(canvas.style.asphalt) * float(feature.look.get("shade", 0.86))
    canvas.polygon(site.rect(-half - 60, -w / 2 - 7, half + 60, w / 2 + 7), tone * 1.13, 0, ASPHALT)
    canvas.polygon(site.ring, tone, 0, ASPHALT)
    for side in (-1, 1):
        canvas.mark(site.points([(-half, side * (w / 2 - 1)), (half, side * (w / 2 - 1))]), 0.9, WHITE, tone)
        for number in range(5):  # rubber of landings
            v = side * (3.0 + number * 0.8)
            for end in (-1, 1):
                canvas.mark(site.points([(end * (half - 180), v), (end * (half - 620 - number * 40), v)]), 1.1, tone * 0.6, tone * 0.9)
        for end in (-1, 1):
            for stripe in range(6):
                v = side * (2.6 + stripe * (w / 2 - 4) / 6)
                canvas.polygon(site.rect(end * (half - 8), v - 0.9, end * (half - 38), v + 0.9), WHITE)
            canvas.polygon(site.rect(end * (half - 300), side * 8 - 2.4, end * (half - 350), side * 8 + 2.4), WHITE)
            canvas.polygon(site.rect(end * (half - 150), side * 8 - 1.0, end * (half - 172), side * 8 + 1.0), WHITE)
    for u in np.arange(-half + 80, half - 80, 50.0):
        canvas.polygon(site.rect(u, -0.5, u + 30, 0.5), WHITE)
    for end in (-1, 1):
        canvas.polygon(site.rect(end * (half - 48), -4, end * (half - 57), 4), np.array(WHITE) * 0.92)
        for arrow in range(4):  # yellow chevrons before the threshold
            tip = end * (half + 14 + arrow * 12)
            canvas.mark(site.points([(tip + end * 8, -w / 2), (tip, 0), (tip + end * 8, w / 2)]), 0.9, (190, 168, 70), tone)


def taxiway(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A taxiway along a line, with its yellow middle; joints show on concrete."""
    tone = np.array(canvas.style.asphalt) * float(feature.look.get("shade", 0.97))
    canvas.line(feature.ring, feature.look["width_m"] + 9, tone * 1.12, 0, ASPHALT)
    canvas.line(feature.ring, feature.look["width_m"], tone, 0, ASPHALT)


def taxiway_marks(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The yellow middle line."""
    tone = np.array(canvas.style.asphalt)
    canvas.mark(feature.ring, 0.4, (196, 170, 62), tone)


def paved(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A yard, apron, quay or square: concrete or asphalt with joints; ``look``: material, joints_m, shade."""
    material = feature.look.get("material", "concrete")
    base = np.array(canvas.style.concrete if material == "concrete" else canvas.style.asphalt)
    base = np.array(feature.look.get("colour", base)) * float(feature.look.get("shade", 1.0))
    surface = CONCRETE if material == "concrete" else ASPHALT
    canvas.polygon(feature.ring, base, float(feature.look.get("height_m", 0.0)), surface)
    joints, site = float(feature.look.get("joints_m", 0.0)), feature.site
    if not joints or site is None:
        return
    w, h = site.width_m / 2, site.height_m / 2
    for u in np.arange(-w + joints, w, joints):
        canvas.mark(site.points([(u, -h), (u, h)]), 0.3, base * 0.86, base)
    for v in np.arange(-h + joints, h, joints):
        canvas.mark(site.points([(-w, v), (w, v)]), 0.3, base * 0.86, base)
    for _ in range(int(site.width_m * site.height_m / 2500)):  # slabs replaced, oil, repairs
        u, v = (int(rng.uniform(-w, w - joints) // joints) * joints, int(rng.uniform(-h, h - joints) // joints) * joints)
        tone = float(rng.uniform(0.9, 1.06))
        canvas.polygon(site.rect(u, v, min(w, u + joints), min(h, v + joints)), base, None, None, tone)


def parking_lot(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Asphalt with white bays along u; the cars are features of their own."""
    site = feature.site
    assert site is not None
    tone = asphalt_of(canvas, feature)
    canvas.polygon(site.ring, tone, 0, ASPHALT)
    for v, side in feature.look["bays"]:
        ends = site.points([(-site.width_m / 2 + 4, v), (site.width_m / 2 - 4, v)])
        canvas.mark(ends, 0.15, WHITE, tone)
        for u in np.arange(-site.width_m / 2 + 4, site.width_m / 2 - 3.9, 2.6):
            canvas.mark(site.points([(u, v), (u, v + side * 5.0)]), 0.14, WHITE, tone)


def bridge(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The deck of a bridge or viaduct over whatever lies below; ``look``: width_m, height_m, lanes."""
    width, high = feature.look["width_m"], float(feature.look.get("height_m", 6.0))
    canvas.line(feature.ring, width + 3, np.array(canvas.style.concrete) * 1.04, high, CONCRETE)
    canvas.line(feature.ring, width, asphalt_of(canvas, feature), high, ASPHALT)
    road_marks(canvas, feature, rng)
    if feature.look.get("piers"):
        for spot in resample(feature.ring, length(feature.ring) / 3)[1:-1]:
            canvas.disc(float(spot[0]), float(spot[1]), width * 0.25, canvas.style.concrete, high + 20)


PAINTERS = {
    "junction": junction, "roundabout": roundabout, "railway": railway, "runway": runway, "apron": paved,
    "yard": paved, "quay": paved, "square": paved, "parking_lot": parking_lot, "bridge": bridge, "viaduct": bridge,
}
