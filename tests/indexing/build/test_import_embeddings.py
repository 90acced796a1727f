"""Other people's embeddings: what their files look like, made by code, and what is searched, refused and left out."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from msa_core import cli
from msa_core.engine import Engine
from msa_core.errors import IndexFolderError, NothingUsableError, UsageError
from msa_core.indexing.build.import_embeddings import import_embeddings
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.records import Query, QueryTerm
from msa_core.source_states import SourceState
from tests.support.scenes import write_archive

GEO = {"version": "1.1.0", "primary_column": "geometry"}


def vectors(count: int, width: int = 16, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32) * 3


def squares(count: int, west: float = 5.0, side: float = 0.01) -> list[Any]:
    return [shapely.box(west + side * k, 50.0, west + side * (k + 1), 50.0 + side) for k in range(count)]


def write(path: Path, columns: dict[str, Any], crs: Any = None, **keys: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": []}
    geo = {**GEO, "columns": {"geometry": column if crs is None else {**column, "crs": crs}}}
    metadata = {"geo": json.dumps(geo), **{key: json.dumps(value) for key, value in keys.items()}}
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), path)
    return path


def clay(path: Path, count: int = 20) -> Path:
    """List of float32, not normalised; a date of its own kind; polygons."""
    return write(path, {
        "index": pa.array(range(count)), "source_url": ["s3://clay/scene.tif"] * count,
        "date": pa.array([dt.date(2021, 6, 1)] * count),
        "embeddings": pa.array(vectors(count).tolist(), pa.list_(pa.float32())),
        "geometry": shapely.to_wkb(squares(count)).tolist(),
    })  # fmt: skip


def earth_index(path: Path, count: int = 20) -> Path:
    """A fixed list, an ``emb`` key, points."""
    points = [shapely.Point(7.0 + 0.01 * k, 50.0) for k in range(count)]
    return write(path, {
        "id": [f"t{k}" for k in range(count)],
        "embedding": pa.array(vectors(count).tolist(), pa.list_(pa.float32(), 16)),
        "geometry": shapely.to_wkb(points).tolist(),
    }, emb={"model": {"id": "ssl4eo-vit", "version": "1"}, "dimensions": 16})  # fmt: skip


def major_tom(path: Path, count: int = 20) -> Path:
    """Half precision, a time as text, no geometry but a centre."""
    return write(path, {
        "unique_id": [f"u{k}" for k in range(count)], "timestamp": ["20230107T101311"] * count,
        "embedding": pa.array(vectors(count).astype(np.float16).tolist(), pa.list_(pa.float16())),
        "centre_lat": [50.0] * count, "centre_lon": [9.0 + 0.01 * k for k in range(count)],
    })  # fmt: skip


def in_utm(path: Path, count: int = 20) -> Path:
    """STAC ``emb:`` in integers, in a projected system."""
    boxes = [shapely.box(5e5 + 100 * k, 5.5e6, 5e5 + 100 * (k + 1), 5.5e6 + 100) for k in range(count)]
    return write(path, {
        "id": [str(k) for k in range(count)], "datetime": pa.array([dt.datetime(2020, 1, 2, tzinfo=dt.UTC)] * count),
        "vector": pa.array((vectors(count) * 20).astype(np.int8).tolist(), pa.list_(pa.int8())),
        "geometry": shapely.to_wkb(boxes).tolist(),
    }, crs="EPSG:32632", emb={"emb:model": "own"})  # fmt: skip


@pytest.mark.parametrize(
    "make, origin, when, place",
    [
        (clay, "an unnamed model of 16 numbers", "2021-06-01", (5.095, 50.005)),
        (earth_index, "ssl4eo-vit 1", None, (7.09, 50.0)),
        (major_tom, "an unnamed model of 16 numbers", "2023-01-07", (9.09, 50.0)),
        (in_utm, "own", "2020-01-02", (9.01316, 49.65299)),
    ],
)
def test_each_kind_of_file_is_searched_by_place_box_and_tile(
    tmp_path: Path, make: Any, origin: str, when: str | None, place: tuple[float, float]
) -> None:
    make(tmp_path / "files" / "a.parquet")
    (report,) = import_embeddings([tmp_path / "files"], tmp_path / "index")
    assert report.state == SourceState.INDEXED
    index = TileIndex(tmp_path / "index")
    assert (len(index), index.manifest.model.origin, index.is_foreign) == (20, origin, True)
    assert all(finding.severity == "note" for finding in verify_index(tmp_path / "index").findings)
    rows = {int(tile.id.split("/")[2]): tile for tile in index.tiles(range(20))}
    assert sorted(rows) == list(range(20))
    assert {(tile.datetime or "")[:10] for tile in rows.values()} == {when or ""}

    engine = Engine(tmp_path / "index")
    unit = vectors(20).astype(np.float64)
    if make is in_utm:
        unit = (vectors(20) * 20).astype(np.int8).astype(np.float64)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    found = engine.search(Query(terms=(QueryTerm("spot", f"{place[0]},{place[1]}"),)), 20)
    first = int(found.hits[0].tile.id.split("/")[2])
    assert first == 9
    for hit in found.hits:
        assert hit.score == pytest.approx(float(unit[first] @ unit[int(hit.tile.id.split("/")[2])]), abs=2e-3)
    same = engine.search(Query(terms=(QueryTerm("tile", rows[first].id),)), 20)
    assert [hit.tile.id for hit in same.hits] == [hit.tile.id for hit in found.hits]
    west = rows[3].footprint_lonlat[0]
    xs, ys = [x for x, _ in west], [y for _, y in west]
    box = f"{min(xs) + 1e-7},{min(ys) + 1e-7},{max(xs) - 1e-7},{max(ys) - 1e-7}"
    assert int(engine.search(Query(terms=(QueryTerm("spot", box),)), 1).hits[0].tile.id.split("/")[2]) == 3


def test_words_and_pictures_are_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earth_index(tmp_path / "a.parquet")
    assert cli.run(["import", str(tmp_path / "a.parquet"), "--out", str(tmp_path / "index")]) == 0
    told = capsys.readouterr()
    assert "20 tiles; 20 points shown as squares of 100 m" in told.out
    assert cli.run(["search", str(tmp_path / "index"), "harbour"]) == 2
    said = capsys.readouterr().err
    assert "embeddings by ssl4eo-vit 1" in said
    assert "--like-spot" in said
    assert cli.run(["search", str(tmp_path / "index"), "--like-spot", "7.05,50", "-k", "3"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert cli.run(["search", str(tmp_path / "index"), "--like-spot", "1,2"]) == 2
    assert "holds no tile at 1,2" in capsys.readouterr().err
    for wrong in ("1", "nan,1", "1,2,3", "300,1", "1,95", "1,5,2,4", "x,y"):
        assert cli.run(["search", str(tmp_path / "index"), "--like-spot", wrong]) == 2
        assert "is not a spot" in capsys.readouterr().err
    assert cli.run(["search", str(tmp_path / "index"), "--like-tile", "nowhere"]) == 2
    archive = write_archive(tmp_path / "archive", 1)
    with pytest.raises(IndexFolderError, match="made elsewhere"):
        build_index([archive], tmp_path / "index")


def test_rows_that_cannot_be_compared_are_left_out_and_counted(tmp_path: Path) -> None:
    rows: list[Any] = vectors(10).tolist()
    rows[1], rows[2], rows[3], rows[4] = None, [0.0] * 16, [1.0] * 15, [float("nan")] * 16
    shapes: list[Any] = shapely.to_wkb(squares(10)).tolist()
    shapes[5], shapes[6] = (
        None,
        b"\x01\x07" + bytes(40),
    )  # none, and a collection, which might be nested without end
    shapes[7] = shapely.to_wkb(shapely.Point(1e9, 4.0))
    write(tmp_path / "a.parquet", {"embedding": pa.array(rows, pa.list_(pa.float64())), "geometry": shapes})
    (report,) = import_embeddings([tmp_path / "a.parquet"], tmp_path / "index")
    assert report.state == SourceState.PARTIAL
    assert "4 rows without an embedding that can be compared" in report.reason
    assert "3 rows without a position" in report.reason
    index = TileIndex(tmp_path / "index")
    assert sorted(int(tile.id.split("/")[2]) for tile in index.tiles(range(6))) == [0, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "not a Parquet file"), (b"PAR1" + bytes(100), "not a Parquet file"), (b"<html>", "not a Parquet file"),
    ],
)  # fmt: skip
def test_what_is_no_parquet_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(NothingUsableError, match=said):
        import_embeddings([tmp_path / "a.parquet"], tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_half_a_file_is_refused_and_the_others_are_taken(tmp_path: Path) -> None:
    whole = clay(tmp_path / "files" / "whole.parquet")
    (tmp_path / "files" / "half.parquet").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    write(tmp_path / "files" / "other.parquet", {"id": ["a"], "height": [1.0]})
    states = {r.name: r.state for r in import_embeddings([tmp_path / "files"], tmp_path / "index")}
    assert states == {
        "half.parquet": SourceState.REFUSED,
        "other.parquet": SourceState.REFUSED,
        "whole.parquet": SourceState.INDEXED,
    }


def test_files_of_different_models_are_refused_and_both_are_named(tmp_path: Path) -> None:
    clay(tmp_path / "a.parquet")
    earth_index(tmp_path / "b.parquet")
    with pytest.raises(UsageError, match=r"a.parquet no model named.*b.parquet ssl4eo-vit 1"):
        import_embeddings([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "index")
    write(tmp_path / "c.parquet", {"embedding": pa.array(vectors(3, 8).tolist(), pa.list_(pa.float32()))})
    with pytest.raises(UsageError, match=r"16 numbers.*8 numbers"):
        import_embeddings([tmp_path / "a.parquet", tmp_path / "c.parquet"], tmp_path / "index", origin="mine")


def test_an_own_shard_and_a_folder_in_use_are_refused(tmp_path: Path) -> None:
    clay(tmp_path / "a.parquet")
    import_embeddings([tmp_path / "a.parquet"], tmp_path / "index")
    (shard,) = (tmp_path / "index" / "shards").glob("*.parquet")
    with pytest.raises(NothingUsableError, match="search that index instead"):
        import_embeddings([shard], tmp_path / "again")
    with pytest.raises(UsageError, match="is an index already"):
        import_embeddings([tmp_path / "a.parquet"], tmp_path / "index")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(NothingUsableError, match="No Parquet files"):
        import_embeddings([tmp_path / "nothing"], tmp_path / "new")


def test_examples_work_in_an_index_of_our_own_beside_words(tmp_path: Path, tiny_checkpoint: Path) -> None:
    from msa_core.config import IndexOptions, Tiling
    from msa_core.retrieval.query.parsing import parse_terms

    archive = write_archive(tmp_path / "archive", 1)
    options = IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", dtype="float32"
    )
    build_index([archive], tmp_path / "index", options)
    engine = Engine(tmp_path / "index", device="cpu")
    tile = engine.opened.tile(3)
    found = engine.search(Query(terms=(QueryTerm("tile", tile.id),)), 5)
    assert found.hits[0].tile.id == tile.id
    assert found.hits[0].score == pytest.approx(1.0, abs=1e-3)
    both = engine.search(Query(terms=parse_terms(["houses"], tiles=[f"{tile.id}^0.5"])), 5)
    assert [(term.kind, term.weight) for term in both.query.terms] == [("text", 1.0), ("tile", 0.5)]
