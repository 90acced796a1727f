"""The part of the panel that is real rasters: 16 queries whose right rasters are known, at five ground sizes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np

from msa_core.config import IndexOptions
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.model.running.embedder import Embedder

GROUND_M = (80, 160, 320, 640, 1280)
QUERIES: dict[str, tuple[str, ...]] = {
    "an airport with runways and terminals": ("sfo_*",),
    "a runway beside the water of a bay": ("sfo_*",),
    "ponds and lakes among farmland": ("naip_nd_*",),
    "large green and yellow farm fields": ("naip_nd_*",),
    "a river with brown water": ("manila_*",),
    "a bridge over a river": ("manila_*",),
    "vegetable plots divided by a path": ("pix4d_bali_*",),
    "small white houses among palm trees": ("zanzibar_*",),
    "a road winding past houses and terraced fields": ("banepa_*",),
    "orange and red roofs on red earth": ("kampala_*",),
    "rows of long apartment blocks with parked cars": ("nairobi_*",),
    "a city along the coast of the sea": ("landsat7_olinda_*",),
    "a dense green forest": ("naip_va_*",),
    "a pond surrounded by forest": ("naip_va_mountain_*",),
    "a single tree crown": ("australia_tree_*",),
    "scattered trees on dry sandy ground": ("neon_osbs_*", "australia_tree_*"),
}
"""Query -> patterns of the names of the rasters that are right for it; every tile of such a raster counts."""


def rasters(model: Path, scenes: Path) -> tuple[float, dict[int, float]]:
    """The part's value, and that of each ground size: the mean over queries of (reciprocal rank + share of five) / 2.

    Args:
        model: checkpoint folder.
        scenes: folder of the rasters.
    """
    with tempfile.TemporaryDirectory() as folder:
        build_index([scenes], folder, IndexOptions(model=model))
        index = TileIndex(folder)
    names = np.array([index.manifest.sources[number].name for number in index.rows.source])
    sizes = np.array(index.manifest.ground_sizes_m)
    ground = sizes[index.rows.table.column("level").to_numpy()]
    texts = np.asarray(Embedder(model).encode_texts([*QUERIES]).embedding)
    scores = np.asarray(index.rows.embedding) @ texts.T
    by_size = {}
    for size in GROUND_M:
        rows = at_size(names, ground, size)
        values = [
            value_of(scores[rows, column], [_is_right(name, patterns) for name in names[rows]])
            for column, patterns in enumerate(QUERIES.values())
        ]
        by_size[size] = float(np.mean(values))
    return float(np.mean([*by_size.values()])), by_size


def at_size(names: np.ndarray, ground: np.ndarray, size: float) -> np.ndarray:
    """Rows of each raster's tiles of the ground size that lies nearest to ``size`` among those it has.

    A coarse raster has no small tiles, and a small one no large ones; both stay in every comparison.
    """
    chosen = []
    for name in np.unique(names):
        rows = np.flatnonzero(names == name)
        away = np.abs(np.log(ground[rows] / size))
        chosen.append(rows[away == away.min()])
    return np.concatenate(chosen)


def value_of(scores: np.ndarray, right: Sequence[bool]) -> float:
    """Of one query: the mean of the reciprocal rank of the first right tile and the right share of the first five."""
    ranked = np.array(right)[np.argsort(-scores, kind="stable")]
    hits = np.flatnonzero(ranked)
    if not len(hits):
        raise ValueError("no raster of the folder is right for a query")
    return (1.0 / (hits[0] + 1) + float(ranked[:5].mean())) / 2


def _is_right(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(Path(name).name, pattern) for pattern in patterns)
