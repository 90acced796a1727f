"""Reviews on the command line: summed up, changed, exported as training data, and written with hits."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from msa_core.commands.learning.raster_pictures import RasterPictures
from msa_core.training.data.datasets.read import read_dataset
from tests.cli.conftest import Run


@pytest.fixture
def ids(run: Run, index: Path) -> list[str]:
    found: list[dict[str, Any]] = json.loads(run("search", index, "a river", "-k", 4, "--json").out)[
        "features"
    ]
    return [feature["id"] for feature in found]


def test_votes_are_kept_summed_up_and_changed(run: Run, index: Path, ids: list[str], tmp_path: Path) -> None:
    file = tmp_path / "mine" / "reviews.geojson"
    votes = ("--accept", ids[0], "--accept", ids[1], "--reject", ids[2], "--unsure", ids[3])
    made = run("review", index, file, *votes, "--query", "a river")
    assert made.code == 0, made.err
    assert "a river\t2\t1\t1\t0\tabout 67 % right (21 to 94)" in made.out
    changed = run("review", index, file, "--reject", ids[0], "--json")
    told = json.loads(changed.out)
    assert told["queries"] == [{**told["all"], "query": "a river"}]
    assert [told["all"][name] for name in ("accepted", "rejected", "unsure")] == [1, 2, 1]
    assert told["all"]["precision"]["lower"] < 1 / 3 < told["all"]["precision"]["upper"]
    searched = run(
        "search", index, "a river", "-k", 500, "--reviews", file, "--review-state", "unsure", "--json"
    )
    (left,) = json.loads(searched.out)["features"]
    assert (left["id"], left["properties"]["review"]) == (ids[3], "unsure")


def test_what_was_searched_and_marked_by_hand_counts_for_its_query(
    run: Run, index: Path, tmp_path: Path
) -> None:
    found = json.loads(run("search", index, "a river", "-k", 3, "--json").out)
    for feature, said in zip(found["features"], ("accepted", "rejected", None), strict=True):
        feature["properties"]["review"] = said
    found["features"].append({"type": "Feature", "id": "gone/0/0/0", "properties": {"review": "accepted"}})
    file = tmp_path / "r.geojson"
    file.write_text(json.dumps(found))
    told = run("review", index, file)
    assert "a river\t2\t1\t0\t1\t" in told.out.replace("+1 ", "")
    assert "1 of the votes are on tiles that this index does not have" in told.err


def test_training_data_is_what_was_accepted_and_is_read_as_such(
    run: Run, index: Path, ids: list[str], tmp_path: Path
) -> None:
    file, out = tmp_path / "r.geojson", tmp_path / "teach.geojson"
    run(
        "review",
        index,
        file,
        "--accept",
        ids[0],
        "--accept",
        ids[1],
        "--reject",
        ids[2],
        "--query",
        "a river",
    )
    made = run("review", index, file, "--export-training", out)
    assert made.code == 0, made.err
    assert "2 tiles with 2 captions. 1 left out, rejected." in made.err
    images = read_dataset(out, splits=("all",), source=RasterPictures())
    assert len(images) == 2
    assert {sentence for image in images for sentence in image.sentences} == {"a river"}
    assert run("review", index, file, "--export-training", out).code == 2
    assert run("review", index, file, "--export-training", out, "--overwrite").code == 0


def test_nothing_accepted_is_nothing_to_teach(run: Run, index: Path, ids: list[str], tmp_path: Path) -> None:
    file, out = tmp_path / "r.geojson", tmp_path / "teach.geojson"
    told = run("review", index, file, "--reject", ids[0], "--query", "a river", "--export-training", out)
    assert told.code == 3
    assert "nothing to teach" in told.err
    assert not out.exists()


def test_rasters_that_are_away_are_said_to_be_what_training_lacks(
    run: Run, scenes: Path, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    archive, index, file = tmp_path / "archive", tmp_path / "index", tmp_path / "r.geojson"
    archive.mkdir()
    shutil.copy(next(scenes.glob("*.tif")), archive / "scene.tif")
    assert run("index", archive, "--out", index, "--model", tiny_checkpoint, "--tile-m", "100").code == 0
    found = json.loads(run("search", index, "a river", "-k", 2, "--json").out)["features"]
    assert run("review", index, file, "--accept", found[0]["id"], "--query", "a river").code == 0
    archive.rename(tmp_path / "away")
    told = run("review", index, file, "--export-training", tmp_path / "teach.geojson")
    assert told.code == 3
    assert "1 left out, whose rasters are not where they were: training reads their pixels." in told.err
    assert not (tmp_path / "teach.geojson").exists()


def test_bad_votes_change_nothing(run: Run, index: Path, ids: list[str], tmp_path: Path) -> None:
    file = tmp_path / "r.geojson"
    assert run("review", index, file).code == 2
    assert run("review", index, file, "--accept", "no/such/tile/0").code == 2
    assert run("review", index, file, "--accept", ids[0], "--reject", ids[0]).code == 2
    assert run("review", index, file, "--query", "a river").code == 2
    assert not file.exists()


def test_hits_are_written_with_what_was_said_of_them(
    run: Run, index: Path, ids: list[str], tmp_path: Path
) -> None:
    file, out = tmp_path / "r.geojson", tmp_path / "hits.csv"
    run("review", index, file, "--accept", ids[0], "--query", "a river")
    states = ("--review-state", "accepted", "--review-state", "unreviewed")
    assert run("search", index, "a river", "-k", 3, "--reviews", file, *states, "--out", out).code == 0
    said = {row["id"]: row["review"] for row in csv.DictReader(out.read_text("utf-8").splitlines())}
    assert said[ids[0]] == "accepted"
    assert sorted(said.values()) == ["", "", "accepted"]
