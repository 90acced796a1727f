"""The tiles of web maps (XYZ): which of them a view needs, and where each lies. No Qt.

Tile x, y of zoom z is one of 2^z times 2^z squares of Web Mercator, counted from the north-west.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from app.map.projection.geometry import MAX_MERCATOR_LAT
from app.translation import tr
from msa_core.errors import UsageError
from msa_core.records import Bounds

TILE_PX = 256
M_PER_PX_AT_ZOOM_0 = 156_543.033928
"""Ground metres per pixel of zoom 0 at the equator."""
MAX_TILES = 300


@dataclass(frozen=True, slots=True, order=True)
class TileId:
    """One tile."""

    zoom: int
    x: int
    y: int

    @property
    def parent(self) -> TileId:
        """The tile of the zoom before that holds it; zoom 0 has none, ask before."""
        return TileId(self.zoom - 1, self.x // 2, self.y // 2)

    @property
    def corners(self) -> np.ndarray:
        """Longitude and latitude (4, 2): north-west, north-east, south-east, south-west."""
        west, east = (_lon(self.x + step, self.zoom) for step in (0, 1))
        north, south = (_lat(self.y + step, self.zoom) for step in (0, 1))
        return np.array([(west, north), (east, north), (east, south), (west, south)])


def zoom_for(ground_m_per_px: float, lat: float, lowest: int, highest: int) -> int:
    """The zoom whose pixels are nearest to those of the screen."""
    widest = M_PER_PX_AT_ZOOM_0 * max(math.cos(math.radians(max(-85.0, min(85.0, lat)))), 1e-3)
    wanted = round(math.log2(max(widest / max(ground_m_per_px, 1e-6), 1e-6)))
    return max(lowest, min(highest, wanted))


def tiles_of(lonlat: Bounds, zoom: int) -> list[TileId]:
    """Tiles of a zoom that touch bounds in degrees, those in the middle first; none when they are too many."""
    west, south, east, north = lonlat
    count = 2**zoom
    x0, x1 = (min(count - 1, max(0, math.floor(_x(lon, zoom)))) for lon in (west, east))
    y0, y1 = (min(count - 1, max(0, math.floor(_y(lat, zoom)))) for lat in (north, south))
    if (x1 - x0 + 1) * (y1 - y0 + 1) > MAX_TILES:
        return []
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    tiles = [TileId(zoom, x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]
    return sorted(tiles, key=lambda tile: math.hypot(tile.x - middle_x, tile.y - middle_y))


def _x(lon: float, zoom: int) -> float:
    return (lon + 180.0) / 360.0 * 2**zoom


def _y(lat: float, zoom: int) -> float:
    turned = math.radians(max(-MAX_MERCATOR_LAT, min(MAX_MERCATOR_LAT, lat)))
    return (1 - math.asinh(math.tan(turned)) / math.pi) / 2 * 2**zoom


def _lon(x: float, zoom: int) -> float:
    return x / 2**zoom * 360.0 - 180.0


def _lat(y: float, zoom: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**zoom))))


def check_template(template: str) -> str:
    """An address with ``{z}``, ``{x}`` and ``{y}`` (or ``{-y}``), tidied. Raises UsageError in a sentence."""
    address = template.strip()
    if not re.match(r"https?://[^/\s]+", address, re.IGNORECASE):
        raise UsageError(tr("The address of a basemap begins with https:// or http://."))
    missing = [name for name in ("{z}", "{x}") if name not in address]
    missing += ["{y}"] if "{y}" not in address and "{-y}" not in address else []
    if missing:
        raise UsageError(
            tr(
                "The address lacks {missing}: {example}, as the service gives it.",
                missing=", ".join(missing),
                example="https://server/{z}/{x}/{y}.png",
            )
        )
    return address
