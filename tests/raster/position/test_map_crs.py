"""The map's own coordinate system: chosen with sense, and never in degrees."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest

from msa_core.raster.position.map_crs import (
    choose_map_crs,
    lonlat_bounds,
    lonlat_to_map,
    map_bounds,
    map_to_lonlat,
)
from msa_core.records import RasterInfo


def info(west: float, south: float, east: float, north: float, crs: str | None = "EPSG:4326") -> RasterInfo:
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return RasterInfo(
        path="/a.tif",
        name="a.tif",
        width_px=10,
        height_px=10,
        bands=3,
        dtype="uint8",
        crs=crs,
        gsd_m=1.0,
        footprint_lonlat=(ring,),
        position="affine",
    )


NOWHERE = RasterInfo(
    path="/b.tif",
    name="b.tif",
    width_px=10,
    height_px=10,
    bands=3,
    dtype="uint8",
    crs=None,
    gsd_m=None,
    footprint_lonlat=(),
    position="none",
)


@pytest.mark.parametrize(
    "infos, expected",
    [
        ([], "EPSG:3857"),
        ([NOWHERE], "EPSG:3857"),
        ([info(13, 52, 13.1, 52.1, "EPSG:32633"), NOWHERE], "EPSG:32633"),
        ([info(13, 52, 13.1, 52.1)], "EPSG:32633"),
        ([info(39, -6.1, 39.1, -6.0)], "EPSG:32737"),
        ([info(-78.1, 36, -78, 37, "EPSG:26917"), info(-78, 36, -77.95, 37, "EPSG:26918")], "EPSG:32617"),
        ([info(179.8, 10, 180, 10.2), info(-180, 10, -179.9, 10.2)], "EPSG:32660"),
        ([info(13, 52, 13.1, 52.1), info(-122, 37, -121, 38)], "EPSG:3857"),
        ([info(-180, -90, 180, 90)], "EPSG:3857"),
        ([info(10, 86, 12, 87)], "EPSG:3413"),
        ([info(10, -87, 12, -86)], "EPSG:3031"),
    ],
)
def test_the_choice(infos: list[RasterInfo], expected: str) -> None:
    chosen = choose_map_crs(infos)
    assert chosen == expected
    assert pyproj.CRS(chosen).is_projected


def test_bounds_across_the_antimeridian_are_short() -> None:
    bounds = lonlat_bounds([info(179, 0, 180, 1), info(-180, 0, -178, 1)])
    assert bounds == (179, 0, 182, 1)
    with pytest.raises(ValueError, match="position"):
        lonlat_bounds([NOWHERE])


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32633", "EPSG:3035"])
def test_coordinates_go_there_and_back_as_arrays(crs: str) -> None:
    lon, lat = np.linspace(11, 14, 7), np.linspace(48, 55, 7)
    x, y = lonlat_to_map(lon, lat, crs)
    back = map_to_lonlat(x, y, crs)
    assert np.allclose(back, (lon, lat), atol=1e-7)


def test_what_the_map_cannot_show_is_infinite_not_nan() -> None:
    x, y = lonlat_to_map(np.array([0.0, np.nan]), np.array([91.0, 0.0]), "EPSG:32633")
    assert np.isposinf(x).all()
    assert np.isposinf(y).all()


def test_the_world_has_finite_bounds_in_web_mercator() -> None:
    bounds = map_bounds(info(-180, -90, 180, 90), "EPSG:3857")
    assert bounds is not None
    assert np.isfinite(bounds).all()
    assert bounds[2] == pytest.approx(20_037_508, rel=1e-5)
    assert bounds[3] == pytest.approx(20_048_966, rel=1e-3)


def test_bounds_hold_the_whole_curved_outline() -> None:
    # The northern side of a wide box in degrees bulges north in UTM, beyond its corners.
    bounds = map_bounds(info(9, 59, 21, 60), "EPSG:32633")
    assert bounds is not None
    _, south_of_middle = lonlat_to_map(np.array([15.0]), np.array([59.0]), "EPSG:32633")
    assert bounds[1] <= south_of_middle[0] + 1
