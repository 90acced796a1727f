from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from msa_core.model.network.msa import MSA
from msa_core.model.running import heatmaps, inference
from msa_core.model.running.embedder import Embedder
from msa_core.model.running.inference import FusedConv2d, for_inference, lay_out_for_few_rows
from msa_core.model.stored import checkpoint
from msa_core.model.trunks.families import build_trunk
from msa_core.model.trunks.trunk import Trunk
from tests.support.tiny_model import tiny_model


def pictures(count: int = 3, px: int = 64) -> torch.Tensor:
    values = np.random.default_rng(1).integers(0, 256, (count, 3, px, px), np.uint8)
    return torch.from_numpy(values)


def trained(module: nn.Module) -> nn.Module:
    """Batch norms as training leaves them: with statistics, and weights of both signs."""
    generator = torch.Generator().manual_seed(0)
    for norm in module.modules():
        if isinstance(norm, nn.BatchNorm2d):
            norm.running_mean.uniform_(-0.3, 0.3, generator=generator)
            norm.running_var.uniform_(0.5, 2.0, generator=generator)
            nn.init.uniform_(norm.weight, -0.5, 1.5, generator=generator)
            nn.init.uniform_(norm.bias, -0.2, 0.2, generator=generator)
    return module.eval()


def quick(trunk: Trunk) -> Trunk:
    folded = inference._fold(trunk)
    return inference._with_stages(folded, [inference._fuse_activations(stage) for stage in folded.stages])


def norms(module: nn.Module) -> int:
    return sum(isinstance(m, nn.BatchNorm2d) for m in module.modules())


@pytest.mark.parametrize("name", ["mobilenet_v2", "mobilenet_v3_small", "resnet18", "resnet50"])
def test_a_folded_trunk_gives_the_same_maps_without_batch_norms(name: str) -> None:
    trunk = trained(build_trunk(name))
    assert isinstance(trunk, Trunk)
    fast = quick(trunk)
    assert norms(trunk) > 0
    assert norms(fast) == 0
    assert any(isinstance(m, FusedConv2d) for m in fast.modules())
    assert inference._agree(fast, trunk)
    x = torch.randn(2, 3, 96, 96, generator=torch.Generator().manual_seed(2))
    with torch.inference_mode():
        for ours, theirs in zip(fast(x), trunk(x), strict=True):
            torch.testing.assert_close(ours, theirs, rtol=0, atol=2e-5 * float(theirs.abs().max()))


def test_the_model_itself_stays_as_it_is() -> None:
    model = tiny_model()
    trained(model)
    weights = {key: value.clone() for key, value in model.state_dict().items()}
    modules = dict(model.named_modules())
    explained = heatmaps.explain(model, np.moveaxis(pictures(1)[0].numpy(), 0, 2), "a river")
    fast = for_inference(model)
    assert fast is not model
    assert fast.text_encoder is model.text_encoder
    assert dict(model.named_modules()) == modules
    for key, value in model.state_dict().items():
        assert torch.equal(value, weights[key]), key
    again = heatmaps.explain(model, np.moveaxis(pictures(1)[0].numpy(), 0, 2), "a river")
    for one, other in zip(explained[1], again[1], strict=True):
        np.testing.assert_array_equal(one.values, other.values)
    with torch.inference_mode():
        ours, theirs = fast.encode_images(pictures()), model.encode_images(pictures())
    torch.testing.assert_close(ours.embedding, theirs.embedding, rtol=0, atol=1e-5)
    torch.testing.assert_close(ours.pooled, theirs.pooled, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("trunk", ["vit_b_32", "convnext_tiny"])
def test_a_trunk_without_batch_norms_is_used_as_it_is(trunk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny_model()
    with torch.device("meta"):
        model.image_encoder.trunk = build_trunk(trunk).eval()
    monkeypatch.setattr(inference, "_fold", None)
    assert for_inference(model.eval()) is model


def test_a_model_in_training_is_not_folded() -> None:
    model = tiny_model().train()
    assert for_inference(model) is model


def test_weights_that_serve_two_calls_are_not_folded() -> None:
    class Shared(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 3, 1)
            self.one, self.two = nn.BatchNorm2d(3), nn.BatchNorm2d(3)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.one(self.conv(x)) + self.two(self.conv(x))

    stage = trained(Shared())
    trunk = Trunk([stage] * 4, (3,) * 4)
    fast = quick(trunk.eval())
    x = torch.randn(1, 3, 8, 8)
    with torch.inference_mode():
        torch.testing.assert_close(fast(x)[3], trunk(x)[3], rtol=1e-5, atol=1e-5)
    assert norms(fast) == norms(trunk)


def test_a_compiled_trunk_is_folded_all_the_same_and_stays_compiled() -> None:
    calls = []

    def counting(graph: torch.fx.GraphModule, _inputs: list[torch.Tensor]) -> Callable[..., Any]:
        def forward(*values: Any) -> Any:
            calls.append(1)
            return graph(*values)

        return forward

    model = trained(tiny_model())
    trunk = model.image_encoder.trunk
    trunk.compile(backend=counting)
    fast = for_inference(model)
    assert norms(fast.image_encoder.trunk) < norms(trunk)
    with torch.no_grad():
        ours = fast.encode_images(pictures()).embedding
        assert not calls
        torch.testing.assert_close(ours, model.encode_images(pictures()).embedding, rtol=1e-4, atol=1e-5)
    assert calls


def test_a_kernel_that_errs_or_is_missing_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny_model()
    trained(model)
    assert any(isinstance(m, FusedConv2d) for m in for_inference(model).modules())
    for wrong in (lambda self, x: self.conv(x), lambda self, x: torch.ops.mkldnn.no_such_kernel(x)):
        monkeypatch.setattr(FusedConv2d, "forward", wrong)
        fast = for_inference(model)
        assert norms(fast) == 0
        assert not any(isinstance(m, FusedConv2d) for m in fast.modules())


def test_under_autocast_the_two_ways_agree_as_the_format_allows() -> None:
    model = tiny_model()
    trained(model)
    fast: MSA = for_inference(model)
    with torch.inference_mode():
        exact = model.encode_images(pictures()).embedding
        with torch.autocast("cpu", torch.bfloat16):
            half = fast.encode_images(pictures()).embedding
    assert float((exact * half).sum(dim=1).min()) > 0.99


def test_an_embedder_for_images_only_keeps_no_text_weights(tiny_checkpoint: Path) -> None:
    tiles = np.random.default_rng(0).integers(0, 256, (5, 64, 64, 3), np.uint8)
    whole, lean = (Embedder(tiny_checkpoint, "cpu", images_only=only) for only in (False, True))
    assert all(p.device.type == "meta" for p in lean.model.text_encoder.parameters())
    assert lean.fingerprint == whole.fingerprint
    np.testing.assert_array_equal(lean.embed_tiles(tiles).embedding, whole.embed_tiles(tiles).embedding)
    plain = checkpoint.load(tiny_checkpoint)
    with torch.inference_mode():
        exact = plain.encode_images(plain.prepare(list(tiles))).embedding.numpy()
    np.testing.assert_allclose(lean.embed_tiles(tiles).embedding, exact, atol=1e-5)


def test_a_tile_gets_the_same_vector_whatever_it_is_embedded_with(tiny_checkpoint: Path) -> None:
    embedder = Embedder(tiny_checkpoint, "cpu")
    tiles = np.random.default_rng(0).integers(0, 256, (19, 64, 64, 3), np.uint8)
    together = embedder.embed_tiles(tiles, 8)
    for start, stop in ((0, 19), (3, 4), (5, 18)):
        part = embedder.embed_tiles(tiles[start:stop], 8)
        np.testing.assert_array_equal(part.embedding, together.embedding[start:stop])
        np.testing.assert_array_equal(part.pooled, together.pooled[start:stop])


def test_weights_laid_out_for_a_few_rows_are_the_same_weights() -> None:
    model = tiny_model().eval()
    texts = ["a river", "many ships lie beside two long piers"]
    before = {key: value.clone() for key, value in model.state_dict().items()}
    with torch.inference_mode():
        expected = model.encode_texts(texts)
    lay_out_for_few_rows(model.text_encoder)
    linear = [layer for layer in model.text_encoder.modules() if isinstance(layer, nn.Linear)]
    assert linear
    assert all(layer.weight.t().is_contiguous() for layer in linear)
    for key, value in model.state_dict().items():
        assert torch.equal(value, before[key]), key
    with torch.inference_mode():
        found = model.encode_texts(texts)
    torch.testing.assert_close(found.words, expected.words, rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(found.embedding, expected.embedding, rtol=0, atol=1e-6)


def test_an_embedder_lays_out_what_reads_texts(tiny_checkpoint: Path) -> None:
    encoder = Embedder(tiny_checkpoint, "cpu").model.text_encoder
    assert all(m.weight.t().is_contiguous() for m in encoder.modules() if isinstance(m, nn.Linear))


def test_word_vectors_are_kept_small_where_that_changes_nothing(tmp_path: Path) -> None:
    """A stored model is of float16; one that was made otherwise keeps what it has."""
    model = tiny_model()
    text = model.text_encoder
    with torch.no_grad():
        before = text(["many planes", "a lake"])
        text.halve_words()
        assert text.network.embeddings.word_embeddings.weight.dtype == torch.float32
        checkpoint.save(model, tmp_path)
        stored = checkpoint.load(tmp_path).text_encoder
        whole = stored(["many planes", "a lake"])
        stored.halve_words()
        assert stored.network.embeddings.word_embeddings.weight.dtype == torch.float16
        small = stored(["many planes", "a lake"])
    assert torch.equal(small.words, whole.words)
    assert torch.equal(small.embedding, whole.embedding)
    assert small.words.dtype == torch.float32
    assert torch.allclose(small.words, before.words, atol=0.05)
