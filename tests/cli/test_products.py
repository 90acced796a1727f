"""A Landsat scene or a Sentinel-2 product is one picture, not one for each band file, mask and preview."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import numpy as np
import rasterio.shutil

from msa_core.raster.find.archive import search
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from tests.cli.conftest import Run
from tests.cli.test_sources import Index, found, index, states
from tests.support.scenes import UTM

assert index

SCENE = "LC08_L1TP_193027_20200820_20200905_02_T1"
TILE = "T32TQM_20200820T101031"


def write_band(path: Path, level: int, bands: int = 1, dtype: str = "uint16") -> Path:
    """A field of some relief around ``level``; in a corner nothing."""
    relief = np.random.default_rng(5).integers(0, 40, (300, 300, bands))
    array = (relief + level).astype(dtype)
    array[:40, :40] = 0
    plane = array if bands > 1 else array[:, :, 0]
    return write_geotiff(path, plane, crs=UTM, transform=(30.0, 0.0, 5e5, 0.0, -30.0, 5e6))


def write_landsat(folder: Path, red: int = 900) -> Path:
    for band in range(1, 12):
        write_band(folder / f"{SCENE}_B{band}.TIF", red if band == 4 else 100 * band)
    for name in ("QA_PIXEL", "QA_RADSAT", "SAA"):
        write_band(folder / f"{SCENE}_{name}.TIF", 21824)
    for name in ("thumb_small.jpeg", "thumb_large.jpeg"):
        (folder / f"{SCENE}_{name}").write_bytes(b"\xff\xd8\xff")
    (folder / f"{SCENE}_MTL.txt").write_text("GROUP = LANDSAT_METADATA_FILE\n")
    return folder


def write_safe(folder: Path, with_tci: bool = True) -> Path:
    safe = folder / "S2A_MSIL2A_20200820T101031_N0214_R022_T32TQM_20200820T130136.SAFE"
    granule = safe / "GRANULE" / "L2A_T32TQM_A026961_20200820T101526"
    for side, bands in (("10m", ("B02", "B03", "B04", "B08")), ("20m", ("B02", "B05", "SCL"))):
        images = granule / "IMG_DATA" / f"R{side}"
        for number, band in enumerate(bands):
            write_jp2(images / f"{TILE}_{band}_{side}.jp2", 300 + 100 * number)
        if with_tci:
            write_jp2(images / f"{TILE}_TCI_{side}.jp2", 90, 3, "uint8")
    write_jp2(granule / "QI_DATA" / "MSK_CLDPRB_20m.jp2", 3)
    write_jp2(granule / "QI_DATA" / f"{TILE}_PVI.jp2", 90, 3, "uint8")
    (safe / "S2A-ql.jpg").write_bytes(b"\xff\xd8\xff")
    (safe / "MTD_MSIL2A.xml").write_text("<x/>")
    return safe


def write_jp2(path: Path, level: int, bands: int = 1, dtype: str = "uint16") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = write_band(path.with_suffix(".tif"), level, bands, dtype)
    rasterio.shutil.copy(made, path, driver="JP2OpenJPEG", QUALITY="100", REVERSIBLE="YES")
    made.unlink()


def test_a_landsat_scene_is_one_picture_of_its_red_green_and_blue(
    run: Run, index: Index, tmp_path: Path
) -> None:
    archive = write_landsat(tmp_path / "archive")
    name = f"{SCENE}_B4.TIF#colours=4,3,2"
    done = index(archive, "--tile-m", "3000")
    assert states(done) == {name: "indexed"}, done.err
    assert "date 2020-08-20" in done.out
    assert "(files B4, B3, B2 of the product)" in done.out
    assert "13 bands, masks and previews of Landsat scenes, 1 .txt (not taken)" in done.err
    hits = found(run, tmp_path)
    assert hits.keys() == {name}
    assert hits[name]["geometry"]["type"] == "Polygon"
    assert states(index(archive)) == {name: "unchanged"}
    write_band(archive / f"{SCENE}_B2.TIF", 150)  # one of the three changes
    assert states(index(archive)) == {name: "indexed"}
    (archive / f"{SCENE}_B3.TIF").write_bytes(b"II*\0")
    refused = run("index", archive / name, "--out", tmp_path / "other")
    assert f"{SCENE}_B3.TIF: " in refused.err


def test_its_colours_are_those_of_the_files_and_0_is_no_data(tmp_path: Path) -> None:
    (source,) = search([write_landsat(tmp_path / "archive")]).sources
    with RasterReader(source.path, source.name, stretching="0,1000") as reader:
        rgb, valid = reader.read((0, 0, 300, 300), 300)
    assert np.abs(rgb[100:].mean(axis=(0, 1)) - np.array([919.5, 319.5, 219.5]) * 0.255).max() < 1
    assert not valid[:40, :40].any()
    assert valid[40:].all()


def test_older_landsats_have_their_colours_elsewhere_and_odd_scenes_stay_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    old, part = "LT05_L2SP_193027_20000820_20200905_02_T1_SR", "LE07_L1TP_193027_20000820_20200905_02_T1"
    for band in (1, 2, 3, 4):
        write_band(folder / f"{old}_B{band}.TIF", 100)
    write_band(folder / f"{part}_B3.TIF", 100)
    assert [source.name for source in search([folder]).sources] == [
        f"{part}_B3.TIF", f"{old}_B3.TIF#colours=3,2,1",
    ]  # fmt: skip


def test_of_a_sentinel_product_the_true_colour_image_is_taken_else_its_bands(tmp_path: Path) -> None:
    safe = write_safe(tmp_path / "archive")
    write_band(tmp_path / "archive" / "own.tif", 100)
    found_here = search([tmp_path / "archive"])
    names = [source.name.rpartition("/")[2] for source in found_here.sources]
    assert names == [f"{TILE}_TCI_10m.jp2", "own.tif"]
    assert dict(found_here.passed_over.kinds)["bands, masks and previews of Sentinel-2 products"] == 11
    with zipfile.ZipFile(tmp_path / "product.zip", "w") as zipped:
        for file in sorted(safe.rglob("*.*")):
            if file.is_file():
                zipped.write(file, file.relative_to(safe.parent))
    (packed,) = search([tmp_path / "product.zip"]).sources
    assert packed.name.endswith(f"{TILE}_TCI_10m.jp2")
    shutil.rmtree(safe)
    bare = write_safe(tmp_path / "archive", with_tci=False)
    (composed,) = search([bare]).sources
    assert composed.name.endswith(f"{TILE}_B04_10m.jp2#colours=04,03,02")
    with zipfile.ZipFile(tmp_path / "bare.zip", "w") as zipped:
        for file in sorted(bare.rglob("*.*")):
            if file.is_file():
                zipped.write(file, file.relative_to(bare.parent))
    for source in (composed, *search([tmp_path / "bare.zip"]).sources):
        with RasterReader(source.path, stretching="0,1000") as reader:
            rgb, _ = reader.read((100, 100, 300, 300), 200)
        assert np.abs(rgb.mean(axis=(0, 1)) - np.array([519.5, 419.5, 319.5]) * 0.255).max() < 1


def test_masks_and_previews_beside_pictures_of_other_satellites_are_counted_apart(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    kept = (
        "20230815_102033_45_2451_3B_AnalyticMS_SR_8b.tif",
        "10APR23190859-M2AS-052338021010_01_P001.TIF",
        "IMG_PHR1A_PMS_201304141025213_ORT_1234_R1C1.TIF",
        "HLS.S30.T17SLU.2020273T190109.v2.0.B04.tif",
        "20230816_102033_45_2451_3B_udm2.tif",  # alone: its picture is elsewhere
    )
    aside = (
        "20230815_102033_45_2451_3B_udm2.tif",
        "10APR23190859-M2AS-052338021010_01_P001-BROWSE.JPG",
        "PREVIEW_PHR1A_PMS_201304141025213_ORT_1234.JPG",
        "HLS.S30.T17SLU.2020273T190109.v2.0.Fmask.tif",
    )
    made = write_band(tmp_path / "made.tif", 90, 3, "uint8")
    for name in (*kept, *aside):
        shutil.copy(made, folder / name)
    done = search([folder])
    assert {source.name for source in done.sources} == set(kept)
    assert dict(done.passed_over.kinds) == {"masks and previews of other satellite products": len(aside)}


def test_a_scene_of_the_multispectral_scanner_says_that_it_has_no_blue(tmp_path: Path) -> None:
    for scene, bands in (
        ("LM01_L1TP_016033_19730831_20180427_01_T2", "4567"),
        ("LM05_L1TP_193027_19850820_20200905_02_T2", "1234"),
    ):
        for band in bands:
            write_band(tmp_path / "archive" / f"{scene}_B{band}.TIF", 20 * int(band), dtype="uint8")
    done = search([tmp_path / "archive"])
    shown = []
    for source in done.sources:
        with RasterReader(source.path) as reader:
            shown.append(reader.bands.reason)
    false = " of the product: near infrared, red and green, as it has no blue"
    assert shown == [f"files B6, B5, B4{false}", f"files B3, B2, B1{false}"]
