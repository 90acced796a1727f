"""Retrieval figures: R@1/5/10 in both directions and their mean mR, by the standard protocol."""

from __future__ import annotations

import numpy as np

KS = (1, 5, 10)
FIGURES = (*(f"i2t_r{k}" for k in KS), *(f"t2i_r{k}" for k in KS))
"""Names of the six recalls, in the order in which tables list them."""


def expected_hits(
    above: np.ndarray, right: np.ndarray, wrong: np.ndarray, ks: tuple[int, ...] = KS
) -> np.ndarray:
    """Chance that a right item is among the first k, over all orders of the items that tie with the best right one.

    With p = k - above places left for right + wrong tied items, a random order misses with probability
    C(wrong, p) / C(wrong + right, p): drawing p items one by one and never a right one.

    Args:
        above: int (Q,), items that score higher than the query's best right item.
        right: int (Q,), right items with that score; 0 where a query has none, and then never hits.
        wrong: int (Q,), other items with that score.
        ks: the cut-offs k.

    Returns:
        float64 (Q, len(ks)) in 0..1.
    """
    left_over = np.asarray(ks)[None, :] - above[:, None]
    miss = np.ones(left_over.shape)
    for drawn in range(max(ks)):
        left = (wrong + right - drawn)[:, None]
        factor = np.maximum(wrong - drawn, 0)[:, None] / np.maximum(left, 1)
        miss *= np.where(drawn < left_over, factor, 1.0)
    return np.where((right > 0)[:, None], 1.0 - miss, 0.0)


def mean_recall(figures: dict[str, float]) -> float:
    """mR, the mean of the six recalls."""
    return float(np.mean([figures[name] for name in FIGURES]))


def recalls(similarity: np.ndarray, image_of_text: np.ndarray) -> dict[str, float]:
    """Recalls in percent of a similarity matrix (images, texts); any number of texts per image.

    Image->text counts a hit when any of the image's texts ranks within k; text->image when its image does.
    Ties are counted as the expected recall over a random order of the tied, so that neither a constant score
    nor duplicated captions gain from their position. For a whole matrix in memory;
    :mod:`msa_core.training.measure.scores.ranking` does the same in blocks.

    Args:
        similarity: float (I, J), higher is better.
        image_of_text: int (J,), the row of the image that each text describes.

    Returns:
        ``i2t_r1 .. t2i_r10`` and ``mR``, their mean.
    """
    owned = image_of_text[None, :] == np.arange(len(similarity))[:, None]
    figures: dict[str, float] = {}
    for name, scores, truth in (("i2t", similarity, owned), ("t2i", similarity.T, owned.T)):
        asked = truth.any(axis=1)
        scores, truth = scores[asked], truth[asked]
        best = np.where(truth, scores, -np.inf).max(axis=1, initial=-np.inf, keepdims=True)
        tied = scores == best
        right = (tied & truth).sum(axis=1)
        hits = expected_hits((scores > best).sum(axis=1), right, tied.sum(axis=1) - right)
        for k, share in zip(KS, hits.sum(axis=0) / max(len(hits), 1), strict=True):
            figures[f"{name}_r{k}"] = float(100.0 * share)
    figures["mR"] = mean_recall(figures)
    return figures
