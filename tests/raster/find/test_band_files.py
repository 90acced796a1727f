"""A scene whose bands lie in files of their own is one picture in true colour; what does not tell that is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.find.archive import Found, search
from msa_core.raster.find.band_files import BANDS_KIND
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from tests.support.scenes import UTM

COLOURS = {"red": 60, "green": 120, "blue": 180}


def write_band(path: Path, level: int, bands: int = 1, side: int = 60, east_m: float = 5e5) -> None:
    shape = (side, side) if bands == 1 else (side, side, bands)
    write_geotiff(
        path, np.full(shape, level, np.uint8), crs=UTM, transform=(10.0, 0.0, east_m, 0.0, -10.0, 5e6)
    )


def write_all(folder: Path, names: dict[str, int]) -> Found:
    for name, level in names.items():
        write_band(folder / name, level)
    return search([folder])


@pytest.mark.parametrize(
    "form,bands,others",
    [
        ("scene_{}.tif", ("red", "green", "blue"), ("nir", "mask", "quicklook")),
        ("{}.TIF", ("Red", "Green", "Blue"), ("SWIR1",)),
        ("a.{}.2020.tif", ("RED", "GREEN", "BLUE"), ()),
        ("{}.tif", ("B04", "B03", "B02"), ("B08", "B8A", "SCL")),
        ("T32TQM_20200820T101031_{}.jp2.tif", ("B04", "B03", "B02"), ("B08",)),
        ("HLS.L30.T17SLU.2020273T155454.v2.0.{}.tif", ("B04", "B03", "B02"), ("B05", "Fmask")),
        ("LC81910352014201LGN00_{}.TIF", ("B4", "B3", "B2"), ("B5",)),
        ("LE71910352001201SGS00_{}.TIF", ("B3", "B2", "B1"), ("B4",)),
        ("CBERS_4A_WPM_20210630_200_139_L4_{}.tif", ("BAND3", "BAND2", "BAND1"), ("BAND4",)),
        ("CBERS_4_MUX_20210630_150_120_L4_{}.tif", ("BAND7", "BAND6", "BAND5"), ()),
    ],
)
def test_the_bands_of_a_scene_are_one_picture_in_true_colour(
    tmp_path: Path, form: str, bands: tuple[str, ...], others: tuple[str, ...]
) -> None:
    levels = dict(zip((form.format(band) for band in bands), COLOURS.values(), strict=True))
    found = write_all(tmp_path, levels | {form.format(other): 7 for other in others})
    (source,) = found.sources
    counts = dict(found.passed_over.kinds)
    masks = counts.pop("masks and previews of other satellite products", 0)
    assert counts.get(BANDS_KIND, 0) + masks == len(others)
    with RasterReader(source.path, source.name, stretching="none") as reader:
        rgb, valid = reader.read((0, 0, 60, 60), 60)
        assert "of the product" in reader.bands.reason
    assert rgb[30, 30].tolist() == list(COLOURS.values())
    assert valid.all()


def test_a_true_colour_image_beside_the_bands_is_the_picture(tmp_path: Path) -> None:
    write_band(tmp_path / "s_visual.tif", 90, 3)
    found = write_all(tmp_path, {f"s_{colour}.tif": 9 for colour in COLOURS} | {"own.tif": 8})
    assert [source.name for source in found.sources] == ["own.tif", "s_visual.tif"]
    assert dict(found.passed_over.kinds) == {BANDS_KIND: 3}


def test_several_scenes_of_a_folder_and_of_a_zip_are_a_picture_each(tmp_path: Path) -> None:
    folder = tmp_path / "scenes"
    found = write_all(folder, {f"{scene}_{colour}.tif": 9 for scene in "ab" for colour in COLOURS})
    names = [f"{scene}_red.tif#colours=red,green,blue" for scene in "ab"]
    assert [source.name for source in found.sources] == names
    with zipfile.ZipFile(tmp_path / "scenes.zip", "w") as zipped:
        for file in sorted(folder.iterdir()):
            zipped.write(file, file.name)
    packed = search([tmp_path / "scenes.zip"])
    assert [source.name for source in packed.sources] == [f"scenes.zip/{name}" for name in names]


@pytest.mark.parametrize(
    "names",
    [
        ["red.tif", "green.tif"],
        ["B1.tif", "B2.tif", "B3.tif", "B4.tif"],  # of a sensor that nobody tells
        ["a_red.tif", "b_green.tif", "c_blue.tif"],
        ["redwood.tif", "greenland.tif", "blueprint.tif"],
        ["one.tif", "two.tif"],
    ],
)
def test_files_that_do_not_tell_their_colours_stay_pictures_of_their_own(
    tmp_path: Path, names: list[str]
) -> None:
    found = write_all(tmp_path, dict.fromkeys(names, 9))
    assert sorted(source.name for source in found.sources) == sorted(names)
    assert not found.passed_over.files


@pytest.mark.parametrize("form", ["x_B{}.tif", "band{}.tif"])
def test_numbered_bands_of_a_sensor_that_is_not_known_are_told_of_and_can_be_named_as_one_picture(
    tmp_path: Path, form: str
) -> None:
    names = {form.format(number): 10 * number for number in range(1, 8)}
    found = write_all(tmp_path / "scene", names)
    assert len(found.sources) == 7
    (words,) = found.told
    assert "7 files are numbered as the bands of a scene" in words
    (source,) = search([words.rpartition(": ")[2]]).sources
    with RasterReader(source.path, source.name, stretching="none") as reader:
        assert reader.read((0, 0, 60, 60), 60)[0][30, 30].tolist() == [30, 20, 10]


def test_many_scenes_of_sensors_that_are_not_known_are_one_sentence(tmp_path: Path) -> None:
    names = {f"{scene}_B{number}.tif": 9 for scene in ("p", "q") for number in (1, 2, 3)}
    found = write_all(tmp_path, names)
    (words,) = found.told
    assert "6 files are numbered as the bands of 2 scenes" in words


def test_numbered_files_that_fit_on_no_one_grid_are_not_taken_for_bands(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        write_band(tmp_path / f"sheet_B{number}.tif", 9, east_m=5e5 + 600 * number)
    assert search([tmp_path]).told == ()


@pytest.mark.parametrize("odd", [{"side": 30}, {"east_m": 5e5 + 10}, {"bands": 3}, None])
def test_files_on_several_grids_are_not_put_together(tmp_path: Path, odd: dict | None) -> None:
    for colour in ("red", "green"):
        write_band(tmp_path / f"s_{colour}.tif", 9)
    if odd is None:
        (tmp_path / "s_blue.tif").write_bytes(b"II*\0")
    else:
        write_band(tmp_path / "s_blue.tif", 9, **odd)
    assert len(search([tmp_path]).sources) == 3
