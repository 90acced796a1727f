"""Retrieval figures: R@1/5/10 in both directions and their mean mR, by the standard protocol."""

from __future__ import annotations

import numpy as np

KS = (1, 5, 10)


def recalls(similarity: np.ndarray, image_of_text: np.ndarray) -> dict[str, float]:
    """Recalls in percent of a similarity matrix (images, texts); any number of texts per image.

    Image->text counts a hit when any of the image's texts ranks within k; text->image when its image does.
    Ties are counted as the expected recall over a random order of the tied, so that neither a constant score
    nor duplicated captions gain from their position.

    Args:
        similarity: float (I, J), higher is better.
        image_of_text: int (J,), the row of the image that each text describes.

    Returns:
        ``i2t_r1 .. t2i_r10`` and ``mR``, their mean.
    """
    owned = image_of_text[None, :] == np.arange(len(similarity))[:, None]
    figures: dict[str, float] = {}
    for name, scores, truth in (("i2t", similarity, owned), ("t2i", similarity.T, owned.T)):
        sums = np.zeros(len(KS))
        rows = 0
        for row, true in zip(scores, truth, strict=True):
            if not true.any():
                continue
            rows += 1
            best = row[true].max()
            above = int((row > best).sum())
            tied = row == best
            right, wrong = int((tied & true).sum()), int((tied & ~true).sum())
            sums += [_chance(k - above, right, wrong) for k in KS]
        for k, total in zip(KS, sums, strict=True):
            figures[f"{name}_r{k}"] = float(100.0 * total / max(rows, 1))
    figures["mR"] = float(np.mean([figures[f"{n}_r{k}"] for n in ("i2t", "t2i") for k in KS]))
    return figures


def _chance(places: int, right: int, wrong: int) -> float:
    """Chance that at least one of ``right`` tied items falls into the first ``places`` of right + wrong."""
    if places <= 0:
        return 0.0
    miss = 1.0
    for taken in range(right):
        miss *= max(wrong + right - places - taken, 0) / (wrong + right - taken)
    return 1.0 - miss
