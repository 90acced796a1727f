from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.map.projection.chosen_projection import projection_of
from app.map.projection.geometry import PLATE_CARREE, WEB_MERCATOR, Viewport, lonlat_bounds_of, rings_on_map
from msa_core.errors import UsageError

CODES = ("EPSG:32633", "EPSG:3035", "EPSG:3413", "ESRI:54009", "EPSG:2263")
IN_ALL = {"EPSG:32633": (15.0, 48.0), "EPSG:3035": (10.0, 52.0), "EPSG:3413": (-45.0, 75.0)}


def looking_at(code: str, lon: float, lat: float, ground_m_per_px: float) -> Viewport:
    projection = projection_of(code)
    x, y = projection.forward(np.array([[lon, lat]]))[0].tolist()
    units = ground_m_per_px / projection.ground_m_per_unit(y, x)
    return Viewport(center_x=x, center_y=y, units_per_px=units, width_px=800, height_px=600)


@pytest.mark.parametrize("code", CODES)
@settings(deadline=None)
@given(share_x=st.floats(0.4, 0.6), share_y=st.floats(0.4, 0.6))
def test_inverse_undoes_forward_or_says_that_there_is_no_place(
    code: str, share_x: float, share_y: float
) -> None:
    projection = projection_of(code)
    west, south, east, north = projection.world
    x, y = west + (east - west) * share_x, south + (north - south) * share_y
    lon, lat = projection.inverse(x, y)
    if math.isfinite(lon):
        assert projection.forward(np.array([[lon, lat]]))[0] == pytest.approx((x, y), rel=1e-5, abs=50)


def test_codes_are_taken_with_and_without_their_authority_and_known_ones_stay_plain() -> None:
    assert projection_of("32633") == projection_of(" EPSG:32633 ")
    assert "UTM zone 33N (EPSG:32633)" in projection_of("32633").name
    assert projection_of("3857") is WEB_MERCATOR
    assert projection_of("epsg:4326") is PLATE_CARREE


@pytest.mark.parametrize(
    "text, words",
    [
        ("nonsense", "not a coordinate system that PROJ knows"),
        ("EPSG:99999", "not a coordinate system that PROJ knows"),
        ("", "not a coordinate system that PROJ knows"),
        ("EPSG:2053", "mirrored or upside down"),
        ("EPSG:5773", "neither projected nor in degrees"),
    ],
)
def test_what_makes_no_map_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        projection_of(text)


@pytest.mark.parametrize("code", IN_ALL)
def test_a_unit_is_as_long_on_the_ground_as_the_ellipsoid_says(code: str) -> None:
    lon, lat = IN_ALL[code]
    projection = projection_of(code)
    x, y = projection.forward(np.array([[lon, lat]]))[0].tolist()
    assert projection.ground_m_per_unit(y, x) == pytest.approx(1.0, rel=0.03)


def test_feet_and_other_degrees_are_measured_in_metres() -> None:
    new_york = projection_of("EPSG:2263")
    x, y = new_york.forward(np.array([[-74.0, 40.7]]))[0].tolist()
    assert new_york.ground_m_per_unit(y, x) == pytest.approx(0.3048, rel=1e-3)
    etrs = projection_of("EPSG:4258")
    assert etrs.ground_m_per_unit(60.0, 10.0) == pytest.approx(111_320 / 2, rel=0.01)


def test_a_wide_footprint_is_bent_as_the_projection_bends_it() -> None:
    ring = ((0.0, 50.0), (30.0, 50.0), (30.0, 60.0), (0.0, 60.0), (0.0, 50.0))
    (utm,) = rings_on_map(projection_of("EPSG:32633"), (ring,))
    lowest = utm[:, 1].min()
    corner = projection_of("EPSG:32633").forward(np.array([[0.0, 50.0]]))[0, 1]
    assert lowest < corner - 10_000  # at 15 degrees east the parallel lies farther south than at its ends


def test_what_a_view_shows_in_degrees_holds_its_corners_and_all_longitudes_around_a_pole() -> None:
    view = looking_at("EPSG:32633", 15.0, 48.0, 1000.0)
    west, south, east, north = lonlat_bounds_of(view, projection_of("EPSG:32633"))
    for x, y in ((0, 0), (800, 0), (800, 600), (0, 600)):
        lon, lat = projection_of("EPSG:32633").inverse(*view.to_map(x, y))
        assert west <= lon <= east
        assert south <= lat <= north
    arctic = lonlat_bounds_of(looking_at("EPSG:3413", -45.0, 89.0, 5000.0), projection_of("EPSG:3413"))
    assert (arctic[0], arctic[2], arctic[3]) == (-180.0, 180.0, 90.0)
