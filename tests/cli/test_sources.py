"""Every kind of source from ``msa index`` to the hits of ``msa search``."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.gdal.writer import write_geotiff
from tests.cli.conftest import Outcome, Run
from tests.raster.gdal.locations.test_zips import write_bomb
from tests.support.scenes import UTM, write_archive, write_scene

Index = Callable[..., Outcome]


@pytest.fixture
def index(run: Run, tmp_path: Path, tiny_checkpoint: Path) -> Index:
    """``msa index ARGUMENTS`` into ``tmp_path/out`` with tiles of 100 m."""

    def call(*arguments: object) -> Outcome:
        return run(
            "index", *arguments, "--out", tmp_path / "out", "--model", tiny_checkpoint, "--tile-m", "100"
        )

    return call


def states(done: Outcome) -> dict[str, str]:
    return {name: state for state, name, *_ in (line.split("  ", 2) for line in done.out.splitlines())}


def found(run: Run, tmp_path: Path) -> dict[str, dict]:
    """A hit of each source that a search lists."""
    done = run("search", tmp_path / "out", "a river", "-k", 1000, "--every-tile", "--json")
    assert done.code == 0, done.err
    hits = json.loads(done.out)["features"]
    return {hit["properties"]["source"]: hit for hit in hits}


def test_a_zip_a_list_and_a_pattern_are_indexed_searched_and_explained(
    run: Run, index: Index, tmp_path: Path
) -> None:
    archive = write_archive(tmp_path / "archive", 4)
    with zipfile.ZipFile(archive / "old years.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.write(archive / "scene3.tif", "2019/scene3.tif")
    (archive / "scene3.tif").unlink()
    listing = archive / "wanted.txt"
    listing.write_text("scene0.tif\n")
    done = index(listing, archive / "*1.tif", f"/vsizip/{archive}/old years.zip", archive / "scene2.tif")
    names = {"scene0.tif", "scene1.tif", "scene2.tif", "old years.zip/2019/scene3.tif"}
    assert states(done) == dict.fromkeys(names, "indexed"), done.err
    hits = found(run, tmp_path)
    assert hits.keys() == names
    assert all(hit["geometry"]["type"] == "Polygon" for hit in hits.values())
    assert set(states(index(archive)).values()) == {"unchanged"}
    zipped_only = ("--source", "old years.zip/*")
    explained = run("explain", tmp_path / "out", "a river", *zipped_only, "--out", tmp_path / "why")
    assert explained.code == 0, explained.err
    assert list((tmp_path / "why").glob("*_scale1.tif"))
    moved = archive / "elsewhere.zip"
    (archive / "old years.zip").rename(moved)
    (archive / "scene0.tif").unlink()
    done = index(archive)
    assert states(done)["elsewhere.zip/2019/scene3.tif"] == "unchanged"
    assert "scene0.tif" in done.err
    assert found(run, tmp_path).keys() == (names - {"scene0.tif", "old years.zip/2019/scene3.tif"}) | {
        "elsewhere.zip/2019/scene3.tif"
    }


def test_a_listed_file_that_is_gone_is_no_longer_searched(run: Run, index: Index, tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "archive", 2)
    listing = tmp_path / "l.txt"
    listing.write_text("archive/scene0.tif\narchive/scene1.tif\n")
    assert set(states(index(listing)).values()) == {"indexed"}
    (archive / "scene1.tif").unlink()
    done = index(listing)
    assert done.code == 0
    assert found(run, tmp_path).keys() == {"archive/scene0.tif"}


def test_a_bomb_beside_a_scene_costs_a_sentence(run: Run, index: Index, tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "archive", 1)
    write_bomb(archive)
    done = index(archive)
    assert done.code == 0
    assert states(done) == {
        "scene0.tif": "indexed",
        "bomb.zip/zeros.tif": "refused",
        "bomb.zip/inner.vrt": "refused",
    }
    assert done.out.count("looks like a zip bomb") == 2
    assert found(run, tmp_path).keys() == {"scene0.tif"}
    alone = run("index", f"/vsizip/{archive}/bomb.zip", "--out", tmp_path / "alone")
    assert alone.code == 3
    assert "could be indexed" in alone.err


def test_sources_without_a_position_are_found_and_shown_as_such(
    run: Run, index: Index, tmp_path: Path
) -> None:
    array = np.random.default_rng(1).integers(0, 255, (300, 300, 3)).astype(np.uint8)
    write_geotiff(tmp_path / "archive" / "nowhere.tif", array)
    write_scene(tmp_path / "archive" / "somewhere.tif")
    done = index(tmp_path / "archive")
    assert "no position" in done.out
    hits = found(run, tmp_path)
    assert hits["nowhere.tif"]["geometry"] is None
    assert hits["nowhere.tif"]["properties"]["crs"] is None
    assert hits["somewhere.tif"]["properties"]["crs"] == UTM
    assert "nowhere.tif" in run("search", tmp_path / "out", "a river", "-k", 1000).out


def write_four_bands(path: Path) -> Path:
    """A 16-bit scene of four bands without names: a field that is bright in the near infrared alone."""
    generator = np.random.default_rng(4)
    array = generator.integers(200, 1200, (300, 300, 4)).astype(np.uint16)
    array[:150, :, 3] += 3000
    return write_geotiff(path, array, crs=UTM, transform=(1.0, 0.0, 5e5, 0.0, -1.0, 5e6))


def kept_stretch(tmp_path: Path) -> dict[str, dict]:
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    return {source["name"]: source["stretch"] for source in manifest["sources"]}


def test_bands_and_stretch_can_be_chosen_by_name_and_are_kept(
    run: Run, index: Index, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    archive = tmp_path / "archive"
    write_four_bands(archive / "S2_a.tif")
    write_four_bands(archive / "naip_b.tif")
    write_scene(archive / "c.tif", seed=3)
    looks = ("--bands", "S2*=sentinel2", "--bands", "naip*=naip-nir", "--stretch", "naip*=0,4200")
    done = index(archive, *looks)
    # The two differ in nothing but what is shown: one file is not the copy of the other.
    assert set(states(done).values()) == {"indexed"}, done.out
    kept = kept_stretch(tmp_path)
    assert kept["S2_a.tif"]["bands"] == [3, 2, 1]
    assert kept["naip_b.tif"].items() >= {
        "bands": [4, 1, 2], "low": [0.0] * 3, "high": [4200.0] * 3, "identity": False, "use_alpha": True,
    }.items()  # fmt: skip
    assert kept["c.tif"]["identity"]
    hits = found(run, tmp_path)
    assert hits.keys() == {"S2_a.tif", "naip_b.tif", "c.tif"}
    assert len({round(hits[name]["properties"]["score"], 4) for name in hits}) == 3
    write_four_bands(archive / "naip_d.tif").touch()
    write_scene(archive / "e.tif", seed=4)
    assert states(index(archive))["e.tif"] == "indexed"  # goes on with the choices made first
    assert states(index(archive, *looks))["e.tif"] == "unchanged"
    other = index(archive, "--bands", "rgb")
    assert other.code == 3
    assert "--bands S2*=sentinel2 --bands naip*=naip-nir --stretch naip*=0,4200" in other.err
    explained = run(
        "explain", tmp_path / "out", "a river", "--source", "naip_b.tif", "--out", tmp_path / "why"
    )
    assert explained.code == 0, explained.err


def test_a_raster_without_the_bands_is_refused_and_the_others_are_indexed(
    run: Run, index: Index, tmp_path: Path
) -> None:
    archive = write_archive(tmp_path / "archive", 1)
    write_four_bands(archive / "four.tif")
    done = index(archive, "--bands", "4,1,2")
    assert states(done) == {"four.tif": "indexed", "scene0.tif": "refused"}
    assert "asks for band 4, and it has 3 bands" in done.out
    assert found(run, tmp_path).keys() == {"four.tif"}
    assert index(archive, "--bands", "1,2").code == 2
    assert index(archive, "--stretch", "x").code == 2


def test_a_picture_is_compared_as_the_index_sees_its_rasters(run: Run, index: Index, tmp_path: Path) -> None:
    scene = write_four_bands(tmp_path / "archive" / "four.tif")
    assert index(scene, "--bands", "naip-nir", "--stretch", "0,4200").code == 0
    # The whole raster is not a tile of the index, a raster of one tile is.
    import rasterio
    from rasterio.windows import Window

    with rasterio.open(scene) as dataset:
        part = dataset.read(window=Window(0, 0, 100, 100))
    chip = write_geotiff(tmp_path / "chip.tif", np.moveaxis(part, 0, 2), crs=UTM)
    photo = write_geotiff(tmp_path / "photo.tif", np.moveaxis(part[:3], 0, 2).astype(np.uint8))
    best = []
    for picture in (chip, photo):
        done = run("search", tmp_path / "out", "--like", picture, "-k", 1, "--json")
        assert done.code == 0, done.err
        best.append(json.loads(done.out)["features"][0]["properties"])
    assert best[0]["pixel_bbox"] == [0, 0, 100, 100]
    assert best[0]["score"] == pytest.approx(1.0, abs=5e-3)
    assert best[1]["score"] < best[0]["score"]
