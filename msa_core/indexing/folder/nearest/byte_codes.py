"""A first pass over many vectors in one byte a number: scores with a proven error, at half the cost of half precision.

A row x is kept as x ~ m + t * s_i * c_i: m and t are the mean and the standard deviation of each number over all
rows, s_i one scale a row, and c_i whole numbers from -127 to 127. A query q is rounded likewise, p = q * t ~ r * e,
so that

    q . x  ~  q . m  +  s_i r (c_i . e),        an integer product, which is exact.

What is lost is at most |p| |y_i - s_i c_i| + |s_i c_i| |p - r e| with y_i = (x - m) / t (Cauchy-Schwarz); the
largest of both row factors are kept beside the codes. So the rows that can be among the best are known, and better
scores of those few decide: a search is as exact as without this pass (compare the re-scoring of Jegou, Douze and
Schmid 2011, which proves nothing).
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numkong import cdist

from msa_core.progress import Progress

FROM_ROWS = 200_000
"""Fewer rows are not worth a file of their own."""

_CODES, _SCALES, _SHIFT, _FACTS = "codes.npy", "code_scales.npy", "code_shift.npy", "codes.json"
_BLOCK_ROWS = 65_536
_SAMPLE_ROWS = 65_536
_MAX_CODE = 127
_SINGLE_EPS = 2.0**-24


@dataclass(frozen=True, slots=True)
class Loss:
    """The largest |y_i - s_i c_i| and the largest |s_i c_i| of all rows."""

    residual: float
    length: float


class ByteCodes:
    """Approximate inner products with many vectors.

    Args:
        codes: int8 (N, D); may be memory-mapped.
        scales: float32 (N,), s_i.
        shift: float32 (2, D), m and t.
        loss: of these codes.
    """

    def __init__(self, codes: np.ndarray, scales: np.ndarray, shift: np.ndarray, loss: Loss) -> None:
        self._codes, self._scales = codes, scales
        self._mean, self._spread = shift.astype(np.float64)
        self._loss = loss
        self._threads = torch.get_num_threads()
        self._pool = ThreadPoolExecutor(self._threads, "bytes")

    def __len__(self) -> int:
        return len(self._codes)

    def approximate(self, query: np.ndarray) -> tuple[np.ndarray, float]:
        """Scores float32 (N,) of ``query`` (D,) with all rows, and the largest error they can have."""
        p = query.astype(np.float64) * self._spread
        step = float(np.abs(p).max()) / _MAX_CODE or 1.0
        rounded = np.rint(p / step)
        base, lost = float(query.astype(np.float64) @ self._mean), float(np.linalg.norm(p - step * rounded))
        whole = rounded.astype(np.int8)[None]
        scores = np.empty(len(self), np.float32)

        def fill(first: int, last: int) -> None:
            for start in range(first, last, _BLOCK_ROWS):
                part = slice(start, min(start + _BLOCK_ROWS, last))
                sums = np.asarray(cdist(whole, self._codes[part], "dot"))[0]
                sums *= self._scales[part]
                sums *= step
                sums += base
                scores[part] = sums

        edges = np.linspace(0, len(self), self._threads + 1).astype(int).tolist()
        list(self._pool.map(fill, edges, edges[1:]))
        size = float(np.linalg.norm(p)) * self._loss.length + abs(base)
        error = (
            float(np.linalg.norm(p)) * self._loss.residual + self._loss.length * lost + 8 * _SINGLE_EPS * size
        )
        return scores, error


def write_codes(matrix: np.ndarray, folder: Path, progress: Progress) -> None:
    """Write the codes of ``matrix`` float32 (N, D) into ``folder``, block by block.

    Raises:
        OSError: the disk refuses.
        Cancelled: by ``progress``.
    """
    count, dim = matrix.shape
    shift = _shift(matrix)
    codes = np.lib.format.open_memmap(folder / _CODES, "w+", np.int8, (count, dim))
    scales = np.empty(count, np.float32)
    residual = length = 0.0
    for start in range(0, count, _BLOCK_ROWS):
        progress(start / count, "making the search quick")
        y = (matrix[start : start + _BLOCK_ROWS] - shift[0]) / shift[1]
        scale = np.maximum(np.abs(y).max(axis=1), np.float32(1e-12)) / np.float32(_MAX_CODE)
        block = np.clip(np.rint(y / scale[:, None]), -_MAX_CODE, _MAX_CODE)
        codes[start : start + len(y)] = block.astype(np.int8)
        scales[start : start + len(y)] = scale
        block *= scale[:, None]
        length = max(length, float(np.linalg.norm(block, axis=1).max()))
        residual = max(residual, float(np.linalg.norm(y - block, axis=1).max()))
    codes.flush()
    np.save(folder / _SCALES, scales)
    np.save(folder / _SHIFT, shift)
    # What the arithmetic above rounded, in single precision.
    loss = Loss(
        residual + 16 * _SINGLE_EPS * (length + residual) * dim**0.5, length * (1 + dim * _SINGLE_EPS)
    )
    (folder / _FACTS).write_text(json.dumps(asdict(loss)))


def read_codes(folder: Path, rows: int) -> ByteCodes | None:
    """The codes in ``folder``, None when there are none or they are not those of so many rows."""
    try:
        facts = json.loads((folder / _FACTS).read_text())
        loss = Loss(float(facts["residual"]), float(facts["length"]))
        codes = np.load(folder / _CODES, mmap_mode="r", allow_pickle=False)
        scales, shift = (np.load(folder / name, allow_pickle=False) for name in (_SCALES, _SHIFT))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    fits = len(codes) == len(scales) == rows and shift.shape == (2, codes.shape[1]) and codes.dtype == np.int8
    return (
        ByteCodes(codes, scales, shift, loss)
        if fits and np.isfinite([loss.residual, loss.length]).all()
        else None
    )


def _shift(matrix: np.ndarray) -> np.ndarray:
    """Mean and standard deviation float32 (2, D) of each number, from an even sample; none is 0."""
    sample = np.asarray(matrix[:: max(1, len(matrix) // _SAMPLE_ROWS)], np.float64)
    spread = sample.std(axis=0)
    return np.stack([sample.mean(axis=0), np.maximum(spread, max(float(spread.max()) * 1e-3, 1e-6))]).astype(
        np.float32
    )
