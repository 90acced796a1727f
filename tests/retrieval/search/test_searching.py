"""Searches of a real small index: order, filters and places, against naive forms."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import shapely

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.errors import UsageError
from msa_core.indexing.build.index_archive import build_index
from msa_core.records import Listing, Query, QueryTerm, SearchResult, TileHit
from tests.support.scenes import write_scene

EVERY = Listing(every_tile=True)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Engine:
    """Three places, one of them in two years, at two ground sizes, and a picture without a position."""
    folder = tmp_path_factory.mktemp("searching")
    for seed, (name, east_m) in enumerate(
        [("2020/a_20200601.tif", 5e5), ("2021/a_20210601.tif", 5e5 + 10), ("b_20200101.tif", 5.02e5)]
    ):
        (folder / "archive" / name).parent.mkdir(parents=True, exist_ok=True)
        write_scene(folder / "archive" / name, seed, 600, 600, east_m=east_m)
    from msa_core.raster.gdal.writer import write_geotiff
    from tests.support.scenes import picture

    write_geotiff(folder / "archive" / "nowhere.tif", picture(9, 600, 600))
    options = IndexOptions(tiling=Tiling(tile_m=(100.0, 200.0)), model=tiny_checkpoint, device="cpu")
    build_index([folder / "archive"], folder / "index", options)
    return Engine(folder / "index", device="cpu")


def words(text: str = "a plane beside a river", **filters: object) -> Query:
    return Query(terms=(QueryTerm("text", text),), **filters)  # type: ignore[arg-type]


def every(engine: Engine, query: Query) -> dict[str, TileHit]:
    result = engine.search(query, 10_000, EVERY)
    assert len(result.hits) == result.searched
    return {hit.tile.id: hit for hit in result.hits}


def shape_of(hit: TileHit) -> shapely.Geometry:
    return shapely.MultiPolygon([shapely.Polygon(ring) for ring in hit.tile.footprint_lonlat])


def test_each_filter_leaves_what_its_naive_form_leaves_with_the_same_scores(engine: Engine) -> None:
    all_hits = every(engine, words())
    some = next(hit for hit in all_hits.values() if hit.tile.footprint_lonlat)
    area = shapely.affinity.rotate(shape_of(some).centroid.buffer(0.002, 2), 20)
    kept = frozenset(list(all_hits)[::3])
    june = (dt.datetime(2020, 5, 1, tzinfo=dt.UTC), dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
    cases = {
        "area": (words(area=area.wkt), lambda h: shape_of(h).intersects(area)),
        "bbox": (words(bbox=area.bounds), lambda h: shape_of(h).intersects(shapely.box(*area.bounds))),
        "period": (words(period=june), lambda h: (h.tile.datetime or "")[:7] == "2020-06"),
        "sources": (words(sources=("202?/*",)), lambda h: h.tile.source.startswith("202")),
        "ground": (words(ground_m=(150.0, None)), lambda h: bool(h.tile.gsd_m) and h.tile.level == 1),
        "only": (words(only_ids=kept), lambda h: h.tile.id in kept),
        "without": (words(without_ids=kept), lambda h: h.tile.id not in kept),
    }
    for name, (query, passes) in cases.items():
        found = every(engine, query)
        wanted = {tile: hit.score for tile, hit in all_hits.items() if passes(hit)}
        assert 0 < len(wanted) < len(all_hits), name
        assert {tile: hit.score for tile, hit in found.items()} == pytest.approx(wanted, abs=1e-6), name


def test_what_has_no_position_is_found_but_passes_no_filter_of_place(engine: Engine) -> None:
    assert any(hit.tile.source == "nowhere.tif" for hit in every(engine, words()).values())
    for query in (words(bbox=(-180.0, -90.0, 180.0, 90.0)), words(ground_m=(0.0, None))):
        assert not any(hit.tile.source == "nowhere.tif" for hit in every(engine, query).values())


def test_the_background_is_that_of_all_tiles_whatever_the_filters(engine: Engine) -> None:
    everything = engine.search(words(), 5)
    some = engine.search(words(sources=("b_*",)), 5)
    assert everything.background is not None
    assert some.background is not None
    assert some.background.counts == everything.background.counts
    assert sum(some.background.passing) == some.searched < everything.searched
    assert everything.searched == sum(everything.background.counts) == len(engine.opened)
    for hit in everything.hits:
        spread, middle = everything.background.spread, everything.background.middle
        assert hit.z == pytest.approx((hit.score - middle) / spread)


def boxes(result: SearchResult) -> dict[str, np.ndarray]:
    by_source: dict[str, list[tuple[int, int, int, int]]] = {}
    for hit in result.hits:
        by_source.setdefault(hit.tile.source, []).append(hit.tile.pixel_bbox)
    return {source: np.array(found) for source, found in by_source.items()}


@pytest.mark.parametrize("part", [0.0, 0.3])
def test_with_nms_no_two_hits_of_a_raster_share_more_whatever_their_level(
    engine: Engine, part: float
) -> None:
    result = engine.search(words(), 10_000, Listing(nms=part))
    for found in boxes(result).values():
        for i, a in enumerate(found):
            for b in found[i + 1 :]:
                wide, high = (min(a[2 + k], b[2 + k]) - max(a[k], b[k]) for k in (0, 1))
                smaller = min((c[2] - c[0]) * (c[3] - c[1]) for c in (a, b))
                assert max(wide, 0) * max(high, 0) <= part * smaller
    best = engine.search(words(), 1, EVERY).hits[0]
    assert result.hits[0].tile == best.tile
    # Greedy: whatever is left out shares too much with a better hit.
    assert len(result.hits) < len(engine.search(words(), 10_000).hits)


def test_places_join_rasters_and_one_per_place_lists_the_best_of_each(engine: Engine) -> None:
    result = engine.search(words(sources=("202?/*", "nowhere.tif")), 10_000)
    first: dict[int, TileHit] = {}
    joined = 0
    for hit in result.hits:
        if hit.ground_group is None:
            assert hit.tile.source == "nowhere.tif"
            continue
        leader = first.setdefault(hit.ground_group, hit)
        shared = shape_of(leader).intersection(shape_of(hit)).area
        assert shared > 0.5 * min(shape_of(leader).area, shape_of(hit).area)
        joined += leader.tile.source != hit.tile.source
    assert joined > 5
    alone = engine.search(words(sources=("202?/*", "nowhere.tif")), 10_000, Listing(one_per_place=True))
    leaders = [
        hit.tile.id for hit in result.hits if hit.ground_group is None or first[hit.ground_group] is hit
    ]
    assert [hit.tile.id for hit in alone.hits] == leaders
    few = engine.search(words(sources=("202?/*", "nowhere.tif")), 3, Listing(one_per_place=True))
    assert [hit.tile.id for hit in few.hits] == leaders[:3]


def test_a_part_that_is_none_is_said(engine: Engine) -> None:
    for part in (-0.1, 1.0, float("nan")):
        with pytest.raises(UsageError, match="nms"):
            engine.search(words(), 3, Listing(nms=part))
