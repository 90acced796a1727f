"""Windows of any raster as 8-bit RGB with validity, through overviews, padded, and honest about damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.windows import Window

from msa_core.errors import SourceError
from msa_core.pictures.decoding import NEUTRAL_RGB
from msa_core.raster.pixels.reader import RasterReader

RNG = np.random.default_rng(3)


def whole(path: Path, shape: tuple[int, int] | None = None) -> tuple[np.ndarray, np.ndarray]:
    with RasterReader(path) as reader:
        info = reader.info
        return reader.read((0, 0, info.width_px, info.height_px), shape or (info.height_px, info.width_px))


@pytest.mark.parametrize("crs", [None, "EPSG:32633", "EPSG:4326", "EPSG:3857"])
@pytest.mark.parametrize(
    "dtype", ["uint8", "int8", "uint16", "int16", "uint32", "int64", "float32", "float64", "complex64"]
)
@pytest.mark.parametrize("nodata", [None, 0, 5])
def test_every_type_reads_as_a_picture(
    make_raster, crs: str | None, dtype: str, nodata: float | None
) -> None:
    array = (np.arange(40 * 50 * 3) % 120).reshape(40, 50, 3).astype(dtype)
    place = (1e-5, 0.0, 13.4, 0.0, -1e-5, 52.5) if crs == "EPSG:4326" else (1.0, 0.0, 4e5, 0.0, -1.0, 5.8e6)
    path = make_raster(array=array, crs=crs, transform=place if crs else None, nodata=nodata)
    rgb, valid = whole(path)
    assert rgb.shape == (40, 50, 3)
    assert rgb.dtype == np.uint8
    real = np.abs(array) if dtype == "complex64" else array
    expected = np.ones((40, 50), bool) if nodata is None else (real != nodata).any(axis=2)
    assert np.array_equal(valid, expected)
    assert (rgb[~valid] == NEUTRAL_RGB).all()


def test_eight_bit_colour_comes_out_unchanged(make_raster) -> None:
    array = RNG.integers(0, 255, (33, 47, 3)).astype(np.uint8)
    rgb, valid = whole(make_raster(array=array))
    assert np.array_equal(rgb, array)
    assert valid.all()


def test_bands_are_taken_by_colour_then_by_name_then_by_order(make_raster) -> None:
    import rasterio
    from rasterio.enums import ColorInterp

    array = np.stack([np.full((20, 20), v, np.uint8) for v in (10, 20, 30, 40)], axis=2)
    ordered = make_raster("order.tif", array=array)
    named = make_raster("named.tif", array=array, descriptions=("nir", "Red", "green", "blue"))
    coloured = make_raster("colour.tif", array=array)
    with rasterio.open(coloured, "r+") as dataset:
        dataset.colorinterp = [ColorInterp.blue, ColorInterp.green, ColorInterp.red, ColorInterp.undefined]
    for path, bands in ((ordered, (1, 2, 3)), (named, (2, 3, 4)), (coloured, (3, 2, 1))):
        with RasterReader(path) as reader:
            assert reader.bands.indexes == bands


def test_one_band_is_grey_and_two_show_the_first(make_raster) -> None:
    for bands in (1, 2):
        rgb, _ = whole(make_raster(f"{bands}.tif", bands=bands))
        assert np.array_equal(rgb[..., 0], rgb[..., 2])
        assert rgb[:, -1].mean() > rgb[:, 0].mean()


def test_thirty_one_bands_show_the_first_three(make_raster) -> None:
    array = np.repeat(np.arange(31, dtype=np.uint8)[np.newaxis, np.newaxis], 20, axis=0).repeat(20, axis=1)
    with RasterReader(make_raster(array=array)) as reader:
        assert reader.bands.indexes == (1, 2, 3)
        assert reader.read((0, 0, 20, 20), 10)[0].shape == (10, 10, 3)


def test_a_palette_becomes_its_colours(make_raster) -> None:
    array = np.zeros((20, 20), np.uint8)
    array[10:] = 7
    path = make_raster(array=array, colormap={0: (1, 2, 3, 255), 7: (200, 100, 50, 255)})
    rgb, _ = whole(path)
    assert rgb[0, 0].tolist() == [1, 2, 3]
    assert rgb[19, 0].tolist() == [200, 100, 50]


@pytest.mark.parametrize("kind", ["nodata", "mask", "alpha", "nan"])
def test_invalid_pixels_are_neutral_grey_whatever_marks_them(make_raster, kind: str) -> None:
    hole = np.zeros((64, 64), bool)
    hole[:, :32] = True
    array = RNG.integers(50, 200, (64, 64, 3)).astype(np.float32 if kind == "nan" else np.uint8)
    options: dict[str, object] = {}
    if kind == "nodata":
        array[hole], options = 0, {"nodata": 0}
    elif kind == "nan":
        array[hole] = np.nan
    else:
        options = {kind: np.where(hole, 0, 255).astype(np.uint8)}
    path = make_raster(array=array, **options)
    for size in (64, 16):
        rgb, valid = whole(path, (size, size))
        assert not valid[:, : size // 2].any()
        assert valid[:, size // 2 :].all()
        assert (rgb[:, : size // 2] == NEUTRAL_RGB).all()


def test_black_in_one_band_is_no_hole_when_black_means_nodata(make_raster) -> None:
    array = np.full((20, 20, 3), 90, np.uint8)
    array[5, 5] = (0, 90, 90)
    array[6, 6] = 0
    _, valid = whole(make_raster(array=array, nodata=0))
    assert valid[5, 5]
    assert not valid[6, 6]


def test_a_nodata_value_the_type_cannot_hold_marks_nothing(make_raster, tmp_path: Path) -> None:
    make_raster("a.tif", array=np.full((20, 20), 255, np.uint8))
    vrt = tmp_path / "a.vrt"
    vrt.write_text(
        '<VRTDataset rasterXSize="20" rasterYSize="20"><VRTRasterBand dataType="Byte" band="1">'
        "<NoDataValue>-9999</NoDataValue><SimpleSource><SourceFilename relativeToVRT='1'>a.tif</SourceFilename>"
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    assert whole(vrt)[1].all()


def test_scattered_nan_do_not_eat_holes_into_a_reduced_picture(make_raster) -> None:
    array = RNG.uniform(0, 1, (256, 256)).astype(np.float32)
    array[::4, 1::4] = np.nan
    _, valid = whole(make_raster(array=array), (64, 64))
    assert valid.mean() > 0.9


@pytest.mark.parametrize(
    "box", [(-10, -10, 20, 20), (40, 50, 70, 90), (-5, -5, 60, 80), (100, 100, 120, 130)]
)
def test_windows_beyond_the_edge_are_padded_with_grey(make_raster, box: tuple[int, int, int, int]) -> None:
    array = RNG.integers(130, 255, (64, 48, 3)).astype(np.uint8)
    shape = box[3] - box[1], box[2] - box[0]
    with RasterReader(make_raster(array=array)) as reader:
        rgb, valid = reader.read(box, shape)
    for row in range(shape[0]):
        for column in range(shape[1]):
            y, x = row + box[1], column + box[0]
            inside = 0 <= y < 64 and 0 <= x < 48
            assert valid[row, column] == inside
            assert rgb[row, column].tolist() == (array[y, x].tolist() if inside else list(NEUTRAL_RGB))


def test_reduced_reads_are_averages(make_raster) -> None:
    array = RNG.integers(0, 255, (128, 128, 3)).astype(np.uint8)
    rgb, _ = whole(make_raster(array=array), (32, 32))
    naive = array.reshape(32, 4, 32, 4, 3).mean(axis=(1, 3))
    assert np.abs(rgb - naive).max() <= 1


def test_reduced_reads_use_overviews(make_raster) -> None:
    import rasterio

    path = make_raster(array=np.full((1024, 1024, 3), 60, np.uint8), overviews=(4,), compress=None)
    # Paint the full resolution over afterwards: what still shows 60 comes from the overview.
    with rasterio.open(path, "r+") as dataset:
        dataset.write(np.full((3, 1024, 1024), 200, np.uint8))
    assert (whole(path, (256, 256))[0] == 60).all()
    assert (whole(path)[0] == 200).all()


def test_empty_windows_are_a_programming_error(make_raster) -> None:
    with RasterReader(make_raster()) as reader:
        for box, size in (((5, 5, 5, 9), 8), ((0, 0, 4, 4), 0)):
            with pytest.raises(ValueError, match="empty"):
                reader.read(box, size)


def test_a_partly_damaged_file_fails_only_where_it_is_damaged(make_raster) -> None:
    path = make_raster(size=(512, 512))
    import rasterio

    with rasterio.open(path) as dataset:
        offset = int(dataset.get_tag_item("BLOCK_OFFSET_1_1", "TIFF", bidx=1))
    data = bytearray(path.read_bytes())
    data[offset : offset + 200] = b"\xff" * 200
    path.write_bytes(data)
    outcomes = []
    with RasterReader(path) as reader:
        for y in (0, 256):
            for x in (0, 256):
                try:
                    reader.read((x, y, x + 256, y + 256), 64)
                    outcomes.append("ok")
                except SourceError as error:
                    outcomes.append(error.reason)
        assert len(reader.content_id()) == 16
    assert outcomes.count("ok") == 3
    assert "damaged" in outcomes[-1]


def test_a_file_damaged_all_over_is_sampled_in_vain_only_once(make_raster, monkeypatch) -> None:
    from msa_core.raster.pixels import stretch as stretches

    path = make_raster(array=np.full((512, 512), 7, np.uint16))
    data = bytearray(path.read_bytes())
    calls = []
    real = stretches.measure
    monkeypatch.setattr(stretches, "measure", lambda *args: calls.append(1) or real(*args))
    import rasterio

    with rasterio.open(path) as dataset:
        for row in range(2):
            for column in range(2):
                offset = int(dataset.get_tag_item(f"BLOCK_OFFSET_{column}_{row}", "TIFF", bidx=1))
                data[offset : offset + 20] = b"\xff" * 20
    path.write_bytes(data)
    with RasterReader(path) as reader:
        for _ in range(3):
            with pytest.raises(SourceError, match="damaged"):
                reader.read((0, 0, 64, 64), 32)
        assert len(reader.content_id()) == 16
    assert len(calls) == 1


@pytest.mark.parametrize("kind", ["jpg", "png", "vrt", "webp"])
def test_what_is_missing_fails_every_time_it_is_read(make_raster, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"cut.{kind}"
    if kind == "vrt":
        make_raster("there.tif", array=np.full((256, 256), 90, np.uint8))
        path.write_text(mosaic_of("there.tif", "gone.tif"))
    else:
        Image.fromarray(RNG.integers(0, 255, (512, 256, 3)).astype(np.uint8)).save(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with RasterReader(path) as reader:
        for _ in range(3):
            with pytest.raises(SourceError):
                reader.read((0, 400, 100, 500), 64)
        if kind in ("jpg", "vrt"):
            assert reader.read((0, 0, 100, 100), 64)[1].all()
        first = reader.content_id()
    with RasterReader(path) as again:
        assert again.content_id() == first


def mosaic_of(*names: str) -> str:
    """A virtual raster of 256 x 256 pixel files one below the other."""
    sources = "".join(
        f'<SimpleSource><SourceFilename relativeToVRT="1">{name}</SourceFilename><SourceBand>1</SourceBand>'
        f'<SrcRect xOff="0" yOff="0" xSize="256" ySize="256"/>'
        f'<DstRect xOff="0" yOff="{256 * number}" xSize="256" ySize="256"/></SimpleSource>'
        for number, name in enumerate(names)
    )
    return (
        f'<VRTDataset rasterXSize="256" rasterYSize="{256 * len(names)}"><VRTRasterBand dataType="Byte" band="1">'
        f"{sources}</VRTRasterBand></VRTDataset>"
    )


def test_the_content_id_follows_the_pixels_not_the_place(make_raster, tmp_path: Path) -> None:
    array = RNG.integers(0, 255, (300, 300, 3)).astype(np.uint8)
    first = make_raster("a.tif", array=array)
    moved = tmp_path / "elsewhere" / "b.tif"
    moved.parent.mkdir()
    shutil.copy(first, moved)
    others = [
        make_raster("c.tif", array=255 - array),
        make_raster("d.tif", array=array, transform=(1.0, 0.0, 390_001.0, 0.0, -1.0, 5_820_000.0)),
        make_raster("e.tif", array=array, crs="EPSG:32634"),
    ]
    same = make_raster("f.tif", array=array, overviews=(2,), compress=None, tiled=False)

    def identify(path: Path) -> str:
        with RasterReader(path) as reader:
            return reader.content_id()

    assert identify(first) == identify(moved) == identify(same)
    assert len({identify(path) for path in [first, *others]}) == 4
    assert int(identify(first), 16) >= 0


def test_a_stretch_kept_elsewhere_is_used_instead_of_measuring(make_raster) -> None:
    from msa_core.raster.pixels.stretch import Stretch

    path = make_raster(array=np.full((20, 20), 500, np.uint16))
    with RasterReader(path, stretch=Stretch(low=(0.0,), high=(1000.0,), identity=False)) as reader:
        rgb, _ = reader.read((0, 0, 20, 20), 8)
    assert (rgb == 128).all()


PICTURES = {
    "png": ("RGB", "RGBA", "L", "P", "LA", "1", "I;16"),
    "jpg": ("RGB", "L", "CMYK"),
    "webp": ("RGB", "RGBA"),
}


@pytest.mark.parametrize(
    "suffix, mode", [(suffix, mode) for suffix, modes in PICTURES.items() for mode in modes]
)
def test_ordinary_pictures_read_too(tmp_path: Path, suffix: str, mode: str) -> None:
    picture = Image.fromarray(np.full((40, 50, 3), 90, np.uint8))
    if mode == "I;16":
        picture = Image.fromarray(np.full((40, 50), 900, np.uint16))
    else:
        picture = picture.quantize() if mode == "P" else picture.convert(mode)
    path = tmp_path / f"picture.{suffix}"
    picture.save(path)
    with RasterReader(path) as reader:
        assert reader.info.position == "none"
        assert reader.info.footprint_lonlat == ()
        rgb, valid = reader.read((0, 0, 50, 40), (20, 25))
    assert rgb.shape == (20, 25, 3)
    assert valid.all()
    if mode in ("RGB", "RGBA", "L", "P", "LA", "CMYK"):
        assert np.abs(rgb.astype(int) - 90).max() <= 4


def test_closing_twice_is_harmless_and_threads_use_their_own(make_raster) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = make_raster(array=RNG.integers(0, 255, (512, 512, 3)).astype(np.uint8))

    def read(number: int) -> int:
        with RasterReader(path) as reader:
            return int(reader.read((number, number, number + 200, number + 200), 64)[0].sum())

    alone = [read(number) for number in range(16)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, range(16))) == alone
    reader = RasterReader(path)
    reader.close()
    reader.close()
    with pytest.raises(SourceError, match="closed"):
        reader.read((0, 0, 9, 9), 9)


def test_a_stretch_of_another_number_of_bands_is_measured_anew(make_raster) -> None:
    from msa_core.raster.pixels.stretch import Stretch

    with RasterReader(make_raster(), stretch=Stretch(low=(0.0,), high=(9.0,), identity=False)) as reader:
        assert reader.stretch.identity
        assert reader.read((0, 0, 48, 64), 8)[1].all()


def test_a_window_that_would_take_minutes_is_refused_in_words(tmp_path: Path) -> None:
    path, side = tmp_path / "sparse.tif", 200_000
    profile = {
        "driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "uint8", "tiled": True,
        "blockxsize": 2048, "blockysize": 2048, "sparse_ok": True, "compress": "deflate", "bigtiff": "yes",
        "crs": "EPSG:32633", "transform": rasterio.Affine(1, 0, 300_000, 0, -1, 5_400_000),
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as dataset:
        dataset.write(np.full((1, 64, 64), 200, np.uint8), window=Window(0, 0, 64, 64))
    with RasterReader(path) as reader:
        with pytest.raises(SourceError, match=r"200,000 x 200,000 pixels are too many .*gdaladdo"):
            reader.read((0, 0, side, side), 224, quick=True)
        rgb, _ = reader.read((0, 0, 64, 64), 64)
    assert rgb.min() > 0
