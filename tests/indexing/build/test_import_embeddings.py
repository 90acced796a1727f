"""Other people's embeddings: what their files look like, made by code, and what is searched, refused and left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely

from msa_core import cli
from msa_core.engine import Engine
from msa_core.errors import Cancelled, IndexFolderError, NothingUsableError, UsageError
from msa_core.indexing.build.import_embeddings import import_embeddings
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.messages import Search
from msa_core.progress import Progress
from msa_core.records import Query, QueryTerm
from msa_core.source_states import SourceState
from tests.support.foreign_embeddings import clay, earth_index, in_utm, major_tom, squares, vectors, write
from tests.support.scenes import write_archive


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


def test_what_lies_beside_the_files_is_counted_and_a_stopped_import_leaves_nothing(tmp_path: Path) -> None:
    files = tmp_path / "files"
    clay(files / "deep" / "A.PARQUET")
    (files / "notes.TXT").write_text("words")
    (files / "Makefile").write_text("all:")
    progress = Progress()
    (report,) = import_embeddings([files], tmp_path / "index", progress=progress)
    assert (report.name, report.tiles) == ("A.PARQUET", 20)
    assert progress.passed_over.kinds == ((".txt", 1), ("without an ending", 1))
    (tmp_path / "empty").mkdir()
    calls: list[int] = []
    import_embeddings([files], tmp_path / "counted", progress=Progress(lambda: calls.append(0) is not None))
    for out in (tmp_path / "new", tmp_path / "empty"):
        for after in range(len(calls)):
            steps = iter(range(after))
            with pytest.raises(Cancelled):
                import_embeddings(
                    [files], out, progress=Progress(lambda steps=steps: next(steps, None) is None)
                )
            assert not list(out.rglob("*")), f"after {after} of {len(calls)} steps"
            assert out.exists() == (out.name == "empty")
    (again,) = import_embeddings([files], tmp_path / "empty")
    assert again.tiles == 20


def test_progress_and_what_came_of_it_are_told_as_json_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clay(tmp_path / "files" / "a.parquet")
    (tmp_path / "files" / "b.parquet").write_bytes(b"none")
    (tmp_path / "files" / "c.txt").write_text("words")
    command = ["import", str(tmp_path / "files"), "--out", str(tmp_path / "index"), "--json-progress"]
    assert cli.run(command) == 0
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = {
        event["source"]: (event["state"], event["tiles"]) for event in events if event["event"] == "source"
    }
    assert told == {"a.parquet": ("indexed", 20), "b.parquet": ("refused", 0)}
    assert events[-1]["event"] == "done"
    assert events[-1]["passed_over"] == {".txt": 1}
    assert cli.run(command) == 2
    (error,) = [json.loads(line) for line in capsys.readouterr().err.splitlines() if '"error"' in line]
    assert "is an index already" in error["text"]


def test_an_index_tells_whose_it_is_where_its_files_lie_and_has_no_rasters(tmp_path: Path) -> None:
    clay(tmp_path / "a.parquet")
    rows: list[Any] = vectors(3, seed=2).tolist()
    over = [shapely.MultiPolygon([shapely.box(179.99, 0, 180, 1), shapely.box(-180, 0, -179.99, 1)])] * 3
    write(tmp_path / "b.parquet", {
        "embedding": pa.array(rows, pa.list_(pa.float32())), "geometry": shapely.to_wkb(over).tolist(),
    })  # fmt: skip
    write(
        tmp_path / "c.parquet", {"embedding": pa.array(vectors(2, seed=3).tolist(), pa.list_(pa.float32()))}
    )
    given = [tmp_path / f"{name}.parquet" for name in "abc"]
    import_embeddings(given, tmp_path / "index", origin="Clay v1")
    info = TileIndex(tmp_path / "index").info
    assert info.origin == "Clay v1"
    extents = dict(info.extents)
    assert sorted(extents) == ["a.parquet", "b.parquet"]
    assert extents["a.parquet"] == pytest.approx((5.0, 50.0, 5.2, 50.01))
    assert extents["b.parquet"] == pytest.approx((-180.0, 0.0, 180.0, 1.0))
    assert {tile.path for tile in TileIndex(tmp_path / "index").tiles(range(25))} == {""}


def test_evidence_needs_no_model_and_overlays_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clay(tmp_path / "a.parquet")
    import_embeddings([tmp_path / "a.parquet"], tmp_path / "index", origin="Clay v1")
    monkeypatch.setenv("MSA_MODEL", str(tmp_path / "nowhere"))
    engine = Engine(tmp_path / "index")
    query = Query(terms=(QueryTerm("spot", "5.095,50.005"),))
    asked = Search(query, 5)
    result = engine.search(query, 5)
    page = engine.write_evidence(asked, result, tmp_path / "evidence").read_text()
    assert "by Clay v1, made elsewhere" in page
    assert "row 9 of the file" in page
    assert engine.reproduce(tmp_path / "evidence").is_same
    with pytest.raises(UsageError, match="cannot be drawn: its embedding is by Clay v1"):
        engine.explain(result.hits[0].tile, "a river", query=query)
    assert [group.name for group in engine.group_scores(query, "source").groups] == ["a.parquet"]


def test_indexes_of_one_model_made_elsewhere_are_searched_as_one_and_others_are_refused(
    tmp_path: Path, tiny_checkpoint: Path
) -> None:
    from msa_core.config import IndexOptions, Tiling

    clay(tmp_path / "a.parquet")
    write(tmp_path / "b.parquet", {
        "embedding": pa.array(vectors(3, seed=8).tolist(), pa.list_(pa.float32())),
        "geometry": shapely.to_wkb(squares(3, west=20.0)).tolist(),
    })  # fmt: skip
    for name in "ab":
        import_embeddings([tmp_path / f"{name}.parquet"], tmp_path / name, origin="Clay v1")
    engine = Engine([tmp_path / "a", tmp_path / "b"])
    assert engine.search(Query(terms=(QueryTerm("spot", "20.005,50.005"),)), 30).searched == 23
    assert [name for name, _ in engine.opened.info.extents] == ["a.parquet", "b.parquet"]
    options = IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", dtype="float32"
    )
    build_index([write_archive(tmp_path / "archive", 1)], tmp_path / "own", options)
    with pytest.raises(IndexFolderError, match=r"holds embeddings by Clay v1.* by the model [0-9a-f]{16}"):
        Engine([tmp_path / "a", tmp_path / "own"])
