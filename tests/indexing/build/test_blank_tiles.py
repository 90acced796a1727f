"""Tiles that show nothing are told from calm water when they are read, and never rank before what shows something."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from msa_core.config import MANIFEST_NAME, IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.rows.schema import BLANK
from msa_core.indexing.folder.rows.shards import record_of
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from msa_core.records import Listing, Query, QueryTerm
from msa_core.retrieval.exports.told.geojson import to_geojson
from tests.support.scenes import UTM, write_scene

EVERY = Listing(every_tile=True)


def raster(path: Path, values: np.ndarray, **more: object) -> Path:
    place = {"crs": UTM, "transform": (1.0, 0.0, 5e5, 0.0, -1.0, 5e6)}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_geotiff(path, np.moveaxis(values, 0, 2), **(place | more))  # type: ignore[arg-type]
    return path


def is_blank(path: Path) -> bool:
    with RasterReader(path) as reader:
        box = (0, 0, reader.info.width_px, reader.info.height_px)
        return reader.is_blank(box, *reader.read(box, 64))


def water(size: int, step: float = 1.0, dtype: str = "uint16") -> np.ndarray:
    """Calm water: a value or two apart, here and there; averages and 8 bits show nothing of it."""
    noise = np.random.default_rng(0).random((size, size)) < 0.02
    return (100 + step * noise).astype(dtype)[np.newaxis]


def test_one_colour_and_a_handful_of_pixels_are_blank_and_calm_water_is_not(tmp_path: Path) -> None:
    full = np.full((3, 300, 300), 90, np.uint8)
    assert is_blank(raster(tmp_path / "black.tif", full * 0))
    assert is_blank(raster(tmp_path / "grey.tif", full))
    assert is_blank(raster(tmp_path / "colour.tif", full + np.array([0, 40, 9], np.uint8)[:, None, None]))
    assert is_blank(raster(tmp_path / "float.tif", full[:1].astype(np.float32) / 7))
    assert is_blank(raster(tmp_path / "one.tif", full[:, :1, :1]))
    assert is_blank(raster(tmp_path / "few.tif", np.arange(48, dtype=np.uint8).reshape(3, 4, 4)))
    assert is_blank(raster(tmp_path / "large.tif", np.full((1, 3000, 3000), 7, np.uint8)))
    bright = water(300)
    bright[:, :40, :40] = 60_000  # the stretch of the raster leaves no step for the water
    for path in (
        raster(tmp_path / "water.tif", water(300)),
        raster(tmp_path / "water8.tif", water(300, dtype="uint8")),
        raster(tmp_path / "water_large.tif", water(3000)),
        raster(tmp_path / "water_float.tif", water(300, 1e-4, "float32")),
        raster(tmp_path / "beside_bright.tif", bright),
        write_scene(tmp_path / "scene.tif"),
    ):
        assert not is_blank(path), path
    with RasterReader(tmp_path / "beside_bright.tif") as reader:
        image, valid = reader.read((100, 100, 300, 300), 64)
        assert len(np.unique(image)) == 1
        assert not reader.is_blank((100, 100, 300, 300), image, valid)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    folder = tmp_path_factory.mktemp("blank")
    archive = folder / "archive"
    write_scene(archive / "scene.tif", 1, 300, 300)
    raster(archive / "water.tif", water(300))
    raster(archive / "black.tif", np.zeros((3, 300, 300), np.uint8))
    raster(archive / "blue.tif", np.full((3, 200, 200), 9, np.uint8))
    raster(archive / "one.tif", np.full((3, 1, 1), 9, np.uint8))
    build_index(
        [archive],
        folder / "index",
        IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu"),
    )
    return folder / "index"


BLANK_NAMES = {"black.tif", "blue.tif", "one.tif"}


def query(**more: object) -> Query:
    return Query(terms=(QueryTerm("text", "the sea"),), **more)  # type: ignore[arg-type]


def test_tiles_without_content_come_last_and_are_counted(index: Path) -> None:
    engine = Engine(index, device="cpu")
    for listing in (EVERY, Listing(), Listing(one_per_place=True)):
        result = engine.search(query(), 1000, listing)
        kinds = [hit.tile.source in BLANK_NAMES for hit in result.hits]
        assert kinds == sorted(kinds)
        assert any(hit.tile.source == "water.tif" for hit in result.hits) or listing.one_per_place
        assert [hit.rank for hit in result.hits] == list(range(1, len(kinds) + 1))
        assert all((hit.z is None) == blank for hit, blank in zip(result.hits, kinds, strict=True))
        assert result.without_content > 0
        assert any("without content" in note for note in result.notes)
        assert to_geojson(result)["without_content"] == result.without_content
    every = engine.search(query(), 1000, EVERY)
    assert len(every.hits) == every.searched == len(engine.opened)
    assert sum(hit.tile.source in BLANK_NAMES for hit in every.hits) == every.without_content
    assert every.background is not None
    assert every.background.tiles == every.searched - every.without_content
    few = engine.search(query(), 3, EVERY)
    assert [hit.tile.id for hit in few.hits] == [hit.tile.id for hit in every.hits[:3]]


def test_a_least_score_leaves_them_out_and_a_filter_finds_them(index: Path) -> None:
    engine = Engine(index, device="cpu")
    scored = engine.search(query(min_score=-1.0), 1000, EVERY)
    assert not any(hit.tile.source in BLANK_NAMES for hit in scored.hits)
    assert any("not ranked" in note for note in scored.notes)
    only = engine.search(query(sources=("one.tif",)), 10, EVERY)
    assert [hit.tile.source for hit in only.hits] == ["one.tif"]
    assert only.without_content == 1
    assert engine.search(query(sources=("scene.tif",)), 10, EVERY).without_content == 0


def test_the_manifest_counts_them_and_an_index_without_the_column_opens_and_goes_on(
    index: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    counted = {entry.name: (entry.blank, entry.tiles) for entry in Manifest.load(index).sources}
    assert all((blank == tiles) == (name in BLANK_NAMES) for name, (blank, tiles) in counted.items())
    archive, old = tmp_path / "archive", tmp_path / "index"
    options = IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu")
    write_scene(archive / "scene.tif", 1, 200, 200)
    build_index([archive], old, options)
    (shard,) = (old / "shards").glob("*.parquet")
    table = pq.read_table(shard, partitioning=None)
    pq.write_table(table.drop_columns([BLANK]), shard)
    manifest = Manifest.load(old)
    manifest.shards[shard.name] = record_of(shard)
    manifest.save(old)
    text = json.loads((old / MANIFEST_NAME).read_text())
    for source in text["sources"]:
        del source["blank"]
    (old / MANIFEST_NAME).write_text(json.dumps(text))
    before = Engine(old, device="cpu").search(query(), 1000, EVERY)
    assert before.without_content == 0
    raster(archive / "black.tif", np.zeros((3, 200, 200), np.uint8))
    reports = {report.name: report.state for report in build_index([archive], old, options)}
    assert reports == {"scene.tif": "unchanged", "black.tif": "indexed"}
    after = Engine(old, device="cpu").search(query(), 1000, EVERY)
    assert after.without_content == len(after.hits) - len(before.hits) > 0
