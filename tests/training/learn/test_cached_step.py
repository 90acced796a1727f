"""A large batch in small chunks: the whole batch's gradient, the same random numbers, statistics counted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from msa_core.errors import UsageError
from msa_core.model.network.msa import MSA
from msa_core.progress import Progress
from msa_core.training.data.batches.sampler import Batch, Sampler
from msa_core.training.learn.distributed import Team
from msa_core.training.learn.loop import train
from msa_core.training.learn.recipe.losses import LossWeights
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates
from msa_core.training.learn.recipe.soft_losses import Objective
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.step import Learner
from msa_core.training.learn.training_feed import TrainingData
from tests.support.coloured_fields import write_pictures
from tests.support.tiny_model import tiny_model

RECIPE = Recipe(epochs=2, batch=8, rates=Rates(trunk=1e-3, text=1e-3, new=3e-3), amp=False, workers=1)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    return Sampler(write_pictures(tmp_path)[:40], 8, 2, 0).epoch(0)[0]


def views(seed: int = 0) -> torch.Tensor:
    return torch.randint(
        0, 255, (8, 3, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(seed)
    )


def model(dropout: float = 0.0, preset_changes: dict[str, Any] | None = None) -> MSA:
    """Its batch norms are frozen, and so stand still: they would see other batches in chunks."""
    made = tiny_model(**(preset_changes or {}))
    for module in made.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = dropout
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.requires_grad_(False)
    return made


def gradients(recipe: Recipe, batch: Batch, made: MSA) -> tuple[dict[str, torch.Tensor], dict[str, float]]:
    learner = Learner(made, replace(recipe, clip=1e9), Team())
    learner.optimiser.step = lambda *_: None  # type: ignore[method-assign,assignment]
    torch.manual_seed(5)
    losses = learner.step(batch, views(), 1.0)
    found = {name: p.grad.clone() for name, p in made.named_parameters() if p.grad is not None}
    return found, losses


@pytest.mark.parametrize("at_once", [1, 3, 4, 8, 100])
@pytest.mark.parametrize("recipe", [
    RECIPE, replace(RECIPE, objective=Objective(hard=0.5)), replace(RECIPE, weights=LossWeights(0.0, 0.0)),
], ids=["plain", "hard negatives", "global only"])  # fmt: skip
def test_the_gradient_is_that_of_the_whole_batch(batch: Batch, at_once: int, recipe: Recipe) -> None:
    wanted, losses = gradients(recipe, batch, model())
    found, same = gradients(replace(recipe, at_once=at_once), batch, model())
    assert found.keys() == wanted.keys()
    assert max(float(g.abs().max()) for g in wanted.values()) > 1e-3
    for name, gradient in wanted.items():
        torch.testing.assert_close(found[name], gradient, atol=2e-5, rtol=1e-3, msg=name)
    assert same == pytest.approx(losses, abs=1e-5)


def test_parts_whose_gradients_are_averaged_are_something_else(batch: Batch) -> None:
    """So that the test above cannot pass for nothing."""
    wanted, _ = gradients(RECIPE, batch, model())
    made = model()
    learner = Learner(made, replace(RECIPE, clip=1e9), Team())
    learner.optimiser.step = lambda *_: None  # type: ignore[method-assign,assignment]
    learner.step(batch, views(), 1.0, chunks=4)
    other = {name: p.grad for name, p in made.named_parameters() if p.grad is not None}
    assert any(not torch.allclose(other[k], g, atol=1e-3, rtol=1e-2) for k, g in wanted.items())


def test_both_passes_of_a_piece_drop_the_same_units(batch: Batch) -> None:
    recipe = replace(RECIPE, at_once=3)
    seen: list[torch.Tensor] = []
    made = model(dropout=0.5)
    encode = made.encode_texts

    def noted(texts: Any) -> Any:
        features = encode(texts)
        seen.append(features.embedding.detach().clone())
        return features

    made.encode_texts = noted  # type: ignore[method-assign]
    gradients(recipe, batch, made)
    first, second = seen[:3], seen[3:]
    assert len(seen) == 6
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))
    assert not torch.equal(first[0][:2], first[1][:2])


def test_statistics_of_the_trunk_are_counted_once(batch: Batch) -> None:
    counted = []
    for recipe in (RECIPE, replace(RECIPE, at_once=8)):
        made = tiny_model()
        gradients(recipe, batch, made)
        counted.append({k: v for k, v in made.state_dict().items() if "trunk" in k and "running" in k})
    assert counted[0]
    for name, value in counted[0].items():
        torch.testing.assert_close(counted[1][name], value, msg=name)


def test_a_run_learns_stops_and_goes_on_and_halves_what_goes_through_at_once(tmp_path: Path) -> None:
    images = write_pictures(tmp_path)
    data = TrainingData(train=images[:40], val={"fields": images[40:]})
    recipe = replace(RECIPE, at_once=4, epochs=3)
    sizes: list[int] = []
    made = tiny_model()
    encode = made.encode_images

    def small_memory(pictures: torch.Tensor) -> Any:
        if made.training and len(sizes) >= 3 and len(pictures) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        if made.training:
            sizes.append(len(pictures))
        return encode(pictures)

    made.encode_images = small_memory  # type: ignore[method-assign]
    train(made, data, recipe, RunFolder(tmp_path / "run"), {}, Progress())
    log = (tmp_path / "run" / "metrics.jsonl").read_text()
    assert "from here on 2 pictures at a time go through the model" in log
    assert "fewer wrong captions" not in log
    assert sizes[:3] == [4, 4, 4]
    assert {*sizes[3:]} == {2}


def test_several_processes_do_not_cut_their_shares() -> None:
    with pytest.raises(UsageError, match="at_once of the recipe is for one process, and 2 train together"):
        Learner(tiny_model(), replace(RECIPE, at_once=4), Team(0, 2))
