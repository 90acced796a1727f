"""One damaged row of a shard is left out of searches and named; verify says which it is, an update makes it again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.records import Listing, SearchResult
from msa_core.retrieval.exports.told.geojson import to_geojson
from tests.support.damaged_rows import FAULTS, ROW, tampered
from tests.support.scenes import write_scene


def options(model: Path) -> IndexOptions:
    return IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=model, device="cpu", dtype="float32")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    folder = tmp_path_factory.mktemp("damaged")
    for name in ("a", "b"):
        write_scene(folder / "archive" / f"{name}.tif", ord(name), 300, 300)
    build_index([folder / "archive"], folder / "index", options(tiny_checkpoint))
    return folder


Ask = Callable[[Path], SearchResult]


@pytest.fixture(scope="module")
def ask(tiny_checkpoint: Path) -> Ask:
    """Every tile of an index that is opened anew, for one question; the model is loaded once."""
    engine = Engine(model=tiny_checkpoint, device="cpu")

    def search(index: Path) -> SearchResult:
        engine.open_index(index)
        return engine.search("a river", 1000, Listing(every_tile=True))

    return search


@pytest.fixture(scope="module")
def scores(made: Path, ask: Ask) -> dict[str, float]:
    """By tile, those of the whole index."""
    return {hit.tile.id: hit.score for hit in ask(made / "index").hits}


@pytest.mark.parametrize("name", FAULTS)
def test_a_damaged_row_is_left_out_named_found_and_made_again(
    name: str, made: Path, ask: Ask, scores: dict[str, float], tmp_path: Path, tiny_checkpoint: Path
) -> None:
    index, shard = tampered(made / "index", tmp_path, FAULTS[name])
    for opening in ("from the shards", "from the cache"):
        result = ask(index)
        assert len(result.hits) == len(scores) - 1, opening
        assert all(scores[hit.tile.id] == pytest.approx(hit.score, abs=1e-6) for hit in result.hits)
        (note,) = result.notes
        assert f"1 of {len(scores) // 2} tiles in" in note
        assert shard in note
        assert to_geojson(result)["notes"]
    verdict = verify_index(index)
    assert not verdict.is_sound
    if name not in ("id of no source", "id twice"):
        assert any(f"row {ROW}" in finding.problem for finding in verdict.findings), verdict.findings
    build_index([made / "archive"], index, options(tiny_checkpoint))
    again = ask(index)
    assert {hit.tile.id: hit.score for hit in again.hits} == pytest.approx(scores, abs=1e-6)
    assert again.notes == ()
    assert verify_index(index).is_sound


def test_a_source_made_again_from_a_copy_elsewhere_is_listed_once(
    made: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    index, shard = tampered(made / "index", tmp_path, FAULTS["nan embedding"])
    (index / "shards" / shard).unlink()
    shutil.copytree(made / "archive", tmp_path / "elsewhere")
    build_index([tmp_path / "elsewhere"], index, options(tiny_checkpoint))
    states = [(entry.name, entry.state) for entry in Manifest.load(index).sources]
    assert sorted(state for name, state in states if name.endswith("a.tif")) == ["copy", "indexed"]
    assert verify_index(index).is_sound
