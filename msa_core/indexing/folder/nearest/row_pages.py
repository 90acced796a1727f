"""Rows of a mapped matrix, asked of the disk all at once: a page fault waits for one alone, and reads far around it."""

from __future__ import annotations

import os

import numpy as np

_MAX_ROWS = 20_000  # of more rows most are neighbours, which the system reads ahead by itself


class RowPages:
    """The file of a matrix.

    Args:
        matrix: (N, D); nothing is done for one that is not a memory-mapped file, or where the system takes no hints.
    """

    def __init__(self, matrix: np.ndarray) -> None:
        # A view knows the file of its base, but not where in it it begins.
        whole = isinstance(matrix, np.memmap) and not isinstance(matrix.base, np.memmap)
        self._matrix = matrix if whole and hasattr(os, "posix_fadvise") else None

    def read(self, rows: np.ndarray) -> None:
        """Have the disk begin with ``rows`` (K,); a file that is gone is left to whoever reads the matrix."""
        if not isinstance(self._matrix, np.memmap) or self._matrix.filename is None or len(rows) > _MAX_ROWS:
            return
        width = self._matrix.strides[0]
        try:
            file = os.open(self._matrix.filename, os.O_RDONLY)
        except OSError:
            return
        try:
            for start in (self._matrix.offset + rows.astype(np.int64) * width).tolist():
                os.posix_fadvise(file, start, width, os.POSIX_FADV_WILLNEED)
        except OSError:
            return
        finally:
            os.close(file)
