from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from msa_core.model.network.msa import MSA
from msa_core.model.network.mscmat import ScaleAttention
from tests.support.tiny_model import tiny_model

TEXTS = ["a plane", "many white storage tanks beside the river", "zebra", "houses and houses near a road."]


def naive_logits(model: MSA, pooled: torch.Tensor, texts: list[str]) -> torch.Tensor:
    """The published formulas, one pair and one scale at a time, by torch's own attention."""
    features = model.encode_texts(texts)
    result = torch.zeros(len(pooled), len(texts), 4)
    for s, scale in enumerate(model.mscmat.scales):
        mha = torch.nn.MultiheadAttention(model.config.dim, model.config.heads, batch_first=True)
        mha.in_proj_weight.data = torch.cat([scale.query.weight, scale.key.weight, scale.value.weight])
        mha.in_proj_bias.data = torch.cat([scale.query.bias, scale.key.bias, scale.value.bias])
        mha.out_proj.load_state_dict(scale.out.state_dict())
        mha.eval()
        for i in range(len(pooled)):
            x = model.image_encoder.split(pooled)[s][i]
            u = F.linear(x, scale.image.weight, scale.image.bias)
            for j in range(len(texts)):
                words = model.mscmat.norm_words(features.words[j : j + 1])
                query = model.mscmat.norm_image(u)[None, None]
                c = mha(query, words, words, key_padding_mask=~features.mask[j : j + 1])[0][0, 0]
                result[i, j, s] = scale.match((c + features.embedding[j]) * u)
    return result


@pytest.mark.parametrize("preset", ["msa", "paper"])
def test_the_factorised_form_equals_the_published_one_pair_by_pair(preset: str) -> None:
    model = tiny_model(preset=preset)
    pooled = torch.randn(5, sum(model.pooled_dims))
    with torch.no_grad():
        fast = model.match_logits(pooled, model.encode_texts(TEXTS))
        slow = naive_logits(model, pooled, TEXTS)
    torch.testing.assert_close(fast, slow, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("text", ["a plane", "storage tanks", ""])
def test_a_single_text_is_matched_by_the_short_way_and_rightly(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tiny_model()
    pooled = torch.randn(5, sum(model.pooled_dims))
    texts = model.encode_texts([text])
    assert texts.mask.numel() * model.config.heads < model.config.dim
    with torch.no_grad():
        for module in model.mscmat.scales.modules():
            if isinstance(module, torch.nn.Linear):
                torch.nn.init.normal_(module.bias, std=0.5)  # a forgotten bias would not show
        slow = naive_logits(model, pooled, [text])
        fast = model.match_logits(pooled, texts)
        # The weights of the words by the long way, as batches have them.
        monkeypatch.setattr(ScaleAttention, "_attention_of_few", ScaleAttention.attention)
        torch.testing.assert_close(model.match_logits(pooled, texts), fast, rtol=1e-3, atol=1e-5)
    torch.testing.assert_close(fast, slow, rtol=1e-3, atol=1e-5)


def test_gradients_of_the_factorised_form_equal_those_of_the_published_one() -> None:
    model = tiny_model()
    gradients = []
    for logits in (
        lambda p: model.match_logits(p, model.encode_texts(TEXTS)),
        lambda p: naive_logits(model, p, TEXTS),
    ):
        pooled = torch.randn(
            3, sum(model.pooled_dims), generator=torch.Generator().manual_seed(1)
        ).requires_grad_()
        logits(pooled).square().sum().backward()
        gradients.append(pooled.grad)
    torch.testing.assert_close(gradients[0], gradients[1], rtol=1e-3, atol=1e-6)


def test_padding_changes_nothing_in_preset_msa() -> None:
    model = tiny_model()
    pooled = torch.randn(2, sum(model.pooled_dims))
    with torch.no_grad():
        alone = model.match_logits(pooled, model.encode_texts(TEXTS[:1]))
        padded = model.match_logits(pooled, model.encode_texts(TEXTS))[:, :1]
    torch.testing.assert_close(alone, padded, rtol=1e-4, atol=1e-6)


def test_an_empty_text_gives_numbers() -> None:
    model = tiny_model()
    features = model.encode_texts(["", "..."])
    assert torch.isfinite(model.match_logits(torch.randn(2, sum(model.pooled_dims)), features)).all()


def test_a_text_far_too_long_is_cut_to_the_model_s_length() -> None:
    model = tiny_model()
    features = model.encode_texts(["runway " * 5000])
    assert features.words.shape[1] == model.config.max_tokens - 1
    assert torch.isfinite(features.embedding).all()
