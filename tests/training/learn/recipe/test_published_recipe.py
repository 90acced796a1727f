"""``--as-published``: batches, views and updates of the published recipe."""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.transforms import Resize

from msa_core.commands.learning.train.recipe_file import FinePoints
from msa_core.commands.learning.train.train_options import DataOptions, RecipeOptions, RunOptions
from msa_core.commands.learning.train.train_recipe import make_recipe
from msa_core.errors import UsageError
from msa_core.model.config import presets
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.network.msa import MSA
from msa_core.model.trunks import trunk_table
from msa_core.progress import Progress
from msa_core.training.data.batches.sampler import Batch
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.learn.distributed import Team
from msa_core.training.learn.loop import train
from msa_core.training.learn.recipe.published_recipe import EveryCaption, published_recipe, whole_view
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.step import Learner
from msa_core.training.learn.training_feed import TrainingData
from tests.support import naive_paper
from tests.support.coloured_fields import write_pictures
from tests.support.tiny_model import tiny_model, tiny_tokenizer


def test_every_caption_comes_once_an_epoch_with_its_own_picture() -> None:
    images = [CaptionedImage(Path(f"{i}"), tuple(f"{i} {n}" for n in range(1 + i % 5))) for i in range(11)]
    sampler = EveryCaption(images, 4, seed=1)
    batches = sampler.epoch(0)
    pairs = Counter(
        (int(row), text) for batch in batches for row, text in zip(batch.rows, batch.texts, strict=True)
    )
    assert pairs == Counter((i, text) for i, image in enumerate(images) for text in image.sentences)
    assert len(batches) == sampler.steps_per_epoch
    assert {len(batch.rows) for batch in batches[:-1]} == {4}
    assert all(batch.positive.diagonal().all() for batch in batches)
    assert [b.texts for b in sampler.epoch(1)] != [b.texts for b in batches]
    assert [b.texts for b in EveryCaption(images, 4, seed=1).epoch(0)] == [b.texts for b in batches]


def test_a_view_is_the_whole_picture_as_published() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    view = whole_view(picture, np.random.default_rng(1), 224, "bilinear")
    np.testing.assert_array_equal(view, np.asarray(Resize(224)(Image.fromarray(picture))))


def test_two_updates_are_those_of_the_published_formulas_under_adamw() -> None:
    torch.manual_seed(0)
    tokenizer = tiny_tokenizer()
    quiet = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    text = {**presets.tiny(len(tokenizer)).text, **quiet}
    model = MSA(presets.paper("tiny", text, heads=4), tokenizer)
    naive, begun = copy.deepcopy(model).train(), copy.deepcopy(model)
    learner = Learner(model, published_recipe(), Team())
    trained = [p for name, p in naive.named_parameters() if name != "logit_scale"]
    optimiser = torch.optim.AdamW(trained, lr=1e-5, weight_decay=0.1, betas=(0.9, 0.999), eps=1e-8)
    texts = ["a plane", "many houses near a road", "the river", "some white storage tanks"]
    mean, std = (
        torch.tensor(v)[:, None, None] for v in (trunk_table.IMAGENET_MEAN, trunk_table.IMAGENET_STD)
    )
    for step in range(2):
        images = torch.randint(0, 256, (4, 3, 64, 64), dtype=torch.uint8)
        sources = [(t,) for t in texts]
        losses = learner.step(
            Batch(rows=np.arange(4), texts=texts, positive=np.eye(4, dtype=bool), sources=sources),
            images,
            1.0,
        )
        tokens = tokenizer(texts, padding="max_length", max_length=31, truncation=True, return_tensors="pt")
        hidden = naive.text_encoder.bert(
            input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]
        ).last_hidden_state
        pooled = naive_paper.pooled(naive.image_encoder.trunk((images / 255 - mean) / std))
        result = naive_paper.from_features(dict(naive.named_parameters()), 4, pooled, hidden)
        assert losses["loss"] == pytest.approx(float(result.total.detach()), rel=1e-5), step
        optimiser.zero_grad()
        result.total.backward()
        optimiser.step()
    moved = {name: p.detach() for name, p in begun.named_parameters()}
    for (name, ours), theirs in zip(model.named_parameters(), naive.parameters(), strict=True):
        if name.endswith("key.bias"):  # a gradient of 0 but for rounding, of which AdamW sees the sign
            continue
        step_of_naive = (theirs.detach() - moved[name]).norm()
        assert float((ours.detach() - theirs.detach()).norm()) <= 0.05 * float(step_of_naive), name
        assert name == "logit_scale" or float(step_of_naive) > 0, name


def test_a_run_goes_through_and_keeps_what_was_trained_last(tmp_path: Path) -> None:
    images = write_pictures(tmp_path)
    model = tiny_model(preset="paper", pooling=("max", "max", "max", "avg")).train()
    before = copy.deepcopy(model.state_dict())
    data = TrainingData(train=images[:20], val={"fields": images[40:48]})
    best = train(
        model, data, published_recipe(epochs=1, batch=8), RunFolder(tmp_path / "run"), {}, Progress()
    )
    assert 0.0 <= best <= 100.0
    moved = max(
        float((v - before[k]).abs().max()) for k, v in model.state_dict().items() if k.endswith("fuse.0.bias")
    )
    assert 0.0 < moved < 1e-3, "a rate of 1e-5, a few steps"
    assert (tmp_path / "run" / "best" / "model.safetensors").is_file()


def _recipe(preset: str = "paper", fine: FinePoints | None = None, **options: object) -> Recipe:
    data = DataOptions(captions=[Path("c.json")], images=[Path("p")])
    chosen = RecipeOptions(as_published=True, **options)  # type: ignore[arg-type]
    return make_recipe(
        chosen,
        data,
        RunOptions(out=Path("o"), workers=3),
        fine or FinePoints(),
        ModelConfig(preset=preset),
        "cpu",
    )


def test_the_option_gives_the_published_numbers() -> None:
    recipe = _recipe(seed=7)
    assert (recipe.epochs, recipe.batch, recipe.seed, recipe.workers) == (60, 32, 7, 3)
    assert (recipe.rates.trunk, recipe.rates.text, recipe.rates.new) == (1e-5, 1e-5, 1e-5)
    assert (recipe.rates.weight_decay, recipe.rates.decay_vectors) == (0.1, True)
    assert (recipe.weights.mscma, recipe.weights.csmmc) == (15.0, 10.0)
    assert not recipe.amp
    assert (_recipe(epochs=3).epochs, _recipe(batch=16).batch) == (3, 16)


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"preset": "msa"}, "of preset paper"),
        ({"crop": 0.5}, "leaves only"),
        ({"rate": 2.0}, "leaves only"),
        ({"fine": FinePoints(soft=0.1)}, "leaves only"),
    ],
)
def test_what_was_not_published_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        _recipe(**changes)  # type: ignore[arg-type]
