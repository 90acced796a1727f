"""Colours and light of one landscape: its region, season, hour and camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msa_core.demo.land.plans.noise import fractal

Colour = tuple[float, float, float]
LEAFY, CONIFER, PALM = 0, 8, 16
"""First species number of each group of eight hues; see ``trees``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a landscape looks like. Colours are sRGB 0..255 in full light.

    Attributes:
        grass, dry_grass, soil, sand: ground covers.
        forest: mean colour of leafy crowns; ``conifer`` of needle trees.
        deep, shallow: water far from and near the shore; ``sea_deep``, ``sea_shallow`` likewise.
        roofs: colours of house roofs, and ``roof_weights``.
        asphalt, concrete: roads and aprons.
        conifers: share of needle trees in woods, 0..1.
        sun_azimuth: direction the light comes from, radians clockwise from north.
        sun_height: elevation of the sun in radians.
        haze, contrast, saturation, tint: the camera: veil 0..1, gain about 1, factor, and RGB factors.
    """

    grass: Colour = (104, 116, 74)
    dry_grass: Colour = (146, 140, 100)
    soil: Colour = (150, 126, 98)
    sand: Colour = (206, 190, 158)
    forest: Colour = (74, 94, 54)
    conifer: Colour = (54, 74, 52)
    deep: Colour = (44, 62, 62)
    shallow: Colour = (86, 98, 76)
    sea_deep: Colour = (40, 74, 90)
    sea_shallow: Colour = (92, 146, 146)
    roofs: tuple[Colour, ...] = ((158, 92, 70), (128, 84, 68), (120, 118, 116), (92, 90, 92), (186, 180, 172))
    roof_weights: tuple[float, ...] = (4, 2, 2, 1.2, 0.7)
    asphalt: Colour = (124, 124, 124)
    concrete: Colour = (184, 181, 172)
    conifers: float = 0.25
    sun_azimuth: float = 2.4
    sun_height: float = 0.78
    haze: float = 0.04
    contrast: float = 1.06
    saturation: float = 1.0
    tint: Colour = (1.0, 1.0, 1.0)

    @property
    def sunward(self) -> tuple[float, float]:
        """Unit vector (x, y down) from the ground towards the sun."""
        return float(np.sin(self.sun_azimuth)), float(-np.cos(self.sun_azimuth))

    def facing(self, direction: float) -> float:
        """Brightness of a sloping roof whose downhill side looks to ``direction`` (radians, east to south)."""
        x, y = self.sunward
        return 1.0 + 0.3 * (x * np.cos(direction) + y * np.sin(direction))

    def species(self, rng: np.random.Generator, group: int | None = None) -> int:
        """Species of a single tree: mostly leafy, of chance hue."""
        if group is None:
            group = CONIFER if rng.random() < self.conifers * 0.6 else LEAFY
        return group + int(rng.integers(8))

    def wood_species(self, rng: np.random.Generator, spots: np.ndarray, conifers: float | None) -> np.ndarray:
        """Species (n,) of the trees of a wood: stands of one kind, mixed by chance."""
        share = self.conifers if conifers is None else conifers
        field = fractal(int(rng.integers(4)), 2.3, 3)
        cells = (spots / 3.0 + rng.integers(0, 1024, 2)).astype(int) % len(field)
        stand = field[cells[:, 1], cells[:, 0]]
        needle = stand + rng.normal(0, 0.5, len(spots)) < np.interp(share, (0, 0.5, 1), (-4, 0, 4))
        hue = np.clip(3.5 + stand * 0.9 + rng.normal(0, 1.6, len(spots)), 0, 7.99).astype(int)
        return np.where(needle, CONIFER, LEAFY) + hue


TEMPERATE = Style()
COAST = Style(
    grass=(112, 118, 78),
    dry_grass=(160, 148, 112),
    soil=(168, 144, 114),
    forest=(78, 94, 58),
    conifers=0.4,
    roofs=((176, 108, 80), (162, 96, 74), (196, 186, 172), (150, 146, 142), (214, 208, 196)),
    roof_weights=(4, 3, 2, 1, 1),
    sun_azimuth=2.7,
    sun_height=0.84,
    haze=0.03,
    saturation=1.04,
)
CITY = Style(
    grass=(100, 114, 76),
    roofs=((138, 88, 72), (118, 114, 112), (94, 94, 96), (172, 166, 160), (150, 118, 98)),
    roof_weights=(2.4, 2.4, 1.6, 1.2, 1.2),
    asphalt=(112, 113, 114),
    sun_azimuth=2.2,
    sun_height=0.72,
    conifers=0.12,
    haze=0.05,
    contrast=1.1,
    saturation=0.94,
)
NORTH = Style(
    grass=(98, 108, 66),
    forest=(74, 96, 54),
    conifer=(52, 72, 50),
    conifers=0.6,
    deep=(30, 46, 52),
    shallow=(70, 76, 54),
    roofs=((132, 52, 44), (92, 90, 90), (148, 142, 136), (104, 76, 62)),
    roof_weights=(2.4, 2, 1, 1.2),
    sun_azimuth=2.75,
    sun_height=0.62,
    haze=0.03,
    contrast=1.1,
)
FARMLAND = Style(
    grass=(106, 120, 70), soil=(158, 128, 96), sun_azimuth=2.3, sun_height=0.76, conifers=0.15, haze=0.05
)
DRY = Style(
    grass=(138, 134, 92),
    dry_grass=(176, 158, 118),
    soil=(186, 156, 120),
    sand=(220, 192, 146),
    forest=(84, 92, 58),
    conifer=(66, 78, 54),
    deep=(52, 84, 86),
    shallow=(128, 136, 112),
    roofs=((206, 186, 160), (188, 168, 144), (168, 110, 84), (222, 214, 202)),
    roof_weights=(3, 3, 2, 2),
    asphalt=(142, 138, 132),
    sun_azimuth=2.5,
    sun_height=0.9,
    conifers=0.1,
    haze=0.02,
    contrast=1.1,
)

STYLES = (TEMPERATE, COAST, CITY, NORTH, FARMLAND, DRY)
