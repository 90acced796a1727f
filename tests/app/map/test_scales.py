from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.map.scales import (
    decimal_label,
    dms_label,
    graticule_step,
    length_label,
    scale_bar,
    scale_label,
)


@given(resolution=st.floats(1e-3, 1e5), room=st.floats(40, 400))
def test_the_scale_bar_fits_and_is_not_needlessly_short(resolution: float, room: float) -> None:
    length_px, label = scale_bar(resolution, room)
    assert room / 2.5 * (1 - 1e-6) <= length_px <= room * (1 + 1e-6)
    assert label


@pytest.mark.parametrize(
    "length_m,label",
    [(0.05, "5 cm"), (0.5, "50 cm"), (2, "2 m"), (500, "500 m"), (5000, "5 km"), (2e6, "2,000 km")],
)
def test_lengths_are_written_for_people(length_m: float, label: str) -> None:
    assert length_label(length_m) == label


def test_the_scale_is_that_of_a_screen_of_96_dots_an_inch() -> None:
    assert scale_label(0.0254 / 96 * 25_000) == "1 : 25,000"
    assert scale_label(0.0254 / 96 * 123_456_789) == "1 : 123,000,000"


def test_coordinates_name_their_hemisphere() -> None:
    assert decimal_label(-122.3845, 37.617) == "37.61700° N  122.38450° W"
    assert decimal_label(39.2, -6.04, 2) == "6.04° S  39.20° E"


def test_seconds_are_carried_over_into_minutes() -> None:
    assert dms_label(0.0, 59.99999999) == "60° 00′ 00.0″ N  0° 00′ 00.0″ E"
    assert dms_label(-122.3845, 37.617) == "37° 37′ 01.2″ N  122° 23′ 04.2″ W"


@given(span=st.floats(0.01, 360))
def test_the_graticule_has_few_lines(span: float) -> None:
    assert span / graticule_step(span) <= 6
