from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.config import presets
from msa_core.model.network.msa import MSA
from msa_core.model.trunks.families import build_trunk
from msa_core.model.trunks.trunk import pool
from tests.support.tiny_model import tiny_model, tiny_tokenizer


def test_an_unknown_trunk_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="mobilenet_v2"):
        build_trunk("alexnet")


def test_the_paper_s_model_is_built_as_published() -> None:
    tokenizer = tiny_tokenizer()
    text = {
        "vocab_size": len(tokenizer),
        "hidden_size": 768,
        "num_hidden_layers": 1,
        "num_attention_heads": 12,
        "intermediate_size": 64,
    }
    model = MSA(presets.paper(text=text), tokenizer).eval()
    assert model.pooled_dims == (256, 512, 1024, 2048)
    assert model.embedding_dim == 768
    with torch.no_grad():
        texts = model.encode_texts(["a plane"])
        images = model.encode_images(torch.randint(0, 256, (2, 3, 64, 64), dtype=torch.uint8))
        z = model.match_logits(images.pooled, texts)
    assert texts.mask.all(), "the published code attends PAD and SEP"
    assert texts.words.shape[1] == 30
    assert z.shape == (2, 1, 4)


def test_embeddings_are_unit_vectors_and_do_not_depend_on_the_batch() -> None:
    model = tiny_model()
    pictures = [np.random.default_rng(i).integers(0, 256, (50, 70, 3), dtype=np.uint8) for i in range(3)]
    with torch.no_grad():
        together = model.encode_images(model.prepare(pictures))
        alone = model.encode_images(model.prepare(pictures[1:2]))
    torch.testing.assert_close(together.embedding.norm(dim=1), torch.ones(3))
    torch.testing.assert_close(together.embedding[1], alone.embedding[0], atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("kind", ["max", "avg"])
def test_pooling_is_over_all_positions(kind: str) -> None:
    x = torch.arange(24.0).reshape(1, 2, 3, 4)
    wanted = {"max": [11.0, 23.0], "avg": [5.5, 17.5]}[kind]
    assert pool(x, kind)[0].tolist() == wanted


@pytest.mark.parametrize(
    "picture", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.float32), np.zeros((0, 4, 3), np.uint8)]
)
def test_what_is_no_picture_is_refused(picture: np.ndarray) -> None:
    with pytest.raises(UsageError, match="must be uint8"):
        tiny_model().prepare([picture])


def test_weights_of_another_trunk_are_refused_with_the_reason(tmp_path: Path) -> None:
    save_file(build_trunk("tiny").state_dict(), tmp_path / "tiny.safetensors")
    with pytest.raises(CheckpointError, match="does not hold the weights of mobilenet_v2"):
        build_trunk("mobilenet_v2", tmp_path / "tiny.safetensors")
    (tmp_path / "cut.safetensors").write_bytes(b"123")
    with pytest.raises(CheckpointError, match="not a safetensors file"):
        build_trunk("mobilenet_v2", tmp_path / "cut.safetensors")


def test_the_imagenet_weights_are_taken_over(shared_data: Path) -> None:
    file = shared_data / "weights" / "mobilenet_v2_imagenet.safetensors"
    trunk, random = build_trunk("mobilenet_v2", file), build_trunk("mobilenet_v2")
    kernels = [k for k, v in trunk.state_dict().items() if v.ndim == 4]
    assert len(kernels) == 52
    assert not any(torch.equal(trunk.state_dict()[k], random.state_dict()[k]) for k in kernels)
