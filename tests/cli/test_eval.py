from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.conftest import Run
from tests.support.scenes import picture

KINDS = ("airport", "lake", "storagetanks")
WORDS = ("a plane", "a lake", "many tanks")


@pytest.fixture
def captions(tmp_path: Path) -> Path:
    """Nine pictures of three classes by file name; six of the split test, three of train."""
    images = []
    for number in range(9):
        name = f"{KINDS[number % 3]}_{number}.png"
        Image.fromarray(picture(number, 80, 80)).save(tmp_path / name)
        sentences = [{"raw": f"{WORDS[number % 3]} seen {i} times"} for i in range(1 + number % 2)]
        images.append({
            "filename": name,
            "split": "test" if number < 6 else "train",
            "sentences": [*sentences, {"raw": "an area ."}],
        })  # fmt: skip
    (tmp_path / "captions.json").write_text(json.dumps({"images": images}))
    return tmp_path / "captions.json"


def test_everything_is_in_the_report(run: Run, captions: Path, tiny_checkpoint: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    options = ("--captions", captions, "--model", tiny_checkpoint, "--classes", "auto", "--resamples", 200)
    done = run("eval", *options, "--out", out, "--json")
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert json.loads((out / "report.json").read_text()) == answer
    assert (answer["captions"], answer["split"]) == (str(captions), "test")
    assert (answer["images"], answer["sentences"]) == (6, 15)
    assert set(answer["figures"]) == {"cosine", "scale1", "scale2", "scale3", "scale4", "reranked"}
    for part in (answer, answer["text_equivalent"]):
        for name, row in part["figures"].items():
            assert row["mR"] == pytest.approx(np.mean([v for k, v in row.items() if k != "mR"]), abs=1e-3)
            for key, (low, high) in part["intervals"][name].items():
                assert 0 <= low <= row[key] + 1e-6
                assert row[key] - 1e-6 <= high <= 100
    # All six pictures have a caption that reads "an area .", so any of them is right for it.
    assert answer["text_equivalent"]["figures"]["cosine"]["t2i_r1"] >= 100 * 6 / 15
    assert sum(row["captions"] for row in answer["categories"]) == 15
    assert {row["category"] for row in answer["categories"]} == set(KINDS)
    classes = answer["classes"]
    assert (classes["pictures"], classes["classes"]) == (6, 3)
    assert classes["figures"]["top5"] == pytest.approx(100)
    assert [row["words"] for row in classes["by_class"]] == ["airport", "lake", "storage tanks"]
    rows = list(csv.DictReader((out / "categories.csv").read_text("utf-8").splitlines()))
    assert [row["category"] for row in rows] == [row["category"] for row in answer["categories"]]
    assert {path.name for path in out.iterdir()} == {
        "report.json", "categories.csv", "classes.csv", "worst_captions.png", "worst_pictures.png",
    }  # fmt: skip
    for name in ("worst_captions.png", "worst_pictures.png"):
        with Image.open(out / name) as sheet:
            assert sheet.width == 1800


def test_the_first_line_says_what_was_measured(run: Run, captions: Path, tiny_checkpoint: Path) -> None:
    done = run("eval", "--captions", captions, "--model", tiny_checkpoint, "--no-scales", "--resamples", 100)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0].startswith("# captions, split test: 6 pictures, 15 captions, model ")
    assert lines[1].split("\t") == [
        "ranked by", "i2t_r1", "i2t_r5", "i2t_r10", "t2i_r1", "t2i_r5", "t2i_r10", "mR", "mR_low", "mR_high",
    ]  # fmt: skip
    cosine = lines[2].split("\t")
    assert cosine[0] == "cosine"
    assert float(cosine[8]) <= float(cosine[7]) <= float(cosine[9])
    assert "scale1" not in done.out


def test_a_split_that_is_not_there_is_answered_with_those_that_are(
    run: Run, captions: Path, tiny_checkpoint: Path
) -> None:
    done = run("eval", "--captions", captions, "--split", "nowhere", "--model", tiny_checkpoint)
    assert done.code == 2
    assert "has no split 'nowhere'" in done.err
    assert "test (6), train (3)" in done.err


def test_pictures_that_are_missing_or_damaged_are_counted(
    run: Run, captions: Path, tiny_checkpoint: Path
) -> None:
    (captions.parent / "lake_1.png").unlink()
    (captions.parent / "airport_3.png").write_bytes(b"no picture")
    done = run(
        "eval", "--captions", captions, "--model", tiny_checkpoint, "--no-scales", "--resamples", 0, "--json"
    )
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert answer["images"] == 4
    assert (answer["left_out"]["missing"], answer["left_out"]["unreadable"]) == (1, 1)
    assert "1 of 6 pictures are missing" in done.err
    assert "lake_1.png" in done.err
    assert "1 of 5 pictures cannot be read" in done.err
    for path in captions.parent.glob("*.png"):
        path.unlink()
    done = run("eval", "--captions", captions, "--model", tiny_checkpoint)
    assert done.code == 3
    assert "None of the 6 pictures" in done.err


@pytest.mark.parametrize("layout", ["folders", "names"])
def test_a_folder_of_classes_needs_no_captions_file(
    run: Run, captions: Path, tiny_checkpoint: Path, tmp_path: Path, layout: str
) -> None:
    root = tmp_path / "set"
    for path in captions.parent.glob("*.png"):
        place = root / path.name if layout == "names" else root / path.name.split("_")[0] / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(place)
    (tmp_path / "classes.txt").write_text("airport\nlake = a lake | open water\nforest\n")
    options = ("--images", root, "--classes", tmp_path / "classes.txt", "--model", tiny_checkpoint)
    done = run("eval", *options, "--no-scales", "--resamples", 100, "--json")
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert answer["split"] == "all"
    assert (answer["classes"]["pictures"], answer["classes"]["without_class"]) == (6, 3)
    assert [row["pictures"] for row in answer["classes"]["by_class"]] == [3, 3, 0]
    assert bool(answer["figures"]) is (layout == "folders")


def test_what_cannot_be_measured_is_refused_in_a_sentence(
    run: Run, captions: Path, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("forest\ndesert\n")
    for options, sentence in (
        ((), "Name what to measure on"),
        (("--captions", tmp_path / "none.json"), "none.json"),
        (("--captions", captions, "--images", tmp_path / "nowhere"), "no folder"),
        (
            ("--captions", captions, "--classes", tmp_path / "other.txt"),
            "pictures' classes are: airport, lake",
        ),
        (("--captions", captions, "--resamples", 5), "--resamples"),
    ):
        done = run("eval", *options, "--model", tiny_checkpoint)
        assert done.code == 2, done.err
        assert sentence in done.err
