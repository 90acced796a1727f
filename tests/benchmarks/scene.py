"""A large scene by code, for the benchmarks."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from msa_core.raster.writer import write_geotiff


def write_large_scene(path: Path, width: int = 8192, height: int = 4096, gsd_m: float = 0.3) -> Path:
    """Textured blocks, JPEG in blocks of 256 with overviews, as cloud-optimised drone mosaics are."""
    generator = np.random.default_rng(3)
    coarse = generator.integers(40, 216, (height // 64, width // 64, 3), np.uint8)
    pixels = coarse.repeat(64, axis=0).repeat(64, axis=1)
    for top in range(0, height, 512):
        grain = generator.integers(-24, 24, (512, width, 1), np.int16)
        pixels[top : top + 512] = np.clip(pixels[top : top + 512] + grain, 0, 255)
    transform = (gsd_m, 0.0, 500_000.0, 0.0, -gsd_m, 5_000_000.0)
    return write_geotiff(
        path, pixels, crs="EPSG:32633", transform=transform, compress="jpeg", overviews=(2, 4, 8, 16)
    )
