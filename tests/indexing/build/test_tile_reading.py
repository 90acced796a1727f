"""What the reader threads give: tiles with what is known of them, without a model."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from msa_core.config import Tiling
from msa_core.indexing.build.tile_reading import OpenedSource, SourceJob, TileFacts, TileWorker
from msa_core.lonlat import side_m
from msa_core.raster.gdal.writer import write_geotiff

INPUT_PX = 32
RADIUS_M = 6_371_007.2  # of the sphere with the area of the Earth
SHEARED = (
    2.0,
    2.0,
    500_000.0,
    0.0,
    -2.0,
    5_000_000.0,
)  # rows shifted by a pixel each: parallelograms on the ground


def tiles_of(path: Path) -> list[TileFacts]:
    status = path.stat()
    job = SourceJob(name=path.name, path=path, root=0, size=status.st_size, mtime_ns=status.st_mtime_ns)
    worker = TileWorker(Tiling(), INPUT_PX, (75.0, 5000.0))
    opened = worker.open(job)
    assert isinstance(opened, OpenedSource)
    chunk = worker.read(opened, range(opened.tiles))
    assert (chunk.failed, chunk.empty) == (0, 0)
    return chunk.tiles


def raster(path: Path, crs: str, transform: tuple[float, ...]) -> Path:
    values = np.random.default_rng(0).integers(1, 255, (160, 160, 3)).astype(np.uint8)
    return write_geotiff(path, values, crs=crs, transform=transform)


@pytest.mark.parametrize(
    "crs, transform",
    [
        ("EPSG:32633", SHEARED),
        ("EPSG:4326", (0.5, 0.0, 0.0, 0.0, -0.5, 80.0)),
        ("EPSG:3857", (9, 0, 0, 0, -9, 9e6)),
    ],
)
def test_metres_per_pixel_are_of_the_side_that_is_shown_of_a_tile(
    tmp_path: Path, crs: str, transform: tuple[float, ...]
) -> None:
    for tile in tiles_of(raster(tmp_path / "a.tif", crs, transform)):
        assert tile.gsd_m is not None
        assert tile.gsd_m * INPUT_PX == side_m(tile.footprint)


def test_a_tile_of_many_degrees_has_the_area_it_has_on_the_earth(tmp_path: Path) -> None:
    (tile,) = tiles_of(raster(tmp_path / "a.tif", "EPSG:4326", (0.5, 0.0, 0.0, 0.0, -0.5, 80.0)))
    area_m2 = RADIUS_M**2 * math.radians(80.0) * math.sin(math.radians(80.0))
    assert tile.gsd_m == pytest.approx(math.sqrt(area_m2) / INPUT_PX, rel=0.005)


def test_without_a_position_there_are_no_metres(tmp_path: Path) -> None:
    values = np.random.default_rng(0).integers(1, 255, (160, 160, 3)).astype(np.uint8)
    tiles = tiles_of(write_geotiff(tmp_path / "a.tif", values))
    assert [(tile.gsd_m, tile.footprint) for tile in tiles] == [(None, ())] * len(tiles)
