"""Vectors with their mean taken off: what changes, and what must not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from msa_core.errors import CheckpointError, UsageError
from msa_core.model import checkpoint
from msa_core.model.centre import Centre
from msa_core.model.heatmaps import explain
from msa_core.model.inference import for_inference
from msa_core.model.msa import MSA
from tests.support.tiny_model import tiny_model

TEXTS = ["many planes beside a white runway", "a lake", ""]


def pair(**changes: object) -> tuple[MSA, MSA]:
    """The same weights without and with means taken off."""
    plain, centred = tiny_model(**changes), tiny_model(centred=True, **changes)
    state = centred.state_dict() | plain.state_dict()
    centred.load_state_dict(state)
    generator = torch.Generator().manual_seed(3)
    for encoder in (centred.image_encoder, centred.text_encoder):
        assert encoder.centre is not None
        mean = torch.randn(plain.embedding_dim, generator=generator)
        encoder.centre.set_mean(0.4 * mean / mean.norm())
    return plain, centred


def pictures(model: MSA) -> torch.Tensor:
    rng = np.random.default_rng(0)
    return model.prepare([rng.integers(0, 256, (70, 64, 3), dtype=np.uint8) for _ in range(3)])


def test_centring_undone_gives_the_vector_back() -> None:
    centre = Centre(7)
    x = torch.nn.functional.normalize(torch.randn(50, 7, generator=torch.Generator().manual_seed(0)), dim=1)
    centre.set_mean(0.9 * x[0])
    assert torch.allclose(centre(x).norm(dim=1), torch.ones(50))
    assert torch.allclose(centre.undo(centre(x)), x, atol=1e-5)


def test_both_kinds_of_vectors_lose_their_mean() -> None:
    plain, centred = pair()
    with torch.no_grad():
        v, w = (m.encode_images(pictures(m)).embedding for m in (plain, centred))
        g, h = (m.encode_texts(TEXTS).embedding for m in (plain, centred))
    for before, after, encoder in ((v, w, centred.image_encoder), (g, h, centred.text_encoder)):
        moved = before - encoder.centre.mean
        assert torch.allclose(after, moved / moved.norm(dim=1, keepdim=True), atol=1e-6)
        assert not torch.allclose(after, before, atol=0.05)


def test_the_match_logits_and_their_maps_do_not_change() -> None:
    plain, centred = pair()
    with torch.no_grad():
        z, y = (
            m.match_logits(m.encode_images(pictures(m)).pooled, m.encode_texts(TEXTS))
            for m in (plain, centred)
        )
    assert torch.allclose(z, y, atol=1e-4)
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    for one, other in zip(
        explain(plain, picture, TEXTS[0])[1], explain(centred, picture, TEXTS[0])[1], strict=True
    ):
        assert (one.scale, one.word) == (other.scale, other.word)
        assert other.values.sum() + other.constant == pytest.approx(other.total, abs=1e-5)
        if one.scale:
            np.testing.assert_allclose(other.values, one.values, atol=1e-4)


def test_the_ranking_map_is_of_the_centred_cosine() -> None:
    _, model = pair()
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    ranking = next(h for h in explain(model, picture, TEXTS[0])[1] if h.scale == 0)
    with torch.no_grad():
        v = for_inference(model).encode_images(model.prepare([picture])).embedding[0]
        g = model.encode_texts(TEXTS[:1]).embedding[0]
    assert ranking.total == pytest.approx(float(v @ g), abs=1e-5)


def test_a_checkpoint_keeps_the_means_and_says_that_it_has_some(tmp_path: Path) -> None:
    plain, centred = pair()
    checkpoint.save(centred, tmp_path / "centred")
    checkpoint.save(plain, tmp_path / "plain")
    read = checkpoint.load(tmp_path / "centred")
    assert read.config.centred
    assert torch.equal(read.text_encoder.centre.mean, centred.text_encoder.centre.mean)
    assert '"centred"' not in (tmp_path / "plain" / "config.json").read_text()


def test_means_that_unit_vectors_cannot_have_are_refused(tmp_path: Path) -> None:
    _, centred = pair()
    checkpoint.save(centred, tmp_path)
    state = load_file(tmp_path / "model.safetensors")
    state["text_encoder.centre.mean"] *= 10
    save_file(state, tmp_path / "model.safetensors")
    with pytest.raises(CheckpointError, match="damaged"):
        checkpoint.load(tmp_path)
    with pytest.raises(UsageError, match="same way"):
        Centre(2).set_mean(torch.tensor([0.0, 0.9999]))
