"""The MSCMAT re-rank: the best tiles by cosine, put in order again with their four match logits.

The combination is the one that ``msa eval`` reports as ``reranked``: cosine + 0.1 x the sum over scales of z^s, each
made zero-mean and unit-variance. There the mean and deviation are over all pairs; here over an even sample of the
index for the text asked, which needs no second pass. The logits come from the pooled features kept in the index: exact,
and no pixel is read.
"""

from __future__ import annotations

import numpy as np

from msa_core.indexing.folder.tile_index import TileIndex
from msa_core.model.embedder import Embedder
from msa_core.model.text_encoder import TextFeatures

DEPTH = 1000
"""How many of the best tiles by cosine are put in order again."""

WEIGHT = 0.1
DEFAULT = False
"""Whether searches re-rank unless told: chosen by what it gains and loses, see the README's table."""

_SAMPLE_ROWS = 128


class Reranker:
    """Orders tiles of an index by cosine and match logits.

    Args:
        index: an opened index; its pooled features are read.
        embedder: with the model of the index.
    """

    def __init__(self, index: TileIndex, embedder: Embedder) -> None:
        self._index, self._embedder = index, embedder
        step = max(1, len(index) // _SAMPLE_ROWS)
        self._sample = np.arange(0, len(index), step)

    def order(
        self, rows: np.ndarray, cosines: np.ndarray, words: TextFeatures
    ) -> tuple[np.ndarray, np.ndarray]:
        """Positions (K,) of ``rows`` (K,) in their new order, equal ones as they are, and their match logits (K, 4).

        Args:
            rows: of the index, best cosine first.
            cosines: their scores (K,).
            words: features of one text.
        """
        both = np.concatenate([self._sample, rows])
        z = self._embedder.match_logits(self._index.pooled(both), words)[:, 0].astype(np.float64)
        usual, z = z[: len(self._sample)], z[len(self._sample) :]
        return np.argsort(-combine(cosines, z, usual), kind="stable"), z


def combine(cosines: np.ndarray, z: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Cosine + 0.1 x the sum of standardised logits, float64 (K,).

    Args:
        cosines: (K,).
        z: match logits (K, 4) of the same tiles.
        usual: match logits (M, 4) of tiles at large, whose mean and deviation make ``z`` comparable.
    """
    standard = (z - usual.mean(axis=0)) / (usual.std(axis=0) + 1e-8)
    total: np.ndarray = cosines.astype(np.float64) + WEIGHT * standard.sum(axis=1)
    return total
