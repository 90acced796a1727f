"""What the window says of votes. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msa_core.retrieval.query.precision import precision
from msa_core.retrieval.query.reviews import ACCEPTED, REJECTED, UNSURE

SIGNS = {ACCEPTED: "✓", REJECTED: "✗", UNSURE: "?"}
PROBE = "A light probe for this search alone, not training."


def summary_of_votes(votes: Mapping[str, str]) -> str:
    """``12 ✓  5 ✗ · about 71 % right (47 to 87)``; empty without votes."""
    if not votes:
        return ""
    counts = Counter(votes.values())
    words = f"{counts[ACCEPTED]:,} ✓  {counts[REJECTED]:,} ✗"
    words += f"  {counts[UNSURE]:,} ?" if counts[UNSURE] else ""
    told = precision(counts[ACCEPTED], counts[REJECTED])
    return f"{words} · {told.in_words()}" if told is not None else words


def spoken_votes(votes: Mapping[str, str]) -> str:
    """What the summary means, for a tooltip and a screen reader."""
    counts = Counter(votes.values())
    return (
        f"{counts[ACCEPTED]:,} accepted, {counts[REJECTED]:,} rejected, {counts[UNSURE]:,} unsure.\n"
        "The share is of those accepted or rejected, with its 95 % interval (Wilson). It speaks of the places you "
        "judged: after judging from the top, of the top of the list."
    )
