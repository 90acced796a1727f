"""One step of training: forward, losses, backward, update."""

from __future__ import annotations

import math
from functools import partial

import torch
from torch import Tensor

from msa_core.errors import MsaError, UsageError
from msa_core.model.network.msa import MSA, ImageFeatures
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.training.data.batches.batch_feed import rows_of
from msa_core.training.data.batches.sampler import Batch
from msa_core.training.learn.cached_step import backward_in_chunks
from msa_core.training.learn.distributed import Team
from msa_core.training.learn.recipe.adapters import hold_still
from msa_core.training.learn.recipe.losses import total_loss
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import RunningAverage, parameter_groups
from msa_core.training.learn.recipe.soft_losses import Beliefs


class NotFiniteError(MsaError):
    """A loss or a gradient stopped being a number; the weights are those from before the step."""


class Learner:
    """A model with what changes it: AdamW (Loshchilov and Hutter 2019) at the recipe's rates, and running average."""

    def __init__(self, model: MSA, recipe: Recipe, team: Team) -> None:
        self.model = model
        self.recipe = recipe
        self.team = team
        betas = (0.9, 0.999 if recipe.as_published else 0.98)
        if recipe.at_once and team.size > 1:
            raise UsageError(
                f"at_once of the recipe is for one process, and {team.size} train together: each has a share of the "
                "batch already."
            )
        self.optimiser = torch.optim.AdamW(parameter_groups(model, recipe.rates), betas=betas)
        self.average = RunningAverage(model, recipe.ema)

    def step(self, batch: Batch, images: Tensor, factor: float, chunks: int = 1) -> dict[str, float]:
        """Update the weights by one batch.

        Args:
            batch: of all processes together.
            images: uint8 views (B, 3, S, S) of this process's share of it.
            factor: on the learning rates.
            chunks: the batch goes through the model in so many, whose gradients are averaged: less memory, and
                fewer negatives for each pair. The update, and so the schedule, stays one per batch. With the recipe's
                ``at_once`` so many of that, and no pair loses negatives.

        Returns:
            The losses by name, means over the chunks.

        Raises:
            NotFiniteError: before anything was changed.
        """
        self.model.train()
        hold_still(self.model)
        for group in self.optimiser.param_groups:
            group["lr"] = group["base_lr"] * factor
        self.optimiser.zero_grad(set_to_none=True)
        losses = (self._cached if self.recipe.at_once else self._averaged)(batch, images, chunks)
        self.team.average_gradients(self.model)
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.recipe.clip))
        if not math.isfinite(norm):
            raise NotFiniteError(f"The gradient became {norm}")
        self.optimiser.step()
        self.average.update(self.model)
        return losses

    def at_once(self, rows: int, chunks: int) -> int:
        """How many of ``rows`` pictures go through the model together, in ``chunks`` as :meth:`step` has them."""
        return math.ceil(min(self.recipe.at_once or rows, rows) / chunks)

    def forget_step(self) -> None:
        """Free what a step that failed had put into memory."""
        self.optimiser.zero_grad(set_to_none=True)
        if self.model.device.type == "cuda":
            torch.cuda.empty_cache()

    def _averaged(self, batch: Batch, images: Tensor, chunks: int) -> dict[str, float]:
        slices = _slices(len(batch.rows), math.ceil(len(batch.rows) / chunks))
        sums: dict[str, float] = {}
        for rows in slices:
            chunk = (batch, images) if len(slices) == 1 else (rows_of(batch, rows), images[rows])
            features, own = self._encode(chunk[1], chunk[0].texts[self.team.share(len(chunk[0].texts))])
            losses = self._losses(chunk[0], features, self.team.gather_texts(own))
            (losses["loss"] / len(slices)).backward()
            for key, value in _numbers(losses).items():
                sums[key] = sums.get(key, 0.0) + value / len(slices)
        return sums

    def _cached(self, batch: Batch, images: Tensor, chunks: int) -> dict[str, float]:
        a_picture = len(batch.texts) // len(batch.rows)

        def encode(rows: slice) -> tuple[ImageFeatures, TextFeatures]:
            return self._encode(images[rows], batch.texts[rows.start * a_picture : rows.stop * a_picture])

        slices = _slices(len(batch.rows), self.at_once(len(batch.rows), chunks))
        return _numbers(backward_in_chunks(self.model, slices, encode, partial(self._losses, batch)))

    def _encode(self, images: Tensor, texts: list[str]) -> tuple[ImageFeatures, TextFeatures]:
        model = self.model
        with torch.autocast(model.device.type, torch.bfloat16, enabled=self.recipe.amp):
            return model.encode_images(images.to(model.device, non_blocking=True)), model.encode_texts(texts)

    def _losses(self, batch: Batch, features: ImageFeatures, texts: TextFeatures) -> dict[str, Tensor]:
        """Of all vectors of a batch. Raises NotFiniteError."""
        model, recipe, team = self.model, self.recipe, self.team
        device = model.device
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
        loss = float(losses["loss"].detach())
        if not math.isfinite(loss):
            raise NotFiniteError(f"The loss became {loss}")
        return losses


def _slices(count: int, size: int) -> list[slice]:
    return [slice(at, min(at + size, count)) for at in range(0, count, size)]


def _numbers(losses: dict[str, Tensor]) -> dict[str, float]:
    # One copy from the device for all of them.
    return dict(zip(losses, torch.stack([v.detach() for v in losses.values()]).tolist(), strict=True))


def _beliefs(batch: Batch, device: torch.device) -> Beliefs:
    found = {name: getattr(batch, name) for name in ("trust", "ignore", "alike")}
    return Beliefs(**{name: torch.from_numpy(v).to(device) for name, v in found.items() if v is not None})
