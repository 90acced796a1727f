"""A folder of any format that GDAL reads: found, or counted and named; nothing is passed over in silence."""

from __future__ import annotations

import gzip
import os
import sqlite3
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
import rasterio.shutil

from msa_core.raster.find.archive import scan, search
from msa_core.raster.find.formats import kind_of

# Driver, and the names that it writes under "scene".
WRITTEN = {
    "ENVI": ("scene.dat", "scene.hdr"),
    "EHdr": ("scene.bil", "scene.hdr"),
    "GPKG": ("scene.gpkg",),
    "MBTiles": ("scene.mbtiles",),
    "MRF": ("scene.mrf",),
    "netCDF": ("scene.nc",),
    "HFA": ("scene.img",),
    "PCIDSK": ("scene.pix",),
    "SAGA": ("scene.sdat", "scene.sgrd"),
    "AAIGrid": ("scene.asc", "scene.prj"),
    "GSBG": ("scene.grd",),
    "RST": ("scene.rst", "scene.rdc"),
    "BMP": ("scene.bmp",),
    "PNM": ("scene.ppm",),
    "NITF": ("scene.ntf",),
    "JP2OpenJPEG": ("scene.jp2",),
}


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("driver", WRITTEN)
def test_a_folder_of_a_format_has_one_raster_and_passes_nothing_over(
    make_raster, tmp_path: Path, driver: str
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    bands = 1 if driver in ("SAGA", "AAIGrid", "GSBG", "RST") else 3
    scene = make_raster("made.tif", size=(256, 256), bands=bands, dtype="uint8" if bands == 3 else "float32")
    rasterio.shutil.copy(scene, folder / WRITTEN[driver][0], driver=driver)
    found = search([folder])
    assert [source.name for source in found.sources] == [WRITTEN[driver][0]]
    assert found.passed_over.words == ""
    assert found.refused == []
    listing = scan([folder])
    infos, refused = listing.rasters, listing.refused
    if driver != "netCDF":  # one raster for each variable, found when it is opened
        assert [info.name for info in infos] == [WRITTEN[driver][0]], refused


def test_a_raster_of_any_name_is_known_by_its_first_bytes(make_raster, tmp_path: Path) -> None:
    make_raster("archive/SCENE")
    make_raster("archive/scene.0001")
    make_raster("archive/tile.quad")
    os.mkfifo(tmp_path / "archive" / "pipe.quad")
    found = search([tmp_path / "archive"])
    assert [source.name for source in found.sources] == ["SCENE", "scene.0001", "tile.quad"]
    assert found.passed_over.kinds == ((".quad", 1),)


def test_headers_belong_to_the_data_they_describe(make_raster, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    scene = make_raster("made.tif")
    rasterio.shutil.copy(scene, folder / "a", driver="ENVI")
    rasterio.shutil.copy(scene, folder / "b.bsq", driver="ENVI")
    rasterio.shutil.copy(scene, folder / "c.tif", driver="GTiff")
    (folder / "a.hdr").rename(folder / "A.HDR".lower())
    (folder / "d.hdr").write_text("ENVI\nsamples = 3\n")
    (folder / "e.hdr").write_bytes(b"#?RADIANCE\n")
    (folder / "f.bil").write_bytes(b"\0" * 30)
    found = search([folder])
    assert [source.name for source in found.sources] == ["a", "b.bsq", "c.tif"]
    assert found.passed_over.kinds == ((".hdr without its data", 2), (".bil without a header (.hdr)", 1))


def test_documents_and_outlines_are_counted_by_kind_and_sidecars_are_not(make_raster, tmp_path: Path) -> None:
    make_raster("archive/a.tif")
    folder = tmp_path / "archive"
    for number in range(3):
        (folder / f"{number}.pdf").write_bytes(b"%PDF-1.4")
    for name in (
        "a.tif.aux.xml",
        "a.tfw",
        "a.TFW",
        "a.tif.ovr",
        "a.prj",
        "a.json",
        "a.IMD",
        "a_RPC.TXT",
        "a.rpb",
    ):
        (folder / name).write_text("x")
    for end in ("shp", "shx", "dbf", "prj", "cpg", "shp.xml"):
        (folder / f"parcels.{end}").write_text("x")
    for name in ("lonely.tfw", "README", "notes.docx", ".DS_Store"):
        (folder / name).write_text("x")
    found = search([folder])
    assert [source.name for source in found.sources] == ["a.tif"]
    assert found.passed_over.kinds == (
        (".pdf", 3), (".docx", 1), (".shp", 1), (".tfw", 1), ("without an ending", 1),
    )  # fmt: skip
    assert found.passed_over.words == "3 .pdf, 1 .docx, 1 .shp, 1 .tfw, 1 without an ending"
    assert found.passed_over.files == 7


def test_a_geopackage_of_outlines_is_passed_over_and_left_as_it_is(make_raster, tmp_path: Path) -> None:
    make_raster("archive/a.tif")
    path = tmp_path / "archive" / "parcels.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
        database.execute("INSERT INTO gpkg_contents VALUES ('parcels', 'features')")
    endless = tmp_path / "archive" / "endless.gpkg"
    with sqlite3.connect(endless) as database:
        database.execute(
            "CREATE VIEW gpkg_contents AS WITH RECURSIVE r(data_type) AS "
            "(SELECT 1 UNION ALL SELECT data_type + 1 FROM r) SELECT data_type FROM r"
        )
    before = sorted(p.name for p in path.parent.iterdir())
    start_s = time.process_time()
    found = search([tmp_path / "archive"])
    assert time.process_time() - start_s < 5
    assert found.passed_over.kinds == ((".gpkg without pictures", 2),)
    assert sorted(p.name for p in path.parent.iterdir()) == before


def test_packed_files_are_named_with_what_to_do(make_raster, tmp_path: Path) -> None:
    scene = make_raster("archive/a.tif")
    folder = scene.parent
    (folder / "b.tif.gz").write_bytes(gzip.compress(scene.read_bytes()))
    (folder / "notes.csv.gz").write_bytes(gzip.compress(b"x"))
    with tarfile.open(folder / "L1TP.tar.gz", "w:gz") as packed:
        packed.add(scene, "a.tif")
    (folder / "x.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    with zipfile.ZipFile(folder / "inner.zip", "w") as inner:
        inner.write(scene, "a.tif")
    with zipfile.ZipFile(folder / "outer.zip", "w") as outer:
        outer.write(folder / "inner.zip", "deep/inner.zip")
        outer.writestr("deep/readme.md", "x")
    (folder / "inner.zip").unlink()
    found = search([folder])
    assert [source.name for source in found.sources] == ["a.tif"]
    assert {report.name: report.reason.partition(": ")[0] for report in found.refused} == {
        "b.tif.gz": "It is a packed file (.gz)",
        "L1TP.tar.gz": "It is a packed file (.tar.gz)",
        "x.7z": "It is a packed file (.7z)",
        "outer.zip/deep/inner.zip": "It is a packed file (.zip) inside a zip",
    }
    assert all("unpack it first" in report.reason for report in found.refused)
    assert dict(found.passed_over.kinds) == {".gz": 1, ".md": 1}


def test_pairs_and_odd_names_in_a_zip_are_found_too(make_raster, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    rasterio.shutil.copy(make_raster("made.tif"), folder / "scene.dat", driver="ENVI")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as zipped:
        for name in ("scene.dat", "scene.hdr"):
            zipped.write(folder / name, f"deep/{name}")
        zipped.write(tmp_path / "made.tif", "tile.0001")
    listing = scan([tmp_path / "a.zip"])
    infos, refused = listing.rasters, listing.refused
    assert [info.name for info in infos] == ["a.zip/deep/scene.dat", "a.zip/tile.0001"], refused
    assert infos[0].bands == 3


def test_the_sentence_for_a_path_without_rasters_says_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    assert search([folder]).refused[0].reason == "No rasters were found there: it is empty."
    for number in range(10):
        (folder / f"{number}.pdf").touch()
    (folder / "a.docx").touch()
    (folder / ".hidden.tif").touch()
    (report,) = search([folder]).refused
    assert report.reason == (
        "No rasters were found there: 12 files are there, none a raster (10 .pdf, 1 .docx, 1 hidden)."
    )


def test_odd_names_neither_stop_the_search_nor_stay_unsaid(make_raster, tmp_path: Path) -> None:
    folder = make_raster("archive/UPPER.TIFF").parent
    long = "n" * 251 + ".tif"
    make_raster("archive/short.tif").rename(folder / long)
    make_raster("archive/x.tif/inner.tif")
    (folder / "a\nb.pdf").touch()
    (folder / "weird.\x1b[31m").touch()
    (folder / "loop.tif").symlink_to(folder / "loop.tif")
    listing = scan([folder])
    infos, refused = listing.rasters, listing.refused
    assert sorted(info.name for info in infos) == sorted(["UPPER.TIFF", long, "x.tif/inner.tif"])
    assert [report.name for report in refused] == ["loop.tif"]
    assert search([folder]).passed_over.kinds == ((".pdf", 1), ("with an odd ending", 1))


def test_a_kind_is_never_more_than_a_short_ending() -> None:
    assert kind_of("a.Tar") == ".tar"
    assert kind_of("noend") == "without an ending"
    assert kind_of("a." + "b" * 40) == "with an odd ending"


def test_a_hundred_thousand_files_are_listed_quickly(tmp_path: Path) -> None:
    from msa_core.raster.find.formats import sort_folder

    class Untouched:
        def head(self, name: str) -> bytes:
            raise AssertionError(f"{name} was opened")

        def holds_pictures(self, name: str) -> bool:
            raise AssertionError(name)

    names = [f"{number}.{end}" for number in range(25_000) for end in ("tif", "tfw", "txt", "pdf")]
    start_s = time.process_time()
    found = sort_folder(names, Untouched())
    assert time.process_time() - start_s < 10
    assert (len(found.rasters), found.beside, len(found.others)) == (25_000, 50_000, 25_000)
