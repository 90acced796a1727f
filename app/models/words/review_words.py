"""What the window says of votes. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.translation import mark, numeral, tr, tr_n
from msa_core.retrieval.query.review.precision import Precision, precision
from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, UNREVIEWED, UNSURE

SIGNS = {ACCEPTED: "✓", REJECTED: "✗", UNSURE: "?"}
PROBE = mark("A light probe for this search alone, not training.")


def summary_of_votes(votes: Mapping[str, str]) -> str:
    """``12 ✓  5 ✗ · about 71 % right (47 to 87)``; empty without votes."""
    if not votes:
        return ""
    counts = Counter(votes.values())
    words = f"{numeral(counts[ACCEPTED])} ✓  {numeral(counts[REJECTED])} ✗"
    words += f"  {numeral(counts[UNSURE])} ?" if counts[UNSURE] else ""
    told = precision(counts[ACCEPTED], counts[REJECTED])
    return f"{words} · {_share_words(told)}" if told is not None else words


def _share_words(told: Precision) -> str:
    share, lower, upper = (round(100 * value) for value in (told.share, told.lower, told.upper))
    return tr("about {share} % right ({lower} to {upper})", share=share, lower=lower, upper=upper)


def spoken_votes(votes: Mapping[str, str]) -> str:
    """What the summary means, for a tooltip and a screen reader."""
    counts = Counter(votes.values())
    return tr(
        "{accepted} accepted, {rejected} rejected, {unsure} unsure.\nThe share is of those "
        "accepted or rejected, with its 95 % interval (Wilson). It speaks of the places "
        "you judged: after judging from the top, of the top of the list.",
        accepted=numeral(counts[ACCEPTED]),
        rejected=numeral(counts[REJECTED]),
        unsure=numeral(counts[UNSURE]),
    )


def vote_step(state: str, count: int) -> str:
    """What a vote on so many places is called as a step."""
    words = {
        ACCEPTED: tr_n(count, "accept a place", "accept %n places"),
        REJECTED: tr_n(count, "reject a place", "reject %n places"),
        UNSURE: tr_n(count, "be unsure about a place", "be unsure about %n places"),
        UNREVIEWED: tr_n(count, "say nothing of a place", "say nothing of %n places"),
    }
    return words[state]
