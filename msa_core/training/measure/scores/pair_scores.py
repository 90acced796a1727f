"""Scores of all pairs of picture and text, made block by block: cosine, match logits, and their combination."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.model.trunks.trunk_table import SCALES
from msa_core.training.measure.scores.ground_truth import Truth
from msa_core.training.measure.scores.ranking import Block

RERANK_WEIGHT = 0.1
KEEP_BYTES = 512 << 20
"""Scores are kept between the two passes up to this size, and computed again beyond it."""

_ROWS = 4096
_TEXTS_ENCODED = 256
# Keys and values are made per batch of texts, queries per chunk of pictures: these two sizes share that work well
# and hold the attention of 256 x 64 pairs at a time.
_TEXTS_MATCHED, _PICTURES_MATCHED = 64, 256


class Moments:
    """Mean and standard deviation of each of L series over all pairs, gathered block by block in float64.

    Blocks are merged by their means and squared deviations, which loses nothing where the mean is far from zero
    (Chan, Golub and LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances").
    """

    def __init__(self, series: int) -> None:
        self.count = 0.0
        self.mean = torch.zeros(series, dtype=torch.float64)
        self._squares = torch.zeros(series, dtype=torch.float64)

    def add(self, values: Tensor, copies: Tensor) -> None:
        """Take in values (L, r, c), of which each column stands for ``copies`` (c,) equal ones."""
        weight = copies.double()
        number = float(values.shape[1] * weight.sum())
        if not number:
            return
        mean = (values.double().sum(dim=1) @ weight) / number
        squares = ((values.double() - mean[:, None, None]) ** 2).sum(dim=1) @ weight
        total = self.count + number
        shift = mean - self.mean
        self._squares += squares + shift**2 * (self.count * number / total)
        self.mean += shift * (number / total)
        self.count = total

    @property
    def std(self) -> Tensor:
        """Standard deviations (L,) over all pairs, float64."""
        return (self._squares / max(self.count, 1.0)).sqrt()


class PairScores:
    """All scores of N pictures with U texts in two passes of the same blocks; memory does not grow with N x U.

    The re-ranked score needs the statistics of the match logits over all pairs, hence the first pass.

    Args:
        model: in eval mode.
        v: unit picture embeddings (N, D), float32 on the CPU.
        pooled: pooled features (N, C_1+..+C_4) for the match logits, or None to rank by cosine alone.
        truth: its texts are the columns, its ``copies`` their weight in the statistics.
        amp: bfloat16 autocast of the text encoder.
    """

    def __init__(self, model: MSA, v: Tensor, pooled: Tensor | None, truth: Truth, amp: bool = False) -> None:
        self._model, self._v, self._pooled, self._amp = model, v, pooled, amp
        self._texts = truth.texts
        self._copies = torch.from_numpy(truth.copies)
        scales = tuple(f"scale{s + 1}" for s in range(SCALES)) if pooled is not None else ()
        self.raw_names = ("cosine", *scales)
        self.names = (*self.raw_names, "reranked") if scales else self.raw_names
        self.moments = Moments(len(scales))
        size = 4 * len(self.raw_names) * len(v) * len(self._texts)
        self.is_kept = size <= KEEP_BYTES
        self._kept: list[Block] = []
        self.g = torch.empty(len(self._texts), v.shape[1])

    def first_pass(self) -> Iterator[tuple[float, Block]]:
        """Share done and blocks of the raw scores: cosine and the four match logits."""
        for block in self._blocks():
            if self._pooled is not None:
                width = block.scores.shape[2]
                self.moments.add(block.scores[1:], self._copies[block.col : block.col + width])
            if self.is_kept:
                self._kept.append(block)
            yield self._share(block), block

    def second_pass(self) -> Iterator[tuple[float, Block]]:
        """Share done and the same blocks again, with the re-ranked scores; after the first pass."""
        for block in self._kept if self.is_kept else self._blocks():
            yield self._share(block), Block(block.row, block.col, self.ranked(block.scores))

    def ranked(self, raw: Tensor) -> Tensor:
        """Raw scores (1 + 4, ...) with the re-ranked one added: (1 + 4 + 1, ...); cosine alone stays as it is."""
        if self._pooled is None:
            return raw
        total = torch.zeros_like(raw[0])
        # The difference of the means moves all scores alike, but keeps the numbers near those of the cosine.
        for z, mean, std in zip(raw[1:], self.moments.mean, self.moments.std, strict=True):
            total += (z - float(mean)) / (float(std) + 1e-8)
        return torch.cat([raw, (raw[0] + total * RERANK_WEIGHT)[None]])

    def _share(self, block: Block) -> float:
        row, col = block.row + block.scores.shape[1], block.col + block.scores.shape[2]
        return (block.col + row / len(self._v) * (col - block.col)) / max(len(self._texts), 1)

    def _blocks(self) -> Iterator[Block]:
        for start in range(0, len(self._texts), _TEXTS_ENCODED):
            features = self._encode(self._texts[start : start + _TEXTS_ENCODED])
            self.g[start : start + len(features)] = features.embedding.float().cpu()
            step = _TEXTS_ENCODED if self._pooled is None else _TEXTS_MATCHED
            for first in range(0, len(features), step):
                part = _slice(features, first, first + step)
                for row in range(0, len(self._v), _ROWS):
                    yield Block(row, start + first, self._score(row, part))

    def _encode(self, texts: tuple[str, ...]) -> TextFeatures:
        model = self._model
        with torch.inference_mode(), torch.autocast(model.device.type, torch.bfloat16, enabled=self._amp):
            return model.encode_texts(texts)

    def _score(self, row: int, texts: TextFeatures) -> Tensor:
        """Raw scores (1 or 5, r, c) of up to ``_ROWS`` pictures from ``row`` on."""
        v = self._v[row : row + _ROWS]
        scores = torch.empty(len(self.raw_names), len(v), len(texts))
        with torch.inference_mode():
            scores[0] = v @ texts.embedding.float().cpu().T
            if self._pooled is not None:
                for start in range(row, row + len(v), _PICTURES_MATCHED):
                    pooled = self._pooled[start : min(start + _PICTURES_MATCHED, row + len(v))]
                    z = self._model.match_logits(pooled.to(self._model.device), texts).float().cpu()
                    scores[1:, start - row : start - row + len(z)] = z.permute(2, 0, 1)
        return scores


def _slice(features: TextFeatures, first: int, last: int) -> TextFeatures:
    """Some of the texts, without the padding that only the others needed."""
    mask = features.mask[first:last]
    longest = int(mask.any(dim=0).nonzero().max()) + 1 if mask.any() else mask.shape[1]
    return TextFeatures(
        features.embedding[first:last],
        features.words[first:last, :longest],
        mask[:, :longest],
        [tokens[:longest] for tokens in features.tokens[first:last]],
    )
