from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.map.projection.scales import (
    ground_of_scale,
    scale_bar,
    scale_label,
)
from app.units import length_label
from msa_core.lonlat import graticule_step


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


def test_a_scale_gives_the_ground_of_a_pixel() -> None:
    assert scale_label(ground_of_scale(25_000)) == "1 : 25,000"


@given(span=st.floats(0.01, 360))
def test_the_graticule_has_few_lines(span: float) -> None:
    assert span / graticule_step(span) <= 6
