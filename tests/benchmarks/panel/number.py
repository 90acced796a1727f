"""The one number of the panel. The weights were written down before any model was measured by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the panel.

    Attributes:
        weight: its share of the number; all together are 1.
        says: what its value means. All values are 0..1 (correlations -1..1), higher is better.
        chance: what a model that knows nothing has on average.
        data: the data it is measured on, as ``--seen`` names it.
    """

    weight: float
    says: str
    chance: float
    data: str


PARTS: dict[str, Part] = {
    "rsicd": Part(0.15, "mR on RSICD val", 0.005, "rsicd-val"),
    "ucm captions": Part(0.15, "mR on UCM val, UCM left out of training", 0.025, "ucm"),
    "ucm classes": Part(0.15, "mean over UCM's 21 classes of the share named right", 1 / 21, "ucm"),
    "planes counted": Part(0.10, "rank correlation of a sentence's score and the number of aircraft", 0.0, "airports"),
    "planes in thirds": Part(0.10, "right ones in the third asked for (none, few, many) of ten", 0.34, "airports"),
    "roofs": Part(0.10, "rank correlation of two sentences' scores with the cover by buildings", 0.0, "chips"),
    "captions": Part(0.10, "first sentence said of a picture: true 1, wrong 0, none 1/2", 0.2, "rsicd-val"),
    "rasters": Part(0.15, "16 queries: mean of reciprocal rank and share among the first five", 0.1, "rasters"),
}  # fmt: skip
"""Until captions could be measured, RSICD val and the rasters weighed 0.20 each, and captions nothing."""


def number(values: Mapping[str, float], seen: Collection[str] = ()) -> tuple[float, float]:
    """The panel's number, 0..100, and the share of the weights it rests on.

    Args:
        values: value of each part that was measured.
        seen: names of :attr:`Part.data` that the model was trained on: those parts are left out, and the others'
            weights grow in proportion. Numbers compare only where the same parts count.

    Raises:
        ValueError: nothing is left.
    """
    counted = {name: PARTS[name].weight for name in values if PARTS[name].data not in seen}
    share = sum(counted.values())
    if not share:
        raise ValueError("no part of the panel is left to count")
    return 100.0 * sum(values[name] * weight for name, weight in counted.items()) / share, share
