from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from msa_core.config import Tiling
from msa_core.errors import IndexFolderError
from msa_core.indexing.folder.manifest.manifest import ModelFacts
from msa_core.indexing.folder.manifest.shard_facts import ShardFacts
from msa_core.indexing.folder.rows.schema import shard_schema
from msa_core.indexing.folder.rows.shards import ShardWriter, TileRows, read_shard, rings_of_wkb, shard_footer

FACTS = ModelFacts(
    fingerprint="ab" * 32,
    folder="/models/starter",
    dim=8,
    pooled_dims=(2, 3, 4, 5),
    input_px=64,
    ground_range_m=(75.0, 5000.0),
)
OF_SOURCE = ShardFacts(
    source_id="0" * 16, content_id="1" * 16, digest="2" * 16, tiles=3, planned=6, empty=1, failed=1, blank=1,
    reason="a block is damaged", stretch={"low": [0.0], "high": [255.0]},
)  # fmt: skip
SQUARE = ((5.0, 50.0), (6.0, 50.0), (6.0, 51.0), (5.0, 51.0), (5.0, 50.0))
SPLIT = (
    ((179.5, 0.0), (180.0, 0.0), (180.0, 1.0), (179.5, 1.0), (179.5, 0.0)),
    ((-180.0, 0.0), (-179.5, 0.0), (-179.5, 1.0), (-180.0, 1.0), (-180.0, 0.0)),
)


def rows() -> TileRows:
    embedding = np.random.default_rng(0).normal(size=(3, 8)).astype(np.float32)
    return TileRows(
        ids=[f"{'0' * 16}/0/0/{col}" for col in range(3)],
        footprints=[(SQUARE,), SPLIT, ()],
        embedding=embedding / np.linalg.norm(embedding, axis=1, keepdims=True),
        pooled=np.ones((3, 14), np.float16),
        pixel_bbox=[(0, 0, 10, 10), (10, 0, 20, 10), (20, 0, 30, 10)],
        gsd_m=[1.5, 1.5, None],
        level=[0, 0, 0],
        nodata_percent=[0.0, 12.5, 0.0],
        datetime=None,
        source="a.tif",
        crs="EPSG:32633",
    )


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    schema = shard_schema(FACTS, Tiling())
    writer = ShardWriter(tmp_path / "a.parquet", schema, (5.0, 0.0, 6.0, 51.0))
    writer.write(rows().to_table(schema))
    writer.commit(OF_SOURCE)
    return tmp_path / "a.parquet"


def test_columns_are_those_of_the_convention(shard: Path) -> None:
    kinds = {field.name: str(field.type) for field in pq.read_schema(shard)}
    assert kinds == {
        "id": "string",
        "geometry": "binary",
        "bbox": "struct<xmin: double, ymin: double, xmax: double, ymax: double>",
        "embedding": "fixed_size_list<element: float>[8]",
        "datetime": "timestamp[us, tz=UTC]",
        "source": "dictionary<values=string, indices=int32, ordered=0>",
        "source_crs": "dictionary<values=string, indices=int32, ordered=0>",
        "pixel_bbox": "fixed_size_list<element: int32>[4]",
        "gsd": "double",
        "level": "int32",
        "nodata_percent": "float",
        "msa:pooled": "fixed_size_list<element: halffloat>[14]",
    }
    column = pq.ParquetFile(shard).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"


def test_the_file_describes_itself(shard: Path) -> None:
    metadata = pq.read_metadata(shard).metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert json.loads(pq.read_schema(shard).metadata[b"geo"]) == geo
    emb = json.loads(metadata[b"emb"])
    assert emb["model"]["sha256"] == "ab" * 32
    assert emb["dimensions"] == 8
    assert emb["normalized"] is True
    footer = shard_footer(shard)
    assert (footer.rows, footer.facts) == (3, OF_SOURCE)


def test_geometries_and_bounds_agree_across_the_antimeridian(shard: Path) -> None:
    by_id: dict[str, Any] = {row["id"][-1]: row for row in read_shard(shard).to_pylist()}
    assert shapely.from_wkb(by_id["0"]["geometry"]).geom_type == "Polygon"
    assert shapely.from_wkb(by_id["1"]["geometry"]).geom_type == "MultiPolygon"
    assert by_id["1"]["bbox"] == {"xmin": 179.5, "ymin": 0.0, "xmax": -179.5, "ymax": 1.0}
    assert by_id["2"]["geometry"] is None
    assert by_id["2"]["bbox"] is None
    assert by_id["2"]["gsd"] is None
    assert rings_of_wkb(by_id["1"]["geometry"]) == SPLIT


def test_numpy_reads_unit_vectors(shard: Path) -> None:
    column = pq.read_table(shard).column("embedding").combine_chunks()
    matrix = column.flatten().to_numpy().reshape(-1, 8)
    np.testing.assert_allclose(np.linalg.norm(matrix, axis=1), 1.0, atol=1e-6)


def test_geopandas_reads_it(shard: Path) -> None:
    geopandas = pytest.importorskip("geopandas", reason="geopandas is not installed")
    frame = geopandas.read_parquet(shard)
    assert frame.crs is not None
    assert len(frame) == 3


def test_duckdb_reads_it(shard: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    assert duckdb.sql(f"select count(*) from '{shard}' where bbox.xmin > 5").fetchall() == [(1,)]


def test_a_shard_given_up_never_appears(tmp_path: Path) -> None:
    schema = shard_schema(FACTS, Tiling())
    writer = ShardWriter(tmp_path / "a.parquet", schema, None)
    writer.write(rows().to_table(schema))
    writer.discard()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("keep", [0, 4, 100, -8])
def test_a_damaged_shard_is_named(shard: Path, keep: int) -> None:
    shard.write_bytes(shard.read_bytes()[:keep])
    for read in (read_shard, shard_footer):
        with pytest.raises(IndexFolderError, match=r"a\.parquet"):
            read(shard)
