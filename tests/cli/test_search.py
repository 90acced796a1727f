from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core.model.stored import checkpoint
from tests.cli.conftest import Run
from tests.support.scenes import picture
from tests.support.tiny_model import tiny_model


def no_constant(name: str) -> float:
    raise AssertionError(f"{name} in JSON")


def test_hits_as_geojson(run: Run, index: Path, tiny_checkpoint: Path) -> None:
    done = run("search", index, "an airport", "-k", 5, "--json")
    assert done.code == 0
    answer = json.loads(done.out, parse_constant=no_constant)
    assert answer["type"] == "FeatureCollection"
    assert answer["searched"] == 48
    assert answer["model"] == checkpoint.fingerprint(tiny_checkpoint)
    assert [f["properties"]["rank"] for f in answer["features"]] == [1, 2, 3, 4, 5]
    scores = [f["properties"]["score"] for f in answer["features"]]
    assert scores == sorted(scores, reverse=True)
    for feature in answer["features"]:
        properties = feature["properties"]
        assert set(properties) == {
            "rank", "score", "source", "level", "pixel_bbox", "gsd", "crs", "datetime", "scale_scores",
        }  # fmt: skip
        assert feature["id"].count("/") == 3
        ring = np.array(feature["geometry"]["coordinates"][0])
        area = np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])
        assert area > 0, "counter-clockwise"
        assert len(properties["scale_scores"]) == 4
        assert properties["crs"] == "EPSG:32633"


def test_the_table_has_one_line_per_hit_when_piped(run: Run, index: Path) -> None:
    done = run("search", index, "a river beside fields", "-k", 4)
    assert done.code == 0
    lines = [line.split("\t") for line in done.out.splitlines()]
    assert lines[0][:3] == ["rank", "score", "source"]
    assert [line[0] for line in lines[1:]] == ["1", "2", "3", "4"]
    assert all(len(line) == len(lines[0]) for line in lines)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00", "^0.5"])
def test_a_query_of_nothing_is_a_usage_error(run: Run, index: Path, text: str) -> None:
    done = run("search", index, text)
    assert done.code == 2
    assert "empty" in done.err
    assert "Traceback" not in done.err


def test_no_query_at_all_is_a_usage_error(run: Run, index: Path) -> None:
    assert run("search", index).code == 2
    assert run("search", index, "--not", "a river").code == 2


def test_what_only_says_what_to_avoid_is_told_so(run: Run, index: Path) -> None:
    done = run("search", index, "--not", "plane")
    assert done.code == 2
    assert "The query says only what to avoid" in done.err


def test_ten_thousand_characters_work_with_a_note(run: Run, index: Path) -> None:
    done = run("search", index, "many planes in an airport " * 400, "--json")
    assert done.code == 0
    assert json.loads(done.out)["features"]
    assert "word pieces" in done.err


@pytest.mark.parametrize(
    "text", ["飛行場と滑走路", "🛫🛬", "ÄÖÜ «x»", "'; DROP TABLE--", "[MASK] [PAD]", "plane\udce4"]
)
def test_any_characters_are_words(run: Run, index: Path, text: str) -> None:
    done = run("search", index, text, "--json")
    assert done.code == 0, done.err
    json.loads(done.out, parse_constant=no_constant)


def test_signed_weighted_terms_add_up(run: Run, index: Path) -> None:
    def scores(*arguments: object) -> dict[str, float]:
        done = run("search", index, *arguments, "-k", 48, "--every-tile", "--json")
        return {f["id"]: f["properties"]["score"] for f in json.loads(done.out)["features"]}

    plane, river = scores("plane"), scores("river")
    both = scores("plane", "--not", "river^0.25")
    assert both.keys() == plane.keys()
    for tile, score in both.items():
        assert score == pytest.approx(plane[tile] - 0.25 * river[tile], abs=1e-5)
    usual = scores("--text", "plane^2", "--not", "river")
    for tile, score in usual.items():
        assert score == pytest.approx(2 * plane[tile] - 0.5 * river[tile], abs=1e-5)


def test_words_that_are_avoided_altogether_leave_nothing_to_ask(run: Run, index: Path) -> None:
    done = run("search", index, "plane", "--not", "plane^1")
    assert (done.code, done.out) == (2, "")
    assert "takes away all that is looked for" in done.err
    assert run("search", index, "plane", "--not", "plane^0.9").code == 0


def test_a_picture_finds_its_own_tile(run: Run, index: Path, scenes: Path, tmp_path: Path) -> None:
    Image.fromarray(picture(1)[75:175, 75:175]).save(tmp_path / "like.png")
    done = run("search", index, "--like", tmp_path / "like.png", "-k", 3, "--json")
    first = json.loads(done.out)["features"][0]["properties"]
    assert first["source"] == "scene1.tif"
    assert first["pixel_bbox"] == [75, 75, 175, 175]
    assert first["score"] > 0.99
    assert first["scale_scores"] is None


def test_filters_apply_inside_the_search(run: Run, index: Path) -> None:
    everything = json.loads(run("search", index, "plane", "-k", 48, "--every-tile", "--json").out)
    last = everything["features"][-1]
    (x0, y0), (x1, y1) = (
        np.min(last["geometry"]["coordinates"][0], 0),
        np.max(last["geometry"]["coordinates"][0], 0),
    )
    box = f"{(x0 + x1) / 2},{(y0 + y1) / 2},{(x0 + x1) / 2 + 1e-6},{(y0 + y1) / 2 + 1e-6}"
    found = json.loads(run("search", index, "plane", "--bbox", box, "--every-tile", "--json").out)
    assert last["id"] in {f["id"] for f in found["features"]}
    assert 1 <= found["searched"] < 9
    middle = everything["features"][20]["properties"]["score"]
    better = json.loads(
        run("search", index, "plane", "-k", 48, "--every-tile", "--min-score", middle, "--json").out
    )
    assert 15 <= len(better["features"]) <= 21


def test_nothing_left_by_the_filters_is_no_error(run: Run, index: Path) -> None:
    done = run("search", index, "plane", "--bbox", "100,0,101,1", "--json")
    assert done.code == 0
    assert json.loads(done.out)["features"] == []
    assert run("search", index, "plane", "--min-score", "5").code == 0


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "0,10,1,5", "nan,0,1,1", "0,-95,1,1", "", "200,0,210,1"])
def test_a_bad_box_is_a_usage_error(run: Run, index: Path, box: str) -> None:
    done = run("search", index, "plane", "--bbox", box)
    assert done.code == 2
    assert "bbox" in done.err


def test_another_model_is_refused_with_both_fingerprints(
    run: Run, index: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    checkpoint.save(tiny_model(seed=9), tmp_path / "other")
    done = run("search", index, "plane", "--model", tmp_path / "other")
    assert done.code == 3
    for folder in (tiny_checkpoint, tmp_path / "other"):
        assert checkpoint.fingerprint(folder) in done.err


def test_a_folder_that_is_no_index_is_said(run: Run, tmp_path: Path) -> None:
    done = run("search", tmp_path, "plane")
    assert done.code == 3
    assert "msa index" in done.err


def test_a_missing_picture_is_a_usage_error(run: Run, index: Path) -> None:
    done = run("search", index, "--like", "nowhere.png")
    assert done.code == 2
    assert "nowhere.png" in done.err


def test_the_same_place_is_listed_once_unless_asked(
    run: Run, scenes: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    out = tmp_path / "out"
    run(
        "index",
        scenes / "scene0.tif",
        "--out",
        out,
        "--model",
        tiny_checkpoint,
        "--tile-m",
        "100",
        "--overlap",
        "0.8",
    )
    few = json.loads(run("search", out, "plane", "-k", 200, "--json").out)["features"]
    all_of_them = json.loads(run("search", out, "plane", "-k", 200, "--every-tile", "--json").out)["features"]
    assert len(few) < len(all_of_them) == 121
    boxes = [f["properties"]["pixel_bbox"] for f in few]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            shared = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
            assert shared <= 5000
