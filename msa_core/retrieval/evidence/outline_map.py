"""A small map of hits as SVG: their outlines over a graticule, in degrees, wherever it is opened."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msa_core.lonlat import bounds_of_boxes, bounds_of_rings, graticule_step, middle_of_rings
from msa_core.records import TileHit

WIDTH_PX, HEIGHT_PX, _EDGE_PX = 960, 420, 36
_NUMBERED = 20
_STYLE = (
    "<style>.grid{stroke:#888;stroke-opacity:.4;stroke-width:1}.degrees{font:11px sans-serif;fill:#888}"
    ".rank{font:bold 12px sans-serif;text-anchor:middle;dominant-baseline:central;fill:currentColor}"
    ".tile{fill:#2f7cc0;fill-opacity:.13;stroke:#2f7cc0;stroke-width:1.5}</style>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Plate carree with the scale of the middle's parallel, so that squares on the ground look square there.

    ``east`` is above 180 when the antimeridian is inside.
    """

    west: float
    south: float
    east: float
    north: float

    @property
    def _shrink(self) -> float:
        return max(0.05, math.cos(math.radians((self.south + self.north) / 2)))

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels of a point in degrees."""
        wide = max((self.east - self.west) * self._shrink, 1e-5)
        high = max(self.north - self.south, 1e-5)
        scale = min((WIDTH_PX - 2 * _EDGE_PX) / wide, (HEIGHT_PX - 2 * _EDGE_PX) / high)
        turned = lon + 360.0 if lon < self.west - 1e-9 else lon
        x = WIDTH_PX / 2 + (turned - (self.west + self.east) / 2) * self._shrink * scale
        return x, HEIGHT_PX / 2 - (lat - (self.south + self.north) / 2) * scale


def outline_map(hits: Sequence[TileHit]) -> str:
    """An ``<svg>`` of the hits with a position; ``""`` when none has one."""
    boxes = [bounds_of_rings(hit.tile.footprint_lonlat) for hit in hits]
    bounds = bounds_of_boxes(box for box in boxes if box is not None)
    if bounds is None:
        return ""
    west, south, east, north = bounds
    frame = _Frame(west=west, south=south, east=east + (360.0 if west > east else 0.0), north=north)
    shapes = [*_graticule(frame)]
    for hit in reversed(hits):
        for ring in hit.tile.footprint_lonlat:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.at(*point) for point in ring))
            shapes.append(f'<polygon points="{points}" class="tile"/>')
    for hit in hits[:_NUMBERED]:
        middle = middle_of_rings(hit.tile.footprint_lonlat)
        if middle is not None:
            x, y = frame.at(*middle)
            shapes.append(f'<text x="{x:.1f}" y="{y:.1f}" class="rank">{hit.rank}</text>')
    return (
        f'<svg viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" role="img" aria-label="Map of the places found">'
        f"{_STYLE}{''.join(shapes)}</svg>"
    )


def _graticule(frame: _Frame) -> Iterator[str]:
    """Meridians and parallels with their degrees."""
    span = max(min(frame.east - frame.west, frame.north - frame.south), 1e-5)
    step = graticule_step(span)
    for lon in _multiples(frame.west, frame.east, step):
        x, _ = frame.at(lon, frame.south)
        named = lon - 360.0 if lon > 180.0 else lon
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{HEIGHT_PX}" class="grid"/>'
        yield f'<text x="{x + 3:.1f}" y="{HEIGHT_PX - 4}" class="degrees">{named:g}°</text>'
    for lat in _multiples(frame.south, frame.north, step):
        _, y = frame.at(frame.west, lat)
        yield f'<line x1="0" x2="{WIDTH_PX}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        yield f'<text x="3" y="{y - 3:.1f}" class="degrees">{lat:g}°</text>'


def _multiples(low: float, high: float, step: float, most: int = 40) -> list[float]:
    first = math.ceil(low / step)
    return [round((first + n) * step, 6) for n in range(most) if (first + n) * step <= high]
