"""``msa search A B "words"``: which of the words are indexes, and that all are searched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.made_index import write_index
from tests.support.scenes import write_scene


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    """An index of one scene more, of the same model."""
    from msa_core import cli

    folder = tmp_path_factory.mktemp("other")
    write_scene(folder / "archive" / "far.tif", seed=9, east_m=600_000.0)
    arguments = [
        "index",
        folder / "archive",
        "--out",
        folder / "index",
        "--model",
        tiny_checkpoint,
        "--tile-m",
        100,
    ]
    assert cli.run([str(argument) for argument in arguments]) == 0
    return folder / "index"


def test_several_indexes_are_searched_as_one(run: Run, index: Path, other: Path, tmp_path: Path) -> None:
    done = run("search", index, other, "plane", "-k", 64, "--every-tile", "--json")
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert answer["searched"] == 64
    assert {f["properties"]["source"] for f in answer["features"]} == {
        "scene0.tif", "scene1.tif", "scene2.tif", "far.tif",
    }  # fmt: skip
    scores = [f["properties"]["score"] for f in answer["features"]]
    assert scores == sorted(scores, reverse=True)
    assert answer["background"]["tiles"] == 64
    words = run("search", index, other, "--text", "plane", "-k", 64, "--every-tile", "--json")
    assert json.loads(words.out)["features"] == answer["features"]

    pack = run("search", index, other, "plane", "--evidence", tmp_path / "pack")
    assert pack.code == 0, pack.err
    assert run("reproduce", tmp_path / "pack").code == 0
    assert run("reproduce", tmp_path / "pack", "--index", index, "--index", other).code == 0
    assert run("reproduce", tmp_path / "pack", "--index", index).code == 3


def test_words_that_are_neither_index_nor_the_last_one_are_named(run: Run, index: Path, other: Path) -> None:
    done = run("search", index, "storage", "tanks")
    assert done.code == 2
    assert "storage is not an index" in done.err
    assert "in quotes" in done.err
    done = run("search", index, "nowhere.idx", other)
    assert done.code == 2
    assert "nowhere.idx is not an index" in done.err
    assert "The query is empty" in run("search", index, other).err
    for words in (["a harbour"], ["a harbour", index]):
        for verb in ("search", "explain"):
            done = run(verb, *words)
            assert done.code == 2
            assert "a harbour is not an index" in done.err
            assert "Name first a folder that msa index made" in done.err


def test_indexes_of_two_models_are_refused_in_words(run: Run, index: Path, tmp_path: Path) -> None:
    write_index(tmp_path / "odd", tmp_path / "archive", ["a.tif"])
    done = run("search", index, tmp_path / "odd", "plane")
    assert done.code == 3
    assert "made with different models" in done.err
    assert "abababababababab" in done.err


def test_a_question_in_a_file_is_asked_of_several(run: Run, index: Path, other: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    assert run("search", index, "plane", "--save-query", file).code == 0
    done = run("search", index, other, "--query", file, "--json")
    assert json.loads(done.out)["searched"] == 64
    assert "leave out words" in run("search", index, other, "river", "--query", file).err
