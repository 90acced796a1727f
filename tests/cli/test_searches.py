"""The saved searches of a project, counted in several areas by the command line."""

from __future__ import annotations

import json
from pathlib import Path

from msa_core.messages import Search
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.saved.project_file import Project, SavedSearch, write_project
from tests.cli.conftest import Run

FAR = {"type": "Polygon", "coordinates": [[[-60, -60], [-59, -60], [-59, -59], [-60, -60]]]}
EARTH = {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]}


def test_searches_of_a_project_are_counted_in_each_area(run: Run, index: Path, tmp_path: Path) -> None:
    searches = tuple(
        SavedSearch(name=name, asked=Search(Query(terms=(QueryTerm(kind, value, 1.0),)), 5))
        for name, kind, value in (("water", "text", "a river"), ("gone", "image", str(tmp_path / "no.png")))
    )
    project = tmp_path / "a.msaproj"
    write_project(project, Project(index=str(index), searches=searches))
    before = project.read_bytes()
    areas = tmp_path / "areas.geojson"
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in (EARTH, FAR)]
    areas.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    told = run("searches", project, "--areas", areas, "--json")
    assert told.code == 0, told.err
    counts = json.loads(told.out)["counts"]
    assert [(count["search"], count["area"]) for count in counts] == [
        ("water", "areas 1"), ("water", "areas 2"), ("gone", "areas 1"), ("gone", "areas 2"),
    ]  # fmt: skip
    found = json.loads(run("search", index, "a river", "-k", 5, "--json").out)
    assert counts[0]["ids"] == [feature["id"] for feature in found["features"]]
    assert counts[1]["ids"] == []
    assert "no.png" in counts[2]["problem"]
    table = run("searches", project)
    assert table.out.splitlines()[0] == "search\teverywhere"
    assert project.read_bytes() == before


def test_a_project_without_searches_or_index_says_so(run: Run, tmp_path: Path) -> None:
    project = tmp_path / "a.msaproj"
    write_project(project, Project())
    refused = run("searches", project)
    assert refused.code == 3
    assert "no saved searches" in refused.err
