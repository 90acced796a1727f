"""A recipe file: its keys, and what is said of a wrong one."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from msa_core import train_cli
from msa_core.commands.learning.train.recipe_file import FinePoints, read_recipe
from msa_core.commands.learning.train.train_options import DataOptions, RecipeOptions, RunOptions
from msa_core.commands.learning.train.train_recipe import make_recipe
from msa_core.errors import UsageError
from msa_core.model.config.model_config import ModelConfig


def recipe_of(tmp_path: Path, text: str) -> FinePoints:
    file = tmp_path / "recipe.toml"
    file.write_text(text, "utf-8")
    return read_recipe(file)


def test_without_a_recipe_everything_is_as_it_was() -> None:
    assert read_recipe(None) == FinePoints()


def test_what_a_recipe_says_is_what_is_trained_with(tmp_path: Path) -> None:
    fine = recipe_of(
        tmp_path, "ema = 0.99\nsoft = 0.3\nsoft_tau = 0.05\nmscma = 0\ntrain_px = 144\nextra_crop = 1\n"
    )
    options = RecipeOptions(), DataOptions(captions=[Path("c.json")]), RunOptions(out=Path("o"))
    recipe = make_recipe(*options, fine, ModelConfig(), "cpu")
    assert (recipe.ema, recipe.train_px, recipe.extra_crop, recipe.weights.mscma) == (0.99, 144, 1.0, 0.0)
    assert (recipe.objective.soft, recipe.objective.soft_tau) == (0.3, 0.05)


def test_each_key_has_a_default_within_its_range_and_a_word_on_what_it_does() -> None:
    for key in fields(FinePoints):
        assert key.metadata["text"]
        if key.default is not None:
            assert key.metadata["low"] <= key.default <= key.metadata["high"], key.name


@pytest.mark.parametrize(
    "text, words",
    [
        ("emma = 0.9", "no key 'emma'. Did you mean ema"),
        ("zzzz = 1", "There are mscma, csmmc"),
        ("ema = 1.5", "ema needs a number from 0 to 0.99999"),
        ('ema = "high"', "not 'high'"),
        ("ema = true", "not True"),
        ("ema = nan", "not nan"),
        ("train_px = 144.5", "train_px needs a whole number"),
        ("weight_decay = -1", "of at least 0"),
        ("ema 0.9", "needs lines like"),
    ],
)
def test_a_wrong_recipe_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError) as refusal:
        recipe_of(tmp_path, text)
    assert words in str(refusal.value)
    assert "recipe.toml" in str(refusal.value)


def test_a_recipe_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no recipe .*none\.toml"):
        read_recipe(tmp_path / "none.toml")


def test_an_option_of_older_commands_is_told_where_it_went(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["msa-train", "--captions", "captions.json", "--drop-words=0.1"])
    with pytest.raises(SystemExit) as ended:
        train_cli.main()
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "--drop-words is a key of a recipe now" in told
    assert "`drop_words = ...`" in told
