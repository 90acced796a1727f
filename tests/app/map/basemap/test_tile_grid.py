from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.map.basemap.tile_grid import MAX_TILES, TileId, check_template, tiles_of, zoom_for
from msa_core.errors import UsageError


@given(lon=st.floats(-179.9, 179.9), lat=st.floats(-85, 85), zoom=st.integers(0, 19))
def test_a_place_lies_in_the_tile_needed_for_it_and_in_its_parents(lon: float, lat: float, zoom: int) -> None:
    (tile, *others) = tiles_of((lon, lat, lon, lat), zoom)
    assert others == []
    while True:
        (west, north), _, (east, south), _ = tile.corners.tolist()
        assert west - 1e-9 <= lon <= east + 1e-9
        assert south - 1e-9 <= lat <= north + 1e-9
        if tile.zoom == 0:
            break
        tile = tile.parent


def test_known_tiles() -> None:
    # From the page of OpenStreetMap's wiki on slippy map tile names.
    assert tiles_of((7.0, 51.0, 7.0, 51.0), 8) == [TileId(8, 132, 85)]
    assert TileId(0, 0, 0).corners[0].tolist() == pytest.approx([-180.0, 85.0511287798], abs=1e-9)


def test_too_many_tiles_are_none_and_those_in_the_middle_come_first() -> None:
    assert tiles_of((-180, -85, 180, 85), 10) == []
    world = tiles_of((-180, -85, 180, 85), 4)
    assert len(world) == 256 <= MAX_TILES
    assert {world[0].x, world[0].y} <= {7, 8}


def test_the_zoom_is_that_of_the_screen_within_what_there_is() -> None:
    assert zoom_for(156543.0, 0.0, 0, 19) == 0
    assert zoom_for(1.2, 0.0, 0, 19) == 17
    assert zoom_for(0.6, 60.0, 0, 19) == 17
    assert [zoom_for(0.001, 0.0, 3, 12), zoom_for(1e9, 0.0, 3, 12)] == [12, 3]


@pytest.mark.parametrize(
    "text, words",
    [("", "begins with"), ("ftp://a/{z}/{x}/{y}", "begins with"), ("https://a/{z}/{x}.png", r"lacks \{y\}")],
)
def test_an_address_that_cannot_be_one_is_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_template(text)
    assert check_template(" https://a.org/{z}/{x}/{-y}.png ") == "https://a.org/{z}/{x}/{-y}.png"
