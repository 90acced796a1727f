"""Finding rasters: folders, links, wildcards, leftovers of other programs; nothing is lost silently."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import Cancelled, SourceError
from msa_core.progress import Progress
from msa_core.raster.find.archive import describe, scan, search
from msa_core.raster.gdal.writer import write_geotiff


def names(*paths: Path | str) -> list[str]:
    return [source.name for source in search(paths).sources]


@pytest.fixture
def folder(make_raster, tmp_path: Path) -> Path:
    make_raster("archive/b.tif")
    make_raster("archive/deep/er/A.TIFF")
    make_raster("archive/.msa-index/cache.tif")
    make_raster("archive/.hidden.tif")
    for leftover in ("b.tif.aux.xml", "b.tif.ovr", "b.tfw", "readme.txt", "b.tif.msk", "Thumbs.db"):
        (tmp_path / "archive" / leftover).write_text("x")
    return tmp_path / "archive"


def test_folders_are_searched_to_the_bottom_sorted_and_without_leftovers(folder: Path) -> None:
    found = search([folder])
    sources, refused = found.sources, found.refused
    assert [source.name for source in sources] == ["b.tif", "deep/er/A.TIFF"]
    assert all(source.path.is_absolute() for source in sources)
    assert not refused


def test_a_named_file_is_tried_whatever_it_is_called(make_raster, tmp_path: Path) -> None:
    make_raster("scene.dat")
    assert names(tmp_path / "scene.dat") == ["scene.dat"]
    assert names(tmp_path / "scene.dat", tmp_path) == ["scene.dat"]


def test_wildcards_find_files_and_folders(folder: Path) -> None:
    assert names(str(folder / "*.tif")) == ["b.tif"]
    assert names(str(folder / "**" / "*.TIFF")) == ["deep/er/A.TIFF"]
    assert names(str(folder / "de*")) == ["deep/er/A.TIFF"]


def test_a_file_whose_name_looks_like_a_wildcard_is_found(make_raster, tmp_path: Path) -> None:
    path = make_raster("scene[1].tif")
    assert names(path) == ["scene[1].tif"]


def test_a_path_that_leads_nowhere_is_refused_with_a_reason(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    given = [tmp_path / "gone", tmp_path / "empty", str(tmp_path / "x*.tif"), folder]
    found = search(given)
    sources, refused = found.sources, found.refused
    assert len(sources) == 2
    assert [report.state for report in refused] == ["refused"] * 3
    assert "no such file" in refused[0].reason
    assert "No rasters" in refused[1].reason
    assert "matches" in refused[2].reason


def test_links_are_followed_but_a_loop_ends_and_a_file_counts_once(folder: Path) -> None:
    try:
        (folder / "deep" / "up").symlink_to(folder, target_is_directory=True)
        (folder / "again.tif").symlink_to(folder / "b.tif")
    except OSError as error:
        pytest.skip(f"this system makes no symbolic links: {error}")
    assert names(folder) == ["again.tif", "deep/er/A.TIFF"]


def test_a_link_to_nothing_is_refused(folder: Path) -> None:
    (folder / "lost.tif").symlink_to(folder / "gone.tif")
    listing = scan([folder])
    infos, refused = listing.rasters, listing.refused
    assert len(infos) == 2
    assert [(r.name, r.reason) for r in refused] == [("lost.tif", "There is no such file.")]


def test_a_folder_that_may_not_be_read_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def deny(path: str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", deny)
    found = search([folder])
    sources, refused = found.sources, found.refused
    assert [source.name for source in sources] == ["b.tif"]
    assert len(refused) == 1
    assert "cannot be read" in refused[0].reason


def test_equal_names_under_two_roots_stay_apart(make_raster, tmp_path: Path) -> None:
    make_raster("one/a.tif")
    make_raster("two/a.tif")
    make_raster("two/b.tif")
    assert names(tmp_path / "one", tmp_path / "two") == ["b.tif", "one/a.tif", "two/a.tif"]


def test_names_in_any_script_work(make_raster) -> None:
    path = make_raster("Орто фото 2020 – Zürich 影像.tif")
    info = describe(path)
    assert info.name == path.name
    assert info.position == "affine"


def test_a_header_says_all_about_a_raster(make_raster) -> None:
    info = describe(make_raster("a.tif", size=(64, 48), dtype="uint16"), "sub/a.tif")
    assert (info.name, info.width_px, info.height_px, info.bands) == ("sub/a.tif", 48, 64, 3)
    assert (info.dtype, info.crs, info.position, info.note) == ("uint16", "EPSG:32633", "affine", "")
    assert info.gsd_m == pytest.approx(1.0, rel=1e-3)
    assert len(info.footprint_lonlat) == 1


def test_scanning_lists_what_works_and_why_the_rest_does_not(folder: Path) -> None:
    (folder / "broken.tif").write_bytes(b"II*\0garbage")
    (folder / "empty.png").touch()
    listing = scan([folder])
    infos, refused = listing.rasters, listing.refused
    assert [info.name for info in infos] == ["b.tif", "deep/er/A.TIFF"]
    assert {report.name for report in refused} == {"broken.tif", "empty.png"}
    assert all(report.reason.endswith(".") for report in refused)


def test_describing_a_broken_file_raises(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        describe(tmp_path / "gone.tif")


def test_a_scan_tells_of_each_file_and_stops_when_asked_to(tmp_path: Path) -> None:
    for name in ("a.tif", "b.tif", "c.tif"):
        write_geotiff(tmp_path / name, np.zeros((8, 8, 3), np.uint8))
    told: list[tuple[float, str]] = []

    class Told(Progress):
        def __call__(self, fraction: float, text: str = "") -> None:
            told.append((fraction, text))
            if len(told) == 2:
                raise Cancelled()

    with pytest.raises(Cancelled):
        scan([tmp_path], Told())
    assert told == [(0.0, "a.tif"), (pytest.approx(1 / 3), "b.tif")]
