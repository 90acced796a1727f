"""Pixels and places: every kind of grid, there and back, in ground metres, never NaN."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from msa_core.raster.gdal.opening import open_dataset
from msa_core.raster.position import georef as georefs
from msa_core.raster.position.georef import Georef

MARS = (
    'PROJCS["Mars",GEOGCS["GCS_Mars",DATUM["D_Mars",SPHEROID["Mars",3396190,169.8]],PRIMEM["Ref",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Equirectangular"],PARAMETER["central_meridian",0],'
    'UNIT["metre",1]]'
)
GEOSTATIONARY = "+proj=geos +h=35785831 +lon_0=-75 +sweep=x +ellps=GRS80 +units=m"
NO_EPSG = "+proj=laea +lat_0=50 +lon_0=12 +x_0=1000 +ellps=bessel +units=m"


def place(path: Path) -> Georef:
    with open_dataset(path) as dataset:
        return georefs.from_dataset(dataset)


def test_pixels_agree_with_proj_and_come_back(make_raster) -> None:
    georef = place(make_raster())
    x, y = np.array([0.0, 10.0, 48.0]), np.array([0.0, 20.0, 64.0])
    lon, lat = georef.pixel_to_lonlat(x, y)
    to_lonlat = Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True)
    expected = to_lonlat.transform(390_000.0 + x, 5_820_000.0 - y)
    assert np.allclose(lon, expected[0], atol=1e-12)
    assert np.allclose(lat, expected[1], atol=1e-12)
    back_x, back_y = georef.lonlat_to_pixel(lon, lat)
    assert np.allclose(back_x, x, atol=1e-5)
    assert np.allclose(back_y, y, atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(
    angle=st.floats(0, 360),
    scale=st.floats(0.05, 30),
    squash=st.floats(0.3, 3),
    flip=st.booleans(),
    x=st.floats(-50, 500),
    y=st.floats(-50, 500),
)
def test_any_rotation_comes_back_and_keeps_its_ground_size(
    angle: float, scale: float, squash: float, flip: bool, x: float, y: float
) -> None:
    cos, sin = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
    down = squash if flip else -squash
    transform = (cos, -sin * down, 400_000.0, sin, cos * down, 5_800_000.0)
    georef = affine_georef(transform, "EPSG:32633")
    lon, lat = georef.pixel_to_lonlat(x, y)
    back = georef.lonlat_to_pixel(lon, lat)
    assert back[0] == pytest.approx(x, abs=1e-3)
    assert back[1] == pytest.approx(y, abs=1e-3)
    gx, gy = georef.gsd_xy_m(100.0, 100.0)
    assert float(gx) == pytest.approx(scale, rel=2e-3)
    assert float(gy) == pytest.approx(scale * squash, rel=2e-3)


def affine_georef(transform: tuple[float, ...], crs: str, size: int = 200) -> Georef:
    from affine import Affine
    from rasterio.crs import CRS

    from msa_core.raster.position.pixel_to_crs import AffinePlacement

    wkt = CRS.from_user_input(crs).to_wkt()
    return Georef("affine", "", crs, wkt, AffinePlacement(Affine(*transform)), size, size)


@pytest.mark.parametrize("latitude", [0.0, 45.0, 60.0, -75.0])
def test_metres_are_on_the_ground_not_in_web_mercator(make_raster, latitude: float) -> None:
    to_map = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    x, y = to_map.transform(20.0, latitude)
    georef = place(make_raster(crs="EPSG:3857", transform=(1.0, 0.0, x - 24, 0.0, -1.0, y + 32)))
    # Mercator's scale on the ellipsoid along a parallel: metres of ground per metre of map.
    e2 = 0.00669437999014
    expected = math.cos(math.radians(latitude)) / math.sqrt(1 - e2 * math.sin(math.radians(latitude)) ** 2)
    gx, _ = georef.gsd_xy_m(24.0, 32.0)
    assert float(gx) == pytest.approx(expected, rel=1e-4)
    assert georef.gsd_m() == pytest.approx(expected, rel=0.01)


def test_degrees_become_metres_in_both_directions(make_raster) -> None:
    georef = place(make_raster(crs="EPSG:4326", transform=(1e-4, 0.0, 10.0, 0.0, -1e-4, 60.0)))
    gx, gy = georef.gsd_xy_m(24.0, 32.0)
    geod = Geod(ellps="WGS84")
    assert float(gx) == pytest.approx(geod.inv(10.0, 59.997, 10.0001, 59.997)[2], rel=1e-3)
    assert float(gy) == pytest.approx(geod.inv(10.0, 59.997, 10.0, 59.9971)[2], rel=1e-3)


def test_feet_become_metres(make_raster) -> None:
    georef = place(make_raster(crs="EPSG:2263", transform=(1.0, 0.0, 980_000.0, 0.0, -1.0, 200_000.0)))
    assert georef.gsd_m() == pytest.approx(0.3048, rel=1e-3)


def test_south_up_is_placed_the_right_way(make_raster) -> None:
    georef = place(make_raster(transform=(1.0, 0.0, 390_000.0, 0.0, 1.0, 5_820_000.0)))
    _, lat = georef.pixel_to_lonlat([5.0, 5.0], [0.0, 60.0])
    assert lat[1] > lat[0]
    assert georef.kind == "affine"


def test_a_wkt_without_authority_is_placed_and_named_by_its_wkt(make_raster) -> None:
    georef = place(make_raster(crs=NO_EPSG, transform=(10.0, 0.0, 1000.0, 0.0, -10.0, 500.0)))
    assert georef.kind == "affine"
    assert georef.crs is not None
    assert georef.crs.startswith(("PROJCS", "PROJCRS"))
    lon, lat = georef.pixel_to_lonlat(0.0, 50.0)
    assert (float(lon), float(lat)) == pytest.approx((12.0, 50.0), abs=0.01)


def test_control_points_with_their_own_crs_place_a_raster_approximately(make_raster) -> None:
    # A turned, sheared grid: columns go north-east, rows south-east.
    points = [
        (c, r, 13.0 + 0.01 * c + 0.005 * r, 52.0 + 0.004 * c - 0.01 * r)
        for c in (0, 24, 48)
        for r in (0, 32, 64)
    ]
    georef = place(make_raster(crs="EPSG:4326", gcps=points))
    assert georef.kind == "gcps"
    assert "approximate" in georef.note
    assert georef.crs == "EPSG:4326"
    for column, row, lon, lat in points:
        x, y = georef.pixel_to_lonlat(column, row)
        assert (float(x), float(y)) == pytest.approx((lon, lat), abs=1e-6)
        back = georef.lonlat_to_pixel(lon, lat)
        assert (float(back[0]), float(back[1])) == pytest.approx((column, row), abs=1e-3)


def test_control_points_across_the_antimeridian_stay_together(make_raster) -> None:
    points = [(0, 0, 179.9, 10.0), (48, 0, -179.9, 10.0), (0, 64, 179.9, 9.8), (48, 64, -179.9, 9.8)]
    georef = place(make_raster(crs="EPSG:4326", gcps=points))
    lon, lat = georef.pixel_to_lonlat([12.0, 36.0], [32.0, 32.0])
    assert lon == pytest.approx([179.95, -179.95], abs=1e-6)
    assert lat == pytest.approx([9.9, 9.9], abs=1e-6)
    assert georef.gsd_m() == pytest.approx(math.sqrt(21_900 / 48 * 22_100 / 64), rel=0.02)


def test_rpcs_place_a_raster_approximately(make_raster) -> None:
    import rasterio
    from rasterio.rpc import RPC

    path = make_raster(size=(300, 300), crs=None, transform=None)
    rest = [0.0] * 17
    rpcs = RPC(
        height_off=100, height_scale=500, lat_off=50.0, lat_scale=0.05, long_off=10.0, long_scale=0.05,
        line_off=150, line_scale=150, samp_off=150, samp_scale=150,
        line_num_coeff=[0, 0, -1, *rest], line_den_coeff=[1, 0, 0, *rest],
        samp_num_coeff=[0, 1, 0, *rest], samp_den_coeff=[1, 0, 0, *rest],
        err_bias=None, err_rand=None,
    )  # fmt: skip
    with rasterio.open(path, "r+") as dataset:
        dataset.rpcs = rpcs
    georef = place(path)
    assert georef.kind == "rpcs"
    assert "RPC" in georef.note
    lon, lat = georef.pixel_to_lonlat([150.0, 300.0], [150.0, 0.0])
    assert lon == pytest.approx([10.0, 10.05], abs=0.001)
    assert lat == pytest.approx([50.0, 50.05], abs=0.001)


def test_a_crs_with_heights_is_named_by_its_horizontal_part(make_raster) -> None:
    georef = place(make_raster(crs="EPSG:32633+5773"))
    assert georef.crs == "EPSG:32633"
    assert georef.gsd_m() == pytest.approx(1.0, rel=1e-3)


def test_control_points_on_a_line_place_nothing(make_raster) -> None:
    points = [(0, 0, 10.0, 10.0), (10, 10, 10.1, 10.1), (20, 20, 10.2, 10.2), (40, 40, 10.4, 10.4)]
    georef = place(make_raster(crs="EPSG:4326", gcps=points))
    assert georef.kind == "none"
    assert "line" in georef.note


@pytest.mark.parametrize(
    "crs, transform, kind",
    [
        (None, None, "none"),
        ("EPSG:32633", None, "none"),
        (None, (2.0, 0.0, 100.0, 0.0, -2.0, 100.0), "none"),
        (MARS, (5.0, 0.0, 1000.0, 0.0, -5.0, 1000.0), "off-earth"),
        ('LOCAL_CS["site",UNIT["metre",1]]', (1.0, 0.0, 0.0, 0.0, -1.0, 50.0), "none"),
        ("EPSG:3857", (1e12, 0.0, 1e20, 0.0, -1e12, 1e20), "none"),
    ],
)
def test_what_has_no_place_on_earth_says_so_and_gives_infinity_not_nan(
    make_raster, crs, transform, kind
) -> None:
    georef = place(make_raster(crs=crs, transform=transform))
    assert georef.kind == kind
    assert georef.note.endswith(".")
    assert not georef.is_placed
    assert georef.gsd_m() is None
    assert georef.footprint_lonlat((0, 0, 4, 4)) == ()
    for value in (
        *georef.pixel_to_lonlat(1.0, 2.0),
        *georef.lonlat_to_pixel(3.0, 4.0),
        *georef.gsd_xy_m(1.0, 1.0),
    ):
        assert np.isposinf(value)


def test_a_globe_from_geostationary_orbit_is_placed_where_it_is_visible(make_raster) -> None:
    half = 5_500_000.0
    path = make_raster(
        crs=GEOSTATIONARY, size=(110, 110), transform=(half / 55, 0.0, -half, 0.0, -half / 55, half)
    )
    georef = place(path)
    lon, lat = georef.pixel_to_lonlat([55.0, 0.0], [55.0, 0.0])
    assert (lon[0], lat[0]) == pytest.approx((-75.0, 0.0), abs=1e-6)
    assert np.isposinf(lon[1])
    assert georef.gsd_m() == pytest.approx(half / 55, rel=0.01)
    rings = georef.footprint_lonlat()
    assert rings
    points = np.concatenate([np.asarray(ring) for ring in rings])
    assert np.isfinite(points).all()
    assert np.ptp(points[:, 1]) > 120
    assert georef.footprint_lonlat((0, 0, 5, 5)) == ()


def test_longitudes_of_a_0_to_360_grid_come_out_in_the_usual_range_and_back(make_raster) -> None:
    georef = place(make_raster(size=(18, 36), crs="EPSG:4326", transform=(10.0, 0.0, 0.0, 0.0, -10.0, 90.0)))
    lon, _ = georef.pixel_to_lonlat(27.0, 9.0)
    assert float(lon) == pytest.approx(-90.0)
    x, y = georef.lonlat_to_pixel(-90.0, 0.0)
    assert (float(x), float(y)) == pytest.approx((27.0, 9.0))


def test_points_the_crs_cannot_reach_are_infinite() -> None:
    georef = affine_georef((1000.0, 0.0, 0.0, 0.0, -1000.0, 0.0), "EPSG:3857")
    x, y = georef.lonlat_to_pixel([0.0, 0.0], [90.0, np.nan])
    assert np.isposinf(x[1])
    assert np.isposinf(y[1])
    assert not np.isnan(np.concatenate([x, y])).any()


def test_a_picture_whose_driver_sets_no_transform_has_no_position_and_no_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "plain.ppm"
    path.write_bytes(b"P6\n4 4\n255\n" + bytes(range(48)))
    with open_dataset(path) as dataset:
        georef = georefs.from_dataset(dataset)
    assert georef.kind == "none"
    assert "degenerate" not in georef.note
