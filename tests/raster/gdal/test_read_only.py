"""Opening and reading changes nothing on the disk: in the raster's folder, below it, or anywhere a file points to."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.shutil import copy as copy_raster

from msa_core.errors import SourceError
from msa_core.raster.draw.warp import render
from msa_core.raster.find.archive import describe, search
from msa_core.raster.gdal.opening import quiet
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from tests.support.mosaics import FORMS, write_mosaic

# Every format that this program reads and GDAL can write, with a usual ending.
ENDINGS = {
    "AAIGrid": ".asc", "BAG": ".bag", "BLX": ".blx", "BMP": ".bmp", "BT": ".bt", "EHdr": ".bil", "ELAS": ".ela",
    "ENVI": ".dat", "ERS": ".ers", "FIT": ".bin", "GIF": ".gif", "GPKG": ".gpkg", "GRIB": ".grb2",
    "GS7BG": ".grd", "GSAG": ".grd", "GSBG": ".grd", "GTiff": ".tif", "HF2": ".hf2", "HFA": ".img",
    "ILWIS": ".mpr", "ISCE": ".isce", "ISIS2": ".bin", "ISIS3": ".cub", "JP2OpenJPEG": ".jp2", "JPEG": ".jpg",
    "KRO": ".kro", "LAN": ".lan", "MBTiles": ".mbtiles", "MFF": ".hdr", "MFF2": "", "MRF": ".mrf",
    "netCDF": ".nc", "NITF": ".ntf", "PAux": ".raw", "PCIDSK": ".pix", "PCRaster": ".map", "PDS4": ".xml",
    "PNG": ".png", "PNM": ".ppm", "R": ".rda", "RMF": ".rsw", "ROI_PAC": ".dem", "RRASTER": ".grd",
    "RST": ".rst", "SAGA": ".sdat", "SGI": ".rgb", "SIGDEM": ".sigdem", "USGSDEM": ".dem", "VICAR": ".vic",
    "VRT": ".vrt", "WEBP": ".webp", "XPM": ".xpm", "ZMap": ".dat",
}  # fmt: skip


def snapshot(*folders: Path) -> dict[str, tuple[int, bytes]]:
    """Name, time of change and bytes of everything below; a folder's time tells of files made and removed again."""
    found = {}
    for folder in folders:
        for path in [folder, *sorted(folder.rglob("*"))]:
            content = b"" if path.is_dir() else path.read_bytes()
            found[str(path)] = path.stat().st_mtime_ns, content
    return found


def use(path: Path) -> str:
    """All that this program does with a file it was given; the reason when it refuses it."""
    try:
        search([path.parent])
        describe(path)
        with RasterReader(path) as reader:
            reader.stretch  # noqa: B018  (measured here)
            reader.content_id()
            reader.read((0, 0, reader.info.width_px, reader.info.height_px), 16)
            reader.read((0, 0, 8, 8), 8)
            assert reader.datetime is None or reader.datetime
        render(path, "EPSG:3857", (1_400_000.0, 6_800_000.0, 1_600_000.0, 7_000_000.0), 32, 32)
    except SourceError as error:
        return error.reason
    return ""


def originals(folder: Path) -> Iterator[Path]:
    """Rasters of different kinds, one of which each format can hold."""
    noise = np.random.default_rng(3)
    place = {"crs": "EPSG:4326", "transform": (0.01, 0.0, 13.0, 0.0, -0.01, 53.0)}
    colours = noise.integers(1, 250, (128, 128, 3), dtype=np.uint8)
    yield write_geotiff(folder / "rgb.tif", colours, **place)
    yield write_geotiff(folder / "grey.tif", colours[:, :, 0], **place)
    yield write_geotiff(folder / "short.tif", colours[:, :, 0].astype(np.int16), **place)
    yield write_geotiff(folder / "real.tif", colours[:, :, 0].astype(np.float32), **place)


def write_as(driver: str, folder: Path, scratch: Path) -> Path | None:
    """A raster in a driver's format; None when the driver cannot write any."""
    folder.mkdir()
    for original in originals(scratch):
        path = folder / f"scene{ENDINGS[driver]}"
        try:
            with quiet():
                copy_raster(original, path, driver=driver)
        except Exception:
            for left in folder.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            continue
        if path.exists():
            for aside in folder.glob("*.aux.xml"):
                aside.unlink()
            return path
    return None


@pytest.mark.parametrize("driver", ENDINGS)
def test_reading_a_format_changes_nothing_on_the_disk(tmp_path: Path, driver: str) -> None:
    (tmp_path / "scratch").mkdir()
    path = write_as(driver, tmp_path / "folder", tmp_path / "scratch")
    assert path is not None
    before = snapshot(tmp_path)
    reason = use(path)
    assert snapshot(tmp_path) == before
    assert not reason.startswith("An unforeseen")


@pytest.mark.parametrize("form", FORMS)
def test_reading_a_mosaic_changes_nothing_on_the_disk(tmp_path: Path, form: str) -> None:
    path = write_mosaic(tmp_path, form)
    before = snapshot(tmp_path)
    assert use(path) == ""
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("driver", ["GPKG", "MBTiles"])
@pytest.mark.parametrize("mode", ["wal", "wal with a journal", "persist", "truncate"])
def test_a_database_in_the_middle_of_its_work_is_left_alone(tmp_path: Path, driver: str, mode: str) -> None:
    (tmp_path / "scratch").mkdir()
    path = write_as(driver, tmp_path / "folder", tmp_path / "scratch")
    assert path is not None
    kept = tmp_path / "kept"
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA journal_mode={mode.split()[0]}")
    database.execute("CREATE TABLE notes (a)")
    database.commit()
    if mode.endswith("journal"):  # as a program that was killed leaves it
        shutil.copytree(tmp_path / "folder", kept)
        database.close()
        path = kept / path.name
    else:
        database.close()
    before = snapshot(tmp_path)
    reason = use(path)
    assert snapshot(tmp_path) == before
    if mode == "wal with a journal" or (mode == "wal" and driver == "MBTiles"):
        assert "journal_mode=delete" in reason
    else:
        assert reason == ""


MRF = (
    '<MRF_META><CachedSource><Source{clone}>{source}</Source></CachedSource><Raster><Size x="128" y="128" c="3"/>'
    '<PageSize x="64" y="64" c="3"/><Compression>PNG</Compression>{files}</Raster></MRF_META>'
)


@pytest.mark.parametrize("clone", ["", ' clone="true"'])
@pytest.mark.parametrize("around", ["mrf", "vrt", "vrt in vrt", "overview", "tag"])
def test_a_cache_is_not_filled(tmp_path: Path, clone: str, around: str) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    original = next(originals(folder))
    files = f"<DataFile>{outside}/made.ppg</DataFile><IndexFile>{outside}/deep/made.idx</IndexFile>"
    path = folder / "cache.mrf"
    path.write_text(MRF.format(clone=clone, source=original, files=files))
    sources = '<VRTDataset rasterXSize="128" rasterYSize="128"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
    sources += (
        '<SourceFilename relativeToVRT="1">{}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>'
    )
    for number in range(around.count("vrt")):
        outer = folder / f"{number}.vrt"
        outer.write_text(sources.format(path.name))
        path = outer
    if around == "overview":
        path.rename(f"{original}.ovr")
        path = original
    if around == "tag":
        with rasterio.open(original, "r+") as dataset:
            dataset.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=str(path))
        path = original
    before = snapshot(tmp_path)
    reason = use(path)
    assert snapshot(tmp_path) == before
    assert "fills from another raster" in reason or "reduced copy" in reason


def test_gdal_by_itself_fills_no_cache_either(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    original = next(originals(tmp_path))
    files = f"<DataFile>{outside}/made.ppg</DataFile><IndexFile>{outside}/made.idx</IndexFile>"
    path = tmp_path / "cache.mrf"
    path.write_text(MRF.format(clone="", source=original, files=files))
    with quiet(), rasterio.open(path) as dataset:
        assert dataset.read(1).any()
    made = [found.name for found in outside.iterdir()]
    # Whatever GDAL makes here is why such files are refused before it sees them: the pixels at least are not stored.
    assert "made.ppg" not in made
