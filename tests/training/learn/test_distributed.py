"""Two processes at batch 4 do what one does at batch 8, BatchNorm included; one that dies ends the other in words."""

from __future__ import annotations

import json
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest
import torch

from msa_core.training.learn.distributed import Team
from tests.support.coloured_fields import write_pictures
from tests.support.commands import Commands, Started
from tests.support.team_member import learn
from tests.support.tiny_model import tiny_model


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start_two(commands: Commands, *command: object) -> list[Started]:
    """Two processes, with the variables that torchrun sets for each."""
    team = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port())}
    module, *arguments = command
    return [
        commands.start(str(module), *arguments, RANK=str(rank), LOCAL_RANK=str(rank), **team)
        for rank in (0, 1)
    ]


@pytest.mark.timeout(600)
def test_two_processes_do_what_one_does_at_twice_the_batch(tmp_path: Path, commands: Commands) -> None:
    children = start_two(commands, "tests.support.team_member", tmp_path)
    before = torch.get_num_threads()
    alone = learn(Team())
    torch.set_num_threads(before)
    for child in children:
        _, errors = child.communicate(timeout=500)
        assert child.returncode == 0, errors
    first, second = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1))
    for name, value in first["weights"].items():
        assert torch.equal(value, second["weights"][name]), name  # the two stay one model
    for step in range(3):
        assert first["losses"][step] == pytest.approx(alone["losses"][step], rel=1e-4)
        assert first["gradients"][step].keys() == alone["gradients"][step].keys()
        for name, gradient in alone["gradients"][step].items():
            torch.testing.assert_close(
                first["gradients"][step][name],
                gradient,
                rtol=1e-3,
                atol=3e-5,
                msg=lambda m, n=name: f"{n}: {m}",
            )
    moved = 0.0
    start = tiny_model().state_dict()
    for name, value in alone["weights"].items():
        torch.testing.assert_close(
            first["weights"][name], value, rtol=1e-3, atol=1e-4, msg=lambda m, n=name: f"{n}: {m}"
        )
        moved = max(moved, float((value - start[name]).abs().max()) if value.is_floating_point() else 0.0)
    assert moved > 5e-3  # and the steps did something


def command(work: Path) -> list[str]:
    return [
        "msa_core.train_cli", "--captions", str(work / "captions.json"), "--images", str(work), "--init",
        str(work / "init"), "--out", str(work / "run"), "--batch", "8", "--no-amp", "--device", "cpu", "--epochs",
    ]  # fmt: skip


@pytest.fixture
def work(tmp_path: Path) -> Path:
    from msa_core.model.stored import checkpoint

    entries: list[dict[str, Any]] = [
        {
            "filename": image.path.name,
            "split": "train" if number < 40 else "val",
            "sentences": [{"raw": text} for text in image.sentences],
        }
        for number, image in enumerate(write_pictures(tmp_path))
    ]
    (tmp_path / "captions.json").write_text(json.dumps({"images": entries}))
    checkpoint.save(tiny_model(), tmp_path / "init", half=False)
    return tmp_path


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_team_saves_once_stops_together_and_goes_on_alone(work: Path, commands: Commands) -> None:
    children = start_two(commands, *command(work), "50")
    log = work / "run" / "metrics.jsonl"
    wait_for(lambda: log.exists() and len(log.read_text().splitlines()) >= 2, children)
    children[1].send_signal(signal.SIGTERM)  # the other hears of it from the team
    for child in children:
        _, errors = child.communicate(timeout=120)
        assert child.returncode == 130, errors
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["epoch"] for line in lines] == list(range(1, len(lines) + 1))  # one process writes
    # One process at twice the batch is the same run.
    alone = [*command(work), "50", "--batch", "16", "--patience", "1"]
    done = commands.run(*alone)
    assert done.returncode == 0, done.stderr
    assert json.loads(log.read_text().splitlines()[len(lines)])["epoch"] == len(lines) + 1


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_death_of_one_process_ends_the_other_with_a_sentence(work: Path, commands: Commands) -> None:
    children = start_two(commands, *command(work), "400")
    log = work / "run" / "metrics.jsonl"
    wait_for(log.exists, children)
    children[1].kill()
    children[1].communicate()
    _, errors = children[0].communicate(timeout=120)
    assert children[0].returncode == 4
    assert "another process of this training ended" in errors
    assert "Traceback" not in errors


def wait_for(condition: Any, children: list[Started]) -> None:
    deadline = time.monotonic() + 500
    while not condition():
        assert time.monotonic() < deadline
        for child in children:
            assert child.poll() is None, child.communicate()
        time.sleep(0.05)
