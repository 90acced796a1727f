"""200,000 tiles as the starter makes them, searched approximately: what is found, with filters too."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from msa_core.indexing.folder.nearest.lists import exact_best, make_lists
from msa_core.indexing.folder.nearest.vectors import VectorTable
from msa_core.progress import Progress
from tests.benchmarks.made_embeddings import SCENE_TILES, MadeEmbeddings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(sys.platform == "darwin", reason="FAISS is not used on macOS"),
]
ROWS = 200_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, np.ndarray, Path]:
    """The rows, mapped; queries of texts and of pictures; and the folder of the inverted index."""
    folder = tmp_path_factory.mktemp("many")
    made = MadeEmbeddings()
    np.save(folder / "embedding.npy", np.concatenate(list(made.rows(ROWS))))
    matrix = np.load(folder / "embedding.npy", mmap_mode="r")
    facts = make_lists(matrix, folder, Progress())
    assert facts is not None
    assert facts.recall >= 0.95
    return matrix, np.concatenate([made.text_queries(40), made.picture_queries(40)]), folder


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1])
def test_of_the_hundred_best_of_200000_tiles_at_least_95_are_found(
    many: tuple[np.ndarray, np.ndarray, Path], share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_EXACT_UP_TO", "100000")
    matrix, queries, folder = many
    table = VectorTable(matrix, matrix, folder)
    assert table.lists is not None
    scenes = np.random.default_rng(3).random(ROWS // SCENE_TILES) < share
    rows = np.flatnonzero(np.repeat(scenes, SCENE_TILES))
    mask = None if share == 1.0 else np.isin(np.arange(ROWS), rows)
    truth = exact_best(matrix[rows], queries, 100, Progress())
    found = []
    for query, best in zip(queries, truth, strict=True):
        ranking = table.ask(query).best(100, mask)
        assert ranking.recall < 1.0
        assert np.isin(ranking.rows, rows).all()
        np.testing.assert_allclose(ranking.scores, matrix[ranking.rows] @ query, atol=1e-5)
        found.append(len(np.intersect1d(ranking.rows, rows[best])) / 100)
    assert np.mean(found[:40]) >= 0.95, "texts"
    assert np.mean(found[40:]) >= 0.95, "pictures"


def test_a_filter_of_one_percent_of_them_is_exact(
    many: tuple[np.ndarray, np.ndarray, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_EXACT_UP_TO", "100000")
    matrix, queries, folder = many
    mask = np.zeros(ROWS, bool)
    mask[::100] = True
    ranking = VectorTable(matrix, matrix, folder).ask(queries[0]).best(100, mask)
    rows = np.flatnonzero(mask)
    assert ranking.recall == 1.0
    assert set(ranking.rows) == set(rows[exact_best(matrix[rows], queries[:1], 100, Progress())[0]])
