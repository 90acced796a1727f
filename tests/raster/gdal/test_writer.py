"""What is written is what is read back, and a full disk loses nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import StorageError
from msa_core.raster.gdal.opening import open_dataset
from msa_core.raster.gdal.writer import write_geotiff

PLACES = {
    "EPSG:32633": (1.0, 0.0, 390_000.0, 0.0, -1.0, 5_820_000.0),
    "EPSG:4326": (1e-5, 0.0, 13.4, 0.0, -1e-5, 52.5),
    "EPSG:3857": (0.6, 0.0, 1.49e6, 0.0, -0.6, 6.89e6),
}


@pytest.mark.parametrize("crs", PLACES)
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
@pytest.mark.parametrize("nodata", [None, 0])
def test_values_place_and_nodata_survive(tmp_path: Path, crs: str, dtype: str, nodata: float | None) -> None:
    array = np.arange(20 * 30 * 3).reshape(20, 30, 3).astype(dtype)
    path = write_geotiff(
        tmp_path / "deep" / "a.tif", array, crs=crs, transform=PLACES[crs], nodata=nodata, tags={"WHO": "me"}
    )
    with open_dataset(path) as dataset:
        assert np.array_equal(np.moveaxis(dataset.read(), 0, 2), array)
        assert dataset.crs.to_string() == crs
        assert tuple(dataset.transform)[:6] == pytest.approx(PLACES[crs])
        assert dataset.nodata == nodata
        assert dataset.tags()["WHO"] == "me"


def test_overviews_masks_and_names_are_written(tmp_path: Path) -> None:
    array = np.full((512, 512, 3), 9, np.uint8)
    mask = np.zeros((512, 512), bool)
    mask[:100] = True
    path = write_geotiff(
        tmp_path / "a.tif", array, mask=mask, overviews=(2, 4), descriptions=("red", "green", "blue")
    )
    with open_dataset(path) as dataset:
        assert dataset.overviews(1) == [2, 4]
        assert dataset.descriptions == ("red", "green", "blue")
        assert np.array_equal(dataset.read_masks(1) > 0, mask)
        assert dataset.block_shapes[0] == (256, 256)


def test_a_full_disk_is_a_storage_error_and_the_old_file_stays(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no limit on the size of files")
    path = write_geotiff(tmp_path / "a.tif", np.zeros((8, 8), np.uint8))
    before = path.read_bytes()
    noise = np.random.default_rng(0).integers(0, 255, (400, 400), dtype=np.uint8)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        # No file may grow beyond 4 KiB: to the program the same as a disk that is full.
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        with pytest.raises(StorageError, match=r"a\.tif was not written"):
            write_geotiff(path, noise)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.tif"]


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError):
        write_geotiff(tmp_path / "file" / "a.tif", np.zeros((8, 8), np.uint8))


def test_arrays_of_other_shapes_are_a_programming_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="h, w"):
        write_geotiff(tmp_path / "a.tif", np.zeros((2, 2, 2, 2), np.uint8))


def test_the_longest_name_a_folder_takes_can_be_written(tmp_path: Path) -> None:
    for name in ("a" * 251 + ".tif", "ü" * 125 + "a.tif"):
        assert len(name.encode()) == 255
        path = write_geotiff(tmp_path / name, np.full((8, 8), 5, np.uint8))
        with open_dataset(path) as dataset:
            assert (dataset.read(1) == 5).all()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_name_too_long_for_any_folder_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="was not written"):
        write_geotiff(tmp_path / ("a" * 260 + ".tif"), np.zeros((8, 8), np.uint8))
    assert list(tmp_path.iterdir()) == []
