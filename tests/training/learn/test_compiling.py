"""``--compile``: the same network, or a sentence and the network as it was."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from msa_core.training.learn.compiling import compile_towers
from tests.support.tiny_model import tiny_model


def outputs(model: Any) -> torch.Tensor:
    images = torch.randint(
        0, 255, (2, 3, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(0)
    )
    with torch.no_grad():
        return torch.cat([model.encode_images(images).embedding, model.encode_texts(["a river"]).embedding])


def test_without_a_compiler_training_goes_on_uncompiled(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(graph: Any, inputs: Any) -> Any:
        raise RuntimeError("Compiler: c++ is not found.\nSet TORCHDYNAMO_VERBOSE=1")

    plain_compile = torch.nn.Module.compile
    monkeypatch.setattr(
        torch.nn.Module, "compile", lambda self, **options: plain_compile(self, backend=broken, **options)
    )
    model = tiny_model()
    expected, names = outputs(model), list(model.state_dict())
    assert not compile_towers(model, 64)
    assert "torch.compile does not work here" in caplog.text
    assert "goes on without it" in caplog.text
    assert torch.equal(outputs(model), expected)
    assert list(model.state_dict()) == names


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore")  # the compiler's own
def test_compiled_towers_give_the_same_embeddings_and_keep_their_names() -> None:
    model = tiny_model()
    expected, names = outputs(model), list(model.state_dict())
    if not compile_towers(model, 64):
        pytest.skip("no compiler here")
    torch.testing.assert_close(outputs(model), expected, rtol=1e-4, atol=1e-5)
    assert list(model.state_dict()) == names
    assert model.image_encoder.trunk._compiled_call_impl is not None
    assert model.text_encoder.network._compiled_call_impl is None, "no gain on a CPU, and minutes to compile"
