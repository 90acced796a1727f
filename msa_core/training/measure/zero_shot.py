"""Zero-shot classification: which class's sentences a picture lies nearest to, without training on the classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from msa_core.errors import UsageError
from msa_core.model.network.msa import MSA
from msa_core.training.data.datasets.class_captions import TEMPLATES, key, with_article, words_of
from msa_core.training.measure.confidence import RESAMPLES, SEED, Interval, percentiles, resampled_ratios
from msa_core.training.measure.evaluate import embed_sentences
from msa_core.training.measure.scores.metrics import expected_hits

TOP_KS = (1, 5)


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class as pictures are labelled, and the words that name it in sentences (one or more alternatives)."""

    label: str
    words: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Every template with every alternative."""
        return tuple(t.format(with_article(words)) for words in self.words for t in TEMPLATES)


@dataclass(frozen=True)
class Classification:
    """Pictures against classes.

    Attributes:
        classes: the C classes.
        truth: int64 (N,), class of each picture.
        hits: float64 (N, 2), whether the class ranks first, and within five; expected over ties.
        predicted: int64 (N,), the nearest class.
    """

    classes: tuple[ClassName, ...]
    truth: np.ndarray
    hits: np.ndarray
    predicted: np.ndarray

    def figures(
        self, resamples: int = RESAMPLES, seed: int = SEED
    ) -> tuple[dict[str, float], dict[str, Interval]]:
        """Accuracies in percent, and their intervals by the bootstrap over pictures.

        ``top1``, ``top5``: share of pictures. ``macro_top1``, ``macro_top5``: mean over the classes that have pictures
        of the share within each, so that a large class counts no more than a small one.
        """
        member = (self.truth[:, None] == np.unique(self.truth)[None, :]).astype(np.float64)
        parts = np.concatenate([self.hits, *(self.hits[:, [k]] * member for k in (0, 1))], axis=1)
        wholes = np.concatenate([np.ones_like(self.hits), member, member], axis=1)
        names = (*(f"top{k}" for k in TOP_KS), *(f"macro_top{k}" for k in TOP_KS))
        found = _accuracies(parts.sum(axis=0)[None] / wholes.sum(axis=0)[None])[0]
        figures = dict(zip(names, map(float, found), strict=True))
        if not resamples:
            return figures, {}
        drawn = _accuracies(resampled_ratios(parts, wholes, resamples, seed))
        return figures, {name: percentiles(drawn[:, n]) for n, name in enumerate(names)}

    def by_class(self) -> list[dict[str, object]]:
        """For each class: how many pictures, the accuracies in percent, and which class it is most often taken for."""
        rows: list[dict[str, object]] = []
        for number, name in enumerate(self.classes):
            own = self.truth == number
            wrong = self.predicted[own & (self.predicted != number)]
            common = np.bincount(wrong, minlength=len(self.classes))
            shares = 100.0 * self.hits[own].mean(axis=0) if own.any() else (None, None)
            rows.append({
                "class": name.label,
                "words": " | ".join(name.words),
                "pictures": int(own.sum()),
                "top1": shares[0] if shares[0] is None else float(shares[0]),
                "top5": shares[1] if shares[1] is None else float(shares[1]),
                "taken_for": self.classes[int(common.argmax())].label if len(wrong) else None,
                "taken_for_share": 100.0 * float(common.max()) / int(own.sum()) if len(wrong) else None,
            })  # fmt: skip
        return rows


def classes_of(labels: Sequence[str]) -> tuple[ClassName, ...]:
    """The classes among labels, sorted, with words from their names."""
    kinds = {key(label): label for label in sorted(labels, reverse=True) if label}
    return tuple(ClassName(label, (words_of(label),)) for _, label in sorted(kinds.items()))


def parse_classes(text: str, origin: str) -> tuple[ClassName, ...]:
    """Classes of a file, one a line: ``storagetanks``, or ``storagetanks = storage tanks | oil tanks``.

    Lines that begin with ``#`` and empty lines are passed over.

    Raises:
        UsageError: fewer than two classes, or one twice; the sentence names ``origin``.
    """
    classes: dict[str, ClassName] = {}
    for number, line in enumerate(text.splitlines(), 1):
        label, _, given = line.partition("=")
        label = label.strip()
        if not label or label.startswith("#"):
            continue
        if key(label) in classes:
            raise UsageError(f"{origin}, line {number}: the class {label!r} occurs twice.")
        words = tuple(part.strip() for part in given.split("|") if part.strip())
        classes[key(label)] = ClassName(label, words or (words_of(label),))
    if len(classes) < 2:
        raise UsageError(f"{origin} names {len(classes)} classes: at least two are needed, one on each line.")
    return tuple(classes.values())


def class_vectors(model: MSA, classes: Sequence[ClassName]) -> Tensor:
    """Embeddings (C, D) on the CPU of the classes: of the mean of the unit vectors of each class's sentences.

    Source: prompt ensembling in embedding space, Radford et al. 2021 (CLIP, arXiv 2103.00020), section 3.1.4.
    """
    vectors = []
    for name in classes:
        parts = embed_sentences(model, name.sentences())
        vectors.append(model.globals_of(torch.cat([part.embedding for part in parts]).float()).mean(dim=0))
    with torch.inference_mode():
        return model.embed_globals(F.normalize(torch.stack(vectors), dim=-1)).cpu()


def classify(
    v: Tensor, labels: Sequence[str], classes: tuple[ClassName, ...], vectors: Tensor
) -> Classification:
    """Rank the classes for every picture by cosine.

    Args:
        v: unit picture embeddings (N, D).
        labels: the class of each, one of ``classes``.
        classes: the C classes.
        vectors: their embeddings (C, D).
    """
    numbers = {key(name.label): number for number, name in enumerate(classes)}
    truth = np.array([numbers[key(label)] for label in labels], dtype=np.int64)
    scores = (v @ vectors.T).numpy()
    own = scores[np.arange(len(truth)), truth][:, None]
    tied = (scores == own).sum(axis=1)
    hits = expected_hits((scores > own).sum(axis=1), np.minimum(tied, 1), np.maximum(tied - 1, 0), TOP_KS)
    return Classification(classes, truth, hits, scores.argmax(axis=1))


def _accuracies(ratios: np.ndarray) -> np.ndarray:
    """Ratios (B, 2 + C + C) as percent (B, 4): pictures alike, then classes alike."""
    kinds = (ratios.shape[1] - 2) // 2
    with np.errstate(invalid="ignore"):
        macro = [np.nanmean(ratios[:, 2 + k * kinds : 2 + (k + 1) * kinds], axis=1) for k in (0, 1)]
    return 100.0 * np.stack([ratios[:, 0], ratios[:, 1], *macro], axis=1)
