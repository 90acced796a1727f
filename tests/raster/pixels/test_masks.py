"""What is no data: nodata of every kind, masks inside and beside, transparency, and several of them at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import NEUTRAL_RGB, RasterReader

RNG = np.random.default_rng(11)
HOLE = np.zeros((64, 64), bool)
HOLE[10:40, 20:50] = True


def whole(path: Path, side: int = 64) -> tuple[np.ndarray, np.ndarray]:
    with RasterReader(path) as reader:
        return reader.read((0, 0, reader.info.width_px, reader.info.height_px), side)


def vrt_of(folder: Path, name: str, dtype: str, nodata: tuple[str | None, ...]) -> Path:
    """A virtual raster of ``name`` with a "no data" value of its own for each band."""
    bands = "".join(
        f'<VRTRasterBand dataType="{dtype}" band="{n}">'
        + (f"<NoDataValue>{value}</NoDataValue>" if value is not None else "")
        + f'<SimpleSource><SourceFilename relativeToVRT="1">{name}</SourceFilename><SourceBand>{n}</SourceBand>'
        "</SimpleSource></VRTRasterBand>"
        for n, value in enumerate(nodata, 1)
    )
    path = folder / "bands.vrt"
    path.write_text(f'<VRTDataset rasterXSize="64" rasterYSize="64">{bands}</VRTDataset>')
    return path


@pytest.mark.parametrize(
    "dtype, value",
    [
        ("uint8", 0), ("uint8", 255), ("int8", -128), ("uint16", 65535), ("int16", -32768), ("int32", -(2**31)),
        ("uint32", 2**32 - 1), ("float32", -9999.0), ("float32", float(np.finfo(np.float32).min)),
        ("float32", float("nan")), ("float32", 1e20), ("float64", -1.7976931348623157e308), ("float64", 0.1),
        ("float32", float("-inf")), ("float32", float("inf")),
    ],
)  # fmt: skip
def test_any_value_may_mean_no_data(make_raster, dtype: str, value: float) -> None:
    array = RNG.integers(1, 50, (64, 64)).astype(dtype)
    array[HOLE] = value
    path = make_raster(array=array, nodata=value)
    rgb, valid = whole(path)
    assert np.array_equal(valid, ~HOLE)
    assert (rgb[HOLE] == NEUTRAL_RGB).all()
    assert rgb[~HOLE].std() > 40  # the hole's value took no part in the stretch
    reduced = whole(path, 16)[1]
    assert np.array_equal(reduced[4:9, 6:11], np.zeros((5, 5), bool))
    assert reduced[12:].all()


def test_each_band_may_have_a_value_of_its_own(make_raster, tmp_path: Path) -> None:
    array = RNG.integers(50, 60, (64, 64, 3)).astype(np.int16)
    for band, value in enumerate((-1, 7, 300)):
        array[HOLE, band] = value
    array[60, 60] = (7, -1, 50)  # each the value of another band
    make_raster("a.tif", array=array)
    _, valid = whole(vrt_of(tmp_path, "a.tif", "Int16", ("-1", "7", "300")))
    assert np.array_equal(valid, ~HOLE)


def test_nodata_declared_for_some_bands_only_is_nodata_where_the_others_hold_it_too(
    make_raster, tmp_path: Path
) -> None:
    array = RNG.integers(50, 90, (64, 64, 3)).astype(np.int16)
    array[HOLE] = -1
    make_raster("a.tif", array=array)
    _, valid = whole(vrt_of(tmp_path, "a.tif", "Int16", ("-1", None, None)))
    assert np.array_equal(valid, ~HOLE)


def test_values_count_though_the_first_band_has_none(make_raster, tmp_path: Path) -> None:
    array = RNG.integers(50, 60, (64, 64, 3)).astype(np.int16)
    array[HOLE, 1:] = -1
    make_raster("a.tif", array=array)
    path = vrt_of(tmp_path, "a.tif", "Int16", (None, "-1", "-1"))
    with RasterReader(path) as reader:
        rgb, valid = reader.read((0, 0, 64, 64), 64)
        assert min(reader.stretch.low[1:]) >= 50
    assert valid.all()  # the first band has values there
    assert rgb[~HOLE][:, 1].std() > 40


@pytest.mark.parametrize("value", ["-9999", "1e30", "nan", "255.5", "-0.5"])
def test_a_value_outside_the_type_marks_nothing(make_raster, tmp_path: Path, value: str) -> None:
    make_raster("a.tif", array=RNG.integers(0, 256, (64, 64)).astype(np.uint8))
    assert whole(vrt_of(tmp_path, "a.tif", "Byte", (value,)))[1].all()


def test_transparency_counts_beside_a_value_of_no_data(make_raster) -> None:
    array = RNG.integers(1, 200, (64, 64, 3)).astype(np.uint8)
    array[:5] = 0
    path = make_raster(array=array, alpha=np.where(HOLE, 0, 255), nodata=0)
    _, valid = whole(path)
    expected = ~HOLE
    expected[:5] = False
    assert np.array_equal(valid, expected)


@pytest.mark.parametrize("bands", [1, 3, 4])
@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_transparency_of_any_number_of_bands(make_raster, bands: int, dtype: str) -> None:
    array = RNG.integers(1, 200, (64, 64, bands)).astype(dtype)
    top = np.iinfo(dtype).max
    path = make_raster(array=array[..., 0] if bands == 1 else array, alpha=np.where(HOLE, 0, top))
    with RasterReader(path) as reader:
        assert reader.bands.alpha == bands + 1
    assert np.array_equal(whole(path)[1], ~HOLE)


def test_a_mask_beside_the_file_counts(make_raster, tmp_path: Path) -> None:
    import rasterio

    path = make_raster(array=RNG.integers(1, 200, (64, 64, 3)).astype(np.uint8), compress=None)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=False), rasterio.open(path, "r+") as dataset:
        dataset.write_mask(~HOLE)
    assert path.with_name("scene.tif.msk").exists()
    assert np.array_equal(whole(path)[1], ~HOLE)


def test_a_mask_inside_wins_over_a_value(make_raster) -> None:
    array = RNG.integers(1, 200, (64, 64, 3)).astype(np.uint8)
    array[50:] = 0
    assert np.array_equal(whole(make_raster(array=array, mask=~HOLE, nodata=0))[1], ~HOLE)


@pytest.mark.parametrize("place", ["inside", "beside"])
def test_overviews_keep_what_is_no_data(make_raster, place: str) -> None:
    import rasterio
    from rasterio.enums import Resampling

    array = RNG.integers(100, 200, (1024, 1024, 3)).astype(np.uint8)
    array[:, :512] = 0
    path = make_raster(array=array, nodata=0, compress=None)
    with rasterio.Env(TIFF_USE_OVR=place == "beside"), rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4, 8], Resampling.average)
    assert path.with_name("scene.tif.ovr").exists() == (place == "beside")
    with rasterio.open(path, "r+") as dataset:
        dataset.write(np.zeros((3, 1024, 1024), np.uint8))  # what is seen now comes from the overviews
    rgb, valid = whole(path, 256)
    assert valid[:, 128:].all()
    assert not valid[:, :128].any()
    assert rgb[:, 130:].min() >= 100


def test_a_cloud_optimized_file_reads_through_its_overviews(tmp_path: Path, make_raster) -> None:
    from rasterio.shutil import copy

    array = np.kron(RNG.integers(0, 255, (64, 64, 3)), np.ones((32, 32, 1))).astype(np.uint8)
    plain = make_raster(array=array, tiled=True)
    cog = tmp_path / "cog.tif"
    copy(plain, cog, driver="COG", compress="deflate", overview_resampling="average", blocksize=256)
    with RasterReader(cog) as reader, RasterReader(plain) as flat:
        assert len(reader._handle.dataset.overviews(1)) >= 2
        for box, side in (((0, 0, 2048, 2048), 224), ((300, 200, 1300, 1200), 200), ((0, 0, 224, 224), 224)):
            seen, expected = reader.read(box, side)[0], flat.read(box, side)[0]
            assert np.abs(seen.astype(int) - expected).mean() < 3


def test_complex_values_are_shown_by_amplitude_and_their_phase_is_never_averaged(tmp_path: Path) -> None:
    amplitude = RNG.uniform(1, 10, (128, 128))
    phase = RNG.uniform(0, 2 * np.pi, (128, 128))
    for dtype in ("complex64", "complex128", "complex_int16"):
        values = amplitude * np.exp(1j * phase) * (100 if dtype == "complex_int16" else 1)
        path = tmp_path / f"{dtype}.tif"
        if dtype == "complex_int16":
            import rasterio

            with rasterio.open(
                path, "w", driver="GTiff", width=128, height=128, count=1, dtype=dtype, crs="EPSG:32633",
                transform=rasterio.Affine(1, 0, 5e5, 0, -1, 5e6),
            ) as dataset:  # fmt: skip
                dataset.write(values.astype(np.complex64), 1)
        else:
            write_geotiff(path, values.astype(dtype))
        full, valid = whole(path, 128)
        assert valid.all()
        ranks = np.corrcoef(full[..., 0].ravel(), amplitude.ravel())[0, 1]
        assert ranks > 0.98, dtype
        # Averages of opposite phases would be near 0: dark.
        assert abs(float(whole(path, 32)[0].mean()) - float(full.mean())) < 12
