"""Search on the demo archive finds what is there, and overlays point at it: checked against the ground truth."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image, ImageDraw
from shapely.geometry import Polygon, shape
from shapely.ops import unary_union

from msa_core.engine import Engine
from msa_core.raster.pixels.reader import RasterReader
from msa_core.records import RANKING, Query, QueryTerm, Tile, TileHit

# The archive is drawn and indexed for the first of these tests: minutes on a slow processor.
pytestmark = pytest.mark.timeout(1200)

# What a user would type, and the class of the ground truth that answers it.
QUERIES = {
    "an airport with runways and planes": "airport",
    "many storage tanks": "tank_farm",
    "a dense forest": "forest",
    "a harbour with ships": "port",
    "a beach beside the sea": "beach",
    "a stadium": "stadium",
    "a baseball field": "baseball_field",
    "a lake in the forest": "lake",
    "a parking lot with many cars": "parking_lot",
    "a dense residential area": "dense_housing",
    "an industrial area with large buildings": "industrial",
    "a river with a bridge": "bridge",
}


def find(engine: Engine, text: str, k: int = 10) -> tuple[TileHit, ...]:
    return engine.search(Query(terms=(QueryTerm("text", text),)), k=k).hits


def places_of(truth: list[dict], kind: str):
    places = unary_union([shape(f["geometry"]).buffer(0) for f in truth if f["properties"]["class"] == kind])
    shapely.prepare(places)
    return places


def lies_on(tile: Tile, places) -> bool:
    return any(Polygon(ring).intersects(places) for ring in tile.footprint_lonlat)


@pytest.fixture(scope="module")
def share_right(demo_engine: Engine, demo_truth: list[dict]):
    """For a query: the share of its first ten hits that lie on what it names, and that of all tiles."""

    @cache
    def measure(text: str) -> tuple[float, float]:
        places = places_of(demo_truth, QUERIES[text])
        hits = find(demo_engine, text)
        everything = find(demo_engine, text, k=100_000)
        of_all = np.mean([lies_on(hit.tile, places) for hit in everything])
        return float(np.mean([lies_on(hit.tile, places) for hit in hits])), float(of_all)

    return measure


@pytest.mark.parametrize("text", QUERIES)
def test_what_is_asked_for_is_among_the_first_ten(text: str, share_right) -> None:
    of_hits, _ = share_right(text)
    assert of_hits > 0.0


def test_hits_are_right_far_more_often_than_chance(share_right) -> None:
    figures = [share_right(text) for text in QUERIES]
    of_hits, of_all = np.mean(figures, axis=0)
    assert of_hits >= 0.5, figures
    assert of_hits >= 3.0 * of_all, figures


def test_the_airport_leads_for_the_query_of_the_demonstration(
    demo_engine: Engine, demo_truth: list[dict]
) -> None:
    best = find(demo_engine, "an airport with runways and planes", k=1)[0]
    assert lies_on(best.tile, places_of(demo_truth, "airport"))


def mask_of(tile: Tile, places, shape_px: tuple[int, int]) -> np.ndarray:
    """bool (h, w): cells of a heatmap of ``tile`` that lie on ``places``."""
    rows, columns = shape_px
    x0, y0, x1, y1 = tile.pixel_bbox
    image = Image.new("1", (columns * 4, rows * 4))
    with RasterReader(Path(tile.path)) as reader:
        for polygon in getattr(places, "geoms", [places]):
            lon, lat = np.array(polygon.exterior.coords)[:, :2].T
            x, y = reader.georef.lonlat_to_pixel(lon, lat)
            points = zip((x - x0) / (x1 - x0) * columns * 4, (y - y0) / (y1 - y0) * rows * 4, strict=True)
            ImageDraw.Draw(image).polygon([(float(a), float(b)) for a, b in points], fill=1)
    return np.asarray(image).reshape(rows, 4, columns, 4).mean(axis=(1, 3)) > 0.5


POINTED_AT = (
    "many storage tanks",
    "a stadium",
    "a parking lot with many cars",
    "a lake in the forest",
    "a dense residential area",
)


def gains_of(engine: Engine, text: str, places) -> list[float]:
    """For hits that show the thing in part: how much higher the ranking map is on it, in standard deviations."""
    gains: list[float] = []
    for hit in find(engine, text, k=60):
        heatmap = engine.explain(hit.tile, text).find(RANKING)
        on_it = mask_of(hit.tile, places, heatmap.values.shape)
        if 0.05 < on_it.mean() < 0.6:
            spread = heatmap.values.std() + 1e-12
            gains.append(float((heatmap.values[on_it].mean() - heatmap.values[~on_it].mean()) / spread))
        if len(gains) == 5:
            break
    return gains


def test_overlays_point_at_what_was_asked_for(demo_engine: Engine, demo_truth: list[dict]) -> None:
    gains = {text: gains_of(demo_engine, text, places_of(demo_truth, QUERIES[text])) for text in POINTED_AT}
    every = [gain for of_query in gains.values() for gain in of_query]
    assert len(every) >= 12, gains
    assert np.mean(every) > 0.1, gains
    assert np.mean(np.array(every) > 0) > 0.55, gains
