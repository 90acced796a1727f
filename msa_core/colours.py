"""The two ramps of window, sheet and styles: one for scores, one diverging for overlays. Arrays, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.records import Background, TileHit

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


def score_shares(scores: np.ndarray, background: Background | None) -> np.ndarray:
    """Places on the ramp, 0..1, of scores (n,): what they are worth against the background of their query.

    The middle of the background is 0, its cut one half, and as far above the cut again 1. A hit that the background
    alone would bring is therefore never bright, however much better it is than the other hits. Where the background
    cannot be told no place is beyond one half: nothing is claimed to stand out.
    """
    scores = np.asarray(scores, dtype=np.float64)
    if scores.size == 0:
        return scores
    if background is not None and background.cut is not None and background.cut > background.middle:
        shares = 0.5 * (scores - background.middle) / (background.cut - background.middle)
    else:
        low, high = (
            (float(scores.min()), float(scores.max()))
            if background is None
            else (background.low, background.high)
        )
        shares = 0.5 * (scores - low) / (high - low) if high - low > 1e-12 else np.full_like(scores, 0.5)
    return np.clip(shares, 0.0, 1.0)


def score_colours(scores: np.ndarray, background: Background | None) -> np.ndarray:
    """Scores (n,) -> RGB (n, 3) uint8 on the ramp that the background spans; see :func:`score_shares`."""
    return SCORE_RAMP[(score_shares(scores, background) * 255).round().astype(np.intp)]


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """The colours of list, map and histogram, and the cut.

    Attributes:
        background: what the scores are measured against, None when it was not told.
        own_cut: where the user has put the cut; None leaves it where the background suggests.
    """

    background: Background | None = None
    own_cut: float | None = None

    @property
    def cut(self) -> float | None:
        """Least score that counts as standing out; None when there is none."""
        if self.own_cut is not None:
            return self.own_cut
        return None if self.background is None else self.background.cut

    def shares(self, scores: np.ndarray) -> np.ndarray:
        """Places (n,) on the ramp, 0..1."""
        return score_shares(scores, self.background)

    def colours(self, scores: np.ndarray) -> np.ndarray:
        """Colours (n, 3) uint8."""
        return score_colours(scores, self.background)

    def below(self, scores: np.ndarray) -> np.ndarray:
        """Which scores (n,) lie below the cut, bool; none where there is no cut."""
        scores = np.asarray(scores, dtype=np.float64)
        return np.zeros(len(scores), dtype=bool) if self.cut is None else scores < self.cut


def scores_of(hits: Sequence[TileHit]) -> np.ndarray:
    """The scores of hits, float64 (n,)."""
    return np.fromiter((hit.score for hit in hits), dtype=np.float64, count=len(hits))


def diverging_rgba(values: np.ndarray, reach: float, opacity: float = 1.0) -> np.ndarray:
    """Signed values (h, w) -> RGBA (h, w, 4) uint8, centred on 0, ends of the ramp at -reach and +reach.

    Values near 0 are transparent, so that the picture below stays readable where nothing is claimed; the ends of the
    ramp have ``opacity`` (0..1).
    """
    share = np.clip(np.nan_to_num(values) / reach, -1.0, 1.0) if reach > 0 else np.zeros_like(values)
    rgba = np.empty((*values.shape, 4), dtype=np.uint8)
    rgba[..., :3] = _diverging(share)
    rgba[..., 3] = (255 * opacity * np.clip(np.abs(share) * 1.25, 0.0, 1.0) ** 0.6).astype(np.uint8)
    return rgba


def diverging_rgb(share: float) -> tuple[int, int, int]:
    """The colour of ``share`` in -1..1 on white paper, near white at 0."""
    strength = min(1.0, abs(share) * 3.0)
    rgb = _diverging(np.array(share)) * strength + _NEAR_WHITE * (1.0 - strength)
    return int(rgb[0]), int(rgb[1]), int(rgb[2])


def _diverging(share: np.ndarray) -> np.ndarray:
    """Shares in -1..1, any shape -> uint8 (..., 3)."""
    return DIVERGING_RAMP[np.clip((share + 1) * 127.5, 0, 255).astype(np.intp)]
