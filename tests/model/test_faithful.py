"""Preset ``paper`` gives the losses and gradients of the published formulas, to rounding."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional as F
from torchvision.models import resnet50
from torchvision.transforms import Resize

from msa_core.model.config import presets
from msa_core.model.network.msa import MSA
from msa_core.model.trunks import trunk_table
from msa_core.model.trunks.trunk import pool
from msa_core.training.learn.recipe.losses import WEIGHTS, paper_csmmc, paper_mscma, total_loss, triplet_loss
from tests.support import naive_paper
from tests.support.tiny_model import WORDS, tiny_tokenizer

NO_DROPOUT = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}


def paper_model(trunk: str, dim: int, layers: int, heads: int, seed: int = 0) -> MSA:
    """A model of preset ``paper`` in training mode, random weights; BERT's dropout off, as it would be drawn anew."""
    torch.manual_seed(seed)
    tokenizer = tiny_tokenizer()
    text = {
        "vocab_size": len(tokenizer),
        "hidden_size": dim,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": 4 * dim,
        "max_position_embeddings": 64,
        **NO_DROPOUT,
    }
    model = MSA(presets.paper(trunk, text, heads=heads), tokenizer)
    with torch.no_grad():  # biases and norms that are not 0 and 1
        for parameter in model.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return model.train()


def pairs(size: int, px: int, seed: int) -> tuple[Tensor, list[str]]:
    """Random pictures uint8 (B, 3, px, px) and sentences of 0 to 40 words: some padded, some cut."""
    rng = np.random.default_rng(seed)
    images = torch.from_numpy(rng.integers(0, 256, (size, 3, px, px), dtype=np.uint8))
    return images, [" ".join(rng.choice(WORDS, int(rng.integers(0, 41)))) for _ in range(size)]


def our_parts(model: MSA, v: Tensor, g: Tensor, z: Tensor) -> dict[str, Tensor]:
    positive = torch.eye(len(v), dtype=torch.bool)
    return total_loss("paper", v, g, z, positive, model.logit_scale, WEIGHTS["paper"])


def published_tokens(tokenizer: Any, texts: list[str]) -> tuple[Tensor, Tensor]:
    """Ids and attention mask (B, 31): each text by itself, padded to 31."""
    rows = [tokenizer(text, padding="max_length", max_length=31, truncation=True) for text in texts]
    return torch.tensor([r["input_ids"] for r in rows]), torch.tensor([r["attention_mask"] for r in rows])


def assert_same_gradients(
    ours: dict[str, Tensor | None], naive: dict[str, Tensor | None], rtol: float
) -> None:
    """Every tensor to ``rtol`` of its norm, or of 1e-3 of the largest (a key bias's is 0 but for rounding)."""
    norms = {name: float(g.norm()) for name, g in naive.items() if g is not None}
    assert {name for name, g in ours.items() if g is not None} == norms.keys()
    floor = max(norms.values()) * 1e-3
    worst = {
        name: float((g.double() - naive[name].double()).norm()) / max(norms[name], floor)
        for name, g in ours.items()
        if g is not None
    }
    assert max(worst.values()) < rtol, sorted(worst.items(), key=lambda item: -item[1])[:5]


def gradients(model: nn.Module) -> dict[str, Tensor | None]:
    return {name: p.grad for name, p in model.named_parameters() if name != "logit_scale"}


@pytest.mark.parametrize("size", [2, 3, 5, 8, 16, 32])
def test_behind_the_networks_all_is_equal_in_double_precision(size: int) -> None:
    """v, z at all scales, the losses, and the gradients of all weights and of what the networks gave."""
    model = paper_model("tiny", 24, 1, 4, seed=size).double()
    reference = copy.deepcopy(model)
    generator = torch.Generator().manual_seed(size)
    inputs = [torch.randn(size, c, generator=generator, dtype=torch.float64) for c in model.pooled_dims]
    inputs.append(torch.randn(size, 31, 24, generator=generator, dtype=torch.float64))
    *scales, hidden = (x.clone().requires_grad_() for x in inputs)
    v = model.image_encoder.embed(scales)
    g = F.normalize(hidden[:, 0], dim=-1)
    mask = torch.ones(size, 30, dtype=torch.bool)
    z = model.mscmat(scales, g, hidden[:, 1:], mask)
    ours = our_parts(model, v, g, z)
    ours["loss"].backward()

    *naive_scales, naive_hidden = (x.clone().requires_grad_() for x in inputs)
    naive = naive_paper.from_features(dict(reference.named_parameters()), 4, naive_scales, naive_hidden)
    naive.total.backward()

    exact = {"rtol": 1e-10, "atol": 1e-12}
    torch.testing.assert_close(v, naive.v, **exact)
    torch.testing.assert_close(z, naive.z, **exact)
    for key, value in (
        ("align", naive.tri),
        ("mscma", naive.mscma),
        ("csmmc", naive.csmmc),
        ("loss", naive.total),
    ):
        torch.testing.assert_close(ours[key], value, **exact)
    assert_same_gradients(gradients(model), gradients(reference), 1e-9)
    for mine, theirs in zip((*scales, hidden), (*naive_scales, naive_hidden), strict=True):
        torch.testing.assert_close(mine.grad, theirs.grad, **exact)


@pytest.mark.parametrize("size", range(2, 33))
def test_the_losses_and_their_gradients_are_equal_at_every_batch_size(size: int) -> None:
    generator = torch.Generator().manual_seed(size)
    shapes = ((size, 12), (size, 12), (size, size, 4))
    raw = [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]
    grads = []
    values = []
    for naive in (False, True):
        a, b, z = (x.clone().requires_grad_() for x in raw)
        v, g = F.normalize(a, dim=1), F.normalize(b, dim=1)
        if naive:
            tri, mscma, csmmc, total = naive_paper.losses(v, g, z)
        else:
            tri, mscma, csmmc = triplet_loss(v, g), paper_mscma(z), paper_csmmc(z)
            total = tri + 15 * mscma + 10 * csmmc
        total.backward()
        values.append(torch.stack([tri, mscma, csmmc, total]).detach())
        grads.append((a.grad, b.grad, z.grad))
    torch.testing.assert_close(*values, rtol=1e-10, atol=1e-13)
    for mine, theirs in zip(*grads, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("size", [2, 7, 32])
def test_the_whole_model_gives_the_published_gradients(size: int) -> None:
    """Pictures and sentences in, gradients of every weight out; float32 against double precision."""
    model = paper_model("tiny", 24, 2, 4, seed=size)
    reference = copy.deepcopy(model).double()
    images, texts = pairs(size, 96, size)
    texts[:2] = ["a plane", "houses " * 40]
    if size > 2:
        texts[-1] = texts[0]  # the published mining takes the same sentence on another picture for a negative
    features, words = model.encode_images(images), model.encode_texts(texts)
    z = model.match_logits(features.pooled, words)
    ours = our_parts(model, features.embedding, words.embedding, z)
    ours["loss"].backward()

    mean = torch.tensor(trunk_table.IMAGENET_MEAN, dtype=torch.float64)[:, None, None]
    std = torch.tensor(trunk_table.IMAGENET_STD, dtype=torch.float64)[:, None, None]
    maps = reference.image_encoder.trunk((images.double() / 255 - mean) / std)
    ids, attention = published_tokens(reference.text_encoder.tokenizer, texts)
    assert attention.sum(dim=1).max() == 31
    assert attention.sum(dim=1).min() < 31
    hidden = reference.text_encoder.bert(input_ids=ids, attention_mask=attention).last_hidden_state
    naive = naive_paper.from_features(dict(reference.named_parameters()), 4, naive_paper.pooled(maps), hidden)
    naive.total.backward()
    torch.testing.assert_close(z.double(), naive.z, rtol=1e-4, atol=1e-4)
    for key, value in (
        ("align", naive.tri),
        ("mscma", naive.mscma),
        ("csmmc", naive.csmmc),
        ("loss", naive.total),
    ):
        torch.testing.assert_close(ours[key].double(), value, rtol=1e-4, atol=1e-6)
    assert_same_gradients(gradients(model), gradients(reference), 1e-4)


@pytest.mark.slow
def test_resnet50_and_bert_base_width_give_the_published_gradients() -> None:
    """The real shapes: 256 x 56 x 56 .. 2048 x 7 x 7, D = 768, 12 heads; against torchvision's own ResNet-50."""
    model = paper_model("resnet50", 768, 1, 12)
    reference = copy.deepcopy(model)
    net = resnet50()
    layers = {"0.0": "conv1", "0.1": "bn1", "0.4": "layer1", "1": "layer2", "2": "layer3", "3": "layer4"}
    stages = {f"image_encoder.trunk.stages.{ours}.": f"{theirs}." for ours, theirs in layers.items()}

    def torchvision_name(name: str) -> str | None:
        return next(
            (new + name.removeprefix(old) for old, new in stages.items() if name.startswith(old)), None
        )

    state = {new: value for name, value in model.state_dict().items() if (new := torchvision_name(name))}
    assert {*net.state_dict()} - {*state} == {"fc.weight", "fc.bias"}
    net.load_state_dict(state, strict=False)
    images, texts = pairs(2, 224, 1)

    x = images.float() / 255
    x = (x - torch.tensor(trunk_table.IMAGENET_MEAN)[:, None, None]) / torch.tensor(trunk_table.IMAGENET_STD)[
        :, None, None
    ]
    with torch.no_grad():
        maps = [m.requires_grad_() for m in model.stage_maps(images)]
        x = net.train().maxpool(net.relu(net.bn1(net.conv1(x))))
        for ours, layer in zip(maps, (net.layer1, net.layer2, net.layer3, net.layer4), strict=True):
            x = layer(x)
            assert float((ours - x).norm() / x.norm()) < 1e-3  # only the memory layout differs
    assert [tuple(m.shape[1:]) for m in maps] == [(256, 56, 56), (512, 28, 28), (1024, 14, 14), (2048, 7, 7)]

    # From the stage maps on, so that no unit of the ResNet that is 0 but for rounding decides.
    pooled = model.image_encoder.pool(maps)
    words = model.encode_texts(texts)
    z = model.match_logits(pooled, words)
    v = model.image_encoder.embed(model.image_encoder.split(pooled))
    parts = our_parts(model, v, words.embedding, z)
    parts["loss"].backward()

    naive_maps = [m.detach().clone().requires_grad_() for m in maps]
    ids, attention = published_tokens(reference.text_encoder.tokenizer, texts)
    hidden = reference.text_encoder.bert(input_ids=ids, attention_mask=attention).last_hidden_state
    naive = naive_paper.from_features(
        dict(reference.named_parameters()), 12, naive_paper.pooled(naive_maps), hidden
    )
    naive.total.backward()
    torch.testing.assert_close(v, naive.v, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(z, naive.z, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(parts["loss"], naive.total, rtol=1e-5, atol=0.0)
    assert_same_gradients(gradients(model), gradients(reference), 1e-3)
    by_map = ({str(s): m.grad for s, m in enumerate(group)} for group in (maps, naive_maps))
    assert_same_gradients(*by_map, 1e-3)


def test_of_equal_maxima_one_place_has_the_gradient_as_in_the_published_pooling() -> None:
    """Flat ground gives equal values; the published MaxPool2d hands the gradient to the first of them."""
    ours = torch.ones(1, 2, 3, 4, requires_grad=True)
    theirs = torch.ones(1, 2, 3, 4, requires_grad=True)
    pool(ours, "max").sum().backward()
    nn.MaxPool2d(kernel_size=(3, 4))(theirs).sum().backward()
    assert ours.grad is not None
    torch.testing.assert_close(ours.grad, theirs.grad)
    assert float(ours.grad.max()) == 1.0


def test_thirty_tokens_are_words_and_the_class_token_is_the_text() -> None:
    model = paper_model("tiny", 24, 1, 4).eval()
    texts = ["a plane", "runway " * 50]
    with torch.no_grad():
        features = model.encode_texts(texts)
        ids, attention = published_tokens(model.text_encoder.tokenizer, texts)
        hidden = model.text_encoder.bert(input_ids=ids, attention_mask=attention).last_hidden_state
    torch.testing.assert_close(features.words, hidden[:, 1:])
    torch.testing.assert_close(features.embedding, hidden[:, 0] / hidden[:, 0].norm(dim=1, keepdim=True))
    assert features.mask.all()
    assert features.tokens[0] == ["a", "plane", "[SEP]", *["[PAD]"] * 27]
    assert features.tokens[1] == [*["runway"] * 29, "[SEP]"]


def test_pictures_are_resized_as_published() -> None:
    """torchvision's Resize on a picture is Pillow's bilinear over all source pixels."""
    picture = np.random.default_rng(0).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    tensor = paper_model("tiny", 24, 1, 4).prepare([picture])
    wanted = np.asarray(Resize(224)(Image.fromarray(picture)))
    assert tensor.shape == (1, 3, 224, 224)
    np.testing.assert_array_equal(tensor[0].permute(1, 2, 0).numpy(), wanted)


def test_attention_begins_with_the_published_random_weights() -> None:
    tokenizer = tiny_tokenizer()
    text = {
        "vocab_size": len(tokenizer),
        "hidden_size": 240,
        "num_hidden_layers": 1,
        "num_attention_heads": 12,
    }
    scales = MSA(presets.paper("tiny", text), tokenizer).mscmat.scales
    for scale in scales:
        for layer in (scale.query, scale.key, scale.value):
            assert float(layer.weight.detach().std()) == pytest.approx(240**-0.5, rel=0.03)
        assert float(scale.out.weight.detach().std()) == pytest.approx(480**-0.5, rel=0.03)
        assert not any(layer.bias.any() for layer in (scale.query, scale.key, scale.value, scale.out))


def test_the_scales_have_weights_of_their_own_and_share_the_norms() -> None:
    names = [name for name, _ in paper_model("tiny", 24, 1, 4).mscmat.named_parameters()]
    shared = [name for name in names if not name.startswith("scales.")]
    assert shared == ["norm_image.weight", "norm_image.bias", "norm_words.weight", "norm_words.bias"]
    assert len(names) == 4 + 4 * 12
