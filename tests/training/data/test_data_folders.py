"""Folders as captions, class names as words, and tiles of rasters from GeoJSON."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from affine import Affine

from msa_core.commands.learning.raster_pictures import RasterPictures
from msa_core.errors import SourceError, UsageError
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from msa_core.training.data.datasets.class_captions import TEMPLATES, readable, with_article
from msa_core.training.data.datasets.read import SetPath, open_sets, read_dataset
from msa_core.training.data.datasets.windows import split_window, with_window
from tests.support.pictures import make_pictures


@pytest.mark.parametrize(
    "name, words",
    [
        ("dense_residential", "dense residential"), ("StorageTanks", "storage tanks"), ("golfCourse", "golf course"),
        ("01_airport", "airport"), ("airport-2", "airport"),
        ("storage-tanks", "storage tanks"), ("SAR_ship", "SAR ship"),
        ("T-junction", "T-junction"), ("RVPark", "RV park"), ("2019", "2019"),
    ],
)  # fmt: skip
def test_a_class_name_becomes_words(name: str, words: str) -> None:
    assert readable(name) == words


@pytest.mark.parametrize(
    "words, thing",
    [
        ("airport", "an airport"), ("storage tanks", "storage tanks"), ("farmland", "farmland"), ("bus", "a bus"),
        ("dense residential", "dense residential"), ("golf course", "a golf course"),
    ],
)  # fmt: skip
def test_articles_stand_where_english_wants_them(words: str, thing: str) -> None:
    assert with_article(words) == thing


def test_class_folders_give_captions_and_their_split_has_every_class(tmp_path: Path) -> None:
    for group in ("golf_course", "storageTanks"):
        make_pictures(tmp_path / group, [f"{group}{i}.png" for i in range(20)])
    found = open_sets([SetPath(tmp_path)])
    val = found.of("val")[tmp_path.name]
    assert sorted(image.group for image in val) == ["golf_course"] * 2 + ["storageTanks"] * 2
    assert len(val[0].sentences) == len(TEMPLATES)
    assert "a satellite image of a golf course" in val[0].sentences


def test_folders_called_after_splits_are_splits(tmp_path: Path) -> None:
    for split in ("train", "Validation", "test"):
        make_pictures(tmp_path / split / "airport", [f"{split}.png"])
    assert [i.path.name for i in read_dataset(tmp_path, None, ("val",))] == ["Validation.png"]
    assert read_dataset(tmp_path, None, ("train",))[0].group == "airport"


def test_texts_beside_pictures_are_captions_line_by_line(tmp_path: Path) -> None:
    make_pictures(tmp_path, ["a.png", "sub/b.png", "sub/c.png"])
    (tmp_path / "a.txt").write_text("a lake\n\nblue water\n", "utf-8")
    (tmp_path / "sub" / "b.txt").write_text("﻿a town\n", "utf-8")
    found = open_sets([SetPath(tmp_path)], splits=("all",))
    (images,) = found.of("all").values()
    assert [image.sentences for image in images] == [("a lake", "blue water"), ("a town",)]
    assert "c.png" in found.notes[0]
    (tmp_path / "a.txt").write_bytes("été".encode("latin-1"))
    with pytest.raises(UsageError, match=r"a.txt, line 1: not UTF-8"):
        read_dataset(tmp_path, None, ("all",))


def test_a_folder_that_says_nothing_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no pictures"):
        read_dataset(tmp_path, None, ("all",))
    make_pictures(tmp_path, ["a.png"])
    with pytest.raises(UsageError, match="put the pictures into folders"):
        read_dataset(tmp_path, None, ("all",))


def test_a_window_goes_into_a_path_and_comes_out_again() -> None:
    path, box = Path("a b/scene#1.tif"), (-4, 0, 12, 7)
    assert split_window(with_window(path, box)) == (path, box)
    assert split_window(path) == (path, None)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two rasters of uint16, one with a position (10 m pixels), and a GeoJSON of a grid of tiles on each."""
    features = []
    for name, crs in (("placed.tif", "EPSG:32633"), ("sub/loose.tif", None)):
        pixels = np.random.default_rng(len(name)).integers(100, 4000, (160, 320, 3)).astype(np.uint16)
        (tmp_path / name).parent.mkdir(exist_ok=True)
        transform = Affine(10, 0, 500_000, 0, -10, 5_000_000) if crs else None
        write_geotiff(tmp_path / name, pixels, crs=crs, transform=transform)
        features += [
            {
                "type": "Feature", "geometry": None,
                "properties": {"source": name, "pixel_bbox": [x, y, x + 32, y + 32], "caption": f"place {x} {y} a"},
            }
            for y in range(0, 129, 16)
            for x in range(0, 289, 16)
        ]  # fmt: skip
    features[0]["properties"] |= {"label": "StorageTanks", "caption": None}
    features[1]["properties"]["review"] = "rejected"
    collection = {"type": "FeatureCollection", "features": features}
    (tmp_path / "tiles.geojson").write_text(json.dumps(collection))
    return tmp_path


def test_tiles_of_rasters_are_read_as_indexing_reads_them(archive: Path) -> None:
    source = RasterPictures()
    found = open_sets([SetPath(archive / "tiles.geojson")], source)
    images = {i.path: i for i in found.of("all")["tiles"]}
    first = with_window(archive / "placed.tif", (0, 0, 32, 32))
    assert "an aerial photograph of storage tanks" in images[first].sentences
    assert with_window(archive / "placed.tif", (16, 0, 48, 32)) not in images
    assert "1 x tile left out: rejected in review" in found.notes[0]
    with RasterReader(archive / "placed.tif") as reader:
        expected, _ = reader.read((0, 0, 32, 32), 32)
    assert np.array_equal(source.load(first), expected)
    assert expected.max() > 200  # stretched to 8 bits, not cut off


def test_no_validation_tile_of_a_raster_overlaps_a_training_tile(archive: Path) -> None:
    found = open_sets([SetPath(archive / "tiles.geojson")], RasterPictures())
    train, val = ([split_window(i.path) for i in found.of(side)["tiles"]] for side in ("train", "val"))
    assert len(train) > 150
    assert len(val) >= 10
    for file, (x0, y0, x1, y1) in val:
        for other, (a0, b0, a1, b1) in train:
            assert file != other or a0 >= x1 + 16 or x0 >= a1 + 16 or b0 >= y1 + 16 or y0 >= b1 + 16
    assert "parted by place" in found.notes[-1]
    assert "less than 160 m apart" in found.notes[-1]


def test_whole_rasters_are_placed_and_pictures_are_not(archive: Path) -> None:
    source = RasterPictures()
    make_pictures(archive, ["a.png"])
    assert source.locate(archive / "a.png") is None
    assert source.locate(archive / "sub" / "loose.tif") is None
    location = source.locate(archive / "placed.tif")
    assert location is not None
    west, south, east, north = location.box
    assert 14.9 < west < east < 15.1
    assert 45.1 < south < north < 45.2
    with pytest.raises(SourceError, match="no data"):
        source.load(with_window(archive / "placed.tif", (1000, 0, 1032, 32)))


def test_tiles_that_make_no_sense_are_named(archive: Path) -> None:
    for properties, said in (
        ({"pixel_bbox": [0, 0, 9, 9], "caption": "a"}, '"source" is missing'),
        ({"source": "placed.tif", "pixel_bbox": [9, 0, 9, 9], "caption": "a"}, "is empty"),
        ({"source": "placed.tif", "pixel_bbox": "all", "caption": "a"}, "four whole numbers"),
        ({"source": "placed.tif", "caption": 3}, '"caption" must be a text'),
    ):
        feature = {"type": "Feature", "geometry": None, "properties": properties}
        file = archive / "bad.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        with pytest.raises(UsageError, match=f"feature 1: .*{said}"):
            read_dataset(file, None, ("all",))


def test_a_geojson_may_place_plain_pictures_by_its_geometry(tmp_path: Path) -> None:
    features = []
    for i in range(30):
        name, x = f"{i}.png", 0.001 * i
        make_pictures(tmp_path, [name])
        ring = [[x, 0.0], [x + 0.001, 0.0], [x + 0.001, 0.001], [x, 0.001], [x, 0.0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append(
            {"type": "Feature", "geometry": geometry, "properties": {"source": name, "caption": "a lake"}}
        )
    (tmp_path / "t.json").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = open_sets([SetPath(tmp_path / "t.json")])
    train, val = ({int(i.path.stem) for i in found.of(side)["t"]} for side in ("train", "val"))
    assert val
    assert min(abs(a - b) for a in train for b in val) >= 2
