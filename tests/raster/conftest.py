"""Tiny rasters made by code, for every test of this room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from msa_core.raster.gdal.writer import write_geotiff

MakeRaster = Callable[..., Path]

# Half a kilometre near Berlin, one metre per pixel in UTM.
UTM_TRANSFORM = (1.0, 0.0, 390_000.0, 0.0, -1.0, 5_820_000.0)


def gradient(height: int, width: int, bands: int = 3, dtype: str = "uint8") -> np.ndarray:
    """(h, w, bands), or (h, w) for one band: red grows to the right, green downwards, the rest both."""
    rows, columns = np.mgrid[0:height, 0:width].astype(float)
    planes = [columns / max(width - 1, 1), rows / max(height - 1, 1)]
    planes += [(planes[0] + planes[1]) / 2] * max(0, bands - 2)
    picture = np.stack(planes[:bands], axis=2)
    kind = np.dtype(dtype)
    top = 250.0 if kind.itemsize == 1 else 10_000.0
    values = (picture * top).astype(kind)
    return values[:, :, 0] if bands == 1 else values


@pytest.fixture
def make_raster(tmp_path: Path) -> MakeRaster:
    """``make_raster("a.tif", size=(64, 48), bands=3, dtype="uint8", **options of write_geotiff)``."""

    def make(name: str = "scene.tif", **options: Any) -> Path:
        height, width = options.pop("size", (64, 48))
        array = options.pop("array", None)
        if array is None:
            array = gradient(height, width, options.pop("bands", 3), options.pop("dtype", "uint8"))
        options.setdefault("crs", "EPSG:32633")
        if options.get("gcps") is None:
            options.setdefault("transform", UTM_TRANSFORM)
        if options.get("transform") is None:
            options.pop("transform", None)
        return write_geotiff(tmp_path / name, array, **options)

    return make
