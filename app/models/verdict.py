"""What a search has brought, in one sentence."""

from __future__ import annotations

import numpy as np

from msa_core.colours import ScoreScale
from msa_core.records import Background

TOO_FEW = "Too few tiles, or too alike, to tell what stands out"
NOTHING = "Nothing stands out; the best guesses follow"


def verdict(scale: ScoreScale, scores: np.ndarray) -> str:
    """Whether anything stands out, as the first thing that is read.

    Args:
        scale: background and cut.
        scores: of the places listed, (n,).
    """
    background = scale.background
    if scale.own_cut is not None:
        above = int(np.count_nonzero(~scale.below(scores)))
        return f"{above:,} of {_places(len(scores))} at your cut {scale.own_cut:.3f} or above"
    if background is None:
        return ""
    if background.stands_out is None or background.cut is None:
        return TOO_FEW
    if not background.stands_out:
        return NOTHING
    above = int(np.count_nonzero(scores >= background.cut))
    if above == 0:
        return f"{_tiles(background)} stand out, none of them listed here · cut {background.cut:.2f}"
    stands = "stands" if above == 1 else "stand"
    if above == len(scores) and background.above_cut > above:
        everything = "The one listed place stands out" if above == 1 else f"All {above:,} listed stand out"
        return f"{everything}, of {_tiles(background)} · cut {background.cut:.2f}"
    return f"{above:,} {stands} out · cut {background.cut:.2f}"


def details(scale: ScoreScale) -> str:
    """What the sentence rests on, for a tooltip and a screen reader; ``""`` without a background."""
    background = scale.background
    if background is None:
        return ""
    of = "a sample of " if background.sampled else ""
    lines = [
        f"The scores of {of}{background.tiles:,} tiles, from {background.low:.3f} to {background.high:.3f}."
    ]
    if background.cut is None:
        lines.append("They are too few, or too alike, to tell matches from background.")
    elif background.stands_out:
        tiles = "1 tile scores" if background.above_cut == 1 else f"{background.above_cut:,} tiles score"
        lines.append(f"{tiles} {background.cut:.3f} or more: at most one in twenty of those is background.")
    elif background.cut <= 1:
        lines.append(f"To stand out, a single tile would have to reach {background.cut:.3f}.")
    else:
        lines.append("The tiles are so alike that no single one could stand out.")
    return "\n".join(lines)


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count:,} places"


def _tiles(background: Background) -> str:
    return "1 tile" if background.above_cut == 1 else f"{background.above_cut:,} tiles"
