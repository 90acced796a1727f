"""Numbers a map shows: scale bar, scale denominator, graticule. Pure, no Qt."""

from __future__ import annotations

import math

from app.map.projection.geometry import SCREEN_DPI


def scale_bar(ground_m_per_px: float, longest_px: float) -> tuple[float, str]:
    """The longest bar of 1, 2 or 5 times a power of ten that fits: its length in pixels, and its label."""
    longest_m = max(ground_m_per_px * longest_px, 1e-6)
    power = 10.0 ** math.floor(math.log10(longest_m))
    length_m = next(power * step for step in (5.0, 2.0, 1.0) if power * step <= longest_m * (1 + 1e-9))
    return length_m / ground_m_per_px, length_label(length_m)


def length_label(length_m: float) -> str:
    """A length for people: ``5 cm``, ``320 m``, ``1.3 km``."""
    if length_m < 1.0:
        return f"{length_m * 100:.3g} cm"
    if length_m < 1000.0:
        return f"{length_m:.3g} m"
    return f"{length_m / 1000:,.0f} km" if length_m >= 1e6 else f"{length_m / 1000:.3g} km"


def exact_length(length_m: float) -> str:
    """A measured length: ``12.3 m``, ``1,234.5 m``, ``12.345 km``."""
    if length_m < 10_000:
        return f"{length_m:,.2f} m" if length_m < 100 else f"{length_m:,.1f} m"
    return f"{length_m / 1000:,.3f} km" if length_m < 1e6 else f"{length_m / 1000:,.1f} km"


def exact_area(area_m2: float) -> str:
    """A measured area: ``123.4 m²``, ``1.234 ha``, ``12.34 km²``."""
    if area_m2 < 10_000:
        return f"{area_m2:,.1f} m²"
    return f"{area_m2 / 1e4:,.3f} ha" if area_m2 < 1e6 else f"{area_m2 / 1e6:,.3f} km²"


def scale_label(ground_m_per_px: float) -> str:
    """The map scale as ``1 : 25,000``, for a screen of 96 pixels an inch."""
    denominator = ground_m_per_px * SCREEN_DPI / 0.0254
    digits = max(0, int(math.log10(max(denominator, 1.0))) - 2)
    rounded = round(denominator / 10**digits) * 10**digits
    return f"1 : {rounded:,.0f}"


def ground_of_scale(denominator: float) -> float:
    """Ground metres per logical pixel at a map scale, on a screen of 96 pixels an inch."""
    return denominator * 0.0254 / SCREEN_DPI
