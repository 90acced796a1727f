"""A project is one file that can be moved, and that is never lost."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from msa_core.config import BandRules, Tiling
from msa_core.errors import UsageError
from msa_core.files import put_aside
from msa_core.messages import Search
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.saved.planned_index import PlannedIndex
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
        plan=PlannedIndex(
            model=str(folder / "rasters"),
            fingerprint="ab" * 32,
            tiling=Tiling((80.0, 320.0), overlap=0.1),
            rules=BandRules(("*=nir",), ()),
            location=str(folder / "elsewhere"),
            thumbnails=False,
        ),
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
        ({"index_plan": {"tiling": {"tile_m": [-5]}}}, "above 0 metres"),
        ({"index_plan": {"tiling": {"overlap": 2}}}, "overlap"),
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


def test_a_file_of_before_has_bands_alone_and_still_has_them_for_the_program_that_wrote_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.msaproj"
    write_project(file, project(tmp_path))
    now = json.loads(file.read_text())
    assert (now["msa_project"], now["bands"], now["stretch"]) == (1, ["*=nir"], [])
    file.write_text(json.dumps({name: value for name, value in now.items() if name != "index_plan"}))
    assert read_project(file).plan == PlannedIndex(rules=BandRules(("*=nir",)))
    file.write_text(json.dumps({**now, "index_plan": None, "bands": []}))
    assert read_project(file).plan == PlannedIndex()


def test_a_plan_moves_with_the_project_and_pixels_instead_of_metres_are_kept(tmp_path: Path) -> None:
    kept = project(tmp_path / "here")
    (tmp_path / "here" / "elsewhere").mkdir()
    plan = replace(kept.plan, tiling=Tiling(tile_px=224))
    write_project(tmp_path / "here" / "a.msaproj", replace(kept, plan=plan))
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    found = read_project(tmp_path / "there" / "a.msaproj").plan
    assert found.location == str(tmp_path / "there" / "elsewhere")
    assert found.model == str(tmp_path / "there" / "rasters")
    assert found.tiling == Tiling(tile_px=224)


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
