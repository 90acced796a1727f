"""``msa-train`` as a child process on made pictures: learns, resumes after a kill, refuses in words."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from msa_core.model.stored import checkpoint
from msa_core.training.combine.averaging import with_hubs
from msa_core.training.data.captioned_image import CaptionedImage
from tests.support.commands import Commands
from tests.support.tiny_model import tiny_model

# Child processes import torch: slow on a machine that is busy.
pytestmark = pytest.mark.timeout(900)

COLOURS = {"red": (200, 30, 30), "green": (30, 180, 40), "white": (240, 240, 240), "blue": (30, 40, 200)}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    images = []
    for i in range(80):
        word, colour = list(COLOURS.items())[i % 4]
        pixels = np.clip(np.array(colour) + rng.normal(0, 20, (48, 48, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{i}.png")
        split = "train" if i < 64 else "val"
        texts = [{"raw": f"a {word} field"}, {"raw": f"the field is {word}"}]
        images.append(
            {
                "filename": f"{i}.png",
                "split": split,
                "sentences": texts,
            }
        )
    (tmp_path / "captions.json").write_text(json.dumps({"images": images}))
    checkpoint.save(tiny_model(), tmp_path / "init", half=False)
    return tmp_path


def command(work: Path, *more: str, out: str = "run") -> list[str]:
    return [
        "msa_core.train_cli", "--captions", str(work / "captions.json"), "--images", str(work),
        "--init", str(work / "init"), "--out", str(work / out), "--batch", "16", "--no-amp",
        "--device", "cpu", "--rate", "3", *more,
    ]  # fmt: skip


Run = Callable[[list[str]], subprocess.CompletedProcess[str]]


@pytest.fixture
def run(commands: Commands) -> Run:
    return lambda arguments: commands.run(*arguments)


def lines(work: Path, out: str = "run") -> list[dict]:
    return [json.loads(line) for line in (work / out / "metrics.jsonl").read_text().splitlines()]


def test_it_learns_colours_and_leaves_a_checkpoint_that_loads(work: Path, run: Run) -> None:
    done = run(command(work, "--epochs", "12", "--json-progress"))
    assert done.returncode == 0, done.stderr
    log = lines(work)
    assert log[-1]["loss"] < log[0]["loss"] * 0.9
    assert max(line["val_mean_mR"] for line in log) > log[0]["val_mean_mR"]
    model = checkpoint.load(work / "run" / "best")
    assert model.config.trunk == "tiny"
    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert events[-1]["event"] == "done"
    assert {e["event"] for e in events} <= {"progress", "figures", "done"}


def test_a_blend_lies_between_the_start_and_the_best(work: Path, run: Run) -> None:
    done = run(command(work, "--epochs", "2", "--blend", "0.25"))
    assert done.returncode == 0, done.stderr
    first, best, mixed = (
        checkpoint.load(folder).state_dict()
        for folder in (work / "init", work / "run" / "best", work / "run" / "blend")
    )
    for key in ("image_encoder.w1.weight", "image_encoder.norms.3.running_mean"):
        assert not torch.equal(first[key], best[key])
        torch.testing.assert_close(mixed[key], 0.75 * first[key] + 0.25 * best[key], atol=2e-3, rtol=2e-3)
    assert lines(work)[-1]["blend"] == 0.25
    assert "blend" in done.stdout


def test_what_begins_from_a_model_with_banks_gets_banks_of_its_own_data(work: Path, run: Run) -> None:
    begun = with_hubs(checkpoint.load(work / "init"), [[CaptionedImage(work / "0.png", ("a red field",))]])
    checkpoint.save(begun, work / "init", half=False)
    arguments = command(work, "--epochs", "1", "--blend", "0.5")
    for _ in range(2):  # a run that is over can be repeated
        done = run(arguments)
        assert done.returncode == 0, done.stderr
        for name in ("best", "blend"):
            model = checkpoint.load(work / "run" / name)
            assert model.config.hub_bank == (64, 8)
    measured = [line for line in lines(work) if line.get("of") == "best"]
    assert f"best  mean val mR {measured[-1]['val_mean_mR']:.2f}" in done.stdout
    plain = run(command(work, "--epochs", "1", "--no-hubs", out="plain"))
    assert plain.returncode == 0, plain.stderr
    assert checkpoint.load(work / "plain" / "best").hubs is None


def test_a_killed_run_goes_on_and_ends_as_if_it_had_not_been_killed(
    work: Path, run: Run, commands: Commands
) -> None:
    assert run(command(work, "--epochs", "6", out="whole")).returncode == 0
    child = commands.start(*command(work, "--epochs", "6"))
    log = work / "run" / "metrics.jsonl"
    deadline = time.monotonic() + 400
    while not (log.exists() and len(log.read_text().splitlines()) >= 2):
        assert time.monotonic() < deadline
        assert child.poll() is None
        time.sleep(0.01)
    child.kill()
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    assert run(command(work, "--epochs", "6")).returncode == 0
    resumed, whole = lines(work), lines(work, "whole")
    assert resumed[-1]["epoch"] == 6
    assert resumed[-1]["val"] == whole[-1]["val"]
    assert resumed[-1]["loss"] == pytest.approx(whole[-1]["loss"], rel=0.05)


def test_a_stopped_run_keeps_its_last_step(work: Path, commands: Commands) -> None:
    child = commands.start(*command(work, "--epochs", "400"))
    log = work / "run" / "metrics.jsonl"
    deadline = time.monotonic() + 400
    while not log.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    child.send_signal(signal.SIGTERM)
    _, errors = child.communicate(timeout=400)
    assert child.returncode == 130
    assert "repeat the command to go on" in errors
    assert (work / "run" / "last" / "trainer.pt").is_file()


def test_another_recipe_in_the_same_folder_is_refused(work: Path, run: Run) -> None:
    assert run(command(work, "--epochs", "1")).returncode == 0
    again = run(command(work, "--epochs", "1", "--batch", "8"))
    assert again.returncode != 0
    assert "holds a run with another recipe" in again.stderr


def test_captions_without_a_validation_split_are_split_and_said_to_be(work: Path, run: Run) -> None:
    data = json.loads((work / "captions.json").read_text())
    data["images"] = [i for i in data["images"] if i["split"] == "train"]
    (work / "captions.json").write_text(json.dumps(data))
    done = run(command(work, "--epochs", "1"))
    assert done.returncode == 0, done.stderr
    assert "6 of 64 pictures were set aside as val" in done.stderr
    assert lines(work)[-1]["val"]["captions"]["mR"] > 0


def test_captions_that_cannot_carry_a_lesson_are_warned_of_before_training(work: Path, run: Run) -> None:
    data = json.loads((work / "captions.json").read_text())
    enough = run(command(work, "--epochs", "1", out="enough"))
    for image in data["images"]:
        image["sentences"] = [{"raw": "a field"}]
    train, val = (
        [image for image in data["images"] if image["split"] == split] for split in ("train", "val")
    )
    (work / "captions.json").write_text(json.dumps({"images": [*train, *val[:2]]}))
    few = run(command(work, "--epochs", "1", out="few"))
    assert few.returncode == 0, few.stderr
    assert "one and the same caption" in few.stderr
    assert "only 2 validation pictures" in few.stderr
    assert "one and the same caption" not in enough.stderr
    assert "validation picture" not in enough.stderr


def test_captions_of_a_validation_split_alone_are_refused_in_words(work: Path, run: Run) -> None:
    data = json.loads((work / "captions.json").read_text())
    data["images"] = [i for i in data["images"] if i["split"] == "val"]
    (work / "captions.json").write_text(json.dumps(data))
    done = run(command(work))
    assert done.returncode == 3
    assert '"train" split' in done.stderr
    assert "Traceback" not in done.stderr


def test_class_words_teach_where_classes_are_named_and_are_refused_where_not(work: Path, run: Run) -> None:
    refused = run(command(work, "--epochs", "1", "--class-words", "0.5"))
    assert refused.returncode == 2, refused.stderr
    assert "no set of captions names classes" in refused.stderr
    told = json.loads((work / "captions.json").read_text())
    for number, entry in enumerate(told["images"]):
        entry["class_name"] = list(COLOURS)[number % 4]
    (work / "captions.json").write_text(json.dumps(told))
    assert run(command(work, "--epochs", "1", "--class-words", "0.5")).returncode == 0
    assert json.loads((work / "run" / "run.json").read_text())["recipe"]["class_words"] == 0.5


def test_pictures_that_are_missing_or_damaged_are_left_out_and_named(work: Path) -> None:
    (work / "5.png").unlink()
    (work / "6.png").write_bytes((work / "6.png").read_bytes()[:300])
    # By itself, as users run it: what is loaded before must not decide what is taken for a picture.
    alone = [sys.executable, "-m", *command(work, "--epochs", "1")]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(alone, capture_output=True, text=True, timeout=500, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "5.png" in done.stderr
    assert "6.png" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_the_pictures_ends_the_run_with_one_sentence(work: Path, run: Run) -> None:
    (work / "empty").mkdir()
    args = command(work)
    args[args.index("--images") + 1] = str(work / "empty")
    done = run(args)
    assert done.returncode == 3
    assert "None of the 80 pictures" in done.stderr
    assert "check --images" in done.stderr
