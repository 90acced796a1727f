"""Classes of score for the styles: what a score is worth against the background, in the colours of the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.colours import score_colours
from msa_core.records import Background, TileHit
from msa_core.retrieval.exports.told.columns import number

MAX_CLASSES = 4
LABELS = ("background", "below the cut", "stands out", "stands out far")
"""What the classes say where there is a cut, the lowest first."""
# Scores are written with so many digits.
_UNIT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreClass:
    """Scores from ``low`` to ``high``; a score on the border of two classes belongs to the lower one.

    Attributes:
        rgb: 0..255, on the ramp of the window: the brighter the better.
        words: what it says of the score, ``""`` where that cannot be told.
        digits: of the label, enough to tell the classes apart.
    """

    low: float
    high: float
    rgb: tuple[int, int, int]
    words: str = ""
    digits: int = 3

    @property
    def label(self) -> str:
        """For a legend."""
        low, high = f"{self.low:.{self.digits}f}", f"{self.high:.{self.digits}f}"
        bounds = low if self.low == self.high else f"{low} to {high}"
        return f"{self.words}: {bounds}" if self.words else bounds

    @property
    def hex(self) -> str:
        """``#rrggbb``."""
        return "#{:02x}{:02x}{:02x}".format(*self.rgb)


def score_classes(hits: Sequence[TileHit], background: Background | None = None) -> tuple[ScoreClass, ...]:
    """Classes that hold every score of ``hits``, the lowest first; none without hits.

    With a cut they are those of the ramp of the window: up to half the way from the middle of the background to the
    cut, up to the cut, up to half as far above it, and beyond; a score at the cut stands out. The same query has the
    same classes whatever is exported of it. Where the background tells no cut they are of equal width over all scores
    it knows, and none has a colour that would claim to stand out. The ends are the scores as they are written, so that
    every hit is in a class.
    """
    scores = sorted({score for hit in hits if (score := number(hit.score)) is not None})
    if not scores:
        return ()
    has_cut = background is not None and background.cut is not None and background.cut > background.middle
    breaks = (
        _at_the_cut(scores, background) if has_cut and background is not None else _even(scores, background)
    )
    digits = next((d for d in range(3, 6) if len({round(b, d) for b in breaks}) == len(set(breaks))), 6)
    middles: np.ndarray = (np.array(breaks[:-1]) + breaks[1:]) / 2
    if has_cut and background is not None and background.cut is not None:
        # Of the outer classes, however far they reach, the colour of their part of the ramp.
        step = (background.cut - background.middle) / 2
        middles = background.middle + step * (np.arange(MAX_CLASSES) + 0.5)
    colours = score_colours(middles, background)
    words = LABELS if has_cut else ("",) * len(colours)
    return tuple(
        ScoreClass(low=low, high=high, rgb=(int(rgb[0]), int(rgb[1]), int(rgb[2])), words=said, digits=digits)
        for low, high, rgb, said in zip(breaks[:-1], breaks[1:], colours, words, strict=True)
    )


def _at_the_cut(scores: Sequence[float], background: Background) -> list[float]:
    """Borders around the cut, and ends that hold all scores."""
    assert background.cut is not None
    step = (background.cut - background.middle) / 2
    borders = [
        round(background.middle + step, 6),
        round(round(background.cut, 6) - _UNIT, 6),
        round(background.cut + step, 6),
    ]
    low, high = (
        min(scores[0], round(background.middle, 6)),
        max(scores[-1], round(background.cut + 2 * step, 6)),
    )
    return np.maximum.accumulate([min(low, borders[0]), *borders, max(high, borders[-1])]).tolist()


def _even(scores: Sequence[float], background: Background | None) -> list[float]:
    """Equal widths over all that was scored."""
    low, high = scores[0], scores[-1]
    if background is not None:
        low, high = min(low, round(background.low, 6)), max(high, round(background.high, 6))
    count = min(MAX_CLASSES, len(scores)) if low < high else 1
    breaks = np.linspace(low, high, count + 1).round(6).tolist()
    breaks[0], breaks[-1] = low, high
    return breaks


def class_of(score: float | None, classes: Sequence[ScoreClass]) -> int | None:
    """Number of the class of a score as written, None for a hit without one."""
    if score is None:
        return None
    return next((i for i, each in enumerate(classes) if each.low <= score <= each.high), None)
