"""The two ramps of window, sheet and styles: one for scores, one diverging for overlays. Arrays, no Qt."""

from __future__ import annotations

import numpy as np

# Lightness grows evenly along the ramp, so it reads without hue, on light and dark imagery alike.
_SCORE_STOPS = ((70, 40, 140), (150, 44, 140), (214, 72, 96), (246, 134, 56), (252, 214, 72))
# Light near 0 and dark at the ends on both sides, so that it reads in grey as well.
_COLD = ((214, 232, 246), (96, 170, 222), (28, 92, 176), (16, 42, 104))
_WARM = ((252, 232, 206), (250, 158, 84), (222, 66, 34), (122, 10, 24))
_NEAR_WHITE = 250.0
OVERLAY_OPACITY = 0.92
"""Of the strongest values of an overlay that is written to a file: the picture below still shows."""


def _ramp(stops: tuple[tuple[int, int, int], ...], n: int) -> np.ndarray:
    """Stops -> (n, 3) uint8 by linear interpolation."""
    at = np.linspace(0.0, 1.0, len(stops))
    rows = np.array(stops, dtype=np.float64)
    fine = np.linspace(0.0, 1.0, n)
    return np.stack([np.interp(fine, at, rows[:, c]) for c in range(3)], axis=1).round().astype(np.uint8)


SCORE_RAMP = _ramp(_SCORE_STOPS, 256)
"""(256, 3) uint8, lowest score first."""
COLD_RAMP, WARM_RAMP = _ramp(_COLD, 128), _ramp(_WARM, 128)
"""(128, 3) uint8 each, from what says nothing to the strongest."""
DIVERGING_RAMP = np.concatenate([COLD_RAMP[::-1], WARM_RAMP])
"""(256, 3) uint8, from the strongest against to the strongest for."""


def score_colours(scores: np.ndarray) -> np.ndarray:
    """Scores (n,) -> RGB (n, 3) uint8; the ramp spans the lowest to the highest of these scores."""
    scores = np.asarray(scores, dtype=np.float64)
    if scores.size == 0:
        return np.zeros((0, 3), dtype=np.uint8)
    low, high = float(scores.min()), float(scores.max())
    share = np.ones_like(scores) if high - low < 1e-12 else (scores - low) / (high - low)
    return SCORE_RAMP[np.clip((share * 255).round(), 0, 255).astype(np.intp)]


def diverging_rgba(values: np.ndarray, reach: float, opacity: float = 1.0) -> np.ndarray:
    """Signed values (h, w) -> RGBA (h, w, 4) uint8, centred on 0, ends of the ramp at -reach and +reach.

    Values near 0 are transparent, so that the picture below stays readable where nothing is claimed; the ends of the
    ramp have ``opacity`` (0..1).
    """
    share = np.clip(np.nan_to_num(values) / reach, -1.0, 1.0) if reach > 0 else np.zeros_like(values)
    rgba = np.empty((*values.shape, 4), dtype=np.uint8)
    rgba[..., :3] = _diverging(share)
    rgba[..., 3] = (255 * opacity * np.clip(np.abs(share) * 1.6, 0.0, 1.0) ** 0.8).astype(np.uint8)
    return rgba


def diverging_rgb(share: float) -> tuple[int, int, int]:
    """The colour of ``share`` in -1..1 on white paper, near white at 0."""
    strength = min(1.0, abs(share) * 3.0)
    rgb = _diverging(np.array(share)) * strength + _NEAR_WHITE * (1.0 - strength)
    return int(rgb[0]), int(rgb[1]), int(rgb[2])


def _diverging(share: np.ndarray) -> np.ndarray:
    """Shares in -1..1, any shape -> uint8 (..., 3)."""
    return DIVERGING_RAMP[np.clip((share + 1) * 127.5, 0, 255).astype(np.intp)]
