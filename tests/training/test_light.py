"""Adapters and frozen parts: the same outputs merged, frozen weights to the bit, and runs that resume."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from msa_core.errors import UsageError
from msa_core.model import checkpoint
from msa_core.model.msa import MSA
from msa_core.training.light import FREEZE, add_adapters, freeze, hold_still, is_adapter, merged
from msa_core.training.schedule import Rates, parameter_groups
from tests.support.pictures import make_pictures
from tests.support.tiny_model import tiny_model

TEXTS = ["a white plane", "many red houses near a river", "a lake"]


def outputs(model: MSA) -> tuple[Tensor, ...]:
    images = torch.randint(0, 256, (4, 3, 64, 64), generator=torch.Generator().manual_seed(3)).to(torch.uint8)
    with torch.no_grad():
        features, texts = model.encode_images(images), model.encode_texts(TEXTS)
        return (
            features.embedding,
            features.pooled,
            texts.embedding,
            model.match_logits(features.pooled, texts),
        )


def weights(model: MSA) -> dict[str, Tensor]:
    return {key: value.clone() for key, value in model.state_dict().items()}


def take_steps(model: MSA, count: int = 3) -> None:
    optimiser = torch.optim.AdamW(parameter_groups(model, Rates(adapters=0.05)))
    images = torch.randint(0, 256, (3, 3, 64, 64), generator=torch.Generator().manual_seed(4)).to(torch.uint8)
    for _ in range(count):
        model.train()
        hold_still(model)
        features, texts = model.encode_images(images), model.encode_texts(TEXTS)
        loss = -(features.embedding @ texts.embedding.T).diagonal().mean()
        loss = loss - model.match_logits(features.pooled, texts).diagonal().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    model.eval()


def test_new_adapters_change_nothing_and_trained_ones_merge_to_the_same_outputs(tmp_path: Path) -> None:
    model = tiny_model()
    before = outputs(model)
    count = add_adapters(model, rank=2)
    assert 0 < count < sum(p.numel() for p in model.parameters()) / 2
    for a, b in zip(before, outputs(model), strict=True):
        assert torch.equal(a, b)
    take_steps(model)
    tuned, plain = outputs(model), merged(model)
    assert not torch.allclose(tuned[0], before[0], atol=1e-4)
    assert torch.equal(tuned[1], before[1])  # the pooled features are the trunk's
    for a, b in zip(tuned, outputs(plain), strict=True):
        torch.testing.assert_close(a, b, atol=1e-6, rtol=1e-5)
    for a, b in zip(tuned, outputs(model), strict=True):  # merging leaves the model in training as it is
        assert torch.equal(a, b)
    checkpoint.save(plain, tmp_path / "merged", half=False)
    loaded = checkpoint.load(tmp_path / "merged")
    assert loaded.state_dict().keys() == tiny_model().state_dict().keys()
    for a, b in zip(tuned, outputs(loaded), strict=True):
        torch.testing.assert_close(a, b, atol=1e-6, rtol=1e-5)


def test_what_adapters_leave_alone_stays_to_the_bit_and_their_matrices_do_not() -> None:
    model = tiny_model()
    before = weights(model)
    adapted = {
        name.removesuffix(".weight") for name, _ in model.named_parameters() if name.endswith(".weight")
    }
    add_adapters(model)
    take_steps(model)
    after = merged(model).state_dict()
    changed = {key for key in before if not torch.equal(before[key], after[key])}
    assert {
        f"mscmat.scales.{s}.{part}.weight" for s in range(4) for part in ("query", "value", "out", "match")
    } <= changed
    assert "image_encoder.w2.weight" in changed
    assert any(key.startswith("text_encoder") for key in changed)
    assert not [
        key for key in changed if key.startswith("image_encoder.trunk") or "running" in key or "bias" in key
    ]
    assert {key.removesuffix(".weight") for key in changed} <= adapted


@pytest.mark.parametrize("what", FREEZE)
def test_frozen_parts_stay_to_the_bit_with_their_statistics(what: str) -> None:
    model = tiny_model()
    freeze(model, what)
    before = weights(model)
    take_steps(model)
    still = {"trunk": ("image_encoder.trunk",), "text": ("text_encoder",),
             "all-but-heads": ("image_encoder.trunk", "text_encoder"), "none": ()}[what]  # fmt: skip
    for part in ("image_encoder.trunk", "text_encoder", "mscmat", "image_encoder.norms"):
        same = [torch.equal(v, model.state_dict()[k]) for k, v in before.items() if k.startswith(part)]
        assert all(same) == (part in still), part


def test_another_part_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="none, trunk, text, all-but-heads"):
        freeze(tiny_model(), "head")


def test_adapters_have_a_rate_of_their_own() -> None:
    model = tiny_model()
    add_adapters(model)
    groups = parameter_groups(model, Rates(adapters=0.123))
    assert {group["lr"] for group in groups} == {0.123}
    assert all(is_adapter(name) for name, p in model.named_parameters() if p.requires_grad)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    names = [f"{i}.png" for i in range(48)]
    make_pictures(tmp_path, names, 32)
    rows = [f"{n},a white plane number {i},{'val' if i % 4 == 0 else 'train'}" for i, n in enumerate(names)]
    (tmp_path / "captions.csv").write_text("path,caption,split\n" + "\n".join(rows) + "\n")
    checkpoint.save(tiny_model(), tmp_path / "init")
    return tmp_path


def start(work: Path, out: str, *more: str) -> subprocess.Popen[str]:
    command = [
        sys.executable, "-m", "msa_core.train_cli", "--captions", str(work / "captions.csv"), "--out", str(work / out),
        "--init", str(work / "init"), "--batch", "12", "--no-amp", "--device", "cpu", "--light", "--rate", "20", *more,
    ]  # fmt: skip
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def lines(work: Path, out: str) -> list[dict[str, Any]]:
    log = work / out / "metrics.jsonl"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


@pytest.mark.timeout(400)
def test_a_light_run_leaves_a_plain_checkpoint_and_resumes_after_a_kill(work: Path) -> None:
    whole = start(work, "whole", "--epochs", "40")
    _, errors = whole.communicate(timeout=180)
    assert whole.returncode == 0, errors
    child = start(work, "run", "--epochs", "40")
    deadline = time.monotonic() + 120
    while len(lines(work, "run")) < 3:
        assert time.monotonic() < deadline
        assert child.poll() is None, child.communicate()[1]
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert len(lines(work, "run")) < 40
    child = start(work, "run", "--epochs", "40")
    _, errors = child.communicate(timeout=180)
    assert child.returncode == 0, errors
    assert lines(work, "run")[-1]["epoch"] == 40
    assert lines(work, "run")[-1]["val"] == lines(work, "whole")[-1]["val"]
    first, best = (checkpoint.load(work / name).state_dict() for name in ("init", "run/best"))
    assert first.keys() == best.keys()
    for key, value in first.items():
        if key.startswith("image_encoder.trunk") or "running" in key:
            assert torch.equal(value, best[key]), key
    assert not torch.equal(first["image_encoder.w1.weight"], best["image_encoder.w1.weight"])
    other = start(work, "run", "--epochs", "40", "--rank", "4")
    _, errors = other.communicate(timeout=60)
    assert other.returncode == 2
    assert "another light" in errors
