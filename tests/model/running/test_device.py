from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from msa_core.commands.options.options import check_device
from msa_core.errors import UsageError
from msa_core.model.running.device import devices, find_device


def test_each_device_that_is_listed_can_be_chosen_by_its_name() -> None:
    found = devices()
    assert found[-1].name == "cpu"
    for device in found:
        assert find_device(check_device(device.name)) == device.name


@pytest.mark.parametrize("name", ["cuda:", "cuda:-1", "cuda:x", "cpu:1", "gpu", "cuda:1234"])
def test_a_name_that_is_no_device_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="--device"):
        find_device(name)
    with pytest.raises(UsageError, match="--device"):
        check_device(name)


@pytest.mark.skipif(torch.accelerator.is_available(), reason="Triton is of use here.")
def test_without_a_gpu_no_compiler_for_gpus_is_loaded_and_torch_compiles_all_the_same(
    tiny_checkpoint: Path,
) -> None:
    script = """
import sys, torch
from pathlib import Path
from msa_core.model.running.embedder import Embedder
Embedder(Path(sys.argv[1]), "cpu").model.encode_texts(["many planes"])
assert sys.modules["triton"] is None
double = torch.compile(lambda x: x * 2, backend="eager")
assert double(torch.ones(3)).tolist() == [2.0] * 3
"""
    subprocess.run([sys.executable, "-c", script, str(tiny_checkpoint)], check=True)


def test_the_shipped_kinds_of_networks_need_neither_torchvision_nor_transformers_nor_the_compiler() -> None:
    """A question is answered without them: they take memory, and seconds to load."""
    script = """
import sys
from pathlib import Path
import numpy as np
from msa_core.config import starter_model
from msa_core.model.running.embedder import Embedder
embedder = Embedder(starter_model(), "cpu")
embedder.encode_texts(["many planes"])
embedder.embed_tiles([np.zeros((64, 64, 3), np.uint8)])
unwanted = {"torchvision", "torch._dynamo", "torch._inductor", "sympy", "transformers"}
assert not unwanted & sys.modules.keys(), unwanted & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", script], check=True)
