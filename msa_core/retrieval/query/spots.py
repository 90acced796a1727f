"""Terms that name an example out of the index: a tile by its id, or a spot on Earth. For the window too."""

from __future__ import annotations

import math

from msa_core.errors import UsageError
from msa_core.names import printable

TILE, SPOT = "tile", "spot"
"""Kinds of terms: the id of a tile; ``lon,lat`` or ``west,south,east,north`` in WGS84 degrees."""
KINDS = (TILE, SPOT)


def parse_spot(text: str) -> str:
    """A point or a box as it is kept. Raises UsageError for what is neither."""
    try:
        numbers = [float(one) for one in text.split(",")]
    except ValueError:
        numbers = []
    lons, lats = numbers[::2], numbers[1::2]
    sound = all(math.isfinite(n) for n in numbers) and all(abs(n) <= 180 for n in lons)
    if len(numbers) not in (2, 4) or not sound or any(abs(n) > 90 for n in lats) or lats != sorted(lats):
        raise UsageError(
            f"{printable(text[:60])!r} is not a spot: give longitude,latitude or west,south,east,north in degrees."
        )
    return ",".join(f"{n:.9g}" for n in numbers)
