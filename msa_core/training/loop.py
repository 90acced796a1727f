"""The training loop: one function a reader can hold in the head."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from msa_core.errors import Cancelled, MsaError
from msa_core.model.msa import MSA
from msa_core.model.presets import ModelConfig
from msa_core.progress import Progress
from msa_core.training.captions import CaptionedImage
from msa_core.training.evaluate import evaluate
from msa_core.training.losses import WEIGHTS, LossWeights, total_loss
from msa_core.training.pictures import Loader, PictureCache, load_batch, load_picture
from msa_core.training.run_folder import RunFolder
from msa_core.training.sampler import Batch, Sampler
from msa_core.training.schedule import Rates, RunningAverage, cosine_with_warmup, parameter_groups


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    A field added later must default to what was done before it existed: a run begun by an older program, whose
    ``run.json`` lacks the field, goes on with that default.

    Attributes:
        train_px: side of the augmented views, pixels (0: the model's input size). Smaller than the input size
            trains faster, and features of a convolutional trunk carry over.
        crop: smallest share of a picture's area that a view shows.
        amp: bfloat16 autocast.
        ema: decay of the running average that is evaluated and saved.
        save_every_s: seconds between saved training states.
    """

    epochs: int = 10
    batch: int = 64
    texts_per_image: int = 1
    train_px: int = 0
    crop: float = 0.6
    rates: Rates = field(default_factory=Rates)
    weights: LossWeights = WEIGHTS["msa"]
    warmup: float = 0.05
    ema: float = 0.998
    clip: float = 5.0
    amp: bool = True
    seed: int = 1
    share: float = 0.0
    workers: int = 2
    eval_every: int = 1
    save_every_s: float = 300.0


def _binding(recipe: Recipe) -> dict[str, Any]:
    """The part of a recipe that an interrupted run must be continued with."""
    return asdict(replace(recipe, workers=0, save_every_s=0.0))


@dataclass(frozen=True)
class TrainingData:
    """Training pictures, pictures of which a share joins, validation sets by name, and how to read a picture."""

    train: Sequence[CaptionedImage]
    val: dict[str, list[CaptionedImage]]
    extra: Sequence[CaptionedImage] = ()
    load: Loader = load_picture


@dataclass
class _State:
    epoch: int = 0
    step: int = 0
    best: float = -1.0


def train(
    model: MSA,
    data: TrainingData,
    recipe: Recipe,
    folder: RunFolder,
    settings: dict[str, Any],
    progress: Progress,
) -> float:
    """Train ``model`` in place, going on where ``folder`` stopped; returns the best mean val mR in percent.

    The best checkpoint is chosen on ``data.val`` (the mean of the sets' mR by cosine), never on test.

    Raises:
        MsaError: the loss stopped being a number; the last good state is kept.
        Cancelled, StorageError: from ``progress`` and the run folder.
    """
    resumed = folder.open(
        {**settings, "recipe": _binding(recipe)},
        unwritten={"recipe": _binding(Recipe()), "model": ModelConfig().to_json()},
    )
    torch.manual_seed(recipe.seed)
    sampler = Sampler(data.train, recipe.batch, recipe.texts_per_image, recipe.seed, data.extra, recipe.share)
    optimiser = torch.optim.AdamW(parameter_groups(model, recipe.rates), betas=(0.9, 0.98))
    average = RunningAverage(model, recipe.ema)
    state = _State()
    if resumed:
        _restore(folder.load_last(), model, optimiser, average, state)
    cache = PictureCache(data.load)
    steps = sampler.steps_per_epoch * recipe.epochs
    saved_s = time.monotonic()
    for epoch in range(state.epoch, recipe.epochs):
        batches = sampler.epoch(epoch)
        loader = _prefetch(sampler, batches, state.step, epoch, cache, recipe, model)
        sums: dict[str, float] = {}
        began_s = time.monotonic()
        for step, (batch, images) in loader:
            done = epoch * sampler.steps_per_epoch + step
            try:
                progress(
                    done / steps,
                    f"epoch {epoch + 1}/{recipe.epochs}, step {step + 1}/{len(batches)}{_brief(sums)}",
                )
            except Cancelled:
                folder.save_last(_dump(model, optimiser, average, state))
                raise
            factor = cosine_with_warmup(done, steps, max(1, round(recipe.warmup * steps)))
            parts = _step(model, optimiser, batch, images, recipe, factor)
            average.update(model)
            for key, value in parts.items():
                sums[key] = value if key not in sums else 0.95 * sums[key] + 0.05 * value
            state.epoch, state.step = epoch, step + 1
            if time.monotonic() - saved_s > recipe.save_every_s:
                folder.save_last(_dump(model, optimiser, average, state))
                saved_s = time.monotonic()
        state.epoch, state.step = epoch + 1, 0
        line: dict[str, Any] = {"epoch": epoch + 1, "seconds": round(time.monotonic() - began_s, 1), **sums}
        if (epoch + 1) % recipe.eval_every == 0 or epoch + 1 == recipe.epochs:
            line |= _validate(model, average, data, recipe, folder, state)
        folder.log(line)
        folder.save_last(_dump(model, optimiser, average, state))
        saved_s = time.monotonic()
    progress(1.0, f"best mean val mR {state.best:.1f}")
    return state.best


def _brief(sums: dict[str, float]) -> str:
    return f", loss {sums['loss']:.3f}" if sums else ""


def _step(
    model: MSA, optimiser: torch.optim.Optimizer, batch: Batch, images: Tensor, recipe: Recipe, factor: float
) -> dict[str, float]:
    model.train()
    for group in optimiser.param_groups:
        group["lr"] = group["base_lr"] * factor
    device = model.device
    positive = torch.from_numpy(batch.positive).to(device)
    with torch.autocast(device.type, torch.bfloat16, enabled=recipe.amp):
        features = model.encode_images(images.to(device, non_blocking=True))
        texts = model.encode_texts(batch.texts)
    z = model.match_logits(features.pooled, texts) if recipe.weights.mscma or recipe.weights.csmmc else None
    parts = total_loss(
        model.config.preset,
        features.embedding,
        texts.embedding,
        z,
        positive,
        model.logit_scale,
        recipe.weights,
    )
    values = {key: float(value.detach()) for key, value in parts.items()}
    if not math.isfinite(values["loss"]):
        raise MsaError(
            f"The loss became {values['loss']}: training stopped, the last saved state and the best checkpoint are "
            "kept. A smaller learning rate or --no-amp may help."
        )
    optimiser.zero_grad(set_to_none=True)
    parts["loss"].backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
    optimiser.step()
    return values


def _validate(
    model: MSA, average: RunningAverage, data: TrainingData, recipe: Recipe, folder: RunFolder, state: _State
) -> dict[str, Any]:
    if not data.val:
        return {}
    current = {key: value.detach().clone() for key, value in model.state_dict().items()}
    average.copy_to(model)
    try:
        figures = {
            name: evaluate(model, images, data.load, amp=recipe.amp)["cosine"]
            for name, images in data.val.items()
        }
        score = sum(f["mR"] for f in figures.values()) / len(figures)
        if score > state.best:
            state.best = score
            folder.save_best(model)
    finally:
        model.load_state_dict(current)
    rounded = {name: {k: round(v, 2) for k, v in f.items()} for name, f in figures.items()}
    return {"val": rounded, "val_mean_mR": round(score, 2), "best": round(state.best, 2)}


def _prefetch(
    sampler: Sampler,
    batches: list[Batch],
    first: int,
    epoch: int,
    cache: PictureCache,
    recipe: Recipe,
    model: MSA,
) -> Iterator[tuple[int, tuple[Batch, Tensor]]]:
    """Batches with their pictures, read two ahead while the model works."""
    size_px = recipe.train_px or model.input_px

    def read(step: int) -> Tensor:
        paths: list[Path] = [sampler.images[row].path for row in batches[step].rows]
        images = load_batch(paths, cache, size_px, readers, (recipe.seed, epoch, step), recipe.crop)
        return images.pin_memory() if model.device.type == "cuda" else images

    with ThreadPoolExecutor(2) as queue, ThreadPoolExecutor(max(1, recipe.workers)) as readers:
        waiting: list[Future[Tensor]] = [
            queue.submit(read, s) for s in range(first, min(first + 2, len(batches)))
        ]
        for step in range(first, len(batches)):
            images = waiting.pop(0).result()
            if step + 2 < len(batches):
                waiting.append(queue.submit(read, step + 2))
            yield step, (batches[step], images)


def _dump(
    model: MSA, optimiser: torch.optim.Optimizer, average: RunningAverage, state: _State
) -> dict[str, Any]:
    return {
        "model": model.state_dict(),
        "optimiser": optimiser.state_dict(),
        "average": average.dump(),
        "state": asdict(state),
        "random": torch.get_rng_state(),
    }


def _restore(
    saved: dict[str, Any],
    model: MSA,
    optimiser: torch.optim.Optimizer,
    average: RunningAverage,
    state: _State,
) -> None:
    model.load_state_dict(saved["model"])
    optimiser.load_state_dict(saved["optimiser"])
    average.restore(saved["average"])
    torch.set_rng_state(saved["random"])
    for key, value in saved["state"].items():
        setattr(state, key, value)
