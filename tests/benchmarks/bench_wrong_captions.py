"""What wrong captions cost, and what ``--robust`` keeps: the table of RUNS.md, plain and robust at each share.

    python -m tests.benchmarks.bench_wrong_captions --data FOLDER --trunk-weights FILE --work FOLDER [--test]

FOLDER of ``--data`` holds ``rsicd/`` as Karpathy-style JSON with images; ``--trunk-weights`` is MobileNetV2 of
ImageNet; MiniLM comes with the extra ``train-text``. Trunk and text encoder stay as they are, as with
``msa-train --freeze all-but-heads``: pictures go through the trunk once, whole, at 128 px, sentences once through the
text encoder, and both are kept in ``--work``. The rest is msa-train's own: which captions are swapped, what
``--robust`` finds and how it weighs, the contrastive loss, optimiser, rates and running average. MSCMA and CSMMC are
left out: with both towers frozen they teach MSCMAT, which the ranking by cosine does not read. All rows have the same
seed, steps and start. No row chooses anything by val: the last running average is measured, by cosine, on captions
that are right. ``--test`` measures the test split as well; once, at the end of a piece of work.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.model.convert import scratch
from msa_core.model.network.msa import MSA, ImageFeatures
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.model.running.device import half_format
from msa_core.progress import Progress
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.changes.caption_noise import shuffle_captions
from msa_core.training.data.datasets.read import read_dataset
from msa_core.training.learn.batch_trust import Advice, describe_trust
from msa_core.training.learn.caption_trust import estimate_trust
from msa_core.training.learn.distributed import Team
from msa_core.training.learn.kept.kept_features import KeptFeatures
from msa_core.training.learn.recipe.adapters import freeze
from msa_core.training.learn.recipe.losses import LossWeights
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import cosine_with_warmup
from msa_core.training.learn.recipe.soft_losses import Objective
from msa_core.training.learn.step import Learner
from msa_core.training.learn.training_feed import TrainingData, make_sampler
from msa_core.training.measure.confidence import percentiles, resampled_figures
from msa_core.training.measure.evaluate import embed_sentences
from msa_core.training.measure.scores.ground_truth import build_truth
from msa_core.training.measure.scores.ranking import Block, Hits, count, expect, right_scores
from tests.benchmarks import table

SHARES = (0.0, 0.2, 0.4, 0.6, 0.8)
ARMS = ("plain", "robust")
RECIPE = Recipe(
    epochs=8, batch=96, amp=half_format("cpu") == "bfloat16", ema=0.99, weights=LossWeights(0.0, 0.0)
)
INPUT_PX = 128
MEASURED = ("val", "test")
FORGIVE = 0.7
"""What ``--robust`` sets by itself."""


def main() -> None:
    """Train what is not there yet, and print each row as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--trunk-weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="Features and rows, kept for the next time.")
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(RECIPE.seed)
    model = scratch.build("msa", "mobilenet_v2", str(options.trunk_weights), "minilm", INPUT_PX, False).eval()
    lab = Lab(model, options.data / "rsicd", options.work)
    for share in SHARES:
        for arm in ARMS:
            file = options.work / f"{arm}-{100 * share:.0f}.pt"
            if not file.exists():
                began_s = time.monotonic()
                torch.save(lab.train(share, arm == "robust").state_dict(), file)
                sys.stderr.write(f"{file.stem}: {time.monotonic() - began_s:.0f} s\n")
            trained = _heads_of(model)
            trained.load_state_dict(torch.load(file, weights_only=True))
            for split in ("val", "test") if options.test else ("val",):
                lab.tell(trained, split, f"{100 * share:.0f} % wrong, {arm}")


@dataclass(frozen=True)
class Split:
    """Pictures of a split and their pooled features (I, C_1+..+C_4)."""

    images: list[CaptionedImage]
    pooled: Tensor


class Lab:
    """RSICD as features and read sentences, and what is trained on them."""

    def __init__(self, model: MSA, rsicd: Path, work: Path) -> None:
        self._model = model
        kept = KeptFeatures(work / "features")
        self._splits = {}
        for split in ("train", "val", "test"):
            images = read_dataset(rsicd / "dataset_rsicd.json", rsicd / "images", (split,))
            pooled = kept.of(model, images, TrainingData(train=images, val={}), Progress(), RECIPE.amp)
            self._splits[split] = Split(images, pooled)
        train = self._splits["train"]
        sentences = [sentence for image in train.images for sentence in image.sentences]
        self._row = {
            text: row for row, text in enumerate(sorted(set(sentences), key=lambda text: (len(text), text)))
        }
        self._g = _read(model, [*self._row], work / "train.pt")
        # The text encoder is the same in all rows.
        self._truth = {
            split: build_truth([i.sentences for i in self._splits[split].images]) for split in MEASURED
        }
        self._texts = {
            split: _read(model, truth.texts, work / f"{split}.pt") for split, truth in self._truth.items()
        }
        # As CaptionVectors has them, which --robust asks: the mean of all sentences taken off.
        centred = F.normalize(self._g - self._g.mean(dim=0), dim=1)
        self._means = {
            image.sentences: F.normalize(
                centred[[self._row[s] for s in dict.fromkeys(image.sentences)]].mean(0), dim=0
            )
            for image in train.images
        }

    def train(self, share: float, robust: bool) -> MSA:
        """A model whose heads were trained with ``share`` of the pictures bearing another one's captions."""
        train = self._splits["train"]
        images, wrong = shuffle_captions(train.images, share) if share else (train.images, None)
        recipe = replace(RECIPE, robust=robust, objective=Objective(forgive=FORGIVE if robust else 0.0))
        trust = self._trust(images, train.pooled, wrong) if robust else None
        torch.manual_seed(recipe.seed)
        model = _heads_of(self._model)
        freeze(model, "all-but-heads")
        learner = _OnFeatures(model, recipe, self._row, self._g)
        sampler = make_sampler(TrainingData(train=images, val={}), recipe, 1)
        advice, steps = Advice(trust), recipe.epochs * sampler.steps_per_epoch
        warmup = max(1, round(recipe.warmup * steps))
        for epoch in range(recipe.epochs):
            for number, batch in enumerate(sampler.epoch(epoch)):
                step = epoch * sampler.steps_per_epoch + number
                torch.manual_seed(step)
                factor = cosine_with_warmup(step, steps, warmup)
                losses = learner.step(advice(batch), train.pooled[torch.from_numpy(batch.rows)], factor)
            sys.stderr.write(f"epoch {epoch + 1}: loss {losses['loss']:.3f}\n")
        learner.average.copy_to(model)
        return model.eval()

    def _trust(
        self, images: Sequence[CaptionedImage], pooled: Tensor, wrong: np.ndarray | None
    ) -> np.ndarray:
        of_images = torch.stack([self._means[image.sentences] for image in images])
        trust, share = estimate_trust(pooled, of_images, RECIPE.seed)
        sys.stderr.write(json.dumps(describe_trust(trust.numpy(), share, wrong)) + "\n")
        return trust.numpy()

    def tell(self, model: MSA, split: str, what: str) -> None:
        """Print R@1 both ways, and mR with its interval."""
        hits = self._hits(model, split)
        figures = hits.figures()
        low, high = percentiles(resampled_figures({"cosine": hits})["cosine"]["mR"])
        table.note(
            f"RSICD {split}, {what}",
            f"image->text R@1 {figures['i2t_r1']:.1f}, text->image R@1 {figures['t2i_r1']:.1f}",
            f"mR {figures['mR']:.1f} ({low:.1f} to {high:.1f})",
        )

    def _hits(self, model: MSA, split: str) -> Hits:
        truth = self._truth[split]
        with torch.no_grad():  # no inference mode: the scores are counted in place
            v = model.embed_scales(model.image_encoder.split(self._splits[split].pooled))
        block = Block(row=0, col=0, scores=(v @ self._texts[split].T)[None])
        _, scores = right_scores(truth, block)
        return expect(truth, count(truth, scores, [block])[0])


def _read(model: MSA, sentences: Sequence[str], file: Path) -> Tensor:
    """Unit vectors (J, D) of sentences, from the file where it is."""
    if not file.exists():
        read = embed_sentences(model, sentences, amp=RECIPE.amp)
        torch.save(torch.cat([batch.embedding.float() for batch in read]), file)
    found: Tensor = torch.load(file, weights_only=True)
    return found


def _heads_of(model: MSA) -> MSA:
    """A copy without text encoder and MSCMAT, which take no part: a step is then what it trains, and no more."""
    heads = copy.copy(model)
    heads._modules = {**model._modules, "text_encoder": nn.Identity(), "mscmat": nn.Identity()}
    return copy.deepcopy(heads)


class _OnFeatures(Learner):
    """A learner whose pictures are rows of pooled features, and whose sentences were read before."""

    def __init__(self, model: MSA, recipe: Recipe, row: dict[str, int], g: Tensor) -> None:
        super().__init__(model, recipe, Team())
        self._row, self._g = row, g

    def _encode(self, images: Tensor, texts: list[str]) -> tuple[ImageFeatures, TextFeatures]:
        scales = self.model.image_encoder.split(images)
        g = self._g[[self._row[text] for text in texts]]
        # Without words: nothing but MSCMAT reads them.
        words = TextFeatures(
            g, torch.empty(len(g), 0, g.shape[1]), torch.empty(len(g), 0, dtype=torch.bool), []
        )
        return ImageFeatures(self.model.embed_scales(scales), images), words


if __name__ == "__main__":
    main()
