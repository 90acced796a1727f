"""How an embedding that makes up for hubs is laid out, and its two halves: the unit vector and the hubness.

An index keeps the two apart: other programs read ``embedding`` as unit vectors, whose inner products are cosines, and
the hubness is a column of its own. For searching they are joined again (:mod:`msa_core.model.network.hubness` says why
that is one inner product). NumPy alone, so that an index is read without torch.
"""

from __future__ import annotations

import numpy as np

MORE = 8
"""Numbers that an embedding has beyond the D of v and g."""

LENGTH = 1.5**0.5
"""Z: what the numbers are divided by, so that a picture's embedding is a unit vector."""

MAX_HUBNESS = 0.5
"""Largest hubness d, in either direction."""


def parted(embeddings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Embeddings of pictures float32 (N, D + 8) -> unit vectors v (N, D) and hubness d (N,) in -1/2..1/2."""
    width = embeddings.shape[1] - MORE
    whole = embeddings.astype(np.float32, copy=False) * np.float32(LENGTH)
    return whole[:, :width], np.clip(whole[:, width], -MAX_HUBNESS, MAX_HUBNESS)


def joined(v: np.ndarray, d: np.ndarray) -> np.ndarray:
    """The embeddings float32 (N, D + 8) of which :func:`parted` made unit vectors (N, D) and hubness (N,)."""
    count, width = v.shape
    whole = np.zeros((count, width + MORE), np.float32)
    whole[:, :width] = v
    whole[:, width] = d
    whole[:, width + 1] = 0.5
    whole[:, width + 2] = np.sqrt(np.clip(MAX_HUBNESS**2 - np.square(d.astype(np.float64)), 0.0, None))
    return whole / np.float32(LENGTH)
