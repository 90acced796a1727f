"""What a square tile of a plan shows: counts and shares per class, for its captions."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from PIL import Image, ImageDraw

from msa_core.demo.describe import Seen
from msa_core.demo.land.plans.geometry import area
from msa_core.demo.land.plans.plan import Feature, Plan
from msa_core.demo.truth import colour_name, outline, told
from msa_core.demo.words import THING, WORDS

_CELLS = 60
MIN_SIDE = 0.022
"""What is smaller than this part of a tile's side is not mentioned."""


class TileTruth:
    """The named things of one plan, ready to be asked about many tiles."""

    def __init__(self, plan: Plan) -> None:
        self.named = [feature for feature in told(plan) if feature.kind in WORDS]
        self.rings = [outline(feature) for feature in self.named]
        self.boxes = np.array([(*ring.min(axis=0), *ring.max(axis=0)) for ring in self.rings]).reshape(-1, 4)
        self.sizes = np.sqrt([area(ring) for ring in self.rings])

    def seen(self, x: float, y: float, side_m: float) -> list[Seen]:
        """What lies in the tile of ``side_m`` whose top left corner is (x, y)."""
        low, high = self.boxes[:, :2], self.boxes[:, 2:]
        near = np.flatnonzero((low < (x + side_m, y + side_m)).all(axis=1) & (high > (x, y)).all(axis=1))
        image = Image.new("I", (_CELLS, _CELLS), 0)
        draw = ImageDraw.Draw(image)
        counts: Counter[str] = Counter()
        shares: defaultdict[str, float] = defaultdict(float)
        by_kind: defaultdict[str, list[Feature]] = defaultdict(list)
        drawn: list[str] = []
        for index in near:
            feature, ring = self.named[index], (self.rings[index] - (x, y)) / side_m * _CELLS
            if WORDS[feature.kind].role == THING:
                self._count(feature, ring, int(index), side_m, counts, shares, by_kind)
                continue
            drawn.append(feature.kind)
            by_kind[feature.kind].append(feature)
            draw.polygon(ring.ravel().tolist(), fill=len(drawn))
        cells = np.bincount(np.asarray(image).ravel(), minlength=len(drawn) + 1)[1:]
        for kind, number in zip(drawn, cells, strict=True):
            if number > 0.02 * _CELLS**2:
                counts[kind] += 1
            shares[kind] += number / _CELLS**2
        return [
            self._summed(kind, counts[kind], shares[kind], by_kind[kind])
            for kind in counts
            if shares[kind] >= 0.004
        ]

    def _count(
        self,
        feature: Feature,
        ring: np.ndarray,
        index: int,
        side_m: float,
        counts: Counter[str],
        shares: defaultdict[str, float],
        by_kind: defaultdict[str, list[Feature]],
    ) -> None:
        """Count a thing whose middle, or a good part of whose outline, is in the tile."""
        if self.sizes[index] < MIN_SIDE * side_m:
            return
        inside = ((ring >= 0) & (ring < _CELLS)).all(axis=1)
        middle = ring.mean(axis=0)
        if not (((middle >= 0) & (middle < _CELLS)).all() or inside.mean() > 0.4):
            return
        counts[feature.kind] += 1
        shares[feature.kind] += min(1.0, float(self.sizes[index] / side_m) ** 2) + 0.004
        by_kind[feature.kind].append(feature)

    @staticmethod
    def _summed(kind: str, count: int, share: float, features: list[Feature]) -> Seen:
        colours = Counter(
            colour_name(f.traits["colour"])
            for f in features
            if "colour" in f.traits and kind in ("storage_tank", "warehouse", "plane", "tennis_court")
        )
        crops = Counter(f.traits["crop"] for f in features if "crop" in f.traits)
        return Seen(
            kind=kind,
            count=count,
            share=min(1.0, share),
            colour=colours.most_common(1)[0][0] if colours else "",
            crops=tuple(crop for crop, _ in crops.most_common(3)),
        )
