from __future__ import annotations

import json
import math

from msa_core.records import Query, QueryTerm, SearchResult, Tile, TileHit
from msa_core.retrieval.exports.told.geojson import to_geojson

SQUARE = ((5.0, 50.0), (6.0, 50.0), (6.0, 51.0), (5.0, 51.0), (5.0, 50.0))


def collection(*tiles: Tile, score: float = 0.5) -> dict:
    query = Query(
        terms=(QueryTerm("text", "a river"), QueryTerm("image", "x.png", -0.5)), bbox=(1.0, 2.0, 3.0, 4.0)
    )
    hits = tuple(
        TileHit(tile=tile, rank=rank, score=score, scale_scores=(1.0, 2.0, 3.0, 4.0))
        for rank, tile in enumerate(tiles, start=1)
    )
    return json.loads(
        json.dumps(
            to_geojson(SearchResult(query=query, hits=hits, model="ab", searched=9, seconds=0.1)),
            allow_nan=False,
        )
    )


def tile(rings: tuple = (), source: str = "deep/a.tif") -> Tile:
    return Tile(
        id="0/1/2/3",
        source=source,
        path="/data/deep/a.tif",
        level=1,
        pixel_bbox=(1, 2, 3, 4),
        gsd_m=None,
        crs=None,
        footprint_lonlat=rings,
    )


def test_a_tile_without_place_has_null_geometry() -> None:
    (feature,) = collection(tile())["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["gsd"] is None
    assert feature["properties"]["crs"] is None
    assert feature["id"] == "0/1/2/3"


def test_a_split_tile_is_a_multipolygon() -> None:
    (feature,) = collection(tile((SQUARE, SQUARE)))["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert len(feature["geometry"]["coordinates"]) == 2


def test_there_is_never_a_nan() -> None:
    ring = (*SQUARE[:2], (math.nan, 1.0), *SQUARE[3:])
    (feature,) = collection(tile((ring,)), score=math.inf)["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["score"] is None


def test_the_collection_says_what_was_asked_of_what() -> None:
    answer = collection(tile(source="odd\nname\udcff.tif"))
    assert answer["query"]["text"] == "+1 a river -0.5 x.png"
    assert answer["query"]["bbox"] == [1.0, 2.0, 3.0, 4.0]
    assert (answer["model"], answer["searched"]) == ("ab", 9)
    assert answer["features"][0]["properties"]["source"] == "odd\\nname\\xff.tif"
