"""The filters, places and the background, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

ALL = ("-k", 48, "--every-tile", "--json")


def found(run: Run, *arguments: object) -> dict[str, Any]:
    done = run("search", *arguments)
    assert done.code == 0, done.err
    answer: dict[str, Any] = json.loads(done.out)
    return answer


def test_each_filter_leaves_its_tiles(run: Run, index: Path, tmp_path: Path) -> None:
    everything = found(run, index, "plane", *ALL)
    first = everything["features"][0]
    (tmp_path / "my area.geojson").write_text(json.dumps(first["geometry"]))
    (tmp_path / "reviews.geojson").write_text(
        json.dumps({"features": [{**first, "properties": {"review": "rejected"}}]})
    )
    near = found(run, index, "plane", *ALL, "--area", tmp_path / "my area.geojson")
    assert first["id"] in {f["id"] for f in near["features"]}
    assert 1 <= near["searched"] == len(near["features"]) <= 9
    assert near["query"]["area"].startswith("POLYGON")
    one = found(run, index, "plane", *ALL, "--source", "*0.tif", "--source", "scene2.tif")
    assert {f["properties"]["source"] for f in one["features"]} == {"scene0.tif", "scene2.tif"}
    assert found(run, index, "plane", *ALL, "--min-ground", 90, "--max-ground", 110)["searched"] == 48
    assert found(run, index, "plane", *ALL, "--min-ground", 150)["searched"] == 0
    assert found(run, index, "plane", *ALL, "--from", "2000", "--to", "2030")["searched"] == 0  # no dates
    left = found(run, index, "plane", *ALL, "--reviews", tmp_path / "reviews.geojson")
    assert first["id"] not in {f["id"] for f in left["features"]}
    assert left["searched"] == 47
    rejected = found(
        run, index, "plane", *ALL, "--reviews", tmp_path / "reviews.geojson", "--review-state", "rejected"
    )
    assert [f["id"] for f in rejected["features"]] == [first["id"]]


@pytest.mark.parametrize(
    "filters, said",
    [
        (
            ["--source", "SCENE*"],
            'has a name like "SCENE*", in these very letters; there is scene0.tif, scene1.tif, ',
        ),
        (["--min-ground", 150], "of such a size on the ground: there are 100 m."),
        (["--from", 2000, "--to", 2030], "No raster of the index has a date."),
        (["--cloud-below", 20], "Cloud cover is known of no raster of the index: it comes from STAC items."),
        (["--platform", "landsat*"], "The platform is known of no raster of the index"),
        (
            ["--bbox", "100,0,101,1"],
            "No tile lies in the box or area asked for: those of the index lie within 1",
        ),
        (
            ["--area", "POINT(-100 10)"],
            "No tile lies in the box or area asked for: those of the index lie within 1",
        ),
    ],
)
def test_a_filter_that_leaves_nothing_is_named_with_what_there_is(
    run: Run, index: Path, filters: list[object], said: str
) -> None:
    done = run("search", index, "plane", *filters)
    assert done.code == 0
    assert said in done.err
    assert "Each filter" not in done.err
    both = run("search", index, "plane", "--min-ground", 90, *filters)
    assert said in both.err, "also beside one that leaves tiles"


def test_filters_that_leave_nothing_together_are_told_so(run: Run, index: Path) -> None:
    first, *_, last = found(run, index, "plane", *ALL)["features"]
    inside = next(f for f in (first, last) if f["properties"]["source"] != "scene0.tif")["geometry"]
    (lon, lat) = inside["coordinates"][0][0]
    done = run("search", index, "plane", "--source", "scene0.tif", "--bbox", f"{lon},{lat},{lon},{lat}")
    assert "0 hits among 0 tiles" in done.err
    assert "Each filter alone leaves tiles, but no tile passes all of them." in done.err


def test_the_background_is_told_in_json_and_in_a_sentence(run: Run, index: Path) -> None:
    answer = found(run, index, "plane", "--json")
    background = answer["background"]
    assert background["tiles"] == sum(background["histogram"]["counts"]) == 48
    assert len(background["z"]) == len(answer["features"]) == len(answer["places"])
    assert background["histogram"]["low"] <= background["mean"] <= background["histogram"]["high"]
    assert background["stands_out"] is None
    assert "48 tiles are too few" in run("search", index, "plane").err


def test_nms_lists_fewer(run: Run, index: Path) -> None:
    assert len(found(run, index, "plane", "-k", 48, "--nms", 0, "--json")["features"]) < 48
    assert len(found(run, index, "plane", "-k", 48, "--one-per-place", "--json")["features"]) <= 48


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--area", "nowhere.geojson"), "nowhere.geojson"),
        (("--area", ""), "area"),
        (("--from", "June"), "--from"),
        (("--from", "2021", "--to", "2020"), "before"),
        (("--to", "2021-13"), "--to"),
        (("--to", "9999"), "--to"),
        (("--min-ground", "nan"), "--min-ground"),
        (("--min-ground", "200", "--max-ground", "100"), "above"),
        (("--max-ground", "-1"), "--max-ground"),
        (("--review-state", "accepted"), "--reviews"),
        (("--reviews", "nowhere.geojson"), "nowhere.geojson"),
        (("--nms", "1.5"), "--nms"),
    ],
)
def test_a_filter_that_makes_no_sense_is_a_usage_error(
    run: Run, index: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run("search", index, "plane", *arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_explain_takes_the_same_filters(run: Run, index: Path, tmp_path: Path) -> None:
    answer = found(run, index, "plane", "--source", "scene2.tif", "--json")
    done = run(
        "explain",
        index,
        "plane",
        "--source",
        "scene2.tif",
        "--rank",
        2,
        "--out",
        tmp_path / "out",
    )
    assert done.code == 0, done.err
    assert len(answer["features"]) >= 2
    assert (tmp_path / "out" / "rank002_sheet.png").is_file()
