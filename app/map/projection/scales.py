"""Numbers a map shows: scale bar, scale denominator, graticule. Pure, no Qt."""

from __future__ import annotations

import math

from app import units
from app.map.projection.geometry import SCREEN_DPI
from app.translation import numeral


def scale_bar(ground_m_per_px: float, longest_px: float) -> tuple[float, str]:
    """The longest bar of 1, 2 or 5 times a power of ten that fits: its length in pixels, and its label."""
    longest_m = max(ground_m_per_px * longest_px, 1e-6)
    unit_m = units.round_unit_m(longest_m)
    longest = longest_m / unit_m
    power = 10.0 ** math.floor(math.log10(longest))
    length = next(power * step for step in (5.0, 2.0, 1.0) if power * step <= longest * (1 + 1e-9))
    return length * unit_m / ground_m_per_px, units.length_label(length * unit_m)


def scale_label(ground_m_per_px: float) -> str:
    """The map scale as ``1 : 25,000``, for a screen of 96 pixels an inch."""
    denominator = ground_m_per_px * SCREEN_DPI / 0.0254
    digits = max(0, int(math.log10(max(denominator, 1.0))) - 2)
    rounded = round(denominator / 10**digits) * 10**digits
    return f"1 : {numeral(rounded)}"


def ground_of_scale(denominator: float) -> float:
    """Ground metres per logical pixel at a map scale, on a screen of 96 pixels an inch."""
    return denominator * 0.0254 / SCREEN_DPI
