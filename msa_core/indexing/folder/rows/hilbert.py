"""Order of the Hilbert curve: neighbours on the ground stay neighbours in a shard."""

from __future__ import annotations

import numpy as np

_BITS = 16


def hilbert_order(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Row numbers (N,) that sort points (N,) along a Hilbert curve over their own extent.

    Points that are not finite come last; equal cells keep their order.
    """
    finite = np.isfinite(x) & np.isfinite(y)
    distance = np.full(x.shape, np.iinfo(np.int64).max, dtype=np.int64)
    if finite.any():
        distance[finite] = _distance(_cells(x[finite]), _cells(y[finite]))
    return np.argsort(distance, kind="stable")


def _cells(values: np.ndarray) -> np.ndarray:
    span = float(values.max() - values.min())
    scaled = (values - values.min()) / span if span > 0 else np.zeros_like(values)
    return (scaled * ((1 << _BITS) - 1)).astype(np.int64)


def _distance(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Distance along the curve of cells (the xy2d of Hilbert's curve, all points at once)."""
    x, y = x.copy(), y.copy()
    distance = np.zeros_like(x)
    side = 1 << (_BITS - 1)
    while side > 0:
        rx = ((x & side) > 0).astype(np.int64)
        ry = ((y & side) > 0).astype(np.int64)
        distance += side * side * ((3 * rx) ^ ry)
        flip = (ry == 0) & (rx == 1)
        x = np.where(flip, side - 1 - (x & (side - 1)), x & (side - 1))
        y = np.where(flip, side - 1 - (y & (side - 1)), y & (side - 1))
        x, y = np.where(ry == 0, y, x), np.where(ry == 0, x, y)
        side >>= 1
    return distance
