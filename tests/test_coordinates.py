from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msa_core.coordinates import (
    FORMS,
    NOWHERE,
    decimal_text,
    dms_text,
    for_qgis,
    lonlat_of,
    mgrs_text,
    scale_of,
    text_of,
    utm_text,
    utm_zone,
)
from msa_core.errors import UsageError

MERCATOR = "EPSG:3857"
SLACK_DEG = {"decimal": 6e-6, "dms": 2e-5, "utm": 6e-6, "mgrs": 1.5e-5, "map": 2e-7}
WIDE = 1 / 0.08  # degrees of longitude are shorter at 84° by this


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(lon=st.floats(-179.99, 179.99), lat=st.floats(-79.5, 83.5))
def test_what_is_written_in_a_form_is_understood_as_the_same_place(form: str, lon: float, lat: float) -> None:
    text = text_of(form, lon, lat, MERCATOR)
    back_lon, back_lat = lonlat_of(text, MERCATOR, form)
    assert back_lat == pytest.approx(lat, abs=SLACK_DEG[form])
    assert back_lon == pytest.approx(lon, abs=SLACK_DEG[form] * WIDE)


@pytest.mark.parametrize(
    "lat", [-1e-6, -1e-8, 0.0, 1e-8, 7.9999999, 8.0, -8.00000001, 56.00000001, 63.99, 83.9999999]
)
@pytest.mark.parametrize("lon", [-180.0, -0.00000001, 0.0, 2.999999999, 3.0, 6.0, 180.0])
def test_mgrs_at_the_edges_of_bands_and_zones_is_understood_again(lon: float, lat: float) -> None:
    back_lon, back_lat = lonlat_of(mgrs_text(lon, lat), MERCATOR, "mgrs")
    assert back_lat == pytest.approx(lat, abs=1.5e-5)
    assert abs((back_lon - lon + 180) % 360 - 180) < 1.5e-5 * WIDE


@settings(deadline=None)
@given(text=st.text(max_size=30) | st.from_regex(r"[0-9NSEW°'\". ,:-]{1,25}", fullmatch=True))
def test_whatever_is_typed_is_a_place_on_earth_or_a_sentence(text: str) -> None:
    try:
        lon, lat = lonlat_of(text, MERCATOR)
    except UsageError:
        return
    assert abs(lon) <= 180 + 1e-6
    assert abs(lat) <= 90 + 1e-6


@pytest.mark.parametrize(
    "text",
    [
        "52.75131, 15.58",
        "52.75131 15.58",
        "52,75131 15,58",
        "52,75131; 15,58",
        "52.75131 N, 15.58 E",
        "15.58E 52.75131N",
        "N 52.75131 E 15.58",
        "52°45.0786' N 15°34.8' E",
        "52 45 4.716 N 15 34 48 E",
        "52° 45′ 4.716″ N  15° 34′ 48″ E",
        "N52°45'4.716\" E15°34'48\"",
        "52°45'4.716\", 15°34'48\"",
        "  52.75131°n  15.58°e ",
    ],
)
def test_latitude_and_longitude_are_understood_as_people_write_them(text: str) -> None:
    assert lonlat_of(text, MERCATOR) == pytest.approx((15.58, 52.75131), abs=1e-7)


def test_plain_numbers_are_latitude_first_unless_only_the_other_order_can_be() -> None:
    assert lonlat_of("10, 20", MERCATOR) == (20.0, 10.0)
    assert lonlat_of("-122.38, 37.6", MERCATOR) == (-122.38, 37.6)


def test_plain_numbers_are_those_of_the_map_where_its_form_is_chosen_or_they_are_large() -> None:
    assert lonlat_of("1113194.91, 0", MERCATOR) == pytest.approx((10.0, 0.0), abs=1e-6)
    assert lonlat_of("500000, 10", "EPSG:32633", "map") == pytest.approx((15.0, 0.0), abs=1e-3)
    assert lonlat_of("0, 10", MERCATOR, "map") == pytest.approx((0.0, 9e-5), abs=1e-6)


def test_known_places_in_utm_and_mgrs() -> None:
    # The CN Tower, as Wikipedia's articles on both systems have it.
    lon, lat = -(79 + 23 / 60 + 13.7 / 3600), 43 + 38 / 60 + 33.24 / 3600
    assert utm_text(lon, lat) == "17N 630084 E 4833439 N"
    assert mgrs_text(lon, lat) == "17T PJ 30084 33438"
    for text in ("17N 630084 4833438", "17T 630084 E 4833438 N", "17tpj3008433438", "17T PJ 30084 33438"):
        assert lonlat_of(text, MERCATOR) == pytest.approx((lon, lat), abs=2e-5)


def test_utm_has_the_wider_zones_of_norway_and_svalbard_and_ends_near_the_poles() -> None:
    assert [utm_zone(5.3, 60.4), utm_zone(5.3, 50.0), utm_zone(15.6, 78.2), utm_zone(-180.0, 0.0)] == [
        32,
        31,
        33,
        1,
    ]
    assert utm_text(10.0, 85.0) == NOWHERE
    assert mgrs_text(10.0, 89.0)[0] == "Z"


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "Write latitude and longitude"),
        ("somewhere", "not understood"),
        ("95, 200", "not on Earth"),
        ("91 N 10 E", "not on Earth"),
        ("10 N 20 N", "not understood"),
        ("10 61 0 N 20 0 0 E", "below 60"),
        ("61N 500000 5000000", "zones 1 to 60"),
        ("33N 5000000 5", "eastings lie between"),
        ("33A WT 39137 44756", "not a place in MGRS"),
        ("52.7", "not understood"),
    ],
)
def test_what_is_no_place_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        lonlat_of(text, MERCATOR)


def test_a_place_for_qgis_is_longitude_first_in_plain_digits() -> None:
    assert for_qgis(-122.38452, 37.617) == "-122.384520,37.617000"


def test_outside_the_earth_there_is_a_dash() -> None:
    assert {text_of(form, 190.0, 10.0, MERCATOR) for form in FORMS} == {NOWHERE}
    assert {text_of(form, float("inf"), 10.0, MERCATOR) for form in FORMS} == {NOWHERE}


@pytest.mark.parametrize(
    "text", ["1:25,000", "1 : 25 000", "25000", "25k", "1/25000", "1:25.000", "1:25'000"]
)
def test_a_scale_is_understood_as_people_write_it(text: str) -> None:
    assert scale_of(text) == 25_000


@pytest.mark.parametrize("text", ["", "x", "1:0", "1:", "-5", "1:99999999999"])
def test_what_is_no_scale_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="scale"):
        scale_of(text)


def test_degrees_have_letters_in_text() -> None:
    assert decimal_text(-122.3845, 37.617) == "37.61700° N  122.38450° W"
    assert dms_text(0.0, 59.99999999) == "60° 00′ 00.0″ N  0° 00′ 00.0″ E"
    assert dms_text(-122.3845, 37.617) == "37° 37′ 01.2″ N  122° 23′ 04.2″ W"
