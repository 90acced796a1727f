"""Painters of stadiums: stands and their roofs."""

from __future__ import annotations

import numpy as np

from msa_core.demo.land.plans.geometry import ellipse
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.paint.canvas import PLAIN, ROOF, Canvas


def stadium(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Stands around an opening, partly under a roof; the pitch is a feature of its own, painted before."""
    site, traits = feature.site, feature.traits
    assert site is not None
    w, h, power = site.width_m / 2, site.height_m / 2, float(traits.get("power", 2.6))
    seat = np.array(traits["seats"], float)
    inner_w, inner_h = float(traits["inner_w"]), float(traits["inner_h"])
    steps = 14
    for step in range(steps):  # from the rim inwards, each ring lower
        t = step / steps
        ring = ellipse(site.x, site.y, w + (inner_w - w) * t, h + (inner_h - h) * t, site.angle, 96, power)
        tone = seat * (0.9 + 0.12 * (step % 2)) if step else np.array((168, 166, 162))
        canvas.polygon(ring, tone, 24 - 21 * t, PLAIN)
    aisles = ellipse(0, 0, 1, 1, 0, 56, power)
    for x, y in aisles:
        canvas.mark(
            site.points([(x * w * 0.99, y * h * 0.99), (x * inner_w, y * inner_h)]),
            1.0,
            (186, 184, 180),
            seat,
        )


def stadium_roof(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The roof over the stands: ribbed wedges on all sides, or on the long sides alone (``traits``: cover)."""
    site, traits = feature.site, feature.traits
    assert site is not None
    w, h, power = site.width_m / 2 + 3, site.height_m / 2 + 3, float(traits.get("power", 2.6))
    inner_w, inner_h = float(traits["inner_w"]), float(traits["inner_h"])
    roof, reach = np.array(traits["colour"], float), float(traits.get("reach", 0.62))
    unit = ellipse(0, 0, 1, 1, 0, 72, power)
    sx, sy = canvas.style.sunward
    for (x0, y0), (x1, y1) in zip(unit, np.roll(unit, -1, axis=0), strict=True):
        if traits.get("cover") == "sides" and abs(y0 + y1) < 1.3:
            continue
        inner = [(w + (inner_w - w) * reach), (h + (inner_h - h) * reach)]
        ring = site.points(
            [
                (x0 * w, y0 * h),
                (x1 * w, y1 * h),
                (x1 * inner[0], y1 * inner[1]),
                (x0 * inner[0], y0 * inner[1]),
            ]
        )
        out = site.points([(x0 + x1, y0 + y1)])[0] - (site.x, site.y)
        out = out / max(float(np.hypot(*out)), 1e-6)
        canvas.polygon(ring, roof, 31, ROOF, 1 - 0.1 * float(out[0] * sx + out[1] * sy))
        canvas.mark(ring[[1, 2]], 0.7, roof * 0.82, roof)
