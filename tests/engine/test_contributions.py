"""The parts of a score are told term by term, and add up to the number in the list."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.model.stored import checkpoint
from msa_core.records import Query
from msa_core.retrieval.query.parsing import parse_terms
from msa_core.training.combine.averaging import with_hubs
from msa_core.training.data.captioned_image import CaptionedImage
from tests.support.scenes import picture, write_archive

QUERIES = {
    "words": ((("a plane beside a river",), (), (), ()), ["text"]),
    "weighted words": ((("a plane^2.5", "a river^0.3"), (), (), ()), ["text", "text"]),
    "words and others to avoid": ((("a plane",), ("a river^1.5",), (), ()), ["text", "text"]),
    "words and a picture": ((("a plane",), (), ("{}^0.6",), ()), ["text", "image"]),
    "everything": ((("a plane",), ("fields",), ("{}",), ("{}^0.25",)), ["text", "image", "text", "image"]),
    "a picture alone": (((), (), ("{}",), ()), ["image"]),
}


@pytest.fixture(scope="module", params=["plain", "hubs"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path
) -> Engine:
    folder = tmp_path_factory.mktemp(request.param)
    model = tiny_checkpoint
    if request.param == "hubs":
        rng = np.random.default_rng(0)
        captioned = [CaptionedImage(Path(f"{n}"), (f"many planes {n}", "a lake")) for n in range(20)]
        shown = {image.path: rng.integers(0, 255, (40, 40, 3), dtype=np.uint8) for image in captioned}
        model = folder / "model"
        checkpoint.save(
            with_hubs(checkpoint.load(tiny_checkpoint), [captioned], shown.__getitem__), model, half=False
        )
    write_archive(folder / "archive", 2)
    build_index(
        [folder / "archive"],
        folder / "index",
        IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=model, device="cpu"),
    )
    Image.fromarray(picture(4, 120, 180)).save(folder / "like.png")
    return Engine(folder / "index", device="cpu")


@pytest.mark.parametrize("name", QUERIES)
def test_the_parts_add_up_to_the_number_in_the_list(engine: Engine, name: str) -> None:
    given, kinds = QUERIES[name]
    like = engine.opened.folder.parent / "like.png"
    query = Query(terms=parse_terms(*([value.format(like) for value in values] for values in given)))
    has_hubness = engine.load().model.hubs is not None and "text" in kinds
    for hit in engine.search(query, 5).hits:
        explanation = engine.explain(hit.tile, query.text, query=query)
        assert [contribution.kind for contribution in explanation.contributions] == kinds + [
            "hubness"
        ] * has_hubness
        assert [contribution.weight for contribution in explanation.contributions[: len(kinds)]] == [
            t.weight for t in query.terms
        ]
        assert sum(contribution.amount for contribution in explanation.contributions) == pytest.approx(
            hit.score, abs=1e-5
        )
        ranking = explanation.find(0)
        assert ranking.total == pytest.approx(hit.score, abs=1e-5), "the map explains the same number"
        assert ranking.values.sum() + ranking.constant == pytest.approx(ranking.total, abs=1e-5)
        if "text" not in kinds:
            assert (explanation.words, explanation.usual, len(explanation.heatmaps)) == ((), (), 1)


def test_votes_are_a_part_of_the_score(engine: Engine) -> None:
    first = engine.search("a plane", 6)
    ids = [hit.tile.id for hit in first.hits]
    query = Query(terms=parse_terms(["a plane"]), accepted=frozenset(ids[3:5]), rejected=frozenset(ids[:1]))
    for hit in engine.search(query, 4).hits:
        explanation = engine.explain(hit.tile, "a plane", query=query)
        assert explanation.contributions[-1].kind == "votes"
        assert explanation.score == pytest.approx(hit.score, abs=1e-5)
        assert explanation.find(0).total == pytest.approx(hit.score, abs=1e-5)


def test_filler_words_are_part_of_the_sentence_and_nothing_is_lost(engine: Engine) -> None:
    text = "many zebras, beside the river"
    hit = engine.search(text, 1).hits[0]
    explanation = engine.explain(hit.tile, text)
    assert explanation.words == ("many", "zebras", "river")
    assert explanation.in_sentence == (",", "beside", "the")
    for scale in (1, 2, 3, 4):
        contributions = [explanation.find(scale, word) for word in (*explanation.words, "*")]
        whole = explanation.find(scale)
        np.testing.assert_allclose(
            sum(contribution.values for contribution in contributions), whole.values, atol=1e-5
        )
        assert sum(contribution.total for contribution in contributions) == pytest.approx(
            whole.total, abs=1e-4
        )
    assert len(explanation.usual) == 4
    assert all(spread > 0 for _, spread in explanation.usual)


def test_a_tile_that_the_index_does_not_hold_has_no_row(engine: Engine) -> None:
    tile = engine.search("a plane", 3).hits[2].tile
    row = engine.opened.row_of(tile.id)
    assert row is not None
    assert engine.opened.tile(row) == tile
    assert engine.opened.row_of("none/0/0/0") is None
