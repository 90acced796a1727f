"""Which texts belong to which pictures, with equal texts kept once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.training.data.captioned_image import normalise


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The pairs that count as right among N pictures and U different texts.

    Captions that read the same are one column: each is encoded once, so that two copies of a sentence tie exactly
    instead of differing by the rounding of the batch they fell into, and no work is done twice.

    Attributes:
        pictures: N.
        texts: the U different texts, the short ones first (a batch of equal lengths carries little padding).
        copies: int64 (U,), how many captions read so.
        row: int64 (P,), picture of each right pair; pairs are in the order of their columns.
        col: int64 (P,), text of each right pair.
        own: int64 (P,), how many of the picture's own captions are this text. 0: the pair is right by text
            equivalence only (the same words with another spelling of case or punctuation).
    """

    pictures: int
    texts: tuple[str, ...]
    copies: np.ndarray
    row: np.ndarray
    col: np.ndarray
    own: np.ndarray

    @property
    def captions(self) -> int:
        """Number of captions, copies counted."""
        return int(self.copies.sum())


def build_truth(sentences: Sequence[Sequence[str]]) -> Truth:
    """The pairs of ``sentences``, the captions of each picture.

    A pair of picture and text is right when the text is one of the picture's captions, and right by equivalence when
    its normalised text (:func:`msa_core.training.data.captioned_image.normalise`) is that of one of them.
    """
    counts = Counter(text for captions in sentences for text in captions)
    texts = tuple(sorted(counts, key=lambda text: (len(text.split()), len(text), text)))
    normalised = {text: normalise(text) for text in texts}
    alike: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        alike[normalised[text]].append(number)
    pairs: list[tuple[int, int, int]] = []
    for row, captions in enumerate(sentences):
        own = Counter(captions)
        said = {normalised[text] for text in own}
        pairs += [(col, row, own[texts[col]]) for words in said for col in alike[words]]
    table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 3)
    copies = np.array([counts[text] for text in texts], dtype=np.int64)
    return Truth(
        pictures=len(sentences),
        texts=texts,
        copies=copies,
        row=table[:, 1].copy(),
        col=table[:, 0].copy(),
        own=table[:, 2].copy(),
    )
