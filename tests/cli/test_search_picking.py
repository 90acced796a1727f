"""Which of the hits are printed and written, and pictures that are windows of rasters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def features(run: Run, *arguments: object) -> list[dict[str, object]]:
    told = run("search", *arguments, "--json")
    assert told.code == 0, told.err
    return json.loads(told.out)["features"]


def test_ranks_and_order_are_chosen_for_print_and_file(run: Run, index: Path, tmp_path: Path) -> None:
    everything = features(run, index, "a river")
    out = tmp_path / "hits.geojson"
    picked = features(run, index, "a river", "--ranks", "2,4-5", "--sort", "raster", "--out", out)
    assert sorted(f["properties"]["rank"] for f in picked) == [2, 4, 5]  # type: ignore[index]
    assert [f["properties"]["source"] for f in picked] == sorted(  # type: ignore[index]
        f["properties"]["source"]
        for f in picked  # type: ignore[index]
    )
    by_id = {f["id"]: f for f in everything}
    assert all(by_id[f["id"]] == f for f in picked)
    assert [f["id"] for f in json.loads(out.read_text())["features"]] == [f["id"] for f in picked]


def test_only_what_stands_out_may_be_nothing_and_is_said(run: Run, index: Path) -> None:
    told = run("search", index, "a river", "--above-cut")
    if told.code == 0:
        assert "stand" in told.err
        assert "none of the" in told.err or told.out
    else:
        assert "too few tiles" in told.err


@pytest.mark.parametrize("wrong", [("--sort", "size"), ("--ranks", "9-1"), ("--ranks", "0")])
def test_what_makes_no_sense_is_refused(run: Run, index: Path, wrong: tuple[str, str]) -> None:
    told = run("search", index, "a river", *wrong)
    assert told.code == 2
    assert wrong[0] in told.err


def test_a_place_is_compared_by_the_window_of_its_raster(run: Run, index: Path, scenes: Path) -> None:
    best = features(run, index, "a river", "-k", 1, "--every-tile")[0]
    x0, y0, x1, y1 = best["properties"]["pixel_bbox"]  # type: ignore[index]
    source = scenes / best["properties"]["source"]  # type: ignore[index]
    like = f"{source}#window={x0},{y0},{x1},{y1}"
    told = run("search", index, "--like", like, "--json", "--every-tile", "-k", 1)
    assert told.code == 0, told.err
    answer = json.loads(told.out)
    assert answer["features"][0]["id"] == best["id"], "nothing is more like a tile than itself"
    assert answer["features"][0]["properties"]["score"] > 0.99
    assert answer["query"]["terms"] == [{"kind": "image", "value": like, "weight": 1.0}], "told so in exports"
    assert run("search", index, "--like", f"{like}^0.5", "--json").code == 0
    beyond = run("search", index, "--like", f"{source}#window=0,0,999999,999999")
    assert beyond.code != 0
    assert "window lies beyond it" in beyond.err
    for none in (f"{source}.gone#window=0,0,9,9", f"{source}.gone#window=5,5,5,9"):
        refused = run("search", index, "--like", none)
        assert refused.code == 2
        assert "There is no picture" in refused.err
    for empty in ("5,5,5,9", "9,5,5,9", "a,b", "0,0,9", ""):
        refused = run("search", index, "--like", f"{source}#window={empty}")
        assert refused.code == 2
        assert "names no window of its picture: write #window=x0,y0,x1,y1" in refused.err


@pytest.mark.parametrize("by", ["ground", "source"])
def test_scores_are_told_by_group(run: Run, index: Path, by: str) -> None:
    told = run("search", index, "a river", "-k", 2, "--json", "--scores-by", by)
    assert told.code == 0, told.err
    answer = json.loads(told.out)
    groups = answer["scores_by"]["groups"]
    assert sum(group["tiles"] for group in groups) == answer["searched"] - answer["without_content"]
    listed = run("search", index, "a river", "-k", 2, "--scores-by", by)
    lines = [line.split("\t") for line in listed.out.splitlines()]
    assert [by, "tiles", "above_cut", "best"] in lines
    assert [line[0] for line in lines[-len(groups) :]] == [group["name"] for group in groups]
    assert run("search", index, "a river", "--scores-by", "colour").code == 2
