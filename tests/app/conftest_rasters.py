"""Rasters that change while they are open."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np


def rewrite_black(path: Path) -> None:
    """Replace a picture by a black one of another file size."""
    import rasterio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(path, "w", driver="PNG", width=128, height=128, count=3, dtype="uint8") as out:
            out.write(np.zeros((3, 128, 128), dtype=np.uint8))
