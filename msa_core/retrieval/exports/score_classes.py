"""Classes of score for the styles: where the scores of these hits lie, and the colour of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.colours import WARM_RAMP
from msa_core.records import TileHit
from msa_core.retrieval.exports.columns import number

MAX_CLASSES = 5
# Part of the warm ramp that is used: its lightest colours would vanish on a map.
_LIGHTEST = 0.35
# Where on it a class lies that stands alone.
_OF_ONE = 0.63


@dataclass(frozen=True, slots=True)
class ScoreClass:
    """Scores from ``low`` to ``high``; a score on the border of two classes belongs to the lower one.

    Attributes:
        rgb: 0..255, the darker the better.
        digits: of the label, enough to tell the classes apart.
    """

    low: float
    high: float
    rgb: tuple[int, int, int]
    digits: int = 3

    @property
    def label(self) -> str:
        """For a legend."""
        low, high = f"{self.low:.{self.digits}f}", f"{self.high:.{self.digits}f}"
        return low if self.low == self.high else f"{low} to {high}"

    @property
    def hex(self) -> str:
        """``#rrggbb``."""
        return "#{:02x}{:02x}{:02x}".format(*self.rgb)


def score_classes(hits: Sequence[TileHit]) -> tuple[ScoreClass, ...]:
    """At most ``MAX_CLASSES`` of equal width between the lowest and the highest score of ``hits``, lowest first.

    Equal widths, not equal counts: one hit far above the others then stands alone in the darkest class.
    The ends are the scores as they are written, so that every hit is in a class.
    """
    scores = sorted({score for hit in hits if (score := number(hit.score)) is not None})
    if not scores:
        return ()
    count = min(MAX_CLASSES, len(scores))
    breaks = np.linspace(scores[0], scores[-1], count + 1).round(6).tolist()
    breaks[0], breaks[-1] = scores[0], scores[-1]
    last = len(WARM_RAMP) - 1
    along = np.linspace(_LIGHTEST, 1.0, count) if count > 1 else np.array([_OF_ONE])
    shades = WARM_RAMP[(along * last).astype(int)]
    digits = next((d for d in range(3, 6) if len({round(b, d) for b in breaks}) == len(set(breaks))), 6)
    return tuple(
        ScoreClass(low, high, (int(rgb[0]), int(rgb[1]), int(rgb[2])), digits)
        for low, high, rgb in zip(breaks[:-1], breaks[1:], shades, strict=True)
    )


def class_of(score: float | None, classes: Sequence[ScoreClass]) -> int | None:
    """Number of the class of a score as written, None for a hit without one."""
    if score is None:
        return None
    return next((i for i, each in enumerate(classes) if each.low <= score <= each.high), None)
