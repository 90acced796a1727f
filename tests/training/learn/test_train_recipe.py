"""The recipe that msa-train makes of its options."""

from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.commands.learning.train.recipe_file import FinePoints
from msa_core.commands.learning.train.train_options import DataOptions, RecipeOptions, RunOptions
from msa_core.commands.learning.train.train_recipe import make_recipe
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.config.text_table import CLIP_TEXT
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates


def made(config: ModelConfig, light: bool = False, **options: object) -> Recipe:
    data = DataOptions(captions=[Path("c.json")])
    recipe = RecipeOptions(**options)  # type: ignore[arg-type]
    return make_recipe(recipe, data, RunOptions(out=Path("o")), FinePoints(), config, "cpu", light)


def rates(config: ModelConfig, **options: object) -> Rates:
    return made(config, **options).rates


def test_adapters_get_more_and_smaller_steps_unless_told_otherwise() -> None:
    config = ModelConfig()
    assert (made(config).epochs, made(config).batch) == (10, 64)
    assert (made(config, light=True).epochs, made(config, light=True).batch) == (30, 32)
    told = made(config, light=True, epochs=2, batch=8)
    assert (told.epochs, told.batch) == (2, 8)


@pytest.mark.parametrize("trunk", ["mobilenet_v2", "resnet50", "mobilenet_v3_large"])
def test_a_cnn_is_trained_at_the_plain_rates(trunk: str) -> None:
    assert rates(ModelConfig(trunk=trunk)) == Rates()


@pytest.mark.parametrize("trunk, trunk_rate", [("vit_b_16", 3e-5), ("swin_t", 9e-5), ("clip_vit_b_32", 1e-5)])
def test_a_transformer_takes_smaller_steps_and_new_layers_do_not(trunk: str, trunk_rate: float) -> None:
    found = rates(ModelConfig(trunk=trunk))
    assert found.trunk == pytest.approx(trunk_rate)
    assert (found.text, found.new) == (Rates().text, Rates().new)


def test_a_clip_text_takes_smaller_steps_and_the_option_counts_on_top() -> None:
    clip = ModelConfig(trunk="clip_vit_b_32", text={"model_type": CLIP_TEXT})
    found = rates(clip, rate=0.5)
    assert found.text == pytest.approx(0.5e-5)
    assert found.trunk == pytest.approx(0.5e-5)
    assert found.new == pytest.approx(0.5 * Rates().new)
