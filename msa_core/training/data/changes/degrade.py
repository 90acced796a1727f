"""What spoils real views from above: a coarser sensor, lossy compression, something in front."""

from __future__ import annotations

import io
from dataclasses import dataclass, fields

import numpy as np
from PIL import Image

from msa_core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Degrade:
    """Chances, 0..1 each, of what happens to a training view; all zero: nothing.

    Attributes:
        coarse: ground resolution lost by a factor of up to ``coarse_factor``: the view is reduced by area averages,
            as a sensor of larger pixels sees it, and enlarged again.
        jpeg: written and read again as JPEG of quality 25..90.
        erase: a rectangle of 2..20 % of the view becomes grey (Zhong et al. 2020, "Random Erasing").
        coarse_factor: the coarsest pixel, in pixels of the view, at least 1.
    """

    coarse: float = 0.0
    jpeg: float = 0.0
    erase: float = 0.0
    coarse_factor: float = 4.0

    def __post_init__(self) -> None:
        for f in fields(self)[:3]:
            if not 0.0 <= getattr(self, f.name) <= 1.0:
                raise UsageError(f"The chance {f.name} must be 0 to 1, not {getattr(self, f.name)}.")
        if not self.coarse_factor >= 1.0:
            raise UsageError(f"coarse_factor must be at least 1, not {self.coarse_factor}.")

    def __bool__(self) -> bool:
        return max(self.coarse, self.jpeg, self.erase) > 0

    def __call__(self, view: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """A view uint8 (S, S, 3) as uint8 (S, S, 3), spoilt by chance; a pure function of ``rng``'s state."""
        if rng.random() < self.coarse:
            view = _coarser(view, float(np.exp(rng.uniform(0.0, np.log(self.coarse_factor)))))
        if rng.random() < self.jpeg:
            view = _compressed(view, int(rng.integers(25, 91)))
        if rng.random() < self.erase:
            view = _erased(view, rng)
        return view


def _coarser(view: np.ndarray, factor: float) -> np.ndarray:
    size = (view.shape[1], view.shape[0])
    small = (max(1, round(size[0] / factor)), max(1, round(size[1] / factor)))
    reduced = Image.fromarray(view).resize(small, Image.Resampling.BOX)
    return np.asarray(reduced.resize(size, Image.Resampling.BICUBIC))


def _compressed(view: np.ndarray, quality: int) -> np.ndarray:
    buffer = io.BytesIO()
    Image.fromarray(view).save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as image:
        return np.asarray(image.convert("RGB"))


def _erased(view: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    h, w = view.shape[:2]
    area, aspect = rng.uniform(0.02, 0.2), np.exp(rng.uniform(-1.0, 1.0))
    eh = min(h, max(1, round(h * (area * aspect) ** 0.5)))
    ew = min(w, max(1, round(w * (area / aspect) ** 0.5)))
    y, x = int(rng.integers(h - eh + 1)), int(rng.integers(w - ew + 1))
    erased = view.copy()
    erased[y : y + eh, x : x + ew] = 128
    return erased
