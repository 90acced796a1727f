"""What stands in the way of ``--out FILE``: names, formats, files that are there, disks."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from msa_core.errors import StorageError, UsageError
from msa_core.retrieval.exports.hit_files import check_target, export_hits
from tests.support import made_hits


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_goes_with_a_file_lies_beside_it(tmp_path: Path) -> None:
    found = made_hits.mixed()
    for name, expected in (
        ("a.GPKG", {"a.GPKG", "a.qml", "a.sld"}),
        ("b.csv", {"b.csv", "b.csvt", "b.prj"}),
        ("c d/e.kml", {"e.kml"}),
        ("f/g.geojson", {"g.geojson"}),
        ("f'ö/g.v2.parquet", {"g.v2.parquet"}),
    ):
        exported = export_hits(found, tmp_path / name)
        assert exported.files[0] == tmp_path / name
        assert {file.name for file in exported.files} == expected
        assert expected <= names((tmp_path / name).parent)
        assert name.rpartition("/")[2] in exported.sentences()[0]
        assert "1 hit is without a position" in exported.sentences()[1]


@pytest.mark.parametrize("name", ["hits", "hits.shp", ".gpkg", "hits.gpkg.zip", "gpkg"])
def test_a_name_that_says_no_format_is_a_usage_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"\.gpkg, \.geojson, \.csv, \.kml or \.parquet"):
        check_target(tmp_path / name)


@pytest.mark.parametrize("name", ["hits.geojson", "hits.kml"])
def test_a_format_of_wgs84_refuses_another_crs(tmp_path: Path, name: str) -> None:
    for crs in ("EPSG:32633", "archive"):
        with pytest.raises(UsageError, match=r"WGS84 by its standard .* write hits\.gpkg instead"):
            export_hits(made_hits.result(made_hits.mixed().hits[:3]), tmp_path / name, crs)
    export_hits(made_hits.mixed(), tmp_path / name, "EPSG:4326")
    assert names(tmp_path) == {name}


@pytest.mark.parametrize("there", ["hits.gpkg", "hits.qml", "hits.sld"])
def test_a_file_that_is_there_stays_unless_asked(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("somebody's own")
    with pytest.raises(UsageError, match=rf"{there} exists already: .*--overwrite"):
        export_hits(made_hits.mixed(), tmp_path / "hits.gpkg")
    assert names(tmp_path) == {there}
    assert (tmp_path / there).read_text() == "somebody's own"
    export_hits(made_hits.mixed(), tmp_path / "hits.gpkg", overwrite=True)
    assert names(tmp_path) == {"hits.gpkg", "hits.qml", "hits.sld"}


def test_a_geopackage_that_is_open_elsewhere_is_left_alone(tmp_path: Path) -> None:
    export_hits(made_hits.mixed(), tmp_path / "hits.gpkg")
    before = (tmp_path / "hits.gpkg").read_bytes()
    other = sqlite3.connect(tmp_path / "hits.gpkg")
    other.execute("PRAGMA journal_mode = wal")  # as QGIS opens it
    other.execute("UPDATE hits SET z = 1")
    with pytest.raises(StorageError, match="open in another program"):
        export_hits(made_hits.mixed(), tmp_path / "hits.gpkg", overwrite=True)
    other.close()
    (tmp_path / "hits.gpkg").write_bytes(before)
    export_hits(made_hits.mixed(), tmp_path / "hits.gpkg", overwrite=True)


def test_folders_in_the_way_are_said(tmp_path: Path) -> None:
    (tmp_path / "hits.gpkg").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        export_hits(made_hits.mixed(), tmp_path / "hits.gpkg", overwrite=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="is a file, not a folder"):
        export_hits(made_hits.mixed(), tmp_path / "file" / "hits.gpkg")


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".csv", ".kml", ".parquet"])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / f"hits{suffix}"
    export_hits(made_hits.mixed(), path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    # The kernel itself refuses to let a file grow beyond this.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        with pytest.raises(StorageError, match="disk is full"):
            export_hits(made_hits.mixed(), path, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_names_as_long_as_file_systems_take_them(tmp_path: Path) -> None:
    name = "ö" * 120 + "x" * 5 + ".gpkg"
    assert len(os.fsencode(name)) == 250
    export_hits(made_hits.mixed(), tmp_path / name)
    assert len(names(tmp_path)) == 3
    with pytest.raises(StorageError, match="too long"):
        export_hits(made_hits.mixed(), tmp_path / ("x" * 300 + ".kml"))
