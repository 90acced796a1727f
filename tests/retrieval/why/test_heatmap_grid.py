from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from msa_core.retrieval.why.heatmap_grid import grid_of_cells
from tests.support.scenes import UTM, picture

NORTH_UP = (2.0, 0.0, 5e5, 0.0, -2.0, 5e6)
SOUTH_UP = (2.0, 0.0, 5e5, 0.0, 2.0, 5e6)
TURN = math.radians(30)
ROTATED = (2 * math.cos(TURN), 2 * math.sin(TURN), 5e5, 2 * math.sin(TURN), -2 * math.cos(TURN), 5e6)
BOX = (40, 20, 140, 90)
SHAPE = (7, 5)


def at(transform: tuple[float, ...], col: float, row: float) -> tuple[float, float]:
    a, b, c, d, e, f = transform
    return a * col + b * row + c, d * col + e * row + f


@pytest.mark.parametrize("transform", [NORTH_UP, SOUTH_UP, ROTATED], ids=["north-up", "south-up", "rotated"])
def test_cells_lie_where_their_pixels_lie(tmp_path: Path, transform: tuple[float, ...]) -> None:
    write_geotiff(tmp_path / "a.tif", picture(0, 200, 200), crs=UTM, transform=transform)
    with RasterReader(tmp_path / "a.tif") as reader:
        placed = grid_of_cells(reader.georef, BOX, SHAPE)
    assert placed.transform is not None
    for col, row in ((0, 0), (5, 0), (0, 7), (5, 7), (2.5, 3.5)):
        wanted = at(transform, 40 + col * 20, 20 + row * 10)
        assert at(placed.transform, col, row) == pytest.approx(wanted, abs=1e-6)


def test_control_points_on_a_plane_become_a_transform(tmp_path: Path) -> None:
    corners = [(c, r, *at(ROTATED, c, r)) for c in (0.0, 100.0, 200.0) for r in (0.0, 100.0, 200.0)]
    write_geotiff(tmp_path / "a.tif", picture(0, 200, 200), crs=UTM, gcps=corners)
    with RasterReader(tmp_path / "a.tif") as reader:
        assert reader.georef.kind == "gcps"
        placed = grid_of_cells(reader.georef, BOX, SHAPE)
    assert placed.transform is not None
    assert at(placed.transform, 2.5, 3.5) == pytest.approx(at(ROTATED, 90, 55), abs=0.01)


def test_bent_control_points_stay_control_points(tmp_path: Path) -> None:
    grid = [(c, r) for c in np.linspace(0, 200, 5) for r in np.linspace(0, 200, 5)]
    bent = [(c, r, at(NORTH_UP, c, r)[0] + 0.02 * r**2, at(NORTH_UP, c, r)[1] + 0.02 * c**2) for c, r in grid]
    write_geotiff(tmp_path / "a.tif", picture(0, 200, 200), crs=UTM, gcps=bent)
    with RasterReader(tmp_path / "a.tif") as reader:
        placed = grid_of_cells(reader.georef, (0, 0, 200, 200), (50, 50))
    assert placed.transform is None
    assert placed.gcps is not None
    col, row, x, y = placed.gcps[12]
    c, r = col * 4, row * 4
    assert x == pytest.approx(at(NORTH_UP, c, r)[0] + 0.02 * r**2, abs=1.0)
    assert y == pytest.approx(at(NORTH_UP, c, r)[1] + 0.02 * c**2, abs=1.0)


def test_no_place_gives_no_transform(tmp_path: Path) -> None:
    write_geotiff(tmp_path / "a.tif", picture(0, 200, 200))
    with RasterReader(tmp_path / "a.tif") as reader:
        placed = grid_of_cells(reader.georef, BOX, SHAPE)
    assert placed.crs is None
    assert placed.transform is None
    assert placed.gcps is None
