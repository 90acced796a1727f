"""Captions said another way: words left out, sentences of the same picture joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """How often and how a drawn sentence is changed before the text encoder reads it.

    Attributes:
        drop_words: chance of each word to be left out (one always stays), 0..0.9. Keeps the text encoder from
            resting on a single tell-tale word.
        join: chance that a second sentence of the same picture is put before or behind, 0..1. Closer to how
            people describe a place in full than a caption of ten words.
    """

    drop_words: float = 0.0
    join: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.drop_words <= 0.9 or not 0.0 <= self.join <= 1.0:
            raise UsageError(
                f"Words can be dropped with a chance of 0 to 0.9 and sentences joined with 0 to 1, "
                f"not {self.drop_words} and {self.join}."
            )

    def __bool__(self) -> bool:
        return self.drop_words > 0 or self.join > 0

    def __call__(
        self, sentence: str, others: Sequence[str], rng: np.random.Generator
    ) -> tuple[str, tuple[str, ...]]:
        """The text to read, and the sentences it was made of (one or two, unchanged).

        Args:
            sentence: the sentence drawn.
            others: the picture's other sentences.
        """
        sources: tuple[str, ...] = (sentence,)
        if others and rng.random() < self.join:
            second = others[int(rng.integers(len(others)))]
            sources = (sentence, second) if rng.random() < 0.5 else (second, sentence)
        return " ".join(self._thin(source, rng) for source in sources), sources

    def _thin(self, sentence: str, rng: np.random.Generator) -> str:
        if not self.drop_words:
            return sentence
        words = sentence.split()
        kept = [
            word
            for word, chance in zip(words, rng.random(len(words)), strict=True)
            if chance >= self.drop_words
        ]
        # A full stop alone says nothing: at least one word with a letter or a digit stays.
        if any(any(c.isalnum() for c in word) for word in kept):
            return " ".join(kept)
        speaking = [word for word in words if any(c.isalnum() for c in word)]
        return speaking[int(rng.integers(len(speaking)))] if speaking else sentence
