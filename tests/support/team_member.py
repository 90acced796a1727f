"""A few steps of training as one process, or as one of several: ``python -m tests.support.team_member OUT``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import torch

from msa_core.training.data.batches.sampler import Sampler
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.learn.distributed import Team, team_of_environment
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates
from msa_core.training.learn.step import Learner
from tests.support.tiny_model import tiny_model

STEPS, BATCH = 3, 8
NOUNS = (
    "plane",
    "planes",
    "river",
    "lake",
    "road",
    "houses",
    "field",
    "forest",
    "ship",
    "harbour",
    "stadium",
    "tanks",
)


def learn(team: Team) -> dict[str, Any]:
    """Three steps on made batches of eight pictures of all processes together; gradients, losses and weights."""
    torch.set_num_threads(1)
    captions = [(f"a {noun}", f"many {noun} beside the white {noun} near a {noun}") for noun in NOUNS]
    images = [CaptionedImage(Path(f"{i}.png"), captions[i % len(captions)]) for i in range(STEPS * BATCH)]
    # The second process begins from other weights: it must take over the first one's.
    model = tiny_model(seed=team.rank)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # its noise differs between processes, as it should
    team.begin_alike(model)
    recipe = Recipe(
        batch=BATCH // team.size, rates=Rates(trunk=1e-2, text=1e-2, new=1e-2), amp=False, clip=1.0
    )
    learner = Learner(model, recipe, team)
    for group in learner.optimiser.param_groups:
        group["eps"] = 1e-2  # Adam blows the rounding of gradients that are zero up to whole steps
    losses, gradients = [], []
    for step, batch in enumerate(Sampler(images, BATCH, 2, 0).epoch(0)):
        views = torch.randint(
            0, 255, (BATCH, 3, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(step)
        )
        losses.append(learner.step(batch, views[team.share(BATCH)], 1.0))
        gradients.append({n: p.grad.clone() for n, p in model.named_parameters() if p.grad is not None})
    return {
        "losses": losses,
        "gradients": gradients,
        "weights": model.state_dict(),
        "average": learner.average.state,
    }


def main() -> None:
    with team_of_environment("cpu") as team:
        torch.save(learn(team), Path(sys.argv[1]) / f"{team.rank}.pt")


if __name__ == "__main__":
    main()
