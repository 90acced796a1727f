"""Which pictures and sentences make up each batch: a pure function of seed, epoch and step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.training.data.captioned_image import CaptionedImage, normalise
from msa_core.training.data.changes.paraphrase import Paraphrase

PARAPHRASE_STREAM = 1  # keeps the draws of paraphrases apart from those of the batches


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of pictures (I,), the texts (J = I x texts per image), and which of them belong together.

    Attributes:
        positive: bool (I, J).
        sources: of each text the training sentences it was made of (itself, unless paraphrased).
        ignore: bool (I, J), pairs that are neither: a joined text of which a picture knows one half. None: no such.
        trust: float32 (I,), how surely a picture's captions are its own, 0..1. None: surely.
        alike: float32 (I, J), cosine of the picture's captions with the text. None: not asked for.
    """

    rows: np.ndarray
    texts: list[str]
    positive: np.ndarray
    sources: list[tuple[str, ...]]
    ignore: np.ndarray | None = None
    trust: np.ndarray | None = None
    alike: np.ndarray | None = None


class Sampler:
    """Draws batches from captioned pictures; every picture once per epoch, ``extra`` pictures by share.

    ``positive[i, j]`` is True when text j is one of picture i's sentences, compared as normalised text: the same
    sentence on another picture is not a negative (41 % of RSICD's training captions occur on several pictures).

    Args:
        images: the training pictures.
        extra: pictures of which a share joins each batch (made-up scenes, say).
        share: the share of ``extra`` in a batch, 0..0.5.
        class_words: chance that a text is one of the picture's ``class_sentences`` instead of its own, 0..1. All
            pictures of the class are then right for it: supervised contrastive learning (Khosla et al. 2020).
        per_class: pictures of one class (``group``) side by side, so that a batch holds few classes and tells apart
            pictures of the same class; 0: as they come.
        paraphrase: how sentences are changed; the truth of a pair is that of the unchanged sentences.
    """

    def __init__(
        self,
        images: Sequence[CaptionedImage],
        batch: int,
        texts_per_image: int,
        seed: int,
        extra: Sequence[CaptionedImage] = (),
        share: float = 0.0,
        paraphrase: Paraphrase | None = None,
        class_words: float = 0.0,
        per_class: int = 0,
    ) -> None:
        self.images = [*images, *extra]
        self._own = len(images)
        self._extra_per_batch = round(batch * share) if extra else 0
        self._own_per_batch = batch - self._extra_per_batch
        self._texts_per_image = texts_per_image
        self._seed = seed
        self._paraphrase = paraphrase or Paraphrase()
        # Repeated sentences on a picture would only make some of its words rarer.
        self._sentences = [list({normalise(s): s for s in image.sentences}.values()) for image in self.images]
        self._class_words = class_words
        self._per_class = per_class
        self._of_class = [image.class_sentences if class_words else () for image in self.images]
        self._known = [
            frozenset(normalise(s) for s in (*own, *of_class))
            for own, of_class in zip(self._sentences, self._of_class, strict=True)
        ]

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches in one pass over the pictures (at least one)."""
        return max(1, self._own // self._own_per_batch)

    def is_extra(self, row: int) -> bool:
        """Whether the picture of ``row`` only joins by share."""
        return row >= self._own

    def epoch(self, epoch: int) -> list[Batch]:
        """All batches of an epoch; the texts and positives are made here, the pictures are read later."""
        rng = np.random.default_rng((self._seed, epoch))
        order = self._side_by_side(rng.permutation(self._own), rng)
        extra = np.empty((self.steps_per_epoch, 0), dtype=np.int64)
        if self._extra_per_batch:
            extra = self._own + rng.integers(
                0, len(self.images) - self._own, (self.steps_per_epoch, self._extra_per_batch)
            )
        batches = []
        for step in range(self.steps_per_epoch):
            rows = order[step * self._own_per_batch : (step + 1) * self._own_per_batch]
            batches.append(self._make(np.concatenate([rows, extra[step]]), rng, (epoch, step)))
        return batches

    def _side_by_side(self, order: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        if not self._per_class:
            return order
        classes: dict[str, list[int]] = {}
        for row in order.tolist():
            classes.setdefault(self.images[row].group, []).append(row)
        size = self._per_class
        parts = [rows[i : i + size] for rows in classes.values() for i in range(0, len(rows), size)]
        return np.concatenate([np.array(parts[n], dtype=np.int64) for n in rng.permutation(len(parts))])

    def _make(self, rows: np.ndarray, rng: np.random.Generator, when: tuple[int, int]) -> Batch:
        drawn: list[tuple[str, int]] = []
        for row in rows:
            sentences: Sequence[str] = self._sentences[row]
            # Without class words nothing is drawn here: a run begun before there were any goes on as it would have.
            if self._of_class[row] and rng.random() < self._class_words:
                sentences = self._of_class[row]
            count = self._texts_per_image
            picked = rng.choice(len(sentences), count, replace=len(sentences) < count)
            drawn.extend((sentences[i], int(row)) for i in picked)
        if not self._paraphrase:
            texts = [text for text, _ in drawn]
            keys = [normalise(text) for text in texts]
            positive = np.array([[key in self._known[row] for key in keys] for row in rows])
            return Batch(rows=rows, texts=texts, positive=positive, sources=[(text,) for text in texts])
        said = [self._say(text, row, (*when, slot)) for slot, (text, row) in enumerate(drawn)]
        parts = [[normalise(source) for source in sources] for _, sources in said]
        known = [[[key in self._known[row] for key in keys] for keys in parts] for row in rows]
        positive = np.array([[all(halves) for halves in pairs] for pairs in known])
        ignore = np.array([[any(halves) for halves in pairs] for pairs in known]) & ~positive
        return Batch(
            rows=rows,
            texts=[text for text, _ in said],
            positive=positive,
            sources=[sources for _, sources in said],
            ignore=ignore,
        )

    def _say(self, text: str, row: int, when: tuple[int, int, int]) -> tuple[str, tuple[str, ...]]:
        others = [sentence for sentence in self._sentences[row] if sentence != text]
        return self._paraphrase(text, others, np.random.default_rng((self._seed, PARAPHRASE_STREAM, *when)))
