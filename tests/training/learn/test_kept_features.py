"""Fusion and gate alone, from features of whole pictures that are made once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from msa_core.errors import UsageError
from msa_core.model import checkpoint
from msa_core.progress import Progress
from msa_core.training.learn.kept_features import train_fusion
from msa_core.training.learn.recipe import Recipe
from msa_core.training.learn.run_folder import RunFolder
from msa_core.training.learn.schedule import Rates
from msa_core.training.learn.soft_losses import Objective
from msa_core.training.learn.training_feed import TrainingData
from msa_core.training.measure.evaluate import evaluate
from tests.support.coloured_fields import write_pictures
from tests.support.tiny_model import tiny_model

RECIPE = Recipe(epochs=12, batch=8, rates=Rates(new=1e-2), amp=False, eval_every=4)


@pytest.fixture
def data(tmp_path: Path) -> TrainingData:
    (tmp_path / "pictures").mkdir()
    images = write_pictures(tmp_path / "pictures")
    return TrainingData(train=images[:40], val={"fields": images[40:]})


def run(data: TrainingData, out: Path, recipe: Recipe = RECIPE) -> float:
    return train_fusion(tiny_model(), data, recipe, RunFolder(out), {}, Progress())


def test_only_fusion_and_gate_change_and_what_is_kept_is_what_was_measured(
    data: TrainingData, tmp_path: Path
) -> None:
    before = evaluate(tiny_model(), data.val["fields"])["cosine"]["mR"]
    best = run(data, tmp_path / "run")
    assert best > before + 5
    trained = checkpoint.load(tmp_path / "run" / "best")
    assert evaluate(trained, data.val["fields"])["cosine"]["mR"] == pytest.approx(best, abs=3.0)
    start = tiny_model().state_dict()
    changed = {
        name for name, value in trained.state_dict().items()
        if not torch.allclose(value.float(), start[name].float(), atol=2e-3)
    }  # fmt: skip
    assert changed
    assert all(name.startswith(("image_encoder.fuse", "image_encoder.w")) for name in changed)
    lines = [json.loads(line) for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [4, 8, 12]
    assert max(line["val_mean_mR"] for line in lines) == pytest.approx(best, abs=0.01)


def test_a_repeated_run_looks_at_no_picture_again(data: TrainingData, tmp_path: Path) -> None:
    first = run(data, tmp_path / "run")
    for image in (*data.train, *data.val["fields"]):
        image.path.write_bytes(b"gone")
    assert run(data, tmp_path / "run") == pytest.approx(first)


def test_features_that_a_kill_left_damaged_are_made_again(data: TrainingData, tmp_path: Path) -> None:
    first = run(data, tmp_path / "run")
    pieces = sorted((tmp_path / "run" / "features").glob("*.safetensors"))
    pieces[0].write_bytes(pieces[0].read_bytes()[:100])
    assert run(data, tmp_path / "run") == pytest.approx(first)


def test_what_features_cannot_give_is_refused(data: TrainingData, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="whole pictures"):
        run(data, tmp_path / "a", replace(RECIPE, objective=Objective(soft=0.2)))
    with pytest.raises(UsageError, match="preset msa"):
        train_fusion(tiny_model(preset="paper"), data, RECIPE, RunFolder(tmp_path / "b"), {}, Progress())
