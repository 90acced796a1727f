"""Search on real rasters the model never saw: drone mosaics, NAIP, Landsat, an airport."""

from __future__ import annotations

import pytest

from msa_core.engine import Engine
from msa_core.records import Query, QueryTerm

pytestmark = pytest.mark.timeout(600)  # the scenes are indexed for the first of these tests


def leading(engine: Engine, text: str, k: int = 1) -> list[str]:
    return [hit.tile.source for hit in engine.search(Query(terms=(QueryTerm("text", text),)), k=k).hits]


def test_the_airport_leads_for_an_airport(scenes_engine: Engine) -> None:
    assert leading(scenes_engine, "an airport with runways and terminals") == ["sfo_airport.tif"]


@pytest.mark.parametrize(
    "text, sources",
    [
        # The airport's raster has the towns beside it, in dense rows of houses.
        ("a dense residential area", ("sfo", "nairobi", "kampala", "zanzibar", "banepa", "manila")),
        ("green farmland", ("naip",)),
        ("a dense forest", ("neon", "australia", "naip_va", "pix4d")),
    ],
)
def test_ordinary_queries_are_led_by_rasters_that_show_it(
    scenes_engine: Engine, text: str, sources: tuple[str, ...]
) -> None:
    assert leading(scenes_engine, text)[0].startswith(sources)


def test_a_picture_of_a_raster_finds_the_raster(scenes_engine: Engine, shared_data) -> None:
    airport = shared_data / "geotiff" / "scenes" / "sfo_airport.tif"
    assert scenes_engine.similar(airport, k=1).hits[0].tile.source == "sfo_airport.tif"
