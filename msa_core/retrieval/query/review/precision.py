"""How many of the places found are right, as far as a review tells: a share with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Precision:
    """Shares in 0..1: those accepted of all accepted and rejected, and the ends of the 95 % interval."""

    share: float
    lower: float
    upper: float

    def in_words(self) -> str:
        """``about 71 % right (47 to 87)``: whole percent."""
        share, lower, upper = (round(100 * value) for value in (self.share, self.lower, self.upper))
        return f"about {share} % right ({lower} to {upper})"


def precision(accepted: int, rejected: int) -> Precision | None:
    """The precision of what was judged; None when nothing was. Places of which one is unsure do not count.

    The interval is Wilson's score interval (Wilson 1927, "Probable inference, the law of succession, and statistical
    inference", JASA 22), which holds for few votes and at 0 and 100 % too. It holds for the places that were judged
    as if they had been drawn from those it is said of: after judging from the top, for the top of the list.
    """
    count = accepted + rejected
    if count == 0:
        return None
    share, square = accepted / count, Z_95 * Z_95
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z_95 * math.sqrt(share * (1 - share) / count + square / (4 * count * count)) / (1 + square / count)
    return Precision(share, max(0.0, middle - half), min(1.0, middle + half))
