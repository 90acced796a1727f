"""Tiles follow the contract's ground sizes, cover every pixel, and cost nothing until walked."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest

from msa_core.config import Tiling
from msa_core.errors import UsageError
from msa_core.lonlat import side_m
from msa_core.raster.position.georef import Georef
from msa_core.raster.tiling import TilePlan, TileWindow, plan
from msa_core.records import RasterInfo

POSITIONLESS = ""


def planned(
    width: int,
    height: int,
    gsd_m: float | tuple[float, float] = 1.0,
    crs: str = "EPSG:32633",
    tiling: Tiling | None = None,
    ground_range_m: tuple[float, float] | None = None,
) -> TilePlan:
    info = RasterInfo(
        path="/a.tif",
        name="a.tif",
        width_px=width,
        height_px=height,
        bands=3,
        dtype="uint8",
        crs=crs,
        gsd_m=None,
        footprint_lonlat=(),
        position="affine",
    )
    return plan(info, georef_of(width, height, gsd_m, crs), tiling, ground_range_m)


def georef_of(width: int, height: int, gsd_m: float | tuple[float, float], crs: str) -> Georef:
    from affine import Affine
    from rasterio.crs import CRS

    from msa_core.raster.position.pixel_to_crs import AffinePlacement

    if crs == POSITIONLESS:
        return Georef("none", "", None, "", None, width, height)
    gx, gy = gsd_m if isinstance(gsd_m, tuple) else (gsd_m, gsd_m)
    # Scale 1 lies 180 km beside the central meridian; there metres of UTM are metres of ground.
    placement = AffinePlacement(Affine(gx, 0, 680_000.0, 0, -gy, 5_820_000.0))
    return Georef("affine", "", crs, CRS.from_user_input(crs).to_wkt(), placement, width, height)


def ground_m(tile: TileWindow, gsd_m: float | tuple[float, float], crs: str = "EPSG:32633") -> float | None:
    """The side of a tile, as it is measured everywhere."""
    width, height = tile.pixel_bbox[2], tile.pixel_bbox[3]
    return side_m(georef_of(width, height, gsd_m, crs).footprint_lonlat(tile.pixel_bbox))


def naive_levels(width: int, height: int, gsd_m: float) -> list[int]:
    """The contract in one line, for square pixels."""
    sizes = (80, 160, 320, 640, 1280, 2560)
    return [n for n, size in enumerate(sizes) if size / gsd_m >= 96 and size <= min(width, height) * gsd_m]


@pytest.mark.parametrize(
    "width, height, gsd_m",
    [
        (2000, 1500, 0.5),
        (4096, 4096, 0.075),
        (934, 724, 5.0),
        (300, 300, 1.0),
        (5000, 400, 0.3),
        (6000, 6000, 10.0),
    ],
)
def test_levels_are_those_of_the_contract(width: int, height: int, gsd_m: float) -> None:
    assert list(planned(width, height, gsd_m).levels) == naive_levels(width, height, gsd_m)


@pytest.mark.parametrize("width, height, gsd_m", [(300, 200, 30.0), (50, 40, 0.5), (40, 20, 1.0)])
def test_where_no_size_fits_the_whole_raster_is_one_tile(width: int, height: int, gsd_m: float) -> None:
    (tile,) = planned(width, height, gsd_m)
    assert tile.pixel_bbox == (0, 0, width, height)
    assert ground_m(tile, gsd_m) == pytest.approx(np.sqrt(width * height) * gsd_m, rel=2e-3)


@pytest.mark.parametrize("crs", ["EPSG:32633", POSITIONLESS])
@pytest.mark.parametrize("width, height", [(20_480, 40), (40, 20_480), (700, 20), (90, 300), (81, 40)])
def test_a_strip_is_cut_into_squares_of_its_shorter_side(width: int, height: int, crs: str) -> None:
    tiles = list(planned(width, height, 0.5, crs))
    side = min(width, height)
    assert all((x1 - x0, y1 - y0) == (side, side) for x0, y0, x1, y1 in (tile.pixel_bbox for tile in tiles))
    assert max(tile.pixel_bbox[2] for tile in tiles) == width
    assert max(tile.pixel_bbox[3] for tile in tiles) == height
    # A quarter of overlap, the last one moved inside.
    assert len(tiles) == 1 + -(-(max(width, height) - side) // round(0.75 * side))
    assert len({(tile.level, tile.row, tile.col) for tile in tiles}) == len(tiles)


@pytest.mark.parametrize("gsd_m", [(0.5, 0.5), (0.5, 2.0), (2.0, 0.5), (0.01, 3.0), (100.0, 100.0)])
@pytest.mark.parametrize(
    "size", [(20_480, 40), (40, 20_480), (300, 300), (5000, 97), (64, 4000), (3, 5000), (1, 1)]
)
@pytest.mark.parametrize("tiling", [Tiling(), Tiling(tile_px=512), Tiling(tile_m=(30.0, 500_000.0))])
def test_nothing_is_squeezed_more_than_two_to_one_without_a_word(
    size: tuple[int, int], gsd_m: tuple[float, float], tiling: Tiling
) -> None:
    tiles = planned(*size, gsd_m, tiling=tiling)
    for tile in itertools.islice(tiles, 3):
        x0, y0, x1, y1 = tile.pixel_bbox
        across, down = (x1 - x0) * gsd_m[0], (y1 - y0) * gsd_m[1]
        if max(across, down) > 2.2 * min(across, down):
            assert f"{x1 - x0:,} x {y1 - y0:,} pixels are squeezed" in tiles.warning


def test_a_raster_of_exactly_a_size_has_that_size() -> None:
    assert 1 in planned(320, 320, 0.5).levels


@pytest.mark.parametrize("overlap", [0.0, 0.25, 0.5])
@pytest.mark.parametrize("width, height, gsd_m", [(1000, 700, 1.0), (333, 517, 0.7), (401, 401, 0.33)])
def test_every_pixel_is_covered_and_no_tile_reaches_outside(
    width: int, height: int, gsd_m: float, overlap: float
) -> None:
    tiles = planned(width, height, gsd_m, tiling=Tiling(overlap=overlap))
    for _, level in itertools.groupby(tiles, key=lambda tile: tile.level):
        seen = np.zeros((height, width), bool)
        for tile in level:
            x0, y0, x1, y1 = tile.pixel_bbox
            assert 0 <= x0 < x1 <= width
            assert 0 <= y0 < y1 <= height
            seen[y0:y1, x0:x1] = True
        assert seen.all()


def test_length_iteration_and_indexing_agree() -> None:
    tiles = planned(1000, 700, 0.5)
    listed = list(tiles)
    assert len(tiles) == len(listed)
    assert [tiles[n] for n in range(len(tiles))] == listed
    assert tiles[-1] == listed[-1]
    assert len({(tile.level, tile.row, tile.col) for tile in listed}) == len(listed)
    with pytest.raises(IndexError):
        tiles[len(tiles)]


def test_neighbours_share_a_quarter_by_default() -> None:
    tiles = [tile for tile in planned(3000, 3000, 0.5) if tile.level == 0 and tile.row == 0]
    side = tiles[0].pixel_bbox[2]
    assert side == 160
    assert tiles[1].pixel_bbox[0] == 120


def test_pixels_that_are_not_square_give_tiles_square_on_the_ground() -> None:
    tile = next(iter(planned(4000, 4000, (0.25, 0.5))))
    x0, y0, x1, y1 = tile.pixel_bbox
    assert (x1 - x0, y1 - y0) == (320, 160)
    assert ground_m(tile, (0.25, 0.5)) == pytest.approx(80, rel=2e-3)


def test_ground_sizes_asked_for_replace_the_default() -> None:
    tiles = planned(1000, 1000, 1.0, tiling=Tiling(tile_m=(400.0, 50.0, 9000.0)))
    assert tiles.levels == (0, 1)
    assert {tile.pixel_bbox[2] - tile.pixel_bbox[0] for tile in tiles} == {50, 400}
    assert "9000" in tiles.warning


def test_sides_in_pixels_work_with_and_without_a_position() -> None:
    for crs in ("EPSG:32633", POSITIONLESS):
        tiles = list(planned(1000, 90, 1.0, crs, tiling=Tiling(tile_px=128)))
        assert {tile.pixel_bbox[2] - tile.pixel_bbox[0] for tile in tiles} == {128}
        assert {tile.pixel_bbox[3] for tile in tiles} == {90}
        assert (ground_m(tiles[0], 1.0, crs) is None) == (crs == POSITIONLESS)


def test_without_a_position_tiles_are_counted_in_pixels() -> None:
    tiles = planned(1200, 600, crs=POSITIONLESS)
    assert tiles.levels == (0, 1)
    assert {tile.pixel_bbox[2] - tile.pixel_bbox[0] for tile in tiles} == {256, 512}
    assert [tile.pixel_bbox for tile in planned(180, 90, crs=POSITIONLESS)] == [(0, 0, 180, 90)]


def test_tiles_outside_the_trained_ground_range_are_warned_of() -> None:
    assert planned(2000, 2000, 0.5, ground_range_m=(75, 5000)).warning == ""
    for gsd_m in (30.0, 0.01):
        warning = planned(500, 500, gsd_m, ground_range_m=(75, 5000)).warning
        assert "75 to 5,000 m" in warning
        assert warning.endswith(".")


def test_a_level_means_the_same_ground_in_rasters_of_any_resolution() -> None:
    for gsd_m in (0.1, 0.5, 2.0):
        for tile in planned(3000, 3000, gsd_m):
            assert ground_m(tile, gsd_m) == pytest.approx(80.0 * 2**tile.level, rel=0.01)


def test_a_huge_raster_is_planned_at_once() -> None:
    start = time.process_time()
    tiles = planned(100_000, 100_000, 0.3)
    count = len(tiles)
    first = next(iter(tiles))
    last = tiles[count - 1]
    assert time.process_time() - start < 0.5
    assert count > 250_000
    assert first.pixel_bbox[:2] == (0, 0)
    assert last.pixel_bbox[2:] == (100_000, 100_000)


@pytest.mark.parametrize(
    "options", [{"overlap": 1.0}, {"tile_m": (0.0,)}, {"tile_px": 2}, {"tile_px": 64, "tile_m": (80.0,)}]
)
def test_settings_without_sense_are_a_usage_error(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Tiling(**options)  # type: ignore[arg-type]
