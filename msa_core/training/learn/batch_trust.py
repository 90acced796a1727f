"""What is found out about the captions before training, and handed to the losses with every batch.

All of it comes from the encoders as they are before the first step, which know nothing of the pairs yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.progress import Progress
from msa_core.training.data.batches.sampler import Batch
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.pictures import Loader
from msa_core.training.learn.caption_trust import estimate_trust
from msa_core.training.measure.evaluate import embed_pictures, embed_sentences


class CaptionVectors:
    """Unit sentence vectors of the training captions by the text encoder as it is now, their mean taken off.

    Without the mean, vectors of a BERT that was never trained for sentences point much the same way, whatever they say.
    """

    def __init__(self, model: MSA, images: Sequence[CaptionedImage], amp: bool = False) -> None:
        sentences = list(
            dict.fromkeys(s for image in images for s in image.sentences + image.class_sentences)
        )
        # Texts of like length side by side: least padding.
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        self._row = {sentences[i]: row for row, i in enumerate(order)}
        training = model.training
        model.eval()
        parts = embed_sentences(model, [sentences[i] for i in order], 128, amp)
        model.train(training)
        pooling = model.config.text_pooling
        vectors = torch.cat([_sentence_vectors(part, pooling) for part in parts]).float().cpu()
        self._vectors = F.normalize(vectors - vectors.mean(dim=0), dim=1)
        self._of_image = [[self._row[s] for s in dict.fromkeys(image.sentences)] for image in images]
        means = torch.stack([self._vectors[rows].mean(dim=0) for rows in self._of_image])
        self.of_images = F.normalize(means, dim=1)
        """Mean sentence vector of each picture, unit, (n, D)."""

    def alike(self, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        """Cosines (I, J) of each picture's mean caption, and of its nearest single caption, with each text."""
        texts = F.normalize(
            torch.stack([self._vectors[[self._row[s] for s in said]].mean(dim=0) for said in batch.sources]),
            dim=1,
        )
        mean = self.of_images[torch.from_numpy(batch.rows)] @ texts.T
        nearest = torch.stack(
            [(self._vectors[self._of_image[row]] @ texts.T).amax(dim=0) for row in batch.rows]
        )
        return mean.numpy(), nearest.numpy()


def _sentence_vectors(features: TextFeatures, pooling: str) -> Tensor:
    if pooling != "cls":
        return features.embedding
    # [CLS] of a BERT that was not trained for sentences says little; the mean of its words says more.
    weight = features.mask.unsqueeze(-1).to(features.words.dtype)
    return (features.words * weight).sum(dim=1) / weight.sum(dim=1)


@dataclass(frozen=True)
class Advice:
    """Adds to each batch what is known of its captions.

    Attributes:
        trust: (n,) of every training picture, 0..1; None: all captions are taken at their word.
        vectors: for the likeness of captions; None: not needed.
        same: captions at least this alike (cosine) are not negatives of each other's pictures.
    """

    trust: np.ndarray | None = None
    vectors: CaptionVectors | None = None
    same: float = 1.0

    def __call__(self, batch: Batch) -> Batch:
        """``batch`` with ``trust``, ``alike`` and ``ignore`` filled in as far as they are known."""
        if self.trust is not None:
            batch = replace(batch, trust=self.trust[batch.rows])
        if self.vectors is not None:
            alike, nearest = self.vectors.alike(batch)
            batch = replace(batch, alike=alike)
            if self.same < 1.0:
                near = (nearest >= self.same) & ~batch.positive
                batch = replace(batch, ignore=near if batch.ignore is None else near | batch.ignore)
        return batch

    def dump(self) -> dict[str, Any]:
        """What a later run needs to go on."""
        return {} if self.trust is None else {"trust": torch.from_numpy(self.trust)}

    def restored(self, dumped: dict[str, Any]) -> Advice:
        """With the trust that :meth:`dump` gave."""
        return replace(self, trust=dumped["trust"].numpy()) if "trust" in dumped else self


def find_trust(
    model: MSA,
    images: Sequence[CaptionedImage],
    vectors: CaptionVectors,
    load: Loader,
    seed: int,
    amp: bool = False,
    progress: Progress | None = None,
) -> tuple[np.ndarray, float]:
    """Trust float32 (n,) in the captions of ``images``, and the share of right ones, see :func:`estimate_trust`.

    ``vectors`` are those of ``images`` first; pictures of ``vectors`` beyond them are made up and trusted.
    """
    training = model.training
    model.eval()
    paths: list[Path] = [image.path for image in images]
    _, pooled = embed_pictures(model, paths, load, amp=amp, progress=progress)
    model.train(training)
    trust, share = estimate_trust(pooled, vectors.of_images[: len(images)], seed)
    beyond = torch.ones(len(vectors.of_images) - len(images))
    return torch.cat([trust, beyond]).numpy(), share


def describe_trust(trust: np.ndarray, share: float, shuffled: np.ndarray | None) -> dict[str, Any]:
    """The line for ``metrics.jsonl``: what was estimated, and beside it the truth where it is known."""
    line: dict[str, Any] = {"right_captions": round(share, 3), "mean_trust": round(float(trust.mean()), 3)}
    if shuffled is not None and 0 < shuffled.sum() < len(shuffled):
        own = trust[: len(shuffled)]
        line["mean_trust_of_shuffled"] = round(float(own[shuffled].mean()), 3)
        line["mean_trust_of_others"] = round(float(own[~shuffled].mean()), 3)
    return {"robust": line}
