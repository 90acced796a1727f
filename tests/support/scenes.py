"""Small rasters by code for the tests of indexing and search."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from msa_core.raster.gdal.writer import write_geotiff

UTM = "EPSG:32633"


def picture(seed: int, height: int = 300, width: int = 300) -> np.ndarray:
    """Blocks of colour with grain, uint8 (h, w, 3): every tile differs."""
    generator = np.random.default_rng(seed)
    coarse = generator.integers(0, 256, (height // 20 + 1, width // 20 + 1, 3))
    fine = generator.integers(-20, 20, (height, width, 3))
    blocks = np.kron(coarse, np.ones((20, 20, 1), int))[:height, :width]
    return np.clip(blocks + fine, 0, 255).astype(np.uint8)


def write_scene(
    path: Path,
    seed: int = 0,
    height: int = 300,
    width: int = 300,
    gsd_m: float = 1.0,
    east_m: float = 500_000.0,
    north_m: float = 5_000_000.0,
) -> Path:
    """A north-up scene in UTM 33 N."""
    transform = (gsd_m, 0.0, east_m, 0.0, -gsd_m, north_m)
    return write_geotiff(path, picture(seed, height, width), crs=UTM, transform=transform)


def write_archive(folder: Path, count: int = 3) -> Path:
    """``count`` scenes side by side, ``scene0.tif`` ..., of 9 tiles each at ``--tile-m 100``... see ``TILES``."""
    for number in range(count):
        write_scene(folder / f"scene{number}.tif", seed=number, east_m=500_000.0 + 400.0 * number)
    return folder
