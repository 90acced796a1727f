"""What votes and a short lesson give for a class the model was never told of: UCM, features made once.

    python -m tests.benchmarks.bench_teaching --data FOLDER --work FOLDER [--model CHECKPOINT] [left-out] [invented]

FOLDER holds ``ucm/`` and ``rsicd/`` as Karpathy-style JSON with images.

``left-out``: for each of a few classes, fusion and gate are trained from new weights on UCM's training pictures of the
other classes, over MobileNetV2 as it was trained on ImageNet, which has seen no picture of UCM; sentences that name
the class are left out, too. The class is then searched by its name. Votes go to one half of all pictures, five at a
time to the best that have none, and precision among the first 20 is measured on the other half, as in ``bench_votes``.

``invented``: the starter is taught two classes of UCM under names nobody knows, as the window teaches: labelled
pictures, others with the model's own captions, ``--freeze all-but-fusion``, the average with the start. Right among the
first ten of all other pictures for the name alone and within two sentences, and what is forgotten: RSICD val mR, and of
each other class by its name the share right among as many as there are. With ``--model`` another checkpoint is taught,
say one that was trained without UCM; each needs a ``--work`` of its own, as kept features are of one trunk.
"""

from __future__ import annotations

import argparse
import copy
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from msa_core.config import starter_model
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.model.trunks.families import build_trunk
from msa_core.progress import Progress
from msa_core.retrieval.captions.caption_bank import bundled_bank, read_bank
from msa_core.training.combine.averaging import without_hubs
from msa_core.training.combine.blend import blend, weights_of
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.datasets.read import read_dataset
from msa_core.training.learn.kept.kept_features import KeptFeatures
from msa_core.training.learn.kept.kept_training import train_kept
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.training_feed import TrainingData
from msa_core.training.measure.scores.ground_truth import build_truth
from msa_core.training.measure.scores.ranking import Block, count, expect, right_scores
from msa_core.training.measure.zero_shot import classes_of
from tests.benchmarks import table
from tests.benchmarks.bench_votes import ROUNDS, lifted

LEFT_OUT = {
    "beach": "beach", "freeway": "freeway", "golfcourse": "golf", "harbor": "harbor", "storagetanks": "tank",
    "tenniscourt": "tennis",
}  # fmt: skip
"""Classes, and a part of the words that would name them."""

INVENTED = {"tenniscourt": "zorbels", "storagetanks": "quamlins"}
WORDINGS = ("{}", "There are some {} here .", "a picture of {} beside a road")
LABELLED = (30, 100, 160)
HELD_OUT = 20
REHEARSED = 300
FIRST = 10
BENCHMARKS = ("left-out", "invented")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--work", type=Path, required=True, help="Folder for features, kept for the next time."
    )
    parser.add_argument("--trunk-weights", type=Path, help="MobileNetV2 of ImageNet, for left-out.")
    parser.add_argument("--model", type=Path, default=starter_model(), help="Checkpoint taught by invented.")
    parser.add_argument("what", nargs="*", default=BENCHMARKS)
    options = parser.parse_args()
    ucm = read_dataset(
        options.data / "ucm" / "dataset_ucm.json", options.data / "ucm" / "images", ("train", "val", "test")
    )
    if "left-out" in options.what:
        left_out(ucm, options.work, options.trunk_weights)
    if "invented" in options.what:
        rsicd = options.data / "rsicd"
        val = read_dataset(rsicd / "dataset_rsicd.json", rsicd / "images", ("val",))
        invented(ucm, val, options.work, options.model)


class Features:
    """Pooled features of all pictures, in one folder for each trunk."""

    def __init__(self, folder: Path, model: MSA) -> None:
        self.folder, self._model = folder, model

    def of(self, images: Sequence[CaptionedImage]) -> Tensor:
        """(I, C_1+..+C_4), made when they are not there."""
        data = TrainingData(train=images, val={})
        return KeptFeatures(self.folder).of(self._model, images, data, _Said(), amp=False)

    def train(
        self, model: MSA, train: Sequence[CaptionedImage], val: Sequence[CaptionedImage], recipe: Recipe
    ) -> tuple[MSA, float]:
        """A trained copy (the best by val) and the seconds it took."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(self.folder, Path(folder) / "run" / "features")
            began_s = time.monotonic()
            run = RunFolder(Path(folder) / "run")
            train_kept(
                copy.deepcopy(model),
                TrainingData(train=train, val={"val": list(val)}),
                recipe,
                run,
                {},
                Progress(),
            )
            took_s = time.monotonic() - began_s
            return checkpoint.load(Path(folder) / "run" / "best"), took_s


class _Said(Progress):
    def show(self, fraction: float, text: str, eta_s: float | None) -> None:
        sys.stderr.write(f"\r{text}   ")


def embedded(model: MSA, pooled: Tensor) -> np.ndarray:
    """Embeddings (I, D) of pooled features."""
    with torch.inference_mode():
        return model.embed_scales(model.image_encoder.split(pooled)).numpy()


def texts(model: MSA, sentences: Sequence[str]) -> np.ndarray:
    """Embeddings (J, D) of sentences."""
    with torch.inference_mode():
        return np.concatenate(
            [
                model.encode_texts(list(sentences[n : n + 128])).embedding.float().numpy()
                for n in range(0, len(sentences), 128)
            ]
        )


# A class left out


def left_out(ucm: list[CaptionedImage], work: Path, weights: Path) -> None:
    """Precision among the first 20 by votes, for a class that was in no training."""
    model = without_hubs(checkpoint.load(starter_model()))
    fresh = build_trunk(model.config.trunk, weights)
    model.image_encoder.trunk.load_state_dict(fresh.state_dict())
    features = Features(work / "imagenet", model)
    pooled = features.of(ucm)
    torch.manual_seed(1)
    for norm, part in zip(
        model.image_encoder.norms, pooled.split(list(model.pooled_dims), dim=1), strict=True
    ):
        norm.reset_parameters()
        norm.running_mean.copy_(part.mean(dim=0))
        norm.running_var.copy_(part.var(dim=0))
    for layer in (
        *model.image_encoder.fuse,
        model.image_encoder.w1,
        model.image_encoder.w2,
        model.image_encoder.w3,
    ):
        layer.reset_parameters()
    labels = [image.group for image in ucm]
    numbers = {image.path: int(image.path.stem) for image in ucm}
    found = []
    for label, word in LEFT_OUT.items():
        known = [
            replace(image, sentences=kept)
            for image in ucm
            if image.group != label and (kept := tuple(s for s in image.sentences if word not in s.lower()))
        ]
        val = [image for image in known if numbers[image.path] % 10 == 0]
        train = [image for image in known if numbers[image.path] % 10]
        recipe = Recipe(epochs=20, batch=96, rates=Rates(new=1e-3), amp=False, eval_every=5)
        taught, took_s = features.train(model, train, val, recipe)
        name = classes_of([label])[0].words[0]
        values = lifted(
            embedded(taught, pooled), np.array([one == label for one in labels]), texts(taught, [name])[0]
        )
        found.append(values)
        sys.stderr.write(f"\n{name}: {took_s:.0f} s, {values}\n")
    for number, given in enumerate((0, *ROUNDS)):
        mean, before = (float(np.mean([values[n] for values in found])) for n in (number, 0))
        each = ", ".join(f"{values[number]:.2f}" for values in found)
        table.note(
            f"UCM, class left out: precision@20 after {given} votes", f"{mean:.2f} ({each})", f"{before:.2f}"
        )


# Invented names


@dataclass(frozen=True, slots=True)
class Lesson:
    """How a lesson is given: epochs, factor on the rates, and whether the best epoch by val is kept or the last."""

    epochs: int
    rate: float
    last: bool

    @property
    def recipe(self) -> Recipe:
        """Batch 32, fusion and gate alone."""
        every = self.epochs if self.last else 1
        rates = Rates(new=1e-3 * self.rate)
        return Recipe(epochs=self.epochs, batch=32, rates=rates, amp=False, eval_every=every)

    def __str__(self) -> str:
        return f"{self.epochs} epochs, rate {self.rate:g}, {'last' if self.last else 'best by val'}"


def invented(ucm: list[CaptionedImage], rsicd_val: list[CaptionedImage], work: Path, begin: Path) -> None:
    """Two classes under names that nobody knows."""
    start = without_hubs(checkpoint.load(begin))
    features = Features(work / "starter", start)
    pooled = features.of([*ucm, *rsicd_val])
    judge = _Judge(start, ucm, rsicd_val, pooled)
    judge.tell("start", start, np.zeros(len(ucm), bool))
    bank = read_bank(bundled_bank())
    own_words = np.argmax(embedded(start, pooled[: len(ucm)]) @ texts(start, bank).T, axis=1)
    labels = judge.labels
    others = np.flatnonzero(~np.isin(labels, list(INVENTED)))
    others = others[np.linspace(0, len(others) - 1, REHEARSED).astype(int)]
    practised = [CaptionedImage(ucm[row].path, (bank[own_words[row]],)) for row in others]
    for labelled in LABELLED:
        taught, own = [], []
        for label, name in INVENTED.items():
            rows = np.flatnonzero(labels == label)[:-HELD_OUT]
            for row in rows[np.linspace(0, len(rows) - 1, labelled // 2).astype(int)]:
                taught.append(int(row))
                own.append(CaptionedImage(ucm[row].path, (name,)))
        used = np.zeros(len(ucm), bool)
        used[[*taught, *others]] = True
        for name, examples in ((f"{REHEARSED} rehearsed", [*own, *practised]), ("alone", own)):
            order = np.random.default_rng(1).permutation(len(examples))
            val = [examples[n] for n in order[: max(2, len(order) // 10)]]
            train = [examples[n] for n in order[len(val) :]]
            for lesson in LESSONS if examples is not own else LESSONS[:2]:
                trained, took_s = features.train(start, train, val, lesson.recipe)
                with tempfile.TemporaryDirectory() as folder:
                    checkpoint.save(trained, Path(folder) / "m")
                    for share in (1.0, 0.75, 0.5):
                        mixed = blend(weights_of(start), Path(folder) / "m", share)
                        what = f"{labelled} labelled, {name}, {lesson} ({took_s:.0f} s), share {share:g}"
                        judge.tell(what, mixed, used)


LESSONS = (Lesson(30, 0.3, False), Lesson(30, 0.3, True), Lesson(30, 1.0, True), Lesson(100, 1.0, True))


class _Judge:
    """Finds the new classes and the old ones among the pictures that took no part, and measures RSICD val.

    The text encoder is the same in all models, so sentences are read once.
    """

    def __init__(
        self, start: MSA, ucm: list[CaptionedImage], rsicd_val: list[CaptionedImage], pooled: Tensor
    ) -> None:
        self.labels = np.array([image.group for image in ucm])
        self._pooled, self._rsicd = pooled[: len(ucm)], pooled[len(ucm) :]
        self._truth = build_truth([image.sentences for image in rsicd_val])
        self._captions = texts(start, self._truth.texts)
        classes = classes_of(list(dict.fromkeys(self.labels.tolist())))
        self._old = {one.label: one.words[0] for one in classes if one.label not in INVENTED}
        asked = [form.format(name) for name in INVENTED.values() for form in WORDINGS]
        both = texts(start, [*asked, *self._old.values()])
        self._asked = both[: len(asked)].reshape(len(INVENTED), len(WORDINGS), -1)
        self._names = both[len(asked) :]

    def tell(self, what: str, model: MSA, used: np.ndarray) -> None:
        """Print a row; ``used`` says which pictures of UCM took part in the lesson."""
        left = np.flatnonzero(~used)
        vectors, labels = embedded(model, self._pooled[left]), self.labels[left]

        def right(query: np.ndarray, label: str, first: int) -> float:
            """Share of right ones among the first."""
            return float((labels[np.argsort(-(vectors @ query))[:first]] == label).mean())

        new = [
            [FIRST * right(query, label, FIRST) for query in queries]
            for label, queries in zip(INVENTED, self._asked, strict=True)
        ]
        old = [
            right(query, label, int((labels == label).sum()))
            for label, query in zip(self._old, self._names, strict=True)
        ]
        name, wordings = float(np.mean([row[0] for row in new])), float(np.mean([row[1:] for row in new]))
        table.note(
            what,
            f"{name:.1f} by name, {wordings:.1f} within sentences",
            f"others {100 * np.mean(old):.1f} %, RSICD val mR {self._recall(model):.1f}",
        )

    def _recall(self, model: MSA) -> float:
        scores = embedded(model, self._rsicd) @ self._captions.T
        block = Block(row=0, col=0, scores=torch.from_numpy(scores)[None])
        _, right = right_scores(self._truth, block)
        return expect(self._truth, count(self._truth, right, [block])[0]).figures()["mR"]


if __name__ == "__main__":
    main()
