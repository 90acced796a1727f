"""One straight line per band, measured once, for values of any type."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import UsageError
from msa_core.raster.gdal.opening import Handle
from msa_core.raster.pixels import stretch as stretches
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.stretch import Stretch

RNG = np.random.default_rng(7)


def measured(path: Path) -> Stretch:
    handle = Handle(path)
    try:
        return stretches.measure(handle)
    finally:
        handle.close()


def test_eight_bit_colour_is_left_alone(make_raster) -> None:
    dark = (RNG.integers(0, 20, (40, 40, 3))).astype(np.uint8)
    stretch = measured(make_raster(array=dark))
    assert stretch.identity
    assert np.array_equal(stretch.apply(np.moveaxis(dark, 2, 0)), np.moveaxis(dark, 2, 0))


def test_a_dim_eight_bit_band_is_stretched_and_a_full_one_is_not(make_raster) -> None:
    dim = RNG.integers(30, 50, (64, 64)).astype(np.uint8)
    full = RNG.integers(0, 255, (64, 64)).astype(np.uint8)
    assert not measured(make_raster("dim.tif", array=dim)).identity
    assert measured(make_raster("full.tif", array=full)).identity


@pytest.mark.parametrize("dtype", ["uint16", "int16", "uint32", "int32", "float32", "float64"])
def test_ends_are_percentiles_2_and_98_of_each_band(make_raster, dtype: str) -> None:
    array = RNG.normal([1000, 5000, 9000], [50, 500, 20], (100, 90, 3)).astype(dtype)
    stretch = measured(make_raster(array=array))
    expected = np.percentile(array.reshape(-1, 3), (2, 98), axis=0)
    assert stretch.low == pytest.approx(expected[0], rel=1e-6)
    assert stretch.high == pytest.approx(expected[1], rel=1e-6)
    naive = np.clip((array - expected[0]) / (expected[1] - expected[0]), 0, 1) * 255
    assert np.abs(stretch.apply(np.moveaxis(array, 2, 0)) - np.moveaxis(naive, 2, 0)).max() <= 1


@pytest.mark.parametrize("nodata", [-9999.0, float("nan"), -3.4028234663852886e38])
def test_nodata_nan_and_infinity_do_not_count(make_raster, nodata: float) -> None:
    array = RNG.uniform(100, 200, (80, 80)).astype(np.float32)
    array[:60] = nodata
    array[70, 3:9], array[71, 3:9], array[72, 3] = np.inf, np.nan, 1e35
    stretch = measured(make_raster(array=array, nodata=nodata))
    assert 99 < stretch.low[0] < 110
    assert 190 < stretch.high[0] < 201


def test_an_undeclared_black_collar_does_not_count(make_raster) -> None:
    array = RNG.integers(4000, 6000, (80, 80, 3)).astype(np.uint16)
    array[:40] = 0
    assert min(measured(make_raster(array=array)).low) > 3900


@pytest.mark.parametrize("value", [0, 77, 65535])
def test_a_constant_raster_is_middle_grey(make_raster, value: int) -> None:
    array = np.full((30, 30), value, np.uint16)
    stretch = measured(make_raster(array=array))
    assert (stretch.apply(array[np.newaxis]) == 127).all()


def test_a_rare_thing_on_even_ground_stays_visible(make_raster) -> None:
    array = np.full((100, 100), 10, np.uint16)
    array[5, 5:20] = 900
    shown = measured(make_raster(array=array)).apply(array[np.newaxis])
    assert shown.min() == 0
    assert shown.max() == 255


def test_a_negative_scale_turns_the_picture(make_raster) -> None:
    path = make_raster(array=RNG.integers(0, 9000, (40, 40)).astype(np.int16))
    import rasterio

    with rasterio.open(path, "r+") as dataset:
        dataset.scales = (-0.1,)
    stretch = measured(path)
    assert stretch.low[0] > stretch.high[0]
    shown = stretch.apply(np.array([[[0, 9000]]], np.int16))
    assert shown[0, 0].tolist() == [255, 0]


def test_infrared_mislabelled_as_transparency_is_no_mask(make_raster) -> None:
    infrared = RNG.integers(0, 255, (64, 64)).astype(np.uint8)
    edge = np.zeros((64, 64), np.uint8)
    edge[:, 20:] = 255
    assert not measured(make_raster("infrared.tif", size=(64, 64), alpha=infrared)).use_alpha
    assert measured(make_raster("edge.tif", size=(64, 64), alpha=edge)).use_alpha


def test_json_brings_back_exactly_the_same() -> None:
    stretch = Stretch(low=(0.1, 1 / 3, -5.0), high=(1e-9, 2 / 3, 7e8), identity=False, use_alpha=False)
    assert Stretch.from_json(json.loads(json.dumps(stretch.to_json()))) == stretch


@pytest.mark.parametrize(
    "data", [{}, {"low": [1], "high": [1, 2], "identity": True}, {"low": [float("nan")]}]
)
def test_json_of_anything_else_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Stretch.from_json(data)


@pytest.mark.parametrize("span", [0.0, 5e-324, 7e-45, 1e-31, 1e29])
def test_the_smallest_and_largest_differences_of_float32_do_not_overflow(span: float) -> None:
    shown = Stretch(low=(0.0,), high=(span,), identity=False).apply(np.array([[[0.0, span]]], np.float32))
    assert shown[0, 0].tolist() in ([0, 255], [0, 250], [127, 127])


def test_values_beyond_float32_do_not_overflow() -> None:
    stretch = Stretch(low=(0.0,), high=(1e300,), identity=False)
    assert stretch.apply(np.array([[[0.0, 5e299, 1e300]]]))[0, 0].tolist() == [0, 128, 255]


def ends(path: Path, how: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    with RasterReader(path, stretching=how) as reader:
        return reader.stretch.low, reader.stretch.high


def test_a_stretch_can_be_asked_for(make_raster) -> None:
    ramp = np.arange(10_001, dtype=np.uint16).reshape(73, 137)
    path = make_raster(array=ramp)
    assert ends(path, "minmax") == ((0.0,), (10_000.0,))
    assert np.allclose(ends(path, "10,90%"), ((1000.0,), (9000.0,)))
    assert ends(path, "50,4000") == ((50.0,), (4000.0,))
    assert ends(path, "4000,50") == ((4000.0,), (50.0,))
    assert ends(path, "none") == ((0.0,), (255.0,))
    with RasterReader(path, stretching="4000,50") as reader:
        rgb, _ = reader.read((0, 0, 137, 73), (73, 137))
    assert rgb[0, 0, 0] == 255
    assert rgb[-1, -1, 0] == 0


def test_bytes_are_left_alone_by_none_and_stretched_by_values(make_raster) -> None:
    array = np.random.default_rng(1).integers(40, 60, (50, 50, 3)).astype(np.uint8)
    path = make_raster(array=array)
    for how, expected in (("none", array), ("40,60", (array.astype(float) - 40) * 12.75)):
        with RasterReader(path, stretching=how) as reader:
            assert np.abs(reader.read((0, 0, 50, 50), 50)[0] - expected).max() <= 0.5


def test_three_pairs_of_values_are_for_red_green_and_blue(make_raster) -> None:
    path = make_raster(array=np.full((20, 20, 3), 500, np.uint16))
    assert ends(path, "0,1000,0,500,500,1000") == ((0.0, 0.0, 500.0), (1000.0, 500.0, 1000.0))
    with RasterReader(path, stretching="0,1000,0,500,500,1000") as reader:
        assert reader.read((0, 0, 20, 20), 4)[0][0, 0].tolist() == [128, 255, 0]


def test_values_asked_for_are_in_the_rasters_units(make_raster) -> None:
    import rasterio

    path = make_raster(array=np.full((20, 20), 300, np.int16))
    for scale, offset in ((0.1, -10.0), (-0.1, 50.0)):  # the stored 300 means 20 in both
        with rasterio.open(path, "r+") as dataset:
            dataset.scales, dataset.offsets = (scale,), (offset,)
        with RasterReader(path, stretching="0,40") as reader:
            assert reader.read((0, 0, 20, 20), 4)[0][0, 0, 0] == 128


@pytest.mark.parametrize(
    "how", ["", "5", "1,2,3", "a,b", "5,5", "99,1%", "-1,50%", "1,2,3,4,5,6%", "nan,1", "0,inf"]
)
def test_stretches_that_make_no_sense_are_refused(make_raster, how: str) -> None:
    with pytest.raises(UsageError, match="--stretch must be auto"):
        RasterReader(make_raster(), stretching=how)


def test_a_stretch_is_told_in_words(make_raster) -> None:
    ramp = np.arange(10_001, dtype=np.uint16).reshape(73, 137)
    assert measured(make_raster(array=ramp)).describe() == "percentiles 2 and 98: 200 to 9,800"
    assert measured(make_raster("colour.tif")).describe() == "8-bit colour as it is"
    with RasterReader(make_raster(array=ramp), stretching="0,3000") as reader:
        assert reader.stretch.describe() == "values as asked: 0 to 3,000"
    with RasterReader(make_raster(array=ramp), stretching="minmax") as reader:
        assert reader.stretch.describe() == "lowest and highest: 0 to 10,000"
    assert Stretch(low=(0.0, 0.25), high=(1.0, 1e9), identity=False).describe() == "0 to 1; 0.25 to 1e+09"
