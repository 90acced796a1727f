"""Lengths and areas in words, in metric or imperial units: one choice for the whole window, as the theme is. No Qt.

Imperial are the international foot (0.3048 m) and what is made of it: mile 5,280 feet, acre 43,560 square feet.
"""

from __future__ import annotations

from app.translation import numeral, short_numeral

METRIC, IMPERIAL = SYSTEMS = ("metric", "imperial")
FOOT_M = 0.3048
INCH_M, MILE_M = FOOT_M / 12, FOOT_M * 5280
ACRE_M2, MILE2_M2 = FOOT_M**2 * 43_560, MILE_M**2
_system = METRIC


def use(system: str) -> None:
    """Write lengths and areas in ``metric`` or ``imperial`` units from now on."""
    global _system
    _system = system if system in SYSTEMS else METRIC


def is_imperial() -> bool:
    """Whether lengths are in feet and miles."""
    return _system == IMPERIAL


def round_unit_m(longest_m: float) -> float:
    """The unit, in metres, of which a scale bar up to ``longest_m`` shows a round number."""
    if not is_imperial():
        return 1.0
    return MILE_M if longest_m >= MILE_M else FOOT_M if longest_m >= FOOT_M else INCH_M


def length_label(length_m: float) -> str:
    """A length for people: ``5 cm``, ``320 m``, ``1.3 km``; ``2 in``, ``320 ft``, ``1.3 mi``."""
    if is_imperial():
        if length_m < FOOT_M * (1 - 1e-9):
            return f"{short_numeral(length_m / INCH_M)} in"
        if length_m < MILE_M * (1 - 1e-9):
            return f"{_plain(length_m / FOOT_M)} ft"
        return f"{_plain(length_m / MILE_M)} mi"
    if length_m < 1.0:
        return f"{short_numeral(length_m * 100)} cm"
    if length_m < 1000.0:
        return f"{short_numeral(length_m)} m"
    return f"{numeral(length_m / 1000)} km" if length_m >= 1e6 else f"{short_numeral(length_m / 1000)} km"


def _plain(value: float) -> str:
    """Three figures, or all before the point."""
    return f"{numeral(value)}" if value >= 999.5 else f"{short_numeral(value)}"


def resolution_label(gsd_m: float) -> str:
    """Ground sample distance for people: ``7.5 cm``, ``30 m``, ``2.2 km``; ``3 in``, ``98.4 ft``."""
    return "1 m" if not is_imperial() and 0.995 <= gsd_m < 1.0 else length_label(gsd_m)


def side_label(side_m: float) -> str:
    """The side of a tile: ``320 m``, ``1.28 km``; ``1,050 ft``, ``1.59 mi``."""
    if is_imperial():
        return f"{numeral(side_m / FOOT_M)} ft" if side_m < MILE_M else f"{numeral(side_m / MILE_M, 2)} mi"
    return f"{numeral(side_m)} m" if side_m < 1000 else f"{numeral(side_m / 1000, 2)} km"


def exact_length(length_m: float) -> str:
    """A measured length: ``12.3 m``, ``1,234.5 m``, ``12.345 km``; ``40.35 ft``, ``7.671 mi``."""
    if is_imperial():
        if length_m < 2 * MILE_M:
            feet = length_m / FOOT_M
            return f"{numeral(feet, 2)} ft" if feet < 100 else f"{numeral(feet, 1)} ft"
        return (
            f"{numeral(length_m / MILE_M, 3)} mi" if length_m < 1e6 else f"{numeral(length_m / MILE_M, 1)} mi"
        )
    if length_m < 10_000:
        return f"{numeral(length_m, 2)} m" if length_m < 100 else f"{numeral(length_m, 1)} m"
    return f"{numeral(length_m / 1000, 3)} km" if length_m < 1e6 else f"{numeral(length_m / 1000, 1)} km"


def exact_area(area_m2: float) -> str:
    """A measured area: ``123.4 m²``, ``1.234 ha``, ``12.34 km²``; ``123.4 ft²``, ``1.234 acres``, ``12.34 mi²``."""
    if is_imperial():
        if area_m2 < ACRE_M2:
            return f"{numeral(area_m2 / FOOT_M**2, 1)} ft²"
        is_small = area_m2 < MILE2_M2
        return (
            f"{numeral(area_m2 / ACRE_M2, 3)} acres" if is_small else f"{numeral(area_m2 / MILE2_M2, 3)} mi²"
        )
    if area_m2 < 10_000:
        return f"{numeral(area_m2, 1)} m²"
    return f"{numeral(area_m2 / 1e4, 3)} ha" if area_m2 < 1e6 else f"{numeral(area_m2 / 1e6, 3)} km²"
