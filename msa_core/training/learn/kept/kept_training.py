"""Training a few layers of a model from features of whole pictures that are computed once: minutes on a CPU.

Trunk and text encoder stay as they are. Pictures go through the trunk once, whole and upright, and sentences through
the text encoder once; a step is then a few small matrices, so that hundreds of them cost less than looking at the
pictures did. Which layers are trained is a row of :data:`KEPT`.
"""

from __future__ import annotations

import time
from typing import Any

import torch

from msa_core.errors import UsageError
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.network.msa import MSA
from msa_core.progress import Progress, SubProgress
from msa_core.training.data.batches.sampler import Sampler
from msa_core.training.learn.kept.kept_features import KeptFeatures
from msa_core.training.learn.kept.kept_layers import FusionLayers, KeptLayers, MatchLayers
from msa_core.training.learn.recipe.adapters import FUSION, MATCH, freeze
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import cosine_with_warmup
from msa_core.training.learn.recipe.soft_losses import Objective
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.run.time_limit import epochs_in_time
from msa_core.training.learn.step import NotFiniteError
from msa_core.training.learn.training_feed import TrainingData, make_sampler

KEPT: dict[str, type[KeptLayers]] = {FUSION: FusionLayers, MATCH: MatchLayers}
"""What can be trained so, by its name in ``adapters.FREEZE``."""


def train_kept(
    model: MSA,
    data: TrainingData,
    recipe: Recipe,
    folder: RunFolder,
    settings: dict[str, Any],
    progress: Progress,
    what: str = FUSION,
) -> float:
    """Train some layers of ``model`` in place; the best mean val mR in percent, as they are measured.

    Features are kept in ``folder``'s ``features``; the steps are few enough to be done again after a kill.

    Args:
        what: a key of :data:`KEPT`.

    Raises:
        UsageError: the model or the recipe asks for what features alone cannot give.
        NotFiniteError: the loss stopped being a number; the best checkpoint is kept.
        SourceError, StorageError, Cancelled: as in ordinary training.
    """
    began_s = time.monotonic()
    KEPT[what].check(model)
    if recipe.objective != Objective() or recipe.robust or recipe.paraphrase or recipe.degrade:
        raise UsageError(
            f"--freeze {what} trains on whole pictures and their captions as they are: leave out --robust, and "
            "soft targets, changed captions and changed pictures of the recipe."
        )
    folder.open(
        {**settings, "recipe": recipe.binding()},
        unwritten={"recipe": Recipe().binding(), "model": ModelConfig().to_json()},
    )
    model.eval()
    kept = KeptFeatures(folder.path / "features")
    pictures = [*data.train, *data.extra]
    pooled = kept.of(model, pictures, data, SubProgress(progress, 0.0, 0.6), recipe.amp)
    sampler = make_sampler(data, recipe, 1)
    val = {name: kept.of(model, images, data, progress, recipe.amp) for name, images in data.val.items()}
    texts = [text for image in pictures for text in (*image.sentences, *image.class_sentences)]
    progress(0.6, f"reading {len(set(texts))} sentences")
    trained = KEPT[what](model, pooled, texts, recipe)
    for name, images in data.val.items():
        trained.add_val(name, [image.sentences for image in images], val[name])
    freeze(model, what)
    return _Run(model, trained, sampler, recipe, folder, progress).finish(began_s)


class _Run:
    """The epochs of one call of :func:`train_kept`."""

    def __init__(
        self, model: MSA, layers: KeptLayers, sampler: Sampler, recipe: Recipe, folder: RunFolder, progress: Progress
    ) -> None:  # fmt: skip
        self._model, self._layers, self._sampler = model, layers, sampler
        self._recipe, self._folder, self._progress = recipe, folder, progress
        self._parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(
            self._parameters, lr=recipe.rates.new, weight_decay=recipe.rates.weight_decay
        )
        self._steps = recipe.epochs * sampler.steps_per_epoch
        self._best = -1.0

    def finish(self, began_s: float) -> float:
        """Train all epochs, or as many as the time limit allows since ``began_s``; the best mean val mR in percent."""
        recipe, per_epoch = self._recipe, self._sampler.steps_per_epoch
        first_s, epoch = time.monotonic(), 0
        while epoch * per_epoch < self._steps:
            epoch_s = time.monotonic()
            losses = self._epoch(epoch)
            epoch += 1
            if recipe.minutes:
                now_s = time.monotonic()
                left_s = began_s + 60.0 * recipe.minutes - now_s
                epochs = epochs_in_time(epoch, left_s, now_s - first_s, self._steps // per_epoch)
                self._steps = epochs * per_epoch
            line: dict[str, Any] = {"epoch": epoch, "step": epoch * per_epoch, **losses}
            if epoch % recipe.eval_every == 0 or epoch * per_epoch == self._steps:
                line |= self._validate()
            line["seconds"] = round(time.monotonic() - epoch_s, 1)
            self._folder.log(line)
            self._folder.draw(line, line["step"])
            self._progress.figures(line)
        return self._best

    def _epoch(self, epoch: int) -> dict[str, float]:
        """All steps of an epoch; returns the means of its losses."""
        recipe, sums = self._recipe, dict[str, float]()
        warmup, per_epoch = max(1, round(recipe.warmup * self._steps)), self._sampler.steps_per_epoch
        for number, batch in enumerate(self._sampler.epoch(epoch)):
            step = epoch * per_epoch + number
            for group in self._optimiser.param_groups:
                group["lr"] = recipe.rates.new * cosine_with_warmup(step, self._steps, warmup)
            losses = self._layers.losses(batch)
            if not torch.isfinite(losses["loss"]):
                raise NotFiniteError(
                    f"The loss became {float(losses['loss'])}. {self._folder.what_is_kept()} Try a smaller --rate."
                )
            self._optimiser.zero_grad(set_to_none=True)
            losses["loss"].backward()
            torch.nn.utils.clip_grad_norm_(self._parameters, recipe.clip)
            self._optimiser.step()
            for name, loss in losses.items():
                sums[name] = sums.get(name, 0.0) + float(loss.detach()) / per_epoch
            text, epochs = f"loss {float(losses['loss'].detach()):.3f}", self._steps // per_epoch
            self._progress(0.8 + 0.2 * (step + 1) / self._steps, f"epoch {epoch + 1}/{epochs}, {text}")
        return {name: round(mean, 4) for name, mean in sums.items()}

    def _validate(self) -> dict[str, Any]:
        figures = self._layers.recalls()
        score = sum(f["mR"] for f in figures.values()) / len(figures)
        if score > self._best:
            self._best = score
            self._folder.save_best(self._model)
        rounded = {name: {k: round(v, 2) for k, v in f.items()} for name, f in figures.items()}
        return {"val": rounded, "val_mean_mR": round(score, 2), "best": round(self._best, 2)}
