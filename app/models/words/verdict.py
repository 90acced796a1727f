"""What a search has brought, in one sentence."""

from __future__ import annotations

import numpy as np

from app.translation import mark, numeral, tr, tr_n
from msa_core.colours import ScoreScale
from msa_core.records import Background

TOO_FEW = mark("Too few tiles, or too alike, to tell what stands out")
NOTHING = mark("Nothing stands out; the best guesses follow")


def verdict(scale: ScoreScale, scores: np.ndarray) -> str:
    """Whether anything stands out, as the first thing that is read.

    Args:
        scale: background and cut.
        scores: of the places listed, (n,).
    """
    background = scale.background
    if scale.own_cut is not None:
        above = int(np.count_nonzero(~scale.below(scores)))
        return tr_n(
            len(scores),
            "{above} of %n place at your cut {cut} or above",
            "{above} of %n places at your cut {cut} or above",
            above=numeral(above),
            cut=numeral(scale.own_cut, 3),
        )
    if background is None:
        return ""
    if background.stands_out is None or background.cut is None:
        return tr(TOO_FEW)
    if not background.stands_out:
        return tr(NOTHING)
    return _standing_out(background, len(scores), int(np.count_nonzero(scores >= background.cut)))


def _standing_out(background: Background, listed: int, above: int) -> str:
    """``12 stand out``, and of how many where all that are listed do; ``above`` of those listed."""
    cut = numeral(background.cut or 0.0, 2)
    if above == 0:
        return tr_n(
            background.above_cut,
            "%n tile stands out, not listed here · cut {cut}",
            "%n tiles stand out, none of them listed here · cut {cut}",
            cut=cut,
        )
    if above == listed and background.above_cut > above:
        return tr_n(
            above,
            "The one listed place stands out, of {tiles} tiles · cut {cut}",
            "All %n listed stand out, of {tiles} tiles · cut {cut}",
            tiles=numeral(background.above_cut),
            cut=cut,
        )
    return tr_n(above, "%n stands out · cut {cut}", "%n stand out · cut {cut}", cut=cut)


def details(scale: ScoreScale) -> str:
    """What the sentence rests on, for a tooltip and a screen reader; ``""`` without a background."""
    background = scale.background
    if background is None:
        return ""
    ends = {"low": numeral(background.low, 3), "high": numeral(background.high, 3)}
    if background.sampled:
        scores = tr_n(
            background.tiles,
            "The scores of a sample of %n tile, from {low} to {high}.",
            "The scores of a sample of %n tiles, from {low} to {high}.",
            **ends,
        )
    else:
        scores = tr_n(
            background.tiles,
            "The scores of %n tile, from {low} to {high}.",
            "The scores of %n tiles, from {low} to {high}.",
            **ends,
        )
    return f"{scores}\n{_reach(background)}"


def _reach(background: Background) -> str:
    """What a tile needs to stand out."""
    if background.cut is None:
        return tr("They are too few, or too alike, to tell matches from background.")
    if background.stands_out:
        return tr_n(
            background.above_cut,
            "%n tile scores {cut} or more: at most one in twenty of those is background.",
            "%n tiles score {cut} or more: at most one in twenty of those is background.",
            cut=numeral(background.cut, 3),
        )
    if background.cut <= 1:
        return tr("To stand out, a single tile would have to reach {cut}.", cut=numeral(background.cut, 3))
    return tr("The tiles are so alike that no single one could stand out.")
