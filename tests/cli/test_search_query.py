"""A question kept in a file by one search, and asked again by another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from PIL import Image

from tests.cli.conftest import Run


def test_a_kept_question_finds_the_same_again(run: Run, index: Path, tmp_path: Path) -> None:
    like, area, kept = tmp_path / "a.png", tmp_path / "area.geojson", tmp_path / "new" / "query.json"
    Image.new("RGB", (64, 64), (30, 90, 160)).save(like)
    area.write_text(json.dumps(shapely.geometry.mapping(shapely.box(0, 40, 20, 60))))
    given = [
        "a river^0.3",
        "--text",
        "boats",
        "--not",
        "clouds^2",
        "--like",
        like,
        "--source",
        "scene*",
        "-k",
        7,
    ]
    given += ["--area", area, "--max-ground", 200, "--min-score", -0.9, "--nms", 0.2, "--one-per-place"]
    first = run("search", index, *given, "--json", "--save-query", kept)
    assert first.code == 0, first.err
    assert "query.json" in first.err
    again = run("search", index, "--query", kept, "--json")
    assert (again.code, again.out) == (0, first.out)
    assert len(json.loads(first.out)["features"]) > 3
    fewer = run("search", index, "--query", kept, "--json", "-k", 2)
    assert json.loads(fewer.out)["features"] == json.loads(first.out)["features"][:2]
    copy = tmp_path / "copy.json"
    assert run("search", index, "--query", kept, "--save-query", copy).code == 0
    assert copy.read_text() == kept.read_text()


def test_a_file_that_is_there_is_replaced_only_when_that_is_said(
    run: Run, index: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "query.json"
    kept.write_text("mine")
    refused = run("search", index, "plane", "--save-query", kept)
    assert (refused.code, kept.read_text()) == (2, "mine")
    assert "exists already" in refused.err
    assert run("search", index, "plane", "--save-query", kept, "--overwrite").code == 0
    assert json.loads(kept.read_text())["terms"] == [{"text": "plane", "weight": 1.0}]


@pytest.mark.parametrize(
    "more",
    [
        ("plane",),
        ("--min-score", 0.0),
        ("--not", "x"),
        ("--source", "a"),
        ("--every-tile",),
    ],
)
def test_a_kept_question_stands_alone(
    run: Run, index: Path, tmp_path: Path, more: tuple[object, ...]
) -> None:
    kept = tmp_path / "query.json"
    kept.write_text('{"msa_query": 1, "terms": [{"text": "plane"}]}')
    told = run("search", index, *more, "--query", kept)
    assert told.code == 2
    assert "holds the whole question" in " ".join(told.err.split())


def test_a_file_that_is_no_question_is_said(run: Run, index: Path, tmp_path: Path) -> None:
    for name, data in (("none.json", None), ("bad.json", "{}")):
        if data is not None:
            (tmp_path / name).write_text(data)
        told = run("search", index, "--query", tmp_path / name)
        assert told.code == 2
        assert name in told.err
