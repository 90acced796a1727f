"""Rasters and canvases that go on beyond 180 degrees: drawn once, where their hits lie, never mirrored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.draw import warp
from msa_core.raster.find.archive import describe
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.position.map_crs import choose_map_crs, lonlat_to_map, map_polygons
from msa_core.raster.position.turns import turn_of
from msa_core.records import Bounds

HALF_WORLD = 20_037_508.342789244
RED, GREEN = (255, 0, 0), (0, 255, 0)
WEST, EAST = (179.9, -16.8), (-179.9, -16.8)


def halves(width: int = 64, height: int = 48) -> np.ndarray:
    """Red in the west, green in the east."""
    array = np.zeros((height, width, 3), np.uint8)
    array[:, : width // 2], array[:, width // 2 :] = RED, GREEN
    return array


def mercator(lat: float) -> float:
    return float(lonlat_to_map(np.array([0.0]), np.array([lat]), "EPSG:3857")[1][0])


# Half a degree about the antimeridian, red before it and green beyond.
STEP = HALF_WORLD / 180.0 / 64.0
ACROSS = {
    "Web Mercator": {"crs": "EPSG:3857", "transform": (STEP, 0, HALF_WORLD - 32 * STEP, 0, -STEP, mercator(-16.5))},
    "Web Mercator, from the west": {
        "crs": "EPSG:3857", "transform": (STEP, 0, -HALF_WORLD - 32 * STEP, 0, -STEP, mercator(-16.5)),
    },
    "World Mercator": {"crs": "EPSG:3395", "transform": (STEP, 0, HALF_WORLD - 32 * STEP, 0, -STEP, -1_870_000.0)},
    "Plate Carree": {"crs": "EPSG:4087", "transform": (STEP, 0, HALF_WORLD - 32 * STEP, 0, -STEP, -1_840_000.0)},
    "degrees": {"crs": "EPSG:4326", "transform": (1 / 64, 0, 179.5, 0, -1 / 64, -16.5)},
    "degrees, from the west": {"crs": "EPSG:4326", "transform": (1 / 64, 0, -180.5, 0, -1 / 64, -16.5)},
    "grads": {"crs": "EPSG:4807", "transform": (1 / 64, 0, 199.5 - 2.596898, 0, -1 / 64, -18.3)},
}  # fmt: skip


def colour_at(
    path: Path, crs: str, lonlat: tuple[float, float], bounds: Bounds, size: int = 400
) -> tuple[int, ...]:
    canvas = warp.render(path, crs, bounds, size, size)
    x, y = lonlat_to_map(np.array([lonlat[0]]), np.array([lonlat[1]]), crs)
    column = int((x[0] - bounds[0]) / (bounds[2] - bounds[0]) * size)
    row = int((bounds[3] - y[0]) / (bounds[3] - bounds[1]) * size)
    return tuple(int(v) for v in canvas[row, column])


@pytest.mark.parametrize("grid", ACROSS)
@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32701", "EPSG:4326"])
def test_both_halves_are_drawn_on_their_side_of_the_antimeridian(make_raster, grid: str, crs: str) -> None:
    path = make_raster(array=halves(), **ACROSS[grid])
    for lonlat, colour in ((WEST, RED), (EAST, GREEN)):
        x, y = lonlat_to_map(np.array([lonlat[0]]), np.array([lonlat[1]]), crs)
        near = 0.05 if crs == "EPSG:4326" else 6_000.0
        bounds = (x[0] - near, y[0] - near, x[0] + near, y[0] + near)
        assert colour_at(path, crs, lonlat, bounds) == (*colour, 255)


@pytest.mark.parametrize("grid", ACROSS)
def test_on_a_map_of_the_world_each_half_lies_at_its_own_end(make_raster, grid: str) -> None:
    path = make_raster(array=halves(), **ACROSS[grid])
    y = mercator(-16.8)
    canvas = warp.render(
        path, "EPSG:3857", (-1.2 * HALF_WORLD, y - 40_000, 1.2 * HALF_WORLD, y + 40_000), 12_000, 20
    )
    x = -1.2 * HALF_WORLD + (np.flatnonzero(canvas[10, :, 3]) + 0.5) * 2.4 * HALF_WORLD / 12_000
    assert np.abs(x).max() < HALF_WORLD
    assert np.abs(x).min() > 0.99 * HALF_WORLD
    assert (x < 0).sum() > 5
    assert (x > 0).sum() > 5
    row = canvas[10][canvas[10, :, 3] > 0]
    assert set(map(tuple, row[x < 0][1:-1, :3].tolist())) == {GREEN}
    assert set(map(tuple, row[x > 0][1:-1, :3].tolist())) == {RED}


@pytest.mark.parametrize("grid", ACROSS)
def test_outlines_of_hits_are_split_and_pixels_found_again(make_raster, grid: str) -> None:
    with RasterReader(make_raster(array=halves(), **ACROSS[grid])) as reader:
        rings = reader.georef.footprint_lonlat((16, 8, 48, 24))
        assert len(rings) == 2
        spans = sorted((min(lon for lon, _ in ring), max(lon for lon, _ in ring)) for ring in rings)
        assert spans[0][0] == -180.0
        assert spans[1][1] == 180.0
        assert all(high - low < 0.5 for low, high in spans)
        x, y = np.array([3.25, 60.5, 33.0]), np.array([5.5, 40.25, 20.0])
        np.testing.assert_allclose(
            reader.georef.lonlat_to_pixel(*reader.georef.pixel_to_lonlat(x, y)), (x, y), atol=1e-4
        )


@pytest.mark.parametrize("grid", ["Web Mercator", "degrees"])
def test_a_heatmap_across_the_antimeridian_is_drawn_on_both_sides(make_raster, grid: str) -> None:
    values = np.tile(np.repeat([1.0, 2.0], 8), (8, 1))
    with RasterReader(make_raster(array=halves(), **ACROSS[grid])) as reader:
        for (lon, lat), value in ((WEST, 1.0), (EAST, 2.0)):
            x, y = lonlat_to_map(np.array([lon]), np.array([lat]), "EPSG:3857")
            bounds = (x[0] - 2000, y[0] - 2000, x[0] + 2000, y[0] + 2000)
            drawn, ok = warp.warp_values(values, (0, 0, 64, 48), reader.georef, "EPSG:3857", bounds, 40, 40)
            assert ok.all()
            assert np.unique(drawn) == pytest.approx(value)


def test_rasters_across_the_antimeridian_are_shown_in_one_piece(make_raster) -> None:
    info = describe(make_raster(array=halves(), **ACROSS["Web Mercator"]))
    crs = choose_map_crs([info])
    assert crs == "EPSG:32701"
    outlines = map_polygons(info.footprint_lonlat, crs)
    assert len(outlines) == 2
    assert outlines[0].distance(outlines[1]) < 1.0


def world(make_raster) -> Path:
    """A raster of the whole world, red in the western half, green in the eastern."""
    return make_raster(
        "world.tif", array=halves(360, 180), crs="EPSG:4326", transform=(1.0, 0.0, -180.0, 0.0, -1.0, 90.0)
    )


@pytest.mark.parametrize(
    "crs", ["EPSG:3857", "ESRI:54008", "ESRI:54009", "ESRI:54030", "EPSG:4087", "EPSG:6933", "EPSG:8857"]
)
@pytest.mark.parametrize("reach", [1.0, 1.25, 2.0, 3.5])
def test_a_raster_of_the_world_is_never_mirrored_nor_repeated(make_raster, crs: str, reach: float) -> None:
    end = float(lonlat_to_map(np.array([179.999]), np.array([0.0]), crs)[0][0])
    high = float(lonlat_to_map(np.array([0.0]), np.array([60.0]), crs)[1][0])
    bounds = (-reach * end, -high, reach * end, high)
    canvas = warp.render(world(make_raster), crs, bounds, 700, 80)
    x = (np.arange(700) + 0.5) / 700 * 2 * reach * end - reach * end
    row = canvas[40]
    inside, pixel = np.abs(x) < 0.98 * end, 2 * reach * end / 700
    assert (row[inside, 3] == 255).all()
    assert (row[np.abs(x) > end + 2 * pixel, 3] == 0).all()
    assert (row[inside & (x < -2 * pixel), 0] > 200).all()
    assert (row[inside & (x > 2 * pixel), 1] > 200).all()


def test_off_the_world_nothing_is_drawn(make_raster) -> None:
    canvas = warp.render(
        world(make_raster), "EPSG:3857", (1.5 * HALF_WORLD, -1e6, 1.9 * HALF_WORLD, 1e6), 40, 40
    )
    assert not canvas.any()


@pytest.mark.parametrize(
    "crs, turn",
    [
        ("EPSG:4326", (0.0, 360.0)),
        ("EPSG:4807", (0.0, 400.0)),
        ("EPSG:3857", (0.0, 2 * HALF_WORLD)),
        ("EPSG:3832", (0.0, 2 * HALF_WORLD)),  # central meridian 150
        ("+proj=merc +lon_0=150 +x_0=1000 +units=us-ft", (1000 * 3937 / 1200, 2 * HALF_WORLD * 3937 / 1200)),
        ("EPSG:32633", None),
        ("ESRI:54009", None),  # an ellipse: nothing goes on beyond its edge
    ],
)
def test_where_the_earth_goes_around_in_x(crs: str, turn: tuple[float, float] | None) -> None:
    assert turn_of(crs) == (None if turn is None else pytest.approx(turn))
