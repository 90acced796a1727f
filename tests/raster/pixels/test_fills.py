"""Undeclared nodata: found where it stands apart, left alone where it is water, snow or a class."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.pixels.fills import fill_words, value_words
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.stretch import Stretch
from msa_core.raster.pixels.taken import facts_of, phrases

RNG = np.random.default_rng(4)
SIDE = 160
ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE]
# A scene that lies askew in its file: a good third of it is empty.
EMPTY = (ROWS + COLUMNS < 100) | (ROWS + COLUMNS > 240)


def land(dtype: str, low: float = 500, high: float = 2500, bands: int = 3) -> np.ndarray:
    """(SIDE, SIDE, bands): hills and some noise between ``low`` and ``high``, or (SIDE, SIDE) for one band."""
    waves = (np.sin(ROWS / 17) + np.cos(COLUMNS / 23) + 2) / 4
    planes = [np.clip(waves + RNG.normal(0, 0.04, waves.shape), 0, 1) for _ in range(bands)]
    picture = np.stack(planes, axis=2) * (high - low) + low
    return (picture if bands > 1 else picture[..., 0]).astype(dtype)


def fills_of(path: Path) -> tuple[tuple[float, ...], ...]:
    with RasterReader(path) as reader:
        return reader.stretch.fills


@pytest.mark.parametrize(
    "dtype, low, high, value",
    [
        ("uint16", 500, 2500, 0),
        ("uint16", 500, 2500, 65535),
        ("uint16", 300, 55000, 65535),
        ("int16", -200, 900, -9999),
        ("int16", -200, 900, -32768),
        ("int16", -200, 900, -32767),
        ("int16", 100, 900, 32767),
        ("int32", 0, 9000, -2147483648),
        ("uint32", 1000, 90000, 4294967295),
        ("float32", 0.02, 0.6, -9999),
        ("float32", 0.02, 0.6, -1),
        ("float32", 0.02, 0.6, 1e20),
        ("float64", 100, 700, -99999),
        ("float32", 100, 700, 15000),
    ],
)
@pytest.mark.parametrize("bands", [1, 3])
def test_a_constant_far_from_all_other_values_is_nodata(
    make_raster, dtype: str, low: float, high: float, value: float, bands: int
) -> None:
    array = land(dtype, low, high, bands)
    array[EMPTY] = value
    path = make_raster(array=array)
    with RasterReader(path) as reader:
        rgb, valid = reader.read((0, 0, SIDE, SIDE), SIDE)
        assert reader.stretch.fills == ((float(np.dtype(dtype).type(value)),) * bands,)
        words = " · ".join(phrases(facts_of(reader)))
    assert np.array_equal(valid, ~EMPTY)
    assert 90 < rgb[valid].mean() < 165
    assert rgb[valid].std() > 45
    assert f"no data: {fill_words(((value,),))} (not declared), 3" in words  # 3x % of it


@pytest.mark.parametrize("shape", [(40, 40), (37, 53), (300, 310)])
def test_it_is_kept_out_of_averages_as_if_it_were_declared(make_raster, shape: tuple[int, int]) -> None:
    array = land("uint16")
    array[EMPTY] = 65535
    told = make_raster("told.tif", array=array, nodata=65535)
    untold = make_raster("untold.tif", array=array)
    with RasterReader(told) as one, RasterReader(untold) as other:
        rgb, valid = one.read((0, 0, SIDE, SIDE), shape)
        same, same_valid = other.read((0, 0, SIDE, SIDE), shape)
    both = valid & same_valid
    assert (valid != same_valid).mean() < 0.03  # at the edge of an enlarged picture
    # GDAL's averages of a fraction of a pixel take the whole pixel.
    assert np.percentile(np.abs(rgb[both].astype(int) - same[both]), 98) <= (4 if shape == (37, 53) else 2)


def test_a_fill_of_another_value_in_each_band_is_one(make_raster) -> None:
    array = land("int16")
    array[EMPTY] = (-9999, -1, 0)
    path = make_raster(array=array)
    assert fills_of(path) == ((-9999.0, -1.0, 0.0),)
    with RasterReader(path) as reader:
        assert np.array_equal(reader.read((0, 0, SIDE, SIDE), SIDE)[1], ~EMPTY)


def test_two_fills_are_found(make_raster) -> None:
    array = land("uint16", 5000, 20000)
    array[ROWS + COLUMNS < 100] = 0
    array[ROWS + COLUMNS > 240] = 65535
    path = make_raster(array=array)
    assert sorted(fill[0] for fill in fills_of(path)) == [0.0, 65535.0]
    with RasterReader(path) as reader:
        assert np.array_equal(reader.read((0, 0, SIDE, SIDE), SIDE)[1], ~EMPTY)


@pytest.mark.parametrize("nodata", [7.0, float("nan")])
def test_a_declaration_that_meets_nothing_hides_no_fill(make_raster, nodata: float) -> None:
    array = land("float32")
    array[EMPTY] = -9999
    path = make_raster(array=array, nodata=nodata)
    assert fills_of(path) == ((-9999.0,) * 3,)


def test_declared_nodata_in_some_pixels_does_not_hide_the_fill(make_raster) -> None:
    array = land("uint16", 5000, 20000)
    array[EMPTY] = 65535
    array[:8] = 0
    path = make_raster(array=array, nodata=0)
    with RasterReader(path) as reader:
        valid = reader.read((0, 0, SIDE, SIDE), SIDE)[1]
    assert np.array_equal(valid, ~EMPTY & (ROWS >= 8))


def ramp_of_water() -> np.ndarray:
    """A shore: still water at 0, and land that rises from it without a step."""
    height = np.clip((COLUMNS - 70) * 9 + RNG.integers(0, 9, COLUMNS.shape), 0, None)
    return np.where(COLUMNS < 70, 0, height)


@pytest.mark.parametrize("dtype", ["int16", "uint16", "float32"])
@pytest.mark.parametrize("bands", [1, 3])
def test_water_at_zero_is_no_nodata(make_raster, dtype: str, bands: int) -> None:
    water = ramp_of_water()
    array = np.repeat(water[..., np.newaxis], 3, axis=2) if bands == 3 else water
    path = make_raster(array=array.astype(dtype))
    assert fills_of(path) == ()
    with RasterReader(path) as reader:
        assert reader.read((0, 0, SIDE, SIDE), 40)[1].all()


def test_the_sea_of_a_height_model_is_no_nodata_though_the_shore_is_steep(make_raster) -> None:
    heights = np.where(COLUMNS < 70, 0, 40 + (COLUMNS - 70) * 9 + ROWS)
    assert fills_of(make_raster(array=heights.astype(np.int16))) == ()


def test_snow_and_clouds_at_the_ceiling_are_no_nodata(make_raster) -> None:
    bright = np.clip((COLUMNS * 900 + RNG.integers(0, 3000, COLUMNS.shape)), 0, 65535)
    array = np.repeat(bright[..., np.newaxis], 3, axis=2).astype(np.uint16)
    assert (array == 65535).mean() > 0.4
    assert fills_of(make_raster(array=array)) == ()


def test_small_clouds_at_the_ceiling_are_no_nodata_even_with_a_gap_below(make_raster) -> None:
    array = land("uint16", 2000, 45000)
    array[20:50, 30:70] = 65535
    assert fills_of(make_raster(array=array)) == ()


def test_saturation_of_one_band_is_no_nodata(make_raster) -> None:
    array = land("uint16")
    array[EMPTY, 0] = 65535
    path = make_raster(array=array)
    assert fills_of(path) == ()
    with RasterReader(path) as reader:
        assert reader.read((0, 0, SIDE, SIDE), SIDE)[1].all()


@pytest.mark.parametrize("values", [(0, 65535), (0, 100, 200, 1000)])
def test_classes_are_no_nodata(make_raster, values: tuple[int, ...]) -> None:
    array = np.array(values)[(ROWS // 30 + COLUMNS // 50) % len(values)].astype(np.uint16)
    assert fills_of(make_raster(array=array)) == ()


@pytest.mark.parametrize("value", [0, 255])
def test_eight_bits_of_colour_stay_as_they_are_and_a_gap_in_a_measurement_is_found(
    make_raster, value: int
) -> None:
    colour = land("uint8", 60, 180)
    colour[EMPTY] = value
    assert fills_of(make_raster("colour.tif", array=colour)) == ()
    measured = land("uint8", 60, 180, bands=1)
    measured[EMPTY] = value
    assert fills_of(make_raster("measured.tif", array=measured)) == ((float(value),),)


def test_a_raster_of_nothing_but_one_value_has_no_fill(make_raster) -> None:
    assert fills_of(make_raster(array=np.full((60, 60, 3), 65535, np.uint16))) == ()


def test_thin_empty_stripes_are_found(make_raster) -> None:
    array = land("uint16", 5000, 20000)
    array[(ROWS + COLUMNS // 4) % 11 < 3] = 0
    assert fills_of(make_raster(array=array)) == ((0.0,) * 3,)


def test_the_kept_stretch_leaves_out_the_same_pixels(make_raster) -> None:
    array = land("float32")
    array[EMPTY] = -9999
    path = make_raster(array=array)
    with RasterReader(path) as reader:
        kept = Stretch.from_json(reader.stretch.to_json())
        expected = reader.read((0, 0, SIDE, SIDE), 50)
    with RasterReader(path, stretch=kept) as reader:
        found = reader.read((0, 0, SIDE, SIDE), 50)
    assert all(np.array_equal(one, other) for one, other in zip(expected, found, strict=True))


def test_a_stretch_of_an_older_index_takes_nothing_for_nodata(make_raster) -> None:
    array = land("uint16")
    array[EMPTY] = 65535
    old = {"low": [500] * 3, "high": [2500] * 3, "identity": False, "bands": [1, 2, 3]}
    with RasterReader(make_raster(array=array), stretch=Stretch.from_json(old)) as reader:
        assert reader.read((0, 0, SIDE, SIDE), 50)[1].all()


def test_a_fill_that_is_invalid_in_one_band_survives_json() -> None:
    stretch = Stretch(low=(0.0, 0.0), high=(1.0, 1.0), identity=False, fills=((-9999.0, float("nan")),))
    found = Stretch.from_json(stretch.to_json())
    assert found.fills[0][0] == -9999
    assert np.isnan(found.fills[0][1])


def test_fills_in_words() -> None:
    assert fill_words(((65535.0,) * 3,)) == "65535"
    assert fill_words(((-9999.0, 0.0, 0.0), (1e20,) * 3)) == "-9999/0/0 and 1e+20"


@pytest.mark.parametrize("dtype, value", [("float32", -9999), ("int16", -32768), ("float32", 1e20)])
def test_a_marker_in_one_band_keeps_the_contrast_of_that_band_and_the_other_colours(
    make_raster, dtype: str, value: float
) -> None:
    array = land(dtype)
    whole = array.copy()
    array[EMPTY, 0] = value
    with (
        RasterReader(make_raster("part.tif", array=array)) as reader,
        RasterReader(make_raster(array=whole)) as right,
    ):
        kept = Stretch.from_json(json.loads(json.dumps(reader.stretch.to_json())))
        assert kept == reader.stretch
        assert len(kept.fills) == 1
        assert kept.low[0] == pytest.approx(right.stretch.low[0], rel=0.1)
        assert kept.high[0] == pytest.approx(right.stretch.high[0], rel=0.1)
        box = (0, 0, SIDE, SIDE)
        (got, valid), (wanted, _) = reader.read(box, SIDE), right.read(box, SIDE)
        assert valid.all()
        assert (got[EMPTY, 0] == 0).all()
        assert np.abs(got[..., 1:].astype(int) - wanted[..., 1:]).max() <= 1
        told = [phrase for phrase in phrases(facts_of(reader)) if phrase.startswith("no data")]
        assert told == [
            f"no data: {value_words(float(np.dtype(dtype).type(value)))} in single bands (not declared)"
        ]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, np.finfo(np.float32).min])
def test_undeclared_numbers_that_are_none_are_told_as_nodata(make_raster, value: float) -> None:
    array = land("float32")
    array[EMPTY] = value
    with RasterReader(make_raster(array=array)) as reader:
        told = phrases(facts_of(reader))
        assert any(phrase.startswith("no data: what is not a finite number") for phrase in told), told
        assert reader.stretch.nodata_percent > 20
    with RasterReader(make_raster("whole.tif", array=land("float32"))) as reader:
        assert reader.describe_nodata() == ""
