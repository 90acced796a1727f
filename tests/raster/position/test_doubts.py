"""Files that are wrong about their own position: said in words with what to do, searched all the same."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest

from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.position import doubts
from msa_core.raster.position.crs import transform_points, wkt_of
from msa_core.raster.position.georef import Georef
from msa_core.raster.tiling import plan

# isort: split
import rasterio.warp
from rasterio.crs import CRS

DEGREES = (5e-5, 0.0, 13.0, 0.0, -5e-5, 52.5)
METRES = (1.0, 0.0, 390_000.0, 0.0, -1.0, 5_820_000.0)
FOOT = 0.3048


def place(make_raster, **options: object) -> Georef:
    with RasterReader(make_raster(**options)) as reader:
        assert reader.info.note == reader.georef.note
        assert bool(reader.info.footprint_lonlat) == reader.georef.is_placed
        return reader.georef


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:32633",
        "EPSG:3857",
        "EPSG:27700",
        "EPSG:2154",
        "EPSG:5514",
        "EPSG:2263",
        "EPSG:3395",
        "EPSG:2053",
    ],
)
@pytest.mark.parametrize("step", [1e-6, 5e-5, 0.0051, 0.25])
def test_degrees_declared_as_metres_are_told_and_not_put_in_the_wrong_place(
    make_raster, crs: str, step: float
) -> None:
    georef = place(make_raster, crs=crs, transform=(step, 0.0, 13.0, 0.0, -step, 52.5))
    assert (georef.kind, georef.is_placed) == ("none", False)
    assert "look like degrees" in georef.note
    assert f"its CRS {crs} counts in {'US survey feet' if crs == 'EPSG:2263' else 'metres'}" in georef.note
    assert "gdal_edit.py -a_srs EPSG:4326 FILE" in georef.note


def test_what_is_not_placed_is_still_cut_into_tiles_that_can_be_searched(make_raster) -> None:
    with RasterReader(make_raster(size=(600, 900), transform=DEGREES)) as reader:
        assert len(plan(reader.info, reader.georef)) > 10


@pytest.mark.parametrize(
    "crs, transform",
    [
        # A drone's grid around its own origin, an orthophoto at the South Pole, a UTM zone used for its neighbour.
        ("+proj=tmerc +lat_0=52.5 +lon_0=13 +datum=WGS84", (0.05, 0.0, -1.5, 0.0, -0.05, 1.0)),
        ("EPSG:3031", (0.5, 0.0, -10.0, 0.0, -0.5, 10.0)),
        ("EPSG:32633", (1.0, 0.0, 180_000.0, 0.0, -1.0, 5_820_000.0)),
        ("EPSG:32633", (1.0, 0.0, 500_000.0, 0.0, -1.0, -1_000_000.0)),
        ("EPSG:4326", (0.5, 0.0, -180.25, 0.0, -0.5, 90.25)),
        ("EPSG:4326", (0.1, 0.0, 200.0, 0.0, -0.1, 10.0)),
        ("EPSG:3857", (1.0, 0.0, 1_450_000.0, 0.0, -1.0, 6_890_000.0)),
        ("EPSG:2263", (1.0, 0.0, 980_000.0, 0.0, -1.0, 200_000.0)),
    ],
)
def test_what_is_only_unusual_is_placed_without_a_word(
    make_raster, crs: str, transform: tuple[float, ...]
) -> None:
    georef = place(make_raster, crs=crs, transform=transform)
    assert georef.is_placed
    assert georef.note == ""


def test_metres_declared_as_degrees_are_told(make_raster) -> None:
    georef = place(make_raster, crs="EPSG:4326", transform=METRES)
    assert georef.kind == "none"
    assert "are not degrees, but its CRS EPSG:4326 counts in degrees" in georef.note


def test_latitude_and_longitude_the_wrong_way_around_are_told(make_raster) -> None:
    georef = place(make_raster, crs="EPSG:4326", transform=(1e-4, 0.0, -33.9, 0.0, -1e-4, 151.2))
    assert georef.kind == "none"
    assert "latitude and longitude the wrong way around" in georef.note


def test_feet_declared_as_metres_and_metres_as_feet_are_placed_with_a_note(make_raster) -> None:
    feet = tuple(value / FOOT for value in METRES)
    georef = place(make_raster, crs="EPSG:32633", transform=feet)
    assert "Its coordinates look like feet, the CRS counts in metres." in georef.note
    new_york = tuple(value * FOOT for value in (1.0, 0.0, 980_000.0, 0.0, -1.0, 200_000.0))
    georef = place(make_raster, crs="EPSG:2263", transform=new_york)
    assert georef.is_placed
    assert "look like" not in georef.note  # 700 km of ocean beside it, but State Plane has no sharp end


def test_a_place_far_from_where_its_crs_is_made_for_is_placed_with_a_note(make_raster) -> None:
    georef = place(make_raster, crs="EPSG:27700", transform=(1.0, 0.0, 4_000_000.0, 0.0, -1.0, 300_000.0))
    assert georef.is_placed
    assert "It lies far outside the area that its CRS EPSG:27700 is made for" in georef.note


def test_an_old_datum_whose_grid_is_not_at_hand_is_told(make_raster) -> None:
    georef = place(make_raster, crs="EPSG:26713", transform=(10.0, 0.0, 500_000.0, 0.0, -10.0, 4_430_000.0))
    assert georef.is_placed
    assert "may be off by about" in georef.note
    assert "us_noaa_conus.tif" in georef.note
    assert "North American Datum 1927" in georef.note


def test_an_ellipsoid_without_a_datum_is_told_unless_it_is_a_modern_one_or_a_sphere(make_raster) -> None:
    for definition, is_told in (
        ("+proj=utm +zone=13 +ellps=clrk66", True),
        ("+proj=utm +zone=13 +ellps=GRS80", False),
        ("+proj=utm +zone=13 +ellps=WGS84", False),
        ("+proj=sinu +R=6371007.181", False),
    ):
        georef = place(make_raster, crs=definition, transform=(10.0, 0.0, 480_000.0, 0.0, -10.0, 4_430_000.0))
        assert ("off by some hundred metres" in georef.note) == is_told, definition
        assert georef.is_placed


def test_a_crs_without_x_and_y_on_a_map_is_named(make_raster) -> None:
    georef = place(make_raster, crs="EPSG:4978")
    assert georef.kind == "none"
    assert "Its coordinate system is a Geocentric CRS" in georef.note


def test_where_gdal_and_proj_disagree_the_map_follows_gdal_and_it_is_told() -> None:
    ascension = wkt_of(CRS.from_user_input(pyproj.CRS.from_user_input("ESRI:37237").to_wkt()))
    x, y = np.array([-14.4]), np.array([-7.95])
    theirs = rasterio.warp.transform(ascension, "EPSG:4326", x, y)
    np.testing.assert_allclose(transform_points(ascension, "EPSG:4326", x, y), theirs, atol=1e-9)
    assert "m apart; it is shown where GDAL has it." in doubts.doubtful(ascension, "ESRI:37237", x, y)
