"""Pixels land where they belong on the map: any grid, any map, rasters and heatmaps alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import SourceError
from msa_core.raster.draw import warp
from msa_core.raster.find.archive import describe
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.position import map_crs
from msa_core.records import Bounds

COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


def quarters(size: int = 64) -> np.ndarray:
    """Red top left, green top right, blue bottom left, white bottom right."""
    half = size // 2
    array = np.zeros((size, size, 3), np.uint8)
    array[:half, :half], array[:half, half:] = COLOURS["red"], COLOURS["green"]
    array[half:, :half], array[half:, half:] = COLOURS["blue"], COLOURS["white"]
    return array


def colour_at(
    path: Path, crs: str, lon: float, lat: float, bounds: Bounds, size: int = 200
) -> tuple[int, ...]:
    canvas = warp.render(path, crs, bounds, size, size)
    x, y = map_crs.lonlat_to_map(np.array([lon]), np.array([lat]), crs)
    column = int((x[0] - bounds[0]) / (bounds[2] - bounds[0]) * size)
    row = int((bounds[3] - y[0]) / (bounds[3] - bounds[1]) * size)
    return tuple(int(v) for v in canvas[row, column])


def around(path: Path, crs: str) -> Bounds:
    bounds = map_crs.map_bounds(describe(path), crs)
    assert bounds is not None
    west, south, east, north = bounds
    margin_x, margin_y = (east - west) * 0.2, (north - south) * 0.2
    return west - margin_x, south - margin_y, east + margin_x, north + margin_y


GRIDS = {
    "north-up": {"transform": (1.0, 0.0, 390_000.0, 0.0, -1.0, 5_820_000.0)},
    "south-up": {"transform": (1.0, 0.0, 390_000.0, 0.0, 1.0, 5_820_000.0)},
    "rotated": {"transform": (0.8, 0.6, 390_000.0, 0.6, -0.8, 5_820_000.0)},
    "degrees": {"crs": "EPSG:4326", "transform": (1e-3, 0.0, 13.0, 0.0, -1e-3, 52.5)},
    "control points": {
        "crs": "EPSG:4326",
        "gcps": [
            (c, r, 13.0 + 1e-3 * c + 4e-4 * r, 52.5 + 3e-4 * c - 1e-3 * r)
            for c in (0, 32, 64)
            for r in (0, 32, 64)
        ],
    },
}


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32633", "EPSG:3035"])
def test_each_quarter_is_drawn_at_its_own_coordinates(make_raster, grid: str, crs: str) -> None:
    path = make_raster(array=quarters(), **GRIDS[grid])
    bounds = around(path, crs)
    with RasterReader(path) as reader:
        centres = {"red": (16, 16), "green": (48, 16), "blue": (16, 48), "white": (48, 48)}
        for name, (x, y) in centres.items():
            lon, lat = reader.georef.pixel_to_lonlat(x, y)
            assert colour_at(path, crs, float(lon), float(lat), bounds) == (*COLOURS[name], 255)
        lon, lat = reader.georef.pixel_to_lonlat(-3.0, 32.0)
        assert colour_at(path, crs, float(lon), float(lat), bounds)[3] == 0


def test_nodata_is_transparent_and_its_edge_keeps_its_colour(make_raster) -> None:
    array = np.full((64, 64, 3), 200, np.uint8)
    array[:, :32] = 0
    path = make_raster(array=array, nodata=0)
    canvas = warp.render(path, "EPSG:32633", around(path, "EPSG:32633"), 150, 150)
    assert set(np.unique(canvas[..., 3])) == {0, 255}
    shown = canvas[canvas[..., 3] == 255]
    assert len(shown) > 1000
    assert np.abs(shown[:, :3].astype(int) - 200).max() <= 2


@pytest.mark.parametrize("options", [{"crs": None, "transform": None}, {"crs": None}])
def test_rasters_without_a_position_are_not_drawn(make_raster, options: dict[str, object]) -> None:
    path = make_raster(**options)
    assert not warp.render(path, "EPSG:3857", (0, 0, 1000, 1000), 20, 20).any()
    assert map_crs.map_bounds(describe(path), "EPSG:3857") is None


@pytest.mark.parametrize(
    "bounds",
    [
        (0, 0, 100, 100),
        (5, 5, 5, 9),
        (9, 9, 1, 1),
        (float("nan"), 0, 1, 1),
        (float("-inf"), 0, 1, 1),
        (-1e12, -1e12, 1e12, 1e12),
    ],
)
def test_canvases_elsewhere_or_without_sense_are_empty(make_raster, bounds: Bounds) -> None:
    canvas = warp.render(make_raster(), "EPSG:3857", bounds, 40, 30)
    assert canvas.shape == (30, 40, 4)
    assert (canvas[..., 3] > 0).sum() <= 4


def test_a_raster_smaller_than_the_distance_between_probes_is_still_drawn(make_raster) -> None:
    path = make_raster(array=np.full((64, 64, 3), 250, np.uint8))
    west, south, east, north = around(path, "EPSG:32633")
    wide = (west - 900, south - 2100, east + 2050, north + 870)
    canvas = warp.render(path, "EPSG:32633", wide, 800, 800)
    assert (canvas[..., 3] > 0).sum() == pytest.approx((64 * 800 / (wide[2] - wide[0])) ** 2, rel=0.3)


def test_damaged_parts_stay_transparent_and_the_rest_is_drawn(make_raster) -> None:
    import rasterio

    path = make_raster(size=(512, 512))
    with rasterio.open(path) as dataset:
        offset = int(dataset.get_tag_item("BLOCK_OFFSET_1_1", "TIFF", bidx=1))
    data = bytearray(path.read_bytes())
    data[offset : offset + 200] = b"\xff" * 200
    path.write_bytes(data)
    canvas = warp.render(path, "EPSG:32633", (390_000, 5_819_488, 390_512, 5_820_000), 128, 128)
    assert (canvas[4:60, 4:60, 3] == 255).all()
    assert (canvas[68:124, 68:124, 3] == 0).all()


def test_threads_draw_at_once(make_raster) -> None:
    path = make_raster(array=quarters(256), transform=(1.0, 0.0, 390_000.0, 0.0, -1.0, 5_820_000.0))
    bounds = around(path, "EPSG:3857")
    alone = warp.render(path, "EPSG:3857", bounds, 90, 80)
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: warp.render(path, "EPSG:3857", bounds, 90, 80), range(12)))
    assert all(np.array_equal(canvas, alone) for canvas in drawn)


def test_a_missing_file_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        warp.render(tmp_path / "gone.tif", "EPSG:3857", (0, 0, 1, 1), 8, 8)


@pytest.mark.parametrize("grid", GRIDS)
def test_a_heatmap_lies_over_its_tile(make_raster, grid: str) -> None:
    path = make_raster(array=quarters(), **GRIDS[grid])
    bounds = around(path, "EPSG:3857")
    values = np.zeros((4, 4), np.float32)
    values[0, 3], values[3, 0] = 5.0, -2.0
    tile = (16, 16, 48, 48)
    with RasterReader(path) as reader:
        drawn, ok = warp.warp_values(values, tile, reader.georef, "EPSG:3857", bounds, 300, 300, smooth=False)
        for x, y, expected in ((44, 20, 5.0), (20, 44, -2.0), (20, 20, 0.0)):
            lon, lat = reader.georef.pixel_to_lonlat(x, y)
            mx, my = map_crs.lonlat_to_map(lon, lat, "EPSG:3857")
            column = int((mx - bounds[0]) / (bounds[2] - bounds[0]) * 300)
            row = int((bounds[3] - my) / (bounds[3] - bounds[1]) * 300)
            assert ok[row, column]
            assert drawn[row, column] == pytest.approx(expected)
    assert np.isfinite(drawn).all()
    assert not ok[0, 0]
    assert 0.02 < ok.mean() < 0.5


def test_a_heatmap_of_a_raster_without_position_is_not_drawn(make_raster) -> None:
    with RasterReader(make_raster(crs=None, transform=None)) as reader:
        drawn, ok = warp.warp_values(
            np.ones((2, 2)), (0, 0, 9, 9), reader.georef, "EPSG:3857", (0, 0, 1, 1), 9, 9
        )
    assert not ok.any()
    assert not drawn.any()


def test_a_zoomed_in_map_shows_pixels_as_blocks(make_raster) -> None:
    array = np.zeros((64, 64, 3), np.uint8)
    array[::2, ::2] = array[1::2, 1::2] = 255
    path = make_raster(array=array)
    canvas = warp.render(path, "EPSG:32633", (390_010, 5_819_980, 390_014, 5_819_984), 80, 80)
    assert set(np.unique(canvas[..., :3])) == {0, 255}
