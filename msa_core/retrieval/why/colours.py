"""The diverging ramp of the explanation sheet: cold against, warm for, nothing at 0."""

from __future__ import annotations

import numpy as np

# Light near 0 and dark at the ends on both sides, so that it reads in grey as well.
_COLD = ((214, 232, 246), (96, 170, 222), (28, 92, 176), (16, 42, 104))
_WARM = ((252, 232, 206), (250, 158, 84), (222, 66, 34), (122, 10, 24))


def ramp(count: int) -> np.ndarray:
    """``count`` colours from the coldest to the warmest, uint8 (count, 3)."""
    return _colour(np.linspace(-1.0, 1.0, count))


def solid(share: float) -> tuple[int, int, int]:
    """The colour of ``share`` in -1..1, near white at 0."""
    strength = min(1.0, abs(share) * 3.0)
    rgb = _colour(np.array([share]))[0] * strength + 250.0 * (1.0 - strength)
    return int(rgb[0]), int(rgb[1]), int(rgb[2])


def diverging_rgba(values: np.ndarray, reach: float) -> np.ndarray:
    """Signed values (h, w) -> RGBA uint8 (h, w, 4); transparent near 0, full colour at -reach and +reach."""
    share = np.clip(values / reach, -1.0, 1.0) if reach > 0 else np.zeros(values.shape)
    alpha = np.clip(np.abs(share) * 1.6, 0.0, 1.0) ** 0.8
    return np.dstack([_colour(share), (alpha * 235.0).astype(np.uint8)])


def _colour(share: np.ndarray) -> np.ndarray:
    """Shares in -1..1, any shape -> uint8 (..., 3)."""
    at = np.linspace(0.0, 1.0, len(_COLD))
    sides = []
    for stops in (_COLD, _WARM):
        table = np.array(stops, float)
        sides.append(np.stack([np.interp(np.abs(share), at, table[:, c]) for c in range(3)], axis=-1))
    rgb = np.where((share < 0)[..., np.newaxis], sides[0], sides[1])
    return rgb.round().astype(np.uint8)
