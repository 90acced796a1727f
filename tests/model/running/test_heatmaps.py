from __future__ import annotations

import numpy as np
import pytest
import torch

from msa_core.errors import UsageError
from msa_core.model.running.heatmaps import SENTENCE, explain
from tests.support.tiny_model import tiny_model

TEXT = "many zebras beside the river beside"


def picture(seed: int = 0, side_px: int = 90) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (side_px, side_px + 7, 3), dtype=np.uint8)


@pytest.mark.parametrize("preset", ["msa", "paper"])
def test_every_map_plus_its_constant_is_the_match_logit(preset: str) -> None:
    model = tiny_model(preset=preset)
    _, heatmaps = explain(model, picture(), TEXT)
    with torch.no_grad():
        pooled = model.encode_images(model.prepare([picture()])).pooled
        z = model.match_logits(pooled, model.encode_texts([TEXT]))[0, 0]
    for heatmap in heatmaps:
        assert heatmap.values.sum() + heatmap.constant == pytest.approx(heatmap.total, abs=1e-5)
        if heatmap.scale and not heatmap.word:
            assert heatmap.total == pytest.approx(float(z[heatmap.scale - 1]), abs=1e-5)


@pytest.mark.parametrize("preset", ["msa", "paper"])
def test_words_and_the_sentence_add_up_to_the_whole(preset: str) -> None:
    words, heatmaps = explain(tiny_model(preset=preset), picture(), TEXT)
    assert words == ("many", "zebras", "beside", "the", "river", "beside (2)")
    for scale in (1, 2, 3, 4):
        of_scale = {h.word: h for h in heatmaps if h.scale == scale}
        assert set(of_scale) == {"", SENTENCE, *words}
        total = sum(h.total for word, h in of_scale.items() if word)
        assert total == pytest.approx(of_scale[""].total, abs=1e-5)
        summed = np.sum([h.values for word, h in of_scale.items() if word], axis=0)
        np.testing.assert_allclose(summed, of_scale[""].values, atol=1e-5)


def test_the_ranking_map_belongs_to_the_cosine() -> None:
    model = tiny_model()
    _, heatmaps = explain(model, picture(), TEXT)
    ranking = next(h for h in heatmaps if h.scale == 0)
    with torch.no_grad():
        v = model.encode_images(model.prepare([picture()])).embedding[0]
        g = model.encode_texts([TEXT]).embedding[0]
    assert ranking.total == pytest.approx(float(v @ g), abs=1e-5)
    assert ranking.values.shape == (16, 16)


def test_an_object_in_one_corner_is_pointed_at_by_the_change_it_makes() -> None:
    model = tiny_model()
    plain = np.full((64, 64, 3), 120, np.uint8)
    marked = plain.copy()
    marked[:16, 48:] = (255, 0, 0)
    before = {(h.scale, h.word): h.values for h in explain(model, plain, TEXT)[1]}
    for heatmap in explain(model, marked, TEXT)[1]:
        if heatmap.scale in (1, 2) and not heatmap.word:
            change = np.abs(heatmap.values - before[heatmap.scale, ""])
            row, column = np.unravel_index(change.argmax(), change.shape)
            assert row < change.shape[0] / 2 <= column


def test_an_empty_text_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="text is empty"):
        explain(tiny_model(), picture(), "  ")
