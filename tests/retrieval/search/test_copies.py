"""The same picture under two names: filters find either, and a hit is told by the name and date that pass."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from msa_core.config import MANIFEST_NAME, IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.merging import merge_indexes
from msa_core.indexing.care.verifying import verify_index
from msa_core.records import Listing, Query, QueryTerm, SearchResult
from msa_core.retrieval.exports.told.geojson import to_geojson
from tests.support.scenes import write_scene

OLD, NEW, OTHER = "2020/ortho_20200601.tif", "2021/ortho_20210601.tif", "2021/other_20210601.tif"
EVERY = Listing(every_tile=True)


def year(number: int) -> tuple[dt.datetime, dt.datetime]:
    return dt.datetime(number, 1, 1, tzinfo=dt.UTC), dt.datetime(number + 1, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    archive = folder / "archive"
    for name in (OLD, NEW, OTHER):
        (archive / name).parent.mkdir(parents=True, exist_ok=True)
    write_scene(archive / OLD, 1, 400, 400)
    shutil.copy(archive / OLD, archive / NEW)
    write_scene(archive / OTHER, 2, 400, 400)
    build_index(
        [archive],
        folder / "index",
        IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu"),
    )
    return folder


def found(index: Path, listing: Listing = EVERY, **filters: object) -> SearchResult:
    query = Query(terms=(QueryTerm("text", "a river"),), **filters)  # type: ignore[arg-type]
    return Engine(index, device="cpu").search(query, 1000, listing)


def told(result: SearchResult) -> set[tuple[str, str]]:
    assert all(
        Path(hit.tile.path).is_file() and hit.tile.path.endswith(hit.tile.source) for hit in result.hits
    )
    return {(hit.tile.source, str(hit.tile.datetime)[:4]) for hit in result.hits}


CASES = [
    ({"sources": ("2020/*",)}, {(OLD, "2020")}),
    ({"sources": ("2021/ortho*",)}, {(NEW, "2021")}),
    ({"sources": (NEW,)}, {(NEW, "2021")}),
    ({"sources": ("ortho_20210601.tif",)}, {(NEW, "2021")}),
    ({"sources": ("ortho*",)}, {(OLD, "2020")}),
    ({"period": year(2020)}, {(OLD, "2020")}),
    ({"period": year(2021)}, {(NEW, "2021"), (OTHER, "2021")}),
    ({"period": year(2021), "sources": ("*ortho*",)}, {(NEW, "2021")}),
    ({"period": year(2021), "sources": ("2020/*",)}, set()),
    ({"period": year(2020), "sources": ("2021/*",)}, set()),
    ({}, {(OLD, "2020"), (OTHER, "2021")}),
]


@pytest.mark.parametrize("filters, wanted", CASES)
def test_filters_find_either_copy_and_tell_the_one_that_passes(
    folder: Path, filters: dict[str, Any], wanted: set[tuple[str, str]]
) -> None:
    result = found(folder / "index", **filters)
    assert told(result) == wanted
    assert result.searched == len(result.hits)
    assert {f["properties"]["source"] for f in to_geojson(result)["features"]} == {name for name, _ in wanted}


def test_a_copy_is_the_same_place_and_the_same_tile_for_exclusions_and_explanations(folder: Path) -> None:
    new = found(folder / "index", sources=("2021/ortho*",))
    old = found(folder / "index", sources=("2020/*",))
    assert [hit.tile.id for hit in new.hits] == [hit.tile.id for hit in old.hits]
    without = frozenset(hit.tile.id for hit in old.hits)
    assert not found(folder / "index", sources=("2021/ortho*",), without_ids=without).hits
    one = found(folder / "index", Listing(one_per_place=True), period=year(2021))
    assert {hit.tile.source for hit in one.hits} == {NEW, OTHER} or len(
        {h.ground_group for h in one.hits}
    ) == len(one.hits)
    engine = Engine(folder / "index", device="cpu")
    assert engine.explain(new.hits[0].tile, "a river").heatmaps


def test_merged_indexes_and_those_of_before_find_copies_after_an_update(
    folder: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    options = IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu")
    for part in ("2020", "2021"):
        build_index([folder / "archive" / part], tmp_path / part, options)
    merge_indexes([tmp_path / "2020", tmp_path / "2021"], tmp_path / "merged")
    assert verify_index(tmp_path / "merged").is_sound
    assert {date for _, date in told(found(tmp_path / "merged", sources=("*ortho_2021*",)))} == {"2021"}
    assert {date for _, date in told(found(tmp_path / "merged", period=year(2020)))} == {"2020"}
    shutil.copytree(folder / "index", tmp_path / "before")
    file = tmp_path / "before" / MANIFEST_NAME
    manifest = json.loads(file.read_text())
    for source in manifest["sources"]:
        source.pop("taken", None)
    file.write_text(json.dumps(manifest))
    assert told(found(tmp_path / "before", sources=(NEW,))) == {(NEW, "None")}
    build_index([folder / "archive"], tmp_path / "before", options)
    assert told(found(tmp_path / "before", period=year(2021))) == {(NEW, "2021"), (OTHER, "2021")}


def test_a_file_that_moves_to_another_year_is_dated_anew(tmp_path: Path, tiny_checkpoint: Path) -> None:
    options = IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu")
    archive, index = tmp_path / "archive", tmp_path / "index"
    write_scene(archive / "ortho_20200601.tif", 1, 200, 200)
    build_index([archive], index, options)
    (archive / "ortho_20200601.tif").rename(archive / "ortho_20210601.tif")
    build_index([archive], index, options)
    assert told(found(index)) == {("ortho_20210601.tif", "2021")} == told(found(index, period=year(2021)))
    assert not found(index, period=year(2020)).hits
