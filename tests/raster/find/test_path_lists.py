"""Text files that list rasters."""

from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.raster.find.archive import scopes_of, search


def names(*paths: Path | str) -> list[str]:
    return [source.name for source in search(paths).sources]


@pytest.fixture
def archive(make_raster, tmp_path: Path) -> Path:
    for name in ("a.tif", "with space.tif", "deep/b.tif", "deep/c.tif", "deep/d.jpg.tif"):
        make_raster(f"archive/{name}")
    make_raster("other/e.tif")
    return tmp_path / "archive"


def test_a_list_names_files_folders_and_patterns(archive: Path, tmp_path: Path) -> None:
    listing = archive / "wanted.txt"
    lines = ["# my scenes", "", "a.tif", '"with space.tif"', "  deep/[bc].tif  ", str(tmp_path / "other")]
    listing.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert names(listing) == ["a.tif", "deep/b.tif", "deep/c.tif", "e.tif", "with space.tif"]


def test_relative_lines_count_from_the_list_then_from_here(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = tmp_path / "lists" / "l.lst"
    listing.parent.mkdir()
    listing.write_text("../archive/a.tif\narchive/deep/b.tif\n")
    monkeypatch.chdir(tmp_path)
    assert names(listing) == ["a.tif", "b.tif"]


def test_lines_that_lead_nowhere_are_refused_one_by_one(archive: Path) -> None:
    listing = archive / "l.txt"
    listing.write_text("a.tif\ngone.tif\nhttp://a.example/b.tif\n")
    found = search([listing])
    sources, refused = found.sources, found.refused
    assert [source.name for source in sources] == ["a.tif"]
    assert [Path(report.name).name for report in refused] == ["gone.tif", "b.tif"]


def test_a_text_that_is_no_list_is_refused_once(archive: Path) -> None:
    letter = archive / "letter.txt"
    letter.write_text("Dear all,\nthese are the scenes of last year.\nBest wishes\n" * 50)
    found = search([letter])
    sources, (report,) = found.sources, found.refused
    assert sources == []
    assert "150 lines" in report.reason
    letter.write_text("\n# nothing\n")
    assert "empty" in search([letter]).refused[0].reason


def test_lists_do_not_call_each_other_for_ever(archive: Path) -> None:
    listing = archive / "l.txt"
    listing.write_text("l.txt\na.tif\n")
    found = search([listing])
    sources, (report,) = found.sources, found.refused
    assert [source.name for source in sources] == ["a.tif"]
    assert "list inside a list" in report.reason


def test_names_that_are_no_unicode_pass(archive: Path) -> None:
    import os

    odd = os.fsdecode(b"latin-\xfc.tif")
    (archive / "a.tif").rename(archive / odd)
    listing = archive / "l.txt"
    listing.write_bytes(b"latin-\xfc.tif\n")
    assert names(listing) == [odd]


def test_an_ascii_grid_called_txt_is_a_raster(tmp_path: Path) -> None:
    grid = tmp_path / "grid.txt"
    grid.write_text("ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n")
    assert names(grid) == ["grid.txt"]


def test_scopes_are_where_missing_files_are_missed(archive: Path) -> None:
    listing = archive / "l.txt"
    listing.write_text("deep/b.tif\n")
    scopes = scopes_of([listing, archive / "deep" / "*.tif", f"/vsizip/{archive}/a.zip/b.tif"])
    assert scopes == [listing, archive / "deep" / "b.tif", archive / "deep", archive / "a.zip" / "b.tif"]


def test_lists_of_windows_are_read_in_any_coding(archive: Path) -> None:
    for number, coding in enumerate(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")):
        listing = archive / f"{number}.txt"
        listing.write_bytes('# Szenen für Zürich\r\n"a.tif"\r\ndeep/b.tif\r\n'.encode(coding))
        assert names(listing) == ["a.tif", "deep/b.tif"], coding


def test_latin_1_is_read_where_a_file_of_that_name_is_there(archive: Path) -> None:
    (archive / "a.tif").rename(archive / "zürich.tif")
    listing = archive / "l.txt"
    listing.write_bytes("zürich.tif\r\n".encode("cp1252"))
    assert names(listing) == ["zürich.tif"]


def test_names_parted_by_zero_bytes_are_a_list(archive: Path) -> None:
    listing = archive / "l.txt"
    listing.write_bytes(b"a.tif\0with space.tif\0")
    assert names(listing) == ["a.tif", "with space.tif"]


def test_a_list_that_leads_nowhere_says_why(archive: Path) -> None:
    listing = archive / "l.txt"
    listing.write_bytes("gone/x.tif\r\ngone/y.tif\r\n".encode("utf-16"))
    (report,) = search([listing]).refused
    assert "None of its 2 lines leads to a raster" in report.reason
    assert report.reason.endswith('gone/x.tif": There is no such file or folder.')
    (archive / "papers").mkdir()
    (archive / "papers" / "a.pdf").touch()
    listing.write_text("papers\n")
    assert search([listing]).refused[0].reason.endswith("1 file is there, none a raster (1 .pdf).")


@pytest.mark.parametrize("content", [b"hello", b"x" * 3_000_000, b"Dear all, here they are.\n\n# yours\n"])
def test_one_line_that_is_no_path_is_told_of_the_list_and_cut_short(archive: Path, content: bytes) -> None:
    listing = archive / "note.txt"
    listing.write_bytes(content)
    (report,) = search([listing]).refused
    assert report.name.endswith("note.txt")
    assert report.reason.startswith(
        "Its only line does not lead to a raster: a list holds one path per line."
    )
    assert len(report.reason) < 400


def test_thousands_of_lines_are_refused_with_one_sentence_or_taken_line_by_line(archive: Path) -> None:
    listing = archive / "log.txt"
    listing.write_text("".join(f"line {number} of a log\n" for number in range(5_000)))
    (report,) = search([listing]).refused
    assert "None of its 5000 lines" in report.reason
    listing.write_text("a.tif\n" + "".join(f"gone/{number}.tif\n" for number in range(5_000)))
    found = search([listing])
    assert [source.name for source in found.sources] == ["a.tif"]
    assert len(found.refused) == 5_000
