"""A project is one file that can be moved, and that is never lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from msa_core.errors import UsageError
from msa_core.files import put_aside
from msa_core.messages import Search
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.saved.project_file import (
    MapView,
    Project,
    SavedSearch,
    read_project,
    write_project,
)

ASKED = Search(Query(terms=(QueryTerm("text", "storage tanks", 1.0),), bbox=(14.0, 45.0, 15.0, 46.0)), 7)


def project(folder: Path) -> Project:
    """With everything in it."""
    (folder / "rasters").mkdir(parents=True)
    return Project(
        archive=(str(folder / "rasters"),),
        index=str(folder / "rasters"),
        bands=("*=nir",),
        question=ASKED,
        searches=(SavedSearch(name="tanks", asked=ASKED, seen=frozenset({"a/0/0/0"}), found=3, new=1),),
        view=MapView(lon=14.5, lat=45.5, ground_m_per_px=3.0, crs="EPSG:32633"),
        hidden=(str(folder / "rasters" / "one.tif"),),
        layers={"Places": False},
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    kept = project(tmp_path)
    write_project(tmp_path / "a.msaproj", kept)
    assert read_project(tmp_path / "a.msaproj") == kept


def test_a_project_that_moved_with_its_data_finds_them_and_one_that_moved_alone_does_too(
    tmp_path: Path,
) -> None:
    write_project(tmp_path / "here" / "a.msaproj", project(tmp_path / "here"))
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    assert read_project(tmp_path / "there" / "a.msaproj").archive == (str(tmp_path / "there" / "rasters"),)
    shutil.move(tmp_path / "here" / "a.msaproj", tmp_path / "alone.msaproj")
    assert read_project(tmp_path / "alone.msaproj").archive == (str(tmp_path / "here" / "rasters"),)


@pytest.mark.parametrize(
    "change, said",
    [
        ({"msa_project": 9}, "newer program"),
        ({"searches": 5}, "not a list"),
        ({"question": {"msa_query": 1, "tems": []}}, "tems"),
    ],
)
def test_what_cannot_be_read_says_why_and_stays(tmp_path: Path, change: dict[str, object], said: str) -> None:
    file = tmp_path / "a.msaproj"
    write_project(file, project(tmp_path))
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    before = file.read_bytes()
    with pytest.raises(UsageError, match=said):
        read_project(file)
    assert file.read_bytes() == before


def test_members_of_a_later_program_are_kept_and_a_damaged_file_is_put_aside_under_a_free_name(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.msaproj"
    write_project(file, project(tmp_path))
    file.write_text(json.dumps({**json.loads(file.read_text()), "notes": ["mine"]}))
    write_project(file, read_project(file))
    assert json.loads(file.read_text())["notes"] == ["mine"]
    for expected in ("a.msaproj.damaged", "a.msaproj.damaged2"):
        file.write_bytes(b'{"msa_project": 1, "arch')
        with pytest.raises(UsageError):
            read_project(file)
        assert put_aside(file).name == expected
