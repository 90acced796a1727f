"""Large scenes by code, for the benchmarks."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from msa_core.raster.gdal.writer import write_geotiff


def write_large_scene(
    path: Path, width: int = 8192, height: int = 4096, gsd_m: float = 0.3, seed: int = 3
) -> Path:
    """Textured blocks, JPEG in blocks of 256 with overviews, as cloud-optimised drone mosaics are."""
    generator = np.random.default_rng(seed)
    coarse = generator.integers(40, 216, (height // 64, width // 64, 3), np.uint8)
    pixels = coarse.repeat(64, axis=0).repeat(64, axis=1)
    for top in range(0, height, 512):
        grain = generator.integers(-24, 24, (512, width, 1), np.int16)
        pixels[top : top + 512] = np.clip(pixels[top : top + 512] + grain, 0, 255)
    transform = (gsd_m, 0.0, 500_000.0, 0.0, -gsd_m, 5_000_000.0)
    return write_geotiff(
        path, pixels, crs="EPSG:32633", transform=transform, compress="jpeg", overviews=(2, 4, 8, 16)
    )


def write_sparse_scene(path: Path, side: int = 100_000, patches: int = 64, gsd_m: float = 0.5) -> Path:
    """A tiled raster of ``side`` x ``side`` of which only some patches of 1024 pixels are stored; 0 is no data.

    10 GB of pixels in a file of a few MB, without overviews: what a mosaic with holes is to a reader at its worst.
    """
    import rasterio
    from rasterio.transform import from_origin
    from rasterio.windows import Window

    generator = np.random.default_rng(5)
    profile = {
        "driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint8", "nodata": 0,
        "crs": "EPSG:32633", "transform": from_origin(500_000.0, 5_000_000.0, gsd_m, gsd_m), "sparse_ok": True,
        "tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "bigtiff": "yes",
        "photometric": "rgb",
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(path, "w", **profile) as made:
        for _ in range(patches):
            col, row = (int(v) * 1024 for v in generator.integers(0, side // 1024, 2))
            coarse = generator.integers(40, 216, (3, 16, 16), np.uint8)
            made.write(coarse.repeat(64, axis=1).repeat(64, axis=2), window=Window(col, row, 1024, 1024))
    return path
