"""One step of training: forward, losses, backward, update."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from msa_core.errors import MsaError
from msa_core.model.msa import MSA
from msa_core.training.data.batch_feed import part_of
from msa_core.training.data.sampler import Batch
from msa_core.training.learn.adapters import hold_still
from msa_core.training.learn.distributed import Team
from msa_core.training.learn.losses import total_loss
from msa_core.training.learn.recipe import Recipe
from msa_core.training.learn.schedule import RunningAverage, parameter_groups
from msa_core.training.learn.soft_losses import Beliefs


class NotFiniteError(MsaError):
    """A loss or a gradient stopped being a number; the weights are those from before the step."""


class Learner:
    """A model with what changes it: AdamW (Loshchilov and Hutter 2019) at the recipe's rates, and running average."""

    def __init__(self, model: MSA, recipe: Recipe, team: Team) -> None:
        self.model = model
        self.recipe = recipe
        self.team = team
        betas = (0.9, 0.999 if recipe.as_published else 0.98)
        self.optimiser = torch.optim.AdamW(parameter_groups(model, recipe.rates), betas=betas)
        self.average = RunningAverage(model, recipe.ema)

    def step(self, batch: Batch, images: Tensor, factor: float, parts: int = 1) -> dict[str, float]:
        """Update the weights by one batch.

        Args:
            batch: of all processes together.
            images: uint8 views (B, 3, S, S) of this process's share of it.
            factor: on the learning rates.
            parts: the batch goes through the model in so many parts, whose gradients are averaged: less memory, and
                fewer negatives for each pair. The update, and so the schedule, stays one per batch.

        Returns:
            The losses by name, means over the parts.

        Raises:
            NotFiniteError: before anything was changed.
        """
        self.model.train()
        hold_still(self.model)
        for group in self.optimiser.param_groups:
            group["lr"] = group["base_lr"] * factor
        self.optimiser.zero_grad(set_to_none=True)
        sums: dict[str, float] = {}
        size = math.ceil(len(batch.rows) / parts)
        pieces = [slice(at, min(at + size, len(batch.rows))) for at in range(0, len(batch.rows), size)]
        for rows in pieces:
            piece = (batch, images) if len(pieces) == 1 else (part_of(batch, rows), images[rows])
            for key, value in self._backward(*piece, share=1 / len(pieces)).items():
                sums[key] = sums.get(key, 0.0) + value / len(pieces)
        self.team.average_gradients(self.model)
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.recipe.clip))
        if not math.isfinite(norm):
            raise NotFiniteError(f"The gradient became {norm}")
        self.optimiser.step()
        self.average.update(self.model)
        return sums

    def forget_step(self) -> None:
        """Free what a step that failed had put into memory."""
        self.optimiser.zero_grad(set_to_none=True)
        if self.model.device.type == "cuda":
            torch.cuda.empty_cache()

    def _backward(self, batch: Batch, images: Tensor, share: float) -> dict[str, float]:
        model, recipe, team = self.model, self.recipe, self.team
        device = model.device
        with torch.autocast(device.type, torch.bfloat16, enabled=recipe.amp):
            features = model.encode_images(images.to(device, non_blocking=True))
            own = model.encode_texts(batch.texts[team.share(len(batch.texts))])
        texts = team.gather_texts(own)
        uses_match = bool(recipe.weights.mscma or recipe.weights.csmmc)
        z = team.gather(model.match_logits(features.pooled, texts)) if uses_match else None
        losses = total_loss(
            model.config.preset,
            team.gather(features.embedding),
            texts.embedding,
            z,
            torch.from_numpy(batch.positive).to(device),
            model.logit_scale,
            recipe.weights,
            _beliefs(batch, device),
            recipe.objective,
        )
        # One copy from the device for all of them.
        numbers = torch.stack([value.detach() for value in losses.values()]).tolist()
        values = dict(zip(losses, numbers, strict=True))
        if not math.isfinite(values["loss"]):
            raise NotFiniteError(f"The loss became {values['loss']}")
        (losses["loss"] * share).backward()
        return values


def _beliefs(batch: Batch, device: torch.device) -> Beliefs:
    found = {name: getattr(batch, name) for name in ("trust", "ignore", "alike")}
    return Beliefs(**{name: torch.from_numpy(v).to(device) for name, v in found.items() if v is not None})


def is_out_of_memory(error: BaseException) -> bool:
    """True for a lack of memory, on a GPU or in the machine, which torch reports in several ways."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    text = str(error)
    return isinstance(error, RuntimeError) and any(
        sign in text for sign in ("not enough memory", "DefaultCPUAllocator", "out of memory")
    )
