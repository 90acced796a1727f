"""Painters of buildings: houses with ridges, halls, blocks, towers, churches, tanks, greenhouses, solar panels."""

from __future__ import annotations

import numpy as np

from msa_core.demo.canvas import CONCRETE, GRASS, PLAIN, ROOF, SOIL, WATER, Canvas
from msa_core.demo.geometry import Site, ellipse
from msa_core.demo.plan import Feature

POOL = (92, 176, 196)


def gable(canvas: Canvas, site: Site, colour: np.ndarray, eaves_m: float, hip_m: float = 0.0) -> None:
    """A roof whose ridge runs along u; ``hip_m`` > 0 slopes the ends too."""
    w, h = site.width_m / 2, site.height_m / 2
    hip = min(hip_m, w * 0.9)
    facing = canvas.style.facing
    top = eaves_m + 0.35 * site.height_m
    canvas.polygon(site.ring, None, eaves_m + 0.8, ROOF)
    canvas.polygon(site.points([(-w, -h), (w, -h), (w - hip, 0), (-w + hip, 0)]), colour, None, None,
                   facing(site.angle - np.pi / 2))
    canvas.polygon(site.points([(-w, h), (w, h), (w - hip, 0), (-w + hip, 0)]), colour, None, None,
                   facing(site.angle + np.pi / 2))
    if hip > 0:
        canvas.polygon(site.points([(w, -h), (w, h), (w - hip, 0)]), colour, None, None, facing(site.angle))
        canvas.polygon(site.points([(-w, -h), (-w, h), (-w + hip, 0)]), colour, None, None, facing(site.angle + np.pi))
    canvas.polygon(site.rect(-w + hip, -h * 0.45, w - hip, h * 0.45), None, (eaves_m + top) / 2)
    ridge = site.points([(-w + hip, 0), (w - hip, 0)])
    canvas.mark(ridge, 0.35, np.minimum(colour * 1.25, 255), colour)


def house(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A dwelling; ``look``: colour (of the roof), roof (gable, hip, flat), wing (an L shape), height_m."""
    site, look = feature.site, feature.look
    assert site is not None
    colour = np.array(look["colour"]) * float(rng.normal(1, 0.05))
    eaves = float(look.get("height_m", 4.2))
    if look.get("roof") == "flat":
        flat_roof(canvas, site, colour, eaves, rng, fittings=site.width_m * site.height_m / 90)
        return
    hip = site.height_m / 2 if look.get("roof") == "hip" else 0.0
    if look.get("wing"):
        side = float(look["wing"])
        wing = site.part(side * site.width_m * 0.27, site.height_m * 0.42, site.height_m * 1.1, site.height_m * 0.72, np.pi / 2)
        gable(canvas, wing, colour, eaves - 0.4, hip)
    gable(canvas, site, colour, eaves, hip)
    u = float(rng.uniform(-0.3, 0.3)) * site.width_m
    canvas.polygon(site.rect(u - 0.5, -0.9, u + 0.5, 0.1), (150, 128, 116), eaves + 3.4)
    if look.get("solar"):
        canvas.polygon(site.rect(-site.width_m * 0.3, site.height_m * 0.1, site.width_m * 0.3, site.height_m * 0.42), (46, 56, 84))


def flat_roof(canvas: Canvas, site: Site, colour: np.ndarray, height_m: float, rng: np.random.Generator,
              fittings: float = 6, parapet: float = 0.4) -> None:
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
        canvas.polygon(site.part(float(u), float(v), 2 * a, 2 * b).ring, colour * float(rng.choice((0.72, 0.86, 1.18))),
                       height_m + float(rng.uniform(0.8, 2.2)))


def hall(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A warehouse or factory; ``look``: colour, height_m, roof (flat, ribbed, saw, shallow)."""
    site, look = feature.site, feature.look
    assert site is not None
    colour, high = np.array(look["colour"], float), float(look.get("height_m", 10))
    w, h = site.width_m / 2, site.height_m / 2
    kind = look.get("roof", "flat")
    if kind == "plain":
        canvas.polygon(site.ring, colour, high, ROOF)
        return
    if kind in ("flat", "ribbed"):
        flat_roof(canvas, site, colour, high, rng, fittings=min(40, site.width_m * site.height_m / 350))
        for u in np.arange(-w + 5, w - 3, float(rng.choice((5.0, 7.5, 10.0)))):
            if kind == "ribbed":
                canvas.mark(site.points([(u, -h + 1), (u, h - 1)]), 0.4, colour * 0.9, colour)
            elif rng.random() < 0.5:
                for v in np.arange(-h + 6, h - 6, 12.0):
                    canvas.polygon(site.rect(u - 0.7, v, u + 0.7, v + 4), np.minimum(colour * 1.2 + 10, 255))
    elif kind == "saw":
        canvas.polygon(site.ring, colour, high, ROOF)
        step = 8.0
        for u in np.arange(-w, w - 1, step):
            end = min(w, u + step)
            canvas.polygon(site.rect(u, -h, end, h), colour, high + 1.5, None, canvas.style.facing(site.angle))
            canvas.polygon(site.rect(u, -h, min(end, u + 2.2), h), colour * 0.7 + 20, high + 0.5)
    else:
        count = max(1, round(site.height_m / 24))
        depth_m = site.height_m / count
        for number in range(count):
            part = site.part(0, -h + depth_m * (number + 0.5), site.width_m, depth_m)
            shallow_gable(canvas, part, colour, high)
    if look.get("docks"):
        for u in np.arange(-w + 3, w - 4, 5.5):
            canvas.polygon(site.rect(u, h, u + 2.8, h + 0.8), (92, 92, 94), 1)


def shallow_gable(canvas: Canvas, site: Site, colour: np.ndarray, high: float) -> None:
    """A wide metal roof: two tones, a ridge, sheets and skylights across."""
    w, h = site.width_m / 2, site.height_m / 2
    canvas.polygon(site.ring, None, high, ROOF)
    for side in (-1, 1):
        tone = 1 + 0.5 * (canvas.style.facing(site.angle + side * np.pi / 2) - 1)
        canvas.polygon(site.rect(-w, 0, w, side * h), colour, None, None, tone)
        for u in np.arange(-w + 6, w - 3, 12.0):
            canvas.polygon(site.rect(u, side * h * 0.25, u + 1.2, side * h * 0.8), np.minimum(colour * tone * 1.12 + 14, 255))
    canvas.mark(site.points([(-w, 0), (w, 0)]), 0.7, np.minimum(colour * 1.2 + 8, 255), colour)


def block(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """An apartment block, office, school or terminal: flat roof, plant room, balconies' edge; ``look``: colour, height_m."""
    site, look = feature.site, feature.look
    assert site is not None
    colour, high = np.array(look["colour"], float), float(look["height_m"])
    flat_roof(canvas, site, colour, high, rng, fittings=4 + site.width_m * site.height_m / 120)
    if min(site.width_m, site.height_m) > 9:
        for u in ([0.0] if site.width_m < 30 else [-site.width_m * 0.28, site.width_m * 0.28]):
            canvas.polygon(site.part(u, 0, 5.5, 4.5).ring, colour * 0.85 + 20, high + 3)
    if look.get("court"):
        inner = Site(site.x, site.y, site.angle, site.width_m * 0.5, site.height_m * 0.42)
        canvas.polygon(inner.ring, np.array(canvas.style.grass) * 0.98, 0, GRASS)


def tower(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A tall office tower: steps back towards the top, with a bright or glassy roof."""
    site, look = feature.site, feature.look
    assert site is not None
    colour, high = np.array(look["colour"], float), float(look["height_m"])
    flat_roof(canvas, site, colour, high * 0.8, rng, 4, 0.8)
    upper = Site(site.x, site.y, site.angle, site.width_m * 0.74, site.height_m * 0.74)
    flat_roof(canvas, upper, np.clip(colour * 1.08, 0, 255), high, rng, 7, 1.0)
    if look.get("helipad"):
        canvas.disc(site.x, site.y, min(site.width_m, site.height_m) * 0.25, (110, 120, 112), high)
        canvas.circle(site.x, site.y, min(site.width_m, site.height_m) * 0.22, 0.7, (230, 230, 226))


def church(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A cross shaped roof with a tower at one end."""
    site, colour = feature.site, np.array(feature.look["colour"], float)
    assert site is not None
    w, h = site.width_m, site.height_m
    gable(canvas, site.part(w * 0.1, 0, h * 1.9, h * 0.8, np.pi / 2), colour, 9)
    gable(canvas, site.part(0, 0, w, h * 0.82), colour, 10)
    canvas.disc(*site.points([(w * 0.5, 0)])[0], h * 0.4, colour * 0.9, 9, ROOF)
    spire = site.part(-w * 0.5, 0, h * 0.62, h * 0.62)
    canvas.polygon(spire.ring, (170, 160, 146), 26, ROOF)
    gable(canvas, spire.shrunk(0.6), colour * 0.85, 30, spire.height_m)


def tank(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A round storage tank; ``look``: colour, radius_m, height_m, roof (cone, floating)."""
    site, look = feature.site, feature.look
    assert site is not None
    radius, high = float(look["radius_m"]), float(look.get("height_m", 12))
    colour = np.array(look["colour"], float)
    canvas.disc(site.x, site.y, radius, colour * 0.8, high, ROOF)
    sx, sy = canvas.style.sunward
    if look.get("roof") == "floating":
        canvas.disc(site.x, site.y, radius - 0.5, colour * 0.82, high - 3)
        canvas.disc(site.x, site.y, radius * 0.86, colour * 0.9, high - 3)
        canvas.circle(site.x, site.y, radius - 0.2, 0.7, np.minimum(colour * 1.15, 255))
        return
    slices = 24
    for number in range(slices):
        a0, a1 = 2 * np.pi * number / slices, 2 * np.pi * (number + 1) / slices
        middle = (a0 + a1) / 2
        light = 1 + 0.13 * (sx * np.cos(middle) + sy * np.sin(middle))
        wedge = np.array([(site.x, site.y)] + [
            (site.x + (radius - 0.4) * np.cos(a), site.y + (radius - 0.4) * np.sin(a)) for a in (a0, middle, a1)])
        canvas.polygon(wedge, colour, None, None, light)
    canvas.disc(site.x, site.y, radius * 0.07 + 0.3, colour * 0.7, high + 1.5)
    angle = float(rng.uniform(0, 6.28))
    stairs = np.array([(site.x, site.y), (site.x + radius * np.cos(angle), site.y + radius * np.sin(angle))])
    canvas.mark(stairs, 0.5, colour * 0.75, colour)


def bund(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The low wall around a tank."""
    site = feature.site
    assert site is not None
    ground = np.array(feature.look["colour"], float)
    canvas.polygon(site.ring, ground * 1.12, 1.5, SOIL)
    canvas.polygon(site.shrunk(2.2).ring, ground, 0, SOIL)


def greenhouse(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Long bays of glass or white plastic."""
    site = feature.site
    assert site is not None
    colour = np.array(feature.look.get("colour", (206, 214, 214)), float)
    canvas.polygon(site.ring, colour, 3.5, ROOF)
    for number, v in enumerate(np.arange(-site.height_m / 2, site.height_m / 2 - 0.1, 3.4)):
        end = min(v + 3.4, site.height_m / 2)
        canvas.polygon(site.rect(-site.width_m / 2, v, site.width_m / 2, end), colour, None, None,
                       (0.9, 1.05)[number % 2] * float(rng.normal(1, 0.02)))


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
        canvas.line(site.points([(u, -site.height_m / 2), (u, site.height_m / 2)]), 1.6, canvas.style.dry_grass, 0)


def pool(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A garden or public pool with its terrace; ``look``: shape (kidney, box), lanes."""
    site = feature.site
    assert site is not None
    w, h = site.width_m, site.height_m
    canvas.polygon(site.part(0, 0, w + 3.4, h + 3.4).ring, (198, 190, 176), 0, CONCRETE)
    ring = ellipse(site.x, site.y, w / 2, h / 2, site.angle, 28, 2.4) if feature.look.get("shape") == "kidney" else site.ring
    canvas.polygon(ring, POOL, 0, WATER)
    for lane in range(1, int(feature.look.get("lanes", 0))):
        v = -h / 2 + lane * h / int(feature.look["lanes"])
        canvas.mark(site.points([(-w / 2, v), (w / 2, v)]), 0.25, (40, 90, 130), POOL)


def stadium(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Stands around an opening, partly under a roof; the pitch is a feature of its own, painted before."""
    site, look = feature.site, feature.look
    assert site is not None
    w, h, power = site.width_m / 2, site.height_m / 2, float(look.get("power", 2.6))
    seat, roof = np.array(look["seats"], float), np.array(look["colour"], float)
    inner_w, inner_h = float(look["inner_w"]), float(look["inner_h"])
    steps = 14
    for step in range(steps):  # from the rim inwards, each ring lower
        t = step / steps
        ring = ellipse(site.x, site.y, w + (inner_w - w) * t, h + (inner_h - h) * t, site.angle, 96, power)
        tone = seat * (0.9 + 0.12 * (step % 2)) if step else np.array((168, 166, 162))
        canvas.polygon(ring, tone, 24 - 21 * t, PLAIN)
    aisles = ellipse(0, 0, 1, 1, 0, 56, power)
    for x, y in aisles:
        canvas.mark(site.points([(x * w * 0.99, y * h * 0.99), (x * inner_w, y * inner_h)]), 1.0, (186, 184, 180), seat)


def stadium_roof(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The roof over the stands: ribbed wedges on all sides, or on the long sides alone (``look``: cover)."""
    site, look = feature.site, feature.look
    assert site is not None
    w, h, power = site.width_m / 2 + 3, site.height_m / 2 + 3, float(look.get("power", 2.6))
    inner_w, inner_h = float(look["inner_w"]), float(look["inner_h"])
    roof, reach = np.array(look["colour"], float), float(look.get("reach", 0.62))
    unit = ellipse(0, 0, 1, 1, 0, 72, power)
    sx, sy = canvas.style.sunward
    for (x0, y0), (x1, y1) in zip(unit, np.roll(unit, -1, axis=0), strict=True):
        if look.get("cover") == "sides" and abs(y0 + y1) < 1.3:
            continue
        inner = [(w + (inner_w - w) * reach) , (h + (inner_h - h) * reach)]
        ring = site.points([(x0 * w, y0 * h), (x1 * w, y1 * h), (x1 * inner[0], y1 * inner[1]), (x0 * inner[0], y0 * inner[1])])
        out = site.points([(x0 + x1, y0 + y1)])[0] - (site.x, site.y)
        out = out / max(float(np.hypot(*out)), 1e-6)
        canvas.polygon(ring, roof, 31, ROOF, 1 - 0.1 * float(out[0] * sx + out[1] * sy))
        canvas.mark(ring[[1, 2]], 0.7, roof * 0.82, roof)


def cooling_tower(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A wide round tower open at the top."""
    site = feature.site
    assert site is not None
    radius = site.width_m / 2
    canvas.disc(site.x, site.y, radius, (168, 166, 162), 45, ROOF)
    canvas.disc(site.x, site.y, radius * 0.78, (206, 204, 200), 62)
    canvas.disc(site.x, site.y, radius * 0.68, (88, 90, 92), 58)


PAINTERS = {
    "house": house, "farmhouse": house, "hall": hall, "hangar": hall, "warehouse": hall, "apartment_block": block,
    "office": block, "school_building": block, "terminal": block, "hospital": block, "shop": block, "tower": tower,
    "church": church, "storage_tank": tank, "bund": bund, "greenhouse": greenhouse, "solar_panels": solar,
    "swimming_pool": pool, "stadium_stands": stadium, "stadium_roof": stadium_roof, "cooling_tower": cooling_tower,
}
