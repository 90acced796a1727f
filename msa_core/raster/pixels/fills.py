"""Nodata that a file does not declare: one constant value, far from all others, that fills much of it.

The empty part of a scene is often 0, -9999 or 65535 without a word in the header. Taken for ground it washes out the
contrast of everything else and fills tiles with nothing. Taken for nodata wrongly, it hides true water or snow; so a
fill must be the lowest or highest value, in all bands at the same pixels, and stand apart from the other values: water
at 0 and clouds at the sensor's ceiling have neighbours just above and below, a fill has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Fill = tuple[float, ...]

# Values that programs write for "nothing here", beside the ends of whole-number types.
_MARKERS = frozenset(
    (-1.0, -99.0, -999.0, -9999.0, -99999.0, -32768.0, -32767.0, 9999.0, 99999.0, -1e20, 1e20)
)
# How much of the raster a fill covers at least; markers far from everything need less, the ceiling of a type more.
_MIN_SHARE, _MIN_SHARE_MARKER, _MIN_SHARE_CEILING = 0.02, 0.005, 0.10
# How far a fill stands from the other values at least, as a part of their range (percentiles 2 to 98).
_GAP_ANY, _GAP_MARKER, _GAP_ZERO, _GAP_ONE_ZERO, _GAP_BYTES = 1.0, 0.10, 0.05, 0.50, 0.25
_GAP_BYTES_LEVELS = 16
# A fill that stands less than the range apart must lie in areas: this part of it has a like pixel right and below.
_MIN_CLUMPED = 0.5
# Rasters of a few values are classes: their lowest and highest mean something.
_MIN_VALUES = 9
_MAX_FILLS = 2
# 1e20, as float32 rounds it, and the like measure nothing.
_HUGE = 1e15
# In a Fill: this band is not looked at.
ANY = float("inf")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of a raster's values.

    Attributes:
        values: (bands, k), parts one after the other, each row by row.
        ok: bool (bands, k), False where the file itself says there is no data.
        shapes: rows and columns of each part.
    """

    values: np.ndarray
    ok: np.ndarray
    shapes: tuple[tuple[int, int], ...]


def find_fills(sample: Sample) -> tuple[Fill, ...]:
    """Undeclared nodata: for each, the value of every band.

    NaN stands for a band that is invalid there anyway; ``ANY`` for one that is not looked at, where a marker fills
    part of one band only. As where nodata is declared, the pixel then has its other colours.
    """
    ok, fills = sample.ok, list[Fill]()
    while len(fills) < _MAX_FILLS:
        fill = _find_one(sample, ok)
        if fill is None:
            break
        fills.append(fill)
        ok = ok & ~is_fill(sample.values, ok, (fill,))
    for number in range(len(sample.values)) if len(sample.values) > 1 else ():
        value = _marker_of_one(sample, ok, number)
        if value is not None:
            fills.append(tuple(value if n == number else ANY for n in range(len(sample.values))))
            ok = ok & ~is_fill(sample.values, ok, fills[-1:])
    return tuple(fills)


def is_fill(values: np.ndarray, ok: np.ndarray | None, fills: Sequence[Fill]) -> np.ndarray:
    """Where bands hold one of ``fills``: bool of the shape of ``values``; of a fill of one band in that band alone."""
    found = np.zeros(values.shape, bool)
    for fill in fills:
        looked = [number for number, value in enumerate(fill) if value != ANY]
        same = np.ones(values.shape[1:], bool)
        for number in looked:
            band, value = values[number], fill[number]
            invalid = np.zeros(band.shape, bool) if ok is None else ~ok[number]
            same &= invalid if np.isnan(value) else (band == value) | invalid
        if ok is not None:
            same &= ok.any(axis=0)
        found[looked] |= same
    return found


def fill_words(fills: Sequence[Fill]) -> str:
    """``65535``, ``-9999 and 0``, or ``0/0/255`` for a fill that differs between bands."""
    texts = []
    for fill in fills:
        values = [value_words(value) for value in fill if np.isfinite(value)]
        words = values[0] if len(set(values)) == 1 else "/".join(values)
        texts.append(f"{words} in single bands" if ANY in fill else words)
    return " and ".join(dict.fromkeys(texts))


def value_words(value: float) -> str:
    """A stored value in full when it is whole, else to the seven digits that float32 holds."""
    return f"{value:.0f}" if abs(value) < 1e15 and value == int(value) else f"{value:.7g}"


def _find_one(sample: Sample, ok: np.ndarray) -> Fill | None:
    """The extreme that most pixels share in all bands, when it is a fill."""
    extremes = _extremes(sample.values, ok)
    all_bands = (extremes > 0).all(axis=0) & ok.any(axis=0)
    if not all_bands.any():
        return None
    code = np.zeros(all_bands.shape, np.int64)
    for extreme in extremes:
        code = 4 * code + extreme
    most = int(np.argmax(np.bincount(code[all_bands])))
    mask = all_bands & (code == most)
    first = int(np.argmax(mask))
    chosen = extremes[:, first]
    fill = tuple(
        float("nan") if extreme == 3 else float(band[first])
        for extreme, band in zip(chosen, sample.values, strict=True)
    )
    return fill if _stands_apart(sample, ok, mask, fill, chosen) else None


def _marker_of_one(sample: Sample, ok: np.ndarray, number: int) -> float | None:
    """A value that marks nodata in one band alone: a marker below or above all others, a whole range away."""
    dtype, seen = sample.values.dtype, sample.values[number][ok[number]]
    if dtype.itemsize == 1 or seen.size == 0:
        return None
    for value, extreme in ((float(seen.min()), 1), (float(seen.max()), 2)):
        # 0 in one band may be a dark measurement, and bright roofs end at a whole-number type's ceiling in one band.
        is_marker = value in _MARKERS or abs(value) >= _HUGE or (value < 0 and value in _ends(dtype))
        if not is_marker or (value > 0 and dtype.kind != "f"):
            continue
        mask = ok[number] & (sample.values[number] == value)
        alone = Sample(sample.values[number : number + 1], ok[number : number + 1], sample.shapes)
        if _stands_apart(alone, alone.ok, mask, (value,), np.array([extreme])):
            return value
    return None


def _extremes(values: np.ndarray, ok: np.ndarray) -> np.ndarray:
    """uint8 (bands, k): 1 at a band's lowest value, 2 at its highest, 3 where it is invalid, else 0."""
    extremes = np.zeros(values.shape, np.uint8)
    for band, good, extreme in zip(values, ok, extremes, strict=True):
        if good.any():
            seen = band[good]
            extreme[band == seen.max()] = 2
            extreme[band == seen.min()] = 1
        extreme[~good] = 3
    return extremes


def _stands_apart(sample: Sample, ok: np.ndarray, mask: np.ndarray, fill: Fill, extremes: np.ndarray) -> bool:
    dtype = sample.values.dtype
    gap, gap_values = 0.0, 0.0
    for band, good, value, extreme in zip(sample.values, ok, fill, extremes, strict=True):
        rest = band[good & ~mask]
        if extreme == 3:
            continue
        if rest.size == 0:
            return False
        low, near_low, near_high, high = np.percentile(rest.astype(np.float64), (2, 1, 99, 98))
        distance = (near_low - value) if extreme == 1 else (value - near_high)
        if high <= low or distance <= 0 or np.unique(rest[:: max(1, rest.size // 5000)]).size < _MIN_VALUES:
            continue
        gap, gap_values = max(gap, distance / (high - low)), max(gap_values, distance)
    values = [value for value in fill if not np.isnan(value)]
    share = float(mask.sum() / max(1, ok.any(axis=0).sum()))
    if dtype.itemsize == 1 and (set(values) - {0.0, 255.0} or gap_values < _GAP_BYTES_LEVELS):
        return False
    least_gap, least_share = _least(values, dtype, gap)
    return gap >= least_gap and share >= least_share and (gap >= 1 or _clumped(mask, sample.shapes))


def _least(values: list[float], dtype: np.dtype, gap: float) -> tuple[float, float]:
    """How far apart such a fill must stand, and how much it must cover."""
    if dtype.itemsize == 1:
        return _GAP_BYTES, _MIN_SHARE
    if not any(values):
        # Of one band of signed numbers 0 is a measurement: the sea of a height model.
        is_measure = len(values) == 1 and dtype.kind != "u"
        return (_GAP_ONE_ZERO if is_measure else _GAP_ZERO), _MIN_SHARE
    lowest, highest = _ends(dtype)
    if not all(value in _MARKERS or value in (lowest, highest, 0.0) for value in values):
        return _GAP_ANY, _MIN_SHARE
    if gap >= 1:
        return _GAP_MARKER, _MIN_SHARE_MARKER
    is_ceiling = any(value == highest for value in values)
    return _GAP_MARKER, _MIN_SHARE_CEILING if is_ceiling else _MIN_SHARE


def _ends(dtype: np.dtype) -> tuple[float, float]:
    """The lowest and highest whole number of a type; of fractions none is special."""
    if dtype.kind not in "iu":
        return float("nan"), float("nan")
    return float(np.iinfo(dtype).min), float(np.iinfo(dtype).max)


def _clumped(mask: np.ndarray, shapes: Sequence[tuple[int, int]]) -> bool:
    inner = like = 0
    start = 0
    for height, width in shapes:
        part = mask[start : start + height * width].reshape(height, width)
        start += height * width
        inner += int(part[:-1, :-1].sum())
        like += int((part[:-1, :-1] & part[1:, :-1] & part[:-1, 1:]).sum())
    return inner > 0 and like / inner >= _MIN_CLUMPED
