from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.engine import Engine
from msa_core.errors import IndexFolderError, SourceError, UsageError
from msa_core.records import Listing, Query, QueryTerm


def words(text: str, **filters: object) -> Query:
    return Query(terms=(QueryTerm("text", text),), **filters)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def engine(index: Path) -> Engine:
    return Engine(index, device="cpu")


def test_the_ranking_is_that_of_the_naive_product(engine: Engine) -> None:
    result = engine.search(words("a plane beside a river"), k=48, listing=Listing(every_tile=True))
    vector = engine.load().encode_texts(["a plane beside a river"]).embedding[0].numpy()
    scores = np.asarray(engine.opened.rows.embedding) @ vector
    np.testing.assert_allclose([hit.score for hit in result.hits], np.sort(scores)[::-1], atol=1e-5)
    assert [hit.rank for hit in result.hits] == list(range(1, 49))
    assert result.searched == 48


def test_scale_scores_are_the_models_logits_of_the_tile(engine: Engine) -> None:
    hit = engine.search(words("green fields"), k=3).hits[2]
    explanation = engine.explain(hit.tile, "green fields")
    assert hit.scale_scores is not None
    for scale, z in enumerate(hit.scale_scores, start=1):
        assert explanation.find(scale).total == pytest.approx(z, abs=0.05)
    assert explanation.find(0).total == pytest.approx(hit.score, abs=0.01)


def test_questions_before_an_index_are_told_so(tiny_checkpoint: Path) -> None:
    with pytest.raises(UsageError, match="index"):
        Engine(model=tiny_checkpoint).search(words("plane"))


def test_an_index_that_cannot_be_opened_leaves_the_open_one(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError):
        engine.open_index(tmp_path / "nowhere")
    assert engine.search(words("plane"), 1).hits


def test_a_raster_that_went_away_is_said(index: Path, tmp_path: Path) -> None:
    engine = Engine(index, device="cpu")
    hit = engine.search(words("plane"), 1).hits[0]
    gone = Path(hit.tile.path)
    gone.rename(tmp_path / "away.tif")
    try:
        with pytest.raises(SourceError, match="no such file"):
            engine.explain(hit.tile, "plane")
    finally:
        (tmp_path / "away.tif").rename(gone)
