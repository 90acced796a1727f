"""Several indexes searched as one give what one index of all of them gives."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from msa_core.config import MANIFEST_NAME, IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.errors import IndexFolderError, UsageError
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.merging import merge_indexes
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.nearest.half_precision import HalfMatrix
from msa_core.indexing.folder.nearest.vectors import VectorTable
from msa_core.indexing.folder.opened.library import TileLibrary, open_indexes
from msa_core.indexing.folder.opened.stacked import Numbering, StackedRows, StackedVectors
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.records import Listing, Query, QueryTerm, SearchResult
from msa_core.retrieval.query.parsing import parse_terms
from msa_core.source_states import SourceState
from tests.support.made_index import FACTS, write_index
from tests.support.scenes import write_scene

NAMES = (["a.tif", "b.tif"], ["c.tif"], ["d.tif", "e.tif", "f.tif"])
EVERY = Listing(every_tile=True)


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    made = []
    for number, names in enumerate(NAMES):
        made.append(tmp_path / f"{number}.idx")
        write_index(made[-1], tmp_path / f"archive{number}", names, tiles=5 + number)
    return made


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    """Two archives of one model, each indexed, and merged into a third index."""
    folder = tmp_path_factory.mktemp("library")
    options = IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", dtype="float32"
    )
    for number in range(2):
        for seed in range(2):
            place = folder / f"archive{number}" / f"{number}{seed}.tif"
            write_scene(place, 2 * number + seed, east_m=5e5 + 4000 * number + 400 * seed)
        build_index([folder / f"archive{number}"], folder / f"{number}.idx", options)
    merge_indexes([folder / "0.idx", folder / "1.idx"], folder / "merged")
    return folder


def test_the_rows_of_a_library_are_those_of_its_indexes_one_after_the_other(folders: list[Path]) -> None:
    library, parts = open_indexes(folders), [TileIndex(folder) for folder in folders]
    assert len(library) == sum(map(len, parts)) == 2 * 5 + 6 + 3 * 7
    tiles = library.tiles(range(len(library)))
    wanted = [tile for part in parts for tile in part.tiles(range(len(part)))]
    assert tiles == wanted
    everything = np.concatenate([np.asarray(part.rows.embedding) for part in parts])
    rows = np.random.default_rng(0).permutation(len(library))
    np.testing.assert_array_equal(library.rows.embedding[rows], everything[rows])
    np.testing.assert_array_equal(library.rows.embedding[7], everything[7])
    np.testing.assert_array_equal(
        library.pooled(rows), np.concatenate([part.rows.pooled for part in parts])[rows]
    )
    assert [library.row_of(tile.id) for tile in tiles] == list(range(len(library)))
    assert library.info.folders == tuple(str(folder) for folder in folders)
    assert library.geometry(rows) == [library.geometry(np.array([row]))[0] for row in rows]


def unit(generator: np.random.Generator, count: int) -> np.ndarray:
    rows = generator.normal(size=(count, 8)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("sampled", [False, True])
def test_ranking_several_tables_is_ranking_one(sampled: bool) -> None:
    generator = np.random.default_rng(1)
    matrices = [unit(generator, count) for count in (1200, 40, 300)]
    kept = [None, None, np.flatnonzero(generator.random(300) < 0.7)]
    tables = [VectorTable(matrix) for matrix in matrices]
    if sampled:  # as a table of millions is: an inverted index, and every fourth score known
        tables[0].sample = np.arange(0, 1200, 4)
        tables[0].sampled = HalfMatrix(tables[0].half.matrix[::4])
    numbering = Numbering(kept, [1200, 40, 300])
    several = StackedVectors(tables, StackedRows(matrices, numbering), numbering)
    matrix = np.concatenate([matrices[0], matrices[1], matrices[2][kept[2]]])
    whole = VectorTable(matrix)
    for _ in range(5):
        query = generator.normal(size=8).astype(np.float32)
        allowed = generator.random(len(matrix)) < 0.5
        one, found = whole.ask(query), several.ask(query)
        for among in (None, allowed):
            wanted, ranking = one.best(12, among), found.best(12, among)
            np.testing.assert_array_equal(ranking.rows, wanted.rows)
            np.testing.assert_allclose(ranking.scores, wanted.scores, atol=1e-6)
        known = np.arange(len(matrix)) if found.rows is None else found.rows
        exact = (matrix @ query)[known]
        assert len(known) == (len(matrix) if not sampled else len(found.scores))
        np.testing.assert_allclose(found.scores, exact, atol=2 * found.error)
        cut = float(np.median(exact)) + 1e-4
        assert found.count_reaching(cut) == int((exact >= cut).sum())
        assert found.count_reaching(cut, allowed[known]) == int(((exact >= cut) & allowed[known]).sum())
    if sampled:
        assert found.rows is not None
        shares = [(found.rows < 1200).sum() / 1200, ((found.rows >= 1200) & (found.rows < 1240)).sum() / 40]
        assert shares == pytest.approx([0.25, 0.25])


def same(one: SearchResult, other: SearchResult) -> None:
    assert [hit.tile.id for hit in one.hits] == [hit.tile.id for hit in other.hits]
    np.testing.assert_allclose([hit.score for hit in one.hits], [hit.score for hit in other.hits], atol=1e-6)
    np.testing.assert_allclose(
        [h.scale_scores for h in one.hits], [h.scale_scores for h in other.hits], atol=1e-4
    )
    assert one.searched == other.searched
    assert one.background is not None
    assert other.background is not None
    assert one.background.counts == other.background.counts
    assert one.background.middle == pytest.approx(other.background.middle, abs=1e-6)
    assert one.background.above_cut == other.background.above_cut


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"bbox": (15.0, 45.0, 15.03, 45.2)},
        {"sources": ("*0.tif",)},
        {"ground_m": (90.0, 110.0)},
        {"min_score": 0.0},
    ],
)
def test_one_question_finds_the_same_as_in_the_merged_index(real: Path, more: dict[str, object]) -> None:
    query = Query(terms=parse_terms(["a river", "houses^0.5"], ["clouds"]), **more)  # type: ignore[arg-type]
    library, merged = (
        Engine([real / "0.idx", real / "1.idx"], device="cpu"),
        Engine(real / "merged", device="cpu"),
    )
    for listing in (None, EVERY, Listing(one_per_place=True)):
        same(library.search(query, 15, listing), merged.search(query, 15, listing))
    for by in ("ground", "source"):
        told, wanted = library.group_scores(query, by), merged.group_scores(query, by)
        assert {group.name: group.tiles for group in told.groups} == {g.name: g.tiles for g in wanted.groups}


def test_votes_overlays_thumbnails_and_evidence_reach_all_indexes(real: Path, tmp_path: Path) -> None:
    from msa_core.messages import Search

    folders = [real / "0.idx", real / "1.idx"]
    library, merged = Engine(folders, device="cpu"), Engine(real / "merged", device="cpu")
    query = Query(terms=(QueryTerm("text", "houses"),))
    hits = library.search(query, 64, EVERY).hits
    voted = replace(
        query,
        accepted=frozenset(hit.tile.id for hit in hits[10:14]),
        rejected=frozenset(hit.tile.id for hit in hits[:3]),
    )
    same(library.search(voted, 15, EVERY), merged.search(voted, 15, EVERY))
    assert len(library.thumbnails([hit.tile.id for hit in hits])) == len(hits) == 64
    last = next(hit for hit in hits if hit.tile.source.startswith("1"))
    explained = library.explain(last.tile, "houses", query=query)
    assert sum(one.amount for one in explained.contributions) == pytest.approx(last.score, abs=1e-4)
    asked = Search(query, 5, None)
    library.write_evidence(asked, library.search(query, 5), tmp_path / "pack", overlays=0)
    kept = json.loads((tmp_path / "pack" / "evidence.json").read_text())
    assert kept["index"]["folders"] == [str(folder) for folder in folders]
    assert library.reproduce(tmp_path / "pack").is_same
    assert merged.reproduce(tmp_path / "pack").is_same
    assert not Engine(folders[0], device="cpu").reproduce(tmp_path / "pack").is_same


def test_a_raster_that_two_indexes_hold_is_searched_once_and_that_is_said(tmp_path: Path) -> None:
    write_index(tmp_path / "one", tmp_path / "a", ["x.tif", "y.tif"])
    write_index(tmp_path / "two", tmp_path / "b", ["y.tif", "z.tif"])
    library = open_indexes([tmp_path / "one", tmp_path / "two"])
    ids = library.rows.table.column("id").to_pylist()
    assert len(ids) == len(set(ids)) == 18
    assert any("1 raster of it is in another of the indexes" in note for note in library.rows.left_out)
    query = np.random.default_rng(0).normal(size=8).astype(np.float32)
    found = library.vectors.ask(query)
    matrix = library.rows.embedding[np.arange(18)]
    np.testing.assert_allclose(found.scores, matrix @ query, atol=2 * found.error)
    np.testing.assert_array_equal(found.best(18).rows, np.argsort(-(matrix @ query), kind="stable"))


def test_a_raster_that_one_index_has_in_part_is_searched_in_the_one_that_has_all_of_it(
    tmp_path: Path,
) -> None:
    write_index(tmp_path / "one", tmp_path / "a", ["x.tif"], tiles=2)
    partial = Manifest.load(tmp_path / "one")
    partial.sources[0].state = SourceState.PARTIAL
    partial.save(tmp_path / "one")
    write_index(tmp_path / "two", tmp_path / "b", ["x.tif"], tiles=6)
    library = open_indexes([tmp_path / "one", tmp_path / "two"])
    assert len(library) == len(library.rows.table) == 6
    assert [entry.state for entry in library.manifest.sources] == ["copy", "indexed"]
    assert any("1 raster of it is in another of the indexes" in note for note in library.rows.left_out)


def test_rasters_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    write_index(tmp_path / "one", tmp_path / "a", ["x.tif"])
    manifest = write_index(tmp_path / "two", tmp_path / "b", ["y.tif"])
    (tmp_path / "b" / "x.tif").write_text("another")
    manifest.sources[0].name = "x.tif"
    manifest.save(tmp_path / "two")
    library = open_indexes([tmp_path / "one", tmp_path / "two"])
    told = {tile.source: tile.path for tile in library.tiles(range(len(library)))}
    assert told == {"x.tif": str(tmp_path / "a" / "x.tif"), "b/x.tif": str(tmp_path / "b" / "x.tif")}


def test_ground_sizes_of_all_are_counted_as_levels(tmp_path: Path) -> None:
    write_index(tmp_path / "one", tmp_path / "a", ["x.tif"], tiling=Tiling(tile_m=(160.0, 640.0)))
    write_index(tmp_path / "two", tmp_path / "b", ["y.tif"], tiling=Tiling(tile_m=(80.0,)))
    write_index(tmp_path / "px", tmp_path / "c", ["z.tif"], tiling=Tiling(tile_px=256))
    library = open_indexes([tmp_path / "one", tmp_path / "two", tmp_path / "px"])
    assert library.manifest.ground_sizes_m == (80.0, 160.0, 640.0)
    levels = {tile.source: tile.level for tile in library.tiles(range(len(library)))}
    assert levels == {"x.tif": 1, "y.tif": 0, "z.tif": 3}


def test_indexes_of_different_models_are_refused_and_both_are_named(tmp_path: Path) -> None:
    write_index(tmp_path / "one", tmp_path / "a", ["x.tif"])
    write_index(tmp_path / "two", tmp_path / "b", ["y.tif"], facts=replace(FACTS, fingerprint="cd" * 32))
    with pytest.raises(IndexFolderError, match=r"abababababababab.*cdcdcdcdcdcdcdcd"):
        open_indexes([tmp_path / "one", tmp_path / "two"])
    write_index(tmp_path / "wide", tmp_path / "c", ["z.tif"], facts=replace(FACTS, pooled_dims=(3, 3, 4, 5)))
    with pytest.raises(IndexFolderError, match="keeps its embeddings differently"):
        open_indexes([tmp_path / "one", tmp_path / "wide"])


def test_what_is_open_stays_open_when_one_of_several_is_no_index(folders: list[Path], tmp_path: Path) -> None:
    engine = Engine()
    engine.open_index(folders[0])
    broken = tmp_path / "broken"
    shutil.copytree(folders[1], broken)
    (broken / MANIFEST_NAME).write_text("{")
    for others in ([folders[0], broken], [folders[0], tmp_path / "nowhere"]):
        with pytest.raises(IndexFolderError):
            engine.open_index(others)
    assert engine.opened.folder == folders[0]
    with pytest.raises(UsageError):
        engine.open_index([])


def test_one_index_given_twice_is_one_index(folders: list[Path]) -> None:
    assert not isinstance(open_indexes([folders[0], folders[0]]), TileLibrary)


def test_a_library_of_an_empty_index_and_another_is_the_other(folders: list[Path], tmp_path: Path) -> None:
    write_index(tmp_path / "empty", tmp_path / "nothing", [])
    library = open_indexes([tmp_path / "empty", folders[1]])
    assert [tile.source for tile in library.tiles(range(len(library)))] == ["c.tif"] * 6
    query = np.ones(8, np.float32)
    assert len(library.vectors.ask(query).best(3).rows) == 3


def test_what_is_about_one_index_says_so(folders: list[Path]) -> None:
    engine = Engine(folders)
    for act in (engine.verify, engine.export_stac):
        with pytest.raises(UsageError, match="name its folder"):
            act()


def test_stacked_rows_answer_as_one_matrix() -> None:
    matrices = [np.arange(12.0).reshape(4, 3), np.zeros((0, 3)), 100 + np.arange(9.0).reshape(3, 3)]
    numbering = Numbering([np.array([0, 3]), None, None], [4, 0, 3])
    stacked = StackedRows(matrices, numbering)
    whole = np.concatenate([matrices[0][[0, 3]], matrices[1], matrices[2]])
    assert stacked.shape == whole.shape
    for rows in (np.array([4, 0, 2]), np.array([], int), 3, [1, 1]):
        np.testing.assert_array_equal(stacked[rows], whole[rows])
