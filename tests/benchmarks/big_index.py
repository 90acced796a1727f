"""An index of a million made tiles, written straight into its cache: what opening and searching it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely

from msa_core.config import Tiling
from msa_core.indexing.folder.cached import cache
from msa_core.indexing.folder.manifest.manifest import Manifest, ModelFacts, SourceEntry
from msa_core.model.running.embedder import Embedder
from msa_core.progress import Progress
from msa_core.source_states import SourceState

TILES_A_SOURCE = 500
_CENTRES = 2000
_DEGREES = 0.002  # side of a tile, about 200 m
_FIRST_DAY = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)


def write_big_index(folder: Path, embedder: Embedder, tiles: int) -> None:
    """An index of ``tiles`` (a multiple of 500) whose embeddings gather around 2,000 places."""
    model = embedder.model
    facts = ModelFacts(
        fingerprint=embedder.fingerprint,
        folder=str(embedder.folder),
        dim=model.embedding_dim,
        pooled_dims=model.pooled_dims,
        input_px=model.input_px,
        ground_range_m=model.ground_range_m,
    )
    sources = [
        SourceEntry(
            id=f"{n:016x}",
            name=f"{2015 + n % 8}/scene{n:05d}.tif",
            root=0,
            size=1,
            mtime_ns=1,
            state=SourceState.INDEXED,
            shard=f"{n:016x}.parquet",
            tiles=TILES_A_SOURCE,
            planned=TILES_A_SOURCE,
        )
        for n in range(tiles // TILES_A_SOURCE)
    ]
    folder.mkdir(parents=True)
    root = {"path": str(folder.parent), "relative": ".."}
    Manifest(
        model=facts, tiling=Tiling(), ground_sizes_m=(160.0, 320.0), compute={}, roots=[root], sources=sources
    ).save(folder)
    manifest = Manifest.load(folder)
    place = folder / cache.CACHE_FOLDER / cache._digest(folder, manifest)
    place.mkdir(parents=True)
    cache._write_chunks(place, _parts(manifest), tiles)
    cache._make_quick(place, tiles, Progress())


def _parts(manifest: Manifest) -> Iterator[cache.IndexRows]:
    yield cache._nothing(manifest)
    generator = np.random.default_rng(0)
    dim, pooled = manifest.model.dim, sum(manifest.model.pooled_dims)
    centres = generator.standard_normal((_CENTRES, dim), np.float32)
    features = generator.random((TILES_A_SOURCE, pooled), np.float32).astype(np.float16)
    across = 25
    for number, entry in enumerate(manifest.sources):
        rows = centres[generator.integers(0, _CENTRES, TILES_A_SOURCE)]
        rows = rows + 0.7 * generator.standard_normal(rows.shape, np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        row, col = np.divmod(np.arange(TILES_A_SOURCE), across)
        west = generator.uniform(-179, 179) + col * _DEGREES * 0.75
        south = generator.uniform(-60, 60) + row * _DEGREES * 0.75
        bounds = np.column_stack([west, south, west + _DEGREES, south + _DEGREES])
        day = _FIRST_DAY + dt.timedelta(days=int(generator.integers(0, 2900)))
        table = pa.table(
            {
                "id": [f"{entry.id}/{k % 2}/{r}/{c}" for k, (r, c) in enumerate(zip(row, col, strict=True))],
                "geometry": shapely.to_wkb(shapely.box(*bounds.T)).tolist(),
                "datetime": [day] * TILES_A_SOURCE,
                "source_crs": ["EPSG:4326"] * TILES_A_SOURCE,
                "gsd": np.where(np.arange(TILES_A_SOURCE) % 2, 320.0, 160.0) / manifest.model.input_px,
                "level": (np.arange(TILES_A_SOURCE) % 2).astype(np.int32),
                "nodata_percent": np.zeros(TILES_A_SOURCE, np.float32),
            }
        ).cast(cache._TABLE)  # fmt: skip
        boxes = np.column_stack([col * 150, row * 150, col * 150 + 200, row * 150 + 200]).astype(np.int32)
        yield cache.IndexRows(
            embedding=rows, half=rows.astype(np.float16), pooled=np.roll(features, number, axis=1), table=table,
            source=np.full(TILES_A_SOURCE, number, np.int32), pixel_bbox=boxes, bounds=bounds,
        )  # fmt: skip
