"""The worst queries of a measurement, and what was found instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from msa_core.training.data.datasets.class_captions import labels_of
from msa_core.training.measure.evaluate import Measurement


@dataclass(frozen=True, slots=True)
class Found:
    """A retrieved picture (its row) or text (its column), its cosine, and whether it counts as right."""

    number: int
    score: float
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One query that went wrong.

    Attributes:
        picture: row of the picture: the one looked for, or the one asked with.
        text: column of the caption asked with; -1 where a picture was.
        rank: rank of the best right item, from 1, among ``gallery`` items.
        score: cosine of that item.
        found: what ranks first, best first.
    """

    picture: int
    text: int
    rank: int
    gallery: int
    score: float
    found: tuple[Found, ...]


def worst_captions(measured: Measurement, number: int = 8, shown: int = 5) -> list[Failure]:
    """The captions whose picture ranks lowest by cosine, at most one for each picture, worst first.

    A caption that several pictures carry is judged by the best of them, so that none is listed for having found
    another picture of the same words. Captions whose picture ranks first are not failures.
    """
    truth, counts = measured.truth, measured.counts["cosine"]
    best: dict[int, int] = {}
    for pair in np.argsort(counts.above, kind="stable"):
        best.setdefault(int(truth.col[pair]), int(pair))
    order = sorted(best.values(), key=lambda pair: (-counts.above[pair], truth.col[pair]))
    failures: list[Failure] = []
    pictures: set[int] = set()
    for pair in order:
        picture, text = int(truth.row[pair]), int(truth.col[pair])
        if len(failures) == number or not counts.above[pair]:
            break
        if picture in pictures:
            continue
        pictures.add(picture)
        scores = (measured.v @ measured.g[text]).numpy()
        right = set(truth.row[truth.col == text].tolist())
        found = tuple(Found(i, float(scores[i]), i in right) for i in np.argsort(-scores)[:shown].tolist())
        failures.append(
            Failure(
                picture=picture,
                text=text,
                rank=int(counts.above[pair]) + 1,
                gallery=len(measured.v),
                score=float(scores[picture]),
                found=found,
            )
        )
    return failures


def worst_pictures(measured: Measurement, number: int = 8, shown: int = 5) -> list[Failure]:
    """The pictures whose best caption ranks lowest by cosine, worst first; texts that read the same count as right.

    Ranks count captions, copies included; ``found`` lists different texts.
    """
    truth, counts = measured.truth, measured.counts["cosine"]
    above = np.where(np.isfinite(counts.best[1]), counts.texts_above[1], 0)
    failures = []
    for picture in np.argsort(-above, kind="stable")[:number].tolist():
        if not above[picture]:
            break
        scores = (measured.g @ measured.v[picture]).numpy()
        right = set(truth.col[truth.row == picture].tolist())
        found = tuple(Found(j, float(scores[j]), j in right) for j in np.argsort(-scores)[:shown].tolist())
        best = float(counts.best[1, picture])
        failures.append(
            Failure(
                picture=picture,
                text=-1,
                rank=int(above[picture]) + 1,
                gallery=truth.captions,
                score=best,
                found=found,
            )
        )
    return failures


def text_categories(measured: Measurement) -> list[str]:
    """For each text the category of most pictures that carry it; "" where none is known."""
    labels = labels_of(measured.images)
    kinds: dict[int, Counter[str]] = defaultdict(Counter)
    for row, col, own in zip(measured.truth.row, measured.truth.col, measured.truth.own, strict=True):
        kinds[int(col)][labels[int(row)]] += int(own)
    return [kinds[col].most_common(1)[0][0] for col in range(len(measured.truth.texts))]
