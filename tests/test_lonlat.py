"""Bounds, middle and size of footprints, across 180 degrees too."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msa_core.lonlat import bounds_of_boxes, bounds_of_rings, middle_of_rings, side_m


def box(west: float, south: float, east: float, north: float) -> tuple[tuple[float, float], ...]:
    return (west, south), (east, south), (east, north), (west, north), (west, south)


FIJI = (box(179.5, -17, 180, -16), box(-180, -17, -179.7, -16))


def test_a_footprint_split_at_180_has_its_west_before_and_its_east_behind() -> None:
    assert bounds_of_rings(FIJI) == (179.5, -17, -179.7, -16)
    assert bounds_of_boxes([(179.5, -17, 180, -16), (-180, -17, -179.7, -16)]) == (179.5, -17, -179.7, -16)


def test_a_box_around_the_whole_earth_is_no_part_of_a_split_one() -> None:
    assert bounds_of_boxes([(-180, -90, 180, 90), (-180, 0, -170, 1)]) == (-180, -90, 180, 90)


def test_the_middle_of_a_split_footprint_lies_in_it() -> None:
    lon, lat = middle_of_rings(FIJI) or (0.0, 0.0)
    assert (round(lon, 6), lat) == (179.9, -16.5)
    lon, _ = middle_of_rings((box(179.9, 0, 180, 1), box(-180, 0, -179.1, 1))) or (0.0, 0.0)
    assert round(lon, 6) == -179.6


def test_no_position_has_no_bounds_no_middle_and_no_size() -> None:
    assert bounds_of_rings(()) is bounds_of_boxes([]) is middle_of_rings(()) is side_m(()) is None


@given(st.floats(-179, 178), st.floats(-80, 79), st.floats(0.001, 1))
def test_bounds_of_one_box_are_the_box(west: float, south: float, size: float) -> None:
    east, north = west + size, south + size
    assert bounds_of_rings((box(west, south, east, north),)) == (west, south, east, north)


def test_the_side_is_the_root_of_the_area_however_a_tile_lies() -> None:
    # One hundredth of a degree at the equator: 1,113.2 m by 1,105.7 m on WGS84.
    straight = side_m((box(10, 0, 10.01, 0.01),))
    assert straight == pytest.approx(math.sqrt(1113.19 * 1105.74), rel=1e-4)
    half = 0.005 * math.sqrt(2)
    slanted = ((10, -half), (10 + half, 0), (10, half), (10 - half, 0), (10, -half))
    assert side_m((slanted,)) == pytest.approx(straight, rel=1e-4)
