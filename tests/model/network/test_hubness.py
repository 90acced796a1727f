"""Embeddings that make up for hubs: the score they give, and what must not change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.network.hub_layout import LENGTH, MORE, joined, parted
from msa_core.model.network.hubness import NEIGHBOURS, Hubs
from msa_core.model.network.msa import MSA
from msa_core.model.running.heatmaps import explain
from msa_core.model.running.inference import for_inference
from msa_core.model.stored import checkpoint
from tests.support.tiny_model import tiny_model

TEXTS = ["many planes beside a white runway", "a lake", ""]


def units(count: int, dim: int, seed: int) -> Tensor:
    return F.normalize(torch.randn(count, dim, generator=torch.Generator().manual_seed(seed)), dim=1)


def pair() -> tuple[MSA, MSA]:
    """The same weights without and with banks."""
    plain, other = tiny_model(), tiny_model(hub_bank=(30, 25))
    other.load_state_dict(other.state_dict() | plain.state_dict())
    assert other.hubs is not None
    with torch.no_grad():
        v = plain.encode_images(pictures(plain, 30)).embedding
        said = [
            f"{a} {b} {c}"
            for a in ("many", "a", "the")
            for b in ("red", "white", "green")
            for c in ("lake", "road", "ship")
        ]
        other.hubs.fill(v, plain.encode_texts(said[:25]).embedding)
    return plain, other


def pictures(model: MSA, count: int, seed: int = 0) -> Tensor:
    rng = np.random.default_rng(seed)
    return model.prepare(
        [rng.integers(0, 256, (70, 64, 3), dtype=np.uint8) // (1 + n % 5) for n in range(count)]
    )


@pytest.mark.parametrize("weight", [0.25, 0.5, 1.0])
def test_inner_products_are_cosines_less_a_share_of_both_hubnesses(weight: float) -> None:
    v, g = units(6, 16, 1), units(5, 16, 2)
    bank_v, bank_g = units(40, 16, 3), units(50, 16, 4)
    hubs = Hubs(16, 40, 50, weight)
    hubs.fill(bank_v, bank_g)

    def hubness(x: Tensor, bank: Tensor) -> Tensor:
        return torch.stack([torch.stack(sorted(bank @ row)[-NEIGHBOURS:]).mean() for row in x])

    r_v, r_g = hubness(v, bank_g), hubness(g, bank_v)
    means = hubness(bank_v, bank_g).mean(), hubness(bank_g, bank_v).mean()
    wanted = v @ g.T - weight * (r_v - means[0])[:, None] - weight * (r_g - means[1])[None]
    of_v, of_g = hubs.of_pictures(v), hubs.of_texts(g)
    torch.testing.assert_close(of_v @ of_g.T, wanted)
    torch.testing.assert_close(of_v.norm(dim=1), torch.ones(6))
    assert of_v.shape == (6, 16 + MORE)
    torch.testing.assert_close(hubs.plain_texts(of_g), g)
    torch.testing.assert_close(hubs.as_query(of_v) @ of_v.T, v @ v.T)


def test_the_ranking_is_that_of_csls() -> None:
    """Against the published formula, 2 cos - r - r, written out."""
    v, g = units(60, 8, 5), units(70, 8, 6)
    hubs = Hubs(8, 60, 70)
    hubs.fill(v, g)
    cos = (v @ g.T).numpy()
    csls = (
        2 * cos
        - np.sort(cos, axis=1)[:, -10:].mean(axis=1)[:, None]
        - np.sort(cos, axis=0)[-10:].mean(axis=0)
    )
    ours = (hubs.of_pictures(v) @ hubs.of_texts(g).T).numpy()
    np.testing.assert_allclose(ours - ours.mean(), (csls - csls.mean()) / 2, atol=1e-6)


def test_a_picture_near_to_every_text_no_longer_leads() -> None:
    texts = F.normalize(torch.eye(20, 21) + 0.7 * F.one_hot(torch.tensor(20), 21), dim=1)
    hub = F.one_hot(torch.tensor(20), 21).float()
    own = F.normalize(torch.eye(20, 21) + 0.1 * hub, dim=1)
    shown = torch.cat([hub[None], F.normalize(0.45 * own + 0.55 * units(20, 21, 7), dim=1)])
    hubs = Hubs(21, 21, 20)
    hubs.fill(shown, texts)
    before = (shown @ texts.T).argmax(dim=0)
    after = (hubs.of_pictures(shown) @ hubs.of_texts(texts).T).argmax(dim=0)
    right = torch.arange(20) + 1
    assert (before == 0).sum() > 10
    assert (after == 0).sum() < (before == 0).sum() / 2
    assert (after == right).sum() > (before == right).sum()


def test_however_strong_a_hub_the_embedding_stays_a_unit_vector() -> None:
    same = F.normalize(torch.ones(1, 4), dim=1)
    hubs = Hubs(4, 3, 3)
    hubs.fill(-same.repeat(3, 1), same.repeat(3, 1))
    made = hubs.of_pictures(torch.cat([same, -same]))
    assert torch.isfinite(made).all()
    torch.testing.assert_close(made.norm(dim=1), torch.ones(2))


def test_the_match_logits_and_the_maps_of_the_scales_do_not_change() -> None:
    plain, other = pair()
    with torch.no_grad():
        z, y = (
            m.match_logits(m.encode_images(pictures(m, 3)).pooled, m.encode_texts(TEXTS))
            for m in (plain, other)
        )
    torch.testing.assert_close(z, y, atol=1e-4, rtol=1e-4)
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    for one, changed in zip(
        explain(plain, picture, TEXTS[0])[1], explain(other, picture, TEXTS[0])[1], strict=True
    ):
        assert (one.scale, one.word) == (changed.scale, changed.word)
        assert changed.values.sum() + changed.constant == pytest.approx(changed.total, abs=1e-5)
        if one.scale:
            np.testing.assert_allclose(changed.values, one.values, atol=1e-4)


def test_the_ranking_map_is_of_the_score() -> None:
    _, model = pair()
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    ranking = next(h for h in explain(model, picture, TEXTS[0])[1] if h.scale == 0)
    with torch.no_grad():
        embedding = for_inference(model).encode_images(model.prepare([picture])).embedding[0]
        text = model.encode_texts(TEXTS[:1]).embedding[0]
    assert embedding.shape == (model.embedding_dim,)
    assert ranking.total == pytest.approx(float(embedding @ text), abs=1e-5)
    assert np.isfinite(ranking.values).all()


def test_a_checkpoint_keeps_the_banks_and_one_without_says_nothing_of_them(tmp_path: Path) -> None:
    plain, other = pair()
    checkpoint.save(other, tmp_path / "banks")
    checkpoint.save(plain, tmp_path / "plain")
    read = checkpoint.load(tmp_path / "banks")
    assert read.config.hub_bank == (30, 25)
    with torch.no_grad():
        torch.testing.assert_close(
            read.encode_texts(TEXTS).embedding, other.encode_texts(TEXTS).embedding, atol=1e-2, rtol=1e-2
        )
    assert "hub_bank" not in (tmp_path / "plain" / "config.json").read_text()


@pytest.mark.parametrize("sizes", ["[3]", "[0, 5]", "[-1, 5]", '"many"', "[1e99, 2]", "null"])
def test_banks_of_no_size_are_refused(tmp_path: Path, sizes: str) -> None:
    checkpoint.save(pair()[1], tmp_path)
    config = tmp_path / "config.json"
    text = config.read_text()
    config.write_text(text.replace("[\n  30,\n  25\n ]", sizes))
    assert config.read_text() != text
    with pytest.raises(CheckpointError):
        checkpoint.load(tmp_path)


def test_an_embedding_is_parted_into_a_unit_vector_and_its_hubness_and_joined_again() -> None:
    v, g = units(30, 16, 1), units(20, 16, 2)
    hubs = Hubs(16, 30, 20)
    hubs.fill(v, g)
    # Among them the strongest hub there can be, whose last number is zero.
    embeddings = hubs.of_pictures(torch.cat([v, g])).numpy()
    for made in (embeddings, Hubs.of_pictures(_strong(16), units(3, 16, 3)).numpy()):
        vectors, hubness = parted(made)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
        assert (np.abs(hubness) <= 0.5).all()
        np.testing.assert_allclose(joined(vectors, hubness), made, atol=1e-6)
    vectors, hubness = parted(embeddings)
    np.testing.assert_allclose(vectors[:30], v.numpy(), atol=1e-6)
    texts = hubs.of_texts(g).numpy()
    of_texts = -texts[:, 16 + 1] / 1.5**0.5  # d_g
    wanted = vectors @ g.numpy().T - hubness[:, None] / 2 - of_texts[None] / 2
    np.testing.assert_allclose(embeddings @ texts.T, wanted, atol=1e-6)


def _strong(dim: int) -> Hubs:
    hubs = Hubs(dim, 3, 3)
    hubs.fill(-units(3, dim, 3), units(3, dim, 3))
    return hubs


def test_a_model_takes_off_as_much_as_its_configuration_says(tmp_path: Path) -> None:
    _, half = pair()
    state = half.state_dict()
    less = tiny_model(hub_bank=(30, 25), hub_weight=0.125)
    less.load_state_dict(state)
    checkpoint.save(less, tmp_path / "less", half=False)
    read = checkpoint.load(tmp_path / "less")
    with torch.no_grad():
        v = half.encode_images(pictures(half, 3)).embedding
        plain = half.globals_of(half.encode_texts(TEXTS).embedding) @ v[:, : half.config.dim].T * LENGTH
        of_half, of_less = (model.encode_texts(TEXTS).embedding @ v.T for model in (half, read))
    assert (of_half - plain).abs().max() > 0.01
    torch.testing.assert_close(of_less - plain, (of_half - plain) / 4, atol=1e-5, rtol=1e-3)


@pytest.mark.parametrize("weight", [0.0, -0.5, 1.5, float("nan")])
def test_a_share_that_is_none_is_refused(weight: float) -> None:
    with pytest.raises(UsageError, match="hub_weight must be above 0"):
        tiny_model(hub_bank=(30, 25), hub_weight=weight)
