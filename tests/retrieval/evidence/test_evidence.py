"""Evidence packs of a real small index: written, asked again, and what is said when something is another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.errors import UsageError
from msa_core.indexing.build.index_archive import build_index
from msa_core.messages import Search
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.evidence.comparison import compare
from msa_core.retrieval.evidence.evidence_record import read_evidence
from tests.support.scenes import write_scene

ASKED = Search(Query(terms=(QueryTerm("text", "a river <b>& roads"), QueryTerm("text", "clouds", -0.5))), 6)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    """An archive of two rasters, its index, and the evidence of one search."""
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "archive").mkdir()
    for seed in range(2):
        write_scene(folder / "archive" / f"{seed}.tif", seed, 500, 500, east_m=5e5 + 9000 * seed)
    options = IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu")
    build_index([folder / "archive"], folder / "index", options)
    engine = Engine(folder / "index", device="cpu")
    result = engine.search(ASKED.query, ASKED.k, ASKED.listing)
    engine.write_evidence(ASKED, result, folder / "pack", overlays=1)
    return folder


def changed(made: Path, **members: Any) -> dict[str, Any]:
    return {**json.loads((made / "pack/evidence.json").read_text()), **members}


def test_the_pack_holds_page_pictures_overlays_and_the_question(made: Path) -> None:
    evidence, asked = read_evidence(made / "pack")
    assert asked == ASKED
    assert len(evidence["hits"]) == 6
    page = (made / "pack/evidence.html").read_text("utf-8")
    assert "a river &lt;b&gt;&amp; roads" in page
    assert "<b>" not in page
    assert evidence["model"] in page
    assert evidence["index"]["data"] in page
    assert page.count('class="tile"') == 6
    assert "Why it matched" in page
    assert len(list((made / "pack/overlays").glob("*.tif"))) == 5
    for hit in evidence["hits"]:
        file = made / f"pack/pictures/rank{hit['rank']:03d}.png"
        assert np.asarray(Image.open(file)).std() > 0
        assert len(hit["pixels"]) == len(hit["digest"] + "0" * (64 - len(hit["digest"])))


def test_asked_again_the_same_is_found(made: Path) -> None:
    found = Engine(made / "index", device="cpu").reproduce(made / "pack/evidence.json")
    assert found.is_same
    assert "6 hits" in found.sentences[0]
    assert "pixels of 6" in found.sentences[0]


def test_an_index_made_anew_elsewhere_gives_the_same_until_a_raster_is_gone_or_another(
    made: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    options = IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu")
    shutil.copytree(made / "archive", tmp_path / "archive")
    build_index([tmp_path / "archive"], tmp_path / "index", options)
    engine = Engine(tmp_path / "index", device="cpu")
    assert engine.reproduce(made / "pack").is_same
    (tmp_path / "archive/0.tif").unlink()
    found = engine.reproduce(made / "pack")
    assert not found.is_same
    assert "cannot be read here" in " ".join(found.sentences)
    write_scene(tmp_path / "archive/0.tif", 77, 500, 500, east_m=5e5)
    build_index([tmp_path / "archive"], tmp_path / "index", options)
    words = " ".join(Engine(tmp_path / "index", device="cpu").reproduce(made / "pack").sentences)
    assert "Other data in the index" in words
    assert "no longer found" in words


def test_each_kind_of_difference_has_its_words(made: Path) -> None:
    now = changed(made)
    hits = now["hits"]
    assert compare(now, now).is_same

    def words(**members: Any) -> str:
        found = compare(changed(made, **members), now)
        assert not found.is_same
        return " ".join(found.sentences)

    assert "Another model" in words(model="0" * 64)
    assert "another score, by up to 0.1000" in words(
        hits=[{**hits[0], "score": hits[0]["score"] + 0.1}, *hits[1:]]
    )
    assert "order" in words(hits=[hits[1], hits[0], *hits[2:]])
    assert "1 hit with other pixels" in words(hits=[{**hits[0], "pixels": "0" * 64}, *hits[1:]])
    assert "1 hit found only now" in words(hits=hits[1:])
    assert "1 hit no longer found" in words(hits=[*hits, {**hits[0], "id": "gone/1"}])


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"msa_evidence": 9}', '{"msa_evidence": 1, "model": 3}', '{"msa_evidence": 1}']
)
def test_what_is_no_evidence_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "evidence.json").write_text(text)
    with pytest.raises(UsageError, match="is not evidence as msa search --evidence writes it"):
        read_evidence(tmp_path)


def test_a_folder_of_other_files_is_left_alone(made: Path, tmp_path: Path) -> None:
    engine = Engine(made / "index", device="cpu")
    result = engine.search(ASKED.query, 1)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        engine.write_evidence(ASKED, result, tmp_path, overwrite=True)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(UsageError, match="holds evidence already"):
        engine.write_evidence(ASKED, result, made / "pack")
