"""Adapters and frozen parts: the same outputs merged, frozen weights to the bit, and runs that resume."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from msa_core.commands.learning.train.train_options import ModelOptions
from msa_core.commands.learning.train.trained_layers import choose_trained, describe_trained
from msa_core.errors import Cancelled, UsageError
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.progress import Progress
from msa_core.training.data.datasets.read import SetPath, open_sets
from msa_core.training.learn.loop import train
from msa_core.training.learn.recipe.adapters import (
    FREEZE,
    add_adapters,
    freeze,
    hold_still,
    is_adapter,
    merged,
)
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates, parameter_groups
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.training_feed import TrainingData
from tests.support.pictures import make_pictures
from tests.support.tiny_model import tiny_model

TEXTS = ["a white plane", "many red houses near a river", "a lake"]


def outputs(model: MSA) -> tuple[Tensor, ...]:
    images = torch.randint(0, 256, (4, 3, 64, 64), generator=torch.Generator().manual_seed(3)).to(torch.uint8)
    with torch.no_grad():
        features, texts = model.encode_images(images), model.encode_texts(TEXTS)
        return (
            features.embedding,
            features.pooled,
            texts.embedding,
            model.match_logits(features.pooled, texts),
        )


def weights(model: MSA) -> dict[str, Tensor]:
    return {key: value.clone() for key, value in model.state_dict().items()}


def take_steps(model: MSA, count: int = 3) -> None:
    optimiser = torch.optim.AdamW(parameter_groups(model, Rates(adapters=0.05)))
    images = torch.randint(0, 256, (3, 3, 64, 64), generator=torch.Generator().manual_seed(4)).to(torch.uint8)
    for _ in range(count):
        model.train()
        hold_still(model)
        features, texts = model.encode_images(images), model.encode_texts(TEXTS)
        loss = -(features.embedding @ texts.embedding.T).diagonal().mean()
        loss = loss - model.match_logits(features.pooled, texts).diagonal().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    model.eval()


def test_new_adapters_change_nothing_and_trained_ones_merge_to_the_same_outputs(tmp_path: Path) -> None:
    model = tiny_model()
    before = outputs(model)
    count = add_adapters(model, rank=2)
    assert 0 < count < sum(p.numel() for p in model.parameters()) / 2
    for a, b in zip(before, outputs(model), strict=True):
        assert torch.equal(a, b)
    take_steps(model)
    tuned, plain = outputs(model), merged(model)
    assert not torch.allclose(tuned[0], before[0], atol=1e-4)
    assert torch.equal(tuned[1], before[1])  # the pooled features are the trunk's
    for a, b in zip(tuned, outputs(plain), strict=True):
        torch.testing.assert_close(a, b, atol=1e-6, rtol=1e-5)
    for a, b in zip(tuned, outputs(model), strict=True):  # merging leaves the model in training as it is
        assert torch.equal(a, b)
    checkpoint.save(plain, tmp_path / "merged", half=False)
    loaded = checkpoint.load(tmp_path / "merged")
    assert loaded.state_dict().keys() == tiny_model().state_dict().keys()
    for a, b in zip(tuned, outputs(loaded), strict=True):
        torch.testing.assert_close(a, b, atol=1e-6, rtol=1e-5)


def test_what_adapters_leave_alone_stays_to_the_bit_and_their_matrices_do_not() -> None:
    model = tiny_model()
    before = weights(model)
    adapted = {
        name.removesuffix(".weight") for name, _ in model.named_parameters() if name.endswith(".weight")
    }
    add_adapters(model)
    take_steps(model)
    after = merged(model).state_dict()
    changed = {key for key in before if not torch.equal(before[key], after[key])}
    assert {
        f"mscmat.scales.{s}.{part}.weight" for s in range(4) for part in ("query", "value", "out", "match")
    } <= changed
    assert "image_encoder.w2.weight" in changed
    assert any(key.startswith("text_encoder") for key in changed)
    assert not [
        key for key in changed if key.startswith("image_encoder.trunk") or "running" in key or "bias" in key
    ]
    assert {key.removesuffix(".weight") for key in changed} <= adapted


EARLY = ("image_encoder.trunk.stages.0", "image_encoder.trunk.stages.1", "text_encoder.bert.embeddings")
LATE = ("image_encoder.trunk.stages.2", "image_encoder.trunk.stages.3", "text_encoder.bert.encoder")


@pytest.mark.parametrize("what", FREEZE)
def test_frozen_parts_stay_to_the_bit_with_their_statistics(what: str) -> None:
    model = tiny_model()
    freeze(model, what)
    before = weights(model)
    take_steps(model)
    still = {"trunk": ("image_encoder.trunk",), "text": ("text_encoder",),
             "all-but-heads": ("image_encoder.trunk", "text_encoder"), "none": (), "early": EARLY,
             "all-but-fusion": ("image_encoder.trunk", "text_encoder", "mscmat", "image_encoder.norms"),
             "all-but-match": ("image_encoder.trunk", "text_encoder", "image_encoder.norms"),
             }[what]  # fmt: skip
    whole = ("image_encoder.trunk", "text_encoder") if what != "early" else (*EARLY, *LATE)
    for part in (*whole, "mscmat", "image_encoder.norms"):
        same = [torch.equal(v, model.state_dict()[k]) for k, v in before.items() if k.startswith(part)]
        assert same, part
        assert all(same) == (part in still), part


def test_another_part_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="none, early, trunk, text, all-but-heads"):
        freeze(tiny_model(), "head")


def test_adapters_have_a_rate_of_their_own() -> None:
    model = tiny_model()
    add_adapters(model)
    groups = parameter_groups(model, Rates(adapters=0.123))
    assert {group["lr"] for group in groups} == {0.123}
    assert all(is_adapter(name) for name, p in model.named_parameters() if p.requires_grad)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    names = [f"{i}.png" for i in range(32)]
    make_pictures(tmp_path, names, 32)
    rows = [f"{n},a white plane number {i},{'val' if i % 4 == 0 else 'train'}" for i, n in enumerate(names)]
    (tmp_path / "captions.csv").write_text("path,caption,split\n" + "\n".join(rows) + "\n")
    checkpoint.save(tiny_model(), tmp_path / "init")
    return tmp_path


def run_light(work: Path, out: str, progress: Progress, rank: int = 4) -> float:
    """What msa-train --light does, in this process."""
    options = ModelOptions(init=str(work / "init"), light=True, rank=rank)
    torch.manual_seed(1)
    model = checkpoint.load(work / "init")
    choose_trained(model, options)
    found = open_sets([SetPath(work / "captions.csv")])
    data = TrainingData(train=found.of("train")["captions"], val=found.of("val"))
    recipe = Recipe(epochs=4, batch=8, rates=Rates(adapters=0.02), amp=False, workers=1)
    return train(model, data, recipe, RunFolder(work / out), describe_trained(options), progress)


class StopsAt(Progress):
    """Asks to stop at the n-th call."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.left = calls

    def __call__(self, fraction: float, text: str = "") -> None:
        self.left -= 1
        if self.left == 0:
            raise Cancelled()


def last_line(work: Path, out: str) -> dict[str, Any]:
    line: dict[str, Any] = json.loads((work / out / "metrics.jsonl").read_text().splitlines()[-1])
    return line


def test_a_light_run_that_was_stopped_goes_on_to_the_same_plain_checkpoint(work: Path) -> None:
    run_light(work, "whole", Progress())
    with pytest.raises(Cancelled):
        run_light(work, "run", StopsAt(8))
    assert (work / "run" / "last" / "trainer.pt").is_file()
    run_light(work, "run", Progress())
    assert last_line(work, "run")["epoch"] == 4
    assert last_line(work, "run")["val"] == last_line(work, "whole")["val"]
    first, best, whole = (
        checkpoint.load(work / name).state_dict() for name in ("init", "run/best", "whole/best")
    )
    assert first.keys() == best.keys()
    for key, value in first.items():
        assert torch.equal(best[key], whole[key]), key
        if key.startswith("image_encoder.trunk") or "running" in key or "bias" in key:
            assert torch.equal(value, best[key]), key
    with pytest.raises(UsageError, match="light"):
        run_light(work, "run", Progress(), rank=2)


def test_options_that_contradict_each_other_are_refused() -> None:
    for options, said in (
        (ModelOptions(light=True, init="scratch"), "--init scratch"),
        (ModelOptions(light=True, freeze="trunk"), "leave out --freeze"),
        (ModelOptions(freeze="legs"), "--freeze must be one of"),
    ):
        with pytest.raises(UsageError, match=said):
            choose_trained(tiny_model(), options)
    assert describe_trained(ModelOptions()) == {}
    assert describe_trained(ModelOptions(freeze="text")) == {"freeze": "text"}
