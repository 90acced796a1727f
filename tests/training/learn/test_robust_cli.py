"""``msa-train --robust`` and a recipe with wrong captions, as a child process on made pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msa_core.model.stored import checkpoint
from tests.support.coloured_fields import write_pictures
from tests.support.commands import Commands
from tests.support.tiny_model import tiny_model

COMMAND = (
    "msa_core.train_cli", "--captions", "captions.json", "--images", ".", "--init", "init", "--out", "run", "--epochs",
    "1", "--batch", "8", "--no-amp", "--device", "cpu", "--robust", "--recipe", "recipe.toml",
)  # fmt: skip


@pytest.mark.timeout(900)
def test_the_noise_is_said_kept_and_found_and_binds_the_run(tmp_path: Path, commands: Commands) -> None:
    entries = [
        {
            "filename": image.path.name,
            "split": "train" if i < 40 else "val",
            "sentences": [{"raw": s} for s in image.sentences],
        }
        for i, image in enumerate(write_pictures(tmp_path, 48))
    ]
    (tmp_path / "captions.json").write_text(json.dumps({"images": entries}))
    checkpoint.save(tiny_model(), tmp_path / "init", half=False)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text("caption_noise = 0.4\ndrop_words = 0.1\ncoarse = 0.5\n")
    done = commands.run(*COMMAND, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "16 of 40 training pictures bear another picture's captions" in " ".join(done.stderr.split())
    settings = json.loads((tmp_path / "run" / "run.json").read_text())
    assert settings["caption_noise"] == 0.4
    assert settings["recipe"]["robust"] is True
    assert settings["recipe"]["objective"]["forgive"] == 0.7
    first = json.loads((tmp_path / "run" / "metrics.jsonl").read_text().splitlines()[0])
    assert set(first["robust"]) == {
        "right_captions", "mean_trust", "mean_trust_of_shuffled", "mean_trust_of_others",
    }  # fmt: skip
    recipe.write_text("caption_noise = 0.8\ndrop_words = 0.1\ncoarse = 0.5\n")
    again = commands.run(*COMMAND, cwd=tmp_path)
    assert again.returncode == 2
    assert "caption_noise" in again.stderr
