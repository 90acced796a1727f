"""How far votes lift precision among the first 20: classes searched by name, votes given by the labels.

    python -m tests.benchmarks.bench_votes --data FOLDER [--model FOLDER]

FOLDER holds ``ucm/`` and ``rsicd/`` as Karpathy-style JSON with images: all of UCM, and of RSICD val and test,
whose classes are in the names of the files. The pictures are split in two: votes go to one half (always the five
best that have none yet), precision is measured on the other, so that it cannot run out of right answers. The mean
over the classes is printed beside the precision without votes. The starter has been trained on both sets, though
not on these halves of RSICD.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np

from msa_core.config import starter_model
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.retrieval.search import background, votes
from msa_core.training.data.datasets.read import read_dataset
from msa_core.training.measure.evaluate import embed_pictures
from msa_core.training.measure.zero_shot import classes_of
from tests.benchmarks import table

FIRST = 20
A_ROUND = 5
ROUNDS = (5, 10, 20, 40)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=starter_model())
    options = parser.parse_args()
    model = checkpoint.load(options.model, "cpu")
    for name, splits in (("ucm", ("train", "val", "test")), ("rsicd", ("val", "test"))):
        images = read_dataset(
            options.data / name / f"dataset_{name}.json", options.data / name / "images", splits
        )
        labels = [image.group if name == "ucm" else re.split(r"_\d", image.path.stem)[0] for image in images]
        _measure(model, name, [image.path for image in images], labels)


def _measure(model: MSA, name: str, paths: list[Path], labels: list[str]) -> None:
    classes = classes_of(labels)
    embeddings = np.asarray(embed_pictures(model, paths)[0])
    texts = model.encode_texts([one.words[0] for one in classes]).embedding.detach().float().cpu().numpy()
    right = np.array(labels)
    found = [lifted(embeddings, right == one.label, text) for one, text in zip(classes, texts, strict=True)]
    for number, given in enumerate((0, *ROUNDS)):
        mean, before = (float(np.mean([values[n] for values in found])) for n in (number, 0))
        table.note(
            f"{name}: precision@{FIRST} after {given} votes",
            f"{mean:.3f}",
            f"{before:.3f} without",
            mean / before,
        )


def lifted(embeddings: np.ndarray, right: np.ndarray, query: np.ndarray) -> list[float]:
    """Precision among the first 20 of one half, without votes and after each of :data:`ROUNDS` on the other half."""
    asked, judged = np.arange(0, len(right), 2), np.arange(1, len(right), 2)
    scores = embeddings @ query
    measured = background.measure(scores.astype(np.float32), None, sampled=False)
    spreads = (scores - measured.middle) / measured.spread
    backdrop = asked[:: max(1, len(asked) // votes.BACKDROP_TILES)]
    out, voted, moved = [_precision(scores, right, judged)], np.empty(0, np.intp), scores
    while len(voted) < ROUNDS[-1]:
        left = np.setdiff1d(asked, voted)
        voted = np.concatenate([voted, left[np.argsort(-moved[left])][:A_ROUND]])
        u = votes.correction(
            embeddings[voted], right[voted], spreads[voted], embeddings[backdrop], spreads[backdrop]
        )
        moved = scores + measured.spread * (embeddings @ u)
        if len(voted) in ROUNDS:
            out.append(_precision(moved, right, judged))
    return out


def _precision(scores: np.ndarray, right: np.ndarray, among: np.ndarray) -> float:
    return float(right[among[np.argsort(-scores[among])][:FIRST]].mean())


if __name__ == "__main__":
    main()
