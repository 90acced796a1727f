"""The shards of an index, read as users of geopandas, DuckDB and plain GDAL tools read them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import geopandas
import numpy as np
import pyarrow.parquet as pq
import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.pictures.thumbnails import decode_thumbnail
from tests.support.scenes import write_archive


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    write_archive(folder / "archive", 2)
    options = IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", dtype="float32"
    )
    build_index([folder / "archive"], folder / "index", options)
    return folder / "index"


def test_geopandas_reads_outlines_embeddings_and_thumbnails(index: Path) -> None:
    paths = sorted((index / "shards").glob("*.parquet"))
    tiles = [geopandas.read_parquet(path) for path in paths]
    assert sum(map(len, tiles)) == 32
    for path, frame in zip(paths, tiles, strict=True):
        assert frame.crs == "OGC:CRS84"
        assert set(frame.geom_type) == {"Polygon"}
        boxes = pq.read_table(path, columns=["bbox"])["bbox"].to_pylist()  # which geopandas keeps to itself
        np.testing.assert_allclose(frame.total_bounds[0], min(box["xmin"] for box in boxes), rtol=1e-6)
        lengths = np.linalg.norm(np.stack(frame["embedding"].to_list()), axis=1)
        np.testing.assert_allclose(lengths, 1.0, atol=1e-5)
        assert all(decode_thumbnail(data) is not None for data in frame["msa:thumbnail"])


def test_duckdb_filters_and_ranks_all_shards(index: Path) -> None:
    opened = TileIndex(index)
    query = np.asarray(opened.rows.embedding[5])[: opened.manifest.model.dim]
    query = query / np.linalg.norm(query)
    with duckdb.connect() as database:
        shards = str(index / "shards" / "*.parquet")
        assert database.execute(f"SELECT count(*), count(DISTINCT source) FROM '{shards}'").fetchone() == (
            32,
            2,
        )
        kind = f"FLOAT[{len(query)}]"
        best = database.execute(
            f"SELECT id, array_inner_product(embedding::{kind}, ?::{kind}) AS s FROM '{shards}' ORDER BY s DESC",
            [query.tolist()],
        ).fetchone()
    assert best is not None
    assert best[0] == opened.tile(5).id
    assert best[1] == pytest.approx(1.0, abs=1e-5)
