"""The plan of a landscape: what lies where, before anything is painted; also the ground truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from msa_core.demo.land.plans.geometry import Ground, Points, Site, inside, resample
from msa_core.demo.land.plans.style import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing on the ground.

    Attributes:
        kind: class name ("house", "runway"); decides the painter and, when told of, the class in the truth.
        ring: (n, 2) metres; an outline, or a centre line for what is drawn along a line.
        traits: how it is painted, and its attributes in the truth (colour, cars ...).
        site: the turned rectangle for things that have a direction.
        is_truth: whether the ground truth tells of it.
    """

    kind: str
    ring: Points
    traits: dict[str, Any]
    site: Site | None = None
    is_truth: bool = True


@dataclass(kw_only=True)
class Plan:
    """Features in order of making, single trees, and the ground that is taken."""

    width_m: float
    height_m: float
    style: Style
    rng: np.random.Generator
    features: list[Feature] = field(default_factory=list)
    trees: list[tuple[float, float, float, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ground = Ground(self.width_m, self.height_m)

    def add(self, kind: str, ring: Points, *, take: bool = False, truth: bool = True, **traits: Any) -> None:
        """Put an outline or a line on the plan; ``take`` keeps other things off its ground."""
        self.features.append(Feature(kind=kind, ring=ring, traits=traits, site=None, is_truth=truth))
        if take:
            self.ground.take(ring)

    def put(self, kind: str, site: Site, *, take: bool = False, truth: bool = True, **traits: Any) -> None:
        """Put something with a direction on the plan."""
        self.features.append(Feature(kind=kind, ring=site.ring, traits=traits, site=site, is_truth=truth))
        if take:
            self.ground.take(site.ring)

    def line(self, kind: str, line: Points, width_m: float, *, truth: bool = True, **traits: Any) -> None:
        """Put something along a line on the plan, and take its ground."""
        self.features.append(
            Feature(kind=kind, ring=line, traits={**traits, "width_m": width_m}, site=None, is_truth=truth)
        )
        self.ground.take_line(line, width_m)

    @contextmanager
    def underneath(self) -> Iterator[None]:
        """What is put on the plan within this block is painted before all that is there already."""
        start = len(self.features)
        yield
        self.features[:] = self.features[start:] + self.features[:start]

    def uniform(self, low: float, high: float) -> float:
        """A chance number."""
        return float(self.rng.uniform(low, high))

    def chance(self, probability: float) -> bool:
        """True with ``probability``."""
        return bool(self.rng.random() < probability)

    def choose(self, choices: Any, weights: Any = None) -> Any:
        """One of ``choices``."""
        if weights is None:
            return choices[int(self.rng.integers(len(choices)))]
        weights = np.asarray(weights, float)
        return choices[int(np.searchsorted(np.cumsum(weights / weights.sum()), self.rng.random()))]

    def tree(self, x: float, y: float, radius_m: float | None = None, species: int | None = None) -> None:
        """One tree, where the ground is free."""
        if not self.ground.is_free(x, y):
            return
        self.trees.append((x, y, radius_m or self.uniform(2.2, 4.5), self.style.species(self.rng, species)))

    def trees_along(
        self,
        line: Points,
        step_m: float,
        jitter_m: float = 1.0,
        keep: float = 0.9,
        radius_m: tuple[float, float] = (2.2, 4.0),
    ) -> None:
        """A row of trees."""
        for x, y in resample(line, step_m):
            if self.chance(keep):
                dx, dy = self.rng.normal(0, jitter_m, 2)
                self.tree(float(x + dx), float(y + dy), self.uniform(*radius_m))

    def trees_in(self, ring: Points, per_hectare: float, radius_m: tuple[float, float] = (2.2, 4.5)) -> None:
        """Scattered trees inside ``ring``."""
        low, high = ring.min(axis=0), ring.max(axis=0)
        n = int(np.prod(high - low) / 1e4 * per_hectare)
        spots = self.rng.uniform(low, high, (n, 2))
        for x, y in spots[inside(ring, spots)]:
            self.tree(float(x), float(y), self.uniform(*radius_m))

    def wood(self, ring: Points, spacing_m: float = 5.6, conifers: float | None = None) -> None:
        """A forest: crowns side by side on a shaken grid, on free ground inside ``ring``."""
        low, high = (
            np.maximum(ring.min(axis=0), 0),
            np.minimum(ring.max(axis=0), (self.width_m, self.height_m)),
        )
        if (high <= low).any():
            return
        xs, ys = np.meshgrid(np.arange(low[0], high[0], spacing_m), np.arange(low[1], high[1], spacing_m))
        xs[1::2] += spacing_m / 2
        spots = np.column_stack((xs.ravel(), ys.ravel())) + self.rng.normal(0, spacing_m * 0.24, (xs.size, 2))
        spots = spots[inside(ring, spots)]
        spots = spots[self.ground.free_points(spots)]
        self.rng.shuffle(spots)
        radii = np.clip(self.rng.lognormal(np.log(spacing_m * 0.62), 0.22, len(spots)), 1.6, 7.5)
        kinds = self.style.wood_species(self.rng, spots, conifers)
        self.trees.extend(
            zip(spots[:, 0].tolist(), spots[:, 1].tolist(), radii.tolist(), kinds.tolist(), strict=True)
        )


Layout = Callable[[Plan], None]


def new_plan(style: Style, width_m: float, height_m: float, seed: int) -> Plan:
    """An empty plan whose chances depend on ``seed`` alone."""
    return Plan(width_m=width_m, height_m=height_m, style=style, rng=np.random.default_rng((seed, 1)))
