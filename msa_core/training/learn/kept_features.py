"""Training fusion and gate alone, from features of whole pictures that are computed once: minutes on a CPU.

With trunk and text encoder as they are, what changes is how four pooled features become one vector:
f = sum_s A_s x^s + a_s and the self-gate. MSCMAT stands beside it and stays, and so do the match logits and their
overlays. Pictures go through the trunk once, whole and upright, and sentences through the text encoder once; a step is
then a few small matrices, so that hundreds of them cost less than looking at the pictures did.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F

from msa_core.errors import StorageError, UsageError
from msa_core.model.model_config import ModelConfig
from msa_core.model.msa import MSA
from msa_core.progress import Progress, SubProgress
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.sampler import Sampler
from msa_core.training.learn.adapters import FUSION, freeze
from msa_core.training.learn.losses import contrastive_loss
from msa_core.training.learn.recipe import Recipe
from msa_core.training.learn.run_folder import RunFolder
from msa_core.training.learn.schedule import cosine_with_warmup
from msa_core.training.learn.soft_losses import Objective
from msa_core.training.learn.training_feed import TrainingData, make_sampler
from msa_core.training.measure.evaluate import embed_pictures, embed_sentences
from msa_core.training.measure.ground_truth import build_truth
from msa_core.training.measure.ranking import Block, count, expect, right_scores

_CHUNK = 512
_CLIP = 5.0


class KeptFeatures:
    """Pooled features of pictures in a folder: computed once, in pieces, so that a run that is killed goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, Tensor] = {}
        for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            try:
                names = json.loads(file.read_text("utf-8"))
                self._found |= dict(
                    zip(names, load_file(file.with_suffix(".safetensors"))["pooled"], strict=True)
                )
            except (OSError, ValueError, KeyError, SafetensorError):
                continue  # a piece that a kill left half written is computed again

    def of(
        self, model: MSA, images: Sequence[CaptionedImage], data: TrainingData, progress: Progress, amp: bool
    ) -> Tensor:
        """Pooled features float32 (I, C_1+..+C_4) of whole pictures. Raises SourceError, StorageError, Cancelled."""
        lacking = list(dict.fromkeys(image.path for image in images if str(image.path) not in self._found))
        for start in range(0, len(lacking), _CHUNK):
            paths = lacking[start : start + _CHUNK]
            ends = (start / len(lacking), (start + len(paths)) / len(lacking))
            _, pooled = embed_pictures(
                model, paths, data.load, amp=amp, progress=SubProgress(progress, *ends)
            )
            self._keep([str(path) for path in paths], pooled)
        return torch.stack([self._found[str(image.path)] for image in images]).float()

    def _keep(self, names: list[str], pooled: Tensor) -> None:
        pooled = pooled.clamp(-65504.0, 65504.0).half()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"{len(list(self._folder.glob('*.json'))):05d}.safetensors"
            save_file({"pooled": pooled.contiguous()}, file)
            file.with_suffix(".json").write_text(json.dumps(names), "utf-8")
        except (OSError, SafetensorError) as error:
            raise StorageError(f"The features in {self._folder} cannot be written: {error}.") from error
        self._found |= dict(zip(names, pooled, strict=True))


def train_fusion(
    model: MSA,
    data: TrainingData,
    recipe: Recipe,
    folder: RunFolder,
    settings: dict[str, Any],
    progress: Progress,
) -> float:
    """Train fusion and gate of ``model`` in place; the best mean val mR in percent, by cosine.

    Features are kept in ``folder``'s ``features``; the steps are few enough to be done again after a kill.

    Raises:
        UsageError: the model or the recipe asks for what features alone cannot give.
        SourceError, StorageError, Cancelled: as in ordinary training.
    """
    _check(model, recipe)
    folder.open(
        {**settings, "recipe": recipe.binding()},
        unwritten={"recipe": Recipe().binding(), "model": ModelConfig().to_json()},
    )
    model.eval()
    kept = KeptFeatures(folder.path / "features")
    pictures = [*data.train, *data.extra]
    pooled = kept.of(model, pictures, data, SubProgress(progress, 0.0, 0.6), recipe.amp)
    sampler = make_sampler(data, recipe, 1)
    texts = _Texts(
        model,
        [s for image in pictures for s in (*image.sentences, *image.class_sentences)],
        recipe.amp,
        progress,
    )
    val = [
        _ValSet(name, model, images, kept.of(model, images, data, progress, recipe.amp), recipe.amp)
        for name, images in data.val.items()
    ]
    best = 0.0
    freeze(model, FUSION)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rates.new, weight_decay=recipe.rates.weight_decay)
    steps = recipe.epochs * sampler.steps_per_epoch
    for epoch in range(recipe.epochs):
        loss = _epoch(model, sampler, epoch, recipe, steps, optimiser, pooled, texts)
        progress(
            0.8 + 0.2 * (epoch + 1) / recipe.epochs, f"epoch {epoch + 1}/{recipe.epochs}, loss {loss:.3f}"
        )
        if (epoch + 1) % recipe.eval_every and epoch + 1 < recipe.epochs:
            continue
        figures = {each.name: each.recalls(model) for each in val}
        score = sum(f["mR"] for f in figures.values()) / len(figures)
        if score > best:
            best = score
            folder.save_best(model)
        rounded = {name: {k: round(v, 2) for k, v in f.items()} for name, f in figures.items()}
        folder.log({
            "epoch": epoch + 1, "step": (epoch + 1) * sampler.steps_per_epoch, "loss": round(loss, 4),
            "val": rounded, "val_mean_mR": round(score, 2), "best": round(best, 2),
        })  # fmt: skip
    return best


def _check(model: MSA, recipe: Recipe) -> None:
    if model.config.preset != "msa" or model.config.class_token:
        raise UsageError("--freeze all-but-fusion is for models of the preset msa without a class token.")
    if recipe.objective != Objective() or recipe.robust or recipe.paraphrase or recipe.degrade:
        raise UsageError(
            "--freeze all-but-fusion trains on whole pictures and their captions as they are: leave out --robust, and "
            "soft targets, changed captions and changed pictures of the recipe."
        )


def _epoch(
    model: MSA, sampler: Sampler, epoch: int, recipe: Recipe, steps: int, optimiser: torch.optim.Optimizer,
    pooled: Tensor, texts: _Texts,
) -> float:  # fmt: skip
    """All steps of an epoch; returns its mean loss."""
    warmup, losses = max(1, round(recipe.warmup * steps)), []
    for number, batch in enumerate(sampler.epoch(epoch)):
        step = epoch * sampler.steps_per_epoch + number
        for group in optimiser.param_groups:
            group["lr"] = recipe.rates.new * cosine_with_warmup(step, steps, warmup)
        v = _embed(model, pooled[torch.from_numpy(batch.rows)])
        loss = contrastive_loss(
            v, texts.of(batch.texts), torch.from_numpy(batch.positive).to(model.device), model.logit_scale
        )
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in optimiser.param_groups for p in g["params"]], _CLIP)
        optimiser.step()
        losses.append(float(loss.detach()))
    return sum(losses) / len(losses)


def _embed(model: MSA, pooled: Tensor) -> Tensor:
    encoder = model.image_encoder
    return encoder.embed(encoder.split(pooled.to(model.device)))


class _Texts:
    """Unit vectors of sentences, each made once."""

    def __init__(self, model: MSA, sentences: Sequence[str], amp: bool, progress: Progress) -> None:
        # The short ones first: a batch of equal lengths carries little padding.
        texts = sorted(dict.fromkeys(sentences), key=lambda text: (len(text.split()), text))
        self._rows = {text: row for row, text in enumerate(texts)}
        progress(0.6, f"reading {len(texts)} sentences")
        self._g = _globals(model, texts, amp)

    def of(self, texts: Sequence[str]) -> Tensor:
        """(J, D)."""
        return self._g[[self._rows[text] for text in texts]]


def _globals(model: MSA, texts: Sequence[str], amp: bool) -> Tensor:
    g = torch.cat([part.embedding.float() for part in embed_sentences(model, texts, amp=amp)])
    return F.normalize(g, dim=1).clone()  # made in inference mode: a copy may take part in training


class _ValSet:
    """A validation set by its features: measured after an epoch without looking at a picture again."""

    def __init__(
        self, name: str, model: MSA, images: Sequence[CaptionedImage], pooled: Tensor, amp: bool
    ) -> None:
        self.name = name
        self._pooled = pooled
        self._truth = build_truth([image.sentences for image in images])
        self._g = _globals(model, self._truth.texts, amp).cpu()

    def recalls(self, model: MSA) -> dict[str, float]:
        """The six recalls and mR in percent, by cosine."""
        with torch.no_grad():
            v = _embed(model, self._pooled).cpu()
            block = Block(row=0, col=0, scores=(v @ self._g.T)[None])
        inside, scores = right_scores(self._truth, block)
        assert len(inside) == len(self._truth.row)
        return expect(self._truth, count(self._truth, scores, [block])[0]).figures()
