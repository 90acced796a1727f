"""Filters against naive forms, on made tables of tiles."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from msa_core.indexing.folder.rows.shards import bounds_of, wkb_of
from msa_core.records import Query, Ring
from msa_core.retrieval.query.areas.area import parse_area
from msa_core.retrieval.query.parsing import parse_period
from msa_core.retrieval.search.footprint_filter import FootprintFilter
from msa_core.retrieval.search.source_patterns import matching_sources
from msa_core.retrieval.search.tile_filter import TileFilter

SOURCES = ["2020/a.tif", "2021/b.tif", "b.tif", "odd [1].tif"]
NOON = dt.datetime(2021, 6, 30, 12, tzinfo=dt.UTC)


class Index(SimpleNamespace):
    """What the filters ask of an index."""

    def __len__(self) -> int:
        return len(self.rows.bounds)

    def geometry(self, rows: np.ndarray) -> list[bytes | None]:
        return [self.wkb[row] for row in rows]


def index_of(footprints: list[tuple[Ring, ...]], **columns: list[Any]) -> Any:
    count = len(footprints)
    table = pa.table(
        {
            "id": columns.get("ids", [f"s/{row}" for row in range(count)]),
            "datetime": pa.array(columns.get("dates", [None] * count), pa.timestamp("us", tz="UTC")),
            "gsd": pa.array(columns.get("gsd", [None] * count), pa.float64()),
        }
    )
    source = np.array(columns.get("source", [0] * count), np.int32)
    rows = SimpleNamespace(bounds=bounds_of(footprints), table=table, source=source)
    sources = [SimpleNamespace(name=name, state="indexed") for name in SOURCES]
    manifest = SimpleNamespace(model=SimpleNamespace(input_px=100), sources=sources)
    return Index(rows=rows, wkb=wkb_of(footprints), manifest=manifest)


def split(polygon: Any) -> tuple[Ring, ...]:
    """Rings of a polygon that may go on beyond 180 degrees, split there as footprints are."""
    parts = [polygon & shapely.box(-180, -90, 180, 90)]
    beyond = polygon & shapely.box(180, -90, 540, 90)
    parts.append(shapely.transform(beyond, lambda xy: xy - [360, 0]))
    polygons = [p for p in parts if not p.is_empty and p.area > 0]
    return tuple(tuple(map(tuple, p.exterior.coords)) for p in polygons)  # type: ignore[misc]


def tilted(lon: float, lat: float, side: float, turn: float) -> Any:
    square = shapely.box(lon - side / 2, lat - side / 2, lon + side / 2, lat + side / 2)
    return shapely.affinity.rotate(square, turn)


def many_tiles(seed: int, count: int = 700) -> list[tuple[Ring, ...]]:
    """Tilted squares along a wandering line, so that neighbours are near; some across 180 degrees, some nowhere."""
    generator = np.random.default_rng(seed)
    lon = np.mod(np.cumsum(generator.normal(0, 1.5, count)) + 180.0, 360.0)
    lat = np.clip(np.cumsum(generator.normal(0, 0.5, count)), -60, 60)
    tiles = []
    for x, y, nowhere in zip(lon, lat, generator.random(count) < 0.05, strict=True):
        x = x - 360 if x > 185 else x
        polygon = tilted(x, y, generator.uniform(0.1, 3), generator.uniform(0, 90))
        tiles.append(() if nowhere else split(polygon))
    return tiles


def naive(index: Any, area: Any) -> np.ndarray:
    shapes = [None if wkb is None else shapely.from_wkb(wkb) for wkb in index.wkb]
    return np.array([shape is not None and bool(shape.intersects(area)) for shape in shapes])


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.tuples(st.floats(-170, 190), st.floats(-47, 47), st.floats(0.5, 60), st.floats(0, 90)),
)
def test_an_area_is_what_shapely_says_tile_by_tile(
    seed: int, shape: tuple[float, float, float, float]
) -> None:
    index = index_of(many_tiles(seed))
    wkt = parse_area(tilted(*shape).wkt)
    assert wkt is not None
    area = shapely.from_wkt(wkt)
    np.testing.assert_array_equal(FootprintFilter(index).in_area(area), naive(index, area))
    west, south, east, north = tilted(*shape).bounds
    if west >= -180 and east <= 180:
        box = (west, south, east, north)
        np.testing.assert_array_equal(FootprintFilter(index).in_bbox(box), naive(index, shapely.box(*box)))
    elif west > 0:
        both = shapely.union_all(
            [shapely.box(west, south, 180, north), shapely.box(-180, south, east - 360, north)]
        )
        np.testing.assert_array_equal(
            FootprintFilter(index).in_bbox((west, south, east - 360, north)), naive(index, both)
        )


def test_the_whole_earth_holds_what_has_a_place_and_nothing_holds_nothing() -> None:
    index = index_of(many_tiles(7))
    everywhere = FootprintFilter(index).in_bbox((-180, -90, 180, 90))
    np.testing.assert_array_equal(everywhere, [wkb is not None for wkb in index.wkb])
    assert not FootprintFilter(index).in_area(shapely.Polygon()).any()
    assert FootprintFilter(index_of([])).in_area(shapely.box(0, 0, 1, 1)).shape == (0,)


@pytest.mark.parametrize(
    "start, end, passing",
    [
        ("2021", None, [False, True, True, True, False]),
        (None, "2020", [True, False, False, False, False]),
        ("2021-06", "2021-06", [False, True, True, False, False]),
        ("2021-06-30", "2021-06-30", [False, True, True, False, False]),
        ("2021-06-30T12:00:00+00:00", "2021-06-30T12:00:00", [False, False, True, False, False]),
        ("2021-06-30T14:00:00+02:00", "2021-06-30T13:00:00Z", [False, False, True, False, False]),
        ("1900", "2100", [True, True, True, True, False]),
    ],
)
def test_dates(start: str | None, end: str | None, passing: list[bool]) -> None:
    dates = [
        dt.datetime(2020, 12, 31, 23, 59, 59, 999999, dt.UTC),
        dt.datetime(2021, 6, 30, tzinfo=dt.UTC),
        NOON,
        dt.datetime(2021, 7, 1, tzinfo=dt.UTC),
        None,
    ]
    index = index_of([()] * 5, dates=dates)
    found = TileFilter(index).allowed(Query(terms=(), period=parse_period(start, end)))
    assert found is not None
    assert found.tolist() == passing


@pytest.mark.parametrize(
    "patterns, names",
    [
        (("b.tif",), ["2021/b.tif", "b.tif"]),
        (("2021/*",), ["2021/b.tif"]),
        (("*.tif",), SOURCES),
        (("odd [1].tif",), ["odd [1].tif"]),
        (("?.tif", "odd*"), ["2020/a.tif", "2021/b.tif", "b.tif", "odd [1].tif"]),
        (("B.tif",), []),
        (("[ab].tif",), ["2020/a.tif", "2021/b.tif", "b.tif"]),
        (("202[01]/[!b].tif",), ["2020/a.tif"]),
        (("2021[/]b.tif",), ["2021/b.tif"]),
        (("odd [[]1].tif", "2020/b.tif"), ["odd [1].tif"]),
    ],
)
def test_sources_by_name_and_pattern(patterns: tuple[str, ...], names: list[str]) -> None:
    assert [n for n, fits in zip(SOURCES, matching_sources(SOURCES, patterns), strict=True) if fits] == names


def test_ground_sizes_are_metres_of_the_side_and_none_has_none() -> None:
    index = index_of([()] * 4, gsd=[0.8, 1.607, 3.2, None])  # 80, 160.7 and 320 m at 100 pixels
    filters = TileFilter(index)

    def passing(*bounds: float | None) -> list[bool]:
        found = filters.allowed(Query(terms=(), ground_m=bounds))  # type: ignore[arg-type]
        assert found is not None
        return found.tolist()

    assert passing(100, 160) == [False, True, False, False]
    assert passing(161, None) == [False, True, True, False]
    assert passing(None, 80) == [True, False, False, False]


def test_ids_alone_and_left_out() -> None:
    filters = TileFilter(index_of([()] * 3))
    only = filters.allowed(Query(terms=(), only_ids=frozenset({"s/1", "elsewhere"})))
    without = filters.allowed(Query(terms=(), without_ids=frozenset({"s/1"})))
    assert only is not None and only.tolist() == [False, True, False]  # noqa: PT018
    assert without is not None and without.tolist() == [True, False, True]  # noqa: PT018
    nothing = filters.allowed(Query(terms=(), only_ids=frozenset()))
    assert nothing is not None and not nothing.any()  # noqa: PT018


def test_all_filters_must_pass_and_answers_are_remembered() -> None:
    index = index_of([()] * 4, source=[0, 1, 1, 2], dates=[NOON, NOON, None, NOON])
    filters = TileFilter(index)
    assert filters.allowed(Query(terms=())) is None
    query = Query(terms=(), sources=("2021/*",), period=parse_period("2021", None))
    for _ in range(2):
        found = filters.allowed(query)
        assert found is not None
        assert found.tolist() == [False, True, False, False]
    index.rows = None  # the next answer asks nothing of the index
    assert filters.allowed(query) is not None


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.sampled_from(range(5)), unique=True, min_size=1))
def test_filters_together_leave_what_each_of_them_leaves(seed: int, chosen: list[int]) -> None:
    generator = np.random.default_rng(seed)
    tiles = many_tiles(seed)
    index = index_of(
        tiles,
        source=np.sort(generator.integers(0, len(SOURCES), len(tiles))).tolist(),
        dates=[
            None if day < 20 else NOON + dt.timedelta(days=int(day))
            for day in generator.integers(0, 400, len(tiles))
        ],
        gsd=generator.choice([0.8, 1.6, 3.2], len(tiles)).tolist(),
    )
    area = tilted(generator.uniform(-130, 130), generator.uniform(-30, 30), 40, generator.uniform(0, 90)).wkt
    filters: list[dict[str, Any]] = [
        {"period": parse_period("2021-09", "2022")},
        {"sources": ("20*/?.tif", "b.tif")},
        {"ground_m": (100.0, None)},
        {"bbox": (-170.0, -40.0, 90.0, 60.0)},
        {"area": parse_area(area)},
    ]
    alone = [TileFilter(index).allowed(Query(terms=(), **filters[number])) for number in chosen]
    together: dict[str, Any] = {}
    for number in chosen:
        together |= filters[number]
    found = TileFilter(index).allowed(Query(terms=(), **together))
    assert found is not None
    np.testing.assert_array_equal(found, np.all([mask for mask in alone if mask is not None], axis=0))


def test_names_are_compared_composed_and_an_exact_name_is_no_pattern() -> None:
    decomposed, composed = "Zu\u0308rich.tif", "Z\u00fcrich.tif"
    names = [
        f"2020/{decomposed}",
        composed,
        "scene 1.tif",
        "scene [1].tif",
        "SCENE 1.TIF",
        "a*.tif",
        "ab.tif",
    ]

    def fits(*patterns: str) -> list[str]:
        return [n for n, is_in in zip(names, matching_sources(names, patterns), strict=True) if is_in]

    assert fits(composed) == fits(decomposed) == names[:2]
    assert fits("*/Z\u00fcr*") == fits("2020/Zu\u0308r*") == names[:1]
    assert fits("scene [1].tif") == ["scene [1].tif"]
    assert fits("scene [123].tif") == ["scene 1.tif"]
    assert fits("a*.tif") == ["a*.tif"]
    assert fits("a*.tif", "ab.*") == ["a*.tif", "ab.tif"]
    assert fits("SCENE 1.TIF") == ["SCENE 1.TIF"]
