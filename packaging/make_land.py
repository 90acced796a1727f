"""Makes ``resources/map/land.npz`` from Natural Earth's shapefiles: what the map shows under everything else.

    python packaging/make_land.py FOLDER

FOLDER holds ne_50m_land and ne_110m_land (naturalearthdata.com, public domain).
Land is cut into squares of degrees, so that a map draws only those it shows, and their sides have a point at each
degree, so that they fit in any projection. Coordinates are hundredths of a degree,
each point as its step from the one before.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyogrio
import shapely

OUT = Path(__file__).parent.parent / "resources" / "map" / "land.npz"
LEVELS = {"far": ("110m", 30, 0.05), "near": ("50m", 10, 0.015)}


def main(folder: Path) -> None:
    """Read, simplify, cut, write."""
    arrays: dict[str, np.ndarray] = {}
    for name, (scale, cell, tolerance) in LEVELS.items():
        land = shapely.simplify(shapely.union_all(read(folder / f"ne_{scale}_land.shp")), tolerance)
        arrays |= packed(f"{name}_land", cells(land, cell))
        # The polygons are cut at 180 degrees, and end at the South Pole: no coasts.
        coasts = shapely.get_parts(shapely.clip_by_rect(shapely.boundary(land), -179.99, -89.9, 179.99, 90))
        arrays |= packed(f"{name}_coast", [[piece] for line in coasts for piece in stretches(line, cell)])
    OUT.parent.mkdir(exist_ok=True)
    np.savez_compressed(OUT, **arrays)
    print(OUT, OUT.stat().st_size, {key: value.shape for key, value in arrays.items()})


def read(path: Path) -> np.ndarray:
    """The geometries of a shapefile."""
    return np.asarray(pyogrio.read_dataframe(path).geometry.values)


def cells(land: shapely.Geometry, size: int) -> list[list[np.ndarray]]:
    """Polygons, each a list of rings, of the land in squares of ``size`` degrees."""
    out = []
    for west in range(-180, 180, size):
        for south in range(-90, 90, size):
            part = shapely.clip_by_rect(land, west, south, west + size, south + size)
            for polygon in shapely.get_parts(part):
                if polygon.geom_type == "Polygon" and not polygon.is_empty:
                    rings = [polygon.exterior, *polygon.interiors]
                    out.append([shapely.get_coordinates(shapely.segmentize(ring, 1.0)) for ring in rings])
    return out


def stretches(line: shapely.Geometry, size: int) -> list[np.ndarray]:
    """A coast in pieces within the same squares."""
    west, south, east, north = line.bounds
    out = []
    for x in range(int(west // size) * size, int(east // size) * size + size, size):
        for y in range(int(south // size) * size, int(north // size) * size + size, size):
            for part in shapely.get_parts(shapely.clip_by_rect(line, x, y, x + size, y + size)):
                if part.geom_type == "LineString" and not part.is_empty:
                    out.append(shapely.get_coordinates(part))
    return out


def packed(name: str, shapes: list[list[np.ndarray]]) -> dict[str, np.ndarray]:
    """Points of all rings, where each ring ends, and which shape it belongs to."""
    rings = [(number, ring) for number, shape in enumerate(shapes) for ring in shape]
    points = np.round(np.concatenate([ring for _, ring in rings]) * 100).astype(np.int16)
    lengths = np.array([len(ring) for _, ring in rings])
    shape_of = np.array([number for number, _ in rings])
    return {
        f"{name}_steps": np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int16)),
        f"{name}_ends": np.cumsum(lengths).astype(np.int32),
        f"{name}_shape": shape_of.astype(np.int32),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
