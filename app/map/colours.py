"""Colours of the map: one ramp for scores, one diverging ramp for overlays. Arrays, no Qt."""

from __future__ import annotations

import numpy as np

# Lightness grows evenly along the ramp, so it reads without hue, on light and dark imagery alike.
_SCORE_STOPS = ((70, 40, 140), (150, 44, 140), (214, 72, 96), (246, 134, 56), (252, 214, 72))
_NEGATIVE = ((214, 232, 246), (96, 170, 222), (28, 92, 176), (16, 42, 104))
_POSITIVE = ((252, 232, 206), (250, 158, 84), (222, 66, 34), (122, 10, 24))


def _ramp(stops: tuple[tuple[int, int, int], ...], n: int) -> np.ndarray:
    """Stops -> (n, 3) uint8 by linear interpolation."""
    at = np.linspace(0.0, 1.0, len(stops))
    rows = np.array(stops, dtype=np.float64)
    fine = np.linspace(0.0, 1.0, n)
    return np.stack([np.interp(fine, at, rows[:, c]) for c in range(3)], axis=1).round().astype(np.uint8)


SCORE_RAMP = _ramp(_SCORE_STOPS, 256)
DIVERGING_RAMP = np.concatenate([_ramp(_NEGATIVE, 128)[::-1], _ramp(_POSITIVE, 128)])


def score_colours(scores: np.ndarray) -> np.ndarray:
    """Scores (n,) -> RGB (n, 3) uint8; the ramp spans the lowest to the highest of these scores."""
    scores = np.asarray(scores, dtype=np.float64)
    if scores.size == 0:
        return np.zeros((0, 3), dtype=np.uint8)
    low, high = float(scores.min()), float(scores.max())
    share = np.ones_like(scores) if high - low < 1e-12 else (scores - low) / (high - low)
    return SCORE_RAMP[np.clip((share * 255).round(), 0, 255).astype(np.intp)]


def diverging_rgba(values: np.ndarray, reach: float) -> np.ndarray:
    """Signed values (h, w) -> RGBA (h, w, 4) uint8, centred on 0, ends of the ramp at -reach and +reach.

    Values near 0 are transparent, so that the picture below stays readable where nothing is claimed.
    """
    share = np.clip(np.nan_to_num(values) / reach, -1.0, 1.0) if reach > 0 else np.zeros_like(values)
    rgba = np.empty((*values.shape, 4), dtype=np.uint8)
    rgba[..., :3] = DIVERGING_RAMP[np.clip((share + 1) * 127.5, 0, 255).astype(np.intp)]
    strength = np.abs(share)
    rgba[..., 3] = (255 * np.clip(strength * 1.6, 0.0, 1.0) ** 0.8).astype(np.uint8)
    return rgba
