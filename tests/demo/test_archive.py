"""The demo archive: complete, resumable, in its place on Earth, and never over somebody's files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.warp

from msa_core.demo import archive
from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Plan
from msa_core.demo.land.plans.style import TEMPERATE
from msa_core.demo.scenes import layouts
from msa_core.demo.sensor import as_uint16, ragged_swath
from msa_core.errors import Cancelled, UsageError
from msa_core.progress import Progress

WHITE_SQUARE_M = (300.0, 90.0)
REAL_SCENES = archive.SCENES


def one_white_hall(plan: Plan) -> None:
    """A big white roof at a known place, on grass."""
    plan.put("warehouse", Site(WHITE_SQUARE_M, 0, (80, 60)), colour=(250, 250, 250), height_m=3, roof="plain")


def tiny(name: str, crs: str, lonlat: tuple[float, float], **options: bool) -> archive.Scene:
    return archive.Scene(
        layout="tiny",
        name=name,
        crs=crs,
        lonlat=lonlat,
        size_m=(520, 400),
        gsd_m=2.0,
        datetime="2024:06:18 09:40:00",
        **options,
    )


SCENES = (
    tiny("utm.tif", "EPSG:32633", (15.3, 52.6)),
    tiny("degrees.tif", "EPSG:4326", (4.7, 50.4)),
    tiny("mercator.tif", "EPSG:3857", (3.9, 42.9)),
    tiny("upside_down.tif", "EPSG:32635", (27.4, 62.4), south_up=True),
    tiny("sixteen.tif", "EPSG:25832", (9.6, 52.7), is_uint16=True),
)


@pytest.fixture
def small_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SCENES", SCENES)
    monkeypatch.setitem(layouts.LAYOUTS, "tiny", one_white_hall)
    monkeypatch.setitem(layouts.STYLES, "tiny", TEMPERATE)


@pytest.mark.usefixtures("small_archive")
def test_the_truth_points_at_what_the_pixels_show_in_every_crs(tmp_path: Path) -> None:
    paths = archive.make_archive(tmp_path / "demo", 3)
    truth = json.loads((tmp_path / "demo" / "truth.geojson").read_text())
    halls = {
        f["properties"]["source"]: f for f in truth["features"] if f["properties"]["class"] == "warehouse"
    }
    for path in paths:
        lon, lat = np.mean(halls[path.name]["geometry"]["coordinates"][0][:-1], axis=0)
        with rasterio.open(path) as dataset:
            x, y = rasterio.warp.transform("EPSG:4326", dataset.crs, [lon], [lat])
            row, col = dataset.index(x[0], y[0])
            upright = dataset.height - row if dataset.transform.e > 0 else row
            assert (col, upright) == pytest.approx((WHITE_SQUARE_M[0] / 2, WHITE_SQUARE_M[1] / 2), abs=2)
            pixels = dataset.read((1, 2, 3)).astype(float)
            brightness = pixels.mean(axis=0) / pixels.max()
            assert brightness[row - 5 : row + 5, col - 8 : col + 8].mean() > 0.8
            assert brightness[row - 60 if row > 100 else row + 60, col] < 0.7
            assert dataset.overviews(1)
            assert dataset.block_shapes[0][0] < dataset.height or dataset.height < 256


@pytest.mark.usefixtures("small_archive")
def test_a_pixel_is_as_long_on_the_ground_as_the_scene_says(tmp_path: Path) -> None:
    from msa_core.raster.pixels.reader import RasterReader

    for path in archive.make_archive(tmp_path / "demo", 3):
        with RasterReader(path) as reader:
            assert reader.info.gsd_m == pytest.approx(2.0, rel=0.01)
            assert len(reader.info.footprint_lonlat) == 1


@pytest.mark.usefixtures("small_archive")
def test_a_complete_archive_is_left_alone_and_a_missing_file_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    paths = archive.make_archive(folder, 3)
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}
    assert archive.make_archive(folder, 3) == paths
    assert all(path.stat().st_mtime_ns == before[path.name][0] for path in paths)
    paths[1].unlink()
    archive.make_archive(folder, 3)
    assert paths[1].read_bytes() == before[paths[1].name][1], "not the same pixels for the same seed"
    assert paths[0].stat().st_mtime_ns == before[paths[0].name][0]


@pytest.mark.usefixtures("small_archive")
def test_an_interrupted_archive_is_finished_by_the_next_run(tmp_path: Path) -> None:
    folder = tmp_path / "demo"

    class StopsAtTheThird(Progress):
        calls = 0

        def __call__(self, fraction: float, text: str = "") -> None:
            self.calls += 1
            if self.calls == 3:
                raise Cancelled()

    with pytest.raises(Cancelled):
        archive.make_archive(folder, 3, StopsAtTheThird())
    assert len(list(folder.glob("*.tif"))) == 2
    assert all(path.exists() for path in archive.make_archive(folder, 3))
    assert json.loads((folder / "truth.geojson").read_text())["features"]


@pytest.mark.usefixtures("small_archive")
def test_somebody_elses_folder_is_refused_and_nothing_in_it_is_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        archive.make_archive(tmp_path, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(UsageError, match="is a file"):
        archive.make_archive(tmp_path / "letter.txt", 3)
    archive.make_archive(tmp_path / "demo", 3)
    with pytest.raises(UsageError, match="another seed"):
        archive.make_archive(tmp_path / "demo", 4)


@pytest.mark.usefixtures("small_archive")
def test_the_truth_is_valid_geojson_with_closed_anticlockwise_rings(tmp_path: Path) -> None:
    archive.make_archive(tmp_path / "demo", 3)
    truth = json.loads((tmp_path / "demo" / "truth.geojson").read_text())
    assert {f["properties"]["source"] for f in truth["features"]} == {scene.name for scene in SCENES}
    for feature in truth["features"]:
        ring = np.array(feature["geometry"]["coordinates"][0])
        assert (ring[0] == ring[-1]).all()
        x, y = ring.T
        assert np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]) > 0
        assert np.isfinite(ring).all()


def test_sixteen_bit_scenes_have_an_irregular_border_without_data() -> None:
    valid = ragged_swath((300, 400), 7)
    picture = np.full((300, 400, 3), (60, 120, 50), np.uint8)
    bands = as_uint16(picture, valid)
    assert bands.shape == (300, 400, 4)
    assert bands.dtype == np.uint16
    assert (bands[~valid] == 0).all()
    assert (bands[valid] > 0).all()
    assert 0.75 < valid.mean() < 0.98
    assert not valid[0, 0]
    assert len({int(np.argmax(row)) for row in valid[60:240]}) > 3, "the left border is a straight line"
    assert bands[150, 200, 3] > bands[150, 200, 1], "plants shine in the near infrared"


def test_the_scenes_differ_in_crs_resolution_and_kind() -> None:
    scenes = REAL_SCENES
    assert len({scene.crs for scene in scenes}) == len(scenes) >= 5
    assert len({scene.gsd_m for scene in scenes}) >= 4
    assert sum(scene.is_uint16 for scene in scenes) == 1
    assert sum(scene.south_up for scene in scenes) == 1
    assert all(np.prod(scene.size_m) >= 4e6 for scene in scenes), "several square kilometres each"
